import { describe, expect, test } from 'vitest';
import {
  answerOf,
  checkOf,
  factOf,
  type GatheringParts,
  gatheringOf,
  hostOf,
  registryOf,
} from '../../test/product/estate.ts';
import { anywhere, type Check, here, optional } from '../model/check.ts';
import { type Judged, judgeAll } from './judge.ts';

const reachabilityCheck = 'target-reachable';
const registry = registryOf(factOf('color'), factOf('shape'));
const dead = { failed: 'unreachable', message: 'no answer on TCP 5985 within 3 s' } as const;

function judged(checks: Check[], parts: GatheringParts): Judged[] {
  return judgeAll(gatheringOf(parts), checks, registry, { operations: [], check: [], skip: [] });
}

describe('a machine that was not reached', () => {
  const checks = [checkOf('one'), checkOf('two', { gate: { pxe: 'advisory', deploy: 'advisory' } })];
  const results = judged(checks, { hosts: [hostOf('DP01', dead), hostOf('DP02')] });

  test('is one finding, and what depends on it is blocked by it', () => {
    const own = results.filter(({ check, target }) => check === reachabilityCheck && target === 'DP01');
    expect(own).toMatchObject([
      {
        outcome: 'unknown',
        title: 'The machine does not answer',
        findings: [{ code: 'unreachable', level: 'unknown', text: `DP01 was not reached: ${dead.message}` }],
      },
    ]);
    const causedBy = { check: reachabilityCheck, target: 'DP01', code: 'unreachable', subject: '' };
    const blocked = results.filter(({ check, target }) => check !== reachabilityCheck && target === 'DP01');
    expect(blocked).toMatchObject([
      { check: 'one', outcome: 'blocked', findings: [{ code: 'not-reached', causedBy }] },
      { check: 'two', outcome: 'blocked', findings: [{ code: 'not-reached', causedBy }] },
    ]);
  });

  test('weighs as much as the heaviest check that it blocks, operation by operation', () => {
    expect(results[0]).toMatchObject({ target: 'DP01', gate: { pxe: 'blocking', deploy: 'advisory' } });
  });

  test('that blocks nothing weighs nothing', () => {
    const [result] = judged(checks, { hosts: [hostOf('REF01', { ...dead, roles: ['reference-computer'] })] });
    expect(result).toMatchObject({ check: reachabilityCheck, outcome: 'unknown', gate: {} });
  });

  test('blocks what another machine needs of it', () => {
    const needs = { color: here('color'), shape: optional(anywhere('shape')) };
    const facts = [answerOf('DP02', 'color', { data: { value: 1 } }), answerOf('CM01', 'shape', dead)];
    const hosts = [hostOf('CM01', { ...dead, roles: ['site-server'] }), hostOf('DP02')];
    const [server, point, check] = judged([checkOf('one', { needs })], { hosts, facts });
    expect(server).toMatchObject({ target: 'CM01', gate: { pxe: 'blocking' } });
    expect(point).toMatchObject({ target: 'DP02', outcome: 'pass' });
    expect(check).toMatchObject({
      outcome: 'blocked',
      findings: [
        { code: 'fact-unread', subject: 'shape CM01', causedBy: { check: reachabilityCheck, target: 'CM01' } },
      ],
    });
  });
});

test('a machine that answers passes and weighs nothing', () => {
  expect(judged([], { hosts: [hostOf('DP01')] })).toEqual([
    expect.objectContaining({ check: reachabilityCheck, outcome: 'pass', gate: {}, findings: [], reason: null }),
  ]);
});
