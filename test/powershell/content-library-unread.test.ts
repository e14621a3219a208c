import { describe, expect, test } from 'vitest';
import { contentLibrary } from '../../checks/facts/content.ts';
import { mustSkip } from '../lab/probe.ts';
import { blobPath, hashOf, onLibrary, readingOf } from './probed-library.ts';

const texts = (...all: string[]) => Object.fromEntries(all.map((each) => [`${each}.sys`, { text: each }]));
/** A folder below which no path is short enough for Windows. */
const deep = Array.from({ length: 6 }, (_, i) => `${i}`.repeat(40)).join('\\');

describe.skipIf(mustSkip)('content-library', () => {
  test('what is refused, too long, gone or half written is that, and the rest is read', async () => {
    const below = (path: string) => `D:\\SCCMContentLib\\${path}`;
    const faults = [
      { path: below('DataLib\\PS100012.1\\secret'), error: 'denied' },
      { path: blobPath('denied'), error: 'denied' },
      { path: `${blobPath('one')}.INI`, error: 'locked' },
      { path: below('DataLib\\PS100013.1.INI'), error: 'crc' },
      { path: below('PkgLib\\PS100014.INI'), error: 'io' },
    ];
    const mutations = [
      { name: 'mirror-missing', ref: 'PS100015.1' },
      // A content that is being written: its own record does not lie there yet, and not every file's.
      { name: 'content-ini-missing', ref: 'PS100016.1' },
      { name: 'missing-file-ini', ref: 'PS100016.1', path: 'later.sys' },
      { name: 'missing-blob', ref: 'PS100016.1', path: 'early.sys' },
    ];
    const packages = {
      PS100012: { ...texts('one', 'denied'), 'secret\\a.sys': {}, [`${deep}\\b.sys`]: {} },
      PS100013: texts('two'),
      PS100014: texts('three'),
      PS100015: texts('four'),
      PS100016: texts('early', 'later'),
    };
    await onLibrary(packages, { library: { mutations }, faults }, async ({ read }) => {
      const found = await read(contentLibrary, { packages: Object.keys(packages) });
      const [client, crc, missing, half] = found.contents;
      expect([...client!.unread].sort((a, b) => (a.path < b.path ? 1 : -1))).toEqual([
        { path: 'secret', failed: 'denied', message: expect.any(String) },
        { path: deep, failed: 'script-error', message: expect.stringContaining('260') },
      ]);
      expect(client!.files.map(({ path }) => path).sort()).toEqual(['denied.sys.INI', 'one.sys.INI']);
      expect(found.blobs[hashOf('denied')]).toMatchObject([{ size: { failed: 'denied' } }]);
      expect(found.blobs[hashOf('one')]).toMatchObject([{ size: { value: 3 }, users: { failed: 'script-error' } }]);
      expect(crc).toMatchObject({ ini: { failed: 'script-error', message: expect.stringContaining('redundancy') } });
      expect(found.packages[2]).toMatchObject({ ini: { message: expect.stringContaining('device') }, refs: [] });
      expect(missing).toMatchObject({ ref: 'PS100015.1', present: false, files: [] });
      expect(half).toMatchObject({ ini: { value: null }, present: true, files: [{ path: 'early.sys.INI' }] });
      expect(found.blobs[hashOf('early')]).toBeUndefined();
    });
  });

  test('long paths are read where Windows takes them; thousands of files come one by one', async () => {
    const registry = { 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\FileSystem': { LongPathsEnabled: 1 } };
    const drivers = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`${i % 31}\\driver ${i}.sys`, { text: `driver ${i % 100}` }]),
    );
    const packages = { PS100012: { [`${deep}\\b.sys`]: { text: 'deep' } }, PS100013: drivers };
    await onLibrary(packages, { registry }, async ({ read, run }) => {
      const found = await read(contentLibrary, { packages: ['PS100012'] });
      expect(found.contents[0]).toMatchObject({ unread: [], files: [{ path: `${deep}\\b.sys.INI` }] });
      expect(found.blobs).toHaveProperty(hashOf('deep'));
      const code = `
        $counts = @{}; $files = 0
        ${readingOf('content-library', { packages: ['PS100013'] })} | ForEach-Object {
            $counts[$_.kind] += 1
            # The walk is no further than its reader.
            if ($_.kind -eq 'file') { $files++; if ($files -eq 10) { $blobsThen = $counts['blob'] } }
        }
        $counts; $blobsThen`;
      const { values } = await run(code);
      expect(values).toEqual([{ library: 1, package: 1, content: 1, folder: 31, file: 3000, blob: 100 }, 9]);
    });
  });
});
