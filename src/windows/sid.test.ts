import { describe, expect, test } from 'vitest';
import { isSidAlias, resolveSid, sidName } from './sid.ts';

const BASES = { machineSid: 'S-1-5-21-7-7-7', domainSid: 'S-1-5-21-1-2-3', rootDomainSid: 'S-1-5-21-9-9-9' };

describe('SID aliases', () => {
  test.each([
    ['WD', 'S-1-1-0'],
    ['OW', 'S-1-3-4'],
    ['SY', 'S-1-5-18'],
    ['UD', 'S-1-5-84-0-0-0-0-0'],
    ['MP', 'S-1-16-8448'],
    ['BA', 'S-1-5-32-544'],
    ['RA', 'S-1-5-32-575'],
    ['SH', 'S-1-5-32-585'],
  ])('%s is %s with or without bases', (alias, sid) => {
    expect(resolveSid(alias, {})).toBe(sid);
    expect(resolveSid(alias, BASES)).toBe(sid);
  });

  test.each([
    ['LA', 'S-1-5-21-7-7-7-500'],
    ['LG', 'S-1-5-21-7-7-7-501'],
    ['DC', 'S-1-5-21-1-2-3-515'],
    ['DD', 'S-1-5-21-1-2-3-516'],
    ['KA', 'S-1-5-21-1-2-3-526'],
    ['RS', 'S-1-5-21-1-2-3-553'],
    ['RO', 'S-1-5-21-9-9-9-498'],
    ['EA', 'S-1-5-21-9-9-9-519'],
    ['EK', 'S-1-5-21-9-9-9-527'],
  ])('%s hangs on its base', (alias, sid) => {
    expect(isSidAlias(alias)).toBe(true);
    expect(resolveSid(alias, BASES)).toBe(sid);
    expect(resolveSid(alias, {})).toBeNull();
  });

  test('an empty base counts as not collected', () => {
    expect(resolveSid('DA', { domainSid: '' })).toBeNull();
  });

  test('SIDs stay as they are, anything else is no SID', () => {
    expect(resolveSid('S-1-5-18', {})).toBe('S-1-5-18');
    expect(resolveSid('ZZ', BASES)).toBeNull();
    expect(isSidAlias('ZZ')).toBe(false);
  });
});

test.each([
  ['S-1-5-18', 'SYSTEM'],
  ['S-1-5-2', 'NETWORK'],
  ['S-1-5-32-545', 'Users'],
  ['S-1-5-21-1-2-3-515', 'Domain Computers'],
  ['s-1-5-21-1-2-3-513', 'Domain Users'],
  ['S-1-5-21-4-5-6-512', 'Domain Admins'],
  ['S-1-5-21-1-2-3-1105', null],
  ['S-1-5-32-1105', null],
  ['', null],
])('sidName(%s) is %s', (sid, name) => {
  expect(sidName(sid)).toBe(name);
});
