import {
  type AccessResult,
  type BitResult,
  FULL_BEYOND_CHANGE,
  type Reason,
  rightNames,
  type Token,
} from './access.ts';
import { tokenMatcher } from './access-token.ts';
import type { Ace } from './access-walk.ts';
import { aceText, type SecurityDescriptor } from './sddl.ts';
import { type AliasContext, resolveSid, SID, sidName } from './sid.ts';

export type Side = 'share' | 'folder';

/** A SID for people: its English name, and the SID itself, which decides. */
export function sidWords(sid: string | null): string {
  if (sid === null) return 'an account that could not be resolved';
  const name = sidName(sid);
  return name ? `${name} (${sid})` : sid;
}

/** Why bits of a mask are not granted on one side, one sentence per deciding entry; empty where the side grants them. */
export function refusals(result: AccessResult, side: Side, mask: number, identity: string): string[] {
  const groups = new Map<string, { reason: Reason; bits: number }>();
  for (const { bit, reason } of shortBits(result, side, mask)) {
    const key = JSON.stringify(reason);
    const group = groups.get(key) ?? { reason, bits: 0 };
    groups.set(key, { reason, bits: (group.bits | bit) >>> 0 });
  }
  return [...groups.values()].map(({ reason, bits }) => `${side}: ${refusal(reason, rights(bits), identity)}`);
}

/** The bits of a mask that one side does not grant, each with why. */
export function shortBits(result: AccessResult, side: Side, mask: number): { bit: number; reason: Reason }[] {
  return result.bits
    .filter((bit: BitResult) => (bit.bit & mask) !== 0 && bit[side] !== 'granted')
    .map((bit) => ({ bit: bit.bit, reason: side === 'share' ? bit.shareReason : bit.folderReason }));
}

function refusal(reason: Reason, what: string, identity: string): string {
  switch (reason.by) {
    case 'ace':
      return `${aceWords(reason.ace)} denies ${what} to ${whom(reason.ace)}`;
    case 'unresolved':
      return doubt(reason.aces, what, identity);
    case 'unreadable':
      return 'its security descriptor was not read';
    case 'no-ace':
      return `no ACE grants ${what} to ${identity}`;
    default:
      return `${what} is not granted`;
  }
}

function doubt(aces: Ace[], what: string, identity: string): string {
  if (aces.length === 0) return `the owner, whom ${what} is implied to, is not known`;
  if (aces.every(isPolicy)) return `the central access policy ${aces[0]!.text} may take ${what} from ${identity}`;
  const named = aces.map((ace) => `${aceWords(ace)} ${denies(ace) ? 'denies' : 'grants'} ${what} to ${whom(ace)}`);
  const open = aces.every(hasObjectType)
    ? 'what its object type means for a file'
    : `whether ${identity} carries that SID`;
  return `${named.join(', ')}; ${open} is not known`;
}

export const denies = ({ type }: { type: string }): boolean => ['D', 'OD', 'XD'].includes(type);
export const isPolicy = ({ type }: Ace): boolean => type === 'SP';

const hasObjectType = ({ type, text }: Ace): boolean => type === 'OD' && text.split(';')[3] !== '';

const aceWords = ({ index, text, flags }: Ace): string =>
  `ACE ${index} ${text}${flags.includes('ID') ? ', which is inherited,' : ''}`;

/** An account with what people tend not to know of it. */
function whom({ sid }: Ace): string {
  if (sid === SID.network) return `${sidWords(sid)}, which everybody carries who comes over the network`;
  if (sid === SID.ownerRights) return `${sidWords(sid)}, which is whoever owns it`;
  return sidWords(sid);
}

/** What entries of a list say that only seems to concern the identity, one sentence each. */
export function misleading(side: Side, descriptor: SecurityDescriptor, token: Token, aliases: AliasContext): string[] {
  const matcher = tokenMatcher(token);
  return (descriptor.dacl?.aces ?? []).flatMap((ace, i) => {
    const sid = resolveSid(ace.sid, aliases);
    const entry = `${side}: ACE ${i + 1} ${aceText(ace)}`;
    if (ace.type !== 'A') return [];
    if (ace.flags.includes('IO'))
      return matcher.match(sid, false) === 'yes'
        ? [`${entry} grants only what is created below (inherit-only) and nothing on the folder itself`]
        : [];
    return sid === SID.ownerRights ? [`${entry} takes the place of what the owner may do by owning it`] : [];
  });
}

/** Bits that only make sense together, under the word that people use for them. */
const groups: [number, string][] = [
  [0x89, 'read'],
  [0x116, 'write'],
  [0x20, 'execute'],
  [0x10000, 'delete'],
  [FULL_BEYOND_CHANGE, 'the part of Full Control beyond Change'],
];

/** What the bits let one do: whole groups by their word, the rest by the names of the bits. */
function rights(bits: number): string {
  const whole = groups.filter(([mask]) => (bits & mask) === mask);
  const covered = whole.reduce((sum, [mask]) => sum | mask, 0);
  // SYNCHRONIZE and READ_CONTROL come with every group and would only lengthen the list.
  const along = whole.length > 0 ? 0x120000 : 0;
  const words = [...whole.map(([, word]) => word), ...rightNames((bits & ~covered & ~along) >>> 0)];
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : (words[0] ?? 'access');
}

/** Whom a descriptor admits at all, for people: the accounts of its allow entries, the first five. */
export function admitted(descriptor: SecurityDescriptor, aliases: AliasContext): string {
  const sids = (descriptor.dacl?.aces ?? [])
    .filter(({ type }) => type === 'A')
    .map(({ sid }) => sidWords(resolveSid(sid, aliases)));
  const unique = [...new Set(sids)];
  return unique.length > 5 ? `${unique.slice(0, 5).join(', ')} and ${unique.length - 5} more` : unique.join(', ');
}
