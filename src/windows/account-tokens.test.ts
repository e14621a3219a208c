import { describe, expect, test } from 'vitest';
import { tokenMatcher } from './access-token.ts';
import { accountKind, accountToken, type ReadAccount, type ReadGroups } from './account-tokens.ts';

const host = { machineSid: 'S-1-5-21-1-2-3', domainSid: 'S-1-5-21-4-5-6' };
const failure = { failed: 'denied', message: 'Access is denied.' } as const;
const account = (parts: Partial<ReadAccount> = {}): ReadAccount => ({
  sid: { value: 'S-1-5-21-4-5-6-1105' },
  local: false,
  groups: { value: ['S-1-5-21-4-5-6-515', 'S-1-5-21-4-5-6-2001', 'S-1-5-32-544'] },
  ...parts,
});
const local = account({ sid: { value: 'S-1-5-21-1-2-3-1001' }, local: true, groups: { value: [] } });
const groups = (parts: Partial<ReadGroups> = {}): ReadGroups => ({
  domainController: false,
  groups: [
    { sid: 'S-1-5-32-544', members: { value: ['S-1-5-21-1-2-3-500', 'S-1-5-21-4-5-6-512'] } },
    { sid: 'S-1-5-32-545', members: { value: ['S-1-5-4', 'S-1-5-11'] } },
    { sid: 'S-1-5-21-1-2-3-1010', members: { value: ['S-1-5-21-4-5-6-2001'] } },
  ],
  truncated: false,
  ...parts,
});

/** What a token says of each SID, one word for each. */
function said(
  of: { account?: ReadAccount; groups?: ReadGroups | null; host?: typeof host | { machineSid: null; domainSid: null } },
  ...sids: string[]
) {
  const { token } = accountToken(
    of.account ?? account(),
    of.groups === undefined ? groups() : of.groups,
    of.host ?? host,
  );
  const matcher = tokenMatcher(token);
  return sids.map((sid) => matcher.match(sid, false)).join(' ');
}

describe('what an account carries over the network', () => {
  test.each([
    ['its own SID', ['S-1-5-21-4-5-6-1105'], 'yes'],
    [
      'what every network logon gets',
      ['S-1-1-0', 'S-1-5-11', 'S-1-5-2', 'S-1-5-15', 'S-1-18-1'],
      'yes yes yes yes yes',
    ],
    ['its groups in the domain', ['S-1-5-21-4-5-6-515', 'S-1-5-21-4-5-6-2001'], 'yes yes'],
    ['no other group of the domain', ['S-1-5-21-4-5-6-512'], 'no'],
    ['local groups that hold it, or one of its groups', ['S-1-5-32-545', 'S-1-5-21-1-2-3-1010'], 'yes yes'],
    ['no group None of the host', ['S-1-5-21-1-2-3-513'], 'no'],
    ['no built-in group of its domain on a member server', ['S-1-5-32-544'], 'no'],
    ['not what only somebody at the console has', ['S-1-5-4', 'S-1-5-6', 'S-1-5-18', 'S-1-5-113'], 'no no no no'],
    ['perhaps what its way to authenticate brings', ['S-1-5-64-10', 'S-1-5-21-0-0-0-497'], 'maybe maybe'],
  ])('%s', (_, sids, expected) => {
    expect(said({}, ...sids)).toBe(expected);
  });

  test('a built-in group of the domain counts on a domain controller, and what hangs on Authenticated Users may', () => {
    const controller = { groups: groups({ domainController: true, groups: [] }) };
    expect(said(controller, 'S-1-5-32-544', 'S-1-5-32-545', 'S-1-5-32-551')).toBe('yes maybe no');
    const elsewhere = { ...controller, host: { ...host, domainSid: 'S-1-5-21-7-8-9' } };
    expect(said(elsewhere, 'S-1-5-32-544', 'S-1-5-32-545')).toBe('maybe maybe');
  });

  test('built-in groups of another domain are those of its own controllers', () => {
    const foreign = account({
      sid: { value: 'S-1-5-21-7-8-9-1105' },
      groups: { value: ['S-1-5-21-7-8-9-513', 'S-1-5-32-544'] },
    });
    const controller = groups({ domainController: true, groups: [] });
    expect(said({ account: foreign, groups: controller }, 'S-1-5-32-544', 'S-1-5-32-551')).toBe('maybe maybe');
    expect(said({ account: foreign, groups: groups({ groups: [] }) }, 'S-1-5-32-544')).toBe('no');
    const unknownHost = { machineSid: null, domainSid: null };
    expect(said({ groups: controller, host: unknownHost }, 'S-1-5-32-544')).toBe('maybe');
    for (const unread of [account({ sid: failure }), account({ groups: failure })])
      expect(said({ account: unread, groups: controller }, 'S-1-5-32-544')).toBe('maybe');
  });

  test('a local account has Local account in place of groups of a domain', () => {
    expect(said({ account: local }, 'S-1-5-113', 'S-1-5-32-545', 'S-1-18-1')).toBe('yes yes no');
  });

  test('a local account in Administrators may be without it over the network, but not the built-in one', () => {
    const admins = { sid: 'S-1-5-32-544', members: { value: ['S-1-5-21-1-2-3-1001', 'S-1-5-21-1-2-3-500'] } };
    const inside = groups({ groups: [admins] });
    expect(said({ account: local, groups: inside }, 'S-1-5-32-544', 'S-1-5-114')).toBe('maybe maybe');
    const builtIn = account({ ...local, sid: { value: 'S-1-5-21-1-2-3-500' } });
    expect(said({ account: builtIn, groups: inside }, 'S-1-5-32-544')).toBe('yes');
  });
});

