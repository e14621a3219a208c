import { describe, expect, test } from 'vitest';
import type { Check } from '../model/check.ts';
import { type Configuration, emptyConfiguration, noCapture } from '../model/configuration.ts';
import { type Outcome, outcomes } from '../model/finding.ts';
import { type Gate, operations, type Verdict, type Weight } from '../model/operation.ts';
import type { CheckResult } from '../model/report.ts';
import { notAsked } from './findings.ts';
import type { Judged } from './judge.ts';
import { exitCodeOf, operationsOf, verdictOf, worstVerdict } from './verdict.ts';

const base = { check: 'one', area: 'pxe', title: '', target: 'DP01', reason: null, waived: false, stale: false };
const judged = (outcome: Outcome, gate: Gate = { pxe: 'blocking' }, flags: Partial<Judged> = {}): Judged => ({
  ...base,
  findings: [],
  outcome,
  gate,
  ...flags,
});
const weighed = (outcome: Outcome, gate: Weight | null, flags: Partial<CheckResult> = {}): CheckResult => ({
  ...base,
  findings: [],
  outcome,
  gate,
  ...flags,
});
const verdict = (...results: Judged[]): Verdict => verdictOf('pxe', [judged('pass'), ...results]).verdict;

const alone: { [outcome in Outcome]: Verdict } = {
  fail: 'no-go',
  error: 'cannot-tell',
  unknown: 'cannot-tell',
  blocked: 'cannot-tell',
  manual: 'cannot-tell',
  warn: 'go',
  pass: 'go',
  'not-applicable': 'go',
  skipped: 'go',
};

describe('the verdict of an operation', () => {
  test.each(Object.entries(alone))('with %s on a blocking check beside a pass: %s', (outcome, expected) =>
    expect(verdict(judged(outcome as Outcome))).toBe(expected),
  );

  test('is the worst of any two blocking checks', () => {
    const rank: Verdict[] = ['no-go', 'cannot-tell', 'go'];
    for (const a of outcomes) {
      for (const b of outcomes) {
        const expected = rank.find((one) => one === alone[a] || one === alone[b]);
        expect([a, b, verdict(judged(a), judged(b))]).toEqual([a, b, expected]);
      }
    }
  });

  test.each(outcomes)('is not decided by an advisory %s, nor by one of another operation', (outcome) => {
    expect(verdict(judged(outcome, { pxe: 'advisory' }))).toBe('go');
    expect(verdict(judged(outcome, { deploy: 'blocking' }))).toBe('go');
    expect(verdict(judged(outcome, {}))).toBe('go');
  });

  test('a waived fail is no no-go; a stale answer cannot tell, and does not undo a fail', () => {
    expect(verdict(judged('fail', undefined, { waived: true }))).toBe('go');
    expect(verdict(judged('pass', undefined, { stale: true }))).toBe('cannot-tell');
    expect(verdict(judged('pass', undefined, { stale: true }), judged('fail'))).toBe('no-go');
    expect(verdict(judged('pass', { pxe: 'advisory' }, { stale: true }))).toBe('go');
  });

  test('cannot be told where no check is about it', () => {
    const reason = 'no check of this version is about pxe';
    expect(verdictOf('pxe', [])).toEqual({ verdict: 'cannot-tell', reason });
  });

  test.each([
    [[judged('not-applicable'), judged('skipped')]],
    [[judged('fail', { pxe: 'advisory' }), judged('pass', { deploy: 'blocking' })]],
  ])('cannot be told where no blocking check was judged, and says so: %#', (results) => {
    expect(verdictOf('pxe', results)).toEqual({
      verdict: 'cannot-tell',
      reason: 'no question that decides pxe was judged',
    });
  });

  test('holds as far as it was asked, and says how far that is not', () => {
    const finding = notAsked(
      { id: 'x', askedBy: { configuration: 'capture: {}', option: '--capture' } } as unknown as Check,
      'DP01',
    );
    const unasked = (check: string, target = 'DP01') =>
      judged('not-applicable', undefined, { check, target, findings: [finding] });
    const other = { ...finding, code: 'no-share' };
    const reasonOf = (...results: Judged[]) => verdictOf('pxe', [judged('pass'), ...results]);
    const go = { verdict: 'go', reason: null };
    expect(reasonOf(unasked('a'))).toEqual({ ...go, reason: '1 of the 2 questions that decide it was not asked' });
    expect(reasonOf(unasked('a'), unasked('b'), judged('pass', undefined, { check: 'c' }))).toEqual({
      ...go,
      reason: '2 of the 4 questions that decide it were not asked',
    });
    // Asked on another machine; nothing to ask about; advice.
    expect(reasonOf(unasked('a', 'DP02'), judged('pass', undefined, { check: 'a' }), unasked('a'))).toEqual(go);
    expect(reasonOf(judged('not-applicable', undefined, { check: 'a', findings: [other] }))).toEqual(go);
    expect(reasonOf({ ...unasked('a'), gate: { pxe: 'advisory' } })).toEqual(go);
    expect(reasonOf(unasked('a'), judged('fail'))).toEqual({ verdict: 'no-go', reason: null });
  });

  test('of a run is the worst of its operations, and cannot tell without any', () => {
    expect(worstVerdict(['go', 'cannot-tell', 'no-go'])).toBe('no-go');
    expect(worstVerdict(['go', 'cannot-tell'])).toBe('cannot-tell');
    expect(worstVerdict(['go', 'go'])).toBe('go');
    expect(worstVerdict([])).toBe('cannot-tell');
  });
});

