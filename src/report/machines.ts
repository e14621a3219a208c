import { reachabilityCheck } from '../model/finding.ts';
import { compareText } from '../model/json.ts';
import type { CheckResult, ReportedTarget } from '../model/report.ts';

/** How a machine stands, worst first: `silent` was not reached, `partly` left questions open, `idle` had none to answer. */
export const standings = ['to-mend', 'silent', 'partly', 'to-confirm', 'warned', 'idle', 'fine'] as const;
export type Standing = (typeof standings)[number];

/** One machine of the report, by its worst result. */
export interface Machine {
  name: string;
  standing: Standing;
  /** The checks that decide its standing. */
  checks: string[];
  /** Why it was not judged at all; null where it was. */
  reason: string | null;
}

/** Every machine, by name; its checks in the order of the results. What is waived does not count against it. */
export function machinesOf(targets: readonly ReportedTarget[], results: readonly CheckResult[]): Machine[] {
  const byName = new Map<string, Machine>();
  for (const { name, reached } of targets)
    byName.set(name, { name, standing: reached ? 'idle' : 'silent', checks: [], reason: null });
  for (const result of results) {
    const machine = byName.get(result.target);
    if (machine && !result.waived) count(machine, result);
  }
  return [...byName.values()].sort((a, b) => compareText(a.name, b.name));
}

function count(machine: Machine, result: CheckResult): void {
  const standing = standingOf(result);
  if (standing === 'silent') machine.reason ??= reasonOf(result);
  if (standing === 'idle') return;
  if (standing === 'fine') {
    if (machine.standing === 'idle') machine.standing = standing;
    return;
  }
  const worse = rank(machine.standing) - rank(standing);
  if (worse > 0) {
    machine.standing = standing;
    machine.checks = [result.check];
  } else if (worse === 0) {
    machine.checks.push(result.check);
  }
}

const rank = (standing: Standing): number => standings.indexOf(standing);

function standingOf({ check, outcome }: CheckResult): Standing {
  switch (outcome) {
    case 'fail':
      return 'to-mend';
    case 'error':
    case 'unknown':
    case 'blocked':
      return check === reachabilityCheck ? 'silent' : 'partly';
    case 'manual':
      return 'to-confirm';
    case 'warn':
      return 'warned';
    case 'pass':
      // That it answers is no judgement of it.
      return check === reachabilityCheck ? 'idle' : 'fine';
    default:
      return 'idle';
  }
}

function reasonOf({ findings, reason }: CheckResult): string | null {
  const message = findings[0]?.arguments.message;
  return typeof message === 'string' ? message : (findings[0]?.text ?? reason);
}
