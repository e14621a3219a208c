/** Access tokens as evidence: what an identity carries, what it may carry, and how a SID matches it. */
import { SID } from './sid.ts';

/** A group of a token with its attribute bits; a normal enabled group is `0x7`. */
export interface TokenGroup {
  sid: string;
  attributes: number;
}

/** The SIDs of one identity. */
export interface Token {
  /** SID. Empty: not known, so that every SID which `groups` does not list is *maybe*. */
  user: string;
  groups: TokenGroup[];
  /** `false`: the group expansion failed, so a domain SID that is not listed may still be carried. */
  groupsComplete: boolean;
  /** SIDs the token may carry; one ending in `*` (`S-1-5-80-*`) is a prefix. */
  maybeGroups?: string[];
  /** Normally omitted; only SeTakeOwnershipPrivilege and SeSecurityPrivilege count. */
  privileges?: string[];
}

/** Attributes of a normal group: mandatory, enabled by default, enabled. */
const GROUP_NORMAL = 0x7;
const GROUP_ENABLED = 0x4;
const GROUP_DENY_ONLY = 0x10;
/** INTEGRITY and INTEGRITY_ENABLED: the entry is a level, not a group an ACE could match. */
const GROUP_INTEGRITY = 0x60;

/** A group as nearly every token holds it: mandatory and enabled. */
export function enabledGroup(sid: string): TokenGroup {
  return { sid, attributes: GROUP_NORMAL };
}

/** The plain LocalSystem token: Administrators, Everyone, Authenticated Users, system integrity (KB 132679). */
export function systemToken(): Token {
  return {
    user: SID.system,
    groups: [
      enabledGroup(SID.administrators),
      enabledGroup(SID.everyone),
      enabledGroup(SID.authenticatedUsers),
      { sid: SID.systemIntegrity, attributes: GROUP_INTEGRITY },
    ],
    groupsComplete: true,
  };
}

/**
 * SYSTEM as the SMS Provider's host process. Whether it carries the groups of a service host is not known, nor whether
 * a loopback connection adds NETWORK: these are *maybe*, so an ACE for one of them leads to unknown, not to a guess.
 */
export function providerSystemToken(): Token {
  return {
    ...systemToken(),
    maybeGroups: [
      ...[SID.users, SID.service, SID.local, SID.consoleLogon, SID.thisOrganization],
      'S-1-5-80-*',
      SID.network,
    ],
  };
}

/** Whether a SID is carried. */
export type Match = 'yes' | 'maybe' | 'no';

/** A token prepared for many matches. */
export interface TokenMatcher {
  /** @param sid as `resolveSid` gives it, `null` for an alias without a base, which may be anyone */
  match(sid: string | null, forDeny: boolean): Match;
}

const MATCHES_ALLOW = 1;
const MATCHES_DENY = 2;
const MAY_MATCH = 4;

/** Prepares a token. Disabled groups never match, deny-only groups match deny ACEs only. */
export function tokenMatcher(token: Token): TokenMatcher {
  const known = new Map<string, number>();
  for (const { sid, attributes } of token.groups) {
    const key = canonical(sid);
    known.set(key, (known.get(key) ?? 0) | groupMatches(attributes));
  }
  if (token.user) known.set(canonical(token.user), MATCHES_ALLOW | MATCHES_DENY);
  const prefixes = token.groupsComplete ? [] : ['S-1-5-21-'];
  for (const sid of token.maybeGroups ?? []) {
    const key = canonical(sid);
    if (key.endsWith('*')) prefixes.push(key.slice(0, -1));
    else if (!known.has(key)) known.set(key, MAY_MATCH);
  }
  if (!token.user) prefixes.push('');
  return {
    match(sid, forDeny) {
      if (sid === null) return 'maybe';
      const matches = known.get(sid);
      if (matches === undefined) return prefixes.some((prefix) => sid.startsWith(prefix)) ? 'maybe' : 'no';
      if (matches === MAY_MATCH) return 'maybe';
      return (matches & (forDeny ? MATCHES_DENY : MATCHES_ALLOW)) === 0 ? 'no' : 'yes';
    },
  };
}

/** As a descriptor is parsed: an upper-case S, and hex digits of a large authority in lower case. */
function canonical(sid: string): string {
  return /^S[-\d*]+$/.test(sid) ? sid : `S${sid.slice(1).toLowerCase()}`;
}

function groupMatches(attributes: number): number {
  if ((attributes & GROUP_DENY_ONLY) !== 0) return MATCHES_DENY;
  return (attributes & GROUP_ENABLED) !== 0 ? MATCHES_ALLOW | MATCHES_DENY : 0;
}
