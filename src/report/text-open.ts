import type { FailureKind } from '../model/answer.ts';
import { reachabilityCheck } from '../model/finding.ts';
import type { CheckResult } from '../model/report.ts';
import { commonReason, type OpenGroup } from './open-questions.ts';
import { kindsOf } from './rollup.ts';
import { counted, marked, type Style, shown, widthOf, wrapped } from './style.ts';
import { commandLine, evidenceLines, labelIndent, labelled, remedyLines } from './text-labels.ts';
import { machineNames, rolledRemedy, sentenceFor } from './text-rolled.ts';
import type { View } from './view.ts';

/** How many remarks are shown when nobody asked for all of them. */
const shownRemarks = 5;

/** With more machines than this a remark only counts them. */
const namedInRemark = 8;

/** What could not be judged, one block for each reason, with what would let it be judged. */
export function* openBlocks(view: View, style: Style): Iterable<string> {
  for (const group of view.open) {
    yield '';
    const head = `${marked('unknown', 'NOT JUDGED', style)}  `;
    const checks = checksOf(group.questions.flatMap(({ results }) => results));
    const ids = [...new Set(checks.map(({ check }) => check))];
    if (group.targets.length > 1) {
      const common = commonReason(group.questions, view.withoutNames);
      const who = `${group.targets.length} machines, ${counted(checks.length, 'check')}: `;
      yield* wrapped(head, `${who}${common ?? untold(group, view)}`, labelIndent, style);
      yield* machineNames(group.targets, style);
      if (common === null) yield* labelled('example', group.first.reason, style);
    } else {
      const { target, reason } = group.first;
      // Most reasons name the machine themselves.
      const who = target === '' || reason.includes(target) ? '' : `${target}, `;
      yield* wrapped(head, `${who}${counted(ids.length, 'check')}: ${reason}`, labelIndent, style);
    }
    yield* labelled(
      'checks',
      style.verbose || ids.length <= 6 ? ids.join(', ') : `${ids.slice(0, 6).join(', ')} and ${ids.length - 6} more`,
      style,
    );
    // Of many machines each has its own; why nobody can tell here is said.
    const { finding } = group.first;
    if (group.targets.length <= 1 && finding?.because !== undefined) {
      yield* evidenceLines('seen', finding.evidence, style);
      yield* labelled('because', finding.because, style);
    }
    yield* howToJudge(group, view, style);
  }
}

/** That a machine does not answer is the reason, and not one of the questions that it leaves open. */
function checksOf(results: CheckResult[]): CheckResult[] {
  const others = results.filter((result) => result.check !== reachabilityCheck);
  return others.length > 0 ? others : results;
}

/** What is not known on each of the machines, where each gives it in words of its own. */
function untold({ first: { finding, results } }: OpenGroup, view: View): string {
  const title = view.check(results[0]!.check)?.titles.fine ?? results[0]!.title;
  const subject = finding === null || finding.subject === '' ? '' : ` (${finding.subject})`;
  return `whether this is so cannot be told: ${title}${subject}.`;
}

function* howToJudge({ first, questions, targets }: OpenGroup, view: View, style: Style): Iterable<string> {
  const { finding, results, target } = first;
  const isRolled = targets.length > 1;
  const isShare = view.report.targets.some(({ name, roles }) => name === target && roles.includes('share-host'));
  if (results.some((result) => result.outcome === 'error')) yield* labelled('to judge', ourFault, style);
  else if (finding?.remedy && isRolled)
    yield* rolledRemedy(
      'to judge',
      questions.flatMap((question) => question.finding ?? []),
      view.withoutNames,
      style,
    );
  else if (finding?.remedy) yield* remedyLines('to judge', finding.remedy, finding, style);
  else if (finding?.check === reachabilityCheck && finding.arguments.failed !== 'interrupted')
    yield* labelled(
      'to judge',
      elsewhere(isRolled ? 'each of them' : target, isRolled ? 'all' : 'both', isShare),
      style,
    );
  else {
    const hint = hints[String(finding?.arguments.failed) as FailureKind];
    if (hint !== undefined) yield* labelled('to judge', hint, style);
    else yield commandLine('more', `osd-preflight explain ${results[0]!.check}`, style);
  }
}

const ourFault = 'this is a fault of osd-preflight itself: report it with the output of --debug';

const hints: { [kind in FailureKind]?: string } = {
  timeout: 'give it longer with --fact-timeout <seconds>',
  interrupted: 'read it again, to the end; where PowerShell itself ends, see "osd-preflight doctor"',
  malformed: ourFault,
  'script-error': ourFault,
};

/** What cannot be reached from here can be read there, where there is Windows. */
function elsewhere(target: string, files: 'both' | 'all', isShare: boolean): string {
  const there = `run "osd-preflight gather" on ${target}, and "osd-preflight judge" here with ${files} facts files`;
  if (!isShare) return there;
  return `${there}; of a NAS, which has no PowerShell, give the security descriptors of share and folder to "osd-preflight access"`;
}

/** What only a person can say. */
export function* confirmations(view: View, style: Style): Iterable<string> {
  const head = `${marked('manual', 'CONFIRM', style)}  `;
  let first = true;
  for (const group of view.groups('manual')) {
    if (first) yield '';
    first = false;
    const { finding } = group.first;
    const isRolled = group.targets.length > 1;
    const text = isRolled ? `${group.targets.length} machines: ${sentenceFor(group, view).text}` : finding.text;
    const lines = wrapped(head, text, labelIndent, style);
    const last = lines.pop()!;
    yield* lines;
    const check = shown(finding.check, style);
    const gap = style.columns - widthOf(last) - widthOf(check);
    yield gap >= 2 ? last + ' '.repeat(gap) + check : last;
    if (gap < 2) yield* labelled('check', finding.check, style);
    if (isRolled) {
      yield* machineNames(group.targets, style);
      const findings = group.seen.map((seen) => seen.finding);
      yield* rolledRemedy('how', findings, view.withoutNames, style);
    } else if (finding.remedy) yield* remedyLines('how', finding.remedy, finding, style);
  }
}

/** What was noticed and decides nothing, such as a part that is not followed. */
export function* remarks(view: View, style: Style): Iterable<string> {
  const findings = view.groups('info').flatMap(({ seen }) => seen.map(({ finding }) => finding));
  const kinds = kindsOf(findings, ({ text, target }) => view.withoutNames(text, target, 'the machine'));
  const count = style.verbose ? kinds.length : Math.min(kinds.length, shownRemarks);
  if (count > 0) yield '';
  const head = `${marked('none', 'NOTE', style)}  `;
  for (const { said, members } of kinds.slice(0, count)) {
    const isOneText = members.every(({ text }) => text === members[0]!.text);
    if (isOneText) yield* wrapped(head, members[0]!.text, labelIndent, style);
    else {
      const targets = [...new Set(members.map(({ target }) => target))];
      yield* wrapped(head, `${targets.length} machines: ${said}`, labelIndent, style);
      // Nobody has to do anything there, so a long list would only be in the way.
      if (style.verbose || targets.length <= namedInRemark) yield* machineNames(targets, style);
    }
  }
  if (count < kinds.length) yield* labelled('', `and ${kinds.length - count} more, shown with --verbose`, style);
}
