import { describe, expect, test } from 'vitest';
import { CHANGE, evaluateAccess, FULL, FULL_BEYOND_CHANGE, providerSystemToken } from './access.ts';
import { admitted, misleading, refusals, sidWords } from './access-words.ts';
import { parseSddl } from './sddl.ts';

const aliases = { machineSid: 'S-1-5-21-1-2-3', domainSid: 'S-1-5-21-4-5-6' };
const evaluate = (shareSddl: string | null, folderSddl: string | null = 'O:BAG:SYD:(A;;FA;;;SY)') =>
  evaluateAccess({
    shareSddl,
    folderSddl,
    token: providerSystemToken(),
    shareAliases: aliases,
    folderAliases: aliases,
  });
const words = (sddl: string | null, mask = CHANGE) => refusals(evaluate(sddl), 'share', mask, 'SYSTEM');

describe('why a side refuses', () => {
  test.each([
    ['O:BAG:SYD:(A;;FA;;;SY)', []],
    ['O:LAG:SYD:', ['share: no ACE grants read, write, execute or delete to SYSTEM']],
    ['O:BAG:SYD:(A;;0x1200a9;;;WD)', ['share: no ACE grants write or delete to SYSTEM']],
    ['O:LAG:SYD:(A;;0x1301bd;;;SY)', ['share: no ACE grants FILE_WRITE_DATA to SYSTEM']],
    [
      'O:LAG:SYD:(D;;0x3;;;SY)(A;;FA;;;SY)',
      ['share: ACE 1 (D;;0x3;;;SY) denies FILE_READ_DATA or FILE_WRITE_DATA to Local System (S-1-5-18)'],
    ],
    ['O:LAG:SYD:(D;;SD;;;WD)(A;;FA;;;SY)', ['share: ACE 1 (D;;SD;;;WD) denies delete to Everyone (S-1-1-0)']],
    [
      'O:LAG:SYD:(A;;0x1301bf;;;BU)',
      [
        'share: ACE 1 (A;;0x1301bf;;;BU) grants read, write, execute or delete to Users (S-1-5-32-545); whether SYSTEM carries that SID is not known',
      ],
    ],
    [
      'O:LAG:SYD:(D;;SD;;;NU)(A;;FA;;;SY)',
      [
        'share: ACE 1 (D;;SD;;;NU) denies delete to NETWORK (S-1-5-2), which everybody carries who comes over the network; whether SYSTEM carries that SID is not known',
      ],
    ],
    [
      'O:LAG:SYD:(OD;;SD;bf967aba-0de6-11d0-a285-00aa003049e2;;SY)(A;;FA;;;SY)',
      [
        'share: ACE 1 (OD;;SD;bf967aba-0de6-11d0-a285-00aa003049e2;;SY) denies delete to SYSTEM (S-1-5-18); what its object type means for a file is not known',
      ],
    ],
    [
      'O:LAG:SYD:(D;ID;SD;;;SY)(A;;FA;;;SY)',
      ['share: ACE 1 (D;ID;SD;;;SY), which is inherited, denies delete to SYSTEM (S-1-5-18)'],
    ],
    [
      'O:BAG:SYD:(D;;SD;;;OW)(A;;FA;;;SY)',
      ['share: ACE 1 (D;;SD;;;OW) denies delete to OWNER RIGHTS (S-1-3-4), which is whoever owns it'],
    ],
    [
      'O:LAG:SYD:(A;;FA;;;RO)',
      [
        'share: ACE 1 (A;;FA;;;RO) grants read, write, execute or delete to an account that could not be resolved; whether SYSTEM carries that SID is not known',
      ],
    ],
    [
      'O:BAG:SYD:(A;;FA;;;SY)S:(SP;;;;;S-1-17-1)',
      ['share: the central access policy (SP;;;;;S-1-17-1) may take read, write, execute or delete from SYSTEM'],
    ],
    ['O:ROG:SYD:(A;;0x1101bf;;;SY)', ['share: the owner, whom READ_CONTROL is implied to, is not known']],
    [null, ['share: its security descriptor was not read']],
  ])('%s', (sddl, expected) => {
    expect(words(sddl)).toEqual(expected.map((each) => expect.stringMatching(new RegExp(`^${pattern(each)}$`))));
  });

  test('only the part of Full Control beyond Change', () => {
    expect(words('O:LAG:SYD:(A;;0x1301bf;;;SY)', FULL)).toEqual([
      'share: no ACE grants the part of Full Control beyond Change to SYSTEM',
    ]);
    expect(words('O:BAG:SYD:(A;;0x1301bf;;;SY)', FULL_BEYOND_CHANGE)).toEqual([
      'share: no ACE grants FILE_DELETE_CHILD or WRITE_OWNER to SYSTEM',
    ]);
  });

  test('nothing of a side that grants', () => {
    expect(refusals(evaluate(null), 'folder', FULL, 'SYSTEM')).toEqual([]);
  });

  /** The English name of an account may differ; its SID decides. */
  function pattern(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/to [A-Za-z ]+ \\\(S/g, 'to [A-Za-z\\\\ ]+ \\(S');
  }
});

describe('entries that mislead', () => {
  test.each([
    ['O:BAG:SYD:(A;OICIIO;FA;;;SY)', ['folder: ACE 1 (A;OICIIO;FA;;;SY) grants only what is created below']],
    ['O:BAG:SYD:(A;OICIIO;FA;;;DC)(A;;FA;;;SY)(D;OICIIO;FA;;;SY)', []],
    ['O:BAG:SYD:(A;;FR;;;OW)', ['folder: ACE 1 (A;;FR;;;OW) takes the place of what the owner may do by owning it']],
    ['O:BAG:SY', []],
  ])('%s', (sddl, expected) => {
    expect(misleading('folder', parseSddl(sddl), providerSystemToken(), aliases)).toEqual(
      expected.map((each) => expect.stringContaining(each)),
    );
  });
});

describe('whom a descriptor admits', () => {
  const of = (sddl: string) => admitted(parseSddl(sddl), aliases);
  test.each([
    ['D:', ''],
    ['O:BA', ''],
    ['D:(A;;FA;;;S-1-5-21-7-8-9-1105)', 'S-1-5-21-7-8-9-1105'],
    ['D:(D;;FA;;;S-1-5-21-7-8-9-1)(A;;FA;;;S-1-5-21-7-8-9-2)(A;;FR;;;S-1-5-21-7-8-9-2)', 'S-1-5-21-7-8-9-2'],
  ])('%s: %j', (sddl, words) => {
    expect(of(sddl)).toBe(words);
  });
  test('the first five', () => {
    const list = [1, 2, 3, 4, 5, 6, 7].map((n) => `(A;;FA;;;S-1-5-21-7-8-9-${n})`).join('');
    expect(of(`D:${list}`)).toMatch(/^(S-[0-9-]+, ){4}S-1-5-21-7-8-9-5 and 2 more$/);
  });
  test('an alias whose base is known carries its SID', () => {
    expect(of('D:(A;;FA;;;DC)')).toContain('S-1-5-21-4-5-6-515');
  });
});

test('a SID in words', () => {
  expect(sidWords(null)).toBe('an account that could not be resolved');
  expect(sidWords('S-1-5-18')).toMatch(/ \(S-1-5-18\)$/);
  expect(sidWords('S-1-5-21-7-8-9-1105')).toBe('S-1-5-21-7-8-9-1105');
});
