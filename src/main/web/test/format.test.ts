import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFor } from '../shared/format';

const format = formatFor('en', { day: 'd', hour: 'h', minute: 'm', second: 's' });

test('bytes have three digits and a binary unit', () => {
  const expected: [number, string][] = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '0.98 KiB'],
    [1024, '1.00 KiB'],
    [10 * 1024 ** 2, '10.0 MiB'],
    [99.96 * 1024 ** 2, '100 MiB'],
    [16 * 1024 ** 3, '16.0 GiB'],
    [-5, '0 B'],
    [NaN, '0 B'],
  ];
  for (const [count, text] of expected) {
    assert.equal(format.bytes(count), text);
  }
  assert.equal(format.rate(2048), '2.00 KiB/s');
});

test('a part is in the unit of its whole', () => {
  assert.equal(format.part(512 * 1024 ** 2, 16 * 1024 ** 3), '0.50 / 16.0 GiB');
  assert.equal(format.part(0, 0), '0 / 0 B');
});

test('a duration has its two greatest units', () => {
  assert.equal(format.duration(59), '59s');
  assert.equal(format.duration(3_599), '59m');
  assert.equal(format.duration(3_600), '1h 0m');
  assert.equal(format.duration(864_000), '10d 0h');
});

test('a country has its name, and what is none its letters', () => {
  assert.equal(format.country('de'), 'Germany');
  assert.equal(format.country('moon'), 'MOON');
});
