import { wasRead } from '../../src/model/answer.ts';
import { hostKey } from '../../src/model/target.ts';
import { inSentence } from '../../src/windows/wording.ts';
import type { ShareSecurity } from './capture.ts';

export type ShareRow = ShareSecurity['shares'][number];

/** Why a share that is there cannot be judged, or is none to write to. */
export type Bar =
  | { code: 'role-unnamed'; role: string }
  | { code: 'share-offline' }
  | { code: 'folder-is-file'; folder: string }
  | { code: 'unreadable'; why: string };

const shortName = (name: string): string => hostKey(name).split('.')[0]!;
export const isOfRole = ({ scopeName }: ShareRow): boolean => scopeName !== null && scopeName !== '*';
const servedAs = (row: ShareRow, name: string): boolean =>
  isOfRole(row) && shortName(row.scopeName!) === shortName(name);

/** The shares that a client gets who names the machine so: of the cluster roles, else of the machine, else any. */
export function meant(rows: readonly ShareRow[], names: readonly string[]): ShareRow[] {
  const ofMachine = rows.filter((row) => !isOfRole(row));
  const found = names.flatMap((name) => {
    const ofRole = rows.filter((row) => servedAs(row, name));
    return ofRole.length > 0 ? ofRole : ofMachine;
  });
  return found.length > 0 ? [...new Set(found)] : [...rows];
}

/** Whether a share is the root of a DFS namespace, by what the share or DFS on its host says. */
export function isDfsRoot({ shares, dfsRoots }: ShareSecurity, name: string): boolean {
  const isNamed = wasRead(dfsRoots) && dfsRoots.value.some((each) => each.toLowerCase() === name.toLowerCase());
  return isNamed || shares.some(({ availability }) => availability === 4);
}

/** `FILE_ATTRIBUTE_DIRECTORY` and `FILE_ATTRIBUTE_REPARSE_POINT`. */
const [directory, reparsePoint] = [0x10, 0x400];

/** What keeps a share from being judged for a client who names the machine so. */
export function barOf(row: ShareRow, names: readonly string[], dfsRoots: ShareSecurity['dfsRoots']): Bar | null {
  const { scopeName, state, folder, folderSddl, folderAttributes } = row;
  // A role's share is served under the name of the role alone.
  if (isOfRole(row) && !names.some((name) => servedAs(row, name))) return { code: 'role-unnamed', role: scopeName! };
  const unreadable = (why: string): Bar => ({ code: 'unreadable', why });
  if (state === 2) return { code: 'share-offline' };
  if (state !== 1) return unreadable(`Windows does not say that it is online (ShareState: ${state ?? 'not told'}).`);
  if (!wasRead(dfsRoots))
    return unreadable(`whether it is a root of DFS was not read (${inSentence(dfsRoots.message)}).`);
  // Where the descriptor was not read either, that says so, and the share may still refuse.
  if (!wasRead(folderAttributes)) return wasRead(folderSddl) ? unreadable(folderAttributes.message) : null;
  const attributes = folderAttributes.value;
  if (attributes.some((each) => (each & directory) === 0)) return { code: 'folder-is-file', folder: folder ?? '' };
  // The server resolves the path of the share; what is below may lead a client elsewhere.
  if (attributes.slice(1).some((each) => (each & reparsePoint) !== 0))
    return unreadable(`${folder} is a link or lies behind one, and where that leads was not read.`);
  return null;
}
