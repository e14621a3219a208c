import { describe, expect, test } from 'vitest';
import {
  answerOf,
  checkOf,
  factOf,
  type GatheringParts,
  gatheringOf,
  hostOf,
  registryOf,
  shuffled,
} from '../../test/product/estate.ts';
import type { Check } from '../model/check.ts';
import { emptyConfiguration } from '../model/configuration.ts';
import type { RunReport } from '../model/report.ts';
import { type ReportOptions, report } from './run.ts';

const registry = registryOf(factOf('color'));
const red = answerOf('DP01', 'color', { data: { value: 'red' } });
const finds = (id: string, code: string, parts: object = {}): Check =>
  checkOf(id, { judge: () => [{ code, subject: id, args: { what: 'red' }, ...parts }] });

function reported(checks: Check[], parts: GatheringParts = {}, options: Partial<ReportOptions> = {}): RunReport {
  const gathering = gatheringOf({ hosts: [hostOf('DP01')], facts: [red], ...parts });
  const selection = { operations: [], check: [], skip: [] };
  return report(gathering, checks, registry, { selection, strict: false, interrupted: false, ...options });
}

describe('a report', () => {
  test('has the verdict of each operation, and the worst for the run', () => {
    const checks = [finds('one', 'poor'), checkOf('two', { gate: { deploy: 'blocking' }, judge: () => [] })];
    const configuration = { ...emptyConfiguration, taskSequence: 'PS100042' };
    const selection = { operations: ['pxe', 'deploy', 'capture'] as const, check: [], skip: ['two'] };
    const result = reported(checks, { configuration }, { selection });
    expect(result).toMatchObject({ verdict: 'cannot-tell', exitCode: 3 });
    expect(result.operations).toEqual([
      { name: 'capture', verdict: 'cannot-tell', reason: 'no check of this version is about capture' },
      { name: 'pxe', verdict: 'go', reason: null },
      { name: 'deploy', verdict: 'cannot-tell', reason: 'no question that decides deploy was judged' },
    ]);
  });

  test('gives each result its weight in this run', () => {
    const gate = { pxe: 'advisory', deploy: 'blocking' };
    const checks = [checkOf('one', { gate }), checkOf('two', { gate: { capture: 'blocking' } })];
    const weights = (operations: ('pxe' | 'deploy')[]) =>
      reported(checks, {}, { selection: { operations, check: [], skip: [] } })
        .results.filter(({ check }) => check !== 'target-reachable')
        .map(({ check, gate: weight }) => [check, weight]);
    expect(weights(['pxe'])).toEqual([['one', 'advisory']]);
    expect(weights(['pxe', 'deploy'])).toEqual([['one', 'blocking']]);
    expect(weights([])).toEqual([
      ['one', null],
      ['two', null],
    ]);
  });

  test('says so where nothing decides an operation, and never ends with 0', () => {
    const result = reported([checkOf('one', { gate: { deploy: 'blocking' } })], { facts: [] });
    expect(result).toMatchObject({ verdict: 'cannot-tell', exitCode: 3, operations: [] });
    expect(result.notes).toEqual([expect.stringContaining('Nothing here decides an operation')]);
  });

  test('counts every outcome', () => {
    const checks = [finds('a', 'bad'), finds('b', 'poor'), finds('c', 'none'), finds('d', 'nonsense'), checkOf('e')];
    expect(reported(checks, {}, { selection: { operations: [], check: [], skip: ['e'] } }).counts).toEqual({
      fail: 1,
      error: 1,
      unknown: 0,
      blocked: 0,
      manual: 0,
      warn: 1,
      pass: 1,
      'not-applicable': 1,
      skipped: 1,
    });
  });

  test('is the same in whatever order facts and machines came', () => {
    const hosts = ['DP03', 'DP01', 'DP02'].map((name) => hostOf(name));
    const facts = hosts.map(({ target }) => answerOf(target, 'color', { data: { value: 1 } }));
    const [first, ...others] = [0, 1, 2, 3, 4].map((seed) =>
      reported([finds('one', 'bad')], { hosts: shuffled(hosts, seed), facts: shuffled(facts, seed) }),
    );
    for (const other of others) expect(other).toEqual(first);
    expect(first!.targets.map(({ name }) => name)).toEqual(['DP01', 'DP02', 'DP03']);
  });
});

describe('causes', () => {
  const causedBy = { check: 'cause', target: 'DP01', code: 'bad', subject: 'cause' };

  test('carry what could not be judged because of them', () => {
    const result = reported([finds('cause', 'bad'), finds('effect', 'open', { causedBy }), finds('other', 'bad')]);
    expect(result.causes).toEqual([
      { finding: causedBy, consequences: [{ check: 'effect', target: 'DP01', code: 'open', subject: 'effect' }] },
      { finding: { ...causedBy, check: 'other', subject: 'other' }, consequences: [] },
    ]);
    expect(result.results.find(({ check }) => check === 'effect')).toMatchObject({ outcome: 'blocked' });
  });

  test('are fails, and whatever explains something else; not every open question or warning', () => {
    expect(reported([finds('a', 'open'), finds('b', 'poor'), finds('c', 'said')]).causes).toEqual([]);
    const failed = { failed: 'unreachable', message: 'silence' } as const;
    const { causes } = reported([checkOf('one'), checkOf('two')], { hosts: [hostOf('DP01', failed)] });
    expect(causes).toMatchObject([
      { finding: { check: 'target-reachable', target: 'DP01' }, consequences: [{ check: 'one' }, { check: 'two' }] },
    ]);
  });
});

describe('facts that end early', () => {
  test('are at best cannot tell, for every operation', () => {
    const result = reported([checkOf('one')], { complete: false, notes: ['cut'] });
    expect(result).toMatchObject({ verdict: 'cannot-tell', exitCode: 3, complete: false, notes: ['cut'] });
    expect(result.operations).toEqual([{ name: 'pxe', verdict: 'cannot-tell', reason: null }]);
  });

  test('still prove a fault', () => {
    expect(reported([finds('one', 'bad')], { complete: false })).toMatchObject({ verdict: 'no-go', exitCode: 1 });
  });

  test('end with 130 where the run was interrupted, whatever is known', () => {
    const options = { interrupted: true };
    expect(reported([finds('one', 'bad')], { complete: false }, options)).toMatchObject({
      verdict: 'no-go',
      exitCode: 130,
    });
  });
});
