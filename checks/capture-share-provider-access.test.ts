import { describe, expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import {
  estate,
  fullAccess,
  gatheredFact,
  healthyHosts,
  host,
  partError,
  provider,
  providers,
  share,
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

judges(check, [
  ['Full Control on both sides', {}, 'pass'],
  [
    'Full Control by Everyone, and none at all',
    { facts: security({ sddl: 'O:BAG:SYD:(A;;FA;;;WD)', folderSddl: { value: 'D:NO_ACCESS_CONTROL' } }) },
    'pass limits',
  ],
  ['generic bits', bySddl('O:BAG:SYD:(A;;GA;;;BA)'), 'pass'],
  ['an inherit-only deny decides nothing', byFolder('O:BAG:SYD:(D;OICIIO;FA;;;SY)(A;;FA;;;SY)'), 'pass'],
  ['a deny after the grant decides nothing', bySddl('O:BAG:SYD:(A;;FA;;;SY)(D;;0x2;;;SY)'), 'pass'],
  // Vectors
  ['V1 read only', bySddl(V1), 'fail denied'],
  ['V2 domain computers only', bySddl(V2), 'fail denied'],
  ['V3 the computer account only', bySddl(V3), 'fail denied'],
  ['V4 Users, which the provider may carry', bySddl(V4), 'unknown uncertain'],
  ['V5 a deny for NETWORK', bySddl(V5), 'unknown uncertain'],
  ['V6 a deny for Everyone first', bySddl(V6), 'fail denied'],
  ['V7 an empty list', bySddl(V7), 'fail denied'],
  ['V8 owner rights only', bySddl(V8), 'fail denied'],
  ['V2 on the folder', byFolder(V2), 'fail denied'],
  ['V5 on the folder', byFolder(V5), 'unknown uncertain'],
  [
    'doubt on one side, denied on the other',
    { facts: security({ sddl: V4, folderSddl: { value: V2 } }) },
    'fail denied',
  ],
  ['Change only, on the share', bySddl(change), 'warn change-only'],
  ['Change only, on the folder', byFolder(change), 'warn change-only'],
  ['a central access policy', byFolder(`${fullAccess}S:(SP;;;;;S-1-17-1)`), 'unknown limits uncertain'],
  ['an administrative share', { facts: security({ special: true }) }, 'unknown unreadable'],
  // What is not there
  ['no such share', { facts: { 'share-security': { shares: [] } } }, 'fail share-missing'],
  ['no such folder', { facts: security({ folderSddl: { value: null } }) }, 'fail folder-missing'],
  [
    'no such folder, and the share unread',
    { facts: security({ sddl: null, folderSddl: { value: null } }) },
    'fail folder-missing',
  ],
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
    'two scopes, one of them short',
    {
      facts: { 'share-security': { shares: [...shares({ scopeName: 'A' }), ...shares({ scopeName: 'B', sddl: V2 })] } },
    },
    'fail denied',
  ],
  // Who the provider is
  ['the provider by its short name', at('CM01'), 'pass'],
  ['the provider in capitals and with a dot', at('CM01.CONTOSO.COM.'), 'pass'],
  [
    'the provider under an alias of the host',
    { ...at('sccm.contoso.com'), hosts: [host('CM01', ['share-host'], ['sccm.contoso.com'])] },
    'pass',
  ],
  ['the provider elsewhere', at('CM02.contoso.com'), 'unknown provider-elsewhere'],
  ['a host whose name begins alike', at('CM01.fabrikam.com'), 'unknown provider-elsewhere'],
  ['a second provider elsewhere', at('CM01', 'CM02'), 'unknown provider-elsewhere'],
  ['two providers elsewhere', at('CM02', 'CM03'), 'unknown provider-elsewhere provider-elsewhere'],
  [
    'a second provider elsewhere, and SYSTEM refused',
    { facts: { ...at('CM01', 'CM02').facts, ...bySddl(V2).facts } },
    'fail denied provider-elsewhere',
  ],
  [
    'two lists name the same provider',
    { more: [gatheredFact('sms-providers', 'CM02', {}, providers(provider('cm01.contoso.com')))] },
    'pass',
  ],
  ['no provider and no site', { ...withoutSite, facts: none }, 'not-applicable no-provider'],
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
    'fail denied fact-unread',
  ],
  [
    'no capture configured',
    { without: ['share-security'], configuration: { capture: null }, hosts: [host('DP01', ['distribution-point'])] },
    'not-applicable not-asked',
  ],
]);

function shares(parts: { [key: string]: Json }): Json[] {
  return (share(parts) as { shares: Json[] }).shares;
}

describe('what it says', () => {
  const finding = (parts: { [key: string]: Json }) => resultOf(check, estate({ facts: security(parts) })).findings[0]!;

  test('the deciding entry, its position, the right and the account', () => {
    const { because, remedy } = finding({ sddl: 'O:BAG:SYD:(D;;0x2;;;SY)(A;;FA;;;WD)' });
    expect(because).toContain('share: entry 1 (D;;0x2;;;SY) denies FILE_WRITE_DATA to');
    expect(because).toContain('S-1-5-18');
    expect(remedy?.on).toBe('CM01');
    expect(remedy?.commands).toEqual([
      expect.stringContaining("'S-1-5-18'"),
      expect.stringMatching(/^Unblock-SmbShareAccess /),
      expect.stringContaining("'S-1-5-18'"),
      expect.stringMatching(/^Grant-SmbShareAccess .* -AccessRight Full/),
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
    expect(finding({ sddl: V2, scopeName: 'FS-CLUSTER' })).toMatchObject({
      subject: '\\\\CM01\\Captures$ (FS-CLUSTER)',
      remedy: { commands: [expect.anything(), expect.stringContaining("-ScopeName 'FS-CLUSTER'")] },
    });
  });
});
