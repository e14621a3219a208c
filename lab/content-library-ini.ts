import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** How the INI files of a library are written. What is not known of the real ones varies between test libraries. */
export interface IniStyle {
  /** Default CRLF. */
  readonly lineEnd?: '\r\n' | '\n';
  /** Default none: Latin-1 without a mark. */
  readonly bom?: 'none' | 'utf8' | 'utf16le';
  /** The section name of the users INIs. Default `Users`. */
  readonly usersHeader?: string;
  /** What follows the `=` behind a content reference. Default nothing. */
  readonly refValue?: string;
}

type Bom = NonNullable<IniStyle['bom']>;

function encodeIni(text: string, bom: Bom): Uint8Array {
  if (bom === 'utf8') return Buffer.from(`\uFEFF${text}`, 'utf8');
  if (bom === 'utf16le') return Buffer.from(`\uFEFF${text}`, 'utf16le');
  return Buffer.from(text, 'latin1');
}

/** Writes lines as an INI file. */
export async function writeIni(file: string, lines: readonly string[], style: IniStyle): Promise<void> {
  const lineEnd = style.lineEnd ?? '\r\n';
  await writeFile(file, encodeIni(lines.map((line) => line + lineEnd).join(''), style.bom ?? 'none'));
}

/** Rewrites an INI file; it keeps its encoding unless `bom` names another. Throws if the edit changes nothing. */
export async function editIni(file: string, edit: (text: string) => string, bom?: Bom): Promise<void> {
  const bytes = await readFile(file);
  const found: Bom =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : bytes[0] === 0xef && bytes[1] === 0xbb ? 'utf8' : 'none';
  const text = bytes.toString(found === 'none' ? 'latin1' : found).replace(/^\uFEFF/, '');
  const edited = encodeIni(edit(text), bom ?? found);
  if (bytes.equals(edited)) throw new Error(`the edit left ${file} as it was`);
  await writeFile(file, edited);
}

/** Rewrites every INI file of a library; `bom` as for {@link editIni}. */
export async function editEveryIni(
  library: { readonly primary: string; readonly fileLibs: readonly string[] },
  edit: (text: string) => string,
  bom?: Bom,
): Promise<void> {
  const folders = [...['PkgLib', 'DataLib'].map((name) => path.join(library.primary, name)), ...library.fileLibs];
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && entry.name.endsWith('.INI'))
        await editIni(path.join(entry.parentPath, entry.name), edit, bom);
    }
  }
}
