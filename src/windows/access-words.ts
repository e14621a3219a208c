import { type AccessResult, type BitResult, FULL_BEYOND_CHANGE, type Reason, rightNames } from './access.ts';
import type { SecurityDescriptor } from './sddl.ts';
import { type AliasContext, resolveSid, sidName } from './sid.ts';

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
  for (const bit of result.bits) {
    if ((bit.bit & mask) === 0 || bit[side] === 'granted') continue;
    const reason = side === 'share' ? bit.shareReason : bit.folderReason;
    const key = JSON.stringify(reason);
    const group = groups.get(key) ?? { reason, bits: 0 };
    groups.set(key, { reason, bits: (group.bits | bit.bit) >>> 0 });
  }
  return [...groups.values()].map(({ reason, bits }) => `${side}: ${refusal(reason, rights(bits), identity)}`);
}

/** Whom the entries name that deny, or would if the identity carries that SID: a grant alone would not help there. */
export function denyingSids(result: AccessResult, side: Side, mask: number): string[] {
  const sids = result.bits
    .filter((bit: BitResult) => (bit.bit & mask) !== 0 && bit[side] !== 'granted')
    .map((bit) => (side === 'share' ? bit.shareReason : bit.folderReason))
    .flatMap((reason) => (reason.by === 'ace' ? [reason.ace] : reason.by === 'unresolved' ? reason.aces : []))
    .flatMap(({ type, sid }) => (['D', 'OD', 'XD'].includes(type) && sid !== null ? [sid] : []));
  return [...new Set(sids)];
}

function refusal(reason: Reason, what: string, identity: string): string {
  switch (reason.by) {
    case 'ace':
      return `entry ${reason.ace.index} ${reason.ace.text} denies ${what} to ${sidWords(reason.ace.sid)}`;
    case 'unresolved':
      return `${reason.aces.map((ace) => `entry ${ace.index} ${ace.text} concerns ${sidWords(ace.sid)}`).join(', ') || 'the owner is not known'}; whether ${identity} carries that SID is not known`;
    case 'unreadable':
      return 'its security descriptor was not read';
    case 'no-ace':
      return `no entry gives ${what} to ${identity}`;
    default:
      return `${what} is not granted`;
  }
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

/**
 * The commands that would grant Full Control, to print and never to run: a share's by account name (translated where it
 * runs, so that it works on localised Windows), a folder's by SID. A deny has to go first, since it stands before a grant.
 */
export function grantCommands(of: {
  side: Side;
  share: string;
  scope: string | null;
  folder: string;
  sid: string;
  denied: string[];
}): string[] {
  const { side, share, scope, folder, sid, denied } = of;
  if (side === 'folder') {
    const path = expandable.test(folder) ? single(folder) : `"${folder}"`;
    return [
      ...denied.map((each) => `icacls ${path} /remove:d "*${each}"`),
      `icacls ${path} /grant "*${sid}:(OI)(CI)F"`,
    ];
  }
  const scoped = scope && scope !== '*' ? ` -ScopeName ${single(scope)}` : '';
  const unblock = denied.flatMap((each) => [
    translate(each),
    `Unblock-SmbShareAccess -Name ${single(share)}${scoped} -AccountName $n -Force`,
  ]);
  return [
    ...unblock,
    translate(sid),
    `Grant-SmbShareAccess -Name ${single(share)}${scoped} -AccountName $n -AccessRight Full -Force`,
  ];
}

/**
 * Double quotes serve both shells, but PowerShell expands variables and backquotes in them and takes typographic quotes
 * for its own: then single ones, in which every kind of single quote is doubled.
 */
const expandable = /[`\u201c-\u201e]|\$[\p{L}\p{N}_{($^:]/u;
const single = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;

const translate = (sid: string): string =>
  `$n = ([System.Security.Principal.SecurityIdentifier]'${sid}').Translate([System.Security.Principal.NTAccount]).Value`;
