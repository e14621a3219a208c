import type { Evidence, Finding, Remedy } from '../model/finding.ts';
import { type Style, shown, wrapped } from './style.ts';

/** Labels stand in column 8, what they label in column 17. */
export const labelIndent = 8;
const textIndent = 17;

/** `        because  Share and provider are both on CM01, …` */
export function labelled(label: string, text: string, style: Style): string[] {
  return wrapped(' '.repeat(labelIndent) + label.padEnd(textIndent - labelIndent), text, textIndent, style);
}

/** A command is never wrapped, so that it can be copied. */
export function commandLine(label: string, command: string, style: Style): string {
  return ' '.repeat(labelIndent) + label.padEnd(textIndent - labelIndent) + shown(command, style);
}

/** What was seen, each on its own line under one label. */
export function* evidenceLines(first: string, evidence: readonly Evidence[], style: Style): Iterable<string> {
  let label = first;
  for (const { target, seen, expected } of evidence) {
    const place = target === '' ? '' : `${target}: `;
    yield* labelled(label, `${place}${seen}${expected === undefined ? '' : ` (expected ${expected})`}`, style);
    label = '';
  }
}

/** The sentence, then the commands as they are: wrapping would break them. */
export function* remedyLines(
  label: string,
  remedy: Remedy,
  finding: Pick<Finding, 'target'>,
  style: Style,
): Iterable<string> {
  const commands = remedy.commands ?? [];
  yield* labelled(label, remedy.text, style);
  if (commands.length === 0) return;
  const on = remedy.on ?? finding.target;
  if (on !== '' && !remedy.text.includes(on)) yield* labelled('', `on ${on}:`, style);
  for (const command of commands) yield commandLine('', command, style);
}

/** What a finding tells of itself. */
type Told = Pick<Finding, 'target' | 'text' | 'evidence' | 'because' | 'leadsTo' | 'remedy'>;

/** A finding as a block of lines, without what follows from it. `mend` is the label of its remedy. */
export function* findingLines(head: string, finding: Told, style: Style, mend = 'mend'): Iterable<string> {
  yield* wrapped(head, finding.text, labelIndent, style);
  yield* evidenceLines('seen', finding.evidence, style);
  if (finding.because) yield* labelled('because', finding.because, style);
  if (finding.leadsTo) yield* labelled('leads to', finding.leadsTo, style);
  if (finding.remedy) yield* remedyLines(mend, finding.remedy, finding, style);
}
