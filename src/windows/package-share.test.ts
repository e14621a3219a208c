import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { judgePackageShare, type SharedPackage, type ShareState } from './package-share.ts';

const sha1 = (data: string | Buffer): string => createHash('sha1').update(data).digest('hex').toUpperCase();
/** The feed as it is written down: UTF-16LE without anything between its parts. */
const feed = (...parts: string[]): string => sha1(Buffer.from(parts.join(''), 'utf16le'));

const [hello, empty] = [sha1('hello\r\n'), sha1('')];
const upper = feed('empty', 'x86', 'readme.txt', 'setup.exe', empty, hello, 'x86\\migapp.xml', sha1('<a/>'));
const lower = feed(
  ...['empty', 'x86', 'readme.txt', 'setup.exe', empty.toLowerCase(), hello.toLowerCase()],
  ...['x86\\migapp.xml', sha1('<a/>').toLowerCase()],
);
const single = feed('setup.exe', hello);
const other = 'ADB7A269FA5A45685BB67C7CFC933BB6D5A76D27';

const tree = (id: string, rest: Partial<SharedPackage> = {}): SharedPackage => ({
  package: id,
  path: `E:\\SMSPKGE$\\${id}`,
  folders: ['x86', 'Empty'],
  files: [
    { path: 'x86\\MigApp.xml', sha1: sha1('<a/>'), message: null },
    { path: 'Setup.exe', sha1: hello.toLowerCase(), message: null },
    { path: 'readme.txt', sha1: empty, message: null },
  ],
  unread: [],
  ...rest,
});
const lone = (id: string): SharedPackage =>
  tree(id, { folders: [], files: [{ path: 'Setup.exe', sha1: hello, message: null }] });
const changed = (id: string): SharedPackage =>
  tree(id, { files: [{ path: 'Setup.exe', sha1: sha1('loot'), message: null }] });

type Row = [string, [SharedPackage, string | null][], ShareState[]];
describe('packages on a share', () => {
  test.each([
    ['good', [[tree('A'), upper]], ['good']],
    ['good, the site writes lower case', [[tree('A'), upper.toLowerCase()]], ['good']],
    ['good under the other spelling', [[tree('A'), lower]], ['good']],
    ['nothing proves a form', [[tree('A'), other]], ['not-confirmed']],
    [
      'one file proves no form',
      [
        [lone('A'), single],
        [tree('B'), other],
      ],
      ['good', 'not-confirmed'],
    ],
    [
      'a good package proves it',
      [
        [changed('A'), upper],
        [tree('B'), upper],
      ],
      ['differs', 'good'],
    ],
    [
      'a good package of the other spelling proves it',
      [
        [tree('A'), other],
        [tree('B'), lower],
      ],
      ['differs', 'good'],
    ],
    ['no share holds it', [[tree('A', { path: null }), upper]], ['missing']],
    ['the site has no hash', [[tree('A'), null]], ['not-compared']],
    [
      'the site has no SHA-1',
      [
        [tree('A'), 'F'.repeat(32)],
        [tree('B'), ''],
      ],
      ['not-compared', 'not-compared'],
    ],
    ['a folder unread', [[tree('A', { unread: [{ path: 'x64', message: 'No.' }] }), upper]], ['unread']],
    [
      'an unread package is no difference',
      [
        [tree('A', { unread: [{ path: 'x64', message: 'No.' }] }), other],
        [tree('B'), upper],
      ],
      ['unread', 'good'],
    ],
    ['nothing at all', [], []],
  ] as Row[])('%s', (_, given, states) => {
    const expected = new Map(given.map(([{ package: id }, hash]) => [id, hash]));
    const verdicts = judgePackageShare(
      given.map(([each]) => each),
      (id) => expected.get(id) ?? null,
    );
    expect(verdicts.map(({ state }) => state)).toEqual(states);
  });

  test('what came out, and how', () => {
    const [verdict] = judgePackageShare([tree('A')], () => lower);
    expect(verdict).toEqual({
      package: 'A',
      state: 'good',
      recomputed: upper,
      expected: lower,
      form: { order: 'ordinal-upper', digits: 'lower' },
      unread: [],
    });
  });

  test('names whose order is in doubt are tried in every order', () => {
    const names = ['ab', 'a_b', 'a-b'];
    const files = names.map((path) => ({ path, sha1: sha1(path), message: null }));
    const [verdict] = judgePackageShare([tree('A', { folders: [], files })], () =>
      feed(...['a_b', 'ab', 'a-b'], ...['a_b', 'ab', 'a-b'].map(sha1)),
    );
    expect(verdict).toMatchObject({ state: 'good', form: { order: 'word/word', digits: 'upper' } });
  });

  test('a file that could not be read says why', () => {
    const files = [{ path: 'Setup.exe', sha1: null, message: 'Access is denied.' }];
    const [verdict] = judgePackageShare([tree('A', { files, folders: ['..'] })], () => upper);
    expect(verdict).toMatchObject({
      state: 'unread',
      recomputed: '',
      unread: [{ path: '..' }, { path: 'Setup.exe', message: 'Access is denied.' }],
    });
  });
});
