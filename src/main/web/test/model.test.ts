import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Choice, type Entry, intervalFor, level, selected, totals, Trend } from '../fleet/model';

function server(id: string, parts: Partial<Entry> = {}): Entry {
  return {
    id,
    name: id,
    group: 'A',
    isOnline: true,
    cpuPercent: 10,
    netInSpeed: 1,
    netOutSpeed: 2,
    platform: 'debian 13',
    loc: 'de',
    ...parts,
  } as Entry;
}

const EVERYTHING: Choice = { text: '', state: 'all', group: '', sort: 'name', descending: false };

function ids(entries: Entry[], choice: Partial<Choice>): string[] {
  const groups = selected(entries, { ...EVERYTHING, ...choice }, (a, b) => a.localeCompare(b));
  return [...groups].flatMap(([group, found]) => [group, ...found.map((entry) => entry.id)]);
}

test('servers come by groups and names', () => {
  const all = [server('c', { group: 'B' }), server('b'), server('a')];
  assert.deepEqual(ids(all, {}), ['A', 'a', 'b', 'B', 'c']);
  assert.deepEqual(ids(all, { group: 'B' }), ['B', 'c']);
});

test('what is off-line comes last when numbers decide', () => {
  const all = [server('a', { cpuPercent: 5 }), server('b', { cpuPercent: 99, isOnline: false }), server('c', { cpuPercent: 50 })];
  assert.deepEqual(ids(all, { sort: 'cpu', descending: true }), ['A', 'c', 'a', 'b']);
  assert.deepEqual(ids(all, { sort: 'cpu' }), ['A', 'a', 'c', 'b']);
  assert.deepEqual(ids(all, { state: 'offline' }), ['A', 'b']);
});

test('each word of a search must be somewhere', () => {
  const all = [server('web-1', { loc: 'cn' }), server('web-2')];
  assert.deepEqual(ids(all, { text: ' WEB  cn ' }), ['A', 'web-1']);
  assert.deepEqual(ids(all, { text: 'web mars' }), []);
});

test('totals are of what is on-line', () => {
  const all = [server('a'), server('b', { cpuPercent: 30 }), server('c', { isOnline: false, cpuPercent: 90 })];
  assert.deepEqual(totals(all), { online: 2, offline: 1, in: 2, out: 4, cpu: 20 });
  assert.equal(totals([]).cpu, 0);
});

test('large fleets are asked less often', () => {
  assert.equal(intervalFor(10), 1_000);
  assert.equal(intervalFor(1_000), 5_000);
});

test('a trend has the history before what came since', () => {
  const trend = new Trend();
  trend.add(1_000, 50, 5);
  trend.fill({ time: [970, 980, 990, 1_000], cpu: [1, null, 3, 4], in: [1, null, 1, 1], out: [1, null, 2, 2] });
  assert.deepEqual(trend.cpu.slice(-4), [1, null, 3, 50]);
  assert.deepEqual(trend.network.slice(-4), [2, null, 3, 5]);
});

test('a trend moves on and forgets', () => {
  const trend = new Trend();
  trend.add(1_000, 1, 1);
  trend.add(1_009, 2, 2);
  trend.add(1_030, 3, 3);
  assert.deepEqual(trend.cpu.slice(-4), [2, null, null, 3]);
  trend.add(999_999, 4, 4);
  assert.deepEqual(trend.cpu.filter((point) => point !== null), [4]);
  assert.equal(trend.cpu.length, Trend.POINTS);
});

test('levels say when to look', () => {
  assert.deepEqual([79.9, 80, 92].map(level), ['usual', 'high', 'full']);
});
