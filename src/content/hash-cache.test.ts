import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Library, mutations } from '../../lab/content-library.ts';
import { buildExample, SETUP } from '../../lab/content-library-example.ts';
import { requestFor } from '../../test/content/request.ts';
import { hashFiles } from './hash-pool.ts';
import type { VerifyRequest } from './library-verdict.ts';
import { verifyLibrary } from './verify.ts';

let root: string;
let library: Library;
let cache: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'hash-cache-')));
  library = await buildExample(join(root, 'library'));
  cache = join(root, 'cache');
});
afterEach(() => rm(root, { recursive: true }));

const verify = (changes: Partial<VerifyRequest> = {}, hash = hashFiles) =>
  verifyLibrary(requestFor(library, { cache, ...changes }), hash);
const figures = async (changes: Partial<VerifyRequest> = {}) => {
  const { hashing, damage } = await verify(changes);
  return [hashing.cached, hashing.read, ...damage.map(({ kind }) => kind)];
};
const at = (now: string) => ({ now: () => now });
const setup = () => join(library.fileLibs[0]!, 'CD2E', SETUP);

describe('the cache', () => {
  test('knows what was good', async () => {
    expect(await figures()).toEqual([0, 3]);
    expect(await figures()).toEqual([3, 0]);
    expect(await readdir(root)).toEqual(['cache', 'library']);
  });

  test('is neither read nor made where no bytes are wanted', async () => {
    expect(await figures({ metadataOnly: true })).toEqual([0, 0]);
    expect(await readdir(root)).toEqual(['library']);
  });

  test('hides a flipped bit that shows in neither size nor time, and only while it is used', async () => {
    await verify();
    await mutations['flipped-byte'](library);
    expect(await figures()).toEqual([3, 0]);
    expect(await figures({ cache: null })).toEqual([0, 3, 'blob-corrupt']);
  });

  test('knows nothing of a file that was written since', async () => {
    await verify();
    await mutations['flipped-byte'](library);
    await utimes(setup(), new Date(), new Date('2024-01-02T03:04:06Z'));
    expect(await figures()).toEqual([2, 1, 'blob-corrupt']);
    // What is bad is never kept.
    expect(await figures()).toEqual([2, 1, 'blob-corrupt']);
    await mutations['flipped-byte'](library);
    expect(await figures()).toEqual([2, 1]);
    expect(await figures()).toEqual([3, 0]);
  });

  test('knows nothing of a file of another size', async () => {
    await verify();
    const { atime, mtime } = await stat(setup());
    await writeFile(setup(), 'hello\r\n\n');
    await utimes(setup(), atime, mtime);
    expect(await figures()).toEqual([2, 1, 'size-wrong']);
  });

  test.each([
    ['a week later', '2026-11-29T06:00:00.000Z', 3],
    ['more than a week later', '2026-11-29T06:00:00.001Z', 0],
    ['by a clock that was set back', '2026-11-22T05:59:59.999Z', 0],
  ])('%s', async (_, now, cached) => {
    await verify();
    expect((await verify(at(now))).hashing.cached).toBe(cached);
  });

  test('keeps what other libraries put into it', async () => {
    await verify();
    const other = await buildExample(join(root, 'other'));
    await verifyLibrary(requestFor(other, { cache }));
    expect(await figures()).toEqual([3, 0]);
  });

  test('is written after an interruption', async () => {
    const interruption = new AbortController();
    await verify({ signal: interruption.signal }, async (files, options) => {
      const results = await hashFiles(Array.from(files).slice(0, 2), options);
      interruption.abort();
      return results;
    });
    expect(await figures()).toEqual([2, 1]);
  });

  test('of which lines are damaged', async () => {
    await verify();
    const [header, first, second, third] = (await readFile(cache, 'utf8')).split('\n');
    await writeFile(cache, [header, first, second!.slice(9), '', 'null', '{"path":1}', '\0', third].join('\n'));
    expect(await figures()).toEqual([2, 1]);
  });
});

describe('a cache that is refused', () => {
  test.each([
    ['text', 'my diary'],
    ['nothing', ''],
    ['another version', '{"kind":"osd-preflight hash cache","version":2}\n'],
  ])('because it holds %s', async (_, text) => {
    await writeFile(cache, text);
    const sentence = `${cache} is no cache of osd-preflight, and is neither used nor replaced.`;
    await expect(verify()).rejects.toThrow(sentence);
    expect(await readFile(cache, 'utf8')).toBe(text);
  });

  test('because it is a folder', async () => {
    await mkdir(cache);
    await expect(verify()).rejects.toMatchObject({ name: 'UsageError' });
  });

  test('because its folder is missing', async () => {
    await expect(verify({ cache: join(root, 'no', 'cache') })).rejects.toThrow(
      `The folder of the cache ${join(root, 'no', 'cache')} cannot be used: it is no longer there.`,
    );
  });

  test.each(['', 'PkgLib', 'FileLib/CD2E', '../../E/SCCMContentLib/FileLib'])(
    'because it lies in %j',
    async (folder) => {
      const inside = join(library.primary, folder, 'cache');
      await expect(verify({ cache: inside })).rejects.toThrow(/^The cache .* must not lie in the library /);
    },
  );

  test('because a link leads into the library', async () => {
    const short = join(root, 'short');
    await symlink(join(library.primary, 'DataLib'), short, 'junction');
    await expect(verify({ cache: join(short, 'cache') })).rejects.toThrow('must not lie in the library');
  });
});

test('a cache that cannot be written costs nothing but itself', async () => {
  const folder = join(root, 'folder');
  await mkdir(folder);
  const verdict = await verify({ cache: join(folder, 'cache') }, async (files, options) => {
    await rm(folder, { recursive: true });
    return await hashFiles(files, options);
  });
  expect(verdict).toMatchObject({ complete: true, damage: [], hashing: { read: 3, notKept: 'it is no longer there' } });
});
