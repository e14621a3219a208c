import { describe, expect, test } from 'vitest';
import { type ContentLibrary, iniText, libraryEntry } from './content-library.ts';

const failure = { failed: 'denied', message: 'Access is denied.' } as const;
const library = (packages: ContentLibrary['packages']): ContentLibrary => ({
  path: 'D:\\Lib',
  fileLibs: [],
  packages,
  contents: [],
  blobs: {},
});

describe('the record of a package', () => {
  const entry = (value: string | null) =>
    libraryEntry(library([{ package: 'PS100012', ini: { value }, refs: [] }]), 'ps100012');
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
    expect(libraryEntry(library([{ package: 'X', ini: failure, refs: [] }]), 'X')).toBeNull();
    expect(libraryEntry(library([]), 'X')).toBeNull();
  });
});

test.each(['utf8', 'utf16le', 'latin1'] as const)('an INI of bytes marked as %s', (encoding) => {
  const text = '[Info]\r\nHash=Größe';
  const bytes = Buffer.from(encoding === 'latin1' ? text : `\ufeff${text}`, encoding).toString('latin1');
  expect(iniText(bytes)).toBe(text);
});
