import { describe, expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import {
  accountNature,
  accountToken,
  captureSequence,
  captureStep,
  dfsTargets,
  localGroups,
} from '../test/checks/capture.ts';
import {
  type Changes,
  estate,
  fullAccess,
  gatheredFact,
  noSite,
  partError,
  share,
  shareRows,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './capture-account-access.ts';

const domain = 'S-1-5-21-4-5-6';
const sid = `${domain}-2113`;
const security = (parts: { [key: string]: Json }) => ({ 'share-security': share(parts) });
const both = (sddl: string) => security({ sddl, folderSddl: { value: sddl } });
const bySddl = (sddl: string): Changes => ({ facts: security({ sddl }) });
const to = (mask: string, who = sid) => `O:BAG:SYD:(A;;FA;;;SY)(A;;${mask};;;${who})`;
const token = (parts: { [key: string]: Json }, facts: Changes['facts'] = {}): Changes => ({
  facts: { 'account-token': accountToken(2113, [`${domain}-513`], parts), ...facts },
});
const notMapped: Json = {
  error: {
    types: [
      'System.Management.Automation.MethodInvocationException',
      'System.Security.Principal.IdentityNotMappedException',
    ],
    hresults: ['0x80131501', '0x80131500'],
    native: null,
    id: 'IdentityNotMappedException',
    message: 'Some or all identity references could not be translated.',
  },
};
const local = (facts: Changes['facts'] = {}, members: string[] = []): Changes => ({
  facts: {
    'account-token': {
      sid: { value: 'S-1-5-21-1-2-3-1001' },
      local: true,
      groups: { value: [] },
      nature: accountNature({ classes: ['user'], passwordExpired: null }),
    },
    'local-groups': localGroups({ groups: [{ sid: 'S-1-5-32-544', members: { value: members } }] }),
    ...facts,
  },
});
const account = (configured: string | null, inStep: string | null): Changes => ({
  configuration: { capture: { ...estate().configuration.capture!, account: configured } },
  facts: { 'capture-sequence': captureSequence({ steps: [captureStep({ account: inStep })] }) },
});
/** A step before the capture step sets the account; svc-other may not write. */
const setTo = (value: string | null, inStep = 'CONTOSO\\svc-capture'): Changes => ({
  ...account(null, null),
  facts: {
    ...both(to('0x1301bf')),
    'capture-sequence': captureSequence({
      steps: [captureStep({ account: inStep })],
      variables: [{ name: 'OSDCaptureAccount', value, position: 3, enabled: true, conditional: false }],
    }),
  },
  more: [gatheredFact('account-token', 'CM01', { domain: 'CONTOSO', account: 'svc-other' }, accountToken(2114))],
});

judges(check, [
  ['Change by Authenticated Users', {}, 'pass logon-right-unread'],
  ['Change by its own SID', { facts: both(to('0x1301bf')) }, 'pass logon-right-unread'],
  ['Change by Domain Users', { facts: both(to('0x1301bf', 'DU')) }, 'pass logon-right-unread'],
  ['Change by Users, through Authenticated Users', { facts: both(to('0x1301bf', 'BU')) }, 'pass logon-right-unread'],
  ['Read and Write alone', bySddl(to('0x12019f')), 'warn change-missing logon-right-unread'],
  ['Read alone', bySddl(to('0x1200a9')), 'fail denied logon-right-unread'],
  [
    'Everyone Full on the share, Read on the folder',
    { facts: security({ sddl: to('FA', 'WD'), folderSddl: { value: to('0x1200a9', 'WD') } }) },
    'fail denied logon-right-unread',
  ],
  ['a deny for NETWORK', bySddl('O:BAG:SYD:(D;;0x2;;;NU)(A;;FA;;;WD)'), 'fail denied logon-right-unread'],
  ['a deny for another account', bySddl(`O:BAG:SYD:(D;;FA;;;${domain}-9999)(A;;FA;;;WD)`), 'pass logon-right-unread'],
  [
    'an inherit-only grant',
    { facts: security({ folderSddl: { value: `O:BAG:SYD:(A;OICIIO;FA;;;${sid})` } }) },
    'fail denied logon-right-unread',
  ],
  [
    'only SYSTEM and administrators',
    { facts: both('O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;BA)') },
    'fail denied logon-right-unread',
  ],
  // Groups
  [
    'a group that it is in',
    { facts: { ...both(to('0x1301bf', `${domain}-3000`)), 'account-token': accountToken(2113, [`${domain}-3000`]) } },
    'pass logon-right-unread',
  ],
  ['a group that it is not in', { facts: both(to('0x1301bf', `${domain}-3000`)) }, 'fail denied logon-right-unread'],
  [
    'a group, and its own were not read',
    token({ groups: partError }, both(to('0x1301bf', `${domain}-3000`))),
    'unknown uncertain logon-right-unread',
  ],
  ['Change for sure, though its groups were not read', token({ groups: partError }), 'pass logon-right-unread'],
  [
    'a local group whose members were not read',
    {
      facts: {
        ...both(to('0x1301bf', 'BU')),
        'local-groups': localGroups({ groups: [{ sid: 'S-1-5-32-545', members: partError }] }),
      },
    },
    'unknown uncertain logon-right-unread',
  ],
  // A local account of the share's host
  ['a local account', local(), 'pass logon-right-unread'],
  ['a local account by Local account', local(both(to('0x1301bf', 'S-1-5-113'))), 'pass logon-right-unread'],
  ['a local account is no user of the domain', local(both(to('0x1301bf', 'DU'))), 'fail denied logon-right-unread'],
  [
    'a local administrator may be without that group over the network',
    local(both('O:BAG:SYD:(A;;FA;;;BA)'), ['S-1-5-21-1-2-3-1001']),
    'unknown uncertain logon-right-unread',
  ],
  [
    'a deny for the group None of a local account',
    local(bySddl('O:BAG:SYD:(D;;0x2;;;S-1-5-21-1-2-3-513)(A;;FA;;;WD)').facts),
    'fail denied logon-right-unread',
  ],
  [
    'a list of groups without the primary one',
    {
      facts: {
        ...both('O:BAG:SYD:(D;;0x2;;;DU)(A;;FA;;;WD)'),
        'account-token': accountToken(2113, ['S-1-5-21-9-9-9-1']),
      },
    },
    'unknown logon-right-unread uncertain',
  ],
  // Who it is
  ['SYSTEM', token({ sid: { value: 'S-1-5-18' }, local: true }), 'fail account-no-user'],
  ['Domain Admins', token({ sid: { value: `${domain}-512` } }, both(to('FA', 'DA'))), 'fail account-no-user'],
  ['a group', token({ nature: accountNature({ classes: ['top', 'group'], disabled: null }) }), 'fail account-no-user'],
  [
    'the account of a computer',
    token({ nature: accountNature({ classes: ['top', 'person', 'organizationalPerson', 'user', 'computer'] }) }),
    'fail account-no-user',
  ],
  [
    'a managed service account',
    token({ nature: accountNature({ classes: ['top', 'user', 'computer', 'msDS-GroupManagedServiceAccount'] }) }),
    'fail account-no-user',
  ],
  [
    'a user of a class derived from user',
    token({ nature: accountNature({ classes: ['top', 'user', 'inetOrgPerson'] }) }),
    'pass logon-right-unread',
  ],
  [
    'a local group',
    local({
      'account-token': {
        sid: { value: 'S-1-5-21-1-2-3-1010' },
        local: true,
        groups: { value: [] },
        nature: accountNature({ classes: ['group'], disabled: null, lockedOut: null, passwordExpired: null }),
      },
    }),
    'fail account-no-user',
  ],
  ['a disabled user', token({ nature: accountNature({ disabled: true }) }), 'fail account-disabled logon-right-unread'],
  [
    'an expired password',
    token({ nature: accountNature({ passwordExpired: true }) }),
    'fail account-password-expired logon-right-unread',
  ],
  ['locked out', token({ nature: accountNature({ lockedOut: true }) }), 'warn account-locked-out logon-right-unread'],
  [
    'flags that the directory does not show',
    token({ nature: accountNature({ disabled: null, lockedOut: null, passwordExpired: null }) }),
    'pass logon-right-unread',
  ],
  ['its kind unread', token({ nature: partError }), 'unknown account-kind-unread logon-right-unread'],
  [
    'its classes not shown',
    token({ nature: accountNature({ classes: [] }) }),
    'unknown account-kind-unread logon-right-unread',
  ],
  ['Windows knows no such account', token({ sid: notMapped, local: null }), 'fail account-missing'],
  ['its SID unread', token({ sid: partError, local: null }), 'unknown account-unread logon-right-unread'],
  [
    'its SID unread, and nobody may',
    token({ sid: partError }, both('O:BAG:SYD:')),
    'fail account-unread denied logon-right-unread',
  ],
  [
    'the token unread',
    { facts: { 'account-token': unread('not-found') } },
    'unknown account-unread fact-unread fact-unread logon-right-unread',
  ],
  ['nobody asked for the token', { without: ['account-token'] }, 'unknown account-unread logon-right-unread'],
  ['local groups unread', { facts: { 'local-groups': unread() } }, 'unknown fact-unread logon-right-unread'],
  ['not a name of a domain', account('svc', 'svc'), 'unknown account-form'],
  ['a variable', account(null, '%Account%'), 'unknown account-variable'],
  ['a variable is set to another account', setTo('CONTOSO\\svc-other'), 'fail denied logon-right-unread'],
  ['a variable is set to what is not shown', setTo(null), 'unknown account-variable logon-right-unread'],
  ['only a variable says it', setTo('CONTOSO\\svc-capture', ''), 'pass logon-right-unread'],
  ['a variable whose value is given', account('CONTOSO\\svc-capture', '%Account%'), 'pass logon-right-unread'],
  ['no account', account(null, null), 'not-applicable not-asked'],
  [
    'no account, and the task sequence unread',
    { ...account(null, null), facts: { 'capture-sequence': unread() } },
    'unknown fact-unread',
  ],
  [
    'two accounts, one of them refused',
    {
      ...account('CONTOSO\\svc-capture', 'CONTOSO\\svc-other'),
      facts: { ...account('', 'CONTOSO\\svc-other').facts, ...both(to('0x1301bf')) },
      more: [gatheredFact('account-token', 'CM01', { domain: 'CONTOSO', account: 'svc-other' }, accountToken(2114))],
    },
    'fail denied logon-right-unread',
  ],
  // The place
  ['no such share', { facts: { 'share-security': shareRows() } }, 'fail logon-right-unread share-missing'],
  ['no such folder', { facts: security({ folderSddl: { value: null } }) }, 'fail folder-missing logon-right-unread'],
  [
    'a file in its place',
    { facts: security({ folderAttributes: { value: [0x20] } }) },
    'fail folder-is-file logon-right-unread',
  ],
  ['the share is offline', { facts: security({ state: 2 }) }, 'fail logon-right-unread share-offline'],
  [
    'a cluster role that the destination does not name',
    { facts: security({ scopeName: 'FSROLE' }) },
    'blocked logon-right-unread role-unnamed',
  ],
  ['an administrative share', { facts: security({ special: true }) }, 'unknown logon-right-unread unreadable'],
  [
    'share unread, the folder refuses',
    { facts: security({ sddl: null, folderSddl: { value: to('FR') } }) },
    'fail denied logon-right-unread',
  ],
  ['share unread', { facts: security({ sddl: null }) }, 'unknown logon-right-unread unreadable'],
  ['folder unread', { facts: security({ folderSddl: partError }) }, 'unknown logon-right-unread unreadable'],
  ['no owner', bySddl('D:(A;;FA;;;WD)'), 'pass limits logon-right-unread'],
  [
    'a central access policy',
    bySddl(`${fullAccess}S:(SP;;;;;S-1-17-1)`),
    'unknown limits logon-right-unread uncertain',
  ],
  [
    'a share of DFS, and no commands for it',
    { facts: { ...security({ availability: 4 }), 'dfs-targets': unread() } },
    'unknown dfs-unread fact-unread logon-right-unread',
  ],
  [
    'no target of DFS is online',
    {
      facts: {
        'dfs-targets': dfsTargets({
          namespacePath: '\\\\CM01\\Captures$',
          targets: [{ targetPath: '\\\\FS02\\x', online: false }],
        }),
      },
    },
    'blocked dfs-offline logon-right-unread',
  ],
  ['the share unread', { facts: { 'share-security': unread() } }, 'unknown fact-unread'],
  ['nothing asked', { ...noSite, hosts: [] }, 'not-applicable not-asked'],
]);

describe('what it says', () => {
  const finding = (changes: Changes, code: string) =>
    resultOf(check, estate(changes)).findings.find((each) => each.code === code)!;

  test('who, why, which entry, and the command', () => {
    const denied = finding({ facts: security({ folderSddl: { value: to('FR') } }) }, 'denied');
    expect(denied.because).toBe(
      `folder: no ACE grants write to CONTOSO\\svc-capture (${sid}). The capture step writes the image from Windows PE as CONTOSO\\svc-capture (${sid}).`,
    );
    expect(denied.remedy).toEqual({
      on: 'CM01',
      text: `So that CONTOSO\\svc-capture (${sid}) has Change, as administrator:`,
      commands: [`icacls "D:\\Captures" /grant "*${sid}:(OI)(CI)M"`],
    });
  });

  test('what of its token is open', () => {
    const open = finding(token({ groups: partError }, both(to('0x1301bf', `${domain}-3000`))), 'uncertain');
    expect(open.because).toContain('its groups in Active Directory were not read (Access is denied)');
  });
});
