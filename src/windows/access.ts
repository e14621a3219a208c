/**
 * Effective access over SMB: the share's descriptor and the folder's (or file's) descriptor, each walked as Windows
 * does (MS-DTYP 2.5.3.2), then intersected. Three-valued: what the evidence leaves open stays unknown.
 * Not covered: the network logon right, and parent folders (Windows bypasses traverse checks).
 */
import { FILE_READ_DATA, FILE_RIGHTS, FILE_WRITE_DATA, FULL, hexMask } from './access-masks.ts';
import { type Token, tokenMatcher } from './access-token.ts';
import { judgeDescriptor, type Reason, type Side, type Tri } from './access-walk.ts';
import { descriptorWarnings, tokenWarnings } from './access-warnings.ts';
import { parseSddl, type SecurityDescriptor } from './sddl.ts';
import type { AliasContext } from './sid.ts';

export {
  CHANGE,
  FULL,
  FULL_BEYOND_CHANGE,
  READ,
  READ_WRITE,
  REPLACE_FILE,
  rightNames,
} from './access-masks.ts';
export { enabledGroup, providerSystemToken, systemToken, type Token } from './access-token.ts';
export type { Reason, Tri } from './access-walk.ts';
export type { AliasContext } from './sid.ts';

/** The two descriptors as text, and who asks. */
export interface AccessInput {
  /** `null`: could not be read. */
  shareSddl: string | null;
  /** Of the folder, or of the file itself if that exists; `null`: could not be read. */
  folderSddl: string | null;
  token: Token;
  /** Of the host that printed the share's SDDL. */
  shareAliases: AliasContext;
  /** Of the host that printed the folder's SDDL. */
  folderAliases: AliasContext;
}

/** {@link AccessInput} with parsed descriptors. */
export interface ParsedAccessInput {
  share: SecurityDescriptor | null;
  folder: SecurityDescriptor | null;
  token: Token;
  shareAliases: AliasContext;
  folderAliases: AliasContext;
}

/** One right: both sides, their intersection, and why. */
export interface BitResult {
  bit: number;
  name: string;
  share: Tri;
  folder: Tri;
  both: Tri;
  shareReason: Reason;
  folderReason: Reason;
}

/** Three disjoint unsigned masks that together are FULL. */
export interface Masks {
  granted: number;
  denied: number;
  unknown: number;
}

export interface AccessResult {
  /** The 14 bits of FULL, ascending. */
  bits: BitResult[];
  masks: { share: Masks; folder: Masks; both: Masks };
  /** Whether the share grants FILE_READ_DATA or FILE_WRITE_DATA. */
  canConnect: Tri;
  /** What limits this result, each line led by `token:`, `share:` or `folder:`. */
  warnings: string[];
}

/**
 * Evaluates every file right for one token. A descriptor given as `null` makes its side unknown.
 * @throws SddlError if one of the texts does not parse; callers report that as its own outcome
 */
export function evaluateAccess(input: AccessInput): AccessResult {
  const { shareSddl, folderSddl, token, shareAliases, folderAliases } = input;
  return evaluateParsed({
    share: shareSddl === null ? null : parseSddl(shareSddl),
    folder: folderSddl === null ? null : parseSddl(folderSddl),
    token,
    shareAliases,
    folderAliases,
  });
}

/** {@link evaluateAccess} for descriptors parsed once and judged for several tokens. Does not throw. */
export function evaluateParsed(input: ParsedAccessInput): AccessResult {
  const { token, shareAliases, folderAliases } = input;
  const matcher = tokenMatcher(token);
  const share = judgeDescriptor(input.share, { token, matcher, aliases: shareAliases });
  const folder = judgeDescriptor(input.folder, { token, matcher, aliases: folderAliases });
  const both = intersect(share, folder);
  return {
    bits: FILE_RIGHTS.map(({ bit, name }, i) => ({
      bit,
      name,
      share: stateOf(share, bit),
      folder: stateOf(folder, bit),
      both: stateOf(both, bit),
      shareReason: share.reasons[i]!,
      folderReason: folder.reasons[i]!,
    })),
    masks: { share: masksOf(share), folder: masksOf(folder), both },
    canConnect: connectState(share),
    warnings: [
      ...tokenWarnings(token),
      ...descriptorWarnings('share', input.share, token),
      ...descriptorWarnings('folder', input.folder, token),
    ],
  };
}

function intersect(share: Masks, folder: Masks): Masks {
  const granted = (share.granted & folder.granted) >>> 0;
  const denied = (share.denied | folder.denied) >>> 0;
  return { granted, denied, unknown: (FULL & ~granted & ~denied) >>> 0 };
}

function masksOf({ granted, denied, unknown }: Side): Masks {
  return { granted, denied, unknown };
}

function stateOf(masks: Masks, bit: number): Tri {
  if ((masks.denied & bit) !== 0) return 'denied';
  return (masks.granted & bit) !== 0 ? 'granted' : 'unknown';
}

/** A server refuses the connection of someone who may neither read nor write data. */
function connectState(share: Masks): Tri {
  const either = FILE_READ_DATA | FILE_WRITE_DATA;
  if ((share.granted & either) !== 0) return 'granted';
  return (share.unknown & either) !== 0 ? 'unknown' : 'denied';
}

/** A required mask held against a result. */
export interface Requirement extends Masks {
  /** Granted if every bit is, denied if any is, unknown otherwise. */
  state: Tri;
  /** The required bits, ascending, whatever their state. */
  bits: BitResult[];
}

/**
 * Holds a required mask against the intersection of share and folder; `granted`, `denied`, `unknown` are its parts.
 * @throws RangeError for a bit that is no file right: Windows refuses requests with generic bits as well
 */
export function requireMask(result: AccessResult, mask: number): Requirement {
  if ((mask & ~FULL) !== 0) throw new RangeError(`not a mask of file rights: ${hexMask(mask)}`);
  const { both } = result.masks;
  const granted = (both.granted & mask) >>> 0;
  const denied = (both.denied & mask) >>> 0;
  const unknown = (both.unknown & mask) >>> 0;
  const state = denied !== 0 ? 'denied' : unknown !== 0 ? 'unknown' : 'granted';
  return { state, granted, denied, unknown, bits: result.bits.filter(({ bit }) => (mask & bit) !== 0) };
}

/**
 * ACCESS_SYSTEM_SECURITY (`0x1000000`, reading or writing the SACL): only SeSecurityPrivilege gives it, no ACE does
 * (MS-DTYP 2.5.3.2). It is no file right, so it stands outside {@link AccessResult}.
 */
export function systemSecurityAccess(token: Token): 'granted' | 'denied' {
  return token.privileges?.includes('SeSecurityPrivilege') ? 'granted' : 'denied';
}
