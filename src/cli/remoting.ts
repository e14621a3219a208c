import path from 'node:path';
import type { HostReference, Remoting, Way } from '../model/target.ts';

/** What can be said of the way to a machine, beside its name. */
export const details = [
  'address',
  'port',
  'via',
  'user',
  'keyFile',
  'configurationName',
  'useSsl',
  'credential',
] as const satisfies readonly (keyof HostReference)[];
export type Detail = (typeof details)[number];

/** Keys that mean something for one way only. */
const ownKeys = {
  user: 'ssh',
  keyFile: 'ssh',
  configurationName: 'winrm',
  useSsl: 'winrm',
  credential: 'winrm',
} as const satisfies { [key in keyof Remoting]?: Way };
type OwnKey = keyof typeof ownKeys;

/**
 * A key that has no meaning for the way stated beside it, and the way that it belongs to; null where all is well, or where
 * the way is left open.
 */
export function foreignKey(remoting: Remoting): { key: OwnKey; way: Way } | null {
  const { via } = remoting;
  if (via === undefined) return null;
  for (const [key, way] of Object.entries(ownKeys) as [OwnKey, Way][]) {
    if (remoting[key] !== undefined && remoting[key] !== false && way !== via) return { key, way };
  }
  return null;
}

/** Where relative paths start, and what `~` stands for. Null: not known, and left as it is. */
export interface Folders {
  folder: string | null;
  home: string | null;
}

/** The same with its key file as an absolute path. */
export function withKeyFile<Kind extends Remoting>(remoting: Kind, { folder, home }: Folders): Kind {
  if (remoting.keyFile === undefined) return remoting;
  const keyFile = home === null ? remoting.keyFile : remoting.keyFile.replace(/^~(?=[\\/])/, () => home);
  if (folder === null || keyFile.startsWith('~')) return { ...remoting, keyFile };
  return { ...remoting, keyFile: path.resolve(folder, keyFile) };
}

/** The same of each of a list. */
export function withKeyFiles<Kind extends Remoting>(hosts: readonly Kind[], folders: Folders): Kind[] {
  return hosts.map((host) => withKeyFile(host, folders));
}
