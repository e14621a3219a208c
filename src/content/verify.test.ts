import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Library, mutations } from '../../lab/content-library.ts';
import { buildExample, EMPTY, MIGAPP, SETUP } from '../../lab/content-library-example.ts';
import { snapshot } from '../../lab/content-library-reread.ts';
import { requestFor } from '../../test/content/request.ts';
import { type HashedFile, hashFiles } from './hash-pool.ts';
import type { LibraryVerdict, VerifyRequest } from './library-verdict.ts';
import { verifyLibrary } from './verify.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'verify-')));
});
afterEach(() => rm(root, { recursive: true }));

const verify = (library: Library, changes: Partial<VerifyRequest> = {}) => verifyLibrary(requestFor(library, changes));
const said = ({ damage }: LibraryVerdict): string[] =>
  damage.map(({ kind, path, packages }) => `${kind} ${path} of ${packages.join(' and ')}`);
const lonely = ({ orphans }: LibraryVerdict): string[] =>
  orphans.first.map(({ kind, path }) => `${kind} ${basename(path).slice(0, 10)}`);

// What is said after each mutation: lab/content-library-cases.test.ts.
describe('a library', () => {
  test('without damage', async () => {
    const library = await buildExample(root, { signatures: true });
    const before = await snapshot(root);
    const told: object[] = [];
    const verdict = await verify(library, { onProgress: (progress) => told.push(progress) });
    expect(verdict).toEqual({
      library: library.primary,
      fileLibs: library.fileLibs,
      packages: [
        { id: 'PS100012', version: 3, refs: ['PS100012.3'], files: 3, bytes: 11, unread: null, present: true },
        {
          id: 'PS100020',
          version: null,
          refs: ['Content_0001.1', 'Content_0002.2'],
          files: 1,
          bytes: 4,
          unread: null,
          present: true,
        },
      ],
      damage: [],
      orphans: { total: 0, first: [] },
      hashing: { wanted: true, blobs: 3, read: 3, bytes: 11, cached: 0, workers: 2 },
      complete: true,
    });
    expect(told).toContainEqual({ stage: 'listing', contents: 3, ofContents: 3, files: 4 });
    expect(told.at(-1)).toEqual({ stage: 'hashing', bytes: 11, ofBytes: 11 });
    expect(await snapshot(root)).toEqual(before);
  });

  test('whose names are all in another case', async () => {
    const library = await buildExample(root);
    const folder = async (path: string): Promise<void> => {
      for (const entry of await readdir(path, { withFileTypes: true })) {
        const lower = join(path, entry.name.toLowerCase());
        await rename(join(path, entry.name), lower);
        if (entry.isDirectory()) await folder(lower);
      }
    };
    await folder(library.primary);
    const verdict = await verify(library);
    expect(said(verdict)).toEqual([]);
    expect(verdict).toMatchObject({ orphans: { total: 0 }, hashing: { read: 3 } });
    expect(verdict.packages.map(({ id }) => id)).toEqual(['ps100012', 'ps100020']);
  });

  test('of which some packages are wanted', async () => {
    const library = await buildExample(root);
    await mutations['extra-blob'](library);
    await mutations['missing-blob'](library);
    const { packages, damage, orphans, hashing } = await verify(library, { packages: ['ps100020', 'NOSUCH01', '..'] });
    expect(packages).toMatchObject([
      { id: 'PS100020', present: true },
      { id: 'NOSUCH01', present: false },
      { id: '..', present: false },
    ]);
    expect({ damage, orphans, read: hashing.read }).toEqual({ damage: [], orphans: { total: 0, first: [] }, read: 1 });
  });

  test('of which no bytes are wanted', async () => {
    const library = await buildExample(root);
    await mutations['flipped-byte'](library);
    await mutations['truncated-blob'](library, { ref: 'Content_0001.1' });
    const verdict = await verify(library, { metadataOnly: true });
    expect(said(verdict)).toEqual(['size-wrong a.ini of PS100012 and PS100020']);
    expect(verdict.hashing).toMatchObject({ wanted: false, blobs: 3, read: 0, bytes: 0 });
  });
});

