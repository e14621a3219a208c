import { describe, expect, test } from 'vitest';
import { providerAccess, type ReadShare, type ShareAccess } from './share-access.ts';

const full = 'O:BAG:SYD:(A;;FA;;;SY)';
const aliases = { machineSid: 'S-1-5-21-1-2-3', domainSid: 'S-1-5-21-1-2-3' };
const access = (parts: Partial<ReadShare>): ShareAccess =>
  providerAccess(
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
  );
const failure = { failed: 'denied', message: 'Access is denied.' } as const;
const onlyComputers = 'O:LAG:SYD:(A;;FA;;;DC)';
const users = 'O:LAG:SYD:(A;;0x1301bf;;;BU)';
const change = 'O:BAG:SYD:(A;;0x1301bf;;;SY)';

describe('share and folder together', () => {
  // The worst side decides; what one side leaves open, the other can still refuse.
  const sides: [string, string | null][] = [
    ['full', full],
    ['change-only', change],
    ['uncertain', users],
    ['unreadable', null],
    ['unreadable', 'not a descriptor'],
    ['denied', onlyComputers],
  ];
  const worst = ['full', 'change-only', 'uncertain', 'unreadable', 'denied'];
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
  expect(providerAccess(share, {}).state).toBe('uncertain');
});
