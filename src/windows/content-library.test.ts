import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contentHash, treeFrom } from './content-hash.ts';
import { type BlobBytes, type ContentLibrary, libraryEntry, verifyContent } from './content-library.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex').toUpperCase();
const failure = { failed: 'denied', message: 'Access is denied.' } as const;
const ref = 'PS100012.3';
const tool = sha256('tool');
const path = 'D:\\FileLib\\tool';
const ini = (hash: string, size: number | string) => ({ value: `[File]\r\nHash=${hash}\r\nSize=${size}\r\n` });
const { root } = treeFrom([
  { path: 'tool.exe.INI', hash: tool, kind: 'file' },
  { path: 'empty', hash: null, kind: 'dir' },
]);

type Content = ContentLibrary['contents'][number];
function library(content: Partial<Content> = {}, parts: Partial<ContentLibrary> = {}): ContentLibrary {
  const whole: Content = {
    ref,
    ini: { value: `[Info]\r\nHash=${contentHash(root)}\r\n` },
    present: true,
    folders: ['empty'],
    files: [{ path: 'tool.exe.INI', ini: ini(tool, 4) }],
    links: [],
    unread: [],
    ...content,
  };
  const blobs = { [tool]: [{ path, size: { value: 4 } }] };
  return { path: 'D:\\Lib', fileLibs: [], packages: [], contents: [whole], blobs, ...parts };
}
const good: BlobBytes[] = [{ blob: tool, path, sha256: tool, bytes: 4 }];
const verify = (of: ContentLibrary, bytes: BlobBytes[] | null = good) => {
  const { damage, reproduced } = verifyContent(of, ref, bytes);
  return { reproduced, kinds: damage.map(({ kind }) => kind) };
};
const sized = (size: ContentLibrary['blobs'][string][number]['size']) =>
  library({}, { blobs: { [tool]: [{ path, size }] } });
const unread = (hresult: string): BlobBytes[] => [{ blob: tool, path, hresult, message: 'no' }];

describe('a content', () => {
  test.each([
    ['sound', library(), good, []],
    ['sound, bytes not read', library(), null, []],
    [
      'sound, hashes in lower case',
      library({ files: [{ path: 'tool.exe.ini', ini: ini(tool.toLowerCase(), 4) }] }),
      good,
      [],
    ],
    ['another spelling of its name', library({ ref: ref.toLowerCase() }), good, []],
    ['the mirror is missing', library({ present: false }), good, ['mirror-missing']],
    ['nothing known of it', library({}, { contents: [] }), good, ['mirror-missing']],
    ['a blob missing', library({}, { blobs: {} }), good, ['blob-missing']],
    ['a wrong size', sized({ value: 3 }), null, ['size-wrong']],
    [
      'a size of 64 bits',
      library({ files: [{ path: 'tool.exe.INI', ini: ini(tool, '9223372036854775807') }] }),
      null,
      ['size-wrong'],
    ],
    [
      'a size beyond 64 bits',
      library({ files: [{ path: 'tool.exe.INI', ini: ini(tool, '9223372036854775808') }] }),
      null,
      ['metadata-unread'],
    ],
    ['an unread size', sized(failure), null, ['blob-unread']],
    [
      'an unread size, other bytes',
      sized(failure),
      [{ blob: tool, path, sha256: sha256('x'), bytes: 1 }],
      ['blob-corrupt'],
    ],
    ['other bytes', library(), [{ blob: tool, path, sha256: sha256('loot'), bytes: 4 }], ['blob-corrupt']],
    [
      'other bytes, more of them',
      library(),
      [{ blob: tool, path, sha256: sha256('tools'), bytes: 5 }],
      ['blob-unread'],
    ],
    ['no bytes of it', library(), [], ['blob-unread']],
    ['locked', library(), unread('0x80070020'), ['blob-unread']],
    ['a disk error', library(), unread('0x80070017'), ['disk-error']],
    ['no code', library(), unread(''), ['blob-unread']],
    ['a wrong size and no bytes', sized({ value: 3 }), unread('0x80070020'), ['size-wrong']],
  ] as [string, ContentLibrary, BlobBytes[] | null, string[]][])('%s', (_, of, bytes, kinds) => {
    expect(verify(of, bytes).kinds).toEqual(kinds);
  });
});

describe('what vouches for the algorithm', () => {
  const one = treeFrom([{ path: 'tool.exe.INI', hash: tool, kind: 'file' }]).root;
  const wrong = { value: `[Info]\r\nHash=${'0'.repeat(64)}\r\n` };
  test.each([
    ['a tree of more than one entry', library(), true, []],
    [
      'one file alone is no tree',
      library({ folders: [], ini: { value: `[Info]\nHash=${contentHash(one)}` } }),
      false,
      [],
    ],
    ['another hash', library({ ini: wrong }), false, ['hash-differs']],
    ['a folder too few', library({ folders: [] }), false, ['hash-differs']],
    ['an unread hash', library({ ini: failure }), false, ['metadata-unread']],
    [
      'a list that was not read to its end',
      library({ ini: wrong, unread: [{ path: '', ...failure }] }),
      false,
      ['metadata-unread'],
    ],
    ['a link', library({ ini: wrong, links: ['x'] }), false, ['metadata-unread']],
    [
      'a file INI that was not read',
      library({ ini: wrong, files: [{ path: 'tool.exe.INI', ini: failure }] }),
      false,
      ['metadata-unread'],
    ],
    [
      'two names that Windows takes for one',
      library({ ini: wrong, folders: ['empty', 'EMPTY'] }),
      false,
      ['metadata-unread'],
    ],
  ] as [string, ContentLibrary, boolean, string[]][])('%s', (_, of, reproduced, kinds) => {
    expect(verify(of, null)).toEqual({ reproduced, kinds });
  });
});

test('a folder without a name is called by its content', () => {
  const { damage } = verifyContent(library({ unread: [{ path: '', ...failure }] }), ref, null);
  expect(damage[0]).toMatchObject({ path: ref, message: 'Access is denied.' });
});

describe('the record of a package', () => {
  const entry = (value: string | null) =>
    libraryEntry(library({}, { packages: [{ package: 'PS100012', ini: { value }, refs: [] }] }), 'PS100012');
  test.each([
    [null, { present: false }],
    ['[Info]\r\nVersion=3\r\n', { present: true, version: 3, refs: [] }],
    ['\ufeff[Info]\nVersion = 3', { present: true, version: 3, refs: [] }],
    ['[Packages]\r\nContent_x.1=\r\n', { present: true, version: null, refs: ['Content_x.1'] }],
    ['[Info]\r\nVersion=three', { present: true, version: 'malformed', refs: [] }],
    ['', { present: true, version: null, refs: [] }],
  ])('%j', (value, expected) => {
    // One character a byte, as the snippet reads it.
    const bytes = value === null ? null : Buffer.from(value, 'utf8').toString('latin1');
    expect(entry(bytes)).toEqual(expected);
  });
  test('unread, or not there, is null', () => {
    expect(libraryEntry(library({}, { packages: [{ package: 'X', ini: failure, refs: [] }] }), 'X')).toBeNull();
    expect(libraryEntry(library(), 'X')).toBeNull();
  });
});
