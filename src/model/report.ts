import { type Finding, type FindingKey, findingKey, type Level, type Outcome } from './finding.ts';
import type { Operation, Verdict, Weight } from './operation.ts';
import type { Role } from './target.ts';

/** One check on one target. `target` is empty where no machine plays the part that the check is about. */
export interface CheckResult {
  check: string;
  area: string;
  title: string;
  target: string;
  /** Its weight in this run; null where it belongs to none of the run's operations. */
  gate: Weight | null;
  outcome: Outcome;
  /** Why nothing was judged, in a sentence; null where something was. */
  reason: string | null;
  waived: boolean;
  stale: boolean;
  findings: Finding[];
}

export interface ReportedTarget {
  name: string;
  aliases: string[];
  roles: Role[];
  reached: boolean;
}

/** What a fault can be: the levels that somebody has to act on. */
export type FaultLevel = Extract<Level, 'fail' | 'warn' | 'unknown'>;

/** The levels of faults, worst first. */
export const faultLevels = ['fail', 'unknown', 'warn'] as const satisfies readonly FaultLevel[];

/** The same finding on however many machines: the key of its findings without the target. */
export interface Fault {
  check: string;
  code: string;
  subject: string;
  /** That of its findings; `fail` for a warning because of which something fails. */
  level: FaultLevel;
  /** Machines that have it, each once, in code-unit order; empty where it belongs to no machine. */
  targets: string[];
}

/** What the findings of one fault have in common, as one line of text for maps. */
export function faultKey({ check, code, subject, level }: Omit<FindingKey, 'target'> & { level: Level }): string {
  return JSON.stringify([check, code, subject, level]);
}

/** Whether a finding is one that somebody has to act on, or follows from one. */
export function isFault(finding: Finding): finding is Finding & { level: FaultLevel } {
  return (faultLevels as readonly Level[]).includes(finding.level);
}

/**
 * The consequences among the faults of results, each with its cause. What names a cause that is not there, or is waived,
 * stands for itself, and so does what is proven where its cause is only an open question.
 */
export function consequencesIn(results: readonly CheckResult[]): Map<Finding, Finding> {
  const faults = results.flatMap(({ waived, findings }) => (waived ? [] : findings.filter(isFault)));
  const named = new Map<string, Finding | null>();
  for (const { causedBy } of faults) if (causedBy) named.set(findingKey(causedBy), null);
  const consequences = new Map<Finding, Finding>();
  if (named.size === 0) return consequences;
  for (const fault of faults) {
    const key = findingKey(fault);
    if (named.get(key) === null) named.set(key, fault);
  }
  for (const fault of faults) {
    const cause = fault.causedBy && named.get(findingKey(fault.causedBy));
    if (cause && (fault.level === 'unknown' || cause.level !== 'unknown')) consequences.set(fault, cause);
  }
  // A cause that follows from something else leads nothing: in a circle nobody would.
  const inner = [...consequences].filter(([, cause]) => consequences.has(cause));
  for (const [fault] of inner) consequences.delete(fault);
  return consequences;
}

/** The warnings because of which something fails: they weigh as a fail. */
export function warningsThatFail(consequences: ReadonlyMap<Finding, Finding>): Set<Finding> {
  const failing = [...consequences].filter(([{ level }, cause]) => level === 'fail' && cause.level === 'warn');
  return new Set(failing.map(([, cause]) => cause));
}

/** Name and version of the report's format; the number grows when a reader of the older one would misread it. */
export const reportSchemaVersion = 'osd-preflight/report/1';

/** The whole run as plain JSON: everything a reporter prints comes from here. */
export interface RunReport {
  schema: string;
  tool: string;
  verdict: Verdict;
  operations: { name: Operation; verdict: Verdict; reason: string | null }[];
  exitCode: number;
  startedAt: string;
  finishedAt: string;
  site: string | null;
  /** Whether every fact asked for is here: false for a facts file without its footer, or an interrupted run. */
  complete: boolean;
  /** Sentences about the input as a whole, such as a configuration that differs between files. */
  notes: string[];
  targets: ReportedTarget[];
  results: CheckResult[];
  /** The roll-up: faults of all machines, worst first; see `faultsOf`. */
  faults: Fault[];
  /** Findings to mend, each with what follows from it: what failed or could not be judged because of it. */
  causes: { finding: FindingKey; consequences: FindingKey[] }[];
  counts: { [outcome in Outcome]: number };
}
