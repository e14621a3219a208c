import type { Outcome } from '../model/finding.ts';
import type { CheckResult, RunReport } from '../model/report.ts';

/** Outcomes that ask nothing of anybody. */
const quiet: readonly Outcome[] = ['pass', 'not-applicable', 'skipped'];

/** Whether a result is one that somebody has to look at. */
export const isLoud = ({ outcome }: CheckResult): boolean => !quiet.includes(outcome);

/** The report without the results that passed, do not apply or were left out. Machines, faults and counts stay whole. */
export function onlyFailing(report: RunReport): RunReport {
  return { ...report, results: report.results.filter(isLoud) };
}
