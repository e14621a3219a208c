import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentHash, treeFrom } from './content-hash.ts';
import { type ContentListing, iniText } from './content-library.ts';
import { judgeList, type ListVerdict } from './content-verdict.ts';
import { readContentIni, readFileIni, readPackageIni, readUsersIni } from './ini.ts';

const seed = 20261122;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex').toUpperCase();

type File = { path: string; hash: string };
const iniOf = (hash: string): string => `[File]\r\nHash=${hash}\r\nSize=1\r\nTimeModified=133486382450000000\r\n`;

/** A content of files and of one empty folder; stored is `hash`, or what the list gives. */
function listing(files: readonly File[], hash?: string): ContentListing {
  const parents = files.flatMap(({ path }) => (path.includes('\\') ? [path.split('\\')[0]!] : []));
  const folders = [...new Set(['Empty', ...parents])];
  const rows = files.map(({ path, hash: of }) => ({ path: `${path}.INI`, hash: of, kind: 'file' as const }));
  const dirs = folders.map((path) => ({ path, hash: null, kind: 'dir' as const }));
  const stored = hash ?? contentHash(treeFrom([...dirs, ...rows]).root);
  return {
    ref: 'PS100012.3',
    ini: { value: `[Info]\r\nHash=${stored}\r\n` },
    present: true,
    folders,
    files: files.map(({ path, hash: of }) => ({ path: `${path}.INI`, ini: { value: iniOf(of) } })),
    links: [],
    unread: [],
  };
}

const name = fc.string({ unit: fc.constantFrom('a', 'b', 'Z', 'ö', '-', '_', "'", '7'), minLength: 1, maxLength: 6 });
const folder = fc.constantFrom('', '', 'x86\\', 'lang\\');
const file = fc.record({
  path: fc.tuple(folder, name).map(([at, own]) => `${at}${own}~`),
  hash: fc.constantFrom('1', '2', '3').map(sha256),
});
const files = fc.uniqueArray(file, { minLength: 1, maxLength: 8, selector: ({ path }) => path.toUpperCase() });
const kindsOf = ({ damage }: ListVerdict): string[] => damage.map(({ kind }) => kind);

describe('whatever the content', () => {
  test('the order of the listing does not count', () => {
    fc.assert(
      fc.property(
        files.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const { recomputed, damage, proves } = judgeList(listing(shuffled, sha256('other')), null);
          const straight = judgeList(listing(all, sha256('other')), null);
          expect({ recomputed, damage, proves }).toEqual({
            recomputed: straight.recomputed,
            damage: straight.damage,
            proves: straight.proves,
          });
          expect(judgeList(listing(shuffled), null)).toMatchObject({ damage: [], order: 'ordinal-upper' });
        },
      ),
      { seed, numRuns: 500 },
    );
  });

  test('the case of names does not count', () => {
    fc.assert(
      fc.property(files, fc.nat(), fc.boolean(), (all, at, broken) => {
        const hash = broken ? sha256('other') : undefined;
        const hit = at % all.length;
        const whole = listing(all, hash);
        const { path } = whole.files[hit]!;
        const cut = path.lastIndexOf('\\') + 1;
        const own = path.slice(cut);
        const spelled = own === own.toUpperCase() ? own.toLowerCase() : own.toUpperCase();
        const renamed = whole.files.map((each, i) =>
          i === hit ? { ...each, path: path.slice(0, cut) + spelled } : each,
        );
        const [before, after] = [judgeList(whole, null), judgeList({ ...whole, files: renamed }, null)];
        expect(after.damage).toEqual(before.damage);
        expect(after.recomputed).toBe(before.recomputed);
      }),
      { seed, numRuns: 500 },
    );
  });

  test('any single edit is noticed', () => {
    const edit = fc.constantFrom('add', 'drop', 'rename', 'hash', 'lose the folder');
    fc.assert(
      fc.property(files, fc.nat(), edit, (all, at, what) => {
        const whole = listing(all);
        const hit = at % all.length;
        const { path } = whole.files[hit]!;
        const edited = whole.files.flatMap((each, i) => {
          if (i !== hit) return [each];
          if (what === 'drop') return [];
          if (what === 'rename') return [{ ...each, path: `${path.slice(0, -4)}!.INI` }];
          return [what === 'hash' ? { ...each, ini: { value: iniOf(sha256('edited')) } } : each];
        });
        if (what === 'add') edited.push({ path: 'added.INI', ini: { value: iniOf(sha256('1')) } });
        const folders = what === 'lose the folder' ? whole.folders.slice(1) : whole.folders;
        const found = judgeList({ ...whole, files: edited, folders }, null);
        expect(found.recomputed).not.toBe(judgeList(whole, null).recomputed);
        expect(kindsOf(found)).toEqual(['list-differs']);
      }),
      { seed, numRuns: 1000 },
    );
  });
});

