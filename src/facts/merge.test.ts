import { describe, expect, test } from 'vitest';
import { merge } from '../../test/facts/merge.ts';
import { fact, gathering, host, silentHost } from '../../test/facts/sample.ts';
import { emptyConfiguration } from '../model/configuration.ts';
import type { GatheredFact } from '../model/gathering.ts';
import { mergeGatherings } from './merge.ts';

type Parts = Parameters<typeof gathering>[0];

/** Facts of a machine of which nothing else is known. */
const of = (...facts: GatheredFact[]): Parts => ({ hosts: [silentHost('CM01')], facts });

test('one gathering stays as it is', () => {
  const facts = [fact({}), fact({ params: { name: 'a' } })];
  const one = { hosts: [host('CM01')], facts, notes: ['n'] };
  expect(merge(one)).toEqual({ ...gathering(one), facts });
});

test('of a machine that was started anew between two facts, the facts since then count', () => {
  const before = fact({ fact: 'boot', bootTime: '2026-11-22T06:00:00Z' });
  const after = fact({ fact: 'pxe-services', bootTime: '2026-11-22T13:00:00Z' });
  const failed = fact({ fact: 'shares', bootTime: '2026-11-22T06:00:00Z', failed: 'timeout' });
  const merged = merge({ hosts: [host('CM01')], facts: [before, after] });
  expect(merged.facts).toEqual([after]);
  expect(merged.notes).toEqual(['What was read on CM01 before its last restart is left out.']);
  // What could not be read then is no loss.
  expect(merge({ hosts: [host('CM01')], facts: [failed, after] }).notes).toEqual([]);
  // The machine was started anew after its last answer.
  expect(merge({ hosts: [host('CM01', { bootTime: '2026-11-22T13:00:00Z' })], facts: [before] }).facts).toEqual([]);
});

test('facts of two boots are never mixed, and what is left out is said', () => {
  const before = fact({ fact: 'pxe-services', bootTime: '2026-11-21T06:00:00Z', data: 1 });
  const after = fact({ fact: 'boot', bootTime: '2026-11-22T06:00:00Z', data: 2 });
  for (const list of [
    [before, after],
    [after, before],
  ]) {
    const merged = merge(...list.map((one) => of(one)));
    expect(merged.facts).toEqual([after]);
    expect(merged.notes.join()).toContain(`What was read on ${before.target} before its last restart is left out.`);
  }
});

describe('for one key', () => {
  const older = '2026-11-21T06:00:00Z';
  const newer = '2026-11-22T06:00:00Z';
  const table: [what: string, worse: GatheredFact, better: GatheredFact][] = [
    [
      'the newest boot',
      fact({ bootTime: older, collectedAt: '2026-11-22T15:00:00Z', data: 1 }),
      fact({ bootTime: newer, data: 2 }),
    ],
    ['the newest boot, even failed', fact({ bootTime: older, data: 1 }), fact({ bootTime: newer, failed: 'denied' })],
    [
      'a known boot before an unknown one',
      fact({ bootTime: null, data: 1 }),
      fact({ bootTime: older, failed: 'denied' }),
    ],
    ['read before failed', fact({ failed: 'denied', collectedAt: '2026-11-22T15:00:00Z' }), fact({ data: 2 })],
    ['the later time', fact({ data: 1 }), fact({ data: 2, collectedAt: '2026-11-22T14:00:06Z' })],
    [
      'the later time, by the clock and not by the letters',
      fact({ data: 1, collectedAt: '2026-11-22T14:00:06Z' }),
      fact({ data: 2, collectedAt: '2026-11-22T14:00:06.5Z' }),
    ],
    [
      'read before failed in one boot, whose time wanders by seconds',
      fact({ bootTime: '2026-11-22T06:00:03Z', failed: 'timeout' }),
      fact({ bootTime: '2026-11-22T06:00:00Z', data: 2 }),
    ],
  ];
  test.each(table)('%s wins, in either order', (_what, worse, better) => {
    expect(merge(of(worse), of(better)).facts).toEqual([better]);
    expect(merge(of(better), of(worse)).facts).toEqual([better]);
  });

  test('other parameters are another key, whatever the order of their names', () => {
    const a = fact({ params: { name: 'a', kind: 1 }, data: 1 });
    const b = fact({ params: { kind: 1, name: 'a' }, data: 2, collectedAt: '2026-11-22T15:00:00Z' });
    const c = fact({ params: { kind: 2, name: 'a' } });
    expect(merge(of(a), of(b, c)).facts).toEqual([b, c]);
  });

  test('of two equals the first file stays', () => {
    expect(merge(of(fact({ data: 1 })), of(fact({ data: 2 }))).facts).toEqual([fact({ data: 1 })]);
  });
});

describe('the whole', () => {
  const other = { ...emptyConfiguration, taskSequence: 'PS100042' };

  test('the first configuration counts, and one that differs is named', () => {
    const merged = mergeGatherings([gathering({}), gathering({ configuration: other }), gathering({})], {
      configuration: null,
      files: ['a', 'b', 'c'],
    });
    expect(merged.configuration).toEqual(emptyConfiguration);
    expect(merged.notes).toEqual(['b was gathered under another configuration; that of a is used.']);
  });

  test('a configuration given now counts before all', () => {
    const merged = mergeGatherings([gathering({}), gathering({ configuration: other })], { configuration: other });
    expect(merged.configuration).toBe(other);
    expect(merged.notes).toEqual([
      'facts file 1 was gathered under another configuration; the site file given now is used.',
    ]);
  });

  test('times span all files, checks and operations are united, one cut file makes the whole incomplete', () => {
    const merged = merge(
      {
        gatheredAt: '2026-11-22T14:00:00Z',
        finishedAt: '2026-11-22T14:00:10Z',
        operations: ['pxe'],
        checkSet: ['a', 'b'],
      },
      {
        gatheredAt: '2026-11-22T13:00:00Z',
        finishedAt: '2026-11-22T13:10:00Z',
        operations: ['capture'],
        checkSet: ['b', 'c'],
        complete: false,
        notes: ['cut'],
      },
    );
    expect(merged).toMatchObject({
      gatheredAt: '2026-11-22T13:00:00Z',
      finishedAt: '2026-11-22T14:00:10Z',
      operations: ['capture', 'pxe'],
      checkSet: ['a', 'b', 'c'],
      complete: false,
      notes: ['facts file 2: cut'],
    });
    expect(merge({ operations: ['pxe'] }, { operations: [] }).operations).toEqual([]);
  });
});
