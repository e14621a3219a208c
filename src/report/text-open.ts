import type { FailureKind } from '../model/answer.ts';
import { reachabilityCheck } from '../model/finding.ts';
import { counted, marked, type Style, shown, widthOf, wrapped } from './style.ts';
import { commandLine, labelIndent, labelled, remedyLines } from './text-causes.ts';
import type { OpenQuestion, View } from './view.ts';

/** How many remarks are shown when nobody asked for all of them. */
const shownRemarks = 5;

/** What could not be judged, one block for each reason, with what would let it be judged. */
export function* openBlocks(view: View, style: Style): Iterable<string> {
  for (const question of view.open) {
    yield '';
    // That a machine does not answer is the reason, and not one of the questions that it leaves open.
    const others = question.results.filter((result) => result.check !== reachabilityCheck);
    const results = others.length > 0 ? others : question.results;
    const ids = [...new Set(results.map((result) => result.check))];
    // Most reasons name the machine themselves.
    const isNamed = question.target === '' || question.reason.includes(question.target);
    const who = isNamed ? '' : `${question.target}, `;
    const head = `${marked('unknown', 'NOT JUDGED', style)}  `;
    yield* wrapped(head, `${who}${counted(results.length, 'check')}: ${question.reason}`, labelIndent, style);
    yield* labelled(
      'checks',
      style.verbose || ids.length <= 6 ? ids.join(', ') : `${ids.slice(0, 6).join(', ')} and ${ids.length - 6} more`,
      style,
    );
    yield* howToJudge(question, style);
  }
}

function* howToJudge(question: OpenQuestion, style: Style): Iterable<string> {
  const { finding, results, target } = question;
  if (results.some((result) => result.outcome === 'error')) yield* labelled('to judge', ourFault, style);
  else if (finding?.remedy) yield* remedyLines('to judge', finding.remedy, finding, style);
  else if (finding?.check === reachabilityCheck && finding.arguments.failed !== 'interrupted')
    yield* labelled('to judge', elsewhere(target), style);
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

/** Always possible: what cannot be reached from here can be read there. */
function elsewhere(target: string): string {
  return `run "osd-preflight gather" on ${target}, and "osd-preflight judge" here with both facts files`;
}

/** What only a person can say. */
export function* confirmations(view: View, style: Style): Iterable<string> {
  const head = marked('manual', 'CONFIRM', style);
  let first = true;
  for (const { finding } of view.findings('manual')) {
    if (first) yield '';
    first = false;
    const lines = wrapped(`${head}  `, finding.text, labelIndent, style);
    const last = lines.pop()!;
    yield* lines;
    const check = shown(finding.check, style);
    const gap = style.columns - widthOf(last) - widthOf(check);
    yield gap >= 2 ? last + ' '.repeat(gap) + check : last;
    if (gap < 2) yield* labelled('check', finding.check, style);
    if (finding.remedy) yield* remedyLines('how', finding.remedy, finding, style);
  }
}

/** What was noticed and decides nothing, such as a part that is not followed. */
export function* remarks(view: View, style: Style): Iterable<string> {
  const texts = [...new Set(view.findings('info').map(({ finding }) => finding.text))];
  const count = style.verbose ? texts.length : Math.min(texts.length, shownRemarks);
  if (count > 0) yield '';
  for (const text of texts.slice(0, count))
    yield* wrapped(`${marked('none', 'NOTE', style)}  `, text, labelIndent, style);
  if (count < texts.length) yield* labelled('', `and ${texts.length - count} more, shown with --verbose`, style);
}
