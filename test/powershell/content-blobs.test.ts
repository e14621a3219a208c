import { describe, expect, test } from 'vitest';
import { contentBlobs, contentLibrary } from '../../checks/facts/content.ts';
import { mustSkip } from '../lab/probe.ts';
import { blobPath, hashOf, onLibrary, type ProbedLibrary, readingOf } from './probed-library.ts';

const PS100012 = { packages: ['PS100012'] };
const texts = (...all: string[]) => Object.fromEntries(all.map((text) => [`${text}.sys`, { text }]));
const whole = (text: string) => ({
  blob: hashOf(text),
  path: blobPath(text),
  sha256: hashOf(text),
  bytes: text.length,
  modified: '2024-01-02T03:04:05.0000000Z',
});
/** Of one blob, what was read of each copy. */
const copiesOf = async ({ read }: ProbedLibrary, text: string) =>
  (await read(contentBlobs, PS100012)).read.filter(({ blob }) => blob === hashOf(text));

describe.skipIf(mustSkip)('content-blobs', () => {
  test('every blob once, whoever uses it, with any number of workers', async () => {
    const packages = {
      PS100012: { ...texts('one', 'two', 'three'), 'again.sys': { text: 'one' }, 'empty.sys': { text: '' } },
      PS100013: texts('three', 'four'),
    };
    await onLibrary(packages, {}, async ({ read }) => {
      const all = ['', 'four', 'one', 'three', 'two'].map(whole);
      for (const workers of [undefined, 1, 3, 1000, 0, -1]) {
        const params = { packages: ['PS100012', 'PS100013', 'PS100099'], ...(workers !== undefined && { workers }) };
        const { read: blobs, cut } = await read(contentBlobs, params);
        expect(cut).toBeNull();
        expect(blobs.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual(
          [...all].sort((a, b) => (a.path < b.path ? -1 : 1)),
        );
      }
    });
  });

  test('what cannot be read, or not to its end, has a code; what changes meanwhile shows', async () => {
    const faults = Object.entries({
      denied: 'denied',
      locked: 'locked',
      crc: 'crc',
      io: 'io',
      'crc-in-the-middle': 'half',
      changing: 'grows',
    }).map(([error, text]) => ({ path: blobPath(text), error }));
    const packages = { PS100012: texts(...['denied', 'locked', 'crc', 'io', 'half', 'grows', 'right']) };
    await onLibrary(packages, { faults }, async ({ read, rows }) => {
      const before = (await read(contentLibrary, PS100012)).blobs[hashOf('grows')]!;
      const blobs = await rows(contentBlobs, PS100012);
      const of = (text: string) => blobs.filter(({ blob }) => blob === hashOf(text));
      expect(of('right')).toEqual([{ kind: 'blob', ...whole('right'), hresult: null, message: null }]);
      const failed = (hresult: string) => [expect.objectContaining({ sha256: null, hresult })];
      expect(of('denied')).toEqual(failed('0x80070005'));
      expect(of('locked')).toEqual(failed('0x80070020'));
      expect(of('crc')).toEqual(failed('0x80070017'));
      expect(of('io')).toEqual(failed('0x8007045D'));
      expect(of('half')).toEqual([expect.objectContaining({ sha256: null, hresult: '0x80070017', bytes: 4 })]);
      const [grown] = of('grows');
      expect(grown).toMatchObject({ bytes: 9, sha256: hashOf('growsmore') });
      expect(before).toMatchObject([{ size: { value: 5 } }]);
      expect(grown!['modified']).not.toBe(before[0]!.modified);
    });
  });

  test('a copy on every drive is read; a name in another case is the same name', async () => {
    const mutations = [
      { name: 'second-drive-corrupt-copy', ref: 'PS100012.1', path: 'both.sys' },
      { name: 'second-drive-blob', ref: 'PS100012.1', path: 'there.sys' },
      { name: 'lower-case-blob-name', ref: 'PS100012.1', path: 'lower.sys' },
    ];
    const packages = { PS100012: texts('both', 'there', 'lower') };
    await onLibrary(packages, { library: { drives: ['E'], mutations } }, async (library) => {
      const both = await copiesOf(library, 'both');
      expect(both.map(({ path }) => path).sort()).toEqual([blobPath('both'), blobPath('both', 'E')]);
      expect(both).toContainEqual(whole('both'));
      expect(both.find(({ path }) => path.startsWith('E'))).not.toMatchObject({ sha256: hashOf('both') });
      expect(await copiesOf(library, 'there')).toEqual([{ ...whole('there'), path: blobPath('there', 'E') }]);
      expect(await copiesOf(library, 'lower')).toEqual([whole('lower')]);
    });
  });

  test('links are not followed', async () => {
    const mutations = [
      { name: 'link-blob', ref: 'PS100012.1', path: 'blob.sys' },
      { name: 'link-blob-folder', ref: 'PS100012.1', path: 'folder.sys' },
      { name: 'link-file-ini', ref: 'PS100012.1', path: 'record.sys' },
    ];
    const packages = { PS100012: texts('blob', 'folder', 'record', 'right') };
    await onLibrary(packages, { library: { mutations } }, async (library) => {
      const refused = { hresult: '', message: 'it is a link, which is not followed' };
      expect(await copiesOf(library, 'blob')).toEqual([{ blob: hashOf('blob'), path: blobPath('blob'), ...refused }]);
      expect(await copiesOf(library, 'folder')).toMatchObject([refused]);
      expect(await copiesOf(library, 'record')).toEqual([]);
      expect(await copiesOf(library, 'right')).toEqual([whole('right')]);
    });
  });

  test('progress leaves through the pipeline where lines do; a worker waits while nobody takes its results', async () => {
    await onLibrary({ PS100012: texts('one', 'two') }, {}, async ({ run }) => {
      const code = `
        $marker = $script:AnswerMarker; $before = $script:AnswerAsObject
        Start-AnswerChannel -Marker 'told' -AsObject $true
        try { ${readingOf('content-blobs', PS100012)} | ForEach-Object { [System.Threading.Thread]::Sleep(600); $_ } }
        finally { Start-AnswerChannel -Marker $marker -AsObject $before }`;
      const { values } = await run(code);
      expect(values).toContainEqual(expect.stringMatching(/^told .*"text":"hashing"/));
      expect(values).toContainEqual(expect.objectContaining({ kind: 'blob', blob: hashOf('one') }));
      expect(values).toContainEqual(expect.objectContaining({ kind: 'blob', blob: hashOf('two') }));

      const waiting = `
        $queue = [System.Collections.Concurrent.ConcurrentQueue[object]]::new()
        $done = [System.Collections.Concurrent.ConcurrentQueue[object]]::new()
        $native = Get-NativePath -Path '${blobPath('one')}'
        foreach ($i in 1..700) { $queue.Enqueue(@([long]3, $native)) }
        $read = [long[]]::new(1); $taken = [long[]]::new(1)
        $shell = [System.Management.Automation.PowerShell]::Create([initialsessionstate]::CreateDefault2())
        [void]$shell.AddScript(\${function:Get-FileDigest}.ToString()).AddArgument($queue).AddArgument($done).AddArgument(4096).AddArgument($read).AddArgument($taken).AddArgument(0).AddArgument('sha256')
        $handle = $shell.BeginInvoke()
        $counts = @()
        foreach ($most in 501, 600, 700) {
            $taken[0] = $most - 501
            $deadline = [System.Diagnostics.Stopwatch]::StartNew()
            while ($done.Count -lt $most -and $deadline.ElapsedMilliseconds -lt 20000) { [System.Threading.Thread]::Sleep(20) }
            [System.Threading.Thread]::Sleep(100)
            $counts += $done.Count
        }
        [void]$shell.EndInvoke($handle); $shell.Dispose()
        $counts; $read[0]`;
      expect(await run(waiting)).toEqual({ values: [501, 600, 700, 2100] });
    });
  });
});
