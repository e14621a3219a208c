import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FileToHash, type HashOptions, hashFiles } from './hash-pool.ts';
import { hashWorkerCode } from './hash-worker.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'hash-pool-')));
});
afterEach(() => rm(root, { recursive: true }));

const hash = (files: Iterable<FileToHash>, changes: Partial<HashOptions> = {}) =>
  hashFiles(files, { algorithm: 'sha256', workers: 2, signal: new AbortController().signal, ...changes });

/** Files of given sizes; every byte of the n-th is n. */
async function filesOf(sizes: readonly number[]): Promise<(FileToHash & { digest: string })[]> {
  return await Promise.all(
    sizes.map(async (size, n) => {
      const path = join(root, `${n}`);
      const bytes = Buffer.alloc(size, n);
      await writeFile(path, bytes);
      return { path, size, digest: createHash('sha256').update(bytes).digest('hex').toUpperCase() };
    }),
  );
}

/** The worker with something done before it begins to wait for work. */
const codeWith = (more: string): string => `${more};\n${hashWorkerCode}`;

describe('hashes', () => {
  test('of files of every size about the block', async () => {
    const block = 1 << 20;
    const files = await filesOf([0, 1, block - 1, block, block + 1, 3 * block + 7]);
    const told: number[] = [];
    const results = await hash(files, { onProgress: (bytes) => told.push(bytes) });
    for (const { path, size, digest } of files) expect(results.get(path)).toMatchObject({ digest, bytes: size });
    expect(told.at(-1)).toBe(files.reduce((sum, { size }) => sum + size, 0));
  });

  test.each([
    ['sha1', 'A9993E364706816ABA3E25717850C26C9CD0D89D'],
    ['md5', '900150983CD24FB0D6963F7D28E17F72'],
  ] as const)('with %s', async (algorithm, digest) => {
    const path = join(root, 'abc');
    await writeFile(path, 'abc');
    expect((await hash([{ path, size: 3 }], { algorithm })).get(path)).toMatchObject({ digest, bytes: 3 });
  });

  test('of many small files, more than fit on the way to the workers', async () => {
    const files = await filesOf(Array.from({ length: 700 }, (_, n) => n % 5));
    const results = await hash(files, { workers: 3 });
    for (const { path, digest } of files) expect(results.get(path)).toMatchObject({ digest });
  });

  test('of nothing', async () => {
    expect((await hash([])).size).toBe(0);
  });

  test('say when a file was written last, to the nanosecond', async () => {
    const [file] = await filesOf([1]);
    utimesSync(file!.path, 1_700_000_000.5, 1_700_000_000.25);
    const result = (await hash([file!])).get(file!.path);
    expect(result).toMatchObject({ modified: '2023-11-14T22:13:20.250000000Z' });
  });
});

describe('workers', () => {
  const counting = (file: string) => codeWith(`require('node:fs').appendFileSync(${JSON.stringify(file)}, 'x')`);

  test.each([
    [1, 300],
    [2, 300],
    [3, 300],
    [4, 1],
  ])('of %i asked for, for %i files', async (workers, count) => {
    const files = await filesOf(Array<number>(count).fill(1));
    const marks = join(root, 'marks');
    writeFileSync(marks, '');
    await hash(files, { workers, code: counting(marks) });
    expect(readFileSync(marks, 'utf8').length).toBe(Math.min(workers, Math.ceil(count / 64)));
  });

  test('read the largest file first', async () => {
    const files = await filesOf([1, 9 << 20, 2, 17 << 20, 3]);
    const order = join(root, 'order');
    appendFileSync(order, '');
    const code = codeWith(`
      const fs = require('node:fs'); const open = fs.openSync;
      fs.openSync = (path, ...rest) => { fs.appendFileSync(${JSON.stringify(order)}, path.at(-1)); return open(path, ...rest); }`);
    await hash(files, { workers: 1, code });
    expect(readFileSync(order, 'utf8').replaceAll('r', '')).toBe('31420');
  });

  test('that end over a file are replaced, and the file has no digest', async () => {
    const files = await filesOf(Array.from({ length: 150 }, () => 5));
    const bad = files[75]!.path;
    const code = codeWith(`
      const fs = require('node:fs'); const open = fs.openSync;
      fs.openSync = (path, ...rest) => { if (path === ${JSON.stringify(bad)}) process.exit(3); return open(path, ...rest); }`);
    const results = await hash(files, { code });
    expect(results.get(bad)).toEqual({ hresult: '0x80004005', message: 'the thread that read it ended' });
    expect([...results.values()].filter((result) => 'digest' in result)).toHaveLength(149);
  });

  test('none of which can work', async () => {
    const files = await filesOf(Array.from({ length: 2000 }, () => 1));
    const results = await hash(files, { code: 'throw new Error("no")' });
    expect(results.size).toBe(2000);
    expect([...results.values()].every((result) => 'hresult' in result)).toBe(true);
  });
});

