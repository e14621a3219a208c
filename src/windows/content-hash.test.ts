import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { upperUnits } from './case-mapping.ts';
import type { OrderName, TreeRow } from './content-hash.ts';
import { contentHash, orderNames, recomputeContentHash, treeFrom } from './content-hash.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex').toUpperCase();
const EMPTY = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855';
const source = (files: Record<string, string>, dirs: string[] = []) => {
  const rows: TreeRow[] = dirs.map((path) => ({ path, hash: null, kind: 'dir' }));
  for (const [path, text] of Object.entries(files)) rows.push({ path, hash: sha256(text), kind: 'file' });
  const { root, problems } = treeFrom(rows, 'source');
  expect(problems).toEqual([]);
  return root;
};

// Fixed results of the reconstruction: they prove that implementations read it alike, not that the product does so.
const V1 = source({ 'install.wim': 'abc' });
const V2 = source({ 'readme.txt': '', 'Setup.exe': 'hello\r\n', 'x86\\MigApp.xml': '<a/>' }, ['Empty', 'x86']);
const V2_HASH = 'F7F1201EC940EC51577B9C887C96D499A4A756A572DFEB35577AD5BE9993D40A';
const X2 = source({ 'a\\x.txt': '', 'B\\z.txt': '', 'B\\C\\y.txt': '' });
const X3 = source({ 'ab\\1': '1', 'a-b\\2': '2', 'a_b\\3': '3' });
const X4 = source({ 'GrÖße.dll': '', 'Straße.inf': '', 'ΣΑΣ.txt': '' });
const X3_HASHES = {
  'ordinal-upper': 'C7D029944F8F5D9B4E0451F8A8A58A53573B54C2BD4DF4E29D667F6F9B66CDBD',
  'ordinal-lower': 'C54F581C6E84E63D2D803FD5CBA906DA80C7ACFA833A4B660968C3E14A284F4E',
  'ordinal-upper/word': 'B54EDE31E2ADE7E5A0C4E48350C80031FAB8D93E4F09371AD518EC7A219A6E8F',
  'word/word': '1DD85FE7D038DA2756C8FF9D95DF44EE40D96FCC9FE1CD6F48BF2B54433EBC59',
} as const;

describe('content hash', () => {
  test.each([
    ['one file', V1, 'D445645353DBF0890FB4EE91015C6D9B3217B23B184D2E32E0F998C5852AE875'],
    ['a small tree', V2, V2_HASH],
    ['nothing at all', source({}), EMPTY],
    ['nested directories', X2, '46C3355EB3567E861AA1F4D6162E786A4D75FE46BED751223D8275DEE618CF1B'],
    ['names beyond ASCII', X4, '0A132690E5691624731EC02353C111A0BB721245CF09AD7B7781781D6FFC4A2D'],
  ])('%s', (_, root, expected) => {
    expect(contentHash(root)).toBe(expected);
  });

  test.each(Object.entries(X3_HASHES))('hyphens and underscores, %s', (order, expected) => {
    expect(contentHash(X3, order as OrderName)).toBe(expected);
  });

  test.each([
    ['sha1', 'upper'],
    ['sha1', 'lower'],
    ['md5', 'upper'],
    ['md5', 'lower'],
  ] as const)('with %s and %s-case digits, by the feed as it is written down', (algorithm, digits) => {
    const digest = (data: string | Buffer): string => createHash(algorithm).update(data).digest('hex').toUpperCase();
    const fed = (text: string): string => (digits === 'upper' ? digest(text) : digest(text).toLowerCase());
    const rows = [
      { path: 'x86', hash: null, kind: 'dir' as const },
      { path: 'x86\\B.txt', hash: digest('b').toLowerCase(), kind: 'file' as const },
      { path: 'A.txt', hash: digest('a'), kind: 'file' as const },
    ];
    const { root, problems } = treeFrom(rows, 'source', algorithm);
    const feed = ['x86', 'a.txt', fed('a'), 'x86\\b.txt', fed('b')].join('');
    expect(problems).toEqual([]);
    expect(contentHash(root, 'ordinal-upper', { algorithm, digits })).toBe(digest(Buffer.from(feed, 'utf16le')));
    expect(treeFrom(rows, 'source').problems).toHaveLength(2);
  });

  test('the order of the rows, the separator and the case of a hash do not count', () => {
    const rows: TreeRow[] = [
      { path: 'x86/MigApp.xml', hash: sha256('<a/>').toLowerCase(), kind: 'file' },
      { path: 'Setup.exe', hash: sha256('hello\r\n'), kind: 'file' },
      { path: 'Empty', hash: null, kind: 'dir' },
      { path: 'readme.txt', hash: EMPTY, kind: 'file' },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(contentHash(treeFrom(shuffled, 'source').root)).toBe(V2_HASH);
      }),
      { seed: 20240102, numRuns: 50 },
    );
  });

  test('a lost empty directory, a lost file and another hash all change it', () => {
    const without = source({ 'readme.txt': '', 'Setup.exe': 'hello\r\n', 'x86\\MigApp.xml': '<a/>' });
    const other = source({ 'readme.txt': 'x', 'Setup.exe': 'hello\r\n', 'x86\\MigApp.xml': '<a/>' }, ['Empty']);
    expect(new Set([V2, without, other].map((root) => contentHash(root))).size).toBe(3);
  });

  test('a tree deeper than the call stack', () => {
    const rows: TreeRow[] = [];
    for (let path = 'd'; rows.length < 5000; path += '\\d') rows.push({ path, hash: null, kind: 'dir' });
    const deepest = rows[4999]!.path;
    const whole = treeFrom(rows);
    const implied = treeFrom([{ path: `${deepest}/f.INI`, hash: EMPTY, kind: 'file' }]);
    expect([...whole.problems, ...implied.problems]).toEqual([]);
    expect(recomputeContentHash(whole.root, []).hash).toMatch(/^[0-9A-F]{64}$/);
    const same = treeFrom([...rows, { path: `${deepest}\\f.ini`, hash: EMPTY, kind: 'file' }]);
    expect(contentHash(implied.root)).toBe(contentHash(same.root));
  });
});

