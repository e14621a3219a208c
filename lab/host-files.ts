import { chmod, mkdir, open, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beginning, encoded, repeated } from './cm-log.ts';
import { imageToolFiles } from './host-image-tools.ts';
import { buildHostLibrary, type Drives } from './host-library.ts';
import { hostLogs } from './host-logs.ts';
import { buildPackageShare } from './host-package-share.ts';
import { bootFiles, bootImagesOf, pxeRole } from './host-pxe.ts';
import { referenceFiles } from './reference-files.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioFile } from './scenario-files.ts';

export interface HostFile {
  /** As Windows writes it; a folder ends in a backslash. */
  path: string;
  bytes: Iterable<Uint8Array>;
  /** It is this long and takes no room beyond its bytes. */
  length?: number;
  /** ISO 8601. */
  modified: string;
  readOnly?: boolean;
  /** A folder that is a link to somewhere else. */
  link?: boolean;
}

/** Builds the drives of a host below a folder: its content library or package share, then its other files. */
export async function buildHostDrives(scenario: Scenario, name: string, folder: string): Promise<Drives> {
  const drives = await buildHostLibrary(scenario, name, folder);
  for (const drive of await buildPackageShare(scenario, name, folder))
    if (!drives.some(({ letter }) => letter === drive.letter)) drives.push(drive);
  const files = hostFiles(scenario, name);
  if (files.length === 0) return drives;
  const nativePath = nativePaths(folder);
  const { library } = scenario.hosts[name]!;
  if (library) nativePath(library.path);
  for (const file of files) {
    const native = nativePath(file.path);
    if (file.link) {
      await mkdir(dirname(native), { recursive: true });
      await symlink(folder, native, 'junction');
    } else if (file.path.endsWith('\\')) await mkdir(native, { recursive: true });
    else await writeBytes(native, file);
    const letter = file.path.slice(0, 2).toUpperCase();
    if (!drives.some((drive) => drive.letter === letter))
      drives.push({ letter, folder: join(folder, letter.slice(0, 1)) });
  }
  return drives;
}

async function writeBytes(path: string, { bytes, length, modified, readOnly }: HostFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    for (const piece of bytes) await file.writeFile(piece);
    if (length !== undefined) await file.truncate(length);
  } finally {
    await file.close();
  }
  // Whole seconds, for of a fraction not every file system keeps the same.
  const seconds = Math.ceil(Date.parse(modified) / 1000);
  await utimes(path, seconds, seconds);
  if (readOnly) await chmod(path, 0o444);
}

/** From paths of Windows to paths of this machine, where every name has the case in which it came first. */
function nativePaths(folder: string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    let [key, native] = ['', folder];
    for (const part of path.split('\\').filter((each) => each !== '')) {
      key += `\\${part.toLowerCase()}`;
      const drive = part.endsWith(':') ? part.slice(0, -1).toUpperCase() : part;
      native = known.get(key) ?? join(native, drive);
      known.set(key, native);
    }
    return native;
  };
}

/** The files of a host outside its content library: what PXE puts there, under what the scenario says itself. */
function hostFiles(scenario: Scenario, name: string): HostFile[] {
  const host = scenario.hosts[name]!;
  const files = new Map<string, HostFile>();
  const add = (file: HostFile): unknown => files.set(file.path.toLowerCase(), file);
  if (pxeRole(scenario, name) === 'wds' && !host.without.includes('boot-files'))
    for (const path of bootFiles(bootImagesOf(scenario, name)))
      add({ path, bytes: [encoded(path, 'utf-8')], modified: host.installDate });
  hostLogs(scenario, name).forEach(add);
  imageToolFiles(scenario, name).forEach(add);
  referenceFiles(scenario, name).forEach(add);
  for (const [path, said] of Object.entries(host.files)) {
    if (said) {
      const { readOnly, link, modified = host.installDate } = said;
      add({ path, bytes: fileBytes(path, said), modified, readOnly, link });
      continue;
    }
    const gone = path.toLowerCase().replace(/\\$/, '');
    const below = [...files.keys()].filter((known) => known === gone || known.startsWith(`${gone}\\`));
    if (below.length === 0) throw new Error(`hosts.${name}.files: there is no ${path} that could be taken away`);
    for (const known of below) files.delete(known);
  }
  // What has a descriptor and is no file is a folder.
  for (const [path, sddl] of Object.entries(host.acls)) {
    const folder = `${path.replace(/\\$/, '')}\\`;
    const known = [folder, folder.slice(0, -1)].some((each) => files.has(each.toLowerCase()));
    if (sddl !== null && !known) add({ path: folder, bytes: [], modified: host.installDate });
  }
  return [...files.values()];
}

function* fileBytes(path: string, { text, size, hex, encoding }: ScenarioFile): Generator<Uint8Array> {
  if (hex !== undefined) {
    yield Buffer.from(hex, 'hex');
    return;
  }
  const start = beginning(encoding);
  const whole = encoded(text ?? (size === undefined ? '' : `${path}\r\n`), encoding);
  yield size === undefined ? start : start.subarray(0, size);
  if (size === undefined) yield whole;
  else yield* repeated(whole, size - Math.min(size, start.length));
}