describe('the exit code', () => {
  const quiet = { strict: false, interrupted: false };
  const strict = { strict: true, interrupted: false };

  test('0 go, 1 no-go, 3 cannot tell, 130 interrupted', () => {
    expect(exitCodeOf('go', [], quiet)).toBe(0);
    expect(exitCodeOf('no-go', [], quiet)).toBe(1);
    expect(exitCodeOf('cannot-tell', [], quiet)).toBe(3);
    for (const one of ['go', 'no-go', 'cannot-tell'] as const)
      expect(exitCodeOf(one, [], { ...strict, interrupted: true })).toBe(130);
  });

  const fourth: [Outcome, Weight | null, boolean, number][] = [
    ['warn', 'blocking', false, 4],
    ['warn', 'advisory', false, 4],
    ['fail', 'advisory', false, 4],
    ['fail', 'blocking', true, 0],
    ['warn', 'blocking', true, 0],
    ['fail', null, false, 0],
    ['warn', null, false, 0],
    ['unknown', 'advisory', false, 0],
    ['manual', 'advisory', false, 0],
    ['pass', 'blocking', false, 0],
  ];
  test.each(fourth)('under --strict with %s, %s, waived %s: %i', (outcome, gate, waived, expected) => {
    expect(exitCodeOf('go', [weighed(outcome, gate, { waived })], strict)).toBe(expected);
    expect(exitCodeOf('go', [weighed(outcome, gate, { waived })], quiet)).toBe(0);
  });

  test('under --strict stays 1 and 3 where it is so without', () => {
    expect(exitCodeOf('no-go', [weighed('warn', 'blocking')], strict)).toBe(1);
    expect(exitCodeOf('cannot-tell', [weighed('warn', 'blocking')], strict)).toBe(3);
  });
});

describe('the operations of a run', () => {
  const configured = (parts: Partial<Configuration>): string[] =>
    operationsOf([], { ...emptyConfiguration, ...parts }, []);

  test('are those asked for, in a fixed order, whatever is configured', () => {
    expect(operationsOf(['policy', 'capture'], emptyConfiguration, [judged('pass')])).toEqual(['capture', 'policy']);
    expect(operationsOf([...operations].reverse(), emptyConfiguration, [])).toEqual(operations);
  });

  test('are otherwise those whose subject is configured', () => {
    expect(configured({})).toEqual([]);
    expect(configured({ distributionPoints: [{ name: 'DP01' }] })).toEqual([]);
    expect(configured({ taskSequence: 'PS100042' })).toEqual(['deploy']);
    expect(configured({ packages: ['PS100012'] })).toEqual(['deploy']);
    expect(configured({ capture: { ...noCapture, destination: '\\\\A\\B\\c.wim' } })).toEqual(['capture']);
    expect(configured({ pxeServers: [{ name: 'WDS01' }] })).toEqual(['pxe']);
  });

  test.each(outcomes)('and PXE where a machine plays that part, told by a blocking check that is %s', (outcome) => {
    const found = outcome === 'not-applicable' || outcome === 'skipped' ? [] : ['pxe'];
    expect(operationsOf([], emptyConfiguration, [judged(outcome)])).toEqual(found);
    expect(operationsOf([], emptyConfiguration, [judged(outcome, { pxe: 'advisory', deploy: 'blocking' })])).toEqual(
      [],
    );
  });
});
