import type { Outcome } from '../model/finding.ts';
import type { Verdict } from '../model/operation.ts';
import type { RunReport } from '../model/report.ts';
import type { Machine, Standing } from './machines.ts';
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
  // Nobody named another machine, and none was found: the view ends at this one.
  const endsHere = report.site === null && report.targets.length <= 1;
  const parts = Object.keys(words).flatMap((each) => {
    const verdict = each as Verdict;
    const operations = operationsWith(report, verdict);
    const isLimited = ({ reason }: OperationVerdict): boolean => verdict === 'go' && reason !== null && !endsHere;
    const limited = operations.filter(isLimited);
    const whole = operations.filter((operation) => !isLimited(operation));
    return [
      ...verdictFor(verdict, whole, '', style),
      ...verdictFor(verdict, limited, ', as far as it was asked', style),
    ];
  });
  if (parts.length === 0) parts.push(word(report.verdict, style));
  if (endsHere) parts[parts.length - 1] += ', as far as this machine can tell';
  const site = report.site === null ? [] : [`site ${shown(report.site, style)}`];
  const reasons = report.operations.filter((operation) => operation.reason !== null);
  return [
    ...folded([...parts, ...site, utc(report.finishedAt)], dot, style.columns),
    ...reasons.flatMap(({ name, reason }) => wrapped(`${name}: `, reason!, 2, style)),
  ];
}

/** Pieces joined on as few lines as fit: a verdict is never cut in two. */
export function folded(pieces: string[], dot: string, columns: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last + dot + piece) <= columns) lines[lines.length - 1] = last + dot + piece;
    else lines.push(piece);
  }
  return lines;
}

type OperationVerdict = RunReport['operations'][number];

function operationsWith(report: RunReport, verdict: Verdict): OperationVerdict[] {
  // Facts that end early make the run worse than what each operation says.
  const isTold = report.operations.some((operation) => operation.verdict === report.verdict);
  return report.operations.filter((operation) => (isTold ? operation.verdict : report.verdict) === verdict);
}

/** One piece of the first line; none where the verdict is that of no operation. */
function verdictFor(verdict: Verdict, operations: OperationVerdict[], limit: string, style: Style): string[] {
  if (operations.length === 0) return [];
  return [`${word(verdict, style)} for ${operations.map(({ name }) => name).join(', ')}${limit}`];
}

function word(verdict: Verdict, style: Style): string {
  const [text, color] = words[verdict];
  return painted(text, color, style);
}

/** `2026-11-22 14:02 UTC`, from ISO 8601 text that is in UTC already. */
export function utc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

/** `7 of 116 machines have something to mend, 8 not judged, 101 in order.` */
export function machineLine(machines: readonly Machine[]): string {
  const counts = new Map<Standing, number>();
  for (const { standing } of machines) counts.set(standing, (counts.get(standing) ?? 0) + 1);
  const broken = counts.get('to-mend') ?? 0;
  const others = Object.entries(standingWords).flatMap(([standing, words]) => {
    const count = counts.get(standing as Standing) ?? 0;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  const first = `${broken} of ${counted(machines.length, 'machine')} ${broken === 1 ? 'has' : 'have'} something to mend`;
  return `${[first, ...others].join(', ')}.`;
}

const standingWords: { [standing in Exclude<Standing, 'to-mend'>]: string } = {
  silent: 'not judged',
  partly: 'judged in part',
  'to-confirm': 'to confirm by hand',
  warned: 'with warnings',
  idle: 'with nothing to judge',
  fine: 'in order',
};

/**
 * `1 cause to mend, 1 machine not judged, 1 thing to confirm by hand; 23 passed, 4 do not apply.` Of a fleet the
 * machines have a line of their own, and every outcome is counted, since a cause is there once for many of them.
 */
export function countLine(view: View): string {
  const { counts, targets } = view.report;
  const causes = view.groups('fail').length;
  const warnings = view.groups('warn').length;
  const silent = new Set(targets.filter((target) => !target.reached).map(({ name }) => name));
  const questions = view.open.flatMap((group) => group.questions).filter(({ target }) => !silent.has(target));
  const open = new Set(questions.flatMap(({ results }) => results));
  const manual = view.groups('manual').length;
  const loud = [
    causes > 0 ? `${counted(causes, 'cause')} to mend` : null,
    warnings > 0 ? counted(warnings, 'warning') : null,
    silent.size > 0 && !view.isFleet ? `${counted(silent.size, 'machine')} not judged` : null,
    open.size > 0 ? `${counted(open.size, 'question')} not judged` : null,
    manual > 0 ? `${counted(manual, 'thing')} to confirm by hand` : null,
  ].filter((text) => text !== null);
  const outcomeWords = view.isFleet ? fleetWords : [];
  const quiet = [
    ...outcomeWords.flatMap(([outcome, words]) => (counts[outcome] > 0 ? [`${counts[outcome]} ${words}`] : [])),
    `${counts.pass} passed`,
    `${counts['not-applicable']} ${counts['not-applicable'] === 1 ? 'does' : 'do'} not apply`,
    counts.skipped > 0 ? `${counts.skipped} skipped` : null,
    view.waived.length > 0 ? `${view.waived.length} waived` : null,
  ].filter((text) => text !== null);
  return `${loud.length > 0 ? loud.join(', ') : 'Nothing to mend'}; ${quiet.join(', ')}.`;
}

const fleetWords: [Outcome, string][] = [
  ['fail', 'failed'],
  ['error', 'in error'],
  ['unknown', 'unknown'],
  ['blocked', 'blocked'],
  ['manual', 'to confirm'],
  ['warn', 'warned'],
];
