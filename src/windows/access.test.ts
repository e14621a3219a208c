import { describe, expect, test } from 'vitest';
import { ALIASES, BASE, bitOf, HST, judge, masks, OPEN, SYS, split } from '../../test/windows/asking.ts';
import {
  CHANGE,
  evaluateAccess,
  evaluateParsed,
  FULL,
  FULL_BEYOND_CHANGE,
  providerSystemToken,
  READ,
  READ_WRITE,
  REPLACE_FILE,
  requireMask,
  rightNames,
} from './access.ts';
import { parseSddl, SddlError } from './sddl.ts';

describe('worked vectors', () => {
  test.each([
    ['V1', 'O:BAG:SYD:(A;;0x1200a9;;;WD)', 0x1600a9, 0x1200a9],
    ['V2', 'O:LAG:SYD:(A;;0x1f01ff;;;DC)', 0x0, 0x1f01ff],
    ['V3', 'O:LAG:SYD:(A;;0x1f01ff;;;S-1-5-21-1-2-3-1105)', 0x0, 0x1f01ff],
    ['V4', 'O:LAG:SYD:(A;;0x1301bf;;;BU)', 0x0, 0x1301bf],
    ['V5', 'O:LAG:SYD:(D;;0x2;;;NU)(A;;0x1f01ff;;;SY)(A;;0x1f01ff;;;DC)', 0x1f01ff, 0x1f01fd],
    ['V6', 'O:LAG:SYD:(D;;0x2;;;WD)(A;;0x1f01ff;;;WD)', 0x1f01fd, 0x1f01fd],
    ['V7', 'O:BAG:SYD:', 0x60000, 0x0],
    ['V8', 'O:BAG:SYD:(A;;0x120089;;;OW)', 0x120089, 0x0],
  ])('%s %s', (_name, sddl, sys, hst) => {
    expect(masks(sddl, SYS)).toBe(split(sys));
    expect(masks(sddl, HST)).toBe(split(hst));
  });

  test('V4 for the provider: Change is unknown, the rest denied', () => {
    const result = judge('O:LAG:SYD:(A;;0x1301bf;;;BU)', providerSystemToken());
    expect(result.masks.both).toEqual({ granted: 0, denied: FULL_BEYOND_CHANGE, unknown: CHANGE });
    expect(bitOf(result, 0x2)).toMatchObject({
      name: 'FILE_WRITE_DATA',
      share: 'unknown',
      folder: 'granted',
      both: 'unknown',
      shareReason: { by: 'unresolved', aces: [{ index: 1, text: '(A;;0x1301bf;;;BU)', sid: 'S-1-5-32-545' }] },
      folderReason: { by: 'no-dacl' },
    });
    expect(result.canConnect).toBe('unknown');
  });

  test('the provider is not sure of NETWORK, so V5 leaves writing open', () => {
    const sddl = 'O:LAG:SYD:(D;;0x2;;;NU)(A;;0x1f01ff;;;SY)(A;;0x1f01ff;;;DC)';
    expect(masks(sddl, providerSystemToken())).toBe(split(0x1f01fd, 0x2));
  });
});

