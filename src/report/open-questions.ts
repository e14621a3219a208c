import { type Finding, findingKey, reachabilityCheck } from '../model/finding.ts';
import type { CheckResult } from '../model/report.ts';
import { type WithoutNames, withoutAddresses, withoutPorts } from './own-names.ts';
import { refusalKey, refusalTexts } from './refusals.ts';
import type { Seen } from './view.ts';

/** Questions that could not be judged on one machine for one reason. */
export interface OpenQuestion {
  target: string;
  reason: string;
  /** The finding that gives the reason; null where only a sentence does. */
  finding: Finding | null;
  results: CheckResult[];
}

/** The same reason on several machines, or one question by itself. */
export interface OpenGroup {
  first: OpenQuestion;
  questions: OpenQuestion[];
  targets: string[];
}

/** What could not be judged, by reason: on the most machines first, else in the order of the results. */
export function openGroups(results: readonly CheckResult[], seen: readonly Seen[], without: WithoutNames): OpenGroup[] {
  const byReason = new Map<string, OpenQuestion[]>();
  for (const question of openQuestions(results, seen)) {
    const key = reasonKey(question, without);
    const known = byReason.get(key);
    if (known) known.push(question);
    else byReason.set(key, [question]);
  }
  const groups = [...byReason.values()].flatMap((questions): OpenGroup[] => {
    const targets = [...new Set(questions.map(({ target }) => target))];
    if (targets.length > 1) return [{ first: questions[0]!, questions, targets }];
    return questions.map((question) => ({ first: question, questions: [question], targets }));
  });
  return groups.sort((a, b) => b.targets.length - a.targets.length);
}

/** The reason as it reads on every machine of a group; null where each gives it in words of its own. */
export function commonReason(questions: readonly OpenQuestion[], without: WithoutNames): string | null {
  const reasons = new Set(questions.map((question) => withoutOwn(question, without)));
  const isDead = questions[0]?.finding?.check === reachabilityCheck;
  const common = reasons.size > 1 && isDead ? new Set([...reasons].map(withoutPorts)) : reasons;
  return common.size === 1 ? [...common][0]! : null;
}

function withoutOwn({ finding, reason, target }: OpenQuestion, without: WithoutNames): string {
  if (finding?.check !== reachabilityCheck) return without(reason, target, 'the machine');
  const { message } = finding.arguments;
  return withoutAddresses(without(typeof message === 'string' ? message : reason, target, 'the machine'));
}

function reasonKey(question: OpenQuestion, without: WithoutNames): string {
  const { finding, target, results } = question;
  const own = withoutOwn(question, without);
  const isError = results[0]!.outcome === 'error';
  if (target === '' || finding === null) return JSON.stringify([target === '', own, isError]);
  const { check, code, subject } = finding;
  if (check === reachabilityCheck) return JSON.stringify(['dead', code, withoutPorts(own)]);
  const { failed } = finding.arguments;
  if (typeof failed === 'string') return JSON.stringify(['failed', failed, own, isError]);
  // What a check says of itself is the same question however long ago the restart was.
  const timeless = own.replace(/\d+(?:\.\d+)? (?:ms|s|min|h|d)\b/g, '#').replace(/#(?: #)+/g, '#');
  return JSON.stringify(['found', check, code, subject, timeless, isError]);
}

function openQuestions(results: readonly CheckResult[], seen: readonly Seen[]): Iterable<OpenQuestion> {
  const groups = new Map<string, OpenQuestion>();
  const add = (result: CheckResult, reason: string, finding: Finding | null): void => {
    const target = finding?.target ?? result.target;
    // A fault of ours is never mixed with what a machine kept from us.
    const key = JSON.stringify([target, reason, result.outcome === 'error']);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { target, reason, finding, results: [result] });
    // Results come one after the other, so one that is there already is the last.
    else if (group.results.at(-1) !== result) group.results.push(result);
  };
  const causes = causesIn(seen);
  const refusals = refusalTexts(seen);
  for (const result of results) {
    if (result.waived) continue;
    const unknown = result.findings.filter((finding) => finding.level === 'unknown');
    for (const finding of unknown) {
      const cause = finding.causedBy && causes.get(findingKey(finding.causedBy));
      // What something to mend keeps from being judged stands under it.
      if (cause && !cause.result.waived && ['fail', 'warn'].includes(cause.finding.level)) continue;
      const telling = cause?.finding ?? finding;
      add(result, refusals.get(refusalKey(telling)) ?? telling.text, telling);
    }
    if (unknown.length === 0 && ['unknown', 'blocked', 'error'].includes(result.outcome)) {
      add(result, result.reason ?? 'no reason is given', null);
    }
  }
  return groups.values();
}

/** Findings that another names as its cause, by key. */
function causesIn(seen: readonly Seen[]): Map<string, Seen> {
  const named = new Set(seen.flatMap(({ finding }) => (finding.causedBy ? [findingKey(finding.causedBy)] : [])));
  const causes = new Map<string, Seen>();
  if (named.size === 0) return causes;
  for (const one of seen) {
    const key = findingKey(one.finding);
    if (named.has(key)) causes.set(key, one);
  }
  return causes;
}
