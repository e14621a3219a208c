import { z } from 'zod';
import { type Params, type Placed, wasRead } from '../../src/model/answer.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { Fact, Question } from '../../src/model/fact.ts';
import { compareText } from '../../src/model/json.ts';
import { sameHostName } from '../../src/model/target.ts';
import { parseNalPath } from '../../src/windows/nal-path.ts';
import type { SitePackage } from '../../src/windows/package-state.ts';
import { count, fact, maybeText, reading, text } from './shape.ts';
import { onSite } from './site.ts';

/** What one task sequence refers to. */
export interface TaskSequence {
  found: boolean;
  name: string | null;
  bootImage: string | null;
  references: { package: string | null; object: string | null; name: string | null; type: number | null }[];
  /** Task sequences that it runs as steps. */
  children: string[];
  truncated: boolean;
}

export const taskSequence: Fact<TaskSequence, true> = fact({
  name: 'task-sequence',
  title: 'the references of the task sequence',
  parametric: true,
  // Asked of child task sequences as well.
  after: ['sms-providers', 'task-sequence'],
  schema: z.object({
    found: z.boolean(),
    name: maybeText,
    bootImage: maybeText,
    references: z.array(
      z.object({ package: maybeText, object: maybeText, name: maybeText, type: z.number().nullable() }),
    ),
    children: z.array(text),
    truncated: z.boolean(),
  }),
  ask: (configuration, known): Question[] =>
    sequencesInScope(configuration, known.answers(taskSequence))
      .slice(0, mostTaskSequences)
      .flatMap((id) => onSite(configuration, known, { taskSequence: id })),
});

/** Task sequences that are followed in all; a run of more is not known. */
export const mostTaskSequences = 100;

/** `ObjectType` of a child task sequence. */
const childTaskSequence = 4;

/** References that name no package, so that their content cannot be looked up. */
export function unresolvedOf({ references }: TaskSequence): string[] {
  return references
    .filter(({ type, package: id }) => type !== childTaskSequence && !id)
    .map(({ object, name }) => name ?? object ?? '');
}

/** The data of the first answer that could be read. */
export function firstRead<T>(answers: readonly Placed<T>[]): T | undefined {
  for (const { answer } of answers) if (answer.status === 'ok') return answer.data;
  return undefined;
}

/** The configured task sequence and those that it runs, as far as they are known, in capitals. */
export function sequencesInScope(
  { taskSequence: root }: Configuration,
  sequences: readonly Placed<TaskSequence>[],
): string[] {
  const children = sequences.flatMap(({ answer }) => (answer.status === 'ok' ? answer.data.children : []));
  return root === null ? [] : [...new Set([root, ...children].map((id) => id.toUpperCase()))];
}

/** Task sequences of those in scope that nobody asked for, up to as many as are followed. */
export function sequencesNotAsked(configuration: Configuration, sequences: readonly Placed<TaskSequence>[]): string[] {
  const asked = new Set(sequences.map(({ params }) => String(params['taskSequence']).toUpperCase()));
  return sequencesInScope(configuration, sequences)
    .slice(0, mostTaskSequences)
    .filter((id) => !asked.has(id));
}

/**
 * The packages in scope: those configured, and what the task sequence and those that it runs refer to. Null while that is
 * not yet known.
 */
export function packagesInScope(
  configuration: Configuration,
  sequences: readonly Placed<TaskSequence>[],
): string[] | null {
  if (configuration.site !== null && sequencesNotAsked(configuration, sequences).length > 0) return null;
  const referenced = sequences.flatMap(({ answer }) =>
    answer.status === 'ok'
      ? [
          answer.data.bootImage,
          ...answer.data.references
            .filter(({ type }) => type !== childTaskSequence)
            .map((reference) => reference.package),
        ]
      : [],
  );
  const ids = [...configuration.packages, ...referenced].filter((id): id is string => id !== null && id !== '');
  return [...new Set(ids.map((id) => id.toUpperCase()))].sort();
}

/** The site's view of packages: one query a class for all of them. */
export const sitePackages = fact({
  name: 'site-packages',
  title: "the site's view of the packages",
  parametric: true,
  after: ['sms-providers', 'task-sequence'],
  schema: z.object({
    packages: z.array(
      z.object({
        package: text,
        name: text,
        type: z.number(),
        sourceVersion: z.number(),
        storedVersion: z.number(),
        sourceSite: text,
        flags: z.number(),
        sourceFlag: z.number(),
      }),
    ),
    /** The latest status message of each package on each distribution point. `severity` is unsigned. */
    messages: reading(
      z.array(
        z.object({
          package: text,
          nalPath: text,
          messageId: count,
          severity: count.transform((value) => value >>> 0),
          state: count,
          updated: maybeText,
        }),
      ),
    ),
    /** Contents of packages that have several: drivers, applications, updates. */
    contents: reading(
      z.array(z.object({ package: text, contentId: count, uniqueId: text, version: count.nullable() })),
    ),
    /** Every distribution point of the site. */
    points: reading(z.array(z.object({ nalPath: text, pull: z.boolean(), peer: z.boolean(), multicast: z.boolean() }))),
    status: z.array(
      z.object({ package: text, nalPath: text, sourceVersion: z.number(), state: z.number(), summarized: maybeText }),
    ),
    targeted: z.array(z.object({ package: text, nalPath: text })),
  }),
  ask: (configuration, known) => {
    const packages = packagesInScope(configuration, known.answers(taskSequence));
    return packages && packages.length > 0 ? onSite(configuration, known, { packages }) : [];
  },
});
export type SitePackages = ReturnType<(typeof sitePackages)['decode']>;

/** The code of the site whose classes were asked: the end of their namespace. */
export function siteCodeOf(params: Params): string | null {
  return /site_([A-Z0-9]{3})$/i.exec(String(params['namespace'] ?? ''))?.[1]?.toUpperCase() ?? null;
}

/** What the site says of one package on the distribution point that goes by these names. */
export function siteView(site: SitePackages, id: string, names: readonly string[]) {
  const here = ({ package: each, nalPath }: { package: string; nalPath: string }): boolean =>
    each === id && isPoint(nalPath, names);
  const { messages, contents } = site;
  const known = site.packages.find((each): each is SitePackage => each.package === id);
  return {
    package: known,
    // Of two rows about one distribution point the worse counts.
    status: site.status.filter(here).sort((a, b) => Number(a.state === 0) - Number(b.state === 0))[0],
    targeted: site.targeted.some(here),
    /** Another distribution point has it in the version of the site. */
    elsewhere: site.status.some(
      (row) => row.package === id && row.state === 0 && row.sourceVersion === known?.sourceVersion && !here(row),
    ),
    /** The latest of them; null where there is none or they were not read. */
    message: wasRead(messages)
      ? (messages.value.filter(here).sort((a, b) => compareText(b.updated ?? '', a.updated ?? ''))[0] ?? null)
      : null,
    contents: wasRead(contents)
      ? contents.value.filter((each) => each.package === id).map(({ uniqueId }) => uniqueId)
      : ('unread' as const),
  };
}

/** Whether a NAL path names the distribution point that goes by these names. */
export function isPoint(nalPath: string, names: readonly string[]): boolean {
  const path = parseNalPath(nalPath);
  return path !== null && names.some((name) => sameHostName(name, path.host));
}
