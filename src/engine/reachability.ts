import type { Failure } from '../model/answer.ts';
import { type FindingKey, reachabilityCheck } from '../model/finding.ts';
import type { GatheredHost } from '../model/gathering.ts';
import { type Gate, operations, type Weight } from '../model/operation.ts';
import type { Judged } from './judge.ts';

/** The finding that explains why nothing was read on a machine. */
export function unreachedKey(host: { target: string } & Failure): FindingKey {
  return { check: reachabilityCheck, target: host.target, code: host.failed, subject: '' };
}

/** One result a machine. A dead one is one finding; it blocks an operation if any check that it blocks does. */
export function reachabilityResults(hosts: readonly GatheredHost[], results: readonly Judged[]): Judged[] {
  const blocked = blockedBy(results);
  return hosts.map((host) => {
    if (!('failed' in host)) return answering(host.target);
    const finding = {
      ...unreachedKey(host),
      level: 'unknown' as const,
      text: `${host.target} was not reached: ${host.message}`,
      arguments: { failed: host.failed, message: host.message },
      evidence: [],
    };
    const gate = gateOver(blocked.get(host.target) ?? []);
    return {
      ...answering(host.target),
      title: 'The machine does not answer',
      gate,
      outcome: 'unknown',
      reason: finding.text,
      findings: [finding],
    };
  });
}

/** Written out: in an estate of thousands it is most of what is made here. */
function answering(target: string): Judged {
  return {
    check: reachabilityCheck,
    area: 'target',
    title: 'The machine answers',
    target,
    gate: {},
    outcome: 'pass',
    reason: null,
    waived: false,
    stale: false,
    findings: [],
  };
}

/** What each machine that was not reached keeps from being judged. */
function blockedBy(results: readonly Judged[]): Map<string, Judged[]> {
  const blocked = new Map<string, Judged[]>();
  for (const result of results) {
    const causes = result.findings.flatMap(({ causedBy }) => (causedBy?.check === reachabilityCheck ? [causedBy] : []));
    for (const target of new Set(causes.map((cause) => cause.target))) {
      const known = blocked.get(target);
      if (known) known.push(result);
      else blocked.set(target, [result]);
    }
  }
  return blocked;
}

function gateOver(blocked: readonly Judged[]): Gate {
  const gate: Gate = {};
  for (const operation of operations) {
    const weights: Weight[] = blocked.flatMap((result) => result.gate[operation] ?? []);
    if (weights.length > 0) gate[operation] = weights.includes('blocking') ? 'blocking' : 'advisory';
  }
  return gate;
}
