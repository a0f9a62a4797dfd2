import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../fleet/words.en';
import { zh } from '../fleet/words.zh';
import { chosen, fill } from '../shared/language';

function holes(sentence: string): string[] {
  return [...sentence.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();
}

test('every dictionary has every word, with the same holes', () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const [key, sentence] of Object.entries(en)) {
    const other = zh[key as keyof typeof en];
    assert.notEqual(other, '', key);
    assert.deepEqual(holes(other), holes(sentence), key);
  }
});

test('the first language with a dictionary is chosen', () => {
  assert.equal(chosen(['fr', 'zh-TW', 'en'], ['en', 'zh'] as const), 'zh');
  assert.equal(chosen(['fr'], ['en', 'zh'] as const), 'en');
  assert.equal(chosen(['en-GB', 'zh'], ['en', 'zh'] as const), 'en');
});

test('holes are filled, and unknown ones stay', () => {
  assert.equal(fill('{a} of {b}', { a: 1 }), '1 of {b}');
});