describe('records', () => {
  const record = (library: Library, text: string) =>
    writeFile(join(library.primary, 'PkgLib', 'PS100012.INI'), text, 'latin1');

  test.each([
    ['without a byte', '', 'it names no content'],
    ['of NUL bytes', '\0\0\0', 'it names no content'],
    ['without =', '[Packages]\r\nPS100012.3\r\n', 'it names no content'],
    ['with a negative version', '[Packages]\r\nPS100012.3=\r\n[Info]\r\nVersion=-3\r\n', 'its Version is no number'],
    ['without an end', `[Packages]\r\nPS100012.3=\r\n;${'x'.repeat(1 << 20)}`, 'it is longer than 1 MiB'],
  ])('%s', async (_, text, unread) => {
    const library = await buildExample(root);
    await record(library, text);
    const { packages, orphans } = await verify(library);
    expect(packages[0]).toMatchObject({ id: 'PS100012', unread, version: null });
    // What the record would have listed is not known, so no blob is called an orphan.
    expect(orphans.first.filter(({ kind }) => kind === 'orphan-blob')).toEqual([]);
  });

  test.each(['..\\..\\PS100012.3', '../PS100012.3', '..', 'C:\\x', 'a/b', 'nul\0'])('that name %j', async (ref) => {
    const library = await buildExample(root);
    await record(library, `[Packages]\r\n${ref}=\r\n`);
    const { damage } = await verify(library);
    expect(damage.filter(({ kind }) => kind === 'metadata-unread')).toMatchObject([
      { path: ref, packages: ['PS100012'], message: 'its name is none that a content can have' },
    ]);
  });

  test('of a file of 10 MB are not read', async () => {
    const library = await buildExample(root);
    const ini = join(library.primary, 'DataLib', 'PS100012.3', 'Setup.exe.INI');
    await writeFile(ini, Buffer.concat([await readFile(ini), Buffer.alloc(10_000_000, 0x20)]));
    expect((await verify(library)).damage).toMatchObject([
      { kind: 'metadata-unread', path: 'Setup.exe.INI', message: 'it is longer than 1 MiB' },
    ]);
  });

  test('that are one name to Windows', async () => {
    const library = await buildExample(root);
    const dataLib = join(library.primary, 'DataLib');
    await cp(join(dataLib, 'PS100012.3'), join(dataLib, 'ps100012.3'), { recursive: true });
    const names = 'PS100012.3 and ps100012.3 are one name to Windows';
    expect((await verify(library)).damage).toMatchObject([
      { kind: 'metadata-unread', path: 'PS100012.3', message: names },
    ]);
  });
});

