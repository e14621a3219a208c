import { upperUnits } from './case-mapping.ts';

/** The digests of which a content hash can be made. A content library knows SHA-256 alone. */
export type HashAlgorithm = 'sha256' | 'sha1' | 'md5';

/** One directory of a content: file name -> its hash (hex digits), directory name -> directory. Names as on disk. */
export interface Dir {
  readonly files: ReadonlyMap<string, string>;
  readonly dirs: ReadonlyMap<string, Dir>;
}

/** One entry as it was listed: `path` relative to the content, separated by `\` or `/`; `hash` only for files. */
export interface TreeRow {
  readonly path: string;
  readonly hash: string | null;
  readonly kind: 'file' | 'dir';
}

/**
 * Why a row is not in the tree, or not as it was listed:
 * `absolute`, `empty-component`, `dot-component`: the path names no place below the content;
 * `impossible-name`: a name in a mirror that Windows could not hold, such as `NUL` or `a?`;
 * `case-collision`: spelled otherwise than an entry that Windows takes for the same (a directory is merged into the
 * first spelling, a file is left out);
 * `duplicate`: the same file twice (the first one stays); `file-and-directory`: one name for both (the first one stays);
 * `not-an-ini`: a mirror file without `.INI`; `unreadable-hash`: not as many hex digits as the algorithm gives.
 */
export type TreeProblemKind =
  | 'absolute'
  | 'empty-component'
  | 'dot-component'
  | 'impossible-name'
  | 'case-collision'
  | 'duplicate'
  | 'file-and-directory'
  | 'not-an-ini'
  | 'unreadable-hash';

/** A problem and the path of the row that showed it, as it was listed. */
export interface TreeProblem {
  readonly path: string;
  readonly kind: TreeProblemKind;
}

/** The tree, and everything about the rows that it does not show. With problems its hash is not evidence of damage. */
export interface Tree {
  readonly root: Dir;
  readonly problems: readonly TreeProblem[];
}

interface Building extends Dir {
  readonly files: Map<string, string>;
  readonly dirs: Map<string, Building>;
  /** Upper-cased name -> the spelling that came first and what it is. */
  readonly names: Map<string, { readonly name: string; readonly kind: 'file' | 'dir' }>;
}

const hashForms: { readonly [algorithm in HashAlgorithm]: RegExp } = {
  sha256: /^[0-9A-Fa-f]{64}$/,
  sha1: /^[0-9A-Fa-f]{40}$/,
  md5: /^[0-9A-Fa-f]{32}$/,
};
const newDir = (): Building => ({ files: new Map(), dirs: new Map(), names: new Map() });

// Names of devices with or without an ending, characters that no name has, and an end that Win32 takes away.
const IMPOSSIBLE = /^(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])[ ]*(?:\.|$)|[<>:"|?*\x00-\x1f]|[. ]$/i;

function nameProblem(name: string, names: 'mirror' | 'source'): TreeProblemKind | null {
  if (name === '') return 'empty-component';
  if (name === '.' || name === '..') return 'dot-component';
  if (/^[A-Za-z]:/.test(name)) return 'absolute';
  return names === 'mirror' && IMPOSSIBLE.test(name) ? 'impossible-name' : null;
}

function split(path: string): { readonly above: string | null; readonly name: string } {
  const cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  return { above: cut < 0 ? null : path.slice(0, cut), name: path.slice(cut + 1) };
}

/**
 * Builds the tree of one content from its listed rows; parents need not be listed. Never throws: what cannot be placed
 * is reported. `names` says what the file names are: those of the library's `mirror`, where exactly one trailing `.INI`
 * (in any case) is taken off, or those of a `source` folder, which stay as they are. Directory names always stay.
 * `algorithm` says what hashes the rows hold.
 */
export function treeFrom(
  rows: readonly TreeRow[],
  names: 'mirror' | 'source' = 'mirror',
  algorithm: HashAlgorithm = 'sha256',
): Tree {
  const root = newDir();
  const problems: TreeProblem[] = [];
  // By path as listed, or why there is no such directory. Without it every row of a deep tree would start at the root.
  // The empty path comes up only as the parent of `\x`.
  const known = new Map<string, Building | TreeProblemKind>([['', 'absolute']]);

  const enter = (parent: Building, name: string, path: string): Building | TreeProblemKind => {
    const problem = nameProblem(name, names);
    if (problem !== null) return problem;
    const key = upperUnits(name);
    const seen = parent.names.get(key);
    if (seen?.kind === 'file') return 'file-and-directory';
    if (seen !== undefined && seen.name !== name) problems.push({ path, kind: 'case-collision' });
    const existing = seen && parent.dirs.get(seen.name);
    if (existing !== undefined) return existing;
    const made = newDir();
    parent.names.set(key, { name, kind: 'dir' });
    parent.dirs.set(name, made);
    return made;
  };

  const directory = (path: string | null): Building | TreeProblemKind => {
    const missing: { path: string; name: string }[] = [];
    let at = path;
    while (at !== null && !known.has(at)) {
      const { above, name } = split(at);
      missing.push({ path: at, name });
      at = above;
    }
    let dir = at === null ? root : known.get(at)!;
    for (const step of missing.reverse()) {
      if (typeof dir !== 'string') dir = enter(dir, step.name, step.path);
      known.set(step.path, dir);
    }
    return dir;
  };

  const addFile = (row: TreeRow): TreeProblemKind | null => {
    const { above, name: listed } = split(row.path);
    const parent = directory(above);
    if (typeof parent === 'string') return parent;
    const bad = nameProblem(listed, names);
    if (bad !== null) return bad;
    if (names === 'mirror' && !/\.ini$/i.test(listed)) return 'not-an-ini';
    const name = names === 'mirror' ? listed.slice(0, -4) : listed;
    const worse = nameProblem(name, names);
    if (worse !== null) return worse;
    const key = upperUnits(name);
    const seen = parent.names.get(key);
    if (seen?.kind === 'dir') return 'file-and-directory';
    if (seen !== undefined) return seen.name === name ? 'duplicate' : 'case-collision';
    parent.names.set(key, { name, kind: 'file' });
    if (row.hash === null || !hashForms[algorithm].test(row.hash)) return 'unreadable-hash';
    parent.files.set(name, row.hash.toUpperCase());
    return null;
  };

  const addDirectory = (path: string): TreeProblemKind | null => {
    if (path === '') return 'empty-component';
    const dir = directory(path);
    return typeof dir === 'string' ? dir : null;
  };

  for (const row of rows) {
    const kind = row.kind === 'file' ? addFile(row) : addDirectory(row.path);
    if (kind !== null) problems.push({ path: row.path, kind });
  }
  return { root, problems };
}
