import { type Reading, wasRead } from '../model/answer.ts';
import { CHANGE, evaluateParsed, FULL, FULL_BEYOND_CHANGE, providerSystemToken, requireMask } from './access.ts';
import { admitted, denyingSids, grantCommands, refusals, type Side } from './access-words.ts';
import { parseSddl, SddlError, type SecurityDescriptor } from './sddl.ts';
import { type AliasContext, SID } from './sid.ts';

/** A share and the folder behind it as they were read. */
export interface ReadShare {
  name: string;
  /** An administrative share such as C$. */
  special: boolean | null;
  scopeName: string | null;
  sddl: string | null;
  folder: string | null;
  folderSddl: Reading<string | null>;
}

/** What the SMS Provider may do through a share on its own computer, where it comes as SYSTEM. */
export type ShareAccess =
  | { state: 'full' /** What limits the answer, such as a part that was not read. */; warnings: string[] }
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
      warnings: string[];
    };

/** Share and folder together (`rulings` 12): missing Change denies, Full Control is what the field expects. */
export function providerAccess(share: ReadShare, aliases: AliasContext): ShareAccess {
  const folder = share.folder ?? '';
  if (share.special)
    return { state: 'unreadable', why: 'it is an administrative share, which is not meant for captures' };
  const { folderSddl } = share;
  if (wasRead(folderSddl) && folderSddl.value === null) return { state: 'folder-missing', folder };
  const read = {
    share: parsed(
      share.sddl === null
        ? { failed: 'denied', message: 'Windows showed no security descriptor of the share' }
        : { value: share.sddl },
    ),
    folder: parsed(folderSddl as Reading<string>, "the folder's security descriptor: "),
  };
  const access = evaluateParsed({
    share: 'why' in read.share ? null : read.share.descriptor,
    folder: 'why' in read.folder ? null : read.folder.descriptor,
    token: providerSystemToken(),
    shareAliases: aliases,
    folderAliases: aliases,
  });
  // That the SACL of a folder is not read is so on every machine, and stands in the documentation.
  const warnings = access.warnings.filter(
    (warning) => !warning.startsWith('folder: SACL not read') && !warning.endsWith(' was not read'),
  );
  if (requireMask(access, FULL).state === 'granted') return { state: 'full', warnings };
  const change = requireMask(access, CHANGE).state;
  // One side alone can refuse, and only both can grant.
  const why = Object.values(read).flatMap((side) => ('why' in side ? [side.why] : []));
  if (change !== 'denied' && why.length > 0) return { state: 'unreadable', why: why.join('; ') };
  const mask = change === 'granted' ? FULL_BEYOND_CHANGE : CHANGE;
  const short = (['share', 'folder'] as const).flatMap((side) => {
    const of = read[side];
    const words = 'why' in of ? [] : refusals(access, side, mask, 'SYSTEM (S-1-5-18)');
    return 'why' in of || words.length === 0 ? [] : [{ side, words, ...of, denied: denyingSids(access, side, mask) }];
  });
  return {
    warnings,
    state: change === 'denied' ? 'denied' : change === 'granted' ? 'change-only' : 'uncertain',
    reasons: short.flatMap(({ words }) => words).join('; '),
    commands: short.flatMap(({ side, denied }) =>
      grantCommands({ side, share: share.name, scope: share.scopeName, folder, sid: SID.system, denied }),
    ),
    sides: short.map(({ side, sddl, descriptor }) => ({ side, sddl, admits: admitted(descriptor, aliases) })),
  };
}

/** A descriptor with its text, or why there is none. */
function parsed(
  reading: Reading<string>,
  lead = '',
): { sddl: string; descriptor: SecurityDescriptor } | { why: string } {
  if (!wasRead(reading)) return { why: `${lead}${reading.message}` };
  try {
    return { sddl: reading.value, descriptor: parseSddl(reading.value) };
  } catch (error) {
    if (error instanceof SddlError) return { why: error.message };
    throw error;
  }
}
