import type { Answer, Placed } from '../../src/model/answer.ts';
import type { JudgeContext, Message } from '../../src/model/check.ts';
import type { OkAnswer } from '../../src/model/fact.ts';
import type { FindingKey } from '../../src/model/finding.ts';
import { type ContentLibrary, libraryEntry } from '../../src/windows/content-library.ts';
import { isListed, isReadable, type PackageState, packageState } from '../../src/windows/package-state.ts';
import { firstRead, packagesInScope, type SitePackages, siteCodeOf, siteView, type TaskSequence } from './packages.ts';

/** Where a package stands on a distribution point: by the site, or by the library alone where no site was asked. */
export interface Standing {
  id: string;
  state: PackageState | 'record-missing' | 'record-unread' | 'not-asked';
  /** Its lists and sizes are to be judged. */
  listed: boolean;
  /** Its bytes are to be read. */
  readable: boolean;
}

type Sites = readonly Placed<SitePackages, Answer<SitePackages>>[];

/** Facts from which the standing of packages follows. */
export interface StandingFacts {
  library: readonly Placed<ContentLibrary, OkAnswer<ContentLibrary>>[];
  site: Sites;
  sequence: readonly Placed<TaskSequence, Answer<TaskSequence>>[];
}

/** The state of a package by the site's word and, where it is not null, by the library's. */
export function stateOf(site: Sites, library: ContentLibrary | null, id: string, names: readonly string[]) {
  const placed = site.find(({ answer }) => answer.status === 'ok');
  if (placed?.answer.status !== 'ok') return null;
  const view = siteView(placed.answer.data, id, names);
  const entry = library === null ? null : libraryEntry(library, id);
  const { message, contents } = view;
  const evidence = { siteCode: siteCodeOf(placed.params), message, contents };
  const word = library === null ? null : (entry ?? 'unread');
  return {
    view,
    entry,
    evidence,
    from: placed.target,
    state: packageState(view.package, view.status, view.targeted, word, evidence),
  };
}

function standingIn(library: ContentLibrary, id: string, site: Sites, names: readonly string[]): Standing {
  const known = stateOf(site, library, id, names);
  const entry = libraryEntry(library, id);
  if (known) {
    const there = entry?.present === true;
    return {
      id,
      state: known.state,
      listed: there && isListed(known.state),
      readable: there && isReadable(known.state),
    };
  }
  if (!entry) return { id, state: 'record-unread', listed: false, readable: false };
  return { id, state: entry.present ? 'current' : 'record-missing', listed: entry.present, readable: entry.present };
}

/** A content library with the packages in scope that were looked for in it. */
export interface LibraryHere {
  library: ContentLibrary;
  standings: Standing[];
}

/** Each content library that was read, and the packages in scope by which they were not asked. */
export function librariesHere(
  facts: StandingFacts,
  { target, configuration }: JudgeContext,
): { libraries: LibraryHere[]; notAsked: string[] } {
  const names = [target.name, ...target.aliases];
  const seen = new Set<string>();
  const libraries = facts.library.map(({ params, answer }): LibraryHere => {
    const ids = (params['packages'] as string[]).filter((id) => !seen.has(id));
    for (const id of ids) seen.add(id);
    return { library: answer.data, standings: ids.map((id) => standingIn(answer.data, id, facts.site, names)) };
  });
  const scope = packagesInScope(configuration, facts.sequence) ?? [];
  return { libraries, notAsked: scope.filter((id) => !seen.has(id)) };
}

const why: { [S in Standing['state']]?: string } = {
  stale: 'the version there is an old one, which will be replaced',
  failed: 'its distribution failed, and the library holds no record of it',
  pending: 'it is on its way there',
  updating: 'it is being updated or validated',
  removing: 'it is being removed from there',
  'not-targeted': 'it is not distributed there',
  'record-missing': 'the library holds no record of it',
  'record-unread': 'its record was not read',
  'library-disagrees': 'the library holds no record of it',
  'library-unread': 'its record was not read',
  'not-asked': 'the facts end before that',
};

/** Why the files of a package in this standing were not read, as the end of a sentence. */
export const whyNotRead = ({ state }: Standing): string => why[state] ?? 'where it stands is not known';

/** The finding that says where a package stands, for what follows from it; nothing where there is none. */
export function standingCause(on: string, { id, state }: Standing): { causedBy?: FindingKey } {
  if (state === 'not-asked') return {};
  const check =
    state === 'record-missing' || state === 'record-unread' ? 'content-metadata-damaged' : 'content-not-current';
  return { causedBy: { check, target: on, code: state, subject: id } };
}

/** States that explain damage: what is old or was sent in part is not as its record says. */
const explaining: readonly Standing['state'][] = ['stale', 'failed'];

/** The cause of a damage that breaks these packages, where all of them stand badly. */
export function damageCause(on: string, users: readonly string[], standings: readonly Standing[]) {
  const bad = users.map((id) => standings.find((each) => each.id === id && explaining.includes(each.state)));
  return bad[0] && bad.every((each) => each !== undefined) ? standingCause(on, bad[0]) : {};
}

/** The site could not be asked, so that nobody knows where packages stand. */
export const isSiteUnread = (site: Sites): boolean => site.length > 0 && firstRead(site) === undefined;

type On = { on: string };
export const libraryMessages = {
  'no-library': { level: 'not-applicable', text: ({ on }: On) => `${on} has no content library.` },
  'nothing-with-content': {
    level: 'not-applicable',
    text: ({ on }: On) => `Nothing in scope has files that ${on} would need.`,
  },
} as const satisfies { [code: string]: Message<On> };
