import { describe, expect, test } from 'vitest';
import { ALIASES, BASE, bitOf, HST, judge, masks, OPEN, SYS, split } from '../../test/windows/asking.ts';
import { FULL, providerSystemToken, READ, systemSecurityAccess, systemToken, type Token } from './access.ts';
import { mapGenericBits } from './access-masks.ts';

const GUID = 'bf967a86-0de6-11d0-a285-00aa003049e2';

describe('DACL rules', () => {
  test.each(['O:SYG:SY', 'O:SYG:SYD:NO_ACCESS_CONTROL'])('%s grants everything', (sddl) => {
    expect(masks(sddl, HST)).toBe(split(FULL));
    expect(bitOf(judge(sddl, HST), 0x1).shareReason).toEqual({ by: 'no-dacl' });
  });

  test('stored order decides: a deny after the allow comes too late', () => {
    expect(masks('O:LAG:SYD:(A;;FR;;;WD)(D;;FA;;;WD)', HST)).toBe(split(0x120089));
    expect(masks('O:LAG:SYD:(D;;FA;;;WD)(A;;FR;;;WD)', HST)).toBe(split(0));
  });

  test('inherit-only ACEs are skipped, inherited ones count', () => {
    expect(masks('O:LAG:SYD:(D;OICIIO;FA;;;WD)(A;ID;FR;;;WD)(A;IO;FA;;;WD)', HST)).toBe(split(0x120089));
  });

  test('generic bits are mapped, also from a signed mask', () => {
    expect(masks('O:LAG:SYD:(A;;0xa0000000;;;WD)', HST)).toBe(split(READ));
    expect(masks('O:LAG:SYD:(A;;GA;;;WD)', HST)).toBe(split(FULL));
    expect(mapGenericBits(-1610612736)).toBe(READ);
    expect(mapGenericBits(268435456)).toBe(FULL);
  });

  test('a deny of generic write takes SYNCHRONIZE and READ_CONTROL with it', () => {
    expect(masks('O:LAG:SYD:(D;;GW;;;WD)(A;;FA;;;WD)', HST)).toBe(split(FULL & ~0x120116));
  });

  test('reasons name the ACE by position, text and resolved SID', () => {
    const result = judge('O:LAG:SYD:(D;;0x2;;;NU)(A;CI;GR;;;DC)', HST);
    expect(bitOf(result, 0x2).shareReason).toEqual({
      by: 'ace',
      ace: { index: 1, text: '(D;;0x2;;;NU)', type: 'D', flags: [], mask: 0x2, sid: 'S-1-5-2' },
    });
    expect(bitOf(result, 0x1).shareReason).toEqual({
      by: 'ace',
      ace: { index: 2, text: '(A;CI;GR;;;DC)', type: 'A', flags: ['CI'], mask: 0x120089, sid: `${BASE}-515` },
    });
    expect(bitOf(result, 0x10000).shareReason).toEqual({ by: 'no-ace' });
  });
});

