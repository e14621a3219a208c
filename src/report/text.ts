import type { Check } from '../model/check.ts';
import type { RunReport } from '../model/report.ts';
import { type Style, shown, wrapped } from './style.ts';
import { causeBlocks } from './text-causes.ts';
import { countLine, machineLine, verdictLines } from './text-head.ts';
import { machineRows } from './text-machines.ts';
import { confirmations, openBlocks, remarks } from './text-open.ts';
import { restLines } from './text-rest.ts';
import { type View, viewOf } from './view.ts';

/** A report longer than this ends with its verdict again. */
export const screenLines = 24;

/**
 * The checklist: verdict, causes to mend, what could not be judged, what to confirm, and the rest counted; of a fleet
 * then each machine in a line.
 */
export function* textReport(report: RunReport, checks: readonly Check[], style: Style): Iterable<string> {
  let count = 0;
  const view = viewOf(report, checks, style.onlyFailing);
  const [verdict, ...details] = verdictLines(report, style);
  const parts: Iterable<string>[] = [
    [verdict!, ...details],
    view.isFleet ? wrapped('', machineLine(view.machines), 0, style) : [],
    wrapped('', countLine(view), 0, style),
    notes(report, style),
    causeBlocks(view, style),
    openBlocks(view, style),
    confirmations(view, style),
    remarks(view, style),
    rest(view, style),
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

function* rest(view: View, style: Style): Iterable<string> {
  yield '';
  let isEmpty = true;
  for (const line of restLines(view, style)) {
    isEmpty = false;
    yield line;
  }
  if (view.isFleet) {
    if (!isEmpty) yield '';
    yield* machineRows(view.machines, style);
  }
  const exit = `exit code ${view.report.exitCode}`;
  // The file's name is never wrapped, so that it can be copied.
  yield style.factsFile ? `facts       ${shown(style.factsFile, style)}        ${exit}` : exit;
}
