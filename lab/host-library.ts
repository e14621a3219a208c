import { join } from 'node:path';
import { buildContentLibrary, type PackageInput } from './content-library.ts';
import { type MutationName, mutations } from './content-library-mutations.ts';
import type { MutationTarget } from './content-library-target.ts';
import type { Scenario } from './scenario.ts';
import { libraryPackage } from './site-contents.ts';
import { distributionOf } from './site-estate.ts';

/** The folders that stand for the drives of a host. */
export type Drives = { letter: string; folder: string }[];

/** Builds the content library of a host below a folder, damages it as the scenario says, and gives its drives. */
export async function buildHostLibrary(scenario: Scenario, host: string, folder: string): Promise<Drives> {
  const library = scenario.hosts[host]?.library;
  if (!library || !scenario.site) return [];
  const drive = (letter: string): string => join(folder, letter.toUpperCase());
  const letter = library.path.slice(0, 1);
  const packages: PackageInput[] = [];
  for (const [id, pkg] of Object.entries(scenario.site.packages)) {
    const here = pkg && distributionOf(scenario.site, pkg).find((sent) => sent.point === host);
    if (!pkg || !here?.stored) continue;
    packages.push(libraryPackage(id, pkg, here));
  }
  const built = await buildContentLibrary({
    primary: join(drive(letter), ...library.path.slice(3).split('\\')),
    secondaries: library.drives.map(drive),
    packages,
    signatures: true,
  });
  for (const { name, ref, path } of library.mutations) {
    const target: MutationTarget = { ...(ref !== undefined && { ref }), ...(path !== undefined && { path }) };
    await mutations[name as MutationName](built, target);
  }
  return [letter, ...library.drives].map((each) => ({ letter: `${each.toUpperCase()}:`, folder: drive(each) }));
}

/** Registry values of a distribution point's library; the primary drive is listed twice, as real ones may be. */
export function libraryRegistry(scenario: Scenario, host: string): { [name: string]: string } {
  const library = scenario.hosts[host]?.library;
  if (!library) return {};
  const primary = library.path.slice(0, 3);
  const drives = [primary, ...library.drives.map((letter) => `${letter}:\\`), primary];
  return { ContentLibraryPath: library.path, ContentLibUsableDrives: drives.join(',') };
}