describe('links', () => {
  const past = new Date('2001-01-01T00:00:00Z');
  const link = 'it is a link, which is not followed';

  /** Moves something out of the library and puts a link in its place; answers whether anybody has read it since. */
  async function linked(path: string): Promise<() => Promise<boolean>> {
    const outside = join(root, 'outside', basename(path));
    await mkdir(dirname(outside), { recursive: true });
    await rename(path, outside);
    await symlink(outside, path, 'junction');
    await utimes(outside, past, (await stat(outside)).mtime);
    return async () => (await stat(outside)).atimeMs !== past.getTime();
  }

  test('are seen where they are read', async () => {
    const file = join(root, 'read');
    await writeFile(file, 'read');
    const wasRead = await linked(file);
    expect(await wasRead()).toBe(false);
    await readFile(file);
    expect(await wasRead()).toBe(true);
  });

  test.each([
    ['PkgLib/PS100012.INI', { unread: link }, ['orphan-content PS100012.3']],
    ['DataLib/PS100012.3', { kind: 'metadata-unread', path: 'PS100012.3' }],
    ['DataLib/PS100012.3.INI', { kind: 'content-incomplete', path: 'PS100012.3.INI' }],
    ['DataLib/PS100012.3/x86', { kind: 'metadata-unread', path: 'x86' }],
    ['DataLib/PS100012.3/Setup.exe.INI', { kind: 'metadata-unread', path: 'Setup.exe.INI' }],
    [`FileLib/CD2E/${SETUP}`, { kind: 'blob-unread', path: 'Setup.exe' }],
    ['FileLib/CD2E', { kind: 'blob-unread', path: 'Setup.exe' }],
  ] as const)('%s', async (path, found, orphans: readonly string[] = []) => {
    const library = await buildExample(root);
    const wasRead = await linked(join(library.primary, path));
    const verdict = await verify(library);
    if ('unread' in found) expect(verdict.packages[0]).toMatchObject(found);
    else expect(verdict.damage).toMatchObject([{ ...found, message: expect.stringContaining(link) }]);
    expect(lonely(verdict)).toEqual(orphans);
    expect(await wasRead()).toBe(false);
  });

  test('to a users list', async () => {
    const library = await buildExample(root);
    const wasRead = await linked(join(library.primary, 'FileLib', 'CD2E', `${SETUP}.INI`));
    expect((await verify(library)).damage).toMatchObject([
      { kind: 'metadata-unread', path: 'Setup.exe', message: expect.stringContaining(link) },
    ]);
    expect(await wasRead()).toBe(false);
  });

  test.each(['PkgLib', 'DataLib', 'FileLib'])('instead of %s', async (name) => {
    const library = await buildExample(root);
    const wasRead = await linked(join(library.primary, name));
    await expect(verify(library)).rejects.toThrow(`${join(library.primary, name)} is a link, which is not followed.`);
    expect(await wasRead()).toBe(false);
  });

  test('to a library are the user’s own', async () => {
    const library = await buildExample(root);
    const short = join(root, 'short');
    await symlink(library.primary, short, 'junction');
    const verdict = await verify(library, { library: short, fileLibs: [join(short, 'FileLib'), ...library.fileLibs] });
    expect(verdict).toMatchObject({ library: library.primary, fileLibs: library.fileLibs, damage: [] });
  });
});

describe('bytes', () => {
  const answering =
    (answers: { [blob: string]: (file: HashedFile) => HashedFile }): typeof hashFiles =>
    async (files, options) => {
      const results = await hashFiles(files, options);
      for (const [path, result] of results) {
        const answer = answers[basename(path)];
        if (answer) results.set(path, answer(result));
      }
      return results;
    };

  test.each([
    ['0x8007045D', 'disk-error'],
    ['0x80070017', 'disk-error'],
    ['0x80070020', 'blob-locked'],
    ['0x80070005', 'blob-unread'],
    ['0x800700CE', 'blob-unread'],
  ])('that cannot be read, %s', async (hresult, kind) => {
    const library = await buildExample(root);
    const hash = answering({ [MIGAPP]: () => ({ hresult, message: 'not read' }) });
    const { damage, hashing } = await verifyLibrary(requestFor(library), hash);
    expect(damage).toMatchObject([{ kind, packages: ['PS100012', 'PS100020'], message: `not read (${hresult})` }]);
    expect(hashing).toMatchObject({ blobs: 3, read: 2 });
  });

  test.each([
    ['longer', { bytes: 8 }],
    ['written again', { modified: '2026-11-22T05:00:00.000000000Z' }],
  ])('that are %s when they were read', async (_, changes) => {
    const library = await buildExample(root);
    const hash = answering({ [SETUP]: (file) => ({ ...file, ...changes }) });
    expect((await verifyLibrary(requestFor(library), hash)).damage).toMatchObject([
      { kind: 'blob-changed', path: 'Setup.exe', packages: ['PS100012'] },
    ]);
  });

  test('that are written while they are read', async () => {
    const library = await buildExample(root);
    const blob = join(library.fileLibs[0]!, 'CD2E', SETUP);
    const hash: typeof hashFiles = async (files, options) => {
      await writeFile(blob, 'halfway');
      return await hashFiles(files, options);
    };
    expect((await verifyLibrary(requestFor(library), hash)).damage).toMatchObject([{ kind: 'blob-changed' }]);
  });

  test('of which some were read before an interruption', async () => {
    const library = await buildExample(root);
    for (const ref of ['PS100012.3', 'Content_0001.1']) await mutations['flipped-byte'](library, { ref });
    await mutations['missing-blob'](library, { path: 'readme.txt' });
    const interruption = new AbortController();
    const hash: typeof hashFiles = async (files, options) => {
      const some = Array.from(files).filter(({ path }) => basename(path) === SETUP);
      const results = await hashFiles(some, options);
      interruption.abort();
      return results;
    };
    const verdict = await verifyLibrary(requestFor(library, { signal: interruption.signal }), hash);
    expect(said(verdict).sort()).toEqual(['blob-corrupt Setup.exe of PS100012', 'blob-missing readme.txt of PS100012']);
    expect(verdict).toMatchObject({ complete: false, hashing: { blobs: 3, read: 1, bytes: 7 } });
  });

  test('none, where it was interrupted before', async () => {
    const library = await buildExample(root);
    const verdict = await verify(library, { signal: AbortSignal.abort() });
    expect(verdict).toMatchObject({ complete: false, damage: [], hashing: { blobs: 0, read: 0 } });
  });

  test('of a folder where a blob should be', async () => {
    const library = await buildExample(root);
    const blob = join(library.fileLibs[0]!, 'E3B0', EMPTY);
    await rm(blob);
    await mkdir(blob);
    expect((await verify(library)).damage).toMatchObject([{ kind: 'blob-unread', message: 'it is no file' }]);
  });
});

