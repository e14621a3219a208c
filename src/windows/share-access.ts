import { type Reading, wasRead } from '../model/answer.ts';
import { CHANGE, evaluateAccess, FULL, FULL_BEYOND_CHANGE, providerSystemToken, requireMask } from './access.ts';
import { admitted, denyingSids, grantCommands, refusals, type Side } from './access-words.ts';
import { parseSddl, SddlError } from './sddl.ts';
import { type AliasContext, SID } from './sid.ts';

/** A share and the folder behind it as they were read. */
export interface ReadShare {
  name: string;
  scopeName: string | null;
  sddl: string | null;
  folder: string | null;
  folderSddl: Reading<string | null>;
}

/** What the SMS Provider may do through a share on its own computer, where it comes as SYSTEM. */
export type ShareAccess =
  | { state: 'full' }
  | { state: 'folder-missing'; folder: string }
  | { state: 'unreadable'; why: string }
  | {
      /** A bit of Change is denied, is in doubt, or only the part of Full Control beyond Change is short. */
      state: 'denied' | 'uncertain' | 'change-only';
      /** Which entry refuses what, by side. */
      reasons: string;
      /** To print and never to run. */
      commands: string[];
      sides: { side: Side; sddl: string; admits: string }[];
    };

/** Share and folder together (`rulings` 12): missing Change denies, Full Control is what the field expects. */
export function providerAccess(share: ReadShare, aliases: AliasContext): ShareAccess {
  const { sddl, folderSddl } = share;
  const folder = share.folder ?? '';
  if (!wasRead(folderSddl))
    return { state: 'unreadable', why: `the folder's security descriptor: ${folderSddl.message}` };
  if (folderSddl.value === null) return { state: 'folder-missing', folder };
  if (sddl === null) return { state: 'unreadable', why: 'Windows showed no security descriptor of the share' };
  const descriptors = { share: sddl, folder: folderSddl.value };
  try {
    const token = providerSystemToken();
    const access = evaluateAccess({
      shareSddl: sddl,
      folderSddl: descriptors.folder,
      token,
      shareAliases: aliases,
      folderAliases: aliases,
    });
    if (requireMask(access, FULL).state === 'granted') return { state: 'full' };
    const change = requireMask(access, CHANGE).state;
    const mask = change === 'granted' ? FULL_BEYOND_CHANGE : CHANGE;
    const short = (['share', 'folder'] as const)
      .map((side) => ({
        side,
        words: refusals(access, side, mask, 'SYSTEM (S-1-5-18)'),
        denied: denyingSids(access, side, mask),
      }))
      .filter(({ words }) => words.length > 0);
    return {
      state: change === 'denied' ? 'denied' : change === 'granted' ? 'change-only' : 'uncertain',
      reasons: short.flatMap(({ words }) => words).join('; '),
      commands: short.flatMap(({ side, denied }) =>
        grantCommands({ side, share: share.name, scope: share.scopeName, folder, sid: SID.system, denied }),
      ),
      sides: short.map(({ side }) => ({
        side,
        sddl: descriptors[side],
        admits: admitted(parseSddl(descriptors[side]), aliases),
      })),
    };
  } catch (error) {
    if (error instanceof SddlError) return { state: 'unreadable', why: error.message };
    throw error;
  }
}
