import type { ContentFinding, ContentLevel } from '../model/content-report.ts';
import { countText } from '../model/sizes.ts';
import { kindsOf } from './rollup.ts';
import { marked, type Style, wrapped } from './style.ts';
import { commandLine, findingLines, labelIndent } from './text-labels.ts';

/** The same damage on however many files of one package. */
export interface Trouble {
  level: ContentLevel;
  findings: ContentFinding[];
}

/** So many files of a trouble are named, the first included, before the rest is counted. */
const namedFiles = 5;

/** What somebody has to act on, by kind and package. */
export function troublesOf(findings: readonly ContentFinding[]): Trouble[] {
  const loud = findings.filter(({ level }) => level !== 'info');
  const kinds = kindsOf(loud, ({ check, code, packages }) => JSON.stringify([check, code, packages[0] ?? '']));
  return kinds.map(({ members }) => ({ level: members[0]!.level, findings: members }));
}

/** What is to be mended: failures, then warnings. */
export function* troubleBlocks(troubles: readonly Trouble[], style: Style): Iterable<string> {
  for (const level of ['fail', 'warn'] as const) {
    const head = level === 'fail' ? marked('fail', 'FAIL', style) : marked('warn', 'WARN', style);
    for (const trouble of troubles) if (trouble.level === level) yield* block(`${head}  `, trouble, 'mend', style);
  }
}

/** What could not be judged, with what would let it be judged. */
export function* questionBlocks(troubles: readonly Trouble[], style: Style): Iterable<string> {
  const head = `${marked('unknown', 'NOT JUDGED', style)}  `;
  for (const trouble of troubles) if (trouble.level === 'unknown') yield* block(head, trouble, 'to judge', style);
}

function* block(head: string, { findings }: Trouble, mend: string, style: Style): Iterable<string> {
  yield '';
  const [first, ...others] = findings as [ContentFinding, ...ContentFinding[]];
  const many = others.length > 0 ? `${countText(findings.length)} files, the first: ` : '';
  // Everything is in the library that the first line names.
  const evidence = first.evidence.map((each) => ({ ...each, target: '' }));
  yield* findingLines(head, { ...first, target: '', text: many + first.text, evidence }, style, mend);
  const named = style.verbose ? others : others.slice(0, namedFiles - 1);
  let label = 'also';
  // A path is never wrapped, so that it can be copied.
  for (const { path, copy } of named) {
    yield commandLine(label, style.verbose && copy !== '' ? `${path} (${copy})` : path, style);
    label = '';
  }
  const more = others.length - named.length;
  if (more > 0)
    yield commandLine('', `and ${countText(more)} more ${more === 1 ? 'file' : 'files'} (--verbose lists them)`, style);
  if (first.check !== null) yield commandLine('more', `osd-preflight explain ${first.check}`, style);
}

/** What is good to know and decides nothing. */
export function* noteLines(findings: readonly ContentFinding[], style: Style): Iterable<string> {
  const notes = findings.filter(({ level }) => level === 'info');
  if (notes.length > 0) yield '';
  for (const { text } of notes) yield* wrapped(`${marked('none', 'NOTE', style)}  `, text, labelIndent, style);
}
