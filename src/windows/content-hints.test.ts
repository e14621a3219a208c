import { expect, test } from 'vitest';
import { contentHints, type Hint, type HintInput } from './content-hints.ts';
import type { RecordedFile } from './content-verdict.ts';

const file = (path: string, rest: Partial<RecordedFile> = {}): RecordedFile => ({
  path,
  blob: 'F'.repeat(64),
  size: 7n,
  attributes: 0x20,
  ...rest,
});
const input = (files: RecordedFile[], rest: Partial<HintInput> = {}): HintInput => ({
  contents: [{ ref: 'PS100012.3', files }],
  packages: [{ package: 'PS100012', flags: 0x01000000 }],
  multicast: false,
  everything: false,
  ...rest,
});
const hint = (kind: Hint['kind'], count: number, example: string): Hint => ({ kind, count, example });
const large = 4_294_967_297n;

test.each([
  ['nothing to say', input([file('setup.exe'), file('x86\\a~b.xml')]), []],
  [
    'hidden files',
    input([file('a'), file('h', { attributes: 0x22 }), file('x\\i', { attributes: 0x6 })]),
    [hint('hidden-files', 2, 'PS100012.3\\h')],
  ],
  ['a system file is not hidden', input([file('a', { attributes: 0x4 })]), []],
  ['attributes that were not recorded', input([file('a', { attributes: null })], { multicast: true }), []],
  [
    'names beyond ASCII',
    input([file('Größe.inf'), file('tab\t'), file('😀\\a'), file('a b')]),
    [hint('unusual-names', 3, 'PS100012.3\\Größe.inf')],
  ],
  [
    'multicast of a large file',
    input([file('install.wim', { size: large })], { multicast: true }),
    [hint('large-multicast', 1, 'PS100012.3\\install.wim')],
  ],
  ['multicast of exactly 4 GiB', input([file('a', { size: large - 1n })], { multicast: true }), []],
  ['a large file without multicast', input([file('a', { size: large })]), []],
  [
    'multicast of a sparse file',
    input([file('a', { attributes: 0x220 })], { multicast: true }),
    [hint('sparse-multicast', 1, 'PS100012.3\\a')],
  ],
  ['a sparse file without multicast', input([file('a', { attributes: 0x220 })]), []],
  [
    'a folder that request filtering hides',
    input([file('x\\BIN\\a.dll'), file('binary\\b'), file('a.bin'), file('bin')]),
    [hint('filtered-path', 2, 'PS100012.3\\x\\BIN\\a.dll')],
  ],
  [
    'binary differential replication',
    input([file('a')], { packages: [{ package: 'PS100012', flags: 0x05000000 }] }),
    [hint('binary-differential', 1, 'PS100012')],
  ],
  ['flags of the site unasked', input([file('a')], { packages: [] }), []],
  ['everything is right', input([file('a')], { everything: true }), [hint('content-right', 1, 'PS100012.3')]],
  ['nothing was judged', input([], { contents: [], everything: true }), []],
] as [string, HintInput, Hint[]][])('%s', (_, given, expected) => {
  expect(contentHints(given)).toEqual(expected);
});

test('hints come in the order of their causes', () => {
  const all = input([file('bin\\ö', { attributes: 0x222, size: large })], {
    packages: [{ package: 'PS100012', flags: 0x04000000 }],
    multicast: true,
    everything: true,
  });
  expect(contentHints(all).map(({ kind }) => kind)).toEqual([
    'hidden-files',
    'unusual-names',
    'large-multicast',
    'sparse-multicast',
    'filtered-path',
    'binary-differential',
    'content-right',
  ]);
});
