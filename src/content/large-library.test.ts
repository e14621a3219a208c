import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildContentLibrary, type Library, type ManifestBlob } from '../../lab/content-library.ts';
import { requestFor } from '../../test/content/request.ts';
import { verifyLibrary } from './verify.ts';

const ofPackages = 50;
const filesEach = 200;
const modified = new Date('2024-01-02T03:04:05Z');

let root: string;
let library: Library;
/** Blob -> the packages that use it, sorted. */
let packagesOf: Map<string, string[]>;
/** Ten thousand files of 6 bytes; every tenth has the bytes of files in other packages. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'large-library-'));
  const packages = Array.from({ length: ofPackages }, (_, p) => ({
    id: `PS1${String(p).padStart(5, '0')}`,
    version: 1 + (p % 4),
    files: Array.from({ length: filesEach }, (_, f) => ({
      path: `${['x86', 'x64\\deep', 'setup'][f % 3]}\\file ${f}.dll`,
      bytes: Buffer.from(f % 10 === 0 ? `s${String((p * f) % 97).padStart(5, '0')}` : `${p}.${f}`.padStart(6)),
    })),
  }));
  library = await buildContentLibrary({ packages, primary: join(root, 'SCCMContentLib') });
  const ids = new Map(library.manifest.contents.map(({ ref, packageId }) => [ref, packageId]));
  packagesOf = new Map(
    library.manifest.blobs.map(({ hash, users }) => [hash, users.map((ref) => ids.get(ref)!).sort()]),
  );
});
afterAll(() => rm(root, { recursive: true }));

function flip({ hash }: ManifestBlob, bit: number): void {
  const path = join(library.fileLibs[0]!, hash.slice(0, 4), hash);
  const bytes = readFileSync(path);
  bytes[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7);
  writeFileSync(path, bytes);
  utimesSync(path, modified, modified);
}

const found = async (): Promise<string[]> => {
  const { damage, complete, orphans } = await verifyLibrary(requestFor(library));
  expect({ complete, orphans: orphans.total }).toEqual({ complete: true, orphans: 0 });
  return damage.map(({ kind, blob, packages }) => `${kind} ${blob} ${packages.join(' ')}`);
};
const corrupt = ({ hash }: ManifestBlob) => `blob-corrupt ${hash} ${packagesOf.get(hash)!.join(' ')}`;

describe('a library of 10,000 files', () => {
  test('without damage', async () => {
    const { packages, damage, orphans, hashing, complete } = await verifyLibrary(requestFor(library));
    expect({ damage, orphans: orphans.total, complete }).toEqual({ damage: [], orphans: 0, complete: true });
    expect(packages.reduce((sum, { files }) => sum + files, 0)).toBe(ofPackages * filesEach);
    expect(hashing).toMatchObject({ blobs: packagesOf.size, read: packagesOf.size });
    expect([...packagesOf.values()].filter(({ length }) => length > 1).length).toBeGreaterThan(50);
  });

  test('one flipped bit is found, whichever it is', async () => {
    const any = fc.record({ blob: fc.nat(library.manifest.blobs.length - 1), bit: fc.nat(47) });
    for (const { blob, bit } of fc.sample(any, { seed: 20261122, numRuns: 2 })) {
      const hit = library.manifest.blobs[blob]!;
      flip(hit, bit);
      expect(await found()).toEqual([corrupt(hit)]);
      flip(hit, bit);
    }
  });

  test('a flipped bit in every blob is found in each, with every package that uses it', async () => {
    const { blobs } = library.manifest;
    for (const [index, blob] of blobs.entries()) flip(blob, index);
    expect((await found()).sort()).toEqual(blobs.map(corrupt).sort());
    for (const [index, blob] of blobs.entries()) flip(blob, index);
  });

  test('can be interrupted at any moment', async () => {
    for (const afterMs of [0, 1, 20, 60]) {
      const interruption = new AbortController();
      setTimeout(() => interruption.abort(), afterMs);
      const { complete, damage } = await verifyLibrary(requestFor(library, { signal: interruption.signal }));
      expect({ complete, damage }).toEqual({ complete: false, damage: [] });
    }
  });
});

describe('a library of 10,000 files that is being written to', () => {
  test('is judged without a stumble, and is sound when it is left alone', async () => {
    const ends = new AbortController();
    const dataLib = join(library.primary, 'DataLib');
    const paths = [
      ...library.manifest.blobs.slice(0, 200).map(({ hash }) => join(library.fileLibs[0]!, hash.slice(0, 4), hash)),
      ...library.manifest.contents.flatMap(({ ref, files }) => [
        join(dataLib, `${ref}.INI`),
        ...files.slice(0, 9).map(({ path }) => join(dataLib, ref, ...`${path}.INI`.split('\\'))),
      ]),
    ];
    const writing = (async () => {
      while (!ends.signal.aborted)
        for (const path of paths) {
          if (ends.signal.aborted) break;
          await rename(path, `${path}.temp`);
          await rename(`${path}.temp`, path);
        }
    })();
    for (let round = 0; round < 2; round++) {
      const { complete, damage } = await verifyLibrary(requestFor(library));
      expect(complete).toBe(true);
      // Nothing in it was ever wrong: the most that can be said is that something was not there, or could not be read.
      expect(damage.filter(({ kind }) => ['blob-corrupt', 'size-wrong', 'disk-error'].includes(kind))).toEqual([]);
    }
    ends.abort();
    await writing;
    expect((await verifyLibrary(requestFor(library))).damage).toEqual([]);
  });
});
