import {
  type AccessResult,
  type AliasContext,
  enabledGroup,
  evaluateAccess,
  FULL,
  systemToken,
  type Token,
} from '../../src/windows/access.ts';

export const BASE = 'S-1-5-21-1-2-3';
export const ALIASES: AliasContext = { machineSid: BASE, domainSid: BASE, rootDomainSid: BASE };
export const OPEN = 'O:SYG:SYD:NO_ACCESS_CONTROLS:';

export const SYS = systemToken();
export const HST: Token = {
  user: `${BASE}-1105`,
  groups: [`${BASE}-515`, 'S-1-1-0', 'S-1-5-11', 'S-1-5-2', 'S-1-5-32-545'].map(enabledGroup),
  groupsComplete: true,
};

export function judge(
  shareSddl: string | null,
  token: Token,
  aliases = ALIASES,
  folderSddl: string | null = OPEN,
): AccessResult {
  return evaluateAccess({ shareSddl, folderSddl, token, shareAliases: aliases, folderAliases: aliases });
}

/** `granted/denied/unknown` of the share, in hex; the folder is open to all. */
export function masks(sddl: string, token: Token, aliases = ALIASES): string {
  const { granted, denied, unknown } = judge(sddl, token, aliases).masks.share;
  return [granted, denied, unknown].map((mask) => mask.toString(16)).join('/');
}

export function split(granted: number, unknown = 0): string {
  return [granted, FULL & ~granted & ~unknown, unknown].map((mask) => mask.toString(16)).join('/');
}

export function bitOf(result: AccessResult, bit: number) {
  return result.bits.find((entry) => entry.bit === bit)!;
}
