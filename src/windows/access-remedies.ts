import { type AccessResult, CHANGE, evaluateParsed, FULL, type ParsedAccessInput, READ } from './access.ts';
import { mapGenericBits } from './access-masks.ts';
import type { Ace } from './access-walk.ts';
import { denies, isPolicy, type Side, shortBits } from './access-words.ts';
import { quoted, quotedForBoth } from './powershell-text.ts';
import type { SddlAce, SecurityDescriptor } from './sddl.ts';
import { resolveSid } from './sid.ts';

/** What would grant what is short: whose denies go, and which commands do that. Printed, and never run. */

/** The rights that a share knows. */
export const shareRights = { Read: READ, Change: CHANGE, Full: FULL } as const;
export type ShareRight = keyof typeof shareRights;

/** What keeps a mask from being granted on one side, as far as commands can mend it. */
export interface Shortage {
  side: Side;
  /** Whom the entries name that deny, or would if the identity carries that SID: a grant alone would not help there. */
  denied: string[];
  /** The same for entries that a folder inherits; a grant on the folder itself stands before them. */
  inherited: { index: number; text: string }[];
  /** What to grant; null where only a deny, or a policy, is in the way. */
  grant: ShareRight | null;
  /** That is more than is needed, to keep what the account has. */
  widened: boolean;
}

/** Why a command grants more than is needed. */
export const widenedWords =
  'A grant on a share takes the place of every other to the same account, so it holds what the account has there too.';

/** What is in the way of a right for the user of the token; `mask` is what is needed of it. */
export function shortageOf(
  input: ParsedAccessInput,
  result: AccessResult,
  { side, mask, right }: { side: Side; mask: number; right: ShareRight },
): Shortage {
  const isInherited = ({ flags }: { flags: string[] }): boolean => side === 'folder' && flags.includes('ID');
  const aces = shortBits(result, side, mask)
    .flatMap(({ reason }): Ace[] =>
      reason.by === 'ace' ? [reason.ace] : reason.by === 'unresolved' ? reason.aces : [],
    )
    .filter(denies);
  const inherited = new Map(aces.filter(isInherited).map(({ index, text }) => [index, { index, text }]));
  // What the commands take away may be all that was in the way.
  const left = evaluateParsed({
    ...input,
    [side]: withoutAces(input[side], (ace) => denies(ace) && !isInherited(ace)),
  });
  const isShort = shortBits(left, side, mask).some(
    ({ reason }) => reason.by !== 'unresolved' || reason.aces.length === 0 || !reason.aces.every(isPolicy),
  );
  const grant = isShort ? rightToGrant(input, side, right) : null;
  return {
    side,
    denied: [...new Set(aces.flatMap((ace) => (isInherited(ace) || ace.sid === null ? [] : [ace.sid])))],
    inherited: [...inherited.values()],
    grant,
    widened: grant !== null && grant !== right,
  };
}

function withoutAces(
  descriptor: SecurityDescriptor | null,
  goes: (ace: SddlAce) => boolean,
): SecurityDescriptor | null {
  if (!descriptor?.dacl) return descriptor;
  return { ...descriptor, dacl: { ...descriptor.dacl, aces: descriptor.dacl.aces.filter((ace) => !goes(ace)) } };
}

/**
 * On a share a grant takes the place of every allow entry of the account (Microsoft: GrantAccess method of MSFT_SmbShare), so
 * it has to hold what those hold. `icacls` adds to what is there.
 */
function rightToGrant(input: ParsedAccessInput, side: Side, right: ShareRight): ShareRight {
  if (side === 'folder') return right;
  const held = (input.share?.dacl?.aces ?? [])
    .filter(({ type, sid }) => type === 'A' && resolveSid(sid, input.shareAliases) === input.token.user)
    .reduce<number>((sum, { mask }) => sum | mapGenericBits(mask), shareRights[right]);
  const names = Object.keys(shareRights) as ShareRight[];
  return names.find((name) => (held & FULL & ~shareRights[name]) === 0) ?? 'Full';
}

/**
 * The commands that would grant what is short, to print and never to run: a share's by account name (translated where it
 * runs, so that it works on localised Windows), a folder's by SID. A deny has to go first, since it stands before a grant.
 */
export function grantCommands(of: {
  share: string;
  scope: string | null;
  folder: string;
  sid: string;
  shortage: Pick<Shortage, 'side' | 'denied' | 'grant'>;
}): string[] {
  const { share, scope, folder, sid } = of;
  const { side, denied, grant } = of.shortage;
  if (side === 'folder') {
    const path = quotedForBoth(folder);
    return [
      ...denied.map((each) => `icacls ${path} /remove:d "*${each}"`),
      ...(grant ? [`icacls ${path} /grant "*${sid}:(OI)(CI)${ofFolders[grant]}"`] : []),
    ];
  }
  const scoped = scope && scope !== '*' ? ` -ScopeName ${quoted(scope)}` : '';
  const unblock = denied.flatMap((each) => [
    translate(each),
    `Unblock-SmbShareAccess -Name ${quoted(share)}${scoped} -AccountName $n -Force`,
  ]);
  const given = [
    translate(sid),
    `Grant-SmbShareAccess -Name ${quoted(share)}${scoped} -AccountName $n -AccessRight ${grant} -Force`,
  ];
  return [...unblock, ...(grant ? given : [])];
}

/** The same rights as `icacls` names them. */
const ofFolders = { Full: 'F', Change: 'M', Read: 'RX' };

const translate = (sid: string): string =>
  `$n = ([System.Security.Principal.SecurityIdentifier]'${sid}').Translate([System.Security.Principal.NTAccount]).Value`;
