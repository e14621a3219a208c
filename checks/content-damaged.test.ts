import { describe, expect, test } from 'vitest';
import type { Failure } from '../src/model/answer.ts';
import type { Json } from '../src/model/json.ts';
import {
  blobPath,
  edited,
  fileIni,
  type LibraryRow,
  libraryOf,
  type Package,
  sha256,
  wanted,
} from '../test/checks/content.ts';
import {
  type Changes,
  estate,
  healthyHosts,
  healthySite,
  host,
  noSite,
  partError,
  sequence,
  site,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './content-damaged.ts';

const healthy = libraryOf(wanted);
const msi = sha256('client');
const exe = sha256('setup');
const library = (rows: Json | Failure, bytes: Json | Failure = healthy.bytes) => ({
  facts: { 'content-library': rows, 'content-blobs': bytes },
});
/** One row of the library, or one of the bytes, differs. */
const row = (kind: string, holds: string, change: LibraryRow | null) =>
  library(edited(healthy.rows, kind, holds, change));
const bytes = (change: LibraryRow) => {
  const rows = healthy.bytes.map((each) => (each['blob'] === msi ? { ...each, ...change } : each));
  return library(healthy.rows, rows);
};
const unreadable = (hresult: string, message = 'Windows said no.') => bytes({ sha256: null, hresult, message });
/** A blob that neither the list nor the reading of bytes found. */
const missing = library(
  edited(healthy.rows, 'blob', msi, null),
  healthy.bytes.filter((each) => each['blob'] !== msi),
);
const users = (ini: Json) => row('blob', msi, { users: ini });
const fileRow = (ini: Json) => row('file', 'client.msi', { ini });
const contentRow = (hash: string) => row('content', 'PS100012.3', { ini: { value: `[Info]\r\nHash=${hash}\r\n` } });
const more = (...rows: LibraryRow[]) => [...healthy.rows, ...rows];
const second = { kind: 'blob', blob: msi, path: blobPath(msi, 'E'), size: 6 };
const secondBytes = (hash: string) => ({
  kind: 'blob',
  blob: msi,
  path: blobPath(msi, 'E'),
  bytes: 6,
  sha256: hash,
  hresult: null,
  message: null,
});

/** Two packages whose content hashes do not fit, of which one may vouch for the algorithm. */
const wrongHash = (packages: Package[]): Changes => {
  const { rows, bytes } = libraryOf(packages);
  const changed = edited(rows, 'content', 'PS100012.3', { ini: { value: `[Info]\r\nHash=${'0'.repeat(64)}\r\n` } });
  return library(changed, bytes);
};
const bigBoot: Package = { ...wanted[0]!, files: { 'boot.wim': 'boot', 'more.txt': 'more' } };

const vouched = libraryOf([bigBoot, wanted[1]!]);
const x64 = { kind: 'unread', ref: 'PS100012.3', path: 'x64', ...(partError as LibraryRow) };
const lostFolder = library([...edited(vouched.rows, 'file', 'client.msi', null), x64], vouched.bytes);
const stand = (parts: object) => ({ 'site-packages': site(healthySite[0]!, { ...healthySite[1]!, ...parts }) });
const of = (packages: Package[]) => library(libraryOf(packages).rows, libraryOf(packages).bytes);
/** The mirror's rows under another spelling than the package's record. */
const lowerRefs = healthy.rows.map((each) =>
  each['kind'] === 'package' || !each['ref'] ? each : { ...each, ref: String(each['ref']).toLowerCase() },
);
const unseen = [
  ...edited(healthy.rows, 'blob', msi, null),
  { kind: 'blob', blob: msi, path: blobPath(msi), ...(partError as LibraryRow) },
];
const alone = { ...noSite, configuration: { ...noSite.configuration, packages: ['PS100005', 'PS100012'] } };

judges(check, [
  ['everything intact', {}, 'pass'],
  ['without a site', alone, 'pass'],
  // The record of the package
  [
    'not in the library, without a site',
    { ...alone, ...row('package', 'PS100012', { ini: { value: null }, refs: [] }) },
    'blocked not-read',
  ],
  [
    'not in the library, and the site says it is',
    row('package', 'PS100012', { ini: { value: null }, refs: [] }),
    'blocked not-read',
  ],
  [
    'not in the library, newer than at the site',
    {
      facts: {
        ...row('package', 'PS100012', { ini: { value: null }, refs: [] }).facts,
        ...stand({ version: 2, status: { sourceVersion: 3 } }),
      },
    },
    'blocked not-read',
  ],
  ['record unread', row('package', 'PS100012', { ini: partError, refs: [] }), 'blocked not-read'],
  [
    'record unread, monitored',
    {
      facts: {
        ...row('package', 'PS100012', { ini: partError, refs: [] }).facts,
        ...stand({ status: { state: 8 } }),
      },
    },
    'blocked not-read',
  ],
  ['record empty', row('package', 'PS100012', { ini: { value: '' }, refs: [] }), 'blocked not-listed'],
  ['two packages spell one content differently', library(lowerRefs), 'pass'],
  // Why the files were not read
  ['stale', { facts: { ...stand({ version: 4, status: { sourceVersion: 3 } }) } }, 'blocked not-read'],
  ['being updated', { facts: stand({ status: { state: 7 } }) }, 'blocked not-read'],
  ['not targeted', { facts: stand({ status: null, targeted: false }) }, 'blocked not-read'],
  ['an undocumented state', { facts: stand({ status: { state: 12 } }) }, 'blocked not-read'],
  ['unknown to the site', { facts: { 'site-packages': site(healthySite[0]!) } }, 'blocked scope-incomplete'],
  ['monitored: read all the same', { facts: stand({ status: { state: 8 } }) }, 'pass'],
  ['newer than at the site: read all the same', { facts: stand({ version: 2, status: { sourceVersion: 3 } }) }, 'pass'],
  ['no files needed', { facts: stand({ package: { flags: 0x10000000 } }) }, 'pass'],
  // Mirror
  ['the mirror is missing', row('content', 'PS100012.3', { present: false }), 'blocked not-listed'],
  ['the content INI is missing', row('content', 'PS100012.3', { ini: { value: null } }), 'pass'],
  ['the content INI could not be read', row('content', 'PS100012.3', { ini: partError }), 'pass'],
  ['the content INI has 63 digits', contentRow('0'.repeat(63)), 'pass'],
  ['a file INI could not be read', fileRow(partError), 'blocked not-listed'],
  ['a file INI of 0 bytes', fileRow({ value: '' }), 'blocked not-listed'],
  ['a file INI with 63 digits', fileRow({ value: fileIni(msi.slice(1), 6) }), 'blocked not-listed'],
  ['a file INI without a size', fileRow({ value: `[File]\r\nHash=${msi}\r\n` }), 'blocked not-listed'],
  ['lower-case hashes', fileRow({ value: fileIni(msi.toLowerCase(), 6) }), 'pass'],
  ['a folder could not be listed', library(more(x64)), 'blocked not-listed'],
  ['a folder could not be listed, its files are lost, another content vouches', lostFolder, 'blocked not-listed'],
  ['a link', library(more({ kind: 'link', ref: 'PS100012.3', path: 'shortcut' })), 'blocked not-listed'],
  [
    'a file that is no INI',
    library(more({ kind: 'file', ref: 'PS100012.3', path: 'Thumbs.db', ini: { value: fileIni(msi, 6) } })),
    'blocked not-listed',
  ],
  // Content hash: ruling 14
  ['the stored hash is wrong, nothing vouches', wrongHash(wanted), 'pass'],
  ['the stored hash is wrong, another content vouches', wrongHash([bigBoot, wanted[1]!]), 'pass'],
  ['a lost file INI, nothing vouches', row('file', 'client.msi', null), 'pass'],
  [
    'a lost empty folder, another content vouches',
    library(edited(vouched.rows, 'folder', 'logs', null), vouched.bytes),
    'pass',
  ],
  // Blobs: presence and size
  ['a blob is missing', missing, 'fail blob-missing'],
  [
    'a blob was cut short',
    library(edited(healthy.rows, 'blob', msi, { size: 5 }), unread('timeout')),
    'fail fact-unread size-wrong',
  ],
  [
    'a blob was cut short, its bytes were read',
    library(
      edited(healthy.rows, 'blob', msi, { size: 5 }),
      bytes({ bytes: 5, sha256: sha256('clien') }).facts['content-blobs'],
    ),
    'fail size-wrong',
  ],
  ['the recorded size is wrong, the bytes are right', fileRow({ value: fileIni(msi, 7) }), 'fail size-wrong'],
  ['a size as text', row('blob', msi, { size: '6' }), 'pass'],
  [
    'a blob that may not be seen',
    library(unseen, unreadable('0x80070005').facts['content-blobs']),
    'unknown blob-unread',
  ],
  // Bytes
  ['a flipped bit', bytes({ sha256: sha256('Client') }), 'fail blob-corrupt'],
  ['locked', unreadable('0x80070020'), 'unknown blob-locked'],
  ['a part of it locked', unreadable('0x80070021'), 'unknown blob-locked'],
  ['denied', unreadable('0x80070005'), 'unknown blob-unread'],
  ['the path is too long', unreadable('0x800700CE'), 'unknown blob-unread'],
  ['a checksum error of the disk', unreadable('0x80070017'), 'fail disk-error'],
  ['a device error', unreadable('0x8007045D'), 'fail disk-error'],
  ['changed while it was read', bytes({ bytes: 7, sha256: sha256('clients') }), 'unknown blob-changed'],
  [
    'one blob has no bytes',
    library(
      healthy.rows,
      healthy.bytes.filter((each) => each['blob'] !== msi),
    ),
    'unknown bytes-missing',
  ],
  ['two drives, both right', library(more(second), [...healthy.bytes, secondBytes(msi)]), 'pass'],
  ['two drives, one damaged', library(more(second), [...healthy.bytes, secondBytes(exe)]), 'fail blob-corrupt'],
  ['two drives, one not read', library(more(second)), 'unknown bytes-missing'],
  ['an empty content', of([wanted[0]!, { ...wanted[1]!, files: {} }]), 'pass'],
  // Facts
  ['the bytes unread', { facts: { 'content-blobs': unread('timeout') } }, 'unknown fact-unread'],
  ['the bytes not asked for', { without: ['content-blobs'] }, 'unknown bytes-missing bytes-missing'],
  [
    'site unread, so no bytes',
    { facts: { 'site-packages': unread() }, without: ['content-blobs'] },
    'unknown fact-unread',
  ],
  [
    'site unread, a blob missing',
    { facts: { 'site-packages': unread(), ...missing.facts } },
    'fail blob-missing fact-unread',
  ],
  ['missing from the list, and read after all', row('blob', msi, null), 'unknown blob-changed'],
  // Users lists
  ['a users list that names the content', users({ value: '[Users]\r\nPS100012.3=\r\n' }), 'pass'],
  ['a users list in another spelling', users({ value: '[Users]\r\nps100012.3=\r\n' }), 'pass'],
  ['a users list without the content', users({ value: '[Users]\r\nPS100099.1=\r\n' }), 'warn users-list-wrong'],
  ['no users list', users({ value: null }), 'warn users-list-wrong'],
  ['a users list that was not read', users(partError), 'pass'],
  // Reading that ended early
  [
    'cut before the end',
    library(healthy.rows, [
      ...healthy.bytes.filter((each) => each['blob'] !== msi),
      { kind: 'cut', why: 'The run was interrupted.' },
    ]),
    'unknown bytes-missing',
  ],
  [
    'cut behind the last',
    library(healthy.rows, [...healthy.bytes, { kind: 'cut', why: 'The run was interrupted.' }]),
    'pass',
  ],
  [
    'a package that the library was not asked for',
    { params: { 'content-library': { packages: ['PS100005'] }, 'content-blobs': { packages: ['PS100005'] } } },
    'unknown not-read',
  ],
  [
    'stale, and a file is missing',
    { facts: { ...stand({ version: 4, status: { sourceVersion: 3 } }), ...missing.facts } },
    'fail blob-missing not-read',
  ],
  // No file was read
  [
    'references that are cut',
    { facts: { 'task-sequence': sequence({ truncated: true }) } },
    'blocked scope-incomplete',
  ],
  ['a task sequence without a site', { configuration: { site: null } }, 'blocked scope-incomplete'],
  ['no content library', library([{ kind: 'library', path: null, fileLibs: [] }]), 'not-applicable no-library'],
  [
    'both stale',
    {
      facts: {
        'site-packages': site(...healthySite.map((each) => ({ ...each, version: 9, status: { sourceVersion: 1 } }))),
      },
    },
    'blocked not-read not-read',
  ],
  [
    'nothing has files',
    { facts: { 'site-packages': site(...healthySite.map((each) => ({ ...each, package: { sourceFlag: 1 } }))) } },
    'not-applicable nothing-with-content',
  ],
  ['the library unread', { facts: { 'content-library': unread() } }, 'unknown fact-unread'],
  ['the library not asked for', { without: ['content-library', 'content-blobs'] }, 'not-applicable not-asked'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);

describe('what it says', () => {
  const findings = (changes: Changes) => resultOf(check, estate(changes)).findings;
  const shared: Package[] = [wanted[0]!, { ...wanted[1]!, files: { ...wanted[1]!.files, 'boot.wim': 'boot' } }];
  const boot = sha256('boot');

  test('a blob that two packages share is one finding with both', () => {
    const { rows, bytes } = libraryOf(shared);
    const bad = bytes.map((each) => (each['blob'] === boot ? { ...each, sha256: exe } : each));
    const corrupt = findings(library(rows, bad)).filter(({ code }) => code === 'blob-corrupt');
    expect(corrupt).toHaveLength(1);
    expect(corrupt[0]).toMatchObject({
      subject: blobPath(boot),
      because: expect.stringContaining('PS100005, PS100012'),
      evidence: [{ seen: `${blobPath(boot)}: ${exe}`, expected: boot }],
    });
  });

  test('two drives: the damaged copy is named by its drive', () => {
    const changes = library(more(second), [...healthy.bytes, secondBytes(exe)]);
    expect(findings(changes)[0]).toMatchObject({
      subject: blobPath(msi, 'E'),
      because: expect.stringContaining('E:\\'),
    });
  });

  test('a damaged blob is redistributed, for an update would skip it', () => {
    expect(findings(bytes({ sha256: exe }))[0]?.remedy?.text).toMatch(/^Redistribute PS100012/);
  });

  test('a stale package: its files are blocked by the finding of the other check', () => {
    const [finding] = findings({ facts: stand({ version: 4, status: { sourceVersion: 3 } }) });
    expect(finding?.causedBy).toEqual({
      check: 'content-not-current',
      target: 'DP01',
      code: 'stale',
      subject: 'PS100012',
    });
  });

  test('a damaged blob names contents of packages out of scope', () => {
    const rows = edited(healthy.rows, 'blob', msi, { users: { value: '[Users]\r\nPS100012.3=\r\nPS100099.7=\r\n' } });
    const [finding] = findings(library(rows, bytes({ sha256: exe }).facts['content-blobs']));
    expect(finding).toMatchObject({ code: 'blob-corrupt', because: expect.stringContaining('PS100012, PS100099.7') });
  });

  test('bytes that did not come are one finding with the reason and the count', () => {
    const rest = healthy.bytes.filter((each) => each['blob'] !== msi && each['blob'] !== exe);
    const changes = library(healthy.rows, [...rest, { kind: 'cut', why: 'The run was interrupted.' }]);
    expect(findings(changes).map(({ text }) => text)).toEqual([
      'The bytes of 2 of 3 files of PS100012 on DP01 were not read: The run was interrupted.',
    ]);
  });

  test('of many damaged files twenty are named and the rest is counted', () => {
    const names = Array.from({ length: 50 }, (_, i) => `file${i}.dll`);
    const many: Package = { ...wanted[1]!, files: Object.fromEntries(names.map((name) => [name, `of ${name}`])) };
    const { rows, bytes } = libraryOf([wanted[0]!, many]);
    const bad = bytes.map((each) => (each['blob'] === boot ? each : { ...each, sha256: exe }));
    const corrupt = findings(library(rows, bad)).filter(({ code }) => code === 'blob-corrupt');
    expect(corrupt).toHaveLength(21);
    expect(corrupt.at(-1)).toMatchObject({
      subject: 'PS100012 …',
      text: '30 more files of PS100012 on DP01 are damaged: file27.dll, file28.dll, file29.dll among them.',
    });
  });

  test('the library of a site server is made anew by an update', () => {
    const hosts = [healthyHosts[0]!, host('DP01', ['distribution-point', 'site-server'])];
    const [finding] = findings({ ...bytes({ sha256: exe }), hosts });
    expect(finding?.remedy?.text).toMatch(/At the site that owns PS100012: Update/);
    expect(finding?.remedy?.text).not.toMatch(/SQL/);
  });

  test.each([
    [msi, /record in the mirror is wrong/],
    [exe, /was cut short or grew/],
  ])('a wrong size says what the bytes say: %s', (sha, expected) => {
    const changes = library(
      edited(healthy.rows, 'file', 'client.msi', { ini: { value: fileIni(msi, 7) } }),
      bytes({ sha256: sha }).facts['content-blobs'],
    );
    expect(findings(changes)[0]?.because).toMatch(expected);
  });

  test('an unread blob says what Windows said, with the code', () => {
    expect(findings(unreadable('0x80070020', 'In use.'))[0]?.text).toContain('In use. (0x80070020)');
  });
});
