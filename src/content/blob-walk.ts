import { lstatSync } from 'node:fs';
import { join, toNamespacedPath } from 'node:path';
import type { Failure, Reading } from '../model/answer.ts';
import type { BlobCopy } from '../windows/content-library.ts';
import { failureOf } from './failures.ts';
import { type Entry, Listing } from './folder.ts';
import { notOfKind } from './library-folder.ts';
import type { OrphanCount } from './orphans.ts';
import { isoOf, type Pace } from './time.ts';

/** One copy of a blob, and where its users list lies. */
export interface FoundCopy {
  copy: BlobCopy;
  /** Null where there is none. */
  users: Reading<string | null>;
}

export interface BlobWalk {
  fileLibs: readonly Listing[];
  /** In upper case. */
  wanted: Iterable<string>;
  /** Null where nobody asked what else there is. */
  orphans: {
    count: OrphanCount /** Whether blobs that are not wanted are orphans: they are not where a list is not whole. */;
    blobs: boolean;
  } | null;
  pace: Pace;
  signal: AbortSignal;
}

/**
 * Looks for every copy of the wanted blobs; each folder is listed once, those that hold none of them only for orphans.
 * Copies stand in the order of the FileLib folders. Null where it was interrupted.
 */
export async function findCopies(walk: BlobWalk): Promise<Map<string, FoundCopy[]> | null> {
  const copies = new Map<string, FoundCopy[]>();
  const byFolder = new Map<string, string[]>();
  for (const blob of walk.wanted) {
    copies.set(blob, []);
    const folder = blob.slice(0, 4);
    const others = byFolder.get(folder);
    if (others) others.push(blob);
    else byFolder.set(folder, [blob]);
  }
  for (const fileLib of walk.fileLibs)
    for (const entry of fileLib.entries) {
      const here = byFolder.get(entry.upper) ?? [];
      if (here.length === 0 && !walk.orphans) continue;
      if (here.length === 0 && (entry.kind !== 'folder' || !/^[0-9A-F]{4}$/.test(entry.upper))) {
        walk.orphans?.count.add('odd-file', fileLib.pathOf(entry));
        continue;
      }
      const folder = search(fileLib, entry);
      const failure = 'value' in folder ? null : folder;
      for (const blob of here) {
        if (failure)
          copies.get(blob)!.push({ copy: { path: join(fileLib.pathOf(entry), blob), size: failure }, users: failure });
        else if ('value' in folder)
          for (const found of folder.value.named(blob)) copies.get(blob)!.push(copyOf(folder.value, found));
        if (walk.pace.due) await walk.pace.rest();
        if (walk.signal.aborted) return null;
      }
      if (walk.orphans && 'value' in folder) countOrphans(folder.value, new Set(here), entry.upper, walk.orphans);
      if (walk.pace.due) await walk.pace.rest();
      if (walk.signal.aborted) return null;
    }
  return copies;
}

function search(fileLib: Listing, entry: Entry): Reading<Listing> {
  if (entry.kind !== 'folder') return ofFolder(notOfKind(entry, 'folder'));
  try {
    return { value: new Listing(fileLib.pathOf(entry)) };
  } catch (error) {
    return ofFolder(failureOf(error));
  }
}

const ofFolder = ({ failed, message }: Failure): Failure => ({ failed, message: `its folder: ${message}` });

function copyOf(folder: Listing, entry: Entry): FoundCopy {
  const path = folder.pathOf(entry);
  const [ini] = folder.named(`${entry.name}.INI`);
  const users: Reading<string | null> = !ini
    ? { value: null }
    : ini.kind === 'file'
      ? { value: folder.pathOf(ini) }
      : notOfKind(ini, 'file');
  if (entry.kind !== 'file') return { copy: { path, size: notOfKind(entry, 'file') }, users };
  try {
    const { size, mtimeNs } = lstatSync(toNamespacedPath(path), { bigint: true });
    return { copy: { path, size: { value: Number(size) }, modified: isoOf(mtimeNs) }, users };
  } catch (error) {
    return { copy: { path, size: failureOf(error) }, users };
  }
}

/** A blob that nobody uses, or that lies where nobody looks for it, with its companions; and what is no blob at all. */
function countOrphans(
  folder: Listing,
  used: ReadonlySet<string>,
  prefix: string,
  { count, blobs }: NonNullable<BlobWalk['orphans']>,
): void {
  for (const entry of folder.entries) {
    const [, blob, companion] = /^([0-9A-F]{64})(\.INI|\.SIG)?$/.exec(entry.upper) ?? [];
    if (blob === undefined) count.add('odd-file', folder.pathOf(entry));
    else if (companion !== undefined && (used.has(blob) || folder.named(blob).length > 0)) continue;
    else if (companion !== undefined) count.add('odd-file', folder.pathOf(entry));
    else if (!used.has(blob) && (blobs || !blob.startsWith(prefix))) count.add('orphan-blob', folder.pathOf(entry));
  }
}
