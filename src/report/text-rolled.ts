import type { Finding } from '../model/finding.ts';
import type { WithoutNames } from './own-names.ts';
import { type Group, kindsOf } from './rollup.ts';
import { type Style, wrapped } from './style.ts';
import { commandLine, evidenceLines, labelIndent, labelled } from './text-labels.ts';
import type { View } from './view.ts';

/** How many machines a block names before it counts the rest; each has a line of its own further down. */
const namedMachines = 40;

/** How many ways of saying it a block shows where it is not said the same of every machine. */
const shownKinds = 3;

/** How many machines are named for each of these. */
const namedOfKind = 8;

/**
 * One fault on several machines: what is the same for all is said once, and what was seen is told of the first, named as
 * an example; of all under `--verbose`.
 */
export function* rolledBlock(head: string, group: Group, view: View, style: Style): Iterable<string> {
  const findings = group.seen.map(({ finding }) => finding);
  const { text, isCommon } = sentenceFor(group, view);
  yield* wrapped(head, `${group.targets.length} machines: ${text}`, labelIndent, style);
  yield* machineNames(group.targets, style);
  const examples = style.verbose ? findings : findings.slice(0, 1);
  for (const example of examples) {
    if (!isCommon) yield* labelled('example', example.text, style);
    yield* evidenceLines(isCommon ? 'example' : '', example.evidence, style);
  }
  yield* rolledText('because', findings, ({ because }) => because, view.withoutNames, style);
  yield* rolledText('leads to', findings, ({ leadsTo }) => leadsTo, view.withoutNames, style);
  yield* rolledRemedy('mend', findings, view.withoutNames, style);
}

/** What is true of every machine of a group: its own sentence without names, or the check's title where they differ. */
export function sentenceFor({ first, seen }: Group, view: View): { text: string; isCommon: boolean } {
  const { finding, result } = first;
  const common = new Set(seen.map((one) => view.withoutNames(one.finding.text, one.finding.target, 'the machine')));
  const [text] = common;
  if (text !== undefined && common.size === 1) return { text, isCommon: true };
  const titles = view.check(finding.check)?.titles;
  const isBroken = finding.level === 'fail' || finding.level === 'warn';
  const title = (isBroken ? titles?.broken : titles?.fine) ?? result.title;
  return { text: `${title}${finding.subject === '' ? '' : ` (${finding.subject})`}.`, isCommon: false };
}

/** The machines of a block, as many as one reads. */
export function machineNames(targets: readonly string[], style: Style): string[] {
  const more = style.verbose ? 0 : targets.length - namedMachines;
  const named =
    more > 0 ? `${targets.slice(0, namedMachines).join(', ')} and ${more} more, listed below` : targets.join(', ');
  return labelled('machines', named, style);
}

function* rolledText(
  label: string,
  findings: readonly Finding[],
  textOf: (finding: Finding) => string | undefined,
  without: WithoutNames,
  style: Style,
): Iterable<string> {
  const kinds = kindsOf(findings, (finding) => without(textOf(finding) ?? '', finding.target, 'the machine'));
  let shownLabel = label;
  for (const { said, members } of some(kinds, style)) {
    if (said !== '') yield* labelled(shownLabel, `${whose(members, kinds.length, style)}${said}`, style);
    if (said !== '') shownLabel = '';
  }
  yield* notShown(kinds, style);
}

/** How to mend it, once where it is the same for all; commands that name the machine are those of the first. */
export function* rolledRemedy(
  label: string,
  findings: readonly Finding[],
  without: WithoutNames,
  style: Style,
): Iterable<string> {
  const told = findings.filter(({ remedy }) => remedy !== undefined);
  const kinds = kindsOf(told, ({ remedy, target }) =>
    JSON.stringify([remedy!.text, ...(remedy!.commands ?? [])].map((text) => without(text, target, 'each of them'))),
  );
  let shownLabel = label;
  for (const { members } of some(kinds, style)) {
    const { remedy, target } = members[0]!;
    const text = members.length > 1 ? without(remedy!.text, target, 'each of them') : remedy!.text;
    yield* labelled(shownLabel, `${whose(members, kinds.length, style)}${text}`, style);
    shownLabel = '';
    const commands = remedy!.commands ?? [];
    if (commands.length > 0) yield* labelled('', `${whereToRun(members, kinds.length === 1)}:`, style);
    for (const command of commands) yield commandLine('', command, style);
  }
  yield* notShown(kinds, style);
}

/** Where the commands of the first are to run, and whether they fit the others as they are. */
function whereToRun(findings: readonly Finding[], isAll: boolean): string {
  const [first] = findings;
  const on = first!.remedy!.on ?? first!.target;
  if (findings.length === 1) return `on ${on}`;
  const lines = (finding: Finding): string => JSON.stringify(finding.remedy?.commands ?? []);
  const isSame = findings.every((finding) => lines(finding) === lines(first!));
  if (findings.every(({ remedy, target }) => (remedy?.on ?? target) === target))
    return isSame ? `on each of ${isAll ? 'them' : 'these'}` : `on ${on}, and in the same way on the others`;
  const isOnePlace = findings.every(({ remedy, target }) => (remedy?.on ?? target) === on);
  if (isSame && isOnePlace) return `on ${on}`;
  return `on ${on} for ${first!.target}, and in the same way for the others`;
}

function some<T>(kinds: readonly T[], style: Style): readonly T[] {
  return style.verbose ? kinds : kinds.slice(0, shownKinds);
}

/** `DP01, DP04: `, where it is not so on all of them. */
function whose(members: readonly Finding[], kinds: number, style: Style): string {
  if (kinds === 1) return '';
  const names = [...new Set(members.map(({ target }) => target))];
  const more = style.verbose ? 0 : names.length - namedOfKind;
  return more > 0 ? `${names.slice(0, namedOfKind).join(', ')} and ${more} more: ` : `${names.join(', ')}: `;
}

function notShown(kinds: readonly unknown[], style: Style): string[] {
  const more = style.verbose ? 0 : kinds.length - shownKinds;
  return more > 0 ? labelled('', `and ${more} more, shown with --verbose`, style) : [];
}
