import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSddl, printSddl } from './sddl.ts';

const LETTERS = 'FA FR FW FX GA GR GW GX KA KR KW KX NW NR NX CC DC LC SW RP WP DT LO CR SD RC WD WO'.split(' ');
const letterRun = (words: string[], maxLength: number) =>
  fc.array(fc.constantFrom(...words), { maxLength }).map((run) => run.join(''));
const mask = fc.nat({ max: 0xffffffff });
const rightsText = fc.oneof(
  letterRun(LETTERS, 8),
  mask.map(String),
  mask.map((value) => `0x${value.toString(16)}`),
  mask.map((value) => `0${value.toString(8)}`),
);
const sidText = fc.oneof(
  fc.constantFrom('WD', 'BA', 'sy', 'DC', 'LA', 'EA', 'OW', 'RA'),
  fc
    .tuple(fc.nat({ max: 0xffffffff }), fc.array(fc.nat({ max: 0xffffffff }), { minLength: 1, maxLength: 15 }))
    .map(([authority, parts]) => `S-1-${authority}-${parts.join('-')}`),
);
const guidText = fc.oneof(fc.constant(''), fc.uuid());
const flagText = letterRun('OI CI NP IO ID CR SA FA TP'.split(' '), 5);
const plainAce = (types: string[]) =>
  fc.tuple(fc.constantFrom(...types), flagText, rightsText, sidText).map(([t, f, r, s]) => `(${t};${f};${r};;;${s})`);
const objectAce = (types: string[]) =>
  fc
    .tuple(fc.constantFrom(...types), flagText, rightsText, guidText, guidText, sidText)
    .map((fields) => `(${fields.join(';')})`);
const tailAce = (types: string[]) =>
  fc
    .tuple(fc.constantFrom(...types), rightsText, sidText, fc.constantFrom('(a)', '(")")', '((a)(b == "(" ))'))
    .map(([t, r, s, tail]) => `(${t};;${r};;;${s};${tail})`);
const aclText = (plain: string[], object: string[], tail: string[]) =>
  fc.oneof(
    fc.constant('NO_ACCESS_CONTROL'),
    fc
      .tuple(
        letterRun(['P', 'AR', 'AI', ' '], 3),
        fc.array(fc.oneof(plainAce(plain), objectAce(object), tailAce(tail)), { maxLength: 5 }),
      )
      .map(([flags, aces]) => flags + aces.join('')),
  );
const sddlText = fc
  .tuple(
    fc.option(sidText.map((sid) => `O:${sid}`)),
    fc.option(sidText.map((sid) => `G:${sid}`)),
    aclText(['A', 'D'], ['OA', 'OD', 'ZA'], ['XA', 'XD', 'ZA']).map((acl) => `D:${acl}`),
    fc.option(aclText(['AU', 'AL', 'ML', 'SP', 'TL'], ['OU', 'OL'], ['XU', 'RA', 'FL']).map((acl) => `S:${acl}`)),
  )
  .chain((sections) => fc.shuffledSubarray(sections, { minLength: 4 }))
  .map((sections) => sections.filter((section) => section !== null).join(''));

test('what is printed parses to the same descriptor, and printing is stable', () => {
  fc.assert(
    fc.property(sddlText, (text) => {
      const parsed = parseSddl(text);
      const printed = printSddl(parsed);
      expect(parseSddl(printed)).toEqual(parsed);
      expect(printSddl(parseSddl(printed))).toBe(printed);
    }),
    { seed: 20261122, numRuns: 1500 },
  );
});
