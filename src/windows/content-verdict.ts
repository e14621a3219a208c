import { type Failure, type Reading, wasRead } from '../model/answer.ts';
import { upperUnits } from './case-mapping.ts';
import { type OrderName, recomputeContentHash, type TreeRow, treeFrom } from './content-hash.ts';
import { type BlobBytes, type BlobCopy, type ContentListing, iniText } from './content-library.ts';
import { readContentIni, readFileIni, readUsersIni } from './ini.ts';

/** What can be wrong, or not readable, with one content, one of its files or one copy of a blob (`content` 5.4). */
export type DamageKind =
  // The list of a content
  | 'mirror-missing'
  | 'metadata-unread'
  | 'content-incomplete'
  | 'other-content'
  | 'info-hash-damaged'
  | 'mirror-damaged'
  | 'metadata-damaged'
  | 'list-differs'
  // A blob: existence, size, bytes
  | 'blob-missing'
  | 'size-wrong'
  | 'blob-corrupt'
  | 'disk-error'
  | 'blob-locked'
  | 'blob-changed'
  | 'blob-unread'
  | 'bytes-missing'
  | 'users-list-wrong';

/** Something wrong, or not readable. What does not apply is empty. */
export interface Damage {
  kind: DamageKind;
  /** Path in the content, or the name of the content. */
  path: string;
  /** The contents that it breaks, sorted; those of the users list included where a blob is bad. */
  refs: string[];
  blob: string;
  /** The copy of the blob, where it is about one. */
  copy: string;
  seen: string;
  expected: string;
  message: string;
}

/** A file that the mirror of a content records and whose record could be used. */
export interface RecordedFile {
  /** Path in the content, with `\`, as the source had it. */
  path: string;
  blob: string;
  size: bigint;
  attributes: number | null;
}

/** What the list of one content says, without any bytes. */
export interface ListVerdict {
  ref: string;
  files: RecordedFile[];
  damage: Damage[];
  /** The content hash that names and file hashes give under the first order; null where the list is not whole. */
  recomputed: string | null;
  /** The first order that gives the stored hash or the site's; null where none does. */
  order: OrderName | null;
  /** An expected hash was reproduced from a tree of more than one entry: the algorithm holds on this server. */
  proves: boolean;
  /** Whether it was compared with the hash that the site expects. */
  compared: boolean;
}

/** Kinds that count as damage only where the algorithm is proved on this server (`content` 3.3, ruling 14). */
export const needingProof: readonly DamageKind[] = ['mirror-damaged', 'metadata-damaged', 'list-differs'];

/** ERROR_CRC and ERROR_IO_DEVICE: the medium, not the content. */
const diskErrors = ['0x80070017', '0x8007045D'];
/** ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION. */
const lockErrors = ['0x80070020', '0x80070021'];

function damageOf(kind: DamageKind, path: string, refs: string[], rest: Partial<Damage> = {}): Damage {
  return { kind, path, refs, blob: '', copy: '', seen: '', expected: '', message: '', ...rest };
}

/**
 * Judges the list of one content: its mirror, and its content hash against the stored one and the site's. `siteHash` is
 * null where the site was not asked or gave no SHA-256.
 */
export function judgeList(content: ContentListing, siteHash: string | null): ListVerdict {
  const { ref } = content;
  const verdict: ListVerdict = {
    ref,
    files: [],
    damage: [],
    recomputed: null,
    order: null,
    proves: false,
    compared: false,
  };
  const blame = (kind: DamageKind, path: string, rest: Partial<Damage> = {}): void =>
    void verdict.damage.push(damageOf(kind, path, [ref], rest));
  if (!content.present) {
    blame('mirror-missing', ref);
    return verdict;
  }
  for (const { path, message } of content.unread) blame('metadata-unread', path || ref, { message });
  for (const path of content.links) blame('metadata-unread', path || ref, { message: 'it is a link, which is not followed' });
  const rows: TreeRow[] = content.folders.map((path) => ({ path, hash: null, kind: 'dir' }));
  for (const { path, ini } of content.files) {
    const record = wasRead(ini) ? readFileIni(iniText(ini.value ?? '')) : null;
    rows.push({ path, hash: record?.hash ?? null, kind: 'file' });
    if (!wasRead(ini)) blame('metadata-unread', path, { message: ini.message });
    else if (!record?.hash) blame('metadata-unread', path, { message: 'its INI holds no usable Hash' });
    else if (record.size === null) blame('metadata-unread', path, { message: 'its INI holds no usable Size' });
    else {
      const { hash, size, attributes } = record;
      verdict.files.push({ path: path.replace(/\.ini$/i, ''), blob: hash, size, attributes });
    }
  }
  const stored = storedHash(content.ini);
  if (typeof stored !== 'string') blame('content-incomplete', `${ref}.INI`, { message: stored.message });
  // A list that was not read to its end proves nothing about the whole.
  if (content.unread.length + content.links.length > 0) return verdict;
  const tree = treeFrom(rows);
  for (const { path, kind } of tree.problems)
    if (kind !== 'unreadable-hash') blame('metadata-unread', path, { message: treeProblems[kind] });
  if (tree.problems.length > 0) return verdict;
  const info = typeof stored === 'string' ? stored : null;
  const site = siteHash?.toUpperCase() ?? null;
  const { hash, matches } = recomputeContentHash(
    tree.root,
    [info, site].filter((each) => each !== null),
  );
  verdict.recomputed = hash;
  verdict.order = (info && matches[info]) || (site && matches[site]) || null;
  verdict.proves = verdict.order !== null && rows.length > 1;
  verdict.compared = site !== null;
  const kind = hashDamage(info, site, (value) => matches[value] !== undefined);
  if (kind) blame(kind, ref, { seen: hash, expected: site ?? info ?? '', message: `stored ${info ?? 'nothing'}` });
  return verdict;
}

