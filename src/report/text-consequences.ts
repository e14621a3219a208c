import type { Finding } from '../model/finding.ts';
import { type Group, groupsOf, kindsOf } from './rollup.ts';
import type { Style } from './style.ts';
import { evidenceLines, labelled, remedyLines } from './text-labels.ts';
import { rolledRemedy, sentenceFor } from './text-rolled.ts';
import type { View } from './view.ts';

/** How many consequences a block tells before it counts the rest. */
const toldConsequences = 8;

/**
 * What failed or warns because of a cause: the sentence of each, the symptom that it leads to, and the commands that are
 * still to run once the cause is mended. A remedy without commands is left out, since it looks for a cause that is found
 * here; so is whatever the block says already.
 */
export function* consequenceLines(cause: Group, view: View, style: Style): Iterable<string> {
  const causes = cause.seen.map(({ finding }) => finding);
  const groups = groupsOf(causes.flatMap((finding) => view.consequencesOf(finding)));
  const told = new Set(causes.flatMap(({ leadsTo }) => leadsTo ?? []));
  const commands = new Set(causes.flatMap(commandsOf));
  const shown = style.verbose ? groups : groups.slice(0, toldConsequences);
  let label = 'so';
  for (const group of shown) {
    const findings = group.seen.map(({ finding }) => finding);
    yield* labelled(label, sentenceOf(group, view), style);
    label = '';
    if (style.verbose) for (const { evidence } of findings) yield* evidenceLines('', evidence, style);
    for (const { said } of kindsOf(findings, ({ leadsTo }) => leadsTo ?? '')) {
      if (said === '' || told.has(said)) continue;
      told.add(said);
      yield* labelled('leads to', said, style);
      label = 'so';
    }
    const left = findings.filter((finding) => commandsOf(finding).some((command) => !commands.has(command)));
    for (const command of left.flatMap(commandsOf)) commands.add(command);
    if (left.length === 0) continue;
    if (group.targets.length > 1) yield* rolledRemedy('then', findings, view.withoutNames, style);
    else for (const finding of left) yield* remedyLines('then', finding.remedy!, finding, style);
    label = 'so';
  }
  if (shown.length < groups.length)
    yield* labelled(label, `and ${groups.length - shown.length} more, shown with --verbose`, style);
}

/** The commands of a finding, each with the machine to run it on: the same command elsewhere is another one. */
function commandsOf({ remedy, target }: Finding): string[] {
  return (remedy?.commands ?? []).map((command) => JSON.stringify([remedy?.on ?? target, command]));
}

/** On one machine as it is; of several without names where it is the same for all, else which check and on how many. */
function sentenceOf(group: Group, view: View): string {
  const { finding } = group.first;
  const count = group.targets.length;
  if (count === 1) return finding.text;
  const { text, isCommon } = sentenceFor(group, view);
  return isCommon ? `${count} machines: ${text}` : `${finding.check} on ${count} machines`;
}
