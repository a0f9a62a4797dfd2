import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64url, isToken, taken } from '../shared/access';

function take(href: string): { token: string | undefined; left: string } {
  let left = href;
  const past = { replaceState: (_data: unknown, _title: string, url?: string | URL | null) => void (left = String(url)) };
  const token = taken({ href, hash: new URL(href).hash }, past);
  return { token, left };
}

test('a token in the fragment is taken and the address loses it', () => {
  assert.deepEqual(take('http://hub/fleet#token=abc%2Bd'), { token: 'abc+d', left: 'http://hub/fleet' });
  assert.deepEqual(take('http://hub/fleet#/web-1&token=abc'), { token: 'abc', left: 'http://hub/fleet#/web-1' });
  assert.deepEqual(take('http://hub/fleet#/web-1'), { token: undefined, left: 'http://hub/fleet#/web-1' });
});

test('what could not travel in a header is no token, and leaves the address as well', () => {
  assert.deepEqual(take('http://hub/fleet#token=a%0Ab'), { token: undefined, left: 'http://hub/fleet' });
  assert.deepEqual(take('http://hub/fleet#token=%E4'), { token: undefined, left: 'http://hub/fleet' });
  assert.equal(isToken(''), false);
  assert.equal(isToken('a b'), false);
});

test('a subprotocol has the token in base64url without padding', () => {
  assert.equal(base64url('the-viewers-token?~'), Buffer.from('the-viewers-token?~').toString('base64url'));
});
