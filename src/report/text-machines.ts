import type { Machine, Standing } from './machines.ts';
import { type Mark, marked, type Style, shown, widthOf, wrapped } from './style.ts';

const marks: { [standing in Standing]: [mark: Mark, word: string] } = {
  'to-mend': ['fail', 'FAIL'],
  silent: ['unknown', 'NOT JUDGED'],
  partly: ['unknown', 'IN PART'],
  'to-confirm': ['manual', 'CONFIRM'],
  warned: ['warn', 'WARN'],
  idle: ['none', 'NO NEED'],
  fine: ['pass', 'OK'],
};

/** A name longer than this does not push the others' checks to the right. */
const widestName = 32;

/** One line for each machine, by name: how it stands, and the checks or the reason for that. */
export function* machineRows(machines: readonly Machine[], style: Style): Iterable<string> {
  const rows = style.onlyFailing
    ? machines.filter(({ standing }) => standing !== 'fine' && standing !== 'idle')
    : machines;
  if (rows.length === 0) return;
  const heads = new Map(
    [...new Set(rows.map(({ standing }) => standing))].map((standing) => [standing, marked(...marks[standing], style)]),
  );
  const markWidth = [...heads.values()].reduce((most, head) => Math.max(most, widthOf(head)), 0) + 2;
  const nameWidth =
    rows.reduce((most, { name }) => Math.max(most, Math.min(widestName, widthOf(shown(name, style)))), 0) + 2;
  for (const machine of rows) {
    const head = heads.get(machine.standing)!;
    const name = shown(machine.name, style);
    const start = `${head}${' '.repeat(markWidth - widthOf(head))}${name}`;
    const what = machine.reason ?? machine.checks.join(', ');
    if (what === '') yield start;
    else yield* row(`${start}${' '.repeat(Math.max(2, nameWidth - widthOf(name)))}`, machine, style);
  }
  yield '';
}

/** On one line, and so cut where it is too long: the whole of it stands in the roll-up. */
function row(start: string, { checks, reason }: Machine, style: Style): string[] {
  const indent = Math.min(widthOf(start), style.columns >> 1);
  const whole = wrapped(start, reason ?? checks.join(', '), indent, style);
  if (whole.length === 1 || style.verbose) return whole;
  if (reason !== null) {
    const [line] = wrapped(start, reason, indent, { ...style, columns: style.columns - 4 });
    return [`${line!.trimEnd()} ${shown('…', style)}`];
  }
  for (let named = checks.length - 1; named > 1; named -= 1) {
    const lines = wrapped(
      start,
      `${checks.slice(0, named).join(', ')} and ${checks.length - named} more`,
      indent,
      style,
    );
    if (lines.length === 1) return lines;
  }
  const more = checks.length > 1 ? ` and ${checks.length - 1} more` : '';
  return [`${start}${shown(checks[0]!, style)}${more}`];
}
