import type { Answer, Placed } from '../../src/model/answer.ts';
import {
  type BlobBytes,
  type ContentLibrary,
  type Damage,
  libraryEntry,
  verifyContent,
} from '../../src/windows/content-library.ts';
import { isReadable, type PackageState, packageState } from '../../src/windows/package-state.ts';
import { type SitePackages, siteView } from './packages.ts';

/**
 * Where a package stands, by the site if it was asked, else by the content library alone; and whether there are files
 * of it to be judged.
 */
export function stateIn(
  library: ContentLibrary,
  id: string,
  site: SitePackages | undefined,
  names: readonly string[],
): { state: PackageState | 'absent' | 'unread'; readable: boolean } {
  const entry = libraryEntry(library, id);
  const view = site && siteView(site, id, names);
  const state = view ? packageState(view.package, view.status, view.targeted, entry ?? 'unread') : 'current';
  if (!isReadable(state)) return { state, readable: false };
  if (!entry) return { state: 'unread', readable: false };
  if (entry.present) return { state, readable: true };
  // Where the site says that it is there, that is the finding, and this a consequence.
  return { state: state === 'library-disagrees' ? state : 'absent', readable: false };
}

/** A damage with the package that it was found through. A blob that several packages share is one damage. */
export interface FileDamage extends Damage {
  id: string;
  subject: string;
  /** The packages in scope that it breaks, in words. */
  packages: string;
  /** Whether another content here gave its stored hash, which proves the algorithm for this server. */
  confirmed: boolean;
}

/** What is wrong with the contents of packages, in order of package and path. */
export function damagesOf(
  library: ContentLibrary,
  packages: readonly string[],
  blobs: readonly Placed<BlobBytes[], Answer<BlobBytes[]>>[],
): FileDamage[] {
  const bytes = blobs.flatMap(({ answer }) => (answer.status === 'ok' ? answer.data : []));
  const hashed = new Set(
    blobs.flatMap(({ params, answer }) => (answer.status === 'ok' ? (params.packages as string[]) : [])),
  );
  const verdicts = packages.flatMap((id) => {
    const refs = library.packages.find((each) => each.package === id)?.refs ?? [];
    // Every package has a content: a record that names none was cut short.
    if (refs.length === 0) return [{ id, damage: [unlisted(id)], reproduced: false }];
    return refs.map((ref) => ({ id, ...verifyContent(library, ref, hashed.has(id) ? bytes : null) }));
  });
  const confirmed = verdicts.some(({ reproduced }) => reproduced);
  const damages = new Map<string, FileDamage & { users: Set<string> }>();
  for (const { id, damage } of verdicts) {
    for (const each of damage) {
      const subject = each.copy || each.blob || `${id} ${each.path}`;
      const key = `${each.kind} ${subject}`;
      const known = damages.get(key) ?? { ...each, id, subject, packages: '', confirmed, users: new Set<string>() };
      known.users.add(id);
      damages.set(key, known);
    }
  }
  return [...damages.values()].map(({ users, ...damage }) => ({ ...damage, packages: [...users].join(', ') }));
}

const unlisted = (id: string): Damage => ({
  kind: 'metadata-unread',
  path: `${id}.INI`,
  blob: '',
  copy: '',
  seen: '',
  expected: '',
  message: 'it names no content',
});

/** Whether an answer about bytes, good or bad, covers a package. */
export function bytesAsked(blobs: readonly Placed<unknown, Answer<unknown>>[], id: string): boolean {
  return blobs.some(({ params }) => (params['packages'] as string[]).includes(id));
}