describe('what was not read is open', () => {
  const unread = account({ groups: failure });
  test.each([
    ['groups of the domain', { account: unread }, ['S-1-5-21-4-5-6-515', 'S-1-5-32-545'], 'maybe yes'],
    [
      'local groups that hold one of those',
      { account: unread },
      ['S-1-5-21-1-2-3-1010', 'S-1-5-32-544'],
      'maybe maybe',
    ],
    ['the SID', { account: account({ sid: failure }) }, ['S-1-5-21-4-5-6-1105', 'S-1-1-0'], 'maybe yes'],
    [
      'the members of a local group',
      { groups: groups({ groups: [{ sid: 'S-1-5-32-545', members: failure }] }) },
      ['S-1-5-32-545', 'S-1-5-32-544'],
      'maybe no',
    ],
    [
      'the local groups',
      { groups: null },
      ['S-1-5-32-544', 'S-1-5-21-1-2-3-1010', 'S-1-5-21-4-5-6-512'],
      'maybe maybe no',
    ],
    [
      'a list of them that was cut',
      { groups: groups({ truncated: true }) },
      ['S-1-5-32-545', 'S-1-5-32-547'],
      'yes maybe',
    ],
    ['whether it is local', { account: account({ local: null }) }, ['S-1-5-113', 'S-1-5-114'], 'maybe maybe'],
    [
      "groups of the host's domain for an account of another",
      { account: account({ sid: { value: 'S-1-5-21-7-8-9-1105' }, groups: { value: ['S-1-5-21-7-8-9-513'] } }) },
      ['S-1-5-21-7-8-9-513', 'S-1-5-21-4-5-6-2001', 'S-1-5-21-7-8-9-512'],
      'yes maybe no',
    ],
    ["the host's domain", { host: { machineSid: null, domainSid: null } }, ['S-1-5-21-4-5-6-2002'], 'maybe'],
  ] as [string, Parameters<typeof said>[0], string[], string][])('%s', (_, of, sids, expected) => {
    expect(said(of, ...sids)).toBe(expected);
  });

  test('it is said', () => {
    const { doubts } = accountToken(account({ sid: failure, groups: failure }), null, host);
    expect(doubts).toEqual([
      'its SID was not read (Access is denied)',
      'its groups in Active Directory were not read (Access is denied)',
      "the local groups of the share's host were not read",
    ]);
    expect(accountToken(account(), groups(), host).doubts).toEqual([]);
  });
});

test.each([
  [['top', 'person', 'organizationalPerson', 'user'], 'user'],
  [['top', 'person', 'organizationalPerson', 'user', 'inetOrgPerson'], 'user'],
  [['top', 'person', 'organizationalPerson', 'user', 'computer'], 'computer'],
  [['top', 'user', 'computer', 'msDS-ManagedServiceAccount'], 'managed-service'],
  [['top', 'user', 'computer', 'msDS-GroupManagedServiceAccount'], 'managed-service'],
  [['top', 'user', 'computer', 'msDS-DelegatedManagedServiceAccount'], 'managed-service'],
  [['top', 'Group'], 'group'],
  [['top', 'foreignSecurityPrincipal'], null],
  [['user'], 'user'],
  [[], null],
] as const)('of the classes %j: %s', (classes, kind) => {
  expect(accountKind(classes)).toBe(kind);
});
