import { describe, expect, test } from 'vitest';
import { providerSystemToken, systemToken } from './access.ts';
import {
  accountDemand,
  type Identity,
  judgeShare,
  providerDemand,
  type ReadShare,
  type ShareAccess,
} from './share-access.ts';

const full = 'O:BAG:SYD:(A;;FA;;;SY)';
const aliases = { machineSid: 'S-1-5-21-1-2-3', domainSid: 'S-1-5-21-1-2-3' };
const system: Identity = { token: providerSystemToken(), sid: 'S-1-5-18', name: 'SYSTEM' };
const access = (parts: Partial<ReadShare>, identity = system, demand = providerDemand): ShareAccess =>
  judgeShare(
    {
      name: 'Captures$',
      special: false,
      scopeName: '*',
      sddl: full,
      folder: 'D:\\Captures',
      folderSddl: { value: full },
      ...parts,
    },
    aliases,
    identity,
    demand,
  );
const failure = { failed: 'denied', message: 'Access is denied.' } as const;
const onlyComputers = 'O:LAG:SYD:(A;;FA;;;DC)';
const users = 'O:LAG:SYD:(A;;0x1301bf;;;BU)';
const change = 'O:BAG:SYD:(A;;0x1301bf;;;SY)';

describe('share and folder together', () => {
  // The worst side decides; what one side leaves open, the other can still refuse.
  const sides: [string, string | null][] = [
    ['granted', full],
    ['short', change],
    ['uncertain', users],
    ['unreadable', null],
    ['unreadable', 'not a descriptor'],
    ['denied', onlyComputers],
  ];
  const worst = ['granted', 'short', 'uncertain', 'unreadable', 'denied'];
  const pairs = sides.flatMap(([a, share]) => sides.map(([b, folder]) => [a, share, b, folder] as const));

  test.each(pairs)('share %s %j, folder %s %j', (a, share, b, folder) => {
    const expected = worst[Math.max(worst.indexOf(a), worst.indexOf(b))];
    expect(access({ sddl: share, folderSddl: folder === null ? failure : { value: folder } }).state).toBe(expected);
  });
});

test('no folder leads, whatever the share', () => {
  for (const sddl of [full, onlyComputers, null, 'x'])
    expect(access({ sddl, folderSddl: { value: null } })).toEqual({ state: 'folder-missing', folder: 'D:\\Captures' });
});

test('what was unread is said, of both sides', () => {
  expect(access({ sddl: null, folderSddl: failure })).toEqual({
    state: 'unreadable',
    why: "Windows showed no security descriptor of the share; the folder's security descriptor: Access is denied.",
  });
});

test('a side that was not read is neither blamed nor mended', () => {
  const denied = access({ sddl: onlyComputers, folderSddl: failure });
  expect(denied).toMatchObject({ state: 'denied', sides: [{ side: 'share', sddl: onlyComputers }] });
  expect(JSON.stringify(denied)).not.toContain('icacls');
  expect(JSON.stringify(denied)).not.toContain('folder:');
});

test('evidence: who is admitted instead', () => {
  const denied = access({ sddl: onlyComputers });
  expect(denied).toMatchObject({ sides: [{ side: 'share', admits: expect.stringContaining('S-1-5-21-1-2-3-515') }] });
});

test('without the base of an alias nothing is denied for certain', () => {
  const share = {
    name: 'x',
    special: null,
    scopeName: null,
    sddl: 'O:SYG:SYD:(A;;FA;;;DC)',
    folder: 'D:\\',
    folderSddl: { value: full },
  };
  expect(judgeShare(share, {}, system, providerDemand).state).toBe('uncertain');
});

test('an account needs to read and write, and should have Change', () => {
  const someone = { token: { ...systemToken(), user: 'S-1-5-21-1-2-3-7', groups: [] }, sid: null, name: 'x' };
  const with_ = (mask: string) =>
    access(
      {
        sddl: `O:SYG:SYD:(A;;${mask};;;S-1-5-21-1-2-3-7)`,
        folderSddl: { value: `O:SYG:SYD:(A;;FA;;;S-1-5-21-1-2-3-7)` },
      },
      someone,
      accountDemand,
    );
  expect(with_('0x1301bf').state).toBe('granted');
  expect(with_('0x12019f')).toMatchObject({ state: 'short', reasons: 'share: no ACE grants execute or delete to x' });
  expect(with_('0x1200a9').state).toBe('denied');
});

test('without a SID nothing is printed to grant', () => {
  expect(access({ sddl: onlyComputers }, { ...system, sid: null })).toMatchObject({ state: 'denied', commands: [] });
});

test('whether Full Control is there at all may hang on a group', () => {
  const token = { ...systemToken(), maybeGroups: ['S-1-5-32-545'] };
  const sddl = 'O:LAG:SYD:(A;;0x1301bf;;;SY)(A;;FA;;;BU)';
  expect(access({ sddl }, { ...system, token }).state).toBe('uncertain');
});

test('a grant on the folder stands before a deny that it inherits', () => {
  const inherited = access({ folderSddl: { value: 'O:BAG:SYD:(D;OICIID;0x2;;;SY)(A;ID;FA;;;SY)' } });
  expect(inherited).toMatchObject({
    state: 'denied',
    commands: ['icacls "D:\\Captures" /grant "*S-1-5-18:(OI)(CI)F"'],
    notes: [
      expect.stringContaining(
        'ACE 1 (D;OICIID;0x2;;;SY) is inherited from a folder above; a grant on D:\\Captures itself',
      ),
    ],
  });
});
