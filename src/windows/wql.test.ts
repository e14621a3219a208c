import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wqlString } from './wql.ts';

test.each([
  ['PS100012', "'PS100012'"],
  ['', "''"],
  ["O'Brien", "'O\\'Brien'"],
  ['say "hi"', '\'say \\"hi\\"\''],
  ['\\\\DP1\\', "'\\\\\\\\DP1\\\\'"],
  ["' OR 1=1 --", "'\\' OR 1=1 --'"],
  ['100%_', "'100%_'"],
])('%s becomes a literal', (value, literal) => {
  expect(wqlString(value)).toBe(literal);
});

test('a literal ends only at its last character and says what went in', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\\', "'", '"', 'a', ' ', 'ß', '\n') }), (value) => {
      const literal = wqlString(value);
      expect(literal).toMatch(/^'(?:[^\\'"]|\\[\\'"])*'$/);
      expect(literal.slice(1, -1).replace(/\\(.)/g, '$1')).toBe(value);
    }),
    { seed: 20240102, numRuns: 2000 },
  );
});
