import { expect, test } from 'vitest';
import { evaluateParsed } from '../../src/windows/access.ts';
import { parseSddl, printSddl, SddlError, type SecurityDescriptor } from '../../src/windows/sddl.ts';
import { Dice } from './dice.ts';
import { BASES, randomDescriptor, randomToken } from './random-access.ts';

const SEED = 20261122;
const TEXTS = 100_000;
/** Far more than any of these texts takes on a busy machine, and far less than one that hangs. */
const MOST_MS = 5_000;

const SACLS = [
  'S:(AU;SAFA;FA;;;WD)(RA;CI;;;;S-1-1-0;("Project",TS,0,"Windows","SQL"))',
  'S:P(XU;FA;FR;;;BU;(Member_of {SID(BA)}))(FL;TP;0x1;;;WD;(a))(TL;;0x1;;;S-1-19-512-4096)',
  'S:AI(OU;SA;CR;bf967a86-0de6-11d0-a285-00aa003049e2;;WD)(AL;;;;;AN)(OL;;;;;AN)(ML;;NWNRNX;;;HI)(SP;;;;;S-1-17-1)',
];
const PIECES = [
  ...'OGDSAPIRXW:;()"0x19- -,_{}\t\n\u0000é\ud800\u0131\u017f\u212a'.split(''),
  ...['O:', 'D:', 'S:', ';;;', 'S-1-', '-4294967295', '-4294967296', '0x', '0xffffffff', '-1610612736', '99999999999'],
  ...['NO_ACCESS_CONTROL', '(A;;FA;;;WD)', '(XA;;FA;;;WD;(', '"))"', '(((((', ')))))', 'oici', 'AR', '-1'.repeat(16)],
];

function mutated(dice: Dice, text: string): string {
  const at = dice.below(text.length + 1);
  const length = dice.below(dice.once(4) ? 40 : 3);
  const rest = text.slice(at + length);
  switch (dice.below(9)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + rest;
    case 2:
      return text.slice(0, at + length).repeat(2) + rest;
    case 3:
      return text.slice(0, at) + dice.pick(PIECES) + rest;
    case 4:
      return rest + text.slice(0, at + length);
    case 5:
      // Other letter case, from here to the end.
      return text.slice(0, at) + text.slice(at).toLowerCase();
    case 6:
      return text.slice(0, at) + text.slice(at).replace(/[1-8]/, (digit) => String(Number(digit) + 1));
    case 7:
      return text.slice(0, at) + text.slice(at).replace(/[;()]/, ' $& ');
    default:
      return text.slice(0, at) + dice.pick(PIECES) + text.slice(at);
  }
}

/** Null: refused, as an SDDL text may be, at a column of the text. */
function parsedOrRefused(text: string, where: () => string): SecurityDescriptor | null {
  try {
    return parseSddl(text);
  } catch (error) {
    if (!(error instanceof SddlError)) throw new Error(where(), { cause: error });
    if (error.column < 1 || error.column > text.length + 1) expect.fail(`${where()}: column ${error.column}`);
    return null;
  }
}

test(`${TEXTS} mutated texts are read or refused, and what is read is printed, read again and judged`, () => {
  const dice = new Dice(SEED);
  const token = randomToken(dice);
  let refused = 0;
  for (let i = 0; i < TEXTS; i++) {
    let text = dice.once(3) ? `O:BAG:SYD:(A;;FA;;;SY)${dice.pick(SACLS)}` : randomDescriptor(dice, 4).text;
    for (let edits = dice.once(2) ? 1 : 1 + dice.below(4); edits > 0; edits--) text = mutated(dice, text);
    const where = (): string => `seed ${SEED}, text ${i}: ${JSON.stringify(text)}`;
    const began = performance.now();
    const parsed = parsedOrRefused(text, where);
    if (parsed === null) refused += 1;
    else {
      const printed = printSddl(parsed);
      const again = parseSddl(printed);
      if (JSON.stringify(again) !== JSON.stringify(parsed)) expect(again, where()).toEqual(parsed);
      if (printSddl(again) !== printed) expect(printSddl(again), where()).toBe(printed);
      evaluateParsed({ share: parsed, folder: again, token, shareAliases: BASES, folderAliases: {} });
    }
    const took = performance.now() - began;
    if (took > MOST_MS) expect.fail(`${where()}: took ${took} ms`);
  }
  // Both happen often enough to tell something.
  expect(refused).toBeGreaterThan(TEXTS / 5);
  expect(refused).toBeLessThan(TEXTS - TEXTS / 10);
});
