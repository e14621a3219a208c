import type { Check } from '../model/check.ts';
import type { RunReport } from '../model/report.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { onlyFailing } from './only-failing.ts';
import type { Style } from './style.ts';
import { textReport } from './text.ts';

export { contentText } from './content-text.ts';
export { checkExplanation, reachabilityExplanation } from './explain.ts';
export { jsonReport } from './json.ts';
export { checkList } from './list.ts';
export type { Style } from './style.ts';

/** The report in the format asked for, in pieces to be written one after the other. */
export function reportIn(
  format: 'text' | 'json' | 'junit',
  report: RunReport,
  checks: readonly Check[],
  style: Style,
): Iterable<string> {
  if (format === 'text') return textReport(report, checks, style);
  const exported = style.onlyFailing ? onlyFailing(report) : report;
  return format === 'json' ? jsonReport(exported) : junitReport(exported);
}
