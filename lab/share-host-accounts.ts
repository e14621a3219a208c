import type { LiteralValue } from '../src/transport/literal.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioHost } from './scenario-schema.ts';
import type { Row } from './site-estate.ts';

export const netbiosOf = (domain: string): string => domain.split('.')[0]!.toUpperCase();
const domainOf = (sid: string): string => sid.replace(/-\d+$/, '');

export function localAccounts(name: string, host: ScenarioHost): LiteralValue[] {
  if (host.domainController) return [];
  const groups = localGroupsOf(host).filter((group) => !group.sid.startsWith('S-1-5-32-'));
  return [...localUsers(host), ...groups.map((group) => ({ account: group.name, sid: group.sid }))].map(
    ({ account, sid }) => ({ account, domains: [name], sid, local: true }),
  );
}

function localUsers({ machineSid, administrator, localAccounts: said }: ScenarioHost) {
  const all = { [administrator]: `${machineSid}-500`, 'svc-build': `${machineSid}-1001`, ...said };
  return Object.entries(all).map(([account, each]) => ({
    account,
    ...(typeof each === 'string' ? { sid: each, disabled: false } : each),
  }));
}

/** Users and groups as WMI lists them: those of the host, and of its domain the built-in user. */
export function accountRows(scenario: Scenario, name: string): Row[] {
  const host = scenario.hosts[name]!;
  const { domain, domainSid } = host;
  const row = (kind: string, of: string, account: string, id: string, values: Row['values']): Row => ({
    namespace: 'root/cimv2',
    class: kind,
    values: { Caption: `${of}\\${account}`, Domain: of, Name: account, SID: id, Status: 'OK', ...values },
  });
  const user = (of: string, account: string, id: string, disabled: boolean): Row =>
    row('Win32_UserAccount', of, account, id, {
      SIDType: 1,
      AccountType: 512,
      LocalAccount: of === name,
      Disabled: disabled,
      Lockout: false,
    });
  return [
    ...localUsers(host).map(({ account, sid: id, disabled }) => user(name, account, id, disabled)),
    // The domain has an account -500 as well, as on a real member server.
    ...(domain === null ? [] : [user(netbiosOf(domain), 'Administrator', `${domainSid}-500`, false)]),
    ...localGroupsOf(host).map((group) =>
      row('Win32_Group', name, group.name, group.sid, { SIDType: 4, LocalAccount: true }),
    ),
  ];
}

const objectClasses = {
  user: ['top', 'person', 'organizationalPerson', 'user'],
  group: ['top', 'group'],
  computer: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
  'managed-service': ['top', 'person', 'organizationalPerson', 'user', 'computer', 'msDS-GroupManagedServiceAccount'],
} as const;

/** What a directory tells of an account beside its groups; a group has no flags. */
function directoryFacts(account: string, said: Partial<NonNullable<Scenario['accounts'][string]>>) {
  const kind = said.kind ?? (account.endsWith('$') ? 'computer' : 'user');
  const base = kind === 'user' ? 0x200 : 0x1000;
  const computed = (said.lockedOut ? 0x10 : 0) + (said.passwordExpired ? 0x800000 : 0);
  return {
    classes: [...objectClasses[kind]],
    stored: kind === 'group' ? [] : [base + (said.disabled ? 2 : 0)],
    computed: kind === 'group' ? [] : [computed],
  };
}

/** The accounts of a domain as every machine in it knows them, computers among them. */
export function domainAccounts({ accounts, hosts }: Scenario, domain: string | null): LiteralValue[] {
  if (domain === null) return [];
  const said = Object.entries(accounts).flatMap(([key, each]): [string, NonNullable<typeof each>][] => {
    const [netbios, account] = key.split('\\') as [string, string];
    return each && netbios === netbiosOf(domain) ? [[account, each]] : [];
  });
  const found = new Map<string, { sid: string; groups: string[]; groupsError?: string }>(
    Object.entries(hosts)
      .filter(([, host]) => host.domain?.toLowerCase() === domain.toLowerCase())
      .map(([name, { domainSid, computerRid, domainController }]) => [
        `${name.slice(0, 15)}$`,
        { sid: `${domainSid}-${computerRid}`, groups: [`${domainSid}-${domainController ? 516 : 515}`] },
      ]),
  );
  for (const [account, each] of said) {
    const sid = each.sid ?? found.get(account)?.sid;
    if (!sid) throw new Error(`accounts: ${account} needs a sid: it is the computer account of no host`);
    const primary = each.kind === 'group' ? [] : [`${domainOf(sid)}-513`];
    const groups = each.groups ?? found.get(account)?.groups ?? primary;
    found.set(account, { sid, groups, groupsError: each.groupsError ?? '' });
  }
  const domains = [domain, netbiosOf(domain)];
  const facts = (account: string) => directoryFacts(account, said.find(([name]) => name === account)?.[1] ?? {});
  return [...found].map(([account, each]) => ({
    account,
    domains,
    local: false,
    groupsError: '',
    ...each,
    ...facts(account),
  }));
}

/** Names that Windows in German gives to its own groups. */
const germanNames: { [name: string]: string } = {
  Administrators: 'Administratoren',
  Users: 'Benutzer',
  Guests: 'Gäste',
};

export function localGroupsOf(host: ScenarioHost) {
  if (host.domainController) return [];
  const { machineSid, domainSid, domain, culture } = host;
  const ofDomain = (rid: number): string[] => (domain === null ? [] : [`${domainSid}-${rid}`]);
  const usual: ScenarioHost['localGroups'] = {
    Administrators: { sid: 'S-1-5-32-544', members: [`${machineSid}-500`, ...ofDomain(512)], orphans: [] },
    Users: { sid: 'S-1-5-32-545', members: ['S-1-5-4', 'S-1-5-11', ...ofDomain(513)], orphans: [] },
    Guests: { sid: 'S-1-5-32-546', members: [`${machineSid}-501`], orphans: [] },
  };
  return Object.entries({ ...usual, ...host.localGroups }).flatMap(([name, group]) => {
    if (!group) return [];
    const denied = group.members === 'denied';
    const members = group.members === 'denied' ? [] : group.members;
    const shown = culture.startsWith('de') ? (germanNames[name] ?? name) : name;
    return [{ name: shown, sid: group.sid, denied, members, orphans: group.orphans.length }];
  });
}
