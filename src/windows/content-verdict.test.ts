import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contentHash, type OrderName, treeFrom } from './content-hash.ts';
import type { ContentListing } from './content-library.ts';
import { judgeList } from './content-verdict.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex').toUpperCase();
const failure = { failed: 'denied', message: 'Access is denied.' } as const;
const ref = 'PS100012.3';
const other = '0'.repeat(64);
const third = 'F'.repeat(64);

const fileIni = (hash: string, size: number | string): { value: string } => ({
  value: `[File]\r\nHash=${hash}\r\nSize=${size}\r\nAttributes=20\r\n`,
});
const infoIni = (hash: string): { value: string } => ({ value: `[Info]\r\nHash=${hash}\r\n` });

/** A content of text files by path, and of empty folders; stored is the hash that its list gives. */
function content(files: { [path: string]: string }, folders: string[] = []): ContentListing {
  const listed = Object.entries(files).map(([path, text]) => ({
    path: `${path}.INI`,
    ini: fileIni(sha256(text), Buffer.byteLength(text)),
  }));
  const above = Object.keys(files).flatMap((path) => (path.includes('\\') ? [path.slice(0, path.indexOf('\\'))] : []));
  const whole: ContentListing = {
    ref,
    ini: { value: null },
    present: true,
    folders: [...new Set([...folders, ...above])],
    files: listed,
    links: [],
    unread: [],
  };
  return { ...whole, ini: infoIni(truth(whole)) };
}
function truth(listing: ContentListing, order?: OrderName): string {
  const { root } = treeFrom([
    ...listing.folders.map((path) => ({ path, hash: null, kind: 'dir' as const })),
    ...listing.files.map(({ path, ini }) => ({
      path,
      hash: /Hash=(\w+)/.exec('value' in ini ? String(ini.value) : '')?.[1] ?? null,
      kind: 'file' as const,
    })),
  ]);
  return contentHash(root, order);
}

const plain = content({ 'tool.exe': 'tool', 'x86\\a.xml': '<a/>' }, ['Empty']);
const R = truth(plain);
const kindsOf = (listing: ContentListing, siteHash: string | null): string[] =>
  judgeList(listing, siteHash).damage.map(({ kind }) => kind);

describe('R recomputed, I stored, S of the site', () => {
  const stored = (hash: string): ContentListing => ({ ...plain, ini: infoIni(hash) });
  const incomplete: ContentListing = { ...plain, ini: { value: null } };
  type Row = [string, ContentListing, string | null, string[], { proves: boolean; compared: boolean }];
  test.each([
    ['all equal', stored(R), R, [], { proves: true, compared: true }],
    ['all equal, in lower case', stored(R.toLowerCase()), R.toLowerCase(), [], { proves: true, compared: true }],
    ['R = I, not S', stored(R), other, ['other-content'], { proves: true, compared: true }],
    ['R = S, not I', stored(other), R, ['info-hash-damaged'], { proves: true, compared: true }],
    ['I = S, not R', stored(other), other, ['mirror-damaged'], { proves: false, compared: true }],
    ['none equal', stored(other), third, ['metadata-damaged'], { proves: false, compared: true }],
    ['R = I, S missing', stored(R), null, [], { proves: true, compared: false }],
    ['not R = I, S missing', stored(other), null, ['list-differs'], { proves: false, compared: false }],
    ['I missing, R = S', incomplete, R, ['content-incomplete'], { proves: true, compared: true }],
    [
      'I missing, not R = S',
      incomplete,
      other,
      ['content-incomplete', 'metadata-damaged'],
      { proves: false, compared: true },
    ],
    ['I and S missing', incomplete, null, ['content-incomplete'], { proves: false, compared: false }],
    ['S of 40 digits is missing', stored(R), 'A'.repeat(40), [], { proves: true, compared: false }],
    ['S empty is missing', stored(R), '', [], { proves: true, compared: false }],
    ['I unread', { ...plain, ini: failure }, R, ['content-incomplete'], { proves: true, compared: true }],
    ['I of 63 digits', stored(R.slice(1)), R, ['content-incomplete'], { proves: true, compared: true }],
  ] as Row[])('%s', (_, listing, siteHash, kinds, { proves, compared }) => {
    const verdict = judgeList(listing, siteHash);
    expect(verdict.damage.map(({ kind }) => kind)).toEqual(kinds);
    expect(verdict).toMatchObject({ proves, compared, recomputed: R });
  });

  test('what differs is named', () => {
    expect(judgeList(stored(other), third).damage).toMatchObject([
      { kind: 'metadata-damaged', path: ref, refs: [ref], seen: R, expected: third, message: `stored ${other}` },
    ]);
    expect(judgeList(incomplete, null).damage).toMatchObject([{ path: `${ref}.INI`, message: 'it is missing' }]);
  });
});

