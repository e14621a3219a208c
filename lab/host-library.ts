import { join } from 'node:path';
import { buildContentLibrary } from './content-library.ts';
import { type MutationName, mutations } from './content-library-mutations.ts';
import type { MutationTarget } from './content-library-target.ts';
import type { Scenario } from './scenario.ts';
import { libraryPackage } from './site-contents.ts';
import { packagesAt, type Row } from './site-estate.ts';

/** The folders that stand for the drives of a host. */
export type Drives = { letter: string; folder: string }[];

/** Builds the content library of a host below a folder, damages it as the scenario says, and gives its drives. */
export async function buildHostLibrary(scenario: Scenario, host: string, folder: string): Promise<Drives> {
  const library = scenario.hosts[host]?.library;
  if (!library || !scenario.site) return [];
  const drive = (letter: string): string => join(folder, letter.toUpperCase());
  const letter = library.path.slice(0, 1);
  const packages = packagesAt(scenario.site, host).map(({ id, pkg, here }) => libraryPackage(id, pkg, here));
  const built = await buildContentLibrary({
    primary: join(drive(letter), ...library.path.slice(3).split('\\')),
    secondaries: library.drives.map(drive),
    packages,
    signatures: true,
  });
  for (const { name, ...target } of library.mutations)
    await mutations[name as MutationName](built, target as MutationTarget);
  return [letter, ...library.drives].map((each) => ({ letter: `${each.toUpperCase()}:`, folder: drive(each) }));
}

/** The namespace that a distribution point with a content library has. */
export const pointNamespace = 'root/SCCMDP';
export const listClass = 'SMS_PackagesInContLib';

/** What a distribution point lists beside its library: every package that was put there, whatever became of its record. */
export function listedRows(scenario: Scenario, host: string): Row[] {
  const listed = scenario.hosts[host]?.library?.listed;
  if (!listed || listed === 'absent' || !scenario.site) return [];
  const stored = packagesAt(scenario.site, host).map(({ id }) => id);
  for (const id of listed.lacks)
    if (!stored.includes(id)) throw new Error(`hosts.${host}.library.listed: ${id} is not there that it could lack`);
  const ids = [...stored.filter((id) => !listed.lacks.includes(id)), ...listed.also];
  return ids.map((id) => ({ namespace: pointNamespace, class: listClass, values: { PackageID: id } }));
}

/** Registry values of a distribution point's library; the primary drive is listed twice, as real ones may be. */
export function libraryRegistry(scenario: Scenario, host: string): { [name: string]: string } {
  const library = scenario.hosts[host]?.library;
  if (!library) return {};
  const primary = library.path.slice(0, 3);
  const drives = [primary, ...library.drives.map((letter) => `${letter}:\\`), primary];
  return { ContentLibraryPath: library.path, ContentLibUsableDrives: drives.join(',') };
}
