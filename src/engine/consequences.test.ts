import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerOf, checkOf, factOf, gatheringOf, hostOf, registryOf } from '../../test/product/estate.ts';
import type { Check } from '../model/check.ts';
import { type Finding, type FindingKey, findingKey, type Level, outcomeOf } from '../model/finding.ts';
import { explanationsOf, linkedOn, rootedCauses } from './consequences.ts';
import { type Judged, judgeAll } from './judge.ts';

const registry = registryOf(factOf('color'));
const codeOf: { [level in Level]?: string } = { fail: 'bad', warn: 'poor', unknown: 'open' };
const keyOf = (id: string, code: string, target = 'DP01'): FindingKey => ({ check: id, target, code, subject: '' });

/** A check that finds codes, of which those named explain something. */
function finds(id: string, codes: string | string[], explains: { [code: string]: string[] } = {}, parts: object = {}) {
  const levels = { bad: 'fail', poor: 'warn', open: 'unknown', said: 'info', hand: 'manual', none: 'not-applicable' };
  const messages = Object.fromEntries(
    Object.entries(levels).map(([code, level]) => [
      code,
      { level, text: () => `${id} is ${code}.`, ...(explains[code] ? { explains: explains[code] } : {}) },
    ]),
  );
  return checkOf(id, { messages, judge: () => [codes].flat().map((code) => ({ code, args: {}, ...parts })) });
}

function judged(checks: Check[], names = ['DP01'], skip: string[] = []): Judged[] {
  const hosts = names.map((name) => hostOf(name));
  const facts = names.map((name) => answerOf(name, 'color', { data: { value: 'red' } }));
  return judgeAll(gatheringOf({ hosts, facts }), checks, registry, { operations: [], check: [], skip });
}

/** `check/code <- cause/code` for each finding that has a cause, with the outcome of its check. */
function links(results: readonly Judged[]): string[] {
  return results.flatMap(({ findings, outcome }) =>
    findings.flatMap(({ check, code, causedBy }) =>
      causedBy ? [`${check}/${code} <- ${causedBy.check}/${causedBy.code}, ${outcome}`] : [],
    ),
  );
}

