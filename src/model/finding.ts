import type { Json } from './json.ts';

/** What a message code says. The last three say that nothing was judged, not how bad it is. */
export const levels = ['fail', 'warn', 'info', 'unknown', 'not-applicable', 'manual'] as const;
export type Level = (typeof levels)[number];

/** Worst first; see {@link outcomeOf}. */
export const outcomes = [
  'fail',
  'error',
  'unknown',
  'blocked',
  'manual',
  'warn',
  'pass',
  'not-applicable',
  'skipped',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Something that was seen: which fact, which part of it, what it held, what was expected. */
export interface Evidence {
  fact: string;
  target: string;
  seen: string;
  expected?: string;
}

/** What mends it: a sentence, and commands for the machine named. They are printed and never run. */
export interface Remedy {
  text: string;
  on?: string;
  commands?: string[];
}

/** The four parts by which a finding is known to waivers, comparison and other tools. */
export interface FindingKey {
  check: string;
  target: string;
  code: string;
  subject: string;
}

export interface Finding extends FindingKey {
  level: Level;
  text: string;
  arguments: { [name: string]: Json };
  evidence: Evidence[];
  because?: string;
  leadsTo?: string;
  remedy?: Remedy;
  /** The finding that this one follows from: why it failed, or why it could not be judged. */
  causedBy?: FindingKey;
}

/** The engine's own check: a machine answers at all. */
export const reachabilityCheck = 'target-reachable';

/** A finding's key as one line of text, for maps and sorting. */
export function findingKey(key: FindingKey): string {
  return [key.check, key.target, key.code, key.subject].join('|');
}

/**
 * The outcome of a check on a target: the worst of its findings. `info` never decides: alone it is `pass`, beside
 * `not-applicable` the outcome stays `not-applicable`. No finding is `pass`.
 */
export function outcomeOf(findings: readonly Finding[]): Outcome {
  const has = (wanted: (finding: Finding) => boolean): boolean => findings.some(wanted);
  if (has((f) => f.level === 'fail')) return 'fail';
  if (has((f) => f.level === 'unknown' && f.causedBy === undefined)) return 'unknown';
  if (has((f) => f.level === 'unknown')) return 'blocked';
  if (has((f) => f.level === 'manual')) return 'manual';
  if (has((f) => f.level === 'warn')) return 'warn';
  if (has((f) => f.level === 'not-applicable')) return 'not-applicable';
  return 'pass';
}
