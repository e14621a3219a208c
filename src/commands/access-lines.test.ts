import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf } from './access-lines.ts';

async function read(chunks: readonly Uint8Array[], longest = 10): Promise<(string | null)[]> {
  async function* source() {
    for (const chunk of chunks) {
      // The caller may use its memory again.
      const lent = Uint8Array.from(chunk);
      yield lent;
      lent.fill(0x21);
    }
  }
  const lines: (string | null)[] = [];
  for await (const some of linesOf(source(), longest)) lines.push(...some.map((line) => line && String(line)));
  return lines;
}
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('lines', () => {
  const rows: [string, string[], (string | null)[]][] = [
    ['nothing', [], []],
    ['one without its line feed', ['ab'], ['ab']],
    ['ends of both kinds, and blank lines', ['a\r\n\nb\n'], ['a', '', 'b']],
    ['cut between the two characters of an end', ['a\r', '\nb'], ['a', 'b']],
    ['as long as allowed', ['0123456789\r', '\n0123456789'], ['0123456789', '0123456789']],
    [
      'too long, in one chunk and in many',
      ['0123456789a\nb\n', '01234', '56789', 'abc', 'def\n', 'c'],
      [null, 'b', null, 'c'],
    ],
    ['too long and without its end', ['0123456789', 'abcdef'], [null]],
  ];
  test.each(rows)('%s', async (_, chunks, lines) => {
    expect(await read(chunks.map(bytes))).toEqual(lines);
  });

  test('are the same however the bytes are cut', async () => {
    const text = fc.array(fc.constantFrom('a', 'ü', '\n', '\r\n', '0123456789abc'), { maxLength: 30 });
    const cuts = fc.array(fc.nat(60), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(text, cuts, async (parts, at) => {
        const whole = Buffer.from(parts.join(''));
        const places = [0, ...at.filter((place) => place < whole.length).sort((a, b) => a - b), whole.length];
        const chunks = places.slice(1).map((end, index) => whole.subarray(places[index], end));
        const expected = whole.length === 0 ? [] : String(whole).replace(/\n$/, '').split('\n');
        expect(await read(chunks, 1000)).toEqual(expected.map((line) => line.replace(/\r$/, '')));
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
