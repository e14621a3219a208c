import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildContentLibrary, type Library, type MutationName, mutations } from '../../lab/content-library.ts';
import { APPLICATION, buildExample, CLASSIC, MIGAPP } from '../../lab/content-library-example.ts';
import { editIni } from '../../lab/content-library-ini.ts';
import { blobAt, blobFile, fileIni } from '../../lab/content-library-target.ts';
import type { ContentReport } from '../../src/model/content-report.ts';
import { contentHashSchema, contentReportSchema } from '../../src/report/content-schema.ts';
import { runHere } from './in-process.ts';
import { run, start } from './program.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'content-')));
});
afterEach(() => rm(root, { recursive: true }));

const verify = ({ primary, fileLibs }: Library, ...words: string[]) => {
  const second = fileLibs[1] !== undefined && existsSync(fileLibs[1]) ? ['--file-lib', fileLibs[1]] : [];
  return runHere(['content', 'verify', primary, ...second, ...words]);
};

/** The report of a verification, held to its schema and to its exit code. */
async function reportOf(library: Library, ...words: string[]): Promise<ContentReport> {
  const { stdout, code } = await verify(library, '--format', 'json', ...words);
  const report = contentReportSchema.parse(JSON.parse(stdout));
  expect(report.exitCode).toBe(code);
  return report;
}

/** What somebody has to act on: level, code, packages and file. */
const loud = ({ findings }: ContentReport): string[] =>
  findings
    .filter(({ level }) => level !== 'info')
    .map(({ level, code, packages, path }) => [level, code, packages.join('+'), path].join(' '));
const notes = ({ findings }: ContentReport): string[] =>
  findings.filter(({ level }) => level === 'info').map(({ code }) => code);
const statusOf = ({ packages }: ContentReport, id: string) => packages.find((each) => each.id === id)?.status;

const isRoot = process.getuid?.() === 0;
const noLink = process.platform === 'win32';

/** What the example's verification exits with after each mutation, and the first thing that it says (rulings 14, 15a). */
const expected: { [name in MutationName]: [exitCode: number, first?: string] } = {
  'flipped-byte': [1, 'fail blob-corrupt PS100012 Setup.exe'],
  'truncated-blob': [1, 'fail size-wrong PS100012 Setup.exe'],
  'missing-blob': [1, 'fail blob-missing PS100012 Setup.exe'],
  'extra-blob': [0],
  'odd-file-in-filelib': [0],
  'wrong-info-hash': [1, 'fail list-differs PS100012 PS100012.3'],
  'missing-file-ini': [1, 'fail list-differs PS100012 PS100012.3'],
  // Older than the site's, or other content: the site tells, and nobody asked it.
  'stale-version': [0],
  'other-content-same-version': [0],
  'lost-empty-directory': [1, 'fail list-differs PS100012 PS100012.3'],
  'wrong-file-size': [1, 'fail size-wrong PS100012 Setup.exe'],
  'lower-case-hash': [0],
  'utf8-bom': [0],
  'utf16-ini': [0],
  'lf-line-ends': [0],
  'untidy-ini': [0],
  'bad-file-hash': [3, 'unknown metadata-unread PS100012 Setup.exe.INI'],
  'empty-ini': [3, 'unknown metadata-unread PS100012 Setup.exe.INI'],
  'users-list-wrong': [0, 'warn users-list-wrong PS100012 Setup.exe'],
  'pkglib-missing': [0],
  'mirror-missing': [1, 'fail mirror-missing PS100012 PS100012.3'],
  'content-ini-missing': [3, 'unknown content-incomplete PS100012 PS100012.3.INI'],
  'second-drive-blob': [0],
  'second-drive-corrupt-copy': [1, 'fail blob-corrupt PS100012 Setup.exe'],
  'second-drive-absent': [0],
  'lower-case-blob-name': [0],
  'wrong-blob-folder': [1, 'fail blob-missing PS100012 Setup.exe'],
  'users-list-missing': [0, 'warn users-list-wrong PS100012 Setup.exe'],
  'nothing-agrees': [1, 'fail list-differs PS100012 PS100012.3'],
  'content-ini-without-hash': [3, 'unknown content-incomplete PS100012 PS100012.3.INI'],
  'ini-without-section': [3, 'unknown metadata-unread PS100012 Setup.exe.INI'],
  'key-twice': [0],
  'key-twice-wrong-last': [1, 'fail list-differs PS100012 PS100012.3'],
  'wrong-case': [0],
  'nul-bytes': [3, 'unknown metadata-unread PS100012 Setup.exe.INI'],
  'huge-ini': [3, 'unknown metadata-unread PS100012 Setup.exe.INI'],
  'negative-size': [3, 'unknown metadata-unread PS100012 Setup.exe.INI'],
  'ref-climbs-out': [3, 'unknown metadata-unread PS100012 ..\\..\\Outside'],
  'ref-absolute': [3, 'unknown metadata-unread PS100012 C:\\Outside'],
  'ref-reserved': [1, 'fail mirror-missing PS100012 NUL'],
  'reserved-name': [3, 'unknown metadata-unread PS100012 CON'],
  'package-ini-empty': [3, 'unknown record-unread PS100012 PS100012.INI'],
  'package-ini-malformed': [3, 'unknown record-unread PS100012 PS100012.INI'],
  'package-ini-bad-version': [3, 'unknown record-unread PS100012 PS100012.INI'],
  'package-ini-extra-ref': [1, 'fail mirror-missing PS100012 PS100012.2'],
  'package-ini-without-mirror': [1, 'fail mirror-missing PS100099 PS100099.1'],
  'blob-denied': isRoot || noLink ? [0] : [3, 'unknown blob-unread PS100012 Setup.exe'],
  'link-file-ini': [3, 'unknown metadata-unread PS100012 Setup.exe.INI'],
  'link-folder': [3, 'unknown metadata-unread PS100012 Empty'],
  'link-blob': [3, 'unknown blob-unread PS100012 Setup.exe'],
  'link-blob-folder': [3, 'unknown blob-unread PS100012 Setup.exe'],
  'link-users-ini': [3, 'unknown metadata-unread PS100012 Setup.exe'],
  'link-mirror': [3, 'unknown metadata-unread PS100012 PS100012.3'],
  'link-content-ini': [3, 'unknown content-incomplete PS100012 PS100012.3.INI'],
  'link-package-ini': [3, 'unknown record-unread PS100012 PS100012.INI'],
};

