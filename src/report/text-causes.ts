import type { CheckResult } from '../model/report.ts';
import { type Group, kindsOf } from './rollup.ts';
import { marked, type Style } from './style.ts';
import { consequenceLines } from './text-consequences.ts';
import { commandLine, findingLines, labelled } from './text-labels.ts';
import { rolledBlock } from './text-rolled.ts';
import type { View } from './view.ts';

/** How many consequences are named before the rest is counted. */
const namedConsequences = 8;

/** One block for each thing to mend: failures, then warnings. */
export function* causeBlocks(view: View, style: Style): Iterable<string> {
  for (const level of ['fail', 'warn'] as const) {
    for (const group of view.groups(level)) {
      yield '';
      const head = `${level === 'fail' ? marked('fail', 'FAIL', style) : marked('warn', 'WARN', style)}  `;
      const { finding } = group.first;
      if (group.targets.length > 1) yield* rolledBlock(head, group, view, style);
      else yield* findingLines(head, finding, style);
      yield* consequenceLines(group, view, style);
      const open = openBecauseOf(group, view);
      if (open.length > 0) yield* labelled('so open', listed(open), style);
      const scope = level === 'fail' ? scopeOfFails(group, view) : null;
      if (scope !== null) yield* labelled('weight', scope, style);
      yield commandLine('more', `osd-preflight explain ${finding.check}`, style);
    }
  }
}

/** `check on target`; of what is rolled up, checks with the number of machines. */
function openBecauseOf({ seen, targets }: Group, view: View): string[] {
  const open = seen.flatMap(({ finding }) => view.openBecauseOf(finding));
  if (targets.length === 1) return open.map(({ check, target }) => (target === '' ? check : `${check} on ${target}`));
  return kindsOf(open, ({ check }) => check).map(({ said, members }) => {
    const names = new Set(members.map(({ target }) => target));
    const on = names.size === 1 ? members[0]!.target : `${names.size} machines`;
    return on === '' ? said : `${said} on ${on}`;
  });
}

/** Null where the cause or anything that fails because of it decides the verdict. */
function scopeOfFails({ seen }: Group, view: View): string | null {
  const all = seen.flatMap((one) => [one, ...view.consequencesOf(one.finding)]);
  const scopes = all.filter(({ finding }) => finding.level === 'fail').map(({ result }) => scopeOf(result));
  return scopes.includes(null) ? null : (scopes[0] ?? null);
}

function scopeOf(result: CheckResult): string | null {
  if (result.gate === 'advisory') return 'advisory: it does not decide the verdict';
  if (result.gate === null) return 'belongs to none of the operations asked about: it does not decide the verdict';
  return result.stale ? 'read too long ago to decide the verdict' : null;
}

function listed(names: string[]): string {
  const more = names.length - namedConsequences;
  return more > 0 ? `${names.slice(0, namedConsequences).join(', ')} and ${more} more` : names.join(', ');
}