describe('a finding that explains another', () => {
  test.each([
    ['fail', 'fail', 'fail'],
    ['fail', 'warn', 'warn'],
    ['fail', 'unknown', 'blocked'],
    ['warn', 'fail', 'fail'],
    ['warn', 'unknown', 'blocked'],
    ['unknown', 'unknown', 'blocked'],
  ] as const)('%s is the cause of %s, which is then %s', (cause, effect, outcome) => {
    const [from, to] = [codeOf[cause]!, codeOf[effect]!];
    const checks = [finds('one', from, { [from]: [`two/${to}`] }), finds('two', to)];
    expect(links(judged(checks))).toEqual([`two/${to} <- one/${from}, ${outcome}`]);
  });

  test('an open question is no cause of what is proven', () => {
    const checks = [finds('one', 'open', { open: ['two'] }), finds('two', ['bad', 'poor', 'open'])];
    expect(links(judged(checks))).toEqual(['two/open <- one/open, fail']);
  });

  test.each(['said', 'hand', 'none'])('%s has no cause, and is none', (code) => {
    expect(links(judged([finds('one', 'bad', { bad: ['two'] }), finds('two', code)]))).toEqual([]);
    expect(links(judged([finds('one', code, { [code]: ['two'] }), finds('two', 'bad')]))).toEqual([]);
  });

  test('explains the code that it names, or every message of the check', () => {
    const two = finds('two', ['bad', 'poor']);
    expect(links(judged([finds('one', 'bad', { bad: ['two/poor'] }), two]))).toEqual(['two/poor <- one/bad, fail']);
    expect(links(judged([finds('one', 'bad', { bad: ['two'] }), two]))).toHaveLength(2);
    expect(links(judged([finds('one', 'poor', { bad: ['two'] }), two]))).toEqual([]);
    expect(links(judged([finds('one', 'bad', { bad: ['three', 'two/gone'] }), two]))).toEqual([]);
  });

  test('does not explain why a fact could not be read', () => {
    const unread = checkOf('two', { needs: { shape: { fact: 'shape', where: 'here', optional: false } } });
    const facts = [answerOf('DP01', 'color', { data: { value: 'red' } })];
    const denied = answerOf('DP01', 'shape', { failed: 'denied', message: 'Access denied' });
    const results = judgeAll(
      gatheringOf({ hosts: [hostOf('DP01')], facts: [...facts, denied] }),
      [finds('one', 'bad', { bad: ['two'] }), unread],
      registryOf(factOf('color'), factOf('shape')),
      { operations: [], check: [], skip: [] },
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['pass', 'fail', 'unknown']);
    expect(links(results)).toEqual([]);
  });

  test('does so whichever is first in the catalogue', () => {
    expect(links(judged([finds('two', 'bad'), finds('one', 'bad', { bad: ['two'] })]))).toEqual([
      'two/bad <- one/bad, fail',
    ]);
  });

  test('of two the earlier in the catalogue leads, and of one check the earlier finding', () => {
    const one = finds('one', 'bad', { bad: ['three'] });
    const two = finds('two', ['poor', 'bad'], { bad: ['three'], poor: ['three'] });
    expect(links(judged([one, two, finds('three', 'bad')]))).toEqual(['three/bad <- one/bad, fail']);
    expect(links(judged([two, one, finds('three', 'bad')]))).toEqual(['three/bad <- two/poor, fail']);
    expect(links(judged([one, two, finds('three', 'bad')], ['DP01'], ['one']))).toEqual([
      'three/bad <- two/poor, fail',
    ]);
  });

  test('leaves a judge its own answer, and leads that to its beginning too', () => {
    const checks = [
      finds('one', 'bad', { bad: ['two', 'three'] }),
      finds('two', 'bad'),
      finds('three', 'open', {}, { causedBy: keyOf('two', 'bad') }),
      finds('four', 'open', {}, { causedBy: keyOf('elsewhere', 'bad') }),
    ];
    expect(links(judged(checks))).toEqual([
      'two/bad <- one/bad, fail',
      'three/open <- one/bad, blocked',
      'four/open <- elsewhere/bad, blocked',
    ]);
    expect(links(judged(checks, ['DP01'], ['one']))[0]).toBe('three/open <- two/bad, blocked');
  });

  test('is the beginning of a chain, in whatever order the catalogue has its links', () => {
    const a = finds('a', 'poor', { poor: ['b'] });
    const b = finds('b', 'bad', { bad: ['c'] });
    const c = finds('c', 'open');
    for (const order of [
      [a, b, c],
      [c, b, a],
      [b, a, c],
    ]) {
      expect(links(judged(order)).sort()).toEqual(['b/bad <- a/poor, fail', 'c/open <- a/poor, blocked']);
    }
  });

  test('is looked for on the same machine only', () => {
    const elsewhere = (results: Judged[]) =>
      results.flatMap(({ findings }) => findings.map(({ causedBy }) => causedBy));
    const results = judged([finds('one', 'bad', { bad: ['two'] }), finds('two', 'bad')], ['DP01', 'DP02']);
    expect(elsewhere(results)).toEqual([undefined, undefined, keyOf('one', 'bad'), keyOf('one', 'bad', 'DP02')]);
  });

  test('never explains itself, nor what it follows from', () => {
    expect(links(judged([finds('one', 'bad', { bad: ['one'] })]))).toEqual([]);
    expect(links(judged([finds('one', ['bad', 'bad'], { bad: ['one'] })]))).toEqual([]);
    const round = [finds('one', 'bad', { bad: ['two'] }), finds('two', 'bad', { bad: ['three'] })];
    expect(links(judged([...round, finds('three', 'bad', { bad: ['one'] })]))).toEqual([
      'two/bad <- one/bad, fail',
      'three/bad <- one/bad, fail',
    ]);
  });

  test('judges that name each other are left with what they said', () => {
    const checks = [
      finds('one', 'bad', {}, { causedBy: keyOf('two', 'bad') }),
      finds('two', 'bad', {}, { causedBy: keyOf('one', 'bad') }),
    ];
    expect(links(judged(checks))).toEqual(['one/bad <- two/bad, fail', 'two/bad <- one/bad, fail']);
  });

  test('costs a machine without one nothing', () => {
    const checks = [finds('one', 'poor', { bad: ['two'] }), finds('two', 'bad')];
    const results = judged(checks);
    expect(linkedOn(results, explanationsOf(checks))).toBe(results);
    const rooted = rootedCauses(results);
    for (const [index, result] of results.entries()) expect(rooted[index]).toBe(result);
  });
});