describe('content verify', () => {
  const rows = Object.entries(expected).filter(([name]) => !(noLink && name.startsWith('link-')));
  test.each(rows)('%s', async (name, [exitCode, first]) => {
    const library = await buildExample(root);
    await mutations[name as MutationName](library);
    const report = await reportOf(library);
    expect([report.exitCode, loud(report)[0]]).toEqual([exitCode, first]);
    const [level, , id] = first?.split(' ') ?? [];
    for (const row of report.packages) expect(row.status).toBe(row.id === id ? level : 'pass');
    const { stdout } = await verify(library);
    expect(stdout).toMatch(exitCode === 1 ? /^DAMAGED\s/ : exitCode === 3 ? /^CANNOT TELL\s/ : /^INTACT\s/);
    // The text names the package and the file, whatever it says of them.
    const words = stdout.replace(/\s+/g, ' ');
    for (const word of first?.split(' ').slice(2) ?? []) expect(words).toContain(word.replace(/\.INI$/, ''));
    expect(notes(report)).toContain('not-compared');
  });

  test('a clean library of 10,000 files', async () => {
    const packages = Array.from({ length: 10 }, (_, index) => ({
      id: `PS10010${index}`,
      version: 1,
      // A thousand files each, a few bytes each; some are the same in all of them.
      files: Array.from({ length: 1000 }, (__, file) => ({
        path: `d${file % 20}/f${file}.bin`,
        bytes: Buffer.from(file % 5 === 0 ? `${file}` : `${index} ${file % 100}`),
      })),
    }));
    const library = await buildContentLibrary({ packages, primary: join(root, 'Lib') });
    const report = await reportOf(library);
    expect(report).toMatchObject({ exitCode: 0, verdict: 'intact', complete: true, orphans: { total: 0 } });
    expect(report.packages.map(({ files, status }) => `${files} ${status}`)).toEqual(Array(10).fill('1000 pass'));
    expect(loud(report)).toEqual([]);
  });

  test('an algorithm that nothing confirms becomes a damage when another content confirms it', async () => {
    const library = await buildExample(root);
    await mutations['wrong-info-hash'](library);
    const alone = await reportOf(library, '--package', 'PS100012');
    expect([alone.exitCode, alone.verdict, loud(alone)]).toEqual([
      3,
      'cannot-tell',
      ['unknown algorithm-not-confirmed PS100012 PS100012.3'],
    ]);
    const together = await reportOf(library, '--package', 'PS100012', '--package', 'PS100020');
    expect([together.exitCode, loud(together)]).toEqual([1, ['fail list-differs PS100012 PS100012.3']]);
  });

  test('of one package nothing else is read, and one that is not there is told', async () => {
    const library = await buildExample(root);
    await mutations['flipped-byte'](library);
    const report = await reportOf(library, '--package', 'ps100020', '--package', 'PS1000FF');
    expect(report).toMatchObject({ exitCode: 1, asked: ['PS100020', 'PS1000FF'], hashing: { read: 1 } });
    expect(loud(report)).toEqual(['fail record-missing PS1000FF PS1000FF.INI']);
    expect([statusOf(report, 'PS100020'), statusOf(report, 'PS1000FF')]).toEqual(['pass', 'fail']);
  });

  test('a damaged file of two packages is one finding that names both', async () => {
    const library = await buildExample(root);
    await mutations['flipped-byte'](library, { ref: 'Content_0001.1' });
    const report = await reportOf(library);
    expect(loud(report)).toEqual([expect.stringMatching(/^fail blob-corrupt PS100012\+PS100020 /)]);
    expect(report.findings[0]).toMatchObject({ blob: MIGAPP, check: 'content-damaged' });
    expect([statusOf(report, 'PS100012'), statusOf(report, 'PS100020')]).toEqual(['fail', 'fail']);
    // Where only one of them is asked about, the users list names the other.
    expect(loud(await reportOf(library, '--package', 'PS100012'))[0]).toContain('PS100012+Content_0001.1');
  });

  test('without bytes a damaged file passes, and the report says that no bytes were read', async () => {
    const library = await buildExample(root);
    await mutations['flipped-byte'](library);
    const report = await reportOf(library, '--metadata-only');
    expect(report).toMatchObject({ exitCode: 0, hashing: { wanted: false, read: 0, bytes: 0 } });
    expect(notes(report)).toContain('bytes-not-read');
    const { stdout } = await verify(library, '--metadata-only');
    expect(stdout).toMatch(/^INTACT, as far as its lists and sizes tell\s/);
    expect(stdout).toContain('No bytes were read (--metadata-only)');
    await mutations['truncated-blob'](library);
    expect(loud(await reportOf(library, '--metadata-only'))).toEqual(['fail size-wrong PS100012 Setup.exe']);
  });

  test('results of the cache are counted; without it every byte is read', async () => {
    const library = await buildExample(root);
    const cache = ['--hash-cache', join(root, 'hashes')];
    await reportOf(library, ...cache);
    // Size and time stay as they were.
    await mutations['flipped-byte'](library);
    const cached = await reportOf(library, ...cache);
    expect(cached).toMatchObject({ exitCode: 0, hashing: { read: 0, cached: 3 } });
    expect(cached.findings.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^3 of 3 results came from the cache/),
    );
    expect((await reportOf(library)).exitCode).toBe(1);
  });

  test('many damaged files of a package are folded, and all of them are there for those who ask', async () => {
    const files = Array.from({ length: 12 }, (_, index) => ({ path: `f${index}.bin`, bytes: Buffer.from(`${index}`) }));
    const packages = [{ id: 'PS100012', version: 3, files }, APPLICATION];
    const library = await buildContentLibrary({ packages, primary: join(root, 'Lib') });
    for (const { path } of files) await mutations['missing-blob'](library, { path });
    const { stdout } = await verify(library);
    expect(stdout.match(/✖ FAIL {2}12 files, the first: /g)).toHaveLength(1);
    const named = (text: string) => text.match(/^ {8}(?:also| {4}) {5}f\d+\.bin$/gm);
    expect(named(stdout)).toHaveLength(4);
    expect(stdout).toContain('and 7 more files (--verbose lists them)');
    expect(named((await verify(library, '--verbose')).stdout)).toHaveLength(11);
    expect(loud(await reportOf(library))).toHaveLength(12);
  });

  test('a library that records nothing is not intact', async () => {
    const library = await buildContentLibrary({ packages: [], primary: join(root, 'Lib') });
    expect(await reportOf(library)).toMatchObject({ exitCode: 3, verdict: 'cannot-tell', packages: [] });
  });

  test('what is no library is refused in one sentence', async () => {
    const { primary } = await buildExample(root);
    const file = join(root, 'file');
    await writeFile(file, '');
    const refused: [string, RegExp][] = [
      [join(root, 'nowhere'), /^There is no folder .*nowhere\.$/],
      [file, /^.*file is no folder\.$/],
      [root, /is no content library: it has no folder PkgLib\.$/],
    ];
    for (const [folder, sentence] of refused)
      await expect(runHere(['content', 'verify', folder])).rejects.toThrow(sentence);
    const cache = join(primary, 'FileLib', 'cache');
    await expect(runHere(['content', 'verify', primary, '--hash-cache', cache])).rejects.toThrow('must not lie in');
    await expect(runHere(['content', 'hash', file])).rejects.toThrow('is no folder');
    const ended = await run(['content', 'verify', root]);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^osd-preflight: .*\n$/) });
  });

  // Elsewhere a signal ends a process at once, or a file that long needs the room.
  test.skipIf(process.platform !== 'linux')('Ctrl-C in the middle of the bytes: what is known is told', async () => {
    const image = { id: 'PS100030', version: 1, files: [{ path: 'install.wim', bytes: Buffer.from('wim') }] };
    const library = await buildContentLibrary({ packages: [CLASSIC, image], primary: join(root, 'Lib') });
    await mutations['missing-blob'](library);
    // Longer than anybody reads in the time that this test takes; nothing of it is on the disk.
    const target = { ref: 'PS100030.1' };
    await truncate(blobFile(library, blobAt(library, target)), 2 ** 40);
    await editIni(fileIni(library, target), (text) => text.replace(/^Size=3$/m, `Size=${2 ** 40}`));
    const program = start(['content', 'verify', library.primary]);
    await program.said('hashing ');
    expect(program.stderr()).toMatch(/: hashing \d\.\d of 1\.1 TB(, \d.* left)?\n/);
    program.child.kill('SIGINT');
    const { code, stdout, stderr } = await program.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^DAMAGED\s/);
    expect(stdout).toMatch(/Setup\.exe\s+of\s+PS100012/);
    expect(stdout.replace(/\s+/g, ' ')).toContain('The reading was interrupted: of 4 different files');
    expect(stdout).toMatch(/NOT JUDGED +PS100030/);
    expect(stdout).toMatch(/exit code 130\n/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('content hash', () => {
  const source = async () => {
    const folder = join(root, 'source');
    for (const dir of [...CLASSIC.emptyDirs!, 'x86']) await mkdir(join(folder, dir), { recursive: true });
    for (const { path, bytes } of CLASSIC.files!) await writeFile(join(folder, path), bytes as Uint8Array);
    return folder;
  };

  test('prints the hash alone, and tells the rest on stderr', async () => {
    const ended = await runHere(['content', 'hash', await source()]);
    expect(ended).toEqual({
      code: 0,
      // The second vector of the domain page.
      stdout: 'F7F1201EC940EC51577B9C887C96D499A4A756A572DFEB35577AD5BE9993D40A\n',
      stderr: '3 files, 11 bytes, sha256, order ordinal-upper\n',
    });
    const { stdout } = await runHere(['content', 'hash', await source(), '--format', 'json']);
    expect(contentHashSchema.parse(JSON.parse(stdout))).toMatchObject({
      hash: ended.stdout.trim(),
      files: 3,
      exitCode: 0,
    });
  });

  test('is the hash that the library of that source holds', async () => {
    const { manifest } = await buildExample(root);
    const { stdout } = await runHere(['content', 'hash', await source(), '--hash-workers', '1']);
    expect(stdout).toBe(`${manifest.contents[0]!.hash}\n`);
  });

  test('says where the order of names is not certain, and that ConfigMgr 2007 is not confirmed', async () => {
    const folder = join(root, 'names');
    await mkdir(folder);
    for (const name of ['a-b', 'ab', 'a_b']) await writeFile(join(folder, name), name);
    const { stdout, stderr, code } = await runHere(['content', 'hash', folder, '--algorithm', 'sha1']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^[0-9A-F]{40}\n$/)]);
    expect(stderr).toContain('The order of these names is not certain');
    expect(stderr).toContain('not confirmed');
  });

  test.skipIf(noLink)('of a folder that cannot be read whole is none', async () => {
    const folder = await source();
    await symlink(root, join(folder, 'x86', 'out'));
    const { stdout, stderr, code } = await runHere(['content', 'hash', folder]);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^One entry of .* could not be read, so there is no hash:\n {2}x86\\out: it is a link/);
    const json = await runHere(['content', 'hash', folder, '--format', 'json']);
    expect(contentHashSchema.parse(JSON.parse(json.stdout))).toMatchObject({ hash: null, exitCode: 3 });
  });
});
