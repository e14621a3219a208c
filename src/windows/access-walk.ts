/** The access check of one security descriptor for all file rights in one walk (MS-DTYP 2.5.3.2, bit by bit). */
import { FILE_RIGHTS, FULL, mapGenericBits, READ_CONTROL, WRITE_DAC, WRITE_OWNER } from './access-masks.ts';
import type { Match, Token, TokenMatcher } from './access-token.ts';
import { aceText, type SddlAce, type SecurityDescriptor } from './sddl.ts';
import { type AliasContext, resolveSid, SID } from './sid.ts';

/** `unknown` means that the evidence allows both outcomes. */
export type Tri = 'granted' | 'denied' | 'unknown';

/** An ACE as a reason shows it. */
export interface Ace {
  /** Position in its list, 1-based. */
  index: number;
  /** As read. */
  text: string;
  type: string;
  flags: string[];
  /** Generic bits mapped to file rights; unsigned. */
  mask: number;
  /** `null`: an alias whose base SID was not collected. */
  sid: string | null;
}

/** Why a bit came out as it did. */
export type Reason =
  /** Absent or NULL DACL: granted. */
  | { by: 'no-dacl' }
  /** Implied READ_CONTROL and WRITE_DAC of the owner: granted. */
  | { by: 'owner' }
  /** Granted. */
  | { by: 'privilege'; name: string }
  /** The deciding ACE, allow or deny. */
  | { by: 'ace'; ace: Ace }
  /** Walked to the end, nobody granted it: denied. */
  | { by: 'no-ace' }
  /** Unknown: these ACEs might match. Empty if only the owner is in doubt. */
  | { by: 'unresolved'; aces: Ace[] }
  /** Unknown: no descriptor was read. */
  | { by: 'unreadable' };

/** One descriptor judged: three disjoint masks that make up FULL, and the reasons in the order of FILE_RIGHTS. */
export interface Side {
  granted: number;
  denied: number;
  unknown: number;
  reasons: Reason[];
}

/** Who asks, and how to read the descriptor's aliases. */
export interface Asker {
  token: Token;
  matcher: TokenMatcher;
  aliases: AliasContext;
}

const NO_DACL: Reason = { by: 'no-dacl' };
const OWNER: Reason = { by: 'owner' };
const NO_ACE: Reason = { by: 'no-ace' };
const UNREADABLE: Reason = { by: 'unreadable' };
const TAKE_OWNERSHIP = 'SeTakeOwnershipPrivilege';
const OWNER_BITS = READ_CONTROL | WRITE_DAC;

function uniform(state: Tri, reason: Reason): Side {
  const side: Side = { granted: 0, denied: 0, unknown: 0, reasons: FILE_RIGHTS.map(() => reason) };
  side[state] = FULL;
  return side;
}

/** Judges one descriptor; `null` is one that could not be read. */
export function judgeDescriptor(descriptor: SecurityDescriptor | null, asker: Asker): Side {
  if (descriptor === null) return uniform('unknown', UNREADABLE);
  const side = judgeDacl(descriptor, asker);
  const policies = scopedPolicies(descriptor, asker.aliases);
  // A central access policy narrows access by data that is not at hand, so "granted" cannot be kept.
  if (policies.length > 0) {
    const reason: Reason = { by: 'unresolved', aces: policies };
    side.reasons = side.reasons.map((old, i) => ((side.granted & (FILE_RIGHTS[i]?.bit ?? 0)) !== 0 ? reason : old));
    side.unknown = (side.unknown | side.granted) >>> 0;
    side.granted = 0;
  }
  return side;
}

function scopedPolicies({ sacl }: SecurityDescriptor, aliases: AliasContext): Ace[] {
  if (sacl === null) return [];
  return sacl.aces.flatMap((ace, i) =>
    ace.type === 'SP' && !ace.flags.includes('IO') ? [describe(ace, i + 1, aliases)] : [],
  );
}

function describe(ace: SddlAce, index: number, aliases: AliasContext): Ace {
  const { type, flags, sid } = ace;
  return { index, text: aceText(ace), type, flags, mask: mapGenericBits(ace.mask), sid: resolveSid(sid, aliases) };
}