describe('owner', () => {
  test('implies READ_CONTROL and WRITE_DAC, not WRITE_OWNER, even against a deny', () => {
    const result = judge('O:BAG:SYD:(D;;FA;;;WD)', SYS);
    expect(result.masks.share.granted).toBe(0x60000);
    expect(bitOf(result, 0x40000).shareReason).toEqual({ by: 'owner' });
  });

  test('an ACE of the owner itself does not take the implied rights away', () => {
    expect(masks('O:BAG:SYD:(A;;0x1;;;BA)', SYS)).toBe(split(0x60001));
    expect(masks('O:SYG:SYD:(D;;FA;;;SY)', SYS)).toBe(split(0x60000));
  });

  test('OWNER RIGHTS replaces the implied rights for everyone, unless inherit-only', () => {
    expect(masks('O:BAG:SYD:(A;;0x1;;;OW)', SYS)).toBe(split(0x1));
    expect(masks('O:BAG:SYD:(D;;0x40000;;;S-1-3-4)(A;;FA;;;SY)', SYS)).toBe(split(FULL & ~0x40000));
    expect(masks('O:BAG:SYD:(A;IO;0x1;;;OW)', SYS)).toBe(split(0x60000));
    expect(masks('O:BAG:SYD:(A;;FA;;;OW)', HST)).toBe(split(0));
  });

  test('an owner that may be the token leaves the implied rights open', () => {
    const result = judge('O:LAG:SYD:(A;;0x1;;;SY)', SYS, {});
    expect(result.masks.share).toEqual({ granted: 0x1, denied: FULL & ~0x60001, unknown: 0x60000 });
    expect(bitOf(result, 0x20000).shareReason).toEqual({ by: 'unresolved', aces: [] });
    expect(masks('O:LAG:SYD:(A;;FA;;;OW)', SYS, {})).toBe(split(0, FULL));
    expect(masks('O:LAG:SYD:(A;;FA;;;SY)', SYS, {})).toBe(split(FULL));
  });

  test('a deny-only or disabled owner group implies nothing', () => {
    for (const attributes of [0x10, 0x0]) {
      const token: Token = { ...HST, groups: [{ sid: 'S-1-5-32-544', attributes }] };
      expect(masks('O:BAG:SYD:', token)).toBe(split(0));
    }
  });

  test.each([
    ['D:(A;;FA;;;WD)', /share: no owner and no group/],
    ['O:SYD:(A;;FA;;;WD)', /share: no group/],
    ['G:SYD:(A;;FA;;;WD)', /share: no owner/],
  ])('%s is walked, with a warning', (sddl, warning) => {
    const result = judge(sddl, HST);
    expect(result.masks.share.granted).toBe(FULL);
    expect(result.warnings).toEqual([expect.stringMatching(warning)]);
  });

  test('without an owner, OWNER RIGHTS matches nobody', () => {
    expect(masks('G:SYD:(A;;FA;;;OW)', HST)).toBe(split(0));
  });
});

