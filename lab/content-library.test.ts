import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPackageIni, readUsersIni } from '../src/windows/ini.ts';
import { buildExample, CLASSIC, EMPTY, MIGAPP, SETUP } from './content-library-example.ts';
import { snapshot, untruths } from './content-library-reread.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'content-library-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('a built library', () => {
  test('is the worked example, file by file', async () => {
    const { manifest } = await buildExample(root, { packages: [CLASSIC], secondaries: [], usersHeader: 'Refs' });
    const file = (hash: string, size: number) =>
      `[File]\r\nHash=${hash}\r\nSize=${size}\r\nTimeModified=133486382450000000\r\nAttributes=20\r\n`;
    const hash = 'F7F1201EC940EC51577B9C887C96D499A4A756A572DFEB35577AD5BE9993D40A';
    const users = '[Refs]\r\nPS100012.3=\r\n';
    expect(Object.fromEntries(await snapshot(path.join(root, 'D', 'SCCMContentLib')))).toEqual({
      PkgLib: null,
      'PkgLib/PS100012.INI': '[Packages]\r\nPS100012.3=\r\n[Info]\r\nVersion=3\r\n',
      DataLib: null,
      'DataLib/PS100012.3.INI': `[Info]\r\nHash=${hash}\r\n`,
      'DataLib/PS100012.3': null,
      'DataLib/PS100012.3/Empty': null,
      'DataLib/PS100012.3/Setup.exe.INI': file(SETUP, 7),
      'DataLib/PS100012.3/readme.txt.INI': file(EMPTY, 0),
      'DataLib/PS100012.3/x86': null,
      'DataLib/PS100012.3/x86/MigApp.xml.INI': file(MIGAPP, 4),
      FileLib: null,
      'FileLib/CD2E': null,
      [`FileLib/CD2E/${SETUP}`]: 'hello\r\n',
      [`FileLib/CD2E/${SETUP}.INI`]: users,
      'FileLib/E3B0': null,
      [`FileLib/E3B0/${EMPTY}`]: '',
      [`FileLib/E3B0/${EMPTY}.INI`]: users,
      'FileLib/2911': null,
      [`FileLib/2911/${MIGAPP}`]: '<a/>',
      [`FileLib/2911/${MIGAPP}.INI`]: users,
    });
    expect(manifest.contents[0]).toMatchObject({
      ref: 'PS100012.3',
      hash,
      dirs: ['Empty', 'x86'],
      emptyDirs: ['Empty'],
    });
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
  });

  test('shares blobs, records applications without a version and repeats the primary drive', async () => {
    const library = await buildExample(root, { signatures: true, driveOf: ({ hash }) => (hash === SETUP ? 1 : 0) });
    const { manifest } = library;
    expect(manifest.blobs.map(({ hash, drive, users }) => [hash, drive, users])).toEqual([
      [SETUP, 1, ['PS100012.3']],
      [EMPTY, 0, ['PS100012.3']],
      [MIGAPP, 0, ['PS100012.3', 'Content_0001.1']],
    ]);
    const entries = await snapshot(root);
    expect(readPackageIni(entries.get('D/SCCMContentLib/PkgLib/PS100020.INI')!)).toEqual({
      refs: ['Content_0001.1', 'Content_0002.2'],
      version: null,
    });
    expect(readUsersIni(entries.get(`D/SCCMContentLib/FileLib/2911/${MIGAPP}.INI`)!).refs).toHaveLength(2);
    expect(entries.get(`E/SCCMContentLib/FileLib/CD2E/${SETUP}`)).toBe('hello\r\n');
    expect(entries.has(`E/SCCMContentLib/FileLib/CD2E/${SETUP}.SIG`)).toBe(true);
    const [d, e] = [path.join(root, 'D') + path.sep, path.join(root, 'E') + path.sep];
    expect(manifest.registry.ContentLibUsableDrives).toBe([d, e, d].join(','));
    expect(await untruths(library)).toEqual([]);
  });

  test.each([{ lineEnd: '\n' }, { bom: 'utf8' }, { bom: 'utf16le', refValue: '1' }] as const)(
    'reads alike when written with %o',
    async (style) => {
      expect(await untruths(await buildExample(root, style))).toEqual([]);
    },
  );

  test('a content is one user of a blob however many of its files share it', async () => {
    const files = ['a', 'b', 'c\\a'].map((name) => ({ path: name, bytes: Buffer.from('<a/>') }));
    const { manifest } = await buildExample(root, { packages: [{ id: 'PS100030', version: 1, files }] });
    expect(manifest.blobs).toEqual([{ hash: MIGAPP, size: 4, drive: 0, users: ['PS100030.1'] }]);
  });

  test('a repeated text fills a large file', async () => {
    const long = { repeat: 'abc', length: 3_000_001 };
    const library = await buildExample(root, {
      packages: [{ id: 'PS100005', version: 1, files: [{ path: 'boot.wim', bytes: long }] }],
    });
    const { hash, size } = library.manifest.blobs[0]!;
    const blob = await readFile(path.join(library.fileLibs[0]!, hash.slice(0, 4), hash));
    expect(size).toBe(blob.length);
    expect(blob.equals(Buffer.alloc(3_000_001, 'abc'))).toBe(true);
  });

  test.each([['..\\x'], ['C:\\x'], [''], ['a\\\\b'], ['SETUP.EXE'], ['Setup.exe\\x'], ['Setup.exe']])(
    'refuses a path like %j',
    async (bad) => {
      const files = [...CLASSIC.files!, { path: bad, bytes: Buffer.from('') }];
      await expect(buildExample(root, { packages: [{ ...CLASSIC, files }] })).rejects.toThrow(RangeError);
    },
  );

  test('two implementations of the content hash agree on any tree', async () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'B', 'ß', 'Σ', 'İ', '-', '_', '1', '😀', '.ini'),
      minLength: 1,
      maxLength: 3,
    });
    const file = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.map((p) => `${p}~`).join('\\'));
    const unique = { maxLength: 6, selector: (p: string) => p.split('\\')[0]!.toUpperCase() };
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(file, unique), async (paths) => {
        const files = paths.map((p) => ({ path: p, bytes: Buffer.from(p) }));
        expect(
          await untruths(
            await buildExample(path.join(root, `${run++}`), { packages: [{ ...CLASSIC, files, emptyDirs: [] }] }),
          ),
        ).toEqual([]);
      }),
      { seed: 20240102, numRuns: 40 },
    );
  });
});