describe('a tree whose hash depends on the order of names', () => {
  const ordered = content({ 'ab\\1': '1', 'a-b\\2': '2', 'a_b\\3': '3' });
  const under = (order: OrderName): string => truth(ordered, order);
  test.each([
    ['ordinal-upper', 'C7D029944F8F5D9B4E0451F8A8A58A53573B54C2BD4DF4E29D667F6F9B66CDBD'],
    ['ordinal-lower', 'C54F581C6E84E63D2D803FD5CBA906DA80C7ACFA833A4B660968C3E14A284F4E'],
    ['ordinal-upper/word', 'B54EDE31E2ADE7E5A0C4E48350C80031FAB8D93E4F09371AD518EC7A219A6E8F'],
    ['word/word', '1DD85FE7D038DA2756C8FF9D95DF44EE40D96FCC9FE1CD6F48BF2B54433EBC59'],
    ['icu/icu', under('icu/icu')],
  ])('%s is recognised, stored or at the site', (order, hash) => {
    expect(judgeList({ ...ordered, ini: infoIni(hash) }, null)).toMatchObject({ damage: [], order, proves: true });
    expect(judgeList({ ...ordered, ini: infoIni(hash) }, hash)).toMatchObject({ damage: [], order });
    expect(judgeList({ ...ordered, ini: infoIni(other) }, hash)).toMatchObject({
      damage: [{ kind: 'info-hash-damaged' }],
      order,
    });
  });

  test('stored and site under two orders mean the same list', () => {
    const listing = { ...ordered, ini: infoIni(under('word/word')) };
    expect(judgeList(listing, under('ordinal-lower'))).toMatchObject({ damage: [], order: 'word/word' });
  });

  test('a hash of no order', () => {
    expect(judgeList({ ...ordered, ini: infoIni(other) }, null)).toMatchObject({
      damage: [{ kind: 'list-differs', seen: under('ordinal-upper') }],
      order: null,
      proves: false,
    });
  });
});

describe('what proves nothing', () => {
  test.each([
    ['nothing at all', content({}), 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'],
    ['one file', content({ 'install.wim': 'abc' }), 'D445645353DBF0890FB4EE91015C6D9B3217B23B184D2E32E0F998C5852AE875'],
    ['one folder', content({}, ['Empty']), truth(content({}, ['Empty']))],
  ])('%s: right, and no proof', (_, listing, hash) => {
    expect(judgeList(listing, hash)).toMatchObject({ damage: [], recomputed: hash, proves: false, compared: true });
  });
});

describe('a list that is not whole', () => {
  const wrong = infoIni(other);
  const [tool] = plain.files;
  type Row = [string, Partial<ContentListing>, string[], string];
  test.each([
    ['no mirror', { present: false, ini: failure }, ['mirror-missing'], ref],
    ['a folder unread', { unread: [{ path: 'x86', ...failure }] }, ['metadata-unread'], 'x86'],
    ['all unread', { unread: [{ path: '', ...failure }], folders: [], files: [] }, ['metadata-unread'], ref],
    ['a link', { links: ['x86\\b.INI'] }, ['metadata-unread'], 'x86\\b.INI'],
    ['the mirror is a link', { links: [''], folders: [], files: [] }, ['metadata-unread'], ref],
    ['an INI unread', { files: [{ path: 'a.INI', ini: failure }] }, ['metadata-unread'], 'a.INI'],
    ['an INI that went', { files: [{ path: 'a.INI', ini: { value: null } }] }, ['metadata-unread'], 'a.INI'],
    ['an INI without Hash', { files: [{ path: 'a.INI', ini: { value: '' } }] }, ['metadata-unread'], 'a.INI'],
    ['a Hash of 63 digits', { files: [{ path: 'a.INI', ini: fileIni(R.slice(1), 1) }] }, ['metadata-unread'], 'a.INI'],
    [
      'a file that is no INI',
      { files: [tool!, { path: 'Thumbs.db', ini: failure }] },
      ['metadata-unread'],
      'Thumbs.db',
    ],
    ['two names for one', { folders: ['x86', 'X86'] }, ['metadata-unread'], 'X86'],
    ['the same file twice', { files: [tool!, tool!] }, ['metadata-unread'], 'tool.exe.INI'],
    ['a folder named as a file', { folders: ['tool.exe'], files: [tool!] }, ['metadata-unread'], 'tool.exe.INI'],
    ['a path that climbs', { folders: ['..\\x'] }, ['metadata-unread'], '..\\x'],
    ['an absolute path', { folders: ['C:\\x'] }, ['metadata-unread'], 'C:\\x'],
    ['an empty part', { folders: ['a\\\\b'] }, ['metadata-unread'], 'a\\\\b'],
    ['the name of a device', { folders: ['NUL.d'] }, ['metadata-unread'], 'NUL.d'],
    ['a name with a question mark', { folders: ['what?'] }, ['metadata-unread'], 'what?'],
  ] as Row[])('%s is not a difference', (_, change, kinds, path) => {
    const verdict = judgeList({ ...plain, ini: wrong, ...change }, third);
    expect(verdict.damage.map(({ kind }) => kind)).toEqual(kinds);
    expect(verdict.damage[0]!.path).toBe(path);
    expect(verdict).toMatchObject({ recomputed: null, order: null, proves: false, compared: false });
  });

  test.each([['-7'], [''], ['9223372036854775808'], ['0x7'], ['9'.repeat(100_000)]])(
    'a Size of %.20j is unread, and counts for no hash',
    (size) => {
      const files = plain.files.map((file, i) => (i === 0 ? { ...file, ini: fileIni(sha256('tool'), size) } : file));
      const verdict = judgeList({ ...plain, files }, R);
      expect(verdict.damage).toMatchObject([{ kind: 'metadata-unread', path: 'tool.exe.INI' }]);
      expect(verdict).toMatchObject({ recomputed: R, compared: true });
    },
  );
});

test('recorded files keep their spelling and lose one .INI', () => {
  const listing = { ...plain, folders: [], files: [{ path: 'a.ini.iNi', ini: fileIni(R.toLowerCase(), '007') }] };
  expect(judgeList(listing, null).files).toEqual([{ path: 'a.ini', blob: R, size: 7n, attributes: 0x20 }]);
  expect(kindsOf(plain, R)).toEqual([]);
});
