import { describe, expect, test } from 'vitest';
import { evaluateParsed, providerSystemToken } from './access.ts';
import { grantCommands, type ShareRight, shareRights, shortageOf } from './access-remedies.ts';
import { parseSddl } from './sddl.ts';

const aliases = { machineSid: 'S-1-5-21-1-2-3', domainSid: 'S-1-5-21-4-5-6' };
/** What SYSTEM lacks: on the share, or on the folder of a share that is not read. */
function shortage(share: string | null, folder = 'O:BAG:SYD:(A;;FA;;;SY)', right: ShareRight = 'Change') {
  const input = {
    share: share === null ? null : parseSddl(share),
    folder: parseSddl(folder),
    token: providerSystemToken(),
    shareAliases: aliases,
    folderAliases: aliases,
  };
  const side = share === null ? 'folder' : 'share';
  return shortageOf(input, evaluateParsed(input), { side, mask: shareRights[right], right });
}

describe('what is in the way', () => {
  const none = { side: 'share' as const, denied: [], inherited: [], grant: 'Change' as const, widened: false };
  test.each([
    ['O:LAG:SYD:(A;;FA;;;DC)', none],
    ['O:LAG:SYD:(D;;0x2;;;SY)(A;;FA;;;SY)', { ...none, denied: ['S-1-5-18'], grant: null }],
    ['O:LAG:SYD:(D;;0x2;;;SY)(A;;FR;;;SY)', { ...none, denied: ['S-1-5-18'] }],
    ['O:LAG:SYD:(D;;0x2;;;NU)(A;;FA;;;SY)', { ...none, denied: ['S-1-5-2'], grant: null }],
    ['O:LAG:SYD:(D;;0x2;;;NU)(A;;0x1301ff;;;SY)', { ...none, denied: ['S-1-5-2'], grant: null }],
    ['O:LAG:SYD:(D;;0x2;;;NU)(A;;0x1301bb;;;SY)', { ...none, denied: ['S-1-5-2'] }],
    [
      'O:LAG:SYD:(D;;0x2;;;WD)(D;;0x4;;;BA)(D;;0x8;;;WD)(A;;FA;;;SY)',
      { ...none, denied: ['S-1-1-0', 'S-1-5-32-544'], grant: null },
    ],
    ['O:LAG:SYD:(A;;FA;;;BU)', none],
    ['O:LAG:SYD:(D;;FA;;;RO)(A;;FA;;;SY)', { ...none, grant: null }],
    ['O:BAG:SYD:(A;;FA;;;SY)S:(SP;;;;;S-1-17-1)', { ...none, grant: null }],
    ['O:LAG:SYD:(D;;WO;;;SY)(A;;FA;;;SY)', { ...none, grant: null }],
    ['O:SYG:SYD:', none],
  ])('%s', (sddl, expected) => {
    expect(shortage(sddl)).toEqual(expected);
  });

  test.each([
    ['O:LAG:SYD:(A;;0x120116;;;SY)', 'Read', 'Change'],
    ['O:LAG:SYD:(A;;0x40000;;;SY)', 'Read', 'Full'],
    ['O:LAG:SYD:(A;;0x116;;;WD)', 'Read', 'Read'],
    ['O:LAG:SYD:(A;;GR;;;SY)', 'Change', 'Change'],
    ['O:LAG:SYD:(D;;WP;;;SY)(A;;GA;;;SY)', 'Read', null],
  ] as const)('a grant on a share holds what the account has: %s and %s', (sddl, right, grant) => {
    const { grant: granted, widened } = shortage(sddl, undefined, right);
    expect([granted, widened]).toEqual([grant, grant !== null && grant !== right]);
  });

  test('a grant on a folder is added to what the account has', () => {
    expect(shortage(null, 'O:LAG:SYD:(A;;WD;;;SY)', 'Read').grant).toBe('Read');
  });

  test('a grant stands before what a folder inherits; a share inherits nothing', () => {
    const sddl = 'O:LAG:SYD:(D;OICIID;0x6;;;SY)(A;;FA;;;SY)';
    const inherited = [{ index: 1, text: '(D;OICIID;0x6;;;SY)' }];
    expect(shortage(null, sddl)).toEqual({ ...none, side: 'folder', inherited });
    expect(shortage(sddl)).toEqual({ ...none, denied: ['S-1-5-18'], grant: null });
  });
});

