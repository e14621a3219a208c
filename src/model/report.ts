import type { Finding, FindingKey, Outcome } from './finding.ts';
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
  /** Findings to mend, each with what could not be judged because of it. */
  causes: { finding: FindingKey; consequences: FindingKey[] }[];
  counts: { [outcome in Outcome]: number };
}
