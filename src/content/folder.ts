import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join, toNamespacedPath } from 'node:path';
import type { Failure } from '../model/answer.ts';
import { upperUnits } from '../windows/case-mapping.ts';
import { failureOf } from './failures.ts';

/** `misnamed`: its name is none that a file on Windows could have, or no valid UTF-8. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other' | 'misnamed';

/** What a folder holds under one name. */
export interface Entry {
  name: string;
  /** Names that are equal in this are one name to Windows. */
  upper: string;
  kind: EntryKind;
}

/** Reads a folder, sorted by name, whatever order the file system has. Throws what the file system throws. */
function listFolder(folder: string): Entry[] {
  const entries = readdirSync(toNamespacedPath(folder), { withFileTypes: true }).map((entry) => ({
    name: entry.name,
    upper: upperUnits(entry.name),
    kind: kindOf(folder, entry),
  }));
  return entries.sort(byName);
}

const byName = (a: Entry, b: Entry): number =>
  a.upper < b.upper ? -1 : a.upper > b.upper ? 1 : a.name < b.name ? -1 : 1;

function kindOf(folder: string, entry: Dirent): EntryKind {
  const { name } = entry;
  if (/[\\:]/.test(name) || (name.includes('\ufffd') && isLost(join(folder, name)))) return 'misnamed';
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  // To a listing on Windows every reparse point is a link, also a file that is merely deduplicated.
  return entry.isSymbolicLink() ? kindOfLink(join(folder, name)) : 'other';
}

function kindOfLink(path: string): EntryKind {
  const stats = lstatSync(toNamespacedPath(path), { throwIfNoEntry: false });
  if (stats?.isFile()) return 'file';
  return stats?.isDirectory() ? 'folder' : 'link';
}

/** Whether the name stands for bytes that are no UTF-8: then nothing is found under it. */
const isLost = (path: string): boolean => lstatSync(toNamespacedPath(path), { throwIfNoEntry: false }) === undefined;

/** One folder of a tree: what it holds, or why it could not be read. */
export interface Visit {
  /** Below the top, with `\`; empty for the top itself. */
  path: string;
  /** On disk. */
  own: string;
  entries: readonly Entry[];
  failure: Failure | null;
}

/** The path of an entry below the top of its tree. */
export const below = ({ path }: Visit, { name }: Entry): string => (path === '' ? name : `${path}\\${name}`);

/** A folder and all folders in it, each before those in it. Links are not followed. */
export function* walkFolder(top: string): Generator<Visit> {
  const pending = [{ path: '', own: top }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const visit: Visit = { ...next, entries: [], failure: null };
    try {
      visit.entries = listFolder(next.own);
    } catch (error) {
      visit.failure = failureOf(error);
    }
    yield visit;
    for (const entry of visit.entries.toReversed())
      if (entry.kind === 'folder') pending.push({ path: below(visit, entry), own: join(next.own, entry.name) });
  }
}

/** The entries of one folder by name, without case. */
export class Listing {
  readonly path: string;
  readonly entries: readonly Entry[];
  readonly #byName = new Map<string, Entry[]>();

  /** Throws what the file system throws. */
  constructor(path: string) {
    this.path = path;
    this.entries = listFolder(path);
    for (const entry of this.entries) {
      const others = this.#byName.get(entry.upper);
      if (others) others.push(entry);
      else this.#byName.set(entry.upper, [entry]);
    }
  }

  /** All entries that Windows would take for one of this name: where names have a case, there may be several. */
  named(name: string): readonly Entry[] {
    return this.#byName.get(upperUnits(name)) ?? [];
  }

  /** Where an entry lies. */
  pathOf({ name }: Entry): string {
    return join(this.path, name);
  }
}
