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
  noSite,
  partError,
  site,
  unread,
} from '../test/checks/gathering.ts';
import { judges, type Row, resultOf } from '../test/checks/table.ts';
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
const fileRow = (ini: Json) => row('file', 'client.msi', { ini });
const contentRow = (hash: string) => row('content', 'PS100012.3', { ini: { value: `[Info]\r\nHash=${hash}\r\n` } });
const more = (...rows: LibraryRow[]) => [...healthy.rows, ...rows];
const second = { kind: 'blob', blob: msi, path: blobPath(msi, 'E'), size: 6 };
const secondBytes = (hash: string) => ({
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

/** Where files were read, the report says that the site had no part in it. */
const compared = (rows: Row[]): Row[] =>
  rows.map(([name, changes, expected]) => [name, changes, `${expected} not-compared`]);

judges(check, [
  ...compared([
    ['everything intact', {}, 'pass'],
    ['without a site', alone, 'pass'],
    // The record of the package
    [
      'not in the library, without a site',
      { ...alone, ...row('package', 'PS100012', { ini: { value: null }, refs: [] }) },
      'fail absent',
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
      'fail absent',
    ],
    ['record unread', row('package', 'PS100012', { ini: partError, refs: [] }), 'unknown unread'],
    [
      'record unread, monitored',
      {
        facts: {
          ...row('package', 'PS100012', { ini: partError, refs: [] }).facts,
          ...stand({ status: { state: 8 } }),
        },
      },
      'unknown unread',
    ],
    ['record empty', row('package', 'PS100012', { ini: { value: '' }, refs: [] }), 'unknown metadata-unread'],
    ['two packages spell one content differently', library(lowerRefs), 'pass'],
    // Why the files were not read
    ['stale', { facts: { ...stand({ version: 4, status: { sourceVersion: 3 } }) } }, 'blocked not-read'],
    ['being updated', { facts: stand({ status: { state: 7 } }) }, 'blocked not-read'],
    ['not targeted', { facts: stand({ status: null, targeted: false }) }, 'blocked not-read'],
    ['an undocumented state', { facts: stand({ status: { state: 12 } }) }, 'blocked not-read'],
    ['unknown to the site', { facts: { 'site-packages': site(healthySite[0]!) } }, 'blocked not-read'],
    ['monitored: read all the same', { facts: stand({ status: { state: 8 } }) }, 'pass'],
    [
      'newer than at the site: read all the same',
      { facts: stand({ version: 2, status: { sourceVersion: 3 } }) },
      'pass',
    ],
    ['no files needed', { facts: stand({ package: { flags: 0x10000000 } }) }, 'pass'],
    // Mirror
    ['the mirror is missing', row('content', 'PS100012.3', { present: false }), 'fail mirror-missing'],
    ['the content INI is missing', row('content', 'PS100012.3', { ini: { value: null } }), 'unknown metadata-unread'],
    ['the content INI could not be read', row('content', 'PS100012.3', { ini: partError }), 'unknown metadata-unread'],
    ['the content INI has 63 digits', contentRow('0'.repeat(63)), 'unknown metadata-unread'],
    ['a file INI could not be read', fileRow(partError), 'unknown metadata-unread'],
    ['a file INI of 0 bytes', fileRow({ value: '' }), 'unknown metadata-unread'],
    ['a file INI with 63 digits', fileRow({ value: fileIni(msi.slice(1), 6) }), 'unknown metadata-unread'],
    ['a file INI without a size', fileRow({ value: `[File]\r\nHash=${msi}\r\n` }), 'unknown metadata-unread'],
    ['lower-case hashes', fileRow({ value: fileIni(msi.toLowerCase(), 6) }), 'pass'],
    ['a folder could not be listed', library(more(x64)), 'unknown metadata-unread'],
    [
      'a folder could not be listed, its files are lost, another content vouches',
      lostFolder,
      'unknown metadata-unread',
    ],
    ['a link', library(more({ kind: 'link', ref: 'PS100012.3', path: 'shortcut' })), 'unknown metadata-unread'],
    [
      'a file that is no INI',
      library(more({ kind: 'file', ref: 'PS100012.3', path: 'Thumbs.db', ini: { value: fileIni(msi, 6) } })),
      'unknown metadata-unread',
    ],
    // Content hash: ruling 14
    ['the stored hash is wrong, nothing vouches', wrongHash(wanted), 'unknown metadata-unconfirmed'],
    ['the stored hash is wrong, another content vouches', wrongHash([bigBoot, wanted[1]!]), 'fail metadata-damaged'],
    ['a lost file INI, nothing vouches', row('file', 'client.msi', null), 'unknown metadata-unconfirmed'],
    [
      'a lost empty folder, another content vouches',
      library(edited(vouched.rows, 'folder', 'logs', null), vouched.bytes),
      'fail metadata-damaged',
    ],
    // Blobs: presence and size
    ['a blob is missing', row('blob', msi, null), 'fail blob-missing'],
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
      'fail blob-corrupt',
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
    ['locked', unreadable('0x80070020'), 'unknown blob-unread'],
    ['a part of it locked', unreadable('0x80070021'), 'unknown blob-unread'],
    ['denied', unreadable('0x80070005'), 'unknown blob-unread'],
    ['the path is too long', unreadable('0x800700CE'), 'unknown blob-unread'],
    ['a checksum error of the disk', unreadable('0x80070017'), 'fail disk-error'],
    ['a device error', unreadable('0x8007045D'), 'fail disk-error'],
    ['changed while it was read', bytes({ bytes: 7, sha256: sha256('clients') }), 'unknown blob-unread'],
    [
      'one blob has no bytes',
      library(
        healthy.rows,
        healthy.bytes.filter((each) => each['blob'] !== msi),
      ),
      'unknown blob-unread',
    ],
    ['two drives, both right', library(more(second), [...healthy.bytes, secondBytes(msi)]), 'pass'],
    ['two drives, one damaged', library(more(second), [...healthy.bytes, secondBytes(exe)]), 'fail blob-corrupt'],
    ['two drives, one not read', library(more(second)), 'unknown blob-unread'],
    ['an empty content', of([wanted[0]!, { ...wanted[1]!, files: {} }]), 'pass'],
    // Facts
    ['the bytes unread', { facts: { 'content-blobs': unread('timeout') } }, 'unknown fact-unread'],
    ['the bytes not asked for', { without: ['content-blobs'] }, 'unknown bytes-not-read bytes-not-read'],
    [
      'site unread, so no bytes',
      { facts: { 'site-packages': unread() }, without: ['content-blobs'] },
      'unknown fact-unread',
    ],
    [
      'site unread, a blob missing',
      { facts: { 'site-packages': unread(), ...row('blob', msi, null).facts } },
      'fail blob-missing fact-unread',
    ],
  ]),
  // No file was read
  [
    'references that are cut',
    { facts: { 'task-sequence': { found: true, name: 'x', bootImage: null, references: [], truncated: true } } },
    'unknown not-compared scope-incomplete',
  ],
  ['a task sequence without a site', { configuration: { site: null } }, 'unknown not-compared scope-incomplete'],
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
      evidence: [{ seen: `${blobPath(boot)}, whose bytes give ${exe}`, expected: boot }],
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

  test('an unread blob says what Windows said, with the code', () => {
    expect(findings(unreadable('0x80070020', 'In use.'))[0]?.text).toContain('In use. (0x80070020)');
  });
});
