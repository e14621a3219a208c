import type { Answer, Placed } from '../../src/model/answer.ts';
import type { Message } from '../../src/model/check.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { FindingKey } from '../../src/model/finding.ts';
import { sameHostName } from '../../src/model/target.ts';
import { someOf } from './content-words.ts';
import {
  firstRead,
  mostTaskSequences,
  packagesInScope,
  type SitePackages,
  sequencesInScope,
  sequencesNotAsked,
  type TaskSequence,
  unresolvedOf,
} from './packages.ts';

/** What keeps the scope from being known as a whole. `parent` runs it, or refers to it. */
export interface ScopeGap {
  code: keyof typeof gapMessages;
  subject: string;
  args: GapArguments;
}
interface GapArguments {
  id: string;
  parent: string;
  /** Names, in words. */
  names: string;
  count: number;
}

const correct = (what: string) => () => ({ text: `Correct ${what}.` });

/** What can be missing from what is known of the scope. */
export const gapMessages = {
  'task-sequence-missing': {
    level: 'fail',
    text: ({ id }: GapArguments) => `The site knows no task sequence ${id}.`,
    because: 'So nothing that it would refer to was judged.',
    remedy: correct('the id of the task sequence'),
  },
  'child-missing': {
    level: 'fail',
    text: ({ id, parent }: GapArguments) => `${parent} runs the task sequence ${id}, which the site does not know.`,
    because: 'The step that runs it fails.',
    remedy: ({ parent }: GapArguments) => ({ text: `Correct or remove the step "Run Task Sequence" of ${parent}.` }),
  },
  'references-cut': {
    level: 'unknown',
    text: ({ id }: GapArguments) => `${id} has more references than are read; the rest was not judged.`,
    remedy: () => ({ text: 'Name the packages of the rest by themselves: packages: [PS100012]' }),
  },
  'task-sequences-cut': {
    level: 'unknown',
    text: ({ id, count }: GapArguments) =>
      `${id} runs ${count} task sequences, and ${mostTaskSequences} in all are followed; the content of the rest was not judged.`,
    remedy: () => ({ text: 'Ask for the rest by itself, one task sequence a run.' }),
  },
  'task-sequence-not-followed': {
    level: 'unknown',
    text: ({ parent, names }: GapArguments) =>
      parent === ''
        ? `What ${names} refers to was not read: the facts end before that.`
        : `${parent} runs ${names}, which was not read: the facts end before that.`,
    remedy: () => ({ text: 'Run again, and let it read to the end.' }),
  },
  'reference-unresolved': {
    level: 'unknown',
    text: ({ id, names }: GapArguments) =>
      `${id} refers to ${names}, and the site names no package for that; its content was not judged.`,
    remedy: () => ({ text: 'Open the task sequence in the editor: it marks steps whose object is gone.' }),
  },
  'unknown-to-site': {
    level: 'fail',
    text: ({ id, parent }: GapArguments) =>
      parent === ''
        ? `The site knows no package ${id}.`
        : `${parent} refers to ${id}, a package that the site does not know.`,
    because: 'A step that needs it fails.',
    leadsTo: 'Failed to resolve the source',
    remedy: correct('the id of the package, or the reference in the task sequence'),
  },
  'packages-not-read': {
    level: 'unknown',
    text: ({ names }: GapArguments) => `What the site knows of ${names} was not read: the facts end before that.`,
    remedy: () => ({ text: 'Run again, and let it read to the end.' }),
  },
} as const satisfies { [code: string]: Message<GapArguments> };

type Sequences = readonly Placed<TaskSequence, Answer<TaskSequence>>[];

