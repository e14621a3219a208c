import type { Evidence, Finding, Remedy } from '../model/finding.ts';
import type { CheckResult } from '../model/report.ts';
import { marked, type Style, shown, wrapped } from './style.ts';
import type { Seen, View } from './view.ts';

/** Labels stand in column 8, what they label in column 17. */
export const labelIndent = 8;
const textIndent = 17;

/** How many consequences are named before the rest is counted. */
const namedConsequences = 8;

/** One block for each thing to mend: failures, then warnings. */
export function* causeBlocks(view: View, style: Style): Iterable<string> {
  for (const seen of view.findings('fail')) yield* block(seen, view, style);
  for (const seen of view.findings('warn')) yield* block(seen, view, style);
}

function* block({ finding, result }: Seen, view: View, style: Style): Iterable<string> {
  const fails = finding.level === 'fail';
  yield '';
  yield* wrapped(
    `${fails ? marked('fail', 'FAIL', style) : marked('warn', 'WARN', style)}  `,
    finding.text,
    labelIndent,
    style,
  );
  yield* evidenceLines(finding.evidence, style);
  if (finding.because) yield* labelled('because', finding.because, style);
  if (finding.leadsTo) yield* labelled('leads to', finding.leadsTo, style);
  if (finding.remedy) yield* remedyLines('mend', finding.remedy, finding, style);
  const open = view.consequencesOf(finding);
  if (open.length > 0) yield* labelled('so open', listed(open), style);
  const scope = scopeOf(result);
  if (fails && scope !== null) yield* labelled('weight', scope, style);
  yield commandLine('more', `osd-preflight explain ${finding.check}`, style);
}

function scopeOf(result: CheckResult): string | null {
  if (result.gate === 'advisory') return 'advisory: it does not decide the verdict';
  if (result.gate === null) return 'belongs to none of the operations asked about: it does not decide the verdict';
  return result.stale ? 'read too long ago to decide the verdict' : null;
}

/** What was seen, each on its own line under one label. */
export function* evidenceLines(evidence: readonly Evidence[], style: Style): Iterable<string> {
  let label = 'seen';
  for (const { target, seen, expected } of evidence) {
    const place = target === '' ? '' : `${target}: `;
    yield* labelled(label, `${place}${seen}${expected === undefined ? '' : ` (expected ${expected})`}`, style);
    label = '';
  }
}

/** The sentence, then the commands as they are: wrapping would break them. */
export function* remedyLines(label: string, remedy: Remedy, finding: Finding, style: Style): Iterable<string> {
  const commands = remedy.commands ?? [];
  yield* labelled(label, remedy.text, style);
  if (commands.length === 0) return;
  const on = remedy.on ?? finding.target;
  if (on !== '' && !remedy.text.includes(on)) yield* labelled('', `on ${on}:`, style);
  for (const command of commands) yield commandLine('', command, style);
}

/** A command is never wrapped, so that it can be copied. */
export function commandLine(label: string, command: string, style: Style): string {
  return ' '.repeat(labelIndent) + label.padEnd(textIndent - labelIndent) + shown(command, style);
}

/** `        because  Share and provider are both on CM01, …` */
export function labelled(label: string, text: string, style: Style): string[] {
  return wrapped(' '.repeat(labelIndent) + label.padEnd(textIndent - labelIndent), text, textIndent, style);
}

function listed(names: string[]): string {
  const more = names.length - namedConsequences;
  return more > 0 ? `${names.slice(0, namedConsequences).join(', ')} and ${more} more` : names.join(', ');
}
