import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootstrapLine, requestLine } from '../../src/transport/frame.ts';
import { encodeBareString, encodeLiteral, type LiteralValue } from '../../src/transport/literal.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { ask, engine, gist, noEngine, patient, transport } from './engines.ts';

const seed = 20261122;

const hostile = [
  ...`'"\`$(){}[]@#;|&<>%,.\\/~!^*?=+- \t\r\n\0`,
  ...'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2013\u2014\u2015\u00a0\u0085\u2028\u2029\ufeff\u001b\u007f\u0130\u212aä漢',
  '😀',
  '\ud800',
  '\udc00',
  '$(exit)',
  '$env:PATH',
  '`n',
  "''",
  '\\u0027',
  '\\',
  '#>',
  '@"\n',
  '--%',
  '%PATH%',
  'r1 end {}',
];
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...hostile), maxLength: 20 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const scalar: fc.Arbitrary<LiteralValue> = fc.oneof(
  text,
  fc.constantFrom<LiteralValue>(null, true, false, 0, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 1e15, 1e300, 5e-324),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, 2n ** 31n),
);
// Names that a hash table has itself are among the keys.
const key = fc.oneof(
  fc.constantFrom('keys', 'Count', 'values', 'item', 'IsFixedSize', 'psbase', 'length'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/),
);
const { value } = fc.letrec<{ value: LiteralValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', maxDepth: 8 },
    { arbitrary: scalar, weight: 3 },
    { arbitrary: fc.array(tie('value'), { maxLength: 4 }), weight: 2 },
    {
      arbitrary: fc
        .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name.toLowerCase() })
        .map((members) => Object.fromEntries(members) as LiteralValue),
      weight: 1,
    },
  ),
}));

/** How a value comes back: 64-bit numbers as text where a double would lose digits; there is no negative zero. */
function returned(value: LiteralValue): unknown {
  if (typeof value === 'bigint')
    return BigInt.asIntN(54, value) === value && value !== -(2n ** 53n) ? Number(value) : String(value);
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(returned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, returned(member)]));
}

describe('what the encoder writes', () => {
  test('is printable ASCII on one line, in which only the encoder’s own quotes end a string', () => {
    fc.assert(
      fc.property(value, (any) => {
        const literal = encodeLiteral(any);
        expect(literal).toMatch(/^[\x20-\x7e]*$/);
        expect(literal.replace(/'[\x20-\x26\x28-\x7e]*'/g, '_')).toMatch(/^[-+0-9.e@(){}=;,_$a-z]*$/);
      }),
      { seed, numRuns: 2000 },
    );
  });

  test('trap 8: no frame has a line break, whatever it carries', () => {
    fc.assert(
      fc.property(text, text, (path, parameter) => {
        expect(bootstrapLine('@osd-0', [path])).toMatch(/^[\x20-\x7e]*$/);
        expect(requestLine('r1', ask('Echo', { parameter }))).toMatch(/^[\x20-\x7e]*$/);
      }),
      { seed },
    );
  });

  test.each<[string, LiteralValue]>([
    ['NaN', Number.NaN],
    ['Infinity', Number.NEGATIVE_INFINITY],
    ['65 bits', 2n ** 63n],
    ['a key that is no name', { 'a-b': 1 }],
    ['an empty key', { '': 1 }],
    ['a key with a line break', { 'a\n': 1 }],
    ['keys that differ in case only', { name: 1, Name: 2 }],
    ['18 levels', nested(18)],
  ])('refuses %s', (_, bad) => {
    expect(() => encodeLiteral(bad)).toThrow(RangeError);
  });

  test('17 levels are the most it takes', () => {
    expect(encodeLiteral(nested(17))).toBe(`${'@(,'.repeat(16)}@()${')'.repeat(16)}`);
  });
});

function nested(levels: number): LiteralValue {
  return levels === 1 ? [] : [nested(levels - 1)];
}

describe.skipIf(noEngine)('through a real PowerShell and back', () => {
  let session: Transport;
  beforeAll(() => {
    session = transport('session', engine({}, 'values.ps1'));
  });
  afterAll(() => session.close());

  async function back(read: string, parameters: unknown): Promise<unknown[]> {
    const reply = await session.request(ask(read, parameters as never), patient);
    if (!reply.ok) throw new Error(`${reply.failed}: ${reply.message}`);
    return reply.items.map((item) => (item as { value: unknown }).value);
  }

  test('values come back equal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 40 }), async (values) => {
        expect(await back('Values', { values })).toEqual(values.map(returned));
      }),
      { seed, numRuns: 120 },
    );
  });

  test('the parser’s SafeGetValue accepts every literal, with the same value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 40 }), async (values) => {
        expect(await back('SafeValue', { literals: values.map(encodeLiteral) })).toEqual(values.map(returned));
      }),
      { seed, numRuns: 60 },
    );
  });

  test('a bare string is one expression with the same value', async () => {
    const paths = ["C:\\it's here\\ä\u2019.ps1", '$(exit)\r\n`', '\u2018\u201b'];
    for (const path of paths) {
      const parsed = await session.request(ask('Parsed', { line: `. ${encodeBareString(path)}` }), patient);
      expect(gist(parsed)).toEqual({ items: [{ errors: 0, commands: [null] }] });
    }
  });

  test('lists of none and one keep their levels', async () => {
    const values = [[], [[]], [[[]]], [1], [[1]], [[[1]], [[2]]], [null], [[null]], [[], []], { a: [] }, [{ a: [{}] }]];
    expect(await back('Values', { values })).toEqual(values);
  });

  test('a text of 1 MiB, plain and of nothing but escapes', async () => {
    const values = ['x'.repeat(2 ** 20), '\u2018'.repeat(2 ** 18), `${'a'.repeat(2 ** 20 - 1)}'`];
    expect((await back('Values', { values })).map((text, n) => text === values[n])).toEqual([true, true, true]);
  });
});