describe('commands', () => {
  const of = {
    share: 'Captures$',
    scope: null,
    folder: 'D:\\Captures',
    sid: 'S-1-5-18',
  };
  const full = { denied: [] as string[], grant: 'Full' as const };
  const onFolder = (folder: string) => grantCommands({ ...of, folder, shortage: { ...full, side: 'folder' } })[0];
  const onShare = (share: string, scope: string | null = null) =>
    grantCommands({ ...of, share, scope, shortage: { ...full, side: 'share' } })[1];
  const translated = (sid: string) =>
    `$n = ([System.Security.Principal.SecurityIdentifier]'${sid}').Translate([System.Security.Principal.NTAccount]).Value`;

  test.each([
    ['D:\\Captures', '"D:\\Captures"'],
    ["D:\\Bob's images", '"D:\\Bob\'s images"'],
    ['D:\\Captures$', '"D:\\Captures$"'],
    ['D:\\$1', "'D:\\$1'"],
    ['D:\\$größe', "'D:\\$größe'"],
    ['D:\\a$ b', '"D:\\a$ b"'],
    ['D:\\$images', "'D:\\$images'"],
    [`D:\\$\{x}`, `'D:\\$\{x}'`],
    ['D:\\a\u201db', "'D:\\a\u201db'"],
    ['D:\\a\u2019s $b', "'D:\\a\u2019\u2019s $b'"],
    ['D:\\$(calc)', "'D:\\$(calc)'"],
    ['D:\\a`b', "'D:\\a`b'"],
    ["D:\\Bob's $images", "'D:\\Bob''s $images'"],
  ])('a folder %s', (folder, quoted) => {
    expect(onFolder(folder)).toBe(`icacls ${quoted} /grant "*S-1-5-18:(OI)(CI)F"`);
  });

  test.each([
    ['Captures$', "'Captures$'"],
    ["Bob's", "'Bob''s'"],
    ['a`b$x', "'a`b$x'"],
    ['Bob\u2019s', "'Bob\u2019\u2019s'"],
  ])('a share %s', (share, quoted) => {
    expect(onShare(share)).toBe(`Grant-SmbShareAccess -Name ${quoted} -AccountName $n -AccessRight Full -Force`);
  });

  test('a scope, but not the one of every share', () => {
    expect(onShare('x', 'FS-1')).toContain('-ScopeName FS-1');
    expect(onShare('x', '*')).not.toContain('ScopeName');
  });

  test('Change is Modify to icacls', () => {
    const change = { denied: [], grant: 'Change' as const };
    expect(grantCommands({ ...of, shortage: { ...change, side: 'folder' } })).toEqual([
      'icacls "D:\\Captures" /grant "*S-1-5-18:(OI)(CI)M"',
    ]);
    expect(grantCommands({ ...of, shortage: { ...change, side: 'share' } })[1]).toContain('-AccessRight Change -Force');
  });

  test('no grant where only a deny is in the way', () => {
    const only = { denied: ['S-1-5-2'], grant: null };
    expect(grantCommands({ ...of, shortage: { ...only, side: 'folder' } })).toEqual([
      'icacls "D:\\Captures" /remove:d "*S-1-5-2"',
    ]);
    expect(grantCommands({ ...of, shortage: { ...only, side: 'share' } }).join()).not.toContain('Grant-');
  });

  test('a deny goes first, since it stands before a grant', () => {
    const denied = ['S-1-5-2', 'S-1-1-0'];
    expect(grantCommands({ ...of, shortage: { ...full, side: 'folder', denied } })).toEqual([
      'icacls "D:\\Captures" /remove:d "*S-1-5-2"',
      'icacls "D:\\Captures" /remove:d "*S-1-1-0"',
      'icacls "D:\\Captures" /grant "*S-1-5-18:(OI)(CI)F"',
    ]);
    expect(grantCommands({ ...of, shortage: { ...full, side: 'share', denied: ['S-1-5-2'] } })).toEqual([
      translated('S-1-5-2'),
      "Unblock-SmbShareAccess -Name 'Captures$' -AccountName $n -Force",
      translated('S-1-5-18'),
      "Grant-SmbShareAccess -Name 'Captures$' -AccountName $n -AccessRight Full -Force",
    ]);
  });
});
