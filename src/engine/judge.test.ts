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
import { anywhere, type Check, here, optional } from '../model/check.ts';
import type { Operation } from '../model/operation.ts';
import { type Judged, judgeAll } from './judge.ts';

const registry = registryOf(factOf('color'), factOf('shape'), factOf('size', { parametric: true }));
const all = { operations: [], check: [], skip: [] } as const;
const denied = { failed: 'denied', message: 'Access denied' } as const;
const red = answerOf('DP01', 'color', { data: { value: 'red' } });

function judged(checks: Check[], parts: GatheringParts): Judged[] {
  const gathering = gatheringOf({ hosts: [hostOf('DP01')], ...parts });
  return judgeAll(gathering, checks, registry, all).filter(({ check }) => check !== 'target-reachable');
}

describe('a check', () => {
  test('is judged on every target that plays its part', () => {
    const hosts = [hostOf('DP02'), hostOf('DP01'), hostOf('CM01', { roles: ['site-server'] })];
    const facts = hosts.map(({ target }) => answerOf(target, 'color', { data: { value: 1 } }));
    const results = judged([checkOf('one')], { hosts, facts });
    expect(results.map(({ target, outcome }) => [target, outcome])).toEqual([
      ['DP01', 'pass'],
      ['DP02', 'pass'],
    ]);
  });

  test('says what would ask it, where no machine plays its part or no fact was asked', () => {
    const nobody = judged([checkOf('one', { appliesTo: ['share-host'] })], { facts: [red] });
    const unasked = judged([checkOf('one')], {});
    for (const [result] of [nobody, unasked]) {
      expect(result).toMatchObject({
        outcome: 'not-applicable',
        reason: expect.stringContaining('--distribution-point'),
      });
      expect(result!.findings).toMatchObject([{ code: 'not-asked', level: 'not-applicable' }]);
    }
    expect(nobody[0]!.target).toBe('');
    expect(unasked[0]!.target).toBe('DP01');
  });

  describe('that nobody asked, because of what could not be read', () => {
    const led = registryOf(factOf('color'), factOf('shape', { after: ['color'] }));
    const check = checkOf('one', { needs: { shape: here('shape') }, gate: { pxe: 'blocking' } });
    const judge = (facts: GatheringParts['facts'], operations: readonly Operation[], appliesTo = check.appliesTo) =>
      judgeAll(
        gatheringOf({ hosts: [hostOf('CM01', { roles: ['site-server'] }), hostOf('DP01')], facts: facts ?? [] }),
        [{ ...check, appliesTo }],
        led,
        { ...all, operations },
      ).filter(({ check: id }) => id === 'one');
    const lost = [answerOf('CM01', 'color', denied)];

    test('is unknown where it decides something: on its machine, and where no machine plays its part', () => {
      for (const appliesTo of [['distribution-point'], ['share-host']] as const) {
        const [result] = judge(lost, ['pxe'], [...appliesTo]);
        expect(result).toMatchObject({
          outcome: 'unknown',
          reason: 'The color on CM01 could not be read: Access denied',
          findings: [{ code: 'fact-unread', subject: 'color CM01' }],
        });
      }
    });
    test('is not asked where it decides nothing, or where what leads there was read', () => {
      expect(judge(lost, ['capture'])).toEqual([]);
      expect(judge(lost, [])).toMatchObject([{ outcome: 'not-applicable' }]);
      const read = [answerOf('CM01', 'color', { data: { value: 'red' } })];
      expect(judge(read, ['pxe'])).toMatchObject([{ outcome: 'not-applicable' }]);
    });
  });

  test('is unknown where a required answer failed, and its judge is not called', () => {
    const judge = () => {
      throw new Error('called');
    };
    const [result] = judged([checkOf('one', { judge })], { facts: [answerOf('DP01', 'color', denied)] });
    expect(result).toMatchObject({ outcome: 'unknown', reason: 'The color on DP01 could not be read: Access denied' });
    expect(result!.findings).toMatchObject([
      { code: 'fact-unread', subject: 'color', remedy: { text: expect.stringContaining('local administrator') } },
    ]);
  });

  test('whose optional answer failed keeps what its judge can prove, and is open beside it', () => {
    const needs = { color: here('color'), shape: optional(here('shape')) };
    const facts = [red, answerOf('DP01', 'shape', denied)];
    const [open] = judged([checkOf('one', { needs })], { facts });
    expect(open).toMatchObject({ outcome: 'unknown', findings: [{ code: 'fact-unread', subject: 'shape' }] });
    const judge = () => [{ code: 'bad', args: { what: 'red' } }];
    const [proven] = judged([checkOf('one', { needs, judge })], { facts });
    expect(proven).toMatchObject({ outcome: 'fail', title: 'one is broken' });
    expect(proven!.findings.map(({ code }) => code)).toEqual(['bad', 'fact-unread']);
  });

  test('whose optional answers were all not asked does not apply, save beside one that was', () => {
    const needs = { color: optional(here('color')), shape: optional(here('shape')) };
    expect(judged([checkOf('one', { needs })], {})[0]).toMatchObject({ outcome: 'not-applicable' });
    expect(judged([checkOf('one', { needs })], { facts: [red] })[0]).toMatchObject({ outcome: 'pass' });
  });

  test('gets single answers singly, and lists in order of target and parameters', () => {
    const seen: unknown[] = [];
    const needs = { color: here('color'), size: optional(here('size')), shape: optional(anywhere('shape')) };
    const judge = (facts: unknown) => {
      seen.push(facts);
      return [];
    };
    const sizes = ['b', 'a'].map((id) => answerOf('DP01', 'size', { data: { value: id } }, { id }));
    const shapes = ['DP02', 'CM01'].map((target) => answerOf(target, 'shape', { data: { value: target } }));
    const others = ['CM01', 'DP02'].map((name) => hostOf(name, { roles: ['site-server'] }));
    judged([checkOf('one', { needs, judge })], {
      hosts: [hostOf('DP01'), ...others],
      facts: [...sizes, red, ...shapes],
    });
    expect(seen).toMatchObject([
      {
        color: { status: 'ok', data: { value: 'red' } },
        size: [{ params: { id: 'a' } }, { params: { id: 'b' } }],
        shape: [{ target: 'CM01' }, { target: 'DP02' }],
      },
    ]);
  });

  test('whose judge throws, or names a code that it does not have, is an error and costs no other check anything', () => {
    const throws = checkOf('throws', {
      *judge() {
        yield { code: 'bad', args: { what: 'red' } };
        throw new Error('no such key');
      },
    });
    const strange = checkOf('strange', { judge: () => [{ code: 'nonsense', args: {} }] });
    const results = judged([throws, strange, checkOf('fine')], { facts: [red] });
    expect(results).toMatchObject([
      { check: 'throws', outcome: 'error', reason: 'the check itself failed: no such key' },
      { check: 'strange', outcome: 'error', reason: expect.stringContaining('nonsense') },
      { check: 'fine', outcome: 'pass' },
    ]);
  });

  test('gets the wording of its findings from its messages', () => {
    const judge = () => [
      { code: 'poor', subject: 'x', args: { what: 'old' }, evidence: [{ fact: 'color', target: 'DP01', seen: 'red' }] },
    ];
    expect(judged([checkOf('one', { judge })], { facts: [red] })[0]!.findings).toMatchObject([
      { check: 'one', target: 'DP01', code: 'poor', subject: 'x', level: 'warn', text: 'It is old.' },
    ]);
  });
});

