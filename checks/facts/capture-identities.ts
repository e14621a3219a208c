import type { Answer, Failure, Placed } from '../../src/model/answer.ts';
import { hostKey } from '../../src/model/target.ts';
import { providerSystemToken } from '../../src/windows/access.ts';
import { accountToken, type ReadGroups } from '../../src/windows/account-tokens.ts';
import type { Identity } from '../../src/windows/share-access.ts';
import { SID } from '../../src/windows/sid.ts';
import { inSentence } from '../../src/windows/wording.ts';
import { type AccountToken, computerAccounts } from './capture.ts';
import { ownNames, type ShareHost } from './capture-shares.ts';

/** What this machine knows of accounts and groups. */
export interface KnownAccounts {
  tokens: readonly Placed<AccountToken>[];
  groups: Answer<ReadGroups>;
}

/** An account that comes over the network, and what of its token is open. */
export interface NetworkIdentity extends Identity {
  doubts: string[];
  read: AccountToken;
}

/** SYSTEM as which an SMS Provider comes to a share of its own computer. */
export const systemIdentity: Identity = {
  token: providerSystemToken(),
  sid: SID.system,
  name: `SYSTEM (${SID.system})`,
};

/** An account by its domain and name; `shown` is how people write it. */
export function networkIdentity(
  account: { domain: string; account: string },
  shown: string,
  { tokens, groups }: KnownAccounts,
  { identity }: ShareHost,
): NetworkIdentity {
  const { machineSid = null, domainSid = null } = identity ?? {};
  const read = tokenOf(account, tokens);
  const local = groups.status === 'ok' ? groups.data : null;
  const { token, doubts } = accountToken(read, local, { machineSid, domainSid });
  const sid = 'value' in read.sid ? read.sid.value : null;
  return { token, doubts, read, sid, name: sid === null ? shown : `${shown} (${sid})` };
}

/** The computer account of an SMS Provider, by the first of its names that is known. */
export function computerIdentity(machine: string, known: KnownAccounts, host: ShareHost): NetworkIdentity {
  const [usual, ...others] = computerAccounts(machine).map((account) =>
    networkIdentity(account, account.account, known, host),
  ) as [NetworkIdentity, ...NetworkIdentity[]];
  return [usual, ...others].find(({ sid }) => sid !== null) ?? usual;
}

function tokenOf(account: { domain: string; account: string }, tokens: readonly Placed<AccountToken>[]): AccountToken {
  const same = (a: unknown, b: string): boolean => String(a).toLowerCase() === b.toLowerCase();
  const asked = tokens.find(
    ({ params }) => same(params['domain'], account.domain) && same(params['account'], account.account),
  );
  if (asked?.answer.status === 'ok') return asked.answer.data;
  // Of another kind than `not-found`, which says that Windows was asked and has no such name.
  const failure: Failure = {
    failed: 'interrupted',
    message: asked?.answer.status === 'failed' ? asked.answer.message : 'nobody asked for it',
  };
  return { sid: failure, local: null, groups: failure, nature: failure };
}

/** Where an SMS Provider is, seen from the share's host; `why` where that is not known. */
export type Whereabouts = { is: 'here' } | { is: 'elsewhere' } | { is: 'unknown'; why: string };

/**
 * The program takes two names for one machine where that machine says the same of itself under both (name and SID). So a
 * provider is elsewhere only if it was reached there.
 */
export function whereabouts(machine: string, answers: readonly Placed<unknown>[], host: ShareHost): Whereabouts {
  const own = ownNames(host);
  const on = host.target.name;
  if (own.has(hostKey(machine))) return { is: 'here' };
  const asked = answers.filter(({ target }) => !own.has(hostKey(target)) && isName(target, machine));
  if (asked.length === 0) return { is: 'unknown', why: `${machine} was not asked` };
  if (asked.every(({ answer }) => answer.status !== 'ok')) {
    const said = asked.flatMap(({ answer }) => (answer.status === 'failed' ? [inSentence(answer.message)] : []));
    return {
      is: 'unknown',
      why: `${machine} did not tell which machine it is${said.map((why) => ` (${why})`).join('')}`,
    };
  }
  if (!host.identity?.machineSid)
    return {
      is: 'unknown',
      why: `${on} does not tell its machine SID, by which two names are known to be one machine`,
    };
  return { is: 'elsewhere' };
}

/** Whether a target is known under a name: the same, or one of them without the domain. */
export function isName(target: string, machine: string): boolean {
  const [a, b] = [hostKey(target), hostKey(machine)];
  return a === b || a.split('.')[0] === b || b.split('.')[0] === a;
}
