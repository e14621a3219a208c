import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chunksOf } from './content-library-bytes.ts';
import { onDisk } from './content-library-source.ts';
import type { Drives } from './host-library.ts';
import { fileBytes } from './package-files.ts';
import type { Scenario } from './scenario.ts';
import { packagesAt } from './site-estate.ts';

/** The package share of a distribution point of ConfigMgr 2007, with the folder that it stands for. */
export function packageShareOf(scenario: Scenario, host: string): { name: string; path: string } | null {
  const letter = scenario.hosts[host]?.packageShare?.drive;
  return letter === undefined ? null : { name: `SMSPKG${letter}$`, path: `${letter}:\\SMSPKG${letter}$` };
}

/** Writes the packages of a host as plain files, as its site has them save for what the scenario says. */
export async function buildPackageShare(scenario: Scenario, host: string, folder: string): Promise<Drives> {
  const said = scenario.hosts[host]?.packageShare;
  if (!said || !scenario.site) return [];
  const drive = join(folder, said.drive);
  const share = join(drive, `SMSPKG${said.drive}$`);
  for (const { id, pkg } of packagesAt(scenario.site, host)) {
    await mkdir(join(share, id), { recursive: true });
    for (const dir of pkg.emptyDirs) await mkdir(onDisk(share, id, dir), { recursive: true });
    for (const [path, file] of Object.entries(pkg.files)) {
      const bytes = fileBytes(path, file);
      await write(onDisk(share, id, path), bytes instanceof Uint8Array ? bytes : chunksOf(bytes));
    }
  }
  for (const [path, text] of Object.entries(said.files)) {
    const file = onDisk(share, path);
    if (text === null) await rm(file, { recursive: true });
    else await write(file, Buffer.from(text, 'utf8'));
  }
  for (const [index, path] of said.links.entries()) {
    const moved = join(drive, `Outside${index}`);
    await rename(onDisk(share, path), moved);
    await symlink(moved, onDisk(share, path));
  }
  return [{ letter: `${said.drive}:`, folder: drive }];
}

async function write(file: string, bytes: Uint8Array | Iterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