describe('tokens', () => {
  const admin = (attributes: number): Token => ({ ...HST, groups: [{ sid: 'S-1-5-32-544', attributes }] });

  test('deny-only groups match deny ACEs only, disabled ones none', () => {
    const allow = 'O:LAG:SYD:(A;;FA;;;BA)';
    const deny = `O:LAG:SYD:(D;;0x2;;;BA)(A;;FA;;;${HST.user})`;
    expect([masks(allow, admin(0x7)), masks(deny, admin(0x7))]).toEqual([split(FULL), split(FULL & ~0x2)]);
    expect([masks(allow, admin(0x10)), masks(deny, admin(0x10))]).toEqual([split(0), split(FULL & ~0x2)]);
    expect([masks(allow, admin(0x1)), masks(deny, admin(0x1))]).toEqual([split(0), split(FULL)]);
  });

  test('a logon-id group with bit 31 set still counts as enabled', () => {
    expect(masks('O:LAG:SYD:(A;;FA;;;BA)', admin(0xc0000007))).toBe(split(FULL));
  });

  test('a group listed twice matches as its stronger entry; letter case does not matter', () => {
    for (const attributes of [
      [0x7, 0x0],
      [0x0, 0x7],
    ]) {
      const groups = attributes.map((bits) => ({ sid: 's-1-5-32-544', attributes: bits }));
      expect(masks('O:LAG:SYD:(A;;FA;;;BA)', { ...HST, groups })).toBe(split(FULL));
    }
  });

  test('an alias without its base may be anyone', () => {
    expect(masks('O:SYG:SYD:(A;;FR;;;DC)', HST, {})).toBe(split(0, 0x120089));
    expect(masks('O:SYG:SYD:(D;;FR;;;DC)(A;;FA;;;WD)', HST, {})).toBe(split(FULL & ~0x120089, 0x120089));
    expect(masks('O:SYG:SYD:(A;;FR;;;DC)(A;;FA;;;WD)', HST, {})).toBe(split(FULL));
    const reason = bitOf(judge('O:SYG:SYD:(A;;FR;;;DC)', HST, {}), 0x1).shareReason;
    expect(reason).toMatchObject({ by: 'unresolved', aces: [{ sid: null, text: '(A;;FR;;;DC)' }] });
  });

  test('with incomplete groups a foreign domain SID is maybe, a well-known or listed one is not', () => {
    const partial: Token = {
      ...HST,
      groups: [...HST.groups, { sid: `${BASE}-2000`, attributes: 0 }],
      groupsComplete: false,
    };
    expect(masks(`O:SYG:SYD:(A;;FR;;;${BASE}-1999)`, partial)).toBe(split(0, 0x120089));
    expect(masks(`O:SYG:SYD:(A;;FR;;;${BASE}-2000)`, partial)).toBe(split(0));
    expect(masks('O:SYG:SYD:(A;;FR;;;BA)', partial)).toBe(split(0));
    expect(masks(`O:SYG:SYD:(A;;FR;;;${BASE}-1999)`, HST)).toBe(split(0));
  });

  test('maybe groups: exact and prefix; what the token surely has stays sure', () => {
    const provider = providerSystemToken();
    expect(masks('O:LAG:SYD:(A;;FR;;;S-1-5-80-1-2-3-4-5)', provider)).toBe(split(0, 0x120089));
    for (const sid of ['S-1-5-8-1', 'S-1-5-800-1']) {
      expect(masks(`O:LAG:SYD:(A;;FR;;;${sid})`, provider)).toBe(split(0));
    }
    expect(masks('O:LAG:SYD:(A;;FR;;;IU)', provider)).toBe(split(0));
    expect(masks('O:LAG:SYD:(A;;FR;;;DC)', provider)).toBe(split(0));
    for (const sid of ['BU', 'SU', 'NU', 'S-1-2-0', 'S-1-2-1', 'S-1-5-15']) {
      expect(masks(`O:LAG:SYD:(A;;FR;;;${sid})`, provider)).toBe(split(0, 0x120089));
    }
    expect(masks('O:LAG:SYD:(A;;FR;;;BA)', { ...SYS, maybeGroups: ['S-1-5-32-544', 'S-1-5-18'] })).toBe(
      split(0x120089),
    );
  });

  test('an unknown bit names every ACE that may decide it', () => {
    const result = judge('O:LAG:SYD:(A;;0x1;;;BU)(D;;0x3;;;NU)(A;;0x3;;;SY)', providerSystemToken());
    expect(bitOf(result, 0x1).shareReason).toMatchObject({ by: 'unresolved', aces: [{ index: 1 }, { index: 2 }] });
    expect(bitOf(result, 0x2).shareReason).toMatchObject({ by: 'unresolved', aces: [{ index: 2 }] });
  });

  test('the plain SYSTEM token lacks Users, INTERACTIVE, SERVICE; its integrity level is no group', () => {
    for (const sid of ['BU', 'IU', 'SU', 'NU', 'SI']) expect(masks(`O:LAG:SYD:(A;;FA;;;${sid})`, SYS)).toBe(split(0));
    for (const sid of ['SY', 'BA', 'WD', 'AU']) expect(masks(`O:LAG:SYD:(A;;FA;;;${sid})`, SYS)).toBe(split(FULL));
    expect(systemToken()).not.toHaveProperty('maybeGroups');
    expect(providerSystemToken().groupsComplete).toBe(true);
  });

  test('privileges: take ownership gives WRITE_OWNER, security gives the SACL, backup and restore nothing', () => {
    const privileges = ['SeTakeOwnershipPrivilege', 'SeBackupPrivilege', 'SeRestorePrivilege'];
    const result = judge('O:LAG:SYD:(D;;FA;;;WD)', { ...SYS, privileges });
    expect(result.masks.share.granted).toBe(0x80000);
    expect(bitOf(result, 0x80000).shareReason).toEqual({ by: 'privilege', name: 'SeTakeOwnershipPrivilege' });
    expect(systemSecurityAccess({ ...SYS, privileges })).toBe('denied');
    expect(systemSecurityAccess({ ...SYS, privileges: ['SeSecurityPrivilege'] })).toBe('granted');
    expect(systemSecurityAccess(SYS)).toBe('denied');
  });
});

