import { describe, expect, test } from 'vitest';
import { contentLibrary, contentLibraryList } from '../../checks/facts/content.ts';
import { contentShare } from '../../checks/facts/content-share.ts';
import { mustSkip } from '../lab/probe.ts';
import { hashOf, onLibrary } from './probed-library.ts';

const shared = { library: null, packageShare: {} };
const sorted = <T extends { path: string }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => (a.path < b.path ? -1 : 1));
const file = (path: string, text = path) => ({ path, sha1: hashOf(text, 'sha1'), message: null });

describe.skipIf(mustSkip)('content-share', () => {
  test('shares, folders, and files with SHA-1, of the packages that are asked for', async () => {
    const packages = {
      PS100012: { 'setup.exe': {}, 'x64\\Größe.inf': {}, 'x64\\de\\ΣΑΣ.txt': {}, 'empty.txt': { text: '' } },
      PS100013: { 'other.sys': {} },
    };
    await onLibrary(packages, shared, async ({ read }) => {
      expect((await read(contentLibrary, { packages: ['PS100012'] })).path).toBeNull();
      for (const workers of [undefined, 3]) {
        const share = await read(contentShare, {
          packages: ['PS100012', 'PS100099', '..', 'NUL'],
          ...(workers !== undefined && { workers }),
        });
        expect(share.shares).toEqual([{ name: 'SMSPKGD$', path: 'D:\\SMSPKGD$' }]);
        const [client, ...others] = share.packages;
        expect(others).toEqual(
          ['PS100099', '..', 'NUL'].map((id) => ({ package: id, path: null, folders: [], files: [], unread: [] })),
        );
        expect({ ...client!, files: sorted(client!.files), folders: [...client!.folders].sort() }).toEqual({
          package: 'PS100012',
          path: 'D:\\SMSPKGD$\\PS100012',
          folders: ['x64', 'x64\\de'],
          files: sorted([file('setup.exe'), file('x64\\Größe.inf'), file('x64\\de\\ΣΑΣ.txt'), file('empty.txt', '')]),
          unread: [],
        });
      }
    });
  });

  test('what differs, is gone, is a link, is refused or cannot be read', async () => {
    const below = (path: string) => `D:\\SMSPKGD$\\PS100012\\${path}`;
    const packageShare = {
      files: { 'PS100012\\newer.txt': 'newer', 'PS100012\\gone.txt': null },
      links: ['PS100012\\linked', 'PS100012\\link.txt', 'PS100013'],
    };
    const faults = [
      { path: below('refused'), error: 'denied' },
      { path: below('locked.txt'), error: 'locked' },
      { path: below('half.txt'), error: 'crc-in-the-middle' },
    ];
    const names = ['newer.txt', 'gone.txt', 'linked\\a.txt', 'link.txt', 'refused\\b.txt', 'locked.txt', 'half.txt'];
    const packages = { PS100012: Object.fromEntries(names.map((name) => [name, {}])), PS100013: { 'c.txt': {} } };
    await onLibrary(packages, { library: null, packageShare, faults }, async ({ read }) => {
      const { packages: found } = await read(contentShare, { packages: ['PS100012', 'PS100013'] });
      expect(sorted(found[0]!.files)).toEqual([
        { path: 'half.txt', sha1: null, message: expect.stringContaining('cyclic redundancy') },
        { path: 'locked.txt', sha1: null, message: expect.stringContaining('used by another process') },
        file('newer.txt', 'newer'),
      ]);
      expect(found[0]!.folders).toEqual(['refused']);
      const link = 'it is a link, which is not followed';
      expect(sorted(found[0]!.unread)).toEqual([
        { path: 'link.txt', message: link },
        { path: 'linked', message: link },
        { path: 'refused', message: expect.stringContaining('is denied') },
      ]);
      expect(found[1]).toMatchObject({ files: [], unread: [{ path: '', message: link }] });
    });
  });
});

describe.skipIf(mustSkip)('content-library-list', () => {
  const packages = { PS100012: { a: {} }, PS100013: { b: {} } };
  const listOf = async (library: object | null, faults: object[] = []) => {
    let list: unknown;
    await onLibrary(packages, { library, faults }, async ({ read }) => {
      list = await read(contentLibraryList);
    });
    return list as { listed: { value?: string[] }; recorded: { value?: string[] } };
  };

  test('two lists that agree, whatever is no record; no more than 20,000 of each', async () => {
    const mutations = [{ name: 'odd-file-in-filelib', ref: 'PS100012.1' }];
    await onLibrary(packages, { library: { mutations } }, async ({ read, run }) => {
      const list = await read(contentLibraryList);
      expect(list).toMatchObject({ truncated: false, listed: { value: ['PS100012', 'PS100013'] } });
      expect(list.recorded).toEqual({ value: expect.arrayContaining(['PS100012', 'PS100013']) });
      const many = 'function Get-CimInstance { foreach ($i in 0..20000) { [pscustomobject]@{ PackageID = "Q$i" } } }';
      const { values } = await run(`${many}; Read-ContentLibraryList -Parameters @{}`);
      const cut = contentLibraryList.decode(values![0]);
      expect(cut.truncated).toBe(true);
      expect((cut.listed as { value: string[] }).value).toHaveLength(20_000);
      expect(cut.recorded).toEqual(list.recorded);
    });
  });

  test('one has what the other lacks', async () => {
    const mutations = [{ name: 'pkglib-missing', ref: 'PS100012.1' }];
    const list = await listOf({ listed: { also: ['PS100077'], lacks: ['PS100013'] }, mutations });
    expect(list).toEqual({
      listed: { value: ['PS100012', 'PS100077'] },
      recorded: { value: ['PS100013'] },
      truncated: false,
    });
  });

  test('each can be missing or refused without the other', async () => {
    const both = { recorded: { value: expect.arrayContaining(['PS100012', 'PS100013']) } };
    expect(await listOf({ listed: 'absent' })).toMatchObject({ ...both, listed: { failed: 'not-found' } });
    const records = [{ path: 'D:\\SCCMContentLib\\PkgLib', error: 'denied' }];
    expect(await listOf({}, records)).toMatchObject({
      listed: { value: ['PS100012', 'PS100013'] },
      recorded: { failed: 'denied' },
    });
    expect(await listOf(null)).toMatchObject({ listed: { failed: 'not-found' }, recorded: { value: null } });
  });
});