/** What of the scope is missing, in the order in which it would have been read. Without a site nothing is looked up. */
export function scopeGaps(
  configuration: Configuration,
  sequences: Sequences,
  packages: readonly Placed<SitePackages, Answer<SitePackages>>[],
): ScopeGap[] {
  if (configuration.site === null) return [];
  const gap = (code: ScopeGap['code'], id: string, rest: Partial<GapArguments> = {}): ScopeGap => ({
    code,
    subject: id,
    args: { id, parent: '', names: id, count: 0, ...rest },
  });
  const root = configuration.taskSequence?.toUpperCase() ?? '';
  const read = sequences.flatMap(({ params, answer }) =>
    answer.status === 'ok' ? [{ id: String(params['taskSequence']).toUpperCase(), data: answer.data }] : [],
  );
  const parentOf = (child: string): string =>
    read.find(({ data }) => data.children.some((id) => id.toUpperCase() === child))?.id ?? root;
  const gaps: ScopeGap[] = [];
  for (const { id, data } of read) {
    if (!data.found)
      gaps.push(id === root ? gap('task-sequence-missing', id) : gap('child-missing', id, { parent: parentOf(id) }));
    if (data.truncated) gaps.push(gap('references-cut', id));
    const unresolved = unresolvedOf(data);
    if (unresolved.length > 0) gaps.push(gap('reference-unresolved', id, { names: someOf(unresolved, 5) }));
  }
  const { length } = sequencesInScope(configuration, sequences);
  if (length > mostTaskSequences) gaps.push(gap('task-sequences-cut', root, { count: length - 1 }));
  for (const id of sequencesNotAsked(configuration, sequences))
    gaps.push(gap('task-sequence-not-followed', id, id === root ? {} : { parent: parentOf(id) }));
  const scope = packagesInScope(configuration, sequences) ?? [];
  const site = firstRead(packages);
  const referring = (id: string): string =>
    read.find(({ data }) =>
      [data.bootImage, ...data.references.map((each) => each.package)].some((each) => each?.toUpperCase() === id),
    )?.id ?? '';
  const known = new Set(site?.packages.map((each) => each.package.toUpperCase()));
  if (site)
    for (const id of scope) if (!known.has(id)) gaps.push(gap('unknown-to-site', id, { parent: referring(id) }));
  if (packages.length === 0 && scope.length > 0) gaps.push(gap('packages-not-read', '', { names: someOf(scope, 5) }));
  return gaps;
}

/** Facts that tell whether the scope is known. */
export interface ScopeFacts {
  sequence: Sequences;
  site: readonly Placed<SitePackages, Answer<SitePackages>>[];
}

export const scopeMessages = {
  'scope-incomplete': {
    level: 'unknown',
    text: ({ on, why }: { on: string; why: string }) => `The content on ${on} was not judged in full: ${why}`,
  },
} as const satisfies { [code: string]: Message<{ on: string; why: string }> };

/**
 * That not everything in scope is known, as a distribution point says it: what was judged is only a part. The cause stands
 * on the site server.
 */
export function* scopeIncomplete(on: string, configuration: Configuration, facts: ScopeFacts) {
  const { site, taskSequence } = configuration;
  const code = 'scope-incomplete' as const;
  if (site === null) {
    if (taskSequence === null) return;
    const why = `what ${taskSequence} refers to only its site knows.`;
    const causedBy = {
      check: 'content-not-current',
      target: on,
      code: 'task-sequence-needs-site',
      subject: taskSequence,
    };
    yield { code, args: { on, why }, causedBy };
    return;
  }
  const [gap] = scopeGaps(configuration, facts.sequence, facts.site);
  if (!gap) return;
  // Where another machine answers for the site, under which name the report shows the site server is not known here.
  const asked = [...facts.sequence, ...facts.site].map(({ target }) => target);
  const server = asked.find((target) => sameHostName(labelOf(target), labelOf(site.server.name)));
  const why = gapMessages[gap.code].text(gap.args);
  const cause: { causedBy?: FindingKey } = server
    ? { causedBy: { check: 'content-scope-incomplete', target: server, code: gap.code, subject: gap.subject } }
    : {};
  yield { code, args: { on, why }, ...cause };
}

/** The first label of a host name; an address stays whole. */
const labelOf = (name: string): string => (/^[\d.]+$|:/.test(name) ? name : name.split('.')[0]!);