describe('intersection', () => {
  test('denied wins over unknown, unknown over granted', () => {
    const share = 'O:LAG:SYD:(D;;0x1;;;WD)(A;;0x6;;;WD)(A;;0x8;;;BU)';
    const folder = 'O:LAG:SYD:(A;;0x7;;;WD)(A;;0x8;;;WD)S:';
    const { masks: all, bits } = judge(share, providerSystemToken(), ALIASES, folder);
    expect(all.both).toEqual({ granted: 0x6, denied: FULL & ~0xe, unknown: 0x8 });
    expect(bits).toHaveLength(14);
    expect(bits.map(({ bit }) => bit)).toEqual([...bits].map(({ bit }) => bit).sort((a, b) => a - b));
    expect(bits.reduce((sum, { bit }) => sum | bit, 0)).toBe(FULL);
  });

  test('each side resolves aliases with its own host', () => {
    const sddl = 'O:SYG:SYD:(A;;FA;;;DC)S:';
    const { masks: all } = evaluateAccess({
      ...{ shareSddl: sddl, folderSddl: sddl, token: HST },
      shareAliases: { domainSid: BASE },
      folderAliases: { domainSid: 'S-1-5-21-9-9-9' },
    });
    expect([all.share.granted, all.folder.granted, all.both.denied]).toEqual([FULL, 0, FULL]);
  });

  test('a side that was not read is unknown, unless the other side denies', () => {
    const result = judge(null, HST, ALIASES, 'O:SYG:SYD:(A;;FR;;;WD)S:');
    expect(result.masks.share).toEqual({ granted: 0, denied: 0, unknown: FULL });
    expect(result.masks.both).toEqual({ granted: 0, denied: FULL & ~0x120089, unknown: 0x120089 });
    expect(bitOf(result, 0x1).shareReason).toEqual({ by: 'unreadable' });
    expect(result.canConnect).toBe('unknown');
    expect(result.warnings).toEqual([expect.stringMatching(/^share: .*not read/)]);
  });

  test.each([
    ['(A;;0x1;;;WD)', 'granted'],
    ['(A;;0x2;;;WD)', 'granted'],
    ['(A;;0x1f01fc;;;WD)', 'denied'],
    ['(D;;0x1;;;WD)(A;;0x2;;;DC)', 'unknown'],
  ])('connecting through %s is %s', (aces, state) => {
    expect(judge(`O:SYG:SYD:${aces}`, HST, {}).canConnect).toBe(state);
  });

  test('no DACL, and an entry in the wrong list, are told', () => {
    const warned = (shareSddl: string) =>
      evaluateAccess({ shareSddl, folderSddl: null, token: providerSystemToken(), shareAliases: {}, folderAliases: {} })
        .warnings[0];
    expect(warned('O:BAG:SY')).toMatch(/^share: no DACL in the descriptor, which grants everything to everybody/);
    expect(warned('O:BAG:SYD:S:(A;;FA;;;SY)')).toBe(
      'share: SACL ACE 1 (A;;FA;;;SY): belongs into a DACL: ignored where it stands',
    );
    expect(warned('O:BAG:SYD:NO_ACCESS_CONTROL')).toBe('folder: the security descriptor was not read');
  });

  test('a text that does not parse is an SddlError', () => {
    expect(() => judge('D:(A;;FA;;;QQ)', HST)).toThrow(SddlError);
    expect(() => judge(OPEN, HST, ALIASES, 'D:(')).toThrow(SddlError);
  });

  test('parsed descriptors give the same result and stay as they were', () => {
    const text = 'O:BAG:SYD:(D;;0x2;;;NU)(A;;FA;;;BU)S:';
    const share = parseSddl(text);
    const common = { token: providerSystemToken(), shareAliases: ALIASES, folderAliases: ALIASES };
    const fromText = evaluateAccess({ shareSddl: text, folderSddl: text, ...common });
    expect(evaluateParsed({ share, folder: share, ...common })).toEqual(fromText);
    expect(share).toEqual(parseSddl(text));
  });
});

describe('required masks', () => {
  const result = judge('O:LAG:SYD:(A;;0x1200a9;;;SY)(A;;0x1301bf;;;BU)', providerSystemToken());

  test('granted if all bits are, denied if one is, else unknown', () => {
    expect(requireMask(result, READ)).toMatchObject({ state: 'granted', granted: READ, denied: 0, unknown: 0 });
    expect(requireMask(result, CHANGE)).toMatchObject({ state: 'unknown', granted: READ, unknown: CHANGE & ~READ });
    expect(requireMask(result, FULL)).toMatchObject({ state: 'denied', denied: FULL_BEYOND_CHANGE });
    expect(requireMask(result, REPLACE_FILE).bits.map(({ name }) => name)).toEqual(['FILE_WRITE_DATA', 'DELETE']);
    expect(requireMask(result, 0)).toMatchObject({ state: 'granted', bits: [] });
  });

  test.each([0x80000000, -1610612736, 0x1000000, 0x2000000])('refuses %d, which is no mask of file rights', (mask) => {
    expect(() => requireMask(result, mask)).toThrow(RangeError);
  });

  test('named masks are what their parts make', () => {
    expect(0x120089 | 0x120116).toBe(READ_WRITE);
    expect(0x120089 | 0x1200a0).toBe(READ);
    expect(READ_WRITE | READ | 0x10000).toBe(CHANGE);
    expect(CHANGE | FULL_BEYOND_CHANGE).toBe(FULL);
    expect(rightNames(FULL_BEYOND_CHANGE)).toEqual(['FILE_DELETE_CHILD', 'WRITE_DAC', 'WRITE_OWNER']);
    expect(rightNames(0x80000002)).toEqual(['FILE_WRITE_DATA', '0x80000000']);
    expect(rightNames(0)).toEqual([]);
  });
});