describe('recomputation', () => {
  test('plain names: one hash, no other order tried', () => {
    const wrong = V2_HASH.replace('F', '0');
    expect(recomputeContentHash(V2, [V2_HASH.toLowerCase(), wrong, ''])).toEqual({
      hash: V2_HASH,
      matches: { [V2_HASH.toLowerCase()]: 'ordinal-upper' },
      orderMatters: false,
    });
  });

  test('each order is recognised by its hash', () => {
    const expected = Object.values(X3_HASHES);
    const { hash, matches, orderMatters } = recomputeContentHash(X3, expected);
    expect(hash).toBe(X3_HASHES['ordinal-upper']);
    expect(orderMatters).toBe(true);
    expect(matches).toEqual(Object.fromEntries(Object.entries(X3_HASHES).map(([order, value]) => [value, order])));
    expect(recomputeContentHash(X3, [contentHash(X3, 'icu/icu')]).matches).toEqual({
      [contentHash(X3, 'icu/icu')]: 'icu/icu',
    });
  });

  test('of several orders with one hash the first is named', () => {
    const { hash, matches } = recomputeContentHash(source({ 'a-b': '1', a_b: '2' }), []);
    expect(matches).toEqual({});
    expect(recomputeContentHash(source({ 'a-b': '1', a_b: '2' }), [hash]).matches).toEqual({ [hash]: 'ordinal-upper' });
    expect(contentHash(source({ 'a-b': '1', a_b: '2' }), 'ordinal-lower')).toBe(hash);
  });

  test('letters whose two cases sort differently', () => {
    expect(recomputeContentHash(source({ ā: '1', ÿ: '2' }), []).orderMatters).toBe(true);
  });

  test('only siblings are ordered', () => {
    expect(recomputeContentHash(source({ 'a-b\\x': '', 'a_b\\x': '' }), []).orderMatters).toBe(true);
    expect(recomputeContentHash(source({ 'x\\a-b\\x': '', 'y\\a_b\\x': '' }), []).orderMatters).toBe(false);
  });

  test('orderMatters says whether the hashes of all orders differ', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'B', '-', '_', "'", '1', 'ö'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { selector: upperUnits, maxLength: 6 }), (names) => {
        const root = source(Object.fromEntries(names.map((n, i) => [i % 2 ? n : `${n}\\f`, n])));
        const all = new Set(orderNames.map((order) => contentHash(root, order)));
        expect(recomputeContentHash(root, []).orderMatters).toBe(all.size > 1);
      }),
      { seed: 20240102, numRuns: 500 },
    );
  });
});
