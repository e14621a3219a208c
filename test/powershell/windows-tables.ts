import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface CimProperty {
  /** Only the fetched instance itself has a value. */
  readonly lazy?: boolean | null;
  /** The first Windows that has it, where that is not as old as the class. */
  readonly since?: string | null;
}

export interface CimClass {
  readonly namespace?: string | null;
  readonly properties: Readonly<Record<string, CimProperty>>;
}

/** What Windows has: module → command → parameters for each edition, and CIM classes. */
export interface WindowsTables {
  readonly editions: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>>>;
  readonly classes: Readonly<Record<string, CimClass>>;
}

const folder = fileURLToPath(new URL('../../lab/tables/', import.meta.url));

/** All tables of the lab as one: the copied ones and the additions made by hand. */
export async function loadTables(): Promise<WindowsTables> {
  const editions: Record<string, Record<string, Readonly<Record<string, readonly string[]>>>> = {};
  const classes: Record<string, CimClass> = {};
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.json')).sort()) {
    const table = JSON.parse(await readFile(join(folder, name), 'utf8')) as Partial<WindowsTables> & {
      furtherProperties?: WindowsTables['classes'];
    };
    for (const [edition, modules] of Object.entries(table.editions ?? {})) {
      const known = editions[edition] ?? {};
      editions[edition] = known;
      for (const [module, commands] of Object.entries(modules)) known[module] = { ...known[module], ...commands };
    }
    for (const [className, added] of Object.entries({ ...table.furtherProperties, ...table.classes })) {
      const known = classes[className];
      classes[className] = { ...known, ...added, properties: { ...known?.properties, ...added.properties } };
    }
  }
  return { editions, classes };
}
