import { type Failure, type Reading, wasRead } from '../model/answer.ts';
import { upperUnits } from './case-mapping.ts';
import { recomputeContentHash, type TreeRow, treeFrom } from './content-hash.ts';
import { decodeIniBytes, readContentIni, readFileIni, readPackageIni } from './ini.ts';
import type { LibraryEntry } from './package-state.ts';

/** One copy of a blob on one drive. */
export interface BlobCopy {
  path: string;
  size: Reading<number>;
  /** Last write, ISO 8601 UTC; absent where it was not read. */
  modified?: string | null;
}

/** What was read of a content library, without bytes of its files. INI texts hold one character a byte. */
export interface ContentLibrary {
  /** Null on a machine without a content library. */
  path: string | null;
  fileLibs: string[];
  packages: { package: string; ini: Reading<string | null>; refs: string[] }[];
  contents: {
    ref: string;
    ini: Reading<string | null>;
    present: boolean;
    folders: string[];
    files: { path: string; ini: Reading<string | null> }[];
    links: string[];
    unread: ({ path: string } & Failure)[];
  }[];
  blobs: { [blob: string]: BlobCopy[] };
}

/** The result of reading one copy of a blob: its SHA-256 in upper-case hex, or why not. */
export type BlobBytes = { blob: string; path: string } & (
  | { sha256: string; bytes: number /** Last write after the reading. */; modified?: string | null }
  | { hresult: string; message: string }
);

/** Something wrong, or not readable, with one file or one whole content. What does not apply is empty. */
export interface Damage {
  kind:
    | 'metadata-unread'
    | 'mirror-missing'
    | 'blob-missing'
    | 'size-wrong'
    | 'blob-corrupt'
    | 'disk-error'
    | 'blob-unread'
    | 'hash-differs';
  /** Path in the content, or the name of the content. */
  path: string;
  blob: string;
  /** The copy of the blob, where it is about one. */
  copy: string;
  seen: string;
  expected: string;
  message: string;
}

function damageOf(kind: Damage['kind'], path: string, rest: Partial<Damage> = {}): Damage {
  return { kind, path, blob: '', copy: '', seen: '', expected: '', message: '', ...rest };
}

/** ERROR_CRC and ERROR_IO_DEVICE: the medium, not the content. */
const diskErrors = ['0x80070017', '0x8007045D'];
const linkNotFollowed = 'it is a link, which is not followed';

export interface ContentVerdict {
  ref: string;
  damage: Damage[];
  /** The stored content hash was reproduced from names and file hashes of a tree that is more than one file. */
  reproduced: boolean;
}

/** What the library's INI says of a package; null where it could not be read. */
export function libraryEntry(library: ContentLibrary, id: string): LibraryEntry | null {
  const entry = library.packages.find((each) => each.package === id);
  if (!entry || !wasRead(entry.ini)) return null;
  if (entry.ini.value === null) return { present: false };
  return { present: true, ...readPackageIni(iniText(entry.ini.value)) };
}

/**
 * Judges one content of a library: mirror, content hash, and each file's blob by existence, size and bytes. `bytes` is
 * null where nobody read them.
 */
export function verifyContent(
  library: ContentLibrary,
  ref: string,
  bytes: readonly BlobBytes[] | null,
): ContentVerdict {
  const content = library.contents.find((each) => upperUnits(each.ref) === upperUnits(ref));
  if (!content?.present) return { ref, damage: [damageOf('mirror-missing', ref)], reproduced: false };
  const damage = content.unread.map(({ path, message }) => damageOf('metadata-unread', path || ref, { message }));
  for (const path of content.links) damage.push(damageOf('metadata-unread', path, { message: linkNotFollowed }));
  const rows: TreeRow[] = content.folders.map((path) => ({ path, hash: null, kind: 'dir' }));
  const bytesOf = groupByBlob(bytes);
  for (const { path, ini } of content.files) {
    const record = wasRead(ini) ? readFileIni(iniText(ini.value ?? '')) : null;
    rows.push({ path, hash: record?.hash ?? null, kind: 'file' });
    if (!wasRead(ini)) damage.push(damageOf('metadata-unread', path, { message: ini.message }));
    else if (!record?.hash) damage.push(damageOf('metadata-unread', path, { message: 'its INI holds no usable Hash' }));
    else if (record.size === null)
      damage.push(damageOf('metadata-unread', path, { message: 'its INI holds no usable Size' }));
    else {
      const file = { path: path.replace(/\.ini$/i, ''), blob: record.hash, size: record.size };
      damage.push(...verifyBlob(file, library.blobs[record.hash] ?? [], bytes && (bytesOf.get(record.hash) ?? [])));
    }
  }
  // A list that was not read to its end proves nothing about the whole.
  if (content.unread.length + content.links.length > 0) return { ref, damage, reproduced: false };
  const whole = verifyWhole(rows, content.ini, ref);
  return { ref, damage: [...damage, ...whole.damage], reproduced: whole.reproduced };
}

