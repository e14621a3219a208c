import type { CheckResult } from '../model/report.ts';
import { marked, type Style, wrapped } from './style.ts';
import { evidenceLines, labelIndent } from './text-causes.ts';
import type { View } from './view.ts';

const indent = 12;

/** What passed, does not apply, was left out or is waived: counted and named. */
export function* restLines(view: View, style: Style): Iterable<string> {
  const passed = view.results('pass');
  if (style.verbose) yield* passes(passed, style);
  else if (passed.length > 0) yield* wrapped(`passed ${passed.length}`.padEnd(indent), named(passed), indent, style);
  yield* noNeed(view, style);
  const skipped = view.results('skipped');
  if (skipped.length > 0) yield* wrapped(`skipped ${skipped.length}`.padEnd(indent), named(skipped), indent, style);
  const waived = view.report.results.filter((result) => result.waived);
  if (waived.length > 0) yield* wrapped(`waived ${waived.length}`.padEnd(indent), named(waived), indent, style);
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
      findings.flatMap((finding) => finding.evidence),
      style,
    );
  }
  if (results.length > 0) yield '';
}

/** Grouped by reason, with the line of the site file that would ask the question where nothing did. */
function* noNeed(view: View, style: Style): Iterable<string> {
  const results = view.results('not-applicable');
  const reasons = new Map<string, CheckResult[]>();
  for (const result of results) {
    const reason = reasonOf(result, view);
    const group = reasons.get(reason);
    if (group) group.push(result);
    else reasons.set(reason, [result]);
  }
  let head = `no need ${results.length}`;
  for (const [reason, group] of reasons) {
    yield* wrapped(head.padEnd(indent), `${named(group)} (${reason})`, indent, style);
    head = '';
  }
}

function reasonOf(result: CheckResult, view: View): string {
  const finding = result.findings.find(({ level }) => level === 'not-applicable');
  const reason = (finding?.text ?? result.reason ?? 'nothing asks for it').replace(/\.$/, '');
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
