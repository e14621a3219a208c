import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** The directories and files of a source tree: relative paths with `\`, every parent directory listed. */
export interface SourceTree {
  readonly dirs: readonly string[];
  /** The directories without any entry. */
  readonly emptyDirs: readonly string[];
  /** Path -> SHA-256, 64 upper-case hex digits. */
  readonly files: ReadonlyMap<string, string>;
}

// Written apart from src/windows on purpose: two readings of one description, compared by the tests.
const perUnit = (text: string, map: (unit: string) => string): string =>
  text
    .split('')
    .map((unit) => (map(unit).length === 1 ? map(unit) : unit))
    .join('');
const upper = (text: string): string => perUnit(text, (unit) => unit.toUpperCase());
const lower = (text: string): string => perUnit(text, (unit) => unit.toLowerCase());

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('\\')));

/** A relative path with `\`. Throws `RangeError` for one that names no place below the tree. */
export function relativePath(path: string): string {
  const parts = path.split(/[\\/]/);
  if (parts.some((part) => ['', '.', '..'].includes(part) || part.includes(':'))) {
    throw new RangeError(`not a relative Windows path: ${JSON.stringify(path)}`);
  }
  return parts.join('\\');
}

/** Adds the parents of files and directories. Throws `RangeError` if two entries are one name to Windows. */
export function sourceTree(files: ReadonlyMap<string, string>, emptyDirs: readonly string[]): SourceTree {
  const dirs = new Set<string>();
  for (const path of [...emptyDirs, ...Array.from(files.keys(), parentOf)]) {
    for (let at = path; at !== ''; at = parentOf(at)) dirs.add(at);
  }
  const seen = new Set<string>();
  for (const path of [...dirs, ...files.keys()]) {
    if (seen.has(upper(path))) throw new RangeError(`one name to Windows, listed twice: ${JSON.stringify(path)}`);
    seen.add(upper(path));
  }
  const parents = new Set(Array.from(seen, parentOf));
  const sorted = [...dirs].sort();
  return { dirs: sorted, emptyDirs: sorted.filter((dir) => !parents.has(upper(dir))), files };
}

/**
 * The content hash of a source tree under the plain order (upper-cased code units), 64 upper-case hex digits. A public
 * reconstruction, not documented by the vendor. With SHA-1, 40 digits: what a package share would get, which is a guess.
 */
export function plainContentHash(
  tree: Pick<SourceTree, 'dirs' | 'files'>,
  algorithm: 'sha256' | 'sha1' = 'sha256',
): string {
  const parts: string[] = [];
  const dirsIn = childrenByParent(tree.dirs);
  const filesIn = childrenByParent(tree.files.keys());
  const visit = (dir: string): void => {
    const dirs = dirsIn.get(dir) ?? [];
    const files = filesIn.get(dir) ?? [];
    for (const path of [...dirs, ...files]) parts.push(lower(path));
    for (const path of files) parts.push(tree.files.get(path) ?? '');
    dirs.forEach(visit);
  };
  visit('');
  return createHash(algorithm)
    .update(Buffer.from(parts.join(''), 'utf16le'))
    .digest('hex')
    .toUpperCase();
}

function childrenByParent(paths: Iterable<string>): Map<string, string[]> {
  const keyed = Array.from(paths, (path) => ({ path, key: upper(path) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  const groups = new Map<string, string[]>();
  for (const { path } of keyed) {
    const siblings = groups.get(parentOf(path));
    if (siblings === undefined) groups.set(parentOf(path), [path]);
    else siblings.push(path);
  }
  return groups;
}

/** Where a path of the library (with `\`) lies on this machine. */
export function onDisk(folder: string, ...relative: readonly string[]): string {
  return join(folder, ...relative.flatMap((part) => part.split('\\')));
}