describe('whatever explains whatever', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const reference = fc.tuple(fc.constantFrom(...ids), fc.constantFrom('', '/bad', '/poor', '/open', '/said'));
  const explains = fc.dictionary(
    fc.constantFrom('bad', 'poor', 'open', 'said'),
    fc.array(
      reference.map((parts) => parts.join('')),
      { maxLength: 3 },
    ),
  );
  const named = fc.option(
    fc.tuple(fc.constantFrom(...ids, 'gone'), fc.constantFrom('bad', 'open'), fc.constantFrom('DP01', 'DP02')),
    { freq: 4 },
  );
  const check = fc.record({
    codes: fc.array(fc.constantFrom('bad', 'poor', 'open', 'said', 'none'), { maxLength: 3 }),
    explains,
    named,
  });

  function catalogue(parts: (typeof check extends fc.Arbitrary<infer T> ? T : never)[], isLinking: boolean): Check[] {
    return parts.map(({ codes, explains: of, named: cause }, index) =>
      finds(ids[index]!, codes, isLinking ? of : {}, cause ? { causedBy: keyOf(cause[0], cause[1], cause[2]) } : {}),
    );
  }
  const without = (findings: readonly Finding[]) => findings.map(({ causedBy, ...rest }) => rest);

  function leadsBack(start: FindingKey, byKey: ReadonlyMap<string, Finding>): boolean {
    const seen = new Set<string>();
    let at: FindingKey | undefined = start;
    for (; at && !seen.has(findingKey(at)); at = byKey.get(findingKey(at))?.causedBy) seen.add(findingKey(at));
    return at !== undefined;
  }

  test('findings and their levels stay, in their order; causes are there and follow from nothing', () => {
    fc.assert(
      fc.property(fc.array(check, { minLength: 2, maxLength: ids.length }), (parts) => {
        const linked = judged(catalogue(parts, true), ['DP01', 'DP02']);
        const plain = judged(catalogue(parts, false), ['DP01', 'DP02']);
        expect(linked.map(({ findings }) => without(findings))).toEqual(plain.map(({ findings }) => without(findings)));
        const all = linked.flatMap(({ findings }) => findings);
        const before = plain.flatMap(({ findings }) => findings);
        const byKey = new Map(all.map((finding) => [findingKey(finding), finding]));
        for (const [index, finding] of all.entries()) {
          const { causedBy } = finding;
          if (before[index]!.causedBy) expect(causedBy).toBeDefined();
          if (!causedBy || before[index]!.causedBy) continue;
          expect(findingKey(causedBy)).not.toBe(findingKey(finding));
          expect(byKey.has(findingKey(causedBy))).toBe(true);
          const further = byKey.get(findingKey(causedBy))!.causedBy;
          // Only what a judge named may be missing, or lead around in a circle through other machines.
          if (further && byKey.has(findingKey(further))) expect(leadsBack(causedBy, byKey)).toBe(true);
          if (parts.every(({ named: cause }) => cause === null)) expect(further).toBeUndefined();
        }
        for (const { findings, outcome } of linked.slice(2)) {
          expect(outcome).toBe(outcomeOf(findings));
        }
      }),
      { seed: 20261122, numRuns: 400 },
    );
  });
});
