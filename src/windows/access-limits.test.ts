import { describe, expect, test } from 'vitest';
import { ALIASES, bitOf, HST, judge, masks, OPEN, SYS, split } from '../../test/windows/asking.ts';
import { CHANGE, FULL, READ, type Token } from './access.ts';
import { parseSddl, printSddl } from './sddl.ts';

const DEEP = `S-1-5-21-${Array(13).fill(4294967295).join('-')}-1`;

describe('large descriptors', () => {
  test('1,000 ACEs: the last one decides, and is named by its position', () => {
    const others = Array.from({ length: 999 }, (_, i) => `(A;;FA;;;S-1-5-21-4-5-6-${i})`).join('');
    const result = judge(`O:LAG:SYD:${others}(A;;FA;;;SY)`, SYS);
    expect(result.masks.both.granted).toBe(FULL);
    expect(bitOf(result, 0x2).shareReason).toMatchObject({ by: 'ace', ace: { index: 1000, text: '(A;;FA;;;SY)' } });
  });

  test('64 KiB of ACEs that may match are each named, and leave the bit open', () => {
    const each = '(D;;0x2;;;BU)';
    const count = Math.ceil(65_536 / each.length);
    const result = judge(`O:LAG:SYD:${each.repeat(count)}(A;;FA;;;SY)`, { ...SYS, maybeGroups: ['S-1-5-32-545'] });
    expect(result.masks.share).toEqual({ granted: FULL - 2, denied: 0, unknown: 2 });
    const reason = bitOf(result, 0x2).shareReason;
    expect(reason.by === 'unresolved' && reason.aces.length).toBe(count);
  });

  test('a condition of 64 KiB', () => {
    const text = `O:LAG:SYD:(XD;;0x2;;;SY;(${'(a) || '.repeat(9_400)}(b)))(A;;FA;;;SY)`;
    expect(text.length).toBeGreaterThan(65_536);
    expect(masks(text, SYS)).toBe(split(FULL - 2));
    expect(printSddl(parseSddl(text))).toContain('(b)))(A;');
  });
});

test('SIDs of 15 sub-authorities match whole, in the user, a group, an owner and a prefix', () => {
  const sddl = `O:${DEEP}G:SYD:(A;;FR;;;${DEEP})`;
  const granted = split(0x120089 | 0x60000);
  expect(masks(sddl, { ...HST, user: DEEP })).toBe(granted);
  expect(masks(sddl, { ...HST, groups: [{ sid: DEEP, attributes: 0x7 }] })).toBe(granted);
  expect(masks(sddl, { ...HST, groups: [{ sid: DEEP.slice(0, -2), attributes: 0x7 }] })).toBe(split(0));
  expect(masks(sddl, { ...HST, maybeGroups: [`${DEEP.slice(0, -1)}*`] })).toBe(split(0, 0x120089 | 0x60000));
});

test.each([
  ['GR', 0x120089],
  ['GRGWGXSD', CHANGE],
  ['0x80000000', 0x120089],
  ['2684354560', READ],
  ['024000000000', READ],
  ['0xffffffff', FULL],
  ['0x0fe00000', 0],
])('rights %s with generic or high bits grant %i', (rights, granted) => {
  const result = judge(`O:LAG:SYD:(A;;${rights};;;WD)`, HST);
  expect(result.masks.share).toEqual({ granted, denied: FULL - granted, unknown: 0 });
  for (const { shareReason } of result.bits)
    if (shareReason.by === 'ace') expect(shareReason.ace.mask).toBeGreaterThan(0);
});

test('a signed mask of a descriptor that was not read from a text means its unsigned bits', () => {
  const share = parseSddl('O:LAG:SYD:(A;;0xa0000000;;;WD)');
  const signed = { ...share, dacl: { ...share.dacl!, aces: [{ ...share.dacl!.aces[0]!, mask: -1610612736 }] } };
  expect(printSddl(signed)).toBe(printSddl(share));
  expect(masks(printSddl(signed), HST)).toBe(split(READ));
});

test('groups that come twice count as often as once', () => {
  const twice: Token = { ...HST, groups: [...HST.groups, ...HST.groups] };
  const sddl = 'O:BUG:SYD:(D;;0x2;;;NU)(A;;0x1f01ff;;;DC)';
  expect(judge(sddl, twice)).toEqual(judge(sddl, HST));
});

describe('a token without user', () => {
  const nobody: Token = { user: '', groups: HST.groups, groupsComplete: true };

  test.each([
    ['what a group is granted is granted', '(A;;FA;;;DC)', split(FULL)],
    ['what only somebody else is granted is open', '(A;;FR;;;SY)', split(0, 0x120089)],
    ['what somebody else is denied is open', '(D;;0x2;;;S-1-5-21-1-2-3-1105)(A;;FA;;;WD)', split(FULL - 2, 2)],
    ['what nobody is granted is denied', '', split(0)],
  ])('%s', (_what, aces, expected) => {
    // The owner is a group that is disabled, which implies nothing.
    const other: Token = { ...nobody, groups: [...nobody.groups, { sid: 'S-1-5-32-546', attributes: 0 }] };
    expect(masks(`O:BGG:SYD:${aces}`, other)).toBe(expected);
  });

  test('is said, and may be the owner', () => {
    const result = judge('O:SYG:SYD:', nobody, ALIASES, OPEN);
    expect(result.warnings).toEqual([expect.stringMatching(/^token: it names no user/)]);
    expect(result.masks.share).toEqual({ granted: 0, denied: FULL - 0x60000, unknown: 0x60000 });
  });

  test('a user that is missing altogether is treated the same', () => {
    const { user: _none, ...missing } = nobody;
    expect(judge('O:SYG:SYD:(A;;FR;;;SY)', missing as Token)).toEqual(judge('O:SYG:SYD:(A;;FR;;;SY)', nobody));
  });
});