interface LibraryFile {
  path: string;
  blob: string;
  size: bigint;
}

/** Every copy is judged: which of two the product serves is not known. */
function verifyBlob(file: LibraryFile, copies: readonly BlobCopy[], bytes: readonly BlobBytes[] | null): Damage[] {
  if (copies.length === 0) return [damageOf('blob-missing', file.path, { blob: file.blob })];
  return copies.flatMap((copy) => {
    const read = bytes?.find((each) => each.path === copy.path);
    const found = copyDamage(file, copy, read, bytes !== null);
    return found ? [damageOf(found.kind, file.path, { blob: file.blob, copy: copy.path, ...found })] : [];
  });
}

function copyDamage(
  { blob, size }: LibraryFile,
  copy: BlobCopy,
  read: BlobBytes | undefined,
  hashed: boolean,
): (Partial<Damage> & { kind: Damage['kind'] }) | null {
  if (read && 'sha256' in read) {
    const moved = copy.modified && read.modified && copy.modified !== read.modified;
    if (moved || (wasRead(copy.size) && read.bytes !== copy.size.value))
      return { kind: 'blob-unread', message: 'it changed while it was read' };
    if (read.sha256 !== blob) return { kind: 'blob-corrupt', seen: read.sha256, expected: blob };
  }
  if (!wasRead(copy.size)) return { kind: 'blob-unread', message: copy.size.message };
  if (BigInt(copy.size.value) !== size)
    return { kind: 'size-wrong', seen: String(copy.size.value), expected: String(size) };
  if (!hashed) return null;
  if (!read) return { kind: 'blob-unread', message: 'its bytes were not read' };
  if ('hresult' in read) {
    return {
      kind: diskErrors.includes(read.hresult) ? 'disk-error' : 'blob-unread',
      message: `${read.message} (${read.hresult})`,
    };
  }
  return null;
}

/** The content hash needs no bytes: names and file hashes are enough. A tree with problems proves nothing. */
function verifyWhole(
  rows: TreeRow[],
  ini: Reading<string | null>,
  ref: string,
): { damage: Damage[]; reproduced: boolean } {
  const stored = wasRead(ini) && ini.value !== null ? readContentIni(iniText(ini.value)).hash : null;
  if (stored === null) {
    const message = wasRead(ini) ? 'it is missing or holds no usable Hash' : ini.message;
    return { damage: [damageOf('metadata-unread', `${ref}.INI`, { message })], reproduced: false };
  }
  const tree = treeFrom(rows);
  if (tree.problems.length > 0) {
    const unplaced = tree.problems.filter((problem) => problem.kind !== 'unreadable-hash');
    return {
      damage: unplaced.map(({ path, kind }) => damageOf('metadata-unread', path, { message: kind })),
      reproduced: false,
    };
  }
  const { hash, matches } = recomputeContentHash(tree.root, [stored]);
  if (matches[stored] !== undefined) return { damage: [], reproduced: rows.length > 1 };
  return { damage: [damageOf('hash-differs', ref, { seen: hash, expected: stored })], reproduced: false };
}

function groupByBlob(bytes: readonly BlobBytes[] | null): Map<string, BlobBytes[]> {
  const groups = new Map<string, BlobBytes[]>();
  for (const row of bytes ?? []) groups.set(row.blob, [...(groups.get(row.blob) ?? []), row]);
  return groups;
}

function iniText(bytes: string): string {
  return decodeIniBytes(Uint8Array.from(bytes, (unit) => unit.charCodeAt(0)));
}
