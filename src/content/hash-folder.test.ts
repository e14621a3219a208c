import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashFolder } from './hash-folder.ts';
import { hashFiles } from './hash-pool.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'hash-folder-')));
});
afterEach(() => rm(root, { recursive: true }));

const options = { workers: 2, signal: new AbortController().signal };

async function source(files: { [path: string]: string }, folders: readonly string[] = []): Promise<void> {
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

describe('the hash of a folder', () => {
  test.each([
    ['V1', { 'install.wim': 'abc' }, [], 'D445645353DBF0890FB4EE91015C6D9B3217B23B184D2E32E0F998C5852AE875'],
    [
      'V2',
      { 'readme.txt': '', 'Setup.exe': 'hello\r\n', 'x86/MigApp.xml': '<a/>' },
      ['Empty'],
      'F7F1201EC940EC51577B9C887C96D499A4A756A572DFEB35577AD5BE9993D40A',
    ],
    ['X1', {}, [], 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'],
    [
      'X2',
      { 'a/x.txt': '', 'B/z.txt': '', 'B/C/y.txt': '' },
      [],
      '46C3355EB3567E861AA1F4D6162E786A4D75FE46BED751223D8275DEE618CF1B',
    ],
    [
      'X4',
      { 'GrÖße.dll': '', 'Straße.inf': '', 'ΣΑΣ.txt': '' },
      [],
      '0A132690E5691624731EC02353C111A0BB721245CF09AD7B7781781D6FFC4A2D',
    ],
  ])('%s', async (_, files: { [path: string]: string }, folders, hash) => {
    await source(files, folders);
    expect(await hashFolder(root, 'sha256', options)).toEqual({
      folder: root,
      algorithm: 'sha256',
      hash,
      order: 'ordinal-upper',
      orderMatters: false,
      files: Object.keys(files).length,
      bytes: Object.values(files).join('').length,
      incomplete: [],
      complete: true,
    });
  });

  test('whose names other orders would sort otherwise', async () => {
    await source({ 'ab/1': '1', 'a-b/2': '2', 'a_b/3': '3' });
    expect(await hashFolder(root, 'sha256', options)).toMatchObject({
      hash: 'C7D029944F8F5D9B4E0451F8A8A58A53573B54C2BD4DF4E29D667F6F9B66CDBD',
      orderMatters: true,
    });
  });

  test.each([
    ['sha1', 'C1DC72AA0817E626444A9C09B67C0C54AE44C13F'],
    ['md5', 'D6D1F3EAFC4891D0F41E1BF3D131D42C'],
  ] as const)('with %s', async (algorithm, hash) => {
    await source({ 'install.wim': 'abc' });
    expect((await hashFolder(root, algorithm, options)).hash).toBe(hash);
  });

  test('tells how far it is', async () => {
    await source({ a: 'one', b: 'three' });
    const told: object[] = [];
    await hashFolder(root, 'sha256', { ...options, onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toEqual({ bytes: 8, ofBytes: 8 });
  });
});

describe('a folder that is not read whole', () => {
  test('because of a link in it', async () => {
    await source({ 'a/b': '1' });
    await symlink(join(root, 'a'), join(root, 'a', 'c'), 'junction');
    expect(await hashFolder(root, 'sha256', options)).toMatchObject({
      hash: null,
      files: 1,
      incomplete: [{ path: 'a\\c', message: 'it is a link, which is not followed' }],
    });
  });

  test.skipIf(process.platform === 'win32')('because of names that Windows cannot tell apart or hold', async () => {
    await source({ 'a/File': '1', 'a/file': '2', 'b\\c': '3', 'B/1': '', 'b/2': '', same: '' }, ['SAME']);
    await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff])]), 'latin1');
    const { hash, incomplete } = await hashFolder(root, 'sha256', options);
    expect(hash).toBeNull();
    const told = incomplete.map(({ path, message }) => `${path}: ${message}`).sort();
    expect(told).toEqual([
      'a\\file: another entry has the same name to Windows',
      'b: another entry has the same name to Windows',
      'b\\c: its name is none that Windows could hold',
      'f\ufffd: its name is none that Windows could hold',
      'same: a file and a folder have the same name to Windows',
    ]);
  });

  test('because of a file that cannot be read, or changes', async () => {
    await source({ good: '1', locked: '22', grows: '333' });
    const found = await hashFolder(root, 'sha256', options, async (files, more) => {
      await writeFile(join(root, 'grows'), '4444');
      const results = await hashFiles(files, more);
      return results.set(join(root, 'locked'), { hresult: '0x80070020', message: 'another process holds it' });
    });
    expect(found).toMatchObject({
      hash: null,
      files: 3,
      bytes: 6,
      incomplete: [
        { path: 'grows', message: 'it changed while it was read' },
        { path: 'locked', message: 'another process holds it' },
      ],
    });
  });

  test('because it was interrupted', async () => {
    await source({ a: '1' });
    const found = await hashFolder(root, 'sha256', { ...options, signal: AbortSignal.abort() });
    expect(found).toMatchObject({ hash: null, complete: false });
  });

  test.each([
    ['nowhere', 'There is no folder <path>.'],
    ['file', '<path> is no folder.'],
  ])('because it is none: %s', async (name, sentence) => {
    await source({ file: '' });
    const path = join(root, name);
    const refused = hashFolder(path, 'sha256', options);
    await expect(refused).rejects.toThrow(sentence.replace('<path>', path));
    await expect(refused).rejects.toMatchObject({ name: 'UsageError' });
  });
});