describe('names', () => {
  test('whose paths are longer than 260 characters', async () => {
    const path = Array.from({ length: 12 }, (_, n) => `a folder with a long name, number ${n}`).join('\\');
    const bytes = Buffer.from('deep');
    const packages = [{ id: 'PS100001', version: 1, files: [{ path: `${path}\\driver.sys`, bytes }] }];
    const library = await buildExample(root, { packages });
    expect(said(await verify(library))).toEqual([]);
    await mutations['flipped-byte'](library);
    expect(said(await verify(library))).toEqual([`blob-corrupt ${path}\\driver.sys of PS100001`]);
  });

  test.skipIf(process.platform === 'win32')('that no file on Windows could have', async () => {
    const library = await buildExample(root);
    const mirror = join(library.primary, 'DataLib', 'PS100012.3');
    for (const name of ['a\\b.INI', 'c:d.INI']) await writeFile(join(mirror, name), '');
    await writeFile(Buffer.concat([Buffer.from(`${mirror}/`), Buffer.from([0xe4]), Buffer.from('.INI')]), '');
    const { damage } = await verify(library);
    const message = 'its name is none that Windows could hold';
    expect(damage).toMatchObject(
      ['a\\b.INI', 'c:d.INI', '\ufffd.INI'].map((path) => ({ kind: 'metadata-unread', path, message })),
    );
  });
});

describe('what is no library', () => {
  test.each([
    ['nothing', '', 'There is no folder <library>.'],
    ['a file', 'PkgLib', '<library>/PkgLib is no folder.'],
    ['an empty folder', 'empty/', '<library>/empty is no content library: it has no folder PkgLib.'],
    ['a folder with PkgLib alone', 'empty/PkgLib/', '<library>/empty is no content library: it has no folder DataLib.'],
  ])('%s', async (_, made, sentence) => {
    const at = join(root, 'at');
    if (made.endsWith('/')) await mkdir(join(at, made), { recursive: true });
    else if (made) await mkdir(at).then(() => writeFile(join(at, made), ''));
    const library = made === '' ? at : join(at, made.split('/')[0]!);
    const changes = { library, fileLibs: [] };
    const refused = verifyLibrary({
      ...requestFor({ primary: library, fileLibs: [] } as unknown as Library),
      ...changes,
    });
    await expect(refused).rejects.toThrow(sentence.replace('<library>', at).replaceAll('/', join('/')));
    await expect(refused).rejects.toMatchObject({ name: 'UsageError' });
  });
});
