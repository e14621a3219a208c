import type { Check } from '../model/check.ts';
import { type Finding, type FindingKey, findingKey, type Outcome, reachabilityCheck } from '../model/finding.ts';
import { compareText } from '../model/json.ts';
import { type CheckResult, consequencesIn, type RunReport, warningsThatFail } from '../model/report.ts';
import { type Machine, machinesOf } from './machines.ts';
import { isLoud } from './only-failing.ts';
import { type OpenGroup, openGroups } from './open-questions.ts';
import { type WithoutNames, withoutNames } from './own-names.ts';
import { type Group, groupsOf } from './rollup.ts';

/** A finding with the result that it belongs to. */
export interface Seen {
  finding: Finding;
  result: CheckResult;
}

/** With more machines than this each gets a line of its own, after what is rolled up. */
const handful = 5;

/** What a text of the report is made from, worked out once. */
export interface View {
  report: RunReport;
  /** More machines than one looks at one by one. */
  isFleet: boolean;
  machines: Machine[];
  check(id: string): Check | undefined;
  /**
   * Unwaived findings of a level that follow from nothing shown, rolled up; see {@link groupsOf}. A warning because of
   * which something fails is among the fails: what makes a no-go is nowhere else.
   */
  groups(level: Finding['level']): Group[];
  results(outcome: Outcome): CheckResult[];
  waived: CheckResult[];
  /** What could not be judged because of a failure or a warning. */
  openBecauseOf(finding: Finding): FindingKey[];
  /** What failed or warns because of a failure or a warning. */
  consequencesOf(finding: Finding): Seen[];
  open: OpenGroup[];
  withoutNames: WithoutNames;
}

/** Arranges a report by cause; of its results those that are loud, or all. Machines are judged by all of them. */
export function viewOf(report: RunReport, checks: readonly Check[], onlyLoud: boolean): View {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const all = inOrder(report.results, checks);
  const results = onlyLoud ? all.filter(isLoud) : all;
  const seen = results.flatMap((result) => result.findings.map((finding) => ({ finding, result })));
  const following = consequencesIn(results);
  const failing = warningsThatFail(following);
  const listed = openConsequences(report, seen);
  const proven = provenConsequences(seen, following);
  const names = withoutNames(report.targets);
  return {
    report,
    isFleet: report.targets.length > handful,
    machines: machinesOf(report.targets, all),
    check: (id) => byId.get(id),
    groups: (level) =>
      groupsOf(
        seen.filter(({ finding, result }) => {
          const strength = failing.has(finding) ? 'fail' : finding.level;
          return strength === level && !result.waived && !following.has(finding);
        }),
      ),
    results: (outcome) => results.filter((result) => result.outcome === outcome),
    waived: results.filter((result) => result.waived),
    openBecauseOf: (finding) => [...(listed.get(findingKey(finding))?.values() ?? [])],
    consequencesOf: (finding) => proven.get(finding) ?? [],
    open: openGroups(results, seen, names),
    withoutNames: names,
  };
}

/** By check, as the catalogue has them, and by machine: the same in whatever order the machines answered. */
function inOrder(results: readonly CheckResult[], checks: readonly Check[]): CheckResult[] {
  const ranks = new Map([reachabilityCheck, ...checks.map(({ id }) => id)].map((id, rank) => [id, rank]));
  for (const { check } of results) if (!ranks.has(check)) ranks.set(check, ranks.size);
  return [...results].sort((a, b) => ranks.get(a.check)! - ranks.get(b.check)! || compareText(a.target, b.target));
}

const isProven = ({ level }: Finding): boolean => level === 'fail' || level === 'warn';

/** What is open because of something to mend. What is open for any other reason is listed by reason. */
function openConsequences(report: RunReport, seen: Seen[]): Map<string, Map<string, FindingKey>> {
  const toMend = seen.filter(({ finding }) => isProven(finding));
  const listed = new Map(toMend.map(({ finding }) => [findingKey(finding), new Map<string, FindingKey>()]));
  const add = (cause: FindingKey, key: FindingKey): void => {
    listed.get(findingKey(cause))?.set(JSON.stringify([key.check, key.target]), key);
  };
  const told = new Set(toMend.flatMap(({ finding }) => (finding.causedBy ? [findingKey(finding)] : [])));
  for (const cause of report.causes)
    for (const key of cause.consequences) if (!told.has(findingKey(key))) add(cause.finding, key);
  for (const { finding } of seen) if (finding.causedBy && !isProven(finding)) add(finding.causedBy, finding);
  return listed;
}

/** What failed or warns because of something else, by its cause. */
function provenConsequences(seen: Seen[], following: ReadonlyMap<Finding, Finding>): Map<Finding, Seen[]> {
  const byCause = new Map<Finding, Seen[]>();
  for (const one of following.size > 0 ? seen : []) {
    const cause = isProven(one.finding) ? following.get(one.finding) : undefined;
    if (!cause) continue;
    const known = byCause.get(cause);
    if (known) known.push(one);
    else byCause.set(cause, [one]);
  }
  return byCause;
}
