import type { Answer, Placed } from '../../src/model/answer.ts';
import {
  type BlobBytes,
  type ContentLibrary,
  type Damage,
  libraryEntry,
  verifyContent,
} from '../../src/windows/content-library.ts';
import { type PackageState, packageState } from '../../src/windows/package-state.ts';
import { type SitePackages, siteView } from './packages.ts';

/** Where a package stands, by the site if it was asked, else by the content library alone. */
export function stateIn(
  library: ContentLibrary,
  id: string,
  site: SitePackages | undefined,
  names: readonly string[],
): PackageState | 'absent' | 'unread' {
  const entry = libraryEntry(library, id);
  if (site) {
    const view = siteView(site, id, names);
    const state = packageState(view.package, view.status, view.targeted, entry);
    if (state !== 'current' || entry) return state;
  }
  if (!entry) return 'unread';
  return entry.present ? 'current' : 'absent';
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
