import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../ps/', import.meta.url));

/** Name and text of every file in ps/, in the order of their names. */
export async function readSnippets(): Promise<{ name: string; text: string }[]> {
  // The folder local/ holds what never reaches a target; it has rules of its own.
  const names = (await readdir(folder)).filter((name) => name !== 'local').sort();
  return await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })));
}
