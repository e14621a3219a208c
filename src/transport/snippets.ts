import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package: the nearest one above this file that has both package.json and ps/. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'ps')))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('osd-preflight is not complete: its folder ps/ is missing');
    folder = parent;
  }
  return folder;
}

/** Every file that a PowerShell of ours loads, shared ones (`_…`) first, in a fixed order, by absolute path. */
export function snippetFiles(): string[] {
  const folder = join(packageFolder(), 'ps');
  const names = readdirSync(folder).filter((name) => name.endsWith('.ps1'));
  const shared = ['_prelude.ps1', '_ports.ps1'];
  const rest = names.filter((name) => !shared.includes(name)).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return [...shared, ...rest].map((name) => join(folder, name));
}

const rank = (name: string): number => (name.startsWith('_') ? 0 : 1);
