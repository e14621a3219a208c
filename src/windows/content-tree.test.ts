import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recomputeContentHash } from './content-hash.ts';
import { treeFrom } from './content-tree.ts';

const EMPTY = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855';

describe('tree', () => {
  const names = (paths: string[], mode: 'mirror' | 'source' = 'mirror') =>
    treeFrom(
      paths.map((path) => ({ path, hash: EMPTY, kind: 'file' as const })),
      mode,
    );

  test('exactly one .INI is taken off, in any case', () => {
    const { root, problems } = names(['a.ini.INI', 'a.iNi', 'x.INI.ini', '.ini.INI', 'sub.INI\\b.INI']);
    expect([...root.files.keys()]).toEqual(['a.ini', 'a', 'x.INI', '.ini']);
    expect([...root.dirs.keys()]).toEqual(['sub.INI']);
    expect(problems).toEqual([]);
    expect([...names(['a.ini'], 'source').root.files.keys()]).toEqual(['a.ini']);
  });

  test.each([
    ['\\a.INI', 'absolute'],
    ['/x/a.INI', 'absolute'],
    ['\\\\srv\\x\\a.INI', 'absolute'],
    ['C:\\a.INI', 'absolute'],
    ['C:a.INI', 'absolute'],
    ['x\\C:\\a.INI', 'absolute'],
    ['..\\a.INI', 'dot-component'],
    ['x\\..\\a.INI', 'dot-component'],
    ['./a.INI', 'dot-component'],
    ['...INI', 'dot-component'],
    ['x\\\\a.INI', 'empty-component'],
    ['x\\', 'empty-component'],
    ['', 'empty-component'],
    ['.INI', 'empty-component'],
    ['a.txt', 'not-an-ini'],
    ['NUL.INI', 'impossible-name'],
    ['con.txt.INI', 'impossible-name'],
    ['lpt1\\a.INI', 'impossible-name'],
    ['a:b.INI', 'absolute'],
    ['ab:c.INI', 'impossible-name'],
    ['what?.INI', 'impossible-name'],
    ['a\0b.INI', 'impossible-name'],
    ['a \\b.INI', 'impossible-name'],
    ['end..INI', 'impossible-name'],
  ])('%s is %s', (path, kind) => {
    const { root, problems } = names([path]);
    expect(problems).toEqual([{ path, kind }]);
    expect(root.files.size).toBe(0);
  });

  test.each(['console.INI', 'com10.INI', 'nul-a.INI', ' a.INI', '.a.INI', '😀.INI'])('%s is a name', (path) => {
    expect(names([path]).problems).toEqual([]);
  });

  test('a source folder may hold what Windows could not', () => {
    expect(names(['NUL', 'what?', 'end.'], 'source').problems).toEqual([]);
  });

  test('directories are held to the same rules', () => {
    const rows = ['', '\\', 'a\\', 'a\\.', 'D:\\x'].map((path) => ({ path, hash: null, kind: 'dir' as const }));
    expect(treeFrom(rows).problems.map((problem) => problem.kind)).toEqual([
      'empty-component',
      'absolute',
      'empty-component',
      'dot-component',
      'absolute',
    ]);
  });

  test('names that are one name to Windows', () => {
    const { root, problems } = names([
      'Dir\\a.INI',
      'dir\\b.INI',
      'dir\\c.INI',
      'x.INI',
      'X.ini',
      'x.ini',
      'X\\y.INI',
      'DIR.INI',
    ]);
    expect(problems).toEqual([
      { path: 'dir', kind: 'case-collision' },
      { path: 'X.ini', kind: 'case-collision' },
      { path: 'x.ini', kind: 'duplicate' },
      { path: 'X\\y.INI', kind: 'file-and-directory' },
      { path: 'DIR.INI', kind: 'file-and-directory' },
    ]);
    expect([...root.dirs.get('Dir')!.files.keys()]).toEqual(['a', 'b', 'c']);
  });

  test('a file without a usable hash is reported, not hashed', () => {
    for (const hash of [null, '', EMPTY.slice(1)]) {
      const { root, problems } = treeFrom([{ path: 'a.INI', hash, kind: 'file' }]);
      expect(problems).toEqual([{ path: 'a.INI', kind: 'unreadable-hash' }]);
      expect(root.files.size).toBe(0);
    }
  });

  test('any rows give a tree', () => {
    const path = fc.string({
      unit: fc.constantFrom('a', 'A', '.', '\\', '/', ':', '.INI', '__proto__', '\ud800'),
      maxLength: 8,
    });
    const row = fc.record({
      path,
      hash: fc.constantFrom(null, EMPTY),
      kind: fc.constantFrom('file' as const, 'dir' as const),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        expect(recomputeContentHash(treeFrom(rows).root, []).hash).toHaveLength(64);
      }),
      { seed: 20240102, numRuns: 3000 },
    );
  });
});
