import type { Check } from '../model/check.ts';
import { type Finding, findingKey, type Outcome } from '../model/finding.ts';
import type { CheckResult, RunReport } from '../model/report.ts';

/** A finding with the result that it belongs to. */
export interface Seen {
  finding: Finding;
  result: CheckResult;
}

/** Questions that could not be judged for one reason. */
export interface OpenQuestion {
  target: string;
  reason: string;
  /** The finding that gives the reason; null where only a sentence does. */
  finding: Finding | null;
  results: CheckResult[];
}

/** What a text of the report is made from, worked out once. */
export interface View {
  report: RunReport;
  check(id: string): Check | undefined;
  /** Unwaived findings of a level, in the report's order. */
  findings(level: Finding['level']): Seen[];
  results(...outcomes: Outcome[]): CheckResult[];
  /** What could not be judged because of a finding, as `check on target`. */
  consequencesOf(finding: Finding): string[];
  open: OpenQuestion[];
}

/** Arranges a report by cause. */
export function viewOf(report: RunReport, checks: readonly Check[]): View {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const seen = report.results.flatMap((result) => result.findings.map((finding) => ({ finding, result })));
  const byKey = new Map(seen.map((one) => [findingKey(one.finding), one]));
  const listed = consequences(report, seen);
  return {
    report,
    check: (id) => byId.get(id),
    findings: (level) => seen.filter(({ finding, result }) => finding.level === level && !result.waived),
    results: (...outcomes) => report.results.filter((result) => outcomes.includes(result.outcome)),
    consequencesOf: (finding) => [...(listed.get(findingKey(finding)) ?? [])],
    open: openQuestions(report, byKey),
  };
}

function consequences(report: RunReport, seen: Seen[]): Map<string, Set<string>> {
  const listed = new Map<string, Set<string>>();
  const add = (cause: string, check: string, target: string): void => {
    const known = listed.get(cause) ?? new Set();
    listed.set(cause, known.add(target === '' ? check : `${check} on ${target}`));
  };
  for (const cause of report.causes) {
    for (const key of cause.consequences) add(findingKey(cause.finding), key.check, key.target);
  }
  for (const { finding } of seen) {
    if (finding.causedBy) add(findingKey(finding.causedBy), finding.check, finding.target);
  }
  return listed;
}

/** Facts that one machine kept from us in one way are one reason, however many they are. */
function refusalTexts(report: RunReport): Map<string, string> {
  const groups = new Map<string, { on: string; message: string; whats: Set<string> }>();
  for (const finding of report.results.flatMap((result) => result.findings)) {
    const { on, what, message } = finding.arguments;
    if (finding.code !== 'fact-unread' || what === undefined) continue;
    const key = refusalKey(finding);
    const group = groups.get(key) ?? { on: String(on), message: String(message), whats: new Set<string>() };
    groups.set(key, { ...group, whats: group.whats.add(String(what)) });
  }
  return new Map([...groups].map(([key, { on, message, whats }]) => [key, refusalText(on, message, [...whats])]));
}

function refusalText(on: string, message: string, whats: string[]): string {
  const all = whats.length > 1 ? `${whats.slice(0, -1).join(', ')} and ${whats.at(-1)}` : whats.join('');
  return `${all.charAt(0).toUpperCase()}${all.slice(1)} on ${on} could not be read: ${message}`;
}

function refusalKey({ code, arguments: { on, failed } }: Finding): string {
  return JSON.stringify([code, on ?? '', failed ?? '']);
}

function openQuestions(report: RunReport, byKey: Map<string, Seen>): OpenQuestion[] {
  const groups = new Map<string, OpenQuestion>();
  const add = (result: CheckResult, reason: string, finding: Finding | null): void => {
    const target = finding?.target ?? result.target;
    // A fault of ours is never mixed with what a machine kept from us.
    const key = JSON.stringify([target, reason, result.outcome === 'error']);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { target, reason, finding, results: [result] });
    else if (!group.results.includes(result)) group.results.push(result);
  };
  const refusals = refusalTexts(report);
  for (const result of report.results) {
    if (result.waived) continue;
    const unknown = result.findings.filter((finding) => finding.level === 'unknown');
    for (const finding of unknown) {
      const cause = finding.causedBy && byKey.get(findingKey(finding.causedBy));
      // What something to mend keeps from being judged stands under it.
      if (cause && !cause.result.waived && ['fail', 'warn'].includes(cause.finding.level)) continue;
      const telling = cause?.finding ?? finding;
      add(result, refusals.get(refusalKey(telling)) ?? telling.text, telling);
    }
    if (unknown.length === 0 && ['unknown', 'blocked', 'error'].includes(result.outcome)) {
      add(result, result.reason ?? 'no reason is given', null);
    }
  }
  return [...groups.values()];
}