/** What an ACE of a DACL does to its bits if its SID matches; `null` for one that decides nothing. */
function effectOf(ace: SddlAce): 'allow' | 'deny' | 'maybe-deny' | null {
  switch (ace.type) {
    case 'A':
      return 'allow';
    case 'OA':
      // A file has no object tree to find the object type in; without one this is a plain ACE (MS-DTYP 2.4.4.3).
      return ace.objectType === null ? 'allow' : null;
    case 'D':
    case 'XD': // A condition that cannot be evaluated does not give the allow and does give the deny.
      return 'deny';
    case 'OD':
      // Documents say ignored, an implementation denies: left open.
      return ace.objectType === null ? 'deny' : 'maybe-deny';
    default:
      return null;
  }
}

const isOwnerRights = ({ sid }: SddlAce): boolean => sid === 'OW' || sid === SID.ownerRights;

function judgeDacl(descriptor: SecurityDescriptor, asker: Asker): Side {
  const { dacl } = descriptor;
  if (dacl === null || dacl.isNull) return uniform('granted', NO_DACL);
  const { token, matcher, aliases } = asker;
  const owner = descriptor.owner === null ? undefined : resolveSid(descriptor.owner, aliases);
  const ownerMatch = (forDeny: boolean): Match => (owner === undefined ? 'no' : matcher.match(owner, forDeny));
  const walk = new BitWalk();

  if (!dacl.aces.some((ace) => isOwnerRights(ace) && !ace.flags.includes('IO'))) {
    const implied = ownerMatch(false);
    if (implied === 'yes') walk.decide(OWNER_BITS, 'granted', OWNER);
    else if (implied === 'maybe') walk.consider(OWNER_BITS, 'granted', null);
  }
  if (token.privileges?.includes(TAKE_OWNERSHIP)) {
    walk.decide(WRITE_OWNER, 'granted', { by: 'privilege', name: TAKE_OWNERSHIP });
  }
  for (const [i, ace] of dacl.aces.entries()) {
    if (walk.open === 0) break;
    const effect = effectOf(ace);
    if (effect === null || ace.flags.includes('IO')) continue;
    const bits = mapGenericBits(ace.mask) & walk.open;
    if (bits === 0) continue;
    const forDeny = effect !== 'allow';
    const match = isOwnerRights(ace) ? ownerMatch(forDeny) : matcher.match(resolveSid(ace.sid, aliases), forDeny);
    if (match === 'no') continue;
    const outcome = forDeny ? 'denied' : 'granted';
    const shown = describe(ace, i + 1, aliases);
    if (match === 'maybe' || effect === 'maybe-deny') walk.consider(bits, outcome, shown);
    else walk.decide(bits, outcome, { by: 'ace', ace: shown });
  }
  walk.decide(walk.open, 'denied', NO_ACE);
  return walk.result();
}

/** The bits of one walk: first decision wins, and what *may* decide earlier is kept beside it. */
class BitWalk {
  /** Bits without a decision yet. */
  open = FULL;
  private readonly sure = { granted: 0, denied: 0 };
  private readonly possible = { granted: 0, denied: 0 };
  private readonly reasons: Reason[] = FILE_RIGHTS.map(() => NO_ACE);
  private readonly doubts: { bits: number; ace: Ace }[] = [];

  decide(mask: number, outcome: 'granted' | 'denied', reason: Reason): void {
    const bits = mask & this.open;
    this.sure[outcome] |= bits;
    this.open &= ~bits;
    for (let i = 0; i < FILE_RIGHTS.length; i++) {
      if ((bits & (FILE_RIGHTS[i]?.bit ?? 0)) !== 0) this.reasons[i] = reason;
    }
  }

  /** Notes what an ACE would decide if it matched; `bits` are still open, `null` stands for the implied owner rights. */
  consider(bits: number, outcome: 'granted' | 'denied', ace: Ace | null): void {
    this.possible[outcome] |= bits;
    if (ace !== null) this.doubts.push({ bits, ace });
  }

  result(): Side {
    const { sure, possible, doubts, reasons } = this;
    const unknown = (sure.granted & possible.denied) | (sure.denied & possible.granted);
    if (unknown !== 0) {
      for (const [i, { bit }] of FILE_RIGHTS.entries()) {
        if ((unknown & bit) === 0) continue;
        const aces = doubts.filter((doubt) => (doubt.bits & bit) !== 0).map((doubt) => doubt.ace);
        reasons[i] = { by: 'unresolved', aces };
      }
    }
    return {
      granted: (sure.granted & ~unknown) >>> 0,
      denied: (sure.denied & ~unknown) >>> 0,
      unknown: unknown >>> 0,
      reasons,
    };
  }
}