const treeProblems = {
  absolute: 'its path does not stay in the content',
  'dot-component': 'its path does not stay in the content',
  'empty-component': 'its path has a part without a name',
  'case-collision': 'another entry has the same name to Windows',
  duplicate: 'it is listed twice',
  'file-and-directory': 'a file and a folder have the same name',
  'not-an-ini': 'it is no INI file',
};

function storedHash(ini: Reading<string | null>): string | { message: string } {
  if (!wasRead(ini)) return { message: ini.message };
  if (ini.value === null) return { message: 'it is missing' };
  return readContentIni(iniText(ini.value)).hash ?? { message: 'it holds no usable Hash' };
}

/** The table of stage 2 (`content` 5.4), with R recomputed, I stored and S of the site. */
function hashDamage(
  info: string | null,
  site: string | null,
  reproduced: (value: string) => boolean,
): DamageKind | null {
  const asStored = info !== null && reproduced(info);
  const asSite = site !== null && reproduced(site);
  if (site === null) return info === null || asStored ? null : 'list-differs';
  if (info === site) return asStored ? null : 'mirror-damaged';
  if (asSite) return info === null ? null : 'info-hash-damaged';
  return asStored ? 'other-content' : 'metadata-damaged';
}

/** A file of a content in scope that uses a blob, with the size that its record states. */
export interface BlobUse {
  ref: string;
  path: string;
  size: bigint;
}

/**
 * Judges one blob by existence, size and bytes; every copy, because which of two the product serves is not known.
 * `bytes` is null where nobody wanted them read.
 */
export function judgeBlob(
  blob: string,
  uses: readonly BlobUse[],
  copies: readonly BlobCopy[],
  bytes: readonly BlobBytes[] | null,
): Damage[] {
  const { path } = uses[0]!;
  const refs = distinct(uses.map(({ ref }) => ref));
  if (copies.length === 0) return [damageOf('blob-missing', path, refs, { blob })];
  return copies.flatMap((copy) => {
    const read = bytes?.find((each) => each.path === copy.path);
    const users = usersOf(copy);
    const found = copyDamage(blob, uses, copy, read, bytes !== null);
    const all = { blob, copy: copy.path };
    const damage = found.map(({ kind, ...rest }) =>
      damageOf(kind, rest.path ?? path, broken.includes(kind) ? distinct([...refs, ...(users ?? [])]) : refs, {
        ...rest,
        ...all,
      }),
    );
    const unlisted = users === null ? [] : refs.filter((ref) => !users.some((user) => upperUnits(user) === upperUnits(ref)));
    if (unlisted.length > 0) damage.push(damageOf('users-list-wrong', path, unlisted, all));
    return damage;
  });
}

const broken: readonly DamageKind[] = ['blob-corrupt', 'size-wrong', 'disk-error'];

type Found = Partial<Damage> & { kind: DamageKind };

function copyDamage(
  blob: string,
  uses: readonly BlobUse[],
  copy: BlobCopy,
  read: BlobBytes | undefined,
  wanted: boolean,
): Found[] {
  const hashed = read && 'sha256' in read ? read : undefined;
  if (hashed && hasChanged(copy, hashed)) return [{ kind: 'blob-changed', message: 'it changed while it was read' }];
  if (!wasRead(copy.size)) return [unread(copy.size)];
  const { value: size } = copy.size;
  const wrong = uses.find((use) => use.size !== BigInt(size));
  if (wrong) {
    const message = !hashed ? '' : hashed.sha256 === blob ? 'bytes-match' : 'bytes-differ';
    return [{ kind: 'size-wrong', path: wrong.path, seen: String(size), expected: String(wrong.size), message }];
  }
  if (hashed) return hashed.sha256 === blob ? [] : [{ kind: 'blob-corrupt', seen: hashed.sha256, expected: blob }];
  if (read && 'hresult' in read) {
    const message = `${read.message} (${read.hresult})`;
    if (diskErrors.includes(read.hresult)) return [{ kind: 'disk-error', message }];
    return [{ kind: lockErrors.includes(read.hresult) ? 'blob-locked' : 'blob-unread', message }];
  }
  return wanted ? [{ kind: 'bytes-missing' }] : [];
}

function hasChanged({ size, modified }: BlobCopy, read: { bytes: number; modified?: string | null }): boolean {
  if (modified && read.modified && modified !== read.modified) return true;
  return wasRead(size) && read.bytes !== size.value;
}

function unread({ message }: Failure): Found {
  return { kind: 'blob-unread', message };
}

/** The contents in the users list of a copy; null where it was not read. */
function usersOf({ users }: BlobCopy): readonly string[] | null {
  if (users === undefined || !wasRead(users)) return null;
  return users.value === null ? [] : readUsersIni(iniText(users.value)).refs;
}

const distinct = (refs: readonly string[]): string[] => [...new Set(refs)].sort();
