import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Recomputed, TreeProblem, TreeRow } from '../src/windows/content-hash.ts';
import { recomputeContentHash, treeFrom } from '../src/windows/content-hash.ts';
import type { FileIni } from '../src/windows/ini.ts';
import { decodeIniBytes, readContentIni, readFileIni } from '../src/windows/ini.ts';
import type { Library } from './content-library.ts';

/** Every entry below a folder: path with `/` -> bytes as Latin-1, or `null` for a directory. */
export async function snapshot(folder: string): Promise<Map<string, string | null>> {
  const entries = new Map<string, string | null>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    entries.set(name, entry.isDirectory() ? null : (await readFile(file)).toString('latin1'));
  }
  return entries;
}

/** What the product's readers make of one content: `stored` is `[Info] Hash`, `files` goes by source path with `\`. */
export interface Reread extends Recomputed {
  readonly stored: string | null;
  readonly files: ReadonlyMap<string, FileIni>;
  readonly problems: readonly TreeProblem[];
}

/** Reads one content of a library on disk with the readers of the product. */
export async function reread({ primary }: Library, ref: string): Promise<Reread> {
  const ini = async (file: string) => decodeIniBytes(await readFile(path.join(primary, file)));
  const rows: TreeRow[] = [];
  const files = new Map<string, FileIni>();
  for (const [name, content] of await snapshot(path.join(primary, 'DataLib', ref))) {
    const facts = content === null ? null : readFileIni(await ini(`DataLib/${ref}/${name}`));
    rows.push({ path: name, hash: facts?.hash ?? null, kind: facts ? 'file' : 'dir' });
    if (facts) files.set(name.replaceAll('/', '\\').slice(0, -4), facts);
  }
  const { root: tree, problems } = treeFrom(rows);
  const stored = readContentIni(await ini(`DataLib/${ref}.INI`)).hash;
  return { ...recomputeContentHash(tree, stored === null ? [] : [stored]), stored, files, problems };
}

/** Every fact of the manifest that the product's readers see otherwise on disk; empty if the library is true. */
export async function untruths(library: Library): Promise<string[]> {
  const found: string[] = [];
  for (const content of library.manifest.contents) {
    const { hash, stored, files, problems } = await reread(library, content.ref);
    if (hash !== content.hash || stored !== content.hash) found.push(`${content.ref}: hash ${hash}, stored ${stored}`);
    found.push(...problems.map(({ path: name, kind }) => `${content.ref}\\${name}: ${kind}`));
    if (files.size !== content.files.length) found.push(`${content.ref}: ${files.size} files`);
    for (const { path: name, ...facts } of content.files) {
      const read = files.get(name);
      const same =
        read?.hash === facts.hash &&
        read.size === BigInt(facts.size) &&
        read.attributes === facts.attributes &&
        read.timeModified === BigInt(facts.timeModified);
      if (!same) found.push(`${content.ref}\\${name}: other facts`);
    }
  }
  return found;
}
