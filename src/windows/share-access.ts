import { type Reading, wasRead } from '../model/answer.ts';
import { CHANGE, evaluateParsed, FULL, READ_WRITE, REPLACE_FILE, requireMask, type Token } from './access.ts';
import { grantCommands, type ShareRight, shortageOf, widenedWords } from './access-remedies.ts';
import { admitted, misleading, refusals, type Side } from './access-words.ts';
import { parseSddl, SddlError, type SecurityDescriptor } from './sddl.ts';
import type { AliasContext } from './sid.ts';

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

/** Who comes: the token, its SID to grant to (null: not known), and its name with its SID. */
export interface Identity {
  token: Token;
  sid: string | null;
  name: string;
}

/** What somebody needs: without `must` the work fails, without the rest of `wanted` it may. */
export interface Demand {
  must: number;
  wanted: number;
  /** The right by which people know `wanted`. */
  right: ShareRight;
}
/** Masks of `rulings` 12. */
export const providerDemand: Demand = { must: CHANGE, wanted: FULL, right: 'Full' };
export const accountDemand: Demand = { must: READ_WRITE, wanted: CHANGE, right: 'Change' };
/** Overwriting an image that is there, on the share and on the file itself. */
export const replaceDemand: Demand = { must: REPLACE_FILE, wanted: REPLACE_FILE, right: 'Change' };

/** How a share falls short for somebody. */
export interface Refusal {
  /** A bit of `must` is denied, only others are, or the evidence leaves it open. */
  state: 'denied' | 'short' | 'uncertain';
  /** Which entry refuses what, by side. */
  reasons: string;
  /** To print and never to run. */
  commands: string[];
  /** What the commands cannot mend, a sentence each. */
  notes: string[];
  sides: { side: Side; sddl: string; admits: string }[];
  warnings: string[];
}

/** What somebody may do through a share. */
export type ShareAccess =
  | { state: 'granted' /** What limits the answer, such as a part that was not read. */; warnings: string[] }
  | { state: 'folder-missing'; folder: string }
  | { state: 'unreadable'; why: string }
  | Refusal;

/** Share and folder together, held against what somebody needs. */
export function judgeShare(share: ReadShare, aliases: AliasContext, identity: Identity, demand: Demand): ShareAccess {
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
  const { token } = identity;
  const input = {
    share: 'why' in read.share ? null : read.share.descriptor,
    folder: 'why' in read.folder ? null : read.folder.descriptor,
    token,
    shareAliases: aliases,
    folderAliases: aliases,
  };
  const access = evaluateParsed(input);
  // That the SACL of a folder is not read is so on every machine, and stands in the documentation.
  const warnings = access.warnings.filter(
    (warning) => !warning.startsWith('folder: SACL not read') && !warning.endsWith(' was not read'),
  );
  const must = requireMask(access, demand.must).state;
  const all = requireMask(access, demand.must | demand.wanted).state;
  if (all === 'granted') return { state: 'granted', warnings };
  // One side alone can refuse, and only both can grant.
  const why = Object.values(read).flatMap((side) => ('why' in side ? [side.why] : []));
  if (must !== 'denied' && why.length > 0) return { state: 'unreadable', why: why.join('; ') };
  const state = must === 'denied' ? 'denied' : must === 'granted' && all === 'denied' ? 'short' : 'uncertain';
  const mask = must === 'granted' ? (demand.wanted & ~demand.must) >>> 0 : demand.must;
  const short = (['share', 'folder'] as const).flatMap((side) => {
    const of = read[side];
    if ('why' in of) return [];
    const words = refusals(access, side, mask, identity.name);
    const hints = misleading(side, of.descriptor, token, aliases);
    return words.length === 0
      ? []
      : [
          {
            side,
            ...of,
            words: [...words, ...hints],
            mend: shortageOf(input, access, { side, mask, right: demand.right }),
          },
        ];
  });
  const { name, scopeName: scope } = share;
  const { sid } = identity;
  return {
    warnings,
    state,
    reasons: short.flatMap(({ words }) => words).join('; '),
    commands: short.flatMap(({ mend }) =>
      sid === null ? [] : grantCommands({ share: name, scope, folder, sid, shortage: mend }),
    ),
    notes: short.flatMap(({ mend }) => [
      ...(mend.widened ? [widenedWords] : []),
      ...mend.inherited.map(
        ({ index, text }) =>
          `ACE ${index} ${text} is inherited from a folder above; a grant on ${folder} itself stands before it.`,
      ),
    ]),
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