describe('whatever the bytes', () => {
  const junk = fc.constantFrom(
    ...[
      '[',
      ']',
      '=',
      ';',
      '\r',
      '\n',
      '\0',
      '\xff\xfe',
      '\xef\xbb\xbf',
      ' ',
      'Info',
      'File',
      'Hash',
      '-',
      '..\\',
      'C:',
    ],
    ...['\ud800', '\u{1f600}', 'ſ', '9'.repeat(30), 'F'.repeat(64)],
  );
  const edits = fc.array(fc.tuple(fc.nat(400), fc.nat(40), junk), { minLength: 1, maxLength: 5 });
  const mutated = (text: string, changes: [number, number, string][]): string =>
    changes.reduce((done, [at, removed, added]) => {
      const start = at % (done.length + 1);
      return done.slice(0, start) + added + done.slice(start + removed);
    }, text);
  const sound = listing([
    { path: 'setup.exe', hash: sha256('1') },
    { path: 'x86\\a.ini', hash: sha256('2') },
  ]);
  const soundHash = judgeList(sound, null).recomputed;

  test('mutated INIs and names: nothing throws, and what is not right is not taken for right', () => {
    const where = fc.constantFrom('info', 'file', 'path', 'folder', 'ref', 'site');
    fc.assert(
      fc.property(edits, where, (changes, at) => {
        const as = (place: string, text: string): string => (place === at ? mutated(text, changes) : text);
        const [first, second] = sound.files as [(typeof sound.files)[number], (typeof sound.files)[number]];
        const verdict = judgeList(
          {
            ...sound,
            ref: as('ref', sound.ref),
            ini: { value: as('info', `[Info]\r\nHash=${soundHash}\r\n`) },
            folders: sound.folders.map((path, i) => (i === 0 ? as('folder', path) : path)),
            files: [
              { path: as('path', first.path), ini: first.ini },
              { ...second, ini: { value: as('file', iniOf(sha256('2'))) } },
            ],
          },
          as('site', soundHash!),
        );
        for (const { blob, size } of verdict.files) {
          expect(blob).toMatch(/^[0-9A-F]{64}$/);
          expect(size >= 0n).toBe(true);
        }
        if (verdict.damage.length === 0 && verdict.compared) expect(verdict.order).not.toBeNull();
        if (verdict.recomputed !== null && verdict.order === null) expect(kindsOf(verdict)).not.toEqual([]);
      }),
      { seed, numRuns: 20_000 },
    );
  }, 30_000);

  test.each([
    ['digits', '9'.repeat(10_000_000)],
    ['a hash of digits', `[File]\r\nHash=${'9'.repeat(10_000_000)}\r\nSize=${'9'.repeat(10_000_000)}\r\n`],
    ['NUL bytes', '\0'.repeat(10_000_000)],
    ['line ends', '\n'.repeat(1_000_000)],
    ['brackets', `[${']'.repeat(1_000_000)}`],
    ['blanks', `[File]\nHash${' '.repeat(1_000_000)}x`],
    ['equals signs', `[File]\n${'='.repeat(1_000_000)}`],
    ['sections', '[File]\nHash=1\n'.repeat(100_000)],
    ['marked UTF-16', `\xff\xfe${'9\0'.repeat(2_000_000)}`],
    ['half a mark', '\xff'],
    ['two marks', `\xef\xbb\xbf\xef\xbb\xbf[File]\nHash=${sha256('1')}`],
  ])('ten megabytes or odd bytes: %s', (_, bytes) => {
    const text = iniText(bytes);
    expect(readFileIni(text)).toMatchObject({ size: null });
    expect(readContentIni(text).hash).toBeNull();
    expect(readPackageIni(text).version).toBeNull();
    expect(readUsersIni(text).refs.length).toBeLessThan(3);
    const [first, ...rest] = sound.files;
    const verdict = judgeList({ ...sound, files: [{ ...first!, ini: { value: bytes } }, ...rest] }, null);
    expect(kindsOf(verdict)).toEqual(['metadata-unread']);
  });
});