describe('what cannot be read', () => {
  test('is said with the code that Windows has for it', async () => {
    const missing = join(root, 'missing');
    const link = join(root, 'link');
    const folder = join(root, 'folder');
    await mkdir(folder);
    await symlink(folder, link, 'junction');
    const results = await hash([missing, link, folder].map((path) => ({ path, size: 1 })));
    expect(results.get(missing)).toEqual({ hresult: '0x80070002', message: 'it is no longer there' });
    for (const path of [link, folder]) expect(results.get(path)).toMatchObject({ hresult: '0x80004005' });
  });

  test.each([
    ['EIO', '0x8007045D'],
    ['EBUSY', '0x80070020'],
    ['EACCES', '0x80070005'],
    ['EPERM', '0x80070005'],
    ['ENAMETOOLONG', '0x800700CE'],
    ['EWHATEVER', '0x80004005'],
  ])('in the middle, %s', async (reason, hresult) => {
    const files = await filesOf([3 << 20, 5]);
    const code = codeWith(`
      const fs = require('node:fs'); const read = fs.readSync; let blocks = 0;
      fs.readSync = (...all) => { if (++blocks === 2) throw Object.assign(new Error(), { code: '${reason}' }); return read(...all); }`);
    const results = await hash(files, { workers: 1, code });
    expect(results.get(files[0]!.path)).toMatchObject({ hresult });
    expect(results.get(files[1]!.path)).toMatchObject({ digest: files[1]!.digest });
  });

  test.skipIf(process.platform !== 'linux')('because the device fails, which only Linux has at hand', async () => {
    const path = '/proc/self/mem';
    expect((await hash([{ path, size: 1 }])).get(path)).toEqual({
      hresult: '0x8007045D',
      message: 'its device could not read it',
    });
  });
});

describe('an interruption', () => {
  test('before the start', async () => {
    expect((await hash(await filesOf([1, 2]), { signal: AbortSignal.abort() })).size).toBe(0);
  });

  test.each([1, 2, 3])('in the middle, with %i workers, keeps what is done', async (workers) => {
    const files = await filesOf([30 << 20, ...Array<number>(400).fill(10_000)]);
    const interruption = new AbortController();
    const slow = codeWith(`
      const fs = require('node:fs'); const open = fs.openSync;
      fs.openSync = (...all) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); return open(...all); }`);
    const timer = setInterval(() => interruption.abort(), 350);
    const results = await hash(files, { workers, signal: interruption.signal, code: slow });
    clearInterval(timer);
    expect(results.size).toBeLessThan(files.length);
    for (const { path, digest } of files) {
      const result = results.get(path);
      if (result) expect(result).toMatchObject({ digest });
    }
  });

  test('of a worker that hangs does not hang', async () => {
    const interruption = new AbortController();
    const code = `require('node:worker_threads').parentPort.on('message', () => undefined)`;
    setTimeout(() => interruption.abort(), 200);
    expect((await hash(await filesOf([1]), { signal: interruption.signal, code })).size).toBe(0);
  });
});
