import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../src/transport/snippets.ts';

/** Windows versions, clients with a W, and what Win32_OperatingSystem.Version says there. */
export const windowsVersions = {
  '2008': '6.0.6003',
  '2008 R2': '6.1.7601',
  '2012': '6.2.9200',
  '2012 R2': '6.3.9600',
  '2016': '10.0.14393',
  '2019': '10.0.17763',
  '2022': '10.0.20348',
  '2025': '10.0.26100',
  W7: '6.1.7601',
  'W8.1': '6.3.9600',
  'W10 1607': '10.0.14393',
  'W10 1809': '10.0.17763',
  'W10 22H2': '10.0.19045',
  'W11 22H2': '10.0.22621',
  'W11 23H2': '10.0.22631',
  'W11 24H2': '10.0.26100',
  'W11 25H2': '10.0.26200',
} as const;
export type WindowsVersion = keyof typeof windowsVersions;
// Not the keys above: an object lists whole numbers before other keys.
const order = [
  '2008',
  '2008 R2',
  'W7',
  '2012',
  '2012 R2',
  'W8.1',
  '2016',
  'W10 1607',
  '2019',
  'W10 1809',
  'W10 22H2',
  '2022',
  'W11 22H2',
  'W11 23H2',
  '2025',
  'W11 24H2',
  'W11 25H2',
] satisfies WindowsVersion[] as string[];

/** Whether it is a client and no server. */
export const isClient = (version: WindowsVersion): boolean => version.startsWith('W');

export interface TableProperty {
  type: string;
  array: boolean;
  key: boolean;
  lazy: boolean;
  since: string | null;
  absentFrom?: string[];
}
interface TableClass {
  inherits: string | null;
  namespace: string;
  since: string | null;
  properties: { [name: string]: TableProperty };
  /** Types of what goes in, by name; only of methods that snippets call. */
  methods?: { [name: string]: { in: { [name: string]: string } } };
}
interface Tables {
  classes: { [name: string]: TableClass };
  /** Parameters by command, as Windows PowerShell 5.1 has them, common ones left out. */
  commands: { [name: string]: string[] };
}

/** Properties that the published page of a class leaves out. */
interface Further {
  furtherProperties: { [className: string]: { source: string; properties: TableClass['properties'] } };
}

interface Commands {
  editions: { [edition: string]: { [module: string]: { [command: string]: string[] } } };
}

const edition51 = 'Windows PowerShell 5.1 (Windows 10 1607 / Server 2016)';
let loaded: Tables | undefined;

/** The copied tables and the additions made by hand, as one. */
export function windowsTables(): Tables {
  if (loaded) return loaded;
  const read = (name: string): never =>
    JSON.parse(readFileSync(join(packageFolder(), 'lab', 'tables', name), 'utf8')) as never;
  const copied: Commands = read('windows-commands.json');
  const classes: Pick<Tables, 'classes'> = read('windows-classes.json');
  const additions: Commands & Pick<Tables, 'classes'> & Further = read('additions.json');
  const modules = [copied, additions].flatMap(({ editions }) => Object.values(editions[edition51] ?? {}));
  for (const [name, { properties }] of Object.entries(additions.furtherProperties)) {
    const known = classes.classes[name];
    if (known) known.properties = { ...known.properties, ...properties };
  }
  loaded = { classes: { ...classes.classes, ...additions.classes }, commands: Object.assign({}, ...modules) };
  return loaded;
}

/** The properties that a class has on a version of Windows, its parents' included; the class's own word counts. */
export function propertiesOf(name: string, version: WindowsVersion): { [property: string]: TableProperty } {
  const { classes } = windowsTables();
  const own = classes[name];
  if (!own) return {};
  const inherited = own.inherits ? propertiesOf(own.inherits, version) : {};
  const present = Object.entries(own.properties).filter(
    ([, property]) => isSince(property.since, version) && !isGone(property.absentFrom, version),
  );
  const gone = Object.keys(own.properties).filter((property) => !present.some(([kept]) => kept === property));
  for (const property of gone) delete inherited[property];
  return { ...inherited, ...Object.fromEntries(present) };
}

/** Whether a class is there on a version of Windows at all. */
export function classExists(name: string, version: WindowsVersion): boolean {
  return isSince(windowsTables().classes[name]?.since ?? null, version);
}

/** Documented as "Windows 10 / Windows Server 2016", or as a client version alone, which then means the same build. */
function isSince(since: string | null, version: WindowsVersion): boolean {
  const server = since && (/Windows Server (\d+(?: R2)?)/.exec(since)?.[1] ?? (since === 'Windows 10' ? '2016' : null));
  // 2003 is older than every version here, and Configuration Manager's own versions are no matter of Windows.
  return !server || !order.includes(server) || order.indexOf(version) >= order.indexOf(server);
}

/** Gone from the first version that is named on. */
function isGone(absentFrom: readonly string[] | undefined, version: WindowsVersion): boolean {
  const named = (absentFrom ?? []).map((name) => order.indexOf(name.replace('Windows Server ', '')));
  const first = Math.min(...named.filter((index) => index >= 0));
  return order.indexOf(version) >= first;
}
