import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Failure, Reading } from '../model/answer.ts';
import { UsageError } from '../model/usage-error.ts';
import { codeOf, failureOf, linkFailure } from './failures.ts';
import { type Entry, type EntryKind, Listing } from './folder.ts';
import { readSmallFile } from './small-file.ts';

/** A content library on disk; its folders are real ones, all links that led to it resolved. */
export interface LibraryFolder {
  path: string;
  pkgLib: Listing;
  dataLib: Listing;
  /** In the order of the search, each once. */
  fileLibs: Listing[];
}

/**
 * Opens a library and further FileLib folders. The folders that are named may be links; what is in them may not. Throws
 * `UsageError` where one of them is none.
 */
export function openLibrary(library: string, fileLibs: readonly string[]): LibraryFolder {
  const path = realFolder(library);
  const root = listed(path, library);
  const part = (name: string): Listing | null => {
    const [entry, other] = root.named(name);
    if (!entry) return null;
    if (other) throw new UsageError(`${library} holds ${entry.name} and ${other.name}, which are one name to Windows.`);
    const own = root.pathOf(entry);
    if (entry.kind === 'link') throw new UsageError(`${own} is a link, which is not followed.`);
    if (entry.kind !== 'folder')
      throw new UsageError(`${library} is no content library: its ${entry.name} is no folder.`);
    return listed(own, own);
  };
  const [pkgLib, dataLib, fileLib] = [part('PkgLib'), part('DataLib'), part('FileLib')];
  if (!pkgLib || !dataLib) {
    const missing = pkgLib ? 'DataLib' : 'PkgLib';
    throw new UsageError(`${library} is no content library: it has no folder ${missing}.`);
  }
  const all = fileLib ? [fileLib] : [];
  for (const further of fileLibs) {
    const real = realFolder(further);
    const listing = listed(real, further);
    const [inner] = listing.named('FileLib');
    if (inner)
      throw new UsageError(`${further} is no FileLib folder, it holds one: give ${join(further, inner.name)}.`);
    if (!all.some((known) => known.path === real)) all.push(listing);
  }
  return { path, pkgLib, dataLib, fileLibs: all };
}

function realFolder(path: string): string {
  try {
    return realpathSync.native(resolve(path));
  } catch (error) {
    throw unusable(path, error);
  }
}

function listed(path: string, named: string): Listing {
  try {
    return new Listing(path);
  } catch (error) {
    throw unusable(named, error);
  }
}

function unusable(path: string, error: unknown): UsageError {
  if (codeOf(error) === 'ENOENT') return new UsageError(`There is no folder ${path}.`);
  if (codeOf(error) === 'ENOTDIR') return new UsageError(`${path} is no folder.`);
  return new UsageError(`${path} cannot be read: ${failureOf(error).message}.`);
}

/** The entry of one name, without case; null where there is none, a failure where it cannot be used as `kind`. */
export function entryOf(folder: Listing, name: string, kind: EntryKind): Entry | Failure | null {
  const [entry, other] = folder.named(name);
  if (!entry) return null;
  if (other) return { failed: 'malformed', message: `${entry.name} and ${other.name} are one name to Windows` };
  return entry.kind === kind ? entry : notOfKind(entry, kind);
}

/** Why an entry is not read as what it should be. */
export function notOfKind({ kind }: Entry, wanted: EntryKind): Failure {
  if (kind === 'link') return linkFailure;
  if (kind === 'misnamed') return { failed: 'malformed', message: 'its name is none that Windows could hold' };
  return { failed: 'malformed', message: wanted === 'folder' ? 'it is no folder' : 'it is no file' };
}

/** The text of an INI beside others in a folder; null where there is none. */
export function readIniOf(folder: Listing, name: string): Reading<string | null> {
  const entry = entryOf(folder, name, 'file');
  if (entry === null) return { value: null };
  return 'failed' in entry ? entry : readSmallFile(folder.pathOf(entry));
}

/** One part of a path that cannot lead out of its folder. */
export const isName = (name: string): boolean => /^[^\\/:*?"<>|\x00-\x1f]+$/.test(name) && !/^\.+$/.test(name);
