import { type Failure, type Reading, wasRead } from '../model/answer.ts';
import { recomputeContentHash, treeFrom } from './content-hash.ts';
import { decodeIniBytes, readContentIni, readFileIni, readPackageIni } from './ini.ts';
import type { LibraryEntry } from './package-state.ts';

/** One copy of a blob on one drive. */
export interface BlobCopy {
  path: string;
  size: Reading<number>;
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
  | { sha256: string; bytes: number }
  | { hresult: string; message: string }
);

export type Damage =
  | { kind: 'metadata-unread'; path: string; message: string }
  | { kind: 'mirror-missing'; path: string }
  | { kind: 'blob-missing'; path: string; blob: string }
  | { kind: 'size-wrong'; path: string; blob: string; copy: string; expected: string; seen: number }
  | { kind: 'blob-corrupt'; path: string; blob: string; copy: string; seen: string }
  | { kind: 'disk-error'; path: string; blob: string; copy: string; hresult: string; message: string }
  | { kind: 'blob-unread'; path: string; blob: string; copy: string; message: string }
  | { kind: 'hash-differs'; stored: string; recomputed: string };

/** ERROR_CRC and ERROR_IO_DEVICE: the medium, not the content. */
const diskErrors = ['0x80070017', '0x8007045D'];

export interface ContentVerdict {
  ref: string;
  files: number;
  damage: Damage[];
  /** The stored content hash was reproduced from names and file hashes of a tree that is more than one file. */
  reproduced: boolean;
}

/** What the library's INI says of a package; null where it could not be read. */
export function libraryEntry(library: ContentLibrary, id: string): LibraryEntry | null {
  const entry = library.packages.find((each) => each.package === id);
  if (!entry || !wasRead(entry.ini)) return null;
  if (entry.ini.value === null) return { present: false };
  return { present: true, version: readPackageIni(iniText(entry.ini.value)).version };
}

/** Judges one content of a library: mirror, content hash, and each file's blob by existence, size and bytes. */
export function verifyContent(
  library: ContentLibrary,
  ref: string,
  bytes: readonly BlobBytes[] | null,
): ContentVerdict {
  const content = library.contents.find((each) => each.ref === ref);
  if (!content?.present) return { ref, files: 0, damage: [{ kind: 'mirror-missing', path: ref }], reproduced: false };
  const damage: Damage[] = content.unread.map(({ path, message }) => ({ kind: 'metadata-unread', path, message }));
  for (const path of content.links)
    damage.push({ kind: 'metadata-unread', path, message: 'it is a link, which is not followed' });
  const rows = content.folders.map((path): { path: string; hash: string | null; kind: 'file' | 'dir' } => ({
    path,
    hash: null,
    kind: 'dir',
  }));
  const byBlob = groupByBlob(bytes);
  for (const file of content.files) {
    const ini = wasRead(file.ini) ? readFileIni(iniText(file.ini.value ?? '')) : null;
    rows.push({ path: file.path, hash: ini?.hash ?? null, kind: 'file' });
    if (!ini)
      damage.push({ kind: 'metadata-unread', path: file.path, message: wasRead(file.ini) ? '' : file.ini.message });
    else if (ini.hash === null || ini.size === null)
      damage.push({
        kind: 'metadata-unread',
        path: file.path,
        message: `its INI holds no usable ${ini.hash === null ? 'Hash' : 'Size'}`,
      });
    else
      damage.push(
        ...verifyBlob(
          file.path.replace(/\.ini$/i, ''),
          ini.hash,
          ini.size,
          library.blobs[ini.hash] ?? [],
          bytes ? (byBlob.get(ini.hash) ?? []) : null,
        ),
      );
  }
  const { damage: whole, reproduced } = verifyWhole(rows, content.ini, ref);
  return { ref, files: content.files.length, damage: [...damage, ...whole], reproduced };
}

function verifyBlob(
  path: string,
  blob: string,
  size: bigint,
  copies: readonly BlobCopy[],
  bytes: readonly BlobBytes[] | null,
): Damage[] {
  if (copies.length === 0) return [{ kind: 'blob-missing', path, blob }];
  return copies.flatMap((copy): Damage[] => {
    const read = bytes?.find((each) => each.path === copy.path);
    const corrupt = read && 'sha256' in read && read.sha256 !== blob;
    if (corrupt) return [{ kind: 'blob-corrupt', path, blob, copy: copy.path, seen: read.sha256 }];
    if (!wasRead(copy.size)) return [{ kind: 'blob-unread', path, blob, copy: copy.path, message: copy.size.message }];
    if (BigInt(copy.size.value) !== size) {
      return [{ kind: 'size-wrong', path, blob, copy: copy.path, expected: String(size), seen: copy.size.value }];
    }
    if (bytes === null) return [];
    if (!read) return [{ kind: 'blob-unread', path, blob, copy: copy.path, message: 'its bytes were not read' }];
    if ('hresult' in read) {
      const kind = diskErrors.includes(read.hresult) ? 'disk-error' : 'blob-unread';
      return [
        { kind, path, blob, copy: copy.path, hresult: read.hresult, message: `${read.message} (${read.hresult})` },
      ];
    }
    if (read.bytes === copy.size.value) return [];
    return [{ kind: 'blob-unread', path, blob, copy: copy.path, message: 'it changed while it was read' }];
  });
}

/** The content hash needs no bytes: names and file hashes are enough. A tree with problems proves nothing. */
function verifyWhole(
  rows: { path: string; hash: string | null; kind: 'file' | 'dir' }[],
  ini: Reading<string | null>,
  ref: string,
): { damage: Damage[]; reproduced: boolean } {
  const stored = wasRead(ini) && ini.value !== null ? readContentIni(iniText(ini.value)).hash : null;
  if (stored === null) {
    const message = wasRead(ini) ? 'its INI is missing or holds no usable Hash' : ini.message;
    return { damage: [{ kind: 'metadata-unread', path: `${ref}.INI`, message }], reproduced: false };
  }
  const tree = treeFrom(rows);
  if (tree.problems.length > 0) {
    const unplaced = tree.problems.filter((problem) => problem.kind !== 'unreadable-hash');
    return {
      damage: unplaced.map(({ path, kind }) => ({ kind: 'metadata-unread', path, message: kind })),
      reproduced: false,
    };
  }
  const { hash, matches } = recomputeContentHash(tree.root, [stored]);
  if (matches[stored] !== undefined) return { damage: [], reproduced: rows.length > 1 };
  return { damage: [{ kind: 'hash-differs', stored, recomputed: hash }], reproduced: false };
}

function groupByBlob(bytes: readonly BlobBytes[] | null): Map<string, BlobBytes[]> {
  const groups = new Map<string, BlobBytes[]>();
  for (const row of bytes ?? []) groups.set(row.blob, [...(groups.get(row.blob) ?? []), row]);
  return groups;
}

function iniText(bytes: string): string {
  return decodeIniBytes(Uint8Array.from(bytes, (unit) => unit.charCodeAt(0)));
}
