import { describe, expect, test } from 'vitest';
import type { Failure } from '../src/model/answer.ts';
import type { Json } from '../src/model/json.ts';
import { accountToken, dfsTargets, localGroups, quietLog } from '../test/checks/capture.ts';
import {
  type Changes,
  estate,
  fullAccess,
  gatheredFact,
  healthyHosts,
  host,
  partError,
  provider,
  providers,
  share,
  shareRows,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './capture-share-provider-access.ts';

const security = (parts: { [key: string]: Json }) => ({ 'share-security': share(parts) });
const bySddl = (sddl: string) => ({ facts: security({ sddl }) });
const byFolder = (sddl: string) => ({ facts: security({ folderSddl: { value: sddl } }) });
const at = (...machines: string[]) => ({
  facts: { 'sms-providers': providers(...machines.map((each) => provider(each))) },
});
const none = { 'sms-providers': providers() };
const withoutSite = { configuration: { site: null } };

/** The vectors of the access evaluator, held against what the provider's SYSTEM needs. */
const change = 'O:BAG:SYD:(A;;0x1301bf;;;SY)';
const V1 = 'O:BAG:SYD:(A;;0x1200a9;;;WD)';
const V2 = 'O:LAG:SYD:(A;;0x1f01ff;;;DC)';
const V3 = 'O:LAG:SYD:(A;;0x1f01ff;;;S-1-5-21-1-2-3-1105)';
const V4 = 'O:LAG:SYD:(A;;0x1301bf;;;BU)';
const V5 = 'O:LAG:SYD:(D;;0x2;;;NU)(A;;0x1f01ff;;;SY)(A;;0x1f01ff;;;DC)';
const V6 = 'O:LAG:SYD:(D;;0x2;;;WD)(A;;0x1f01ff;;;WD)';
const V7 = 'O:BAG:SYD:';
const V8 = 'O:BAG:SYD:(A;;0x120089;;;OW)';

const twoProviders = [...healthyHosts, host('CM02', ['sms-provider'])];
const domain = 'S-1-5-21-4-5-6';
/** A second provider on CM02, which was reached there and has this computer account. */
const second = (
  token: Json | Failure = accountToken(1205, [`${domain}-515`]),
  facts: Changes['facts'] = {},
): Changes => ({
  hosts: twoProviders,
  facts: { ...at('CM01.contoso.com', 'CM02.contoso.com').facts, ...facts },
  more: [
    gatheredFact('sms-providers', 'CM02', {}, providers(provider('CM02.contoso.com'))),
    gatheredFact('account-token', 'CM01', { domain: 'contoso.com', account: 'CM02$' }, token),
  ],
});
/** The same on a computer whose name is longer than NetBIOS has room for; of its account these forms are known. */
const longNamed = (names: string[]): Changes => ({
  hosts: [...healthyHosts, host('CM02-VERYLONGNAME', ['sms-provider'])],
  facts: { ...at('CM01.contoso.com', 'CM02-VERYLONGNAME.contoso.com').facts, ...both(forComputers) },
  more: [
    gatheredFact('sms-providers', 'CM02-VERYLONGNAME', {}, providers(provider('CM02-VERYLONGNAME.contoso.com'))),
    ...['CM02-VERYLONGNA$', 'CM02-VERYLONGNAME$'].map((account) =>
      gatheredFact(
        'account-token',
        'CM01',
        { domain: 'contoso.com', account },
        names.includes(account)
          ? accountToken(1205, [`${domain}-515`])
          : { sid: partError, local: null, groups: partError, nature: partError },
      ),
    ),
  ],
});
const withoutSid = twoProviders.map((each) =>
  'identity' in each && each.identity !== null ? { ...each, identity: { ...each.identity, machineSid: null } } : each,
);
const copyFailed = 'Failed to make a copy of the source WIM file due to error 5';
const logged = (text: string) =>
  quietLog('D:\\Logs\\SMSProv.log', [`${text}  $$<SMS Provider><03-02-2026 13:50:04.000+000><thread=6004 (0x1774)>`]);
const [logFile] = (quietLog('D:\\SMSProv.log') as { files: { [key: string]: Json }[] }).files;
const unreadLog: Json = { ...(quietLog('D:\\SMSProv.log') as object), files: [{ ...logFile, records: partError }] };
const both = (sddl: string) => security({ sddl, folderSddl: { value: sddl } });
const forComputers = 'O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;DC)';
const clustered = (parts: { [key: string]: Json }) => security({ scopeName: 'CM01', availability: 1, ...parts });
const remotely = '\\\\contoso.com\\dfs\\images\\image.wim';
const ledTo = (...targets: [string, boolean | null][]) => ({
  params: { 'dfs-targets': { path: remotely } },
  facts: {
    'dfs-targets': dfsTargets({
      namespacePath: '\\\\contoso.com\\dfs\\images',
      targets: targets.map(([targetPath, online]) => ({ targetPath, online })),
    }),
  },
});
const onCm01 = '\\\\CM01\\Captures$';
const withRows = (changes: Changes, rows: Json): Changes => ({
  ...changes,
  facts: { ...changes.facts, 'share-security': rows },
});
const rootLedTo = (targetPath: string): Changes => ({
  params: { 'dfs-targets': { path: '\\\\contoso.com\\captures\\image.wim' } },
  facts: {
    'dfs-targets': dfsTargets({
      namespacePath: '\\\\contoso.com\\captures',
      targets: [{ targetPath, online: true }],
    }),
  },
});
const rootHere = (parts: { [key: string]: Json } = {}, dfsRoots: Json = { value: ['captures$'] }): Json => ({
  ...(share(parts) as object),
  dfsRoots,
});
const roleUnnamed = 'unknown role-unnamed';
/** A second destination, which is on CM01 too. */
const alsoOn = (path: string): Changes => ({
  hosts: [
    host(
      'CM01',
      ['site-server', 'sms-provider', 'share-host'],
      ['CM01.contoso.com', 'FSROLE', 'CONTOSO', 'contoso.com'],
    ),
  ],
  more: [gatheredFact('dfs-targets', 'CM01', { path }, dfsTargets({ available: false }))],
});
const attributes = (...value: number[]) => security({ folderAttributes: { value } });

judges(check, [
  ['Full Control on both sides', {}, 'pass'],
  [
    'Full Control by Everyone, and none at all',
    { facts: security({ sddl: 'O:BAG:SYD:(A;;FA;;;WD)', folderSddl: { value: 'D:NO_ACCESS_CONTROL' } }) },
    'pass limits',
  ],
  ['generic bits', bySddl('O:BAG:SYD:(A;;GA;;;BA)(A;;GA;;;AU)'), 'pass'],
  [
    'an inherit-only deny decides nothing',
    byFolder('O:BAG:SYD:(D;OICIIO;FA;;;SY)(A;;FA;;;SY)'),
    'pass computer-account',
  ],
  ['a deny after the grant decides nothing', bySddl('O:BAG:SYD:(A;;FA;;;SY)(D;;0x2;;;SY)'), 'pass computer-account'],
  // Vectors
  ['V1 read only', bySddl(V1), 'fail denied'],
  ['V2 domain computers only', bySddl(V2), 'fail denied computer-account'],
  ['V3 the computer account only', bySddl(V3), 'fail denied'],
  ['V4 Users, which the provider may carry', bySddl(V4), 'unknown uncertain'],
  ['V5 a deny for NETWORK', bySddl(V5), 'unknown uncertain'],
  ['V6 a deny for Everyone first', bySddl(V6), 'fail denied'],
  ['V7 an empty list', bySddl(V7), 'fail denied'],
  ['V8 owner rights only', bySddl(V8), 'fail denied'],
  ['V2 on the folder', byFolder(V2), 'fail denied computer-account'],
  ['V5 on the folder', byFolder(V5), 'unknown uncertain'],
  [
    'doubt on one side, denied on the other',
    { facts: security({ sddl: V4, folderSddl: { value: V2 } }) },
    'fail computer-account denied',
  ],
  ['Change only, on the share', bySddl(change), 'warn change-only computer-account'],
  ['Change only, on the folder', byFolder(change), 'warn change-only computer-account'],
  ['a central access policy', byFolder(`${fullAccess}S:(SP;;;;;S-1-17-1)`), 'unknown limits uncertain'],
  ['an administrative share', { facts: security({ special: true }) }, 'unknown unreadable'],
  // What is not there
  ['no such share', { facts: { 'share-security': shareRows() } }, 'fail share-missing'],
  ['no such folder', { facts: security({ folderSddl: { value: null } }) }, 'fail folder-missing'],
  [
    'no such folder, and the share unread',
    { facts: security({ sddl: null, folderSddl: { value: null } }) },
    'fail folder-missing',
  ],
  ['a file in the place of the folder', { facts: attributes(0x20) }, 'fail folder-is-file'],
  ['a file above it', { facts: attributes(0x10, 0x20) }, 'fail folder-is-file'],
  ['the folder is a link', { facts: attributes(0x10, 0x410) }, 'unknown unreadable'],
  ['a link above the folder', { facts: attributes(0x10, 0x410, 0x10) }, 'unknown unreadable'],
  ['the share is of a mount point', { facts: attributes(0x410) }, 'pass'],
  ['attributes unread', { facts: security({ folderAttributes: partError }) }, 'unknown unreadable'],
  [
    'attributes and folder unread, the share refuses',
    { facts: security({ sddl: V2, folderSddl: partError, folderAttributes: partError }) },
    'fail denied',
  ],
  ['the share is offline', { facts: security({ state: 2 }) }, 'fail share-offline'],
  ['the share is not online yet', { facts: security({ state: 0 }) }, 'unknown unreadable'],
  ['whether the share is online was not told', { facts: security({ state: null }) }, 'unknown unreadable'],
  // What could not be read; one side alone can refuse
  ['share unread', { facts: security({ sddl: null }) }, 'unknown unreadable'],
  ['folder unread', { facts: security({ folderSddl: partError }) }, 'unknown unreadable'],
  ['both unread', { facts: security({ sddl: null, folderSddl: partError }) }, 'unknown unreadable'],
  ['share unread, the folder refuses', { facts: security({ sddl: null, folderSddl: { value: V2 } }) }, 'fail denied'],
  ['folder unread, the share refuses', { facts: security({ sddl: V2, folderSddl: partError }) }, 'fail denied'],
  ['folder unread, the share in doubt', { facts: security({ sddl: V4, folderSddl: partError }) }, 'unknown unreadable'],
  ['a share of broken text', bySddl('O:BAG:SYD:(A;;FA;;;'), 'unknown unreadable'],
  ['a folder of broken text', byFolder('no descriptor'), 'unknown unreadable'],
  [
    'a folder of broken text, the share refuses',
    { facts: security({ sddl: V2, folderSddl: { value: '(' } }) },
    'fail denied',
  ],
  ['the fact unread', { facts: { 'share-security': unread() } }, 'unknown fact-unread'],
  // Two scopes of one name
  [
    'two cluster roles, and a destination that names neither',
    { facts: { 'share-security': shareRows({ scopeName: 'A' }, { scopeName: 'B', sddl: V2 }) } },
    'unknown role-unnamed role-unnamed',
  ],
  ['a cluster role, and a destination that names the node', { facts: security({ scopeName: 'A' }) }, roleUnnamed],
  [
    'two destinations, one of the machine and one of a role',
    {
      ...alsoOn('\\\\FSROLE\\Captures$\\image.wim'),
      facts: { 'share-security': shareRows({ sddl: V2 }, { scopeName: 'FSROLE' }) },
    },
    'fail computer-account denied failover',
  ],
  [
    'two destinations, one of them of a role that has no such share',
    alsoOn('\\\\FSROLE\\Captures$\\image.wim'),
    'pass',
  ],
  // Who the provider is
  ['the provider by its short name', at('CM01'), 'pass'],
  ['the provider in capitals and with a dot', at('CM01.CONTOSO.COM.'), 'pass'],
  [
    'the provider under an alias of the host',
    { ...at('sccm.contoso.com'), hosts: [host('CM01', ['share-host'], ['sccm.contoso.com'])] },
    'pass',
  ],
  ['the provider elsewhere, not asked there', at('CM02.contoso.com'), 'unknown provider-unplaced'],
  ['a host whose name begins alike', at('CM01.fabrikam.com'), 'unknown provider-unplaced'],
  ['a second provider that was not asked', at('CM01', 'CM02'), 'unknown provider-unplaced'],
  ['two providers that were not asked', at('CM02', 'CM03'), 'unknown provider-unplaced provider-unplaced'],
  [
    'a second provider that was not asked, and SYSTEM refused',
    { facts: { ...at('CM01', 'CM02').facts, ...bySddl(V2).facts } },
    'fail denied provider-unplaced',
  ],
  [
    'a provider that was not asked, refused wherever it is',
    { facts: { ...at('CM02').facts, ...bySddl(V7).facts, 'account-token': accountToken(1205) } },
    'fail denied',
  ],
  // Several providers: each must be able to write
  ['a second provider, and both may', second(undefined, both(forComputers)), 'pass'],
  ['a second provider that may only change', second(), 'warn change-only'],
  [
    'a second provider that is refused',
    second(undefined, both('O:BAG:SYD:(A;;FA;;;SY)')),
    'fail computer-account denied',
  ],
  ...[['CM02-VERYLONGNA$'], ['CM02-VERYLONGNAME$'], ['CM02-VERYLONGNA$', 'CM02-VERYLONGNAME$']].map(
    (names): [string, Changes, string] => [
      `a name longer than that of an account, which is ${names.join(' and ')}`,
      longNamed(names),
      'pass',
    ],
  ),
  ['a deny for NETWORK concerns the second', second(undefined, security({ sddl: V5 })), 'fail denied uncertain'],
  [
    'a second provider whose groups were not read',
    second(accountToken(1205, [], { groups: partError }), both(forComputers)),
    'unknown uncertain',
  ],
  [
    'a second provider of a local group whose members were not read',
    second(undefined, {
      ...both('O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;BA)'),
      'local-groups': localGroups({ groups: [{ sid: 'S-1-5-32-544', members: partError }] }),
    }),
    'unknown uncertain',
  ],
  [
    'a second provider that is in the local administrators',
    second(undefined, {
      ...both('O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;BA)'),
      'local-groups': localGroups({ groups: [{ sid: 'S-1-5-32-544', members: { value: [`${domain}-1205`] } }] }),
    }),
    'pass computer-account',
  ],
  [
    'a second provider whose account was not read',
    second(unread(), both(forComputers)),
    'unknown fact-unread uncertain',
  ],
  [
    'local groups unread',
    second(undefined, { ...both(forComputers), 'local-groups': unread() }),
    'unknown fact-unread',
  ],
  [
    'a second provider, and a host that does not tell its SID',
    { ...second(undefined, both(forComputers)), hosts: withoutSid },
    'unknown provider-unplaced',
  ],
  // DFS
  ['DFS leads here', ledTo([onCm01, true]), 'pass'],
  ['DFS leads here, or may', ledTo([onCm01, null]), 'pass'],
  ['another target is offline', ledTo([onCm01, true], ['\\\\FS02\\Captures$', false]), 'pass dfs-target-offline'],
  ['DFS leads elsewhere first', ledTo(['\\\\FS02\\x', true], ['\\\\FS03\\x', false], [onCm01, true]), 'pass'],
  [
    'no target is online',
    {
      ...ledTo(['\\\\FS02\\Captures$', false]),
      params: { 'dfs-targets': { path: '\\\\CM01\\Captures$\\image.wim' } },
    },
    'fail dfs-offline',
  ],
  [
    'the folder is offline, and its targets are not',
    {
      params: { 'dfs-targets': { path: remotely } },
      facts: {
        'dfs-targets': dfsTargets({
          namespacePath: '\\\\contoso.com\\dfs\\images',
          online: false,
          targets: [{ targetPath: onCm01, online: true }],
        }),
      },
    },
    'fail dfs-offline',
  ],
  [
    'more targets than were read',
    {
      params: { 'dfs-targets': { path: remotely } },
      facts: {
        'dfs-targets': dfsTargets({
          namespacePath: '\\\\contoso.com\\dfs',
          targets: [{ targetPath: onCm01, online: true }],
          truncated: true,
        }),
      },
    },
    'unknown dfs-cut',
  ],
  [
    'a share of DFS, and no commands for it',
    { facts: { ...security({ availability: 4 }), 'dfs-targets': dfsTargets({ available: false }) } },
    'unknown dfs-unread',
  ],
  ['DFS unread', { facts: { 'dfs-targets': unread() } }, 'unknown fact-unread'],
  ['a root of DFS, by what its host says', { facts: { 'share-security': rootHere() } }, 'unknown dfs-unread'],
  ['a root of another name', { facts: { 'share-security': rootHere({}, { value: ['Captures'] }) } }, 'pass'],
  ['whether it is a root was not read', { facts: { 'share-security': rootHere({}, partError) } }, 'unknown unreadable'],
  ['a folder of DFS that leads to a root', withRows(ledTo([onCm01, true]), rootHere()), 'unknown dfs-unread'],
  [
    'a folder of DFS that leads to a share of DFS',
    withRows(ledTo([onCm01, true]), share({ availability: 4 })),
    'unknown dfs-unread',
  ],
  ['a root that leads to its own share', withRows(rootLedTo(onCm01), rootHere({ availability: 4 })), 'pass'],
  ['a target that is no share', ledTo(['\\\\CM01', true], [onCm01, true]), 'pass'],
  ['the domain in its DNS name', alsoOn('\\\\contoso.com\\Captures$\\image.wim'), 'unknown dfs-unread'],
  ['the domain in its NetBIOS name', alsoOn('\\\\CONTOSO\\Captures$\\image.wim'), 'unknown dfs-unread'],
  // smsprov.log
  ['access was denied, and all is granted now', { facts: { 'smsprov-log': logged(copyFailed) } }, 'warn log-only'],
  [
    'a copy failed for another reason',
    { facts: { 'smsprov-log': logged(copyFailed.replace('error 5', 'error 53')) } },
    'pass',
  ],
  ['something else was denied', { facts: { 'smsprov-log': logged('Failed to open the database, error 5') } }, 'pass'],
  [
    'access to another share was denied',
    { facts: { 'smsprov-log': logged(`${copyFailed} \\\\FS09\\Other\\a.wim`) } },
    'pass',
  ],
  [
    'access to this share was denied',
    { facts: { 'smsprov-log': logged(`\\\\cm01.contoso.com\\captures$\\a.wim ${copyFailed}`) } },
    'warn log-only',
  ],
  [
    'access was denied, and is',
    { facts: { ...security({ sddl: V2 }), 'smsprov-log': logged(copyFailed) } },
    'fail computer-account denied',
  ],
  ['a log that is not read', { facts: { 'smsprov-log': unread() } }, 'unknown fact-unread'],
  ['a file of the log that is not read', { facts: { 'smsprov-log': unreadLog } }, 'unknown log-unread'],
  // Cluster
  ['a cluster role, and the computer account may too', { facts: clustered({}) }, 'pass failover'],
  [
    'a cluster role before the share of the machine',
    { facts: { 'share-security': shareRows({ scopeName: 'CM01' }, { sddl: V2 }) } },
    'pass failover',
  ],
  [
    'the share of the machine before that of another role',
    { facts: { 'share-security': shareRows({ scopeName: 'FS-2', sddl: V2 }, {}) } },
    'pass',
  ],
  ['a share of whom is not told', { facts: { 'share-security': shareRows({ scopeName: null }) } }, 'pass'],
  [
    'two lists name the same provider',
    { more: [gatheredFact('sms-providers', 'CM02', {}, providers(provider('cm01.contoso.com')))] },
    'pass',
  ],
  ['no provider and no site', { ...withoutSite, facts: none }, 'not-applicable not-asked'],
  ['no provider and a site', { facts: none }, 'unknown site-without-provider'],
  ['a provider and no site', withoutSite, 'pass'],
  ['providers unread', { facts: { 'sms-providers': unread() } }, 'unknown fact-unread'],
  ['providers unread, no site', { ...withoutSite, facts: { 'sms-providers': unread() } }, 'unknown fact-unread'],
  [
    'a second list unread',
    { hosts: twoProviders, more: [gatheredFact('sms-providers', 'CM02', {}, unread('unreachable'))] },
    'unknown fact-unread',
  ],
  [
    'a second list unread, and SYSTEM refused',
    { ...bySddl(V2), hosts: twoProviders, more: [gatheredFact('sms-providers', 'CM02', {}, unread())] },
    'fail computer-account denied fact-unread',
  ],
  [
    'no capture configured',
    { without: ['share-security'], configuration: { capture: null }, hosts: [host('DP01', ['distribution-point'])] },
    'not-applicable not-asked',
  ],
]);

describe('what it says', () => {
  const finding = (parts: { [key: string]: Json }) => resultOf(check, estate({ facts: security(parts) })).findings[0]!;

  test('the deciding entry, its position, the right and the account', () => {
    const { because, remedy } = finding({ sddl: 'O:BAG:SYD:(D;;0x2;;;SY)(A;;FA;;;WD)' });
    expect(because).toContain('share: ACE 1 (D;;0x2;;;SY) denies FILE_WRITE_DATA to');
    expect(because).toContain('S-1-5-18');
    expect(remedy?.on).toBe('CM01');
    expect(remedy?.commands).toEqual([
      expect.stringContaining("'S-1-5-18'"),
      expect.stringMatching(/^Unblock-SmbShareAccess /),
    ]);
  });

  test('a deny that may concern SYSTEM is taken away, for a grant would stand behind it', () => {
    const { commands } = finding({ sddl: V5 }).remedy!;
    expect(commands?.[0]).toContain("'S-1-5-2'");
    expect(commands?.[1]).toBe("Unblock-SmbShareAccess -Name 'Captures$' -AccountName $n -Force");
  });

  test('a grant that may concern SYSTEM is settled by a grant to SYSTEM', () => {
    expect(finding({ folderSddl: { value: V4 } }).remedy?.commands).toEqual([
      'icacls "D:\\Captures" /grant "*S-1-5-18:(OI)(CI)F"',
    ]);
  });

  test('commands name only the side that is short', () => {
    const commands = finding({ sddl: V2 }).remedy?.commands?.join('\n');
    expect(commands).not.toContain('icacls');
  });

  test('the scope of a clustered share', () => {
    expect(finding({ sddl: V2, scopeName: 'CM01' })).toMatchObject({
      subject: '\\\\CM01\\Captures$ (CM01)',
      remedy: { commands: [expect.anything(), expect.stringContaining('-ScopeName CM01')] },
    });
  });

  test('the log says when it was seen', () => {
    const facts = { ...security({ sddl: V2 }), 'smsprov-log': logged(copyFailed) };
    const denied = resultOf(check, estate({ facts })).findings.find(({ code }) => code === 'denied')!;
    expect(denied.because).toContain(
      'smsprov.log on CM01 says that access was denied, last seen 2026-03-02 13:50 UTC.',
    );
    expect(denied.evidence.at(-1)).toEqual({
      fact: 'smsprov-log',
      target: 'CM01',
      seen: `D:\\Logs\\SMSProv.log, 2026-03-02 13:50 UTC: ${copyFailed}`,
    });
  });

  test('of two providers the one that fails is named', () => {
    const changes = second(undefined, both('O:BAG:SYD:(A;;FA;;;SY)'));
    const denied = resultOf(check, estate(changes)).findings.find(({ code }) => code === 'denied')!;
    const account = `CM02$ (${domain}-1205)`;
    expect(denied.text).toBe('The SMS Provider on CM02.contoso.com cannot write to \\\\CM01\\Captures$.');
    expect(denied.because).toBe(
      `share: no ACE grants read, write, execute or delete to ${account}; folder: no ACE grants read, write, execute or delete to ${account}. CM02.contoso.com is another computer than CM01, so its provider comes as the computer account ${account}. Console connections choose any of the providers (CM01.contoso.com, CM02.contoso.com).`,
    );
    expect(denied.remedy?.commands).toContain(`icacls "D:\\Captures" /grant "*${domain}-1205:(OI)(CI)F"`);
  });
});
