import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../src/transport/snippets.ts';

/** Commands that the lab simulates although no snippet calls them yet. */
const moreCommands = [
  'Get-SmbShare',
  'Get-Acl',
  'Test-Path',
  'Get-ExecutionPolicy',
  'Invoke-CimMethod',
  'Get-CimClass',
  'Get-AppxPackage',
  'Get-Item',
  'Get-AppxProvisionedPackage',
];

/** Classes that the rows of a site need beside those that snippets name. */
const moreClasses = [
  'MSFT_SmbShare',
  'SMS_EmbeddedProperty',
  'SMS_EmbeddedPropertyList',
  'SMS_Site',
  'SMS_TaskSequence',
  'SMS_TaskSequence_Action',
  'SMS_TaskSequence_CaptureSystemImageAction',
  'SMS_TaskSequence_Group',
  'SMS_TaskSequence_PrepareOSAction',
  'SMS_TaskSequence_PrepareSMSClientAction',
  'SMS_TaskSequence_Step',
  'SMS_BootImagePackage',
  'SMS_ContentPackage',
  'SMS_DriverPackage',
  'SMS_ImagePackage',
  'SMS_OperatingSystemInstallPackage',
  'SMS_Package',
  'SMS_SoftwareUpdatesPackage',
  'SMS_TaskSequence_Reference',
  'SMS_TaskSequenceReferenceDps',
  'SMS_PackageToContent',
  'SMS_DistributionPoint',
  'SMS_DistributionPointInfo',
  'SMS_DistributionDPStatus',
  'Win32_BaseService',
  'Win32_Volume',
  'MSFT_DfsNamespaceFolderTarget',
  'Win32_EncryptableVolume',
  'Win32_ServerFeature',
  'MSFT_Disk',
  'MSFT_Partition',
];

/** Methods that snippets call; all others stay behind. */
const wantedMethods: { [className: string]: readonly string[] } = {
  SMS_TaskSequencePackage: ['GetPackageHash', 'GetPackageDefaultHash', 'GetContentHash', 'GetSequence'],
  Win32_EncryptableVolume: ['GetConversionStatus'],
};

interface Commands {
  note: string;
  editions: { [edition: string]: { [module: string]: { [command: string]: string[] } } };
}
interface Classes {
  note: string;
  classes: {
    [name: string]: {
      inherits: string | null;
      properties: { [name: string]: object };
      methods?: { [name: string]: object };
    };
  };
}

/** What the lab asks of a class, of a property and of a method; documented values stay behind. */
const classKeys = ['inherits', 'namespace', 'since', 'source', 'complete', 'properties'];
const propertyKeys = ['type', 'array', 'key', 'lazy', 'since', 'absentFrom'];
const methodKeys = ['in', 'out', 'returnType', 'static'];

/** Copies into lab/tables what the snippets and the lab use of the tables in a folder. */
export async function copyTables(folder: string): Promise<void> {
  const root = packageFolder();
  const ps = join(root, 'ps');
  const names = (await readdir(ps, { recursive: true })).filter((name) => name.endsWith('.ps1'));
  const texts = await Promise.all(names.map((name) => readFile(join(ps, name), 'utf8')));
  const words = new Set(texts.flatMap((text) => text.match(/[A-Za-z0-9_]+(?:-[A-Za-z]+)?/g) ?? []));
  const commands = JSON.parse(await readFile(join(folder, 'windows-commands.json'), 'utf8')) as Commands;
  const classes = JSON.parse(await readFile(join(folder, 'windows-classes.json'), 'utf8')) as Classes;
  const wanted = new Set([...moreClasses, ...Object.keys(classes.classes).filter((name) => words.has(name))]);
  for (const name of wanted) {
    const parent = classes.classes[name]?.inherits;
    if (parent && classes.classes[parent]) wanted.add(parent);
  }
  const missing = [...wanted].filter((name) => classes.classes[name] === undefined);
  if (missing.length > 0) throw new Error(`windows-classes.json has no ${missing.join(', ')}`);
  const keptClasses = Object.fromEntries([...wanted].sort().map((name) => [name, slim(name, classes.classes[name]!)]));
  const isWanted = (name: string): boolean => words.has(name) || moreCommands.includes(name);
  const keptCommands = mapValues(commands.editions, (modules) => {
    const kept = mapValues(modules, (module) => pick(module, isWanted));
    return pick(kept, (name) => Object.keys(kept[name]!).length > 0);
  });
  const tables = join(root, 'lab', 'tables');
  await write(join(tables, 'windows-commands.json'), { note: commands.note, editions: keptCommands });
  await write(join(tables, 'windows-classes.json'), { note: classes.note, classes: keptClasses });
}

function slim(name: string, entry: Classes['classes'][string]): object {
  const properties = mapValues(entry.properties, (property) =>
    pick({ ...property }, (key) => propertyKeys.includes(key)),
  );
  const kept = pick({ ...entry, properties }, (key) => classKeys.includes(key));
  const called = wantedMethods[name];
  if (!called) return kept;
  const methods = mapValues(
    pick(entry.methods ?? {}, (method) => called.includes(method)),
    (method) => pick({ ...method }, (key) => methodKeys.includes(key)),
  );
  return { ...kept, methods };
}

function mapValues<V, W>(map: { [key: string]: V }, change: (value: V) => W): { [key: string]: W } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

function pick<V>(map: { [key: string]: V }, wanted: (key: string) => boolean): { [key: string]: V } {
  return Object.fromEntries(Object.entries(map).filter(([key]) => wanted(key)));
}

async function write(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  if (!folder) throw new Error('usage: npm run tables -- <folder>');
  await copyTables(folder);
}
