import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyLibrary } from '../src/content/verify.ts';
import { mutations } from './content-library.ts';
import { buildCase, type CaseName, type LibraryCase, libraryCases, orphanNamed } from './content-library-cases.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'content-library-'));
});
afterEach(() => rm(root, { recursive: true }));

const asRoot = process.getuid?.() === 0;
const named = Object.entries(libraryCases) as [CaseName, LibraryCase][];

test.each(named.filter(([, { notAsRoot }]) => !(asRoot && notAsRoot)))('%s', async (name, expected) => {
  const library = await buildCase(root, name);
  const verdict = await verifyLibrary({
    library: library.primary,
    fileLibs: expected.withoutSecond ? [] : library.fileLibs.slice(1),
    packages: [],
    metadataOnly: false,
    workers: 1,
    cache: null,
    signal: new AbortController().signal,
    now: () => '2026-11-22T00:00:00Z',
  });
  const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  const damage = verdict.damage.map(({ kind, packages, path: at, proved }) => ({
    kind: proved ? kind : 'algorithm-not-confirmed',
    packages,
    path: at,
  }));
  expect(damage.sort(byText)).toEqual([...expected.damage].sort(byText));
  expect(verdict.packages.filter(({ unread }) => unread !== null).map(({ id }) => id)).toEqual(expected.unread ?? []);
  if (expected.orphans) expect(verdict.orphans.first.map(orphanNamed).sort()).toEqual(expected.orphans);
});

test('every mutation has a case', () => {
  const used = new Set(named.map(([, { mutation }]) => mutation));
  expect(Object.keys(mutations).filter((name) => !used.has(name as keyof typeof mutations))).toEqual([]);
});