describe('special ACEs', () => {
  test.each([
    ['(OA;;FR;;;WD)', split(0x120089), 0],
    [`(OA;;FR;;${GUID};WD)`, split(0x120089), 0],
    [`(OA;;FR;${GUID};;WD)`, split(0), 1],
    [`(OD;;0x2;;${GUID};WD)(A;;FA;;;WD)`, split(FULL & ~0x2), 0],
    [`(OD;;0x2;${GUID};;WD)(A;;FA;;;WD)`, split(FULL & ~0x2, 0x2), 1],
    [`(OD;;0x2;${GUID};;BG)(A;;FA;;;WD)`, split(FULL), 1],
    [`(OD;;0x2;${GUID};;WD)`, split(0), 1],
    ['(XA;;FA;;;WD;(a))', split(0), 1],
    ['(XD;;0x2;;;WD;(a))(A;;FA;;;WD)', split(FULL & ~0x2), 1],
    ['(XD;;0x2;;;BG;(a))(A;;FA;;;WD)', split(FULL), 1],
    ['(ZA;;FA;;;WD;(a))', split(0), 1],
    ['(AU;SA;FA;;;WD)(A;;FR;;;WD)', split(0x120089), 1],
    ['(XA;IO;FA;;;WD;(a))', split(0), 0],
  ])('%s', (aces, expected, warnings) => {
    const sddl = `O:LAG:SYD:${aces}`;
    expect(masks(sddl, HST)).toBe(expected);
    expect(judge(sddl, HST).warnings).toHaveLength(warnings);
  });

  test('a central access policy turns granted into unknown, denied stays', () => {
    const result = judge('O:LAG:SYD:(A;;FR;;;WD)S:(SP;;;;;S-1-17-1)', HST);
    expect(result.masks.share).toEqual({ granted: 0, denied: FULL & ~0x120089, unknown: 0x120089 });
    expect(bitOf(result, 0x1).shareReason).toMatchObject({ by: 'unresolved', aces: [{ type: 'SP', index: 1 }] });
    expect(bitOf(result, 0x2).shareReason).toEqual({ by: 'no-ace' });
    expect(result.warnings).toEqual([expect.stringContaining('central access policy')]);
    expect(judge('D:NO_ACCESS_CONTROLS:(SP;;;;;S-1-17-1)', HST).masks.share.unknown).toBe(FULL);
    expect(masks('O:LAG:SYD:(A;;FR;;;WD)S:(SP;IO;;;;S-1-17-1)', HST)).toBe(split(0x120089));
  });

  test.each([
    ['(ML;;NW;;;HI)', HST, /mandatory label: not evaluated/],
    ['(ML;;NW;;;SI)', SYS, /mandatory label: does not block SYSTEM/],
    ['(TL;;0x1;;;S-1-19-512-4096)', SYS, /process trust label/],
    ['(FL;TP;FA;;;WD;(a))', SYS, /access filter/],
  ])('%s in the SACL only warns', (ace, token, warning) => {
    const result = judge(`O:LAG:SYD:(A;;FA;;;WD)S:${ace}`, token);
    expect(result.masks.share.granted).toBe(FULL);
    expect(result.warnings).toEqual([expect.stringMatching(warning)]);
  });

  test('audit ACEs and attributes in the SACL are silent; a folder without SACL is not', () => {
    expect(judge('O:LAG:SYD:S:(AU;FA;FA;;;WD)(RA;;;;;WD;("a",TI,0,1))', HST).warnings).toEqual([]);
    expect(judge(OPEN, HST, ALIASES, 'O:SYG:SYD:').warnings).toEqual([expect.stringMatching(/^folder: SACL not read/)]);
  });
});
