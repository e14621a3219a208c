import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { untruths } from './content-library-reread.ts';
import { sizedLibrary, sizedPackages } from './content-library-sizes.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'content-library-'));
});
afterEach(() => rm(root, { recursive: true }));

test.each([
  ['small', 20],
  ['medium', 1000],
] as const)('%s is sound, has %d files and everything that libraries have', async (size, files) => {
  const library = await sizedLibrary(path.join(root, 'first'), size);
  const { contents, blobs } = library.manifest;
  expect(contents.reduce((sum, content) => sum + content.files.length, 0)).toBe(files);
  expect(await untruths(library)).toEqual([]);
  const has = {
    shared: blobs.some(({ users }) => users.length > 1),
    empty: blobs.some(({ size: bytes }) => bytes === 0),
    drives: new Set(blobs.map(({ drive }) => drive)).size,
    nested: contents.some(({ dirs }) => dirs.some((dir) => dir.includes('\\'))),
    emptyFolders: contents.some(({ emptyDirs }) => emptyDirs.length > 0),
    application: library.manifest.packages.filter(({ type }) => type === 8).length,
  };
  expect(has).toEqual({ shared: true, empty: true, drives: 2, nested: true, emptyFolders: true, application: 1 });
});

test('the same size always gives the same library', async () => {
  const [first, again] = [await sizedLibrary(root, 'small'), await sizedLibrary(root, 'small')];
  expect(again.manifest).toEqual(first.manifest);
});

test.each([
  ['large', 10_000],
  ['drivers', 100_000],
] as const)('%s has %d files', (size, files) => {
  const packages = sizedPackages(size);
  const all = packages.flatMap((each) => [...(each.files ?? []), ...(each.contents ?? []).flatMap((one) => one.files)]);
  expect(all).toHaveLength(files);
});
