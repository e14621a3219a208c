import type { Verdict } from '../model/operation.ts';
import type { RunReport } from '../model/report.ts';
import { counted, painted, type Style, shown, widthOf, wrapped } from './style.ts';
import type { View } from './view.ts';

const words: { [verdict in Verdict]: [word: string, color: number] } = {
  'no-go': ['NO-GO', 31],
  'cannot-tell': ['CANNOT TELL', 35],
  go: ['GO', 32],
};

/** `NO-GO for capture · site PS1 · 2026-11-22 14:02 UTC`, and a line for each operation with a reason of its own. */
export function verdictLines(report: RunReport, style: Style): string[] {
  const dot = shown(' · ', style);
  const parts = Object.keys(words)
    .map((verdict) => ({ verdict: verdict as Verdict, names: namesWith(report, verdict as Verdict) }))
    .filter(({ names }) => names.length > 0)
    .map(({ verdict, names }) => `${word(verdict, style)} for ${names.join(', ')}`);
  if (parts.length === 0) parts.push(word(report.verdict, style));
  // Nobody named another machine, and none was found: the view ends at this one.
  if (report.site === null && report.targets.length <= 1)
    parts[parts.length - 1] += ', as far as this machine can tell';
  const site = report.site === null ? [] : [`site ${shown(report.site, style)}`];
  const reasons = report.operations.filter((operation) => operation.reason !== null);
  return [
    ...folded([...parts, ...site, utc(report.finishedAt)], dot, style.columns),
    ...reasons.flatMap(({ name, reason }) => wrapped(`${name}: `, reason!, 2, style)),
  ];
}

/** Pieces joined on as few lines as fit: a verdict is never cut in two. */
function folded(pieces: string[], dot: string, columns: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last + dot + piece) <= columns) lines[lines.length - 1] = last + dot + piece;
    else lines.push(piece);
  }
  return lines;
}

function namesWith(report: RunReport, verdict: Verdict): string[] {
  // Facts that end early make the run worse than what each operation says.
  const isTold = report.operations.some((operation) => operation.verdict === report.verdict);
  return report.operations
    .filter((operation) => (isTold ? operation.verdict : report.verdict) === verdict)
    .map(({ name }) => name);
}

function word(verdict: Verdict, style: Style): string {
  const [text, color] = words[verdict];
  return painted(text, color, style);
}

/** `2026-11-22 14:02 UTC`, from ISO 8601 text that is in UTC already. */
function utc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

/** `1 cause to mend, 1 machine not judged, 1 thing to confirm by hand; 23 passed, 4 do not apply.` */
export function countLine(view: View): string {
  const { counts, targets } = view.report;
  const causes = view.findings('fail').length;
  const warnings = view.findings('warn').length;
  const silent = new Set(targets.filter((target) => !target.reached).map(({ name }) => name));
  const open = new Set(view.open.filter(({ target }) => !silent.has(target)).flatMap(({ results }) => results));
  const manual = view.findings('manual').length;
  const waived = view.report.results.filter((result) => result.waived).length;
  const loud = [
    causes > 0 ? `${counted(causes, 'cause')} to mend` : null,
    warnings > 0 ? counted(warnings, 'warning') : null,
    silent.size > 0 ? `${counted(silent.size, 'machine')} not judged` : null,
    open.size > 0 ? `${counted(open.size, 'question')} not judged` : null,
    manual > 0 ? `${counted(manual, 'thing')} to confirm by hand` : null,
  ].filter((text) => text !== null);
  const quiet = [
    `${counts.pass} passed`,
    `${counts['not-applicable']} ${counts['not-applicable'] === 1 ? 'does' : 'do'} not apply`,
    counts.skipped > 0 ? `${counts.skipped} skipped` : null,
    waived > 0 ? `${waived} waived` : null,
  ].filter((text) => text !== null);
  return `${loud.length > 0 ? loud.join(', ') : 'Nothing to mend'}; ${quiet.join(', ')}.`;
}
