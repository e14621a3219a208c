import type { CheckResult } from '../model/report.ts';
import { kindsOf } from './rollup.ts';
import { marked, type Style, wrapped } from './style.ts';
import { evidenceLines, labelIndent } from './text-labels.ts';
import type { View } from './view.ts';

const indent = 12;

/** What passed, does not apply, was left out or is waived: counted and named. */
export function* restLines(view: View, style: Style): Iterable<string> {
  const passed = view.results('pass');
  if (style.verbose) yield* passes(passed, style);
  else if (passed.length > 0) yield* wrapped(labelFor(`passed ${passed.length}`), named(passed), indent, style);
  yield* noNeed(view, style);
  const skipped = view.results('skipped');
  if (skipped.length > 0) yield* wrapped(labelFor(`skipped ${skipped.length}`), named(skipped), indent, style);
  const { waived } = view;
  if (waived.length > 0) yield* wrapped(labelFor(`waived ${waived.length}`), named(waived), indent, style);
}

/** As wide as the others, and with a space after it however high the count. */
function labelFor(text: string): string {
  return `${text} `.padEnd(indent);
}

function* passes(results: CheckResult[], style: Style): Iterable<string> {
  for (const { check, title, target, findings } of results) {
    yield* wrapped(
      `${marked('pass', 'OK', style)}  `,
      `${target === '' ? '' : `${target}: `}${title} (${check})`,
      labelIndent,
      style,
    );
    yield* evidenceLines(
      'seen',
      findings.flatMap((finding) => finding.evidence),
      style,
    );
  }
  if (results.length > 0) yield '';
}

/** Grouped by reason, with the line of the site file that would ask the question where nothing did. */
function* noNeed(view: View, style: Style): Iterable<string> {
  const results = view.results('not-applicable');
  let head = `no need ${results.length}`;
  for (const { said, members } of kindsOf(results, (result) => reasonOf(result, view))) {
    yield* wrapped(labelFor(head), `${named(members)} (${said})`, indent, style);
    head = '';
  }
}

function reasonOf(result: CheckResult, view: View): string {
  const finding = result.findings.find(({ level }) => level === 'not-applicable');
  const told = (finding?.text ?? result.reason ?? 'nothing asks for it').replace(/\.$/, '');
  // Of many machines each would else be a reason of its own.
  const reason = view.isFleet ? view.withoutNames(told, result.target, 'the machine') : told;
  const asked = view.check(result.check)?.askedBy;
  // Where the judge looked and found nothing to judge, configuration would not change it.
  if (finding !== undefined || asked === undefined || reason.includes(asked.configuration)) return reason;
  return `${reason}; to ask it: ${asked.configuration}`;
}

/** Ids of checks, each once, with the number of machines where there are several. */
function named(results: CheckResult[]): string {
  const counts = new Map<string, number>();
  for (const { check } of results) counts.set(check, (counts.get(check) ?? 0) + 1);
  return [...counts].map(([check, count]) => (count === 1 ? check : `${check} ×${count}`)).join(', ');
}
