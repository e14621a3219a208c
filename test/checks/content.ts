import { createHash } from 'node:crypto';
import type { Json } from '../../src/model/json.ts';
import { contentHash, treeFrom } from '../../src/windows/content-hash.ts';

/** A package of a content library: one content of text files, by path. A path that ends in `\` is an empty folder. */
export interface Package {
  id: string;
  /** Null for an application. */
  version: number | null;
  files: { [path: string]: string };
}
export const wanted: Package[] = [
  { id: 'PS100005', version: 4, files: { 'boot.PS100005.wim': 'boot' } },
  {
    id: 'PS100012',
    version: 3,
    files: { 'ccmsetup.exe': 'setup', 'x64\\client.msi': 'client', 'readme.txt': '', 'logs\\': '' },
  },
];

export type LibraryRow = { [key: string]: Json };
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex').toUpperCase();
const refOf = ({ id, version }: Package): string => (version === null ? `Content_${id}.1` : `${id}.${version}`);
export const blobPath = (blob: string, drive = 'D'): string =>
  `${drive}:\\SCCMContentLib\\FileLib\\${blob.slice(0, 4)}\\${blob}`;

/** The rows of `content-library` and of `content-blobs` for sound packages. */
export function libraryOf(packages: readonly Package[]): { rows: LibraryRow[]; bytes: LibraryRow[] } {
  const rows: LibraryRow[] = [
    {
      kind: 'library',
      path: 'D:\\SCCMContentLib',
      fileLibs: ['D:\\SCCMContentLib\\FileLib', 'E:\\SCCMContentLib\\FileLib'],
    },
  ];
  const bytes = new Map<string, LibraryRow>();
  for (const each of packages) {
    const ref = refOf(each);
    const info = each.version === null ? '' : `[Info]\r\nVersion=${each.version}\r\n`;
    rows.push({ kind: 'package', package: each.id, ini: { value: `[Packages]\r\n${ref}=\r\n${info}` }, refs: [ref] });
    rows.push({ kind: 'content', ref, ini: { value: `[Info]\r\nHash=${hashOf(each)}\r\n` }, present: true });
    for (const path of folders(each)) rows.push({ kind: 'folder', ref, path });
    for (const [path, text] of Object.entries(each.files).filter(([path]) => !path.endsWith('\\'))) {
      const blob = sha256(text);
      rows.push({ kind: 'file', ref, path: `${path}.INI`, ini: { value: fileIni(blob, text.length) } });
      if (bytes.has(blob)) continue;
      rows.push({ kind: 'blob', blob, path: blobPath(blob), size: text.length });
      const read = { bytes: text.length, sha256: blob, hresult: null, message: null };
      bytes.set(blob, { kind: 'blob', blob, path: blobPath(blob), ...read });
    }
  }
  return { rows, bytes: [...bytes.values()] };
}
export const fileIni = (blob: string, size: number | string): string => `[File]\r\nHash=${blob}\r\nSize=${size}\r\n`;

function folders({ files }: Package): string[] {
  const above = Object.keys(files).flatMap((path) => {
    const parts = path.split('\\').slice(0, -1);
    return parts.map((_, i) => parts.slice(0, i + 1).join('\\'));
  });
  return [...new Set(above)];
}

/** The content hash of a package, as its files give it. */
export function hashOf(of: Package): string {
  const files = Object.entries(of.files).filter(([path]) => !path.endsWith('\\'));
  const { root } = treeFrom([
    ...folders(of).map((path) => ({ path, hash: null, kind: 'dir' as const })),
    ...files.map(([path, text]) => ({ path: `${path}.INI`, hash: sha256(text), kind: 'file' as const })),
  ]);
  return contentHash(root);
}

/** Rows with changes in those of one kind whose path, content or blob holds a text; a change to null drops the row. */
export function edited(
  rows: readonly LibraryRow[],
  kind: string,
  holds: string,
  change: LibraryRow | null,
): LibraryRow[] {
  const hit = (row: LibraryRow): boolean =>
    row['kind'] === kind && ['path', 'ref', 'blob', 'package'].some((key) => String(row[key] ?? '').includes(holds));
  if (!rows.some(hit)) throw new Error(`no row of kind ${kind} holds ${holds}`);
  return rows.flatMap((row) => (hit(row) ? (change === null ? [] : [{ ...row, ...change }]) : [row]));
}
