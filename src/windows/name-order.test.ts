import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowerUnits, upperUnits } from './case-mapping.ts';
import { icu, ordinalLower, ordinalUpper, word } from './name-order.ts';

describe('case mapping', () => {
  test.each([
    ['ΑΣ', 'ασ', 'ΑΣ'],
    ['ας', 'ας', 'ΑΣ'],
    ['İ', 'İ', 'İ'],
    ['I', 'i', 'I'],
    ['Straße', 'straße', 'STRAßE'],
    ['ﬁ', 'ﬁ', 'ﬁ'],
    ['GrÖße', 'größe', 'GRÖßE'],
    ['\u{10400}', '\u{10400}', '\u{10400}'],
    ['\ud801A', '\ud801a', '\ud801A'],
  ])('%s', (text, lower, upper) => {
    expect(lowerUnits(text)).toBe(lower);
    expect(upperUnits(text)).toBe(upper);
  });
});

describe('orders', () => {
  const three = ['ab', 'a_b', 'a-b'];
  test.each([
    ['ordinal-upper', ordinalUpper, ['a-b', 'ab', 'a_b']],
    ['ordinal-lower', ordinalLower, ['a-b', 'a_b', 'ab']],
    ['word', word, ['a_b', 'ab', 'a-b']],
    ['icu', icu, ['a_b', 'a-b', 'ab']],
  ])('%s', (_, order, expected) => {
    expect(order.sort(three)).toEqual(expected);
    expect(order.agrees(expected)).toBe(true);
    expect(order.agrees(expected.toReversed())).toBe(false);
  });

  test('word sort: weightless hyphens, punctuation before digits before letters, accents after letters', () => {
    const sorted = ['_', 'a', 'a b', 'a_b', 'a1', 'ab', "a'b", 'áb', 'abc', 'co', 'coop', 'co-op', 'd'];
    expect(word.sort(sorted.toReversed())).toEqual(sorted);
  });

  test('every order is total: names in any sequence come out alike', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'A', 'b', '-', '_', "'", ' ', '1', 'ä', 'ß', '\0'),
      maxLength: 4,
    });
    for (const order of [ordinalUpper, ordinalLower, word, icu]) {
      fc.assert(
        fc.property(fc.array(name, { maxLength: 10 }), (list) => {
          const sorted = order.sort(list);
          expect(order.sort(list.toReversed())).toEqual(sorted);
          expect(order.agrees(sorted)).toBe(true);
        }),
        { seed: 20240102, numRuns: 2000 },
      );
    }
  });
});
