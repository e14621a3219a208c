import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../ps/', import.meta.url));

/** Name and text of every file in ps/, in the order of their names. */
export async function readSnippets(): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(folder)).sort();
  return await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })));
}