describe('the outcome of findings', () => {
  const causedBy = { check: 'other', target: 'DP01', code: 'bad', subject: '' };
  const outcome = (...codes: string[]): string => {
    const judge = () =>
      codes.map((code) => ({
        code: code === 'blocked' ? 'open' : code,
        args: { what: 'x' },
        ...(code === 'blocked' ? { causedBy } : {}),
      }));
    return judged([checkOf('one', { judge })], { facts: [red] })[0]!.outcome;
  };
  const worstFirst = [
    ['bad', 'fail'],
    ['open', 'unknown'],
    ['blocked', 'blocked'],
    ['hand', 'manual'],
    ['poor', 'warn'],
    ['none', 'not-applicable'],
    ['said', 'pass'],
  ] as const;

  test.each(worstFirst)('%s alone is %s', (code, expected) => expect(outcome(code)).toBe(expected));

  test('is the worst of any two, in any order', () => {
    for (const [index, [worse, expected]] of worstFirst.entries()) {
      for (const [better] of worstFirst.slice(index)) {
        expect([worse, better, outcome(worse, better)]).toEqual([worse, better, expected]);
        expect([worse, better, outcome(better, worse)]).toEqual([worse, better, expected]);
      }
    }
  });

  test('of nothing is pass, and info never decides', () => {
    expect(outcome()).toBe('pass');
    expect(outcome('said', 'said')).toBe('pass');
    expect(outcome('said', 'none')).toBe('not-applicable');
  });
});

test('a deselected check is skipped, once and on no machine', () => {
  const gathering = gatheringOf({ hosts: [hostOf('DP01'), hostOf('DP02')], facts: [red] });
  const results = judgeAll(gathering, [checkOf('one')], registry, { ...all, skip: ['pxe'] });
  expect(results.filter(({ check }) => check === 'one')).toMatchObject([
    { outcome: 'skipped', target: '', reason: 'deselected', findings: [] },
  ]);
});

test('results are the same in whatever order facts and machines came', () => {
  const hosts = ['DP03', 'DP01', 'DP02'].map((name) => hostOf(name));
  const judge = (facts: { size: { params: { id: string } }[] }) =>
    facts.size.map(({ params }) => ({ code: 'poor', subject: params.id, args: { what: params.id } }));
  const check = checkOf('one', { needs: { color: here('color'), size: here('size') }, judge });
  const facts = hosts.flatMap(({ target }) => [
    answerOf(target, 'color', { data: { value: 1 } }),
    ...['b', 'a'].map((id) => answerOf(target, 'size', { data: { value: id } }, { id })),
  ]);
  const [first, ...others] = [0, 1, 2, 3, 4].map((seed) =>
    judged([check], { hosts: shuffled(hosts, seed), facts: shuffled(facts, seed) }),
  );
  for (const other of others) expect(other).toEqual(first);
});
