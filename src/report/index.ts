import type { Check } from '../model/check.ts';
import type { RunReport } from '../model/report.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import type { Style } from './style.ts';
import { textReport } from './text.ts';

export { checkExplanation, reachabilityExplanation } from './explain.ts';
export { checkList } from './list.ts';
export type { Style } from './style.ts';

/** The report in the format asked for, in pieces to be written one after the other. */
export function reportIn(
  format: 'text' | 'json' | 'junit',
  report: RunReport,
  checks: readonly Check[],
  style: Style,
): Iterable<string> {
  if (format === 'json') return jsonReport(report);
  if (format === 'junit') return junitReport(report);
  return textReport(report, checks, style);
}
