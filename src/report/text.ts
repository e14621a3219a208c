import type { Check } from '../model/check.ts';
import type { RunReport } from '../model/report.ts';
import { type Style, shown, wrapped } from './style.ts';
import { causeBlocks } from './text-causes.ts';
import { countLine, verdictLines } from './text-head.ts';
import { confirmations, openBlocks, remarks } from './text-open.ts';
import { restLines } from './text-rest.ts';
import { viewOf } from './view.ts';

/** A report longer than this ends with its verdict again. */
const screenLines = 24;

/** The checklist: verdict, causes to mend, what could not be judged, what to confirm, and the rest counted. */
export function* textReport(report: RunReport, checks: readonly Check[], style: Style): Iterable<string> {
  let count = 0;
  const view = viewOf(report, checks);
  const [verdict, ...details] = verdictLines(report, style);
  const parts: Iterable<string>[] = [
    [verdict!, ...details, ...wrapped('', countLine(view), 0, style)],
    notes(report, style),
    causeBlocks(view, style),
    openBlocks(view, style),
    confirmations(view, style),
    remarks(view, style),
    rest(restLines(view, style), report, style),
  ];
  for (const part of parts) {
    for (const line of part) {
      count += 1;
      yield `${line}\n`;
    }
  }
  if (count > screenLines) yield `\n${verdict}\n`;
}

function* notes(report: RunReport, style: Style): Iterable<string> {
  if (!report.complete)
    yield* wrapped('note ', 'Not everything that was asked is here: the reading ended early.', 5, style);
  for (const note of report.notes) yield* wrapped('note ', note, 5, style);
}

function* rest(lines: Iterable<string>, report: RunReport, style: Style): Iterable<string> {
  yield '';
  yield* lines;
  const exit = `exit code ${report.exitCode}`;
  // The file's name is never wrapped, so that it can be copied.
  yield style.factsFile ? `facts       ${shown(style.factsFile, style)}        ${exit}` : exit;
}
