/** The token that an account gets on the host of a share when it comes over the network. */
import { type Reading, wasRead } from '../model/answer.ts';
import { enabledGroup, type Token, tokenMatcher } from './access-token.ts';
import { SID } from './sid.ts';
import { inSentence } from './wording.ts';

/** An account as the host of the share knows it. */
export interface ReadAccount {
  sid: Reading<string>;
  /** True: it belongs to that host and to no domain. Null: not known. */
  local: boolean | null;
  /** `tokenGroups` of Active Directory. */
  groups: Reading<string[]>;
}

/** The local groups of the host of the share. */
export interface ReadGroups {
  domainController: boolean;
  groups: readonly { sid: string; members: Reading<string[]> }[];
  truncated: boolean;
}

/** Base SIDs of the host of the share, as far as they are known. */
export interface HostSids {
  machineSid: string | null;
  domainSid: string | null;
}

/** A token, and what of it could not be told, each as a clause without a full stop. */
export interface AccountToken {
  token: Token;
  doubts: string[];
}

/** Stands for a user whose SID was not read: no entry names it. */
const nobody = 'S-1-0-0';
const localAccount = 'S-1-5-113';
const localAdministrator = 'S-1-5-114';
const assertedIdentity = 'S-1-18-1';
/** How it authenticated (NTLM, Kerberos with claims): the share's host decides that, and it is not read. */
const byAuthentication = ['S-1-5-64-*', 'S-1-5-21-0-0-0-*'];
/** A domain controller adds these through Authenticated Users, which `tokenGroups` does not follow. */
const ofControllers = [SID.users, 'S-1-5-32-554'];

/**
 * SID and groups of the account, what every network logon gets, and the local groups that hold one of these
 * (`capture-share` 4.4). What was not read is *maybe*, never absent. `groups` null: the local groups were not read.
 */
export function accountToken(account: ReadAccount, groups: ReadGroups | null, host: HostSids): AccountToken {
  const { sid, local } = account;
  const user = wasRead(sid) ? sid.value : nobody;
  const doubts = wasRead(sid) ? [] : [`its SID was not read (${inSentence(sid.message)})`];
  const carried: string[] = [SID.everyone, SID.authenticatedUsers, SID.network, SID.thisOrganization];
  const maybe = [...byAuthentication];
  let groupsComplete = wasRead(sid);
  // Every local account has the group None, which is not in the list of local groups.
  if (local) carried.push(localAccount, ...(host.machineSid === null ? [] : [`${host.machineSid}-513`]));
  else {
    carried.push(assertedIdentity);
    if (local === null) maybe.push(localAccount, localAdministrator);
    if (wasRead(account.groups)) {
      // The built-in groups of the account's domain are those of its controllers, and of no other machine.
      const isController = groups?.domainController === true && wasRead(sid) && isBelow(user, host.domainSid);
      carried.push(...account.groups.value.filter((group) => isController || !group.startsWith('S-1-5-32-')));
      // Its primary group is one of its own domain: a list without any is not the whole one.
      if (wasRead(sid) && !account.groups.value.some((group) => isBelow(group, user.replace(/-\d+$/, '')))) {
        groupsComplete = false;
        doubts.push('its groups in Active Directory were read without its primary one');
      }
    } else {
      groupsComplete = false;
      doubts.push(`its groups in Active Directory were not read (${inSentence(account.groups.message)})`);
    }
    if (wasRead(sid) && !isBelow(user, host.domainSid)) {
      maybe.push(host.domainSid === null ? 'S-1-5-21-*' : `${host.domainSid}-*`);
      doubts.push(
        host.domainSid === null
          ? "the domain of the share's host is not known, whose groups may hold it"
          : "it is of another domain than the share's host, whose groups may hold it",
      );
    }
  }
  if (groups?.domainController) {
    maybe.push(...ofControllers);
    // Its built-in groups are those of its domain, and who is in them is told only with the groups of an account of that domain.
    if (!wasRead(sid) || !wasRead(account.groups) || !isBelow(user, host.domainSid)) maybe.push('S-1-5-32-*');
  }
  const first: Token = { user, groups: carried.map(enabledGroup), groupsComplete, maybeGroups: maybe };
  const inside = localGroupsOf(first, groups, host);
  // Windows takes Administrators from the token of a local account that comes over the network, unless told not to.
  const isFiltered = (group: string): boolean =>
    local !== false && group === SID.administrators && !user.endsWith('-500');
  return {
    token: {
      ...first,
      groups: [...carried, ...inside.carried.filter((group) => !isFiltered(group))].map(enabledGroup),
      maybeGroups: [
        ...maybe,
        ...inside.maybe,
        ...inside.carried.filter(isFiltered),
        ...(local ? [localAdministrator] : []),
      ],
    },
    doubts: [...doubts, ...inside.doubts],
  };
}

/** Which local groups of the host a token is given, and which it may be given. */
function localGroupsOf(token: Token, groups: ReadGroups | null, { machineSid }: HostSids) {
  const carried: string[] = [];
  const maybe: string[] = [];
  const doubts: string[] = [];
  const matcher = tokenMatcher(token);
  for (const { sid, members } of groups?.groups ?? []) {
    const matches = wasRead(members) ? members.value.map((member) => matcher.match(member, false)) : ['maybe'];
    if (!wasRead(members)) doubts.push(`the members of ${sid} were not read (${inSentence(members.message)})`);
    if (matches.includes('yes')) carried.push(sid);
    else if (matches.includes('maybe')) maybe.push(sid);
  }
  if (groups === null || groups.truncated) {
    doubts.push(`${groups ? 'some of ' : ''}the local groups of the share's host were not read`);
    maybe.push('S-1-5-32-*', machineSid === null ? 'S-1-5-21-*' : `${machineSid}-*`);
  }
  return { carried, maybe, doubts };
}

/** Groups that every domain has, by the last part of their SID. */
const domainGroups = [498, 512, 513, 514, 515, 516, 517, 518, 519, 520, 521, 522, 525, 526, 527, 553, 571, 572];

/** Whether a SID belongs to Windows itself, or to a group that every domain has: to nobody who could log on with a password. */
export function isBuiltIn(sid: string): boolean {
  if (!/^S-1-(?:5-21|12)-/i.test(sid)) return true;
  return /^S-1-5-21-\d+-\d+-\d+-\d+$/i.test(sid) && domainGroups.includes(Number(sid.split('-').at(-1)));
}

/**
 * What an account is by its `objectClass`; null where that does not tell. Every computer is a user as well, and every managed
 * service account a computer.
 */
export function accountKind(classes: readonly string[]): 'user' | 'group' | 'computer' | 'managed-service' | null {
  const all = classes.map((each) => each.toLowerCase());
  if (all.includes('group')) return 'group';
  if (all.some((each) => /^msds-(?:group|delegated)?managedserviceaccount$/.test(each))) return 'managed-service';
  if (all.includes('computer')) return 'computer';
  return all.includes('user') ? 'user' : null;
}

const isBelow = (sid: string, base: string | null): boolean =>
  base !== null && sid.toUpperCase().startsWith(`${base.toUpperCase()}-`);
