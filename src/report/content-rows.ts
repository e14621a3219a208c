import type { PackageRow, PackageStatus } from '../model/content-report.ts';
import { countText, sizeText } from '../model/sizes.ts';
import { type Mark, marked, type Style, shown, widthOf, wrapped } from './style.ts';

const marks: { [status in PackageStatus]: [mark: Mark, word: string] } = {
  fail: ['fail', 'FAIL'],
  unknown: ['unknown', 'NOT JUDGED'],
  warn: ['warn', 'WARN'],
  pass: ['pass', 'OK'],
};

const indent = 12;
/** So many intact packages are named before the rest is counted. */
const namedPackages = 8;

/** A row for each package that is not intact, and the others in a line; or a row for each. */
export function* packageLines(packages: readonly PackageRow[], style: Style): Iterable<string> {
  const rows = packages.filter(({ status }) => style.verbose || status !== 'pass');
  const cells = rows.map((row) => [shown(row.id, style), version(row), files(row), sizeText(row.bytes)]);
  const heads = rows.map(({ status }) => marked(...marks[status], style));
  const headWidth = widest(heads);
  const widths = [0, 1, 2].map((column) => widest(cells.map((row) => row[column]!)));
  for (const [index, row] of cells.entries()) {
    const padded = row.map((cell, column) => padTo(cell, widths[column] ?? 0));
    yield `${padTo(heads[index]!, headWidth)}  ${padded.join('  ')}`.trimEnd();
  }
  if (rows.length > 0) yield '';
  const intact = packages.filter(({ status }) => status === 'pass').map(({ id }) => id);
  if (style.verbose || intact.length === 0) return;
  const more = intact.length - namedPackages;
  const names =
    more > 0 ? `${intact.slice(0, namedPackages).join(', ')} and ${countText(more)} more` : intact.join(', ');
  yield* wrapped(`intact ${countText(intact.length)} `.padEnd(indent), names, indent, style);
}

const version = ({ version: number }: PackageRow): string => (number === null ? '' : `version ${number}`);
const files = ({ files: count }: PackageRow): string => `${countText(count)} ${count === 1 ? 'file' : 'files'}`;
const widest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
const padTo = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
