import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from '../shared/live';

test('attempts come less and less often, up to half a minute, and never at once', () => {
  assert.equal(backoff(0, 0), 500);
  assert.equal(backoff(0, 1), 1_000);
  assert.equal(backoff(3, 1), 8_000);
  assert.equal(backoff(500, 1), 30_000);
  assert.equal(backoff(500, 0), 15_000);
});
