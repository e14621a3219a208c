import { describe, expect, test } from 'vitest';
import type { Failure } from '../src/model/answer.ts';
import type { Json } from '../src/model/json.ts';
import {
  edited,
  fileIni,
  hashOf,
  type LibraryRow,
  libraryOf,
  type Package,
  sha256,
  wanted,
} from '../test/checks/content.ts';
import {
  type Changes,
  contentHashes,
  estate,
  hashQuestion,
  healthyHosts,
  healthySite,
  nal,
  noSite,
  partError,
  sequence,
  site,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './content-metadata-damaged.ts';

const healthy = libraryOf(wanted);
const msi = sha256('client');
const zeros = '0'.repeat(64);
const library = (rows: Json | Failure) => ({ facts: { 'content-library': rows } });
/** One row of the library differs. */
const row = (kind: string, holds: string, change: LibraryRow | null, rows: readonly LibraryRow[] = healthy.rows) =>
  library(edited(rows, kind, holds, change));
const fileRow = (ini: Json) => row('file', 'client.msi', { ini });
const stored = (hash: string, rows: readonly LibraryRow[] = healthy.rows) =>
  row('content', 'PS100012.3', { ini: { value: `[Info]\r\nHash=${hash}\r\n` } }, rows);
const hashes = (answer: Json | Failure) => ({ 'site-content-hashes': answer });
const both = (...changes: Changes[]): Changes => ({
  ...Object.assign({}, ...changes),
  facts: Object.assign({}, ...changes.map(({ facts }) => facts)),
});

/** A second content of more than one entry, whose hash comes out: it vouches for the algorithm. */
const big: Package = { ...wanted[0]!, files: { 'boot.wim': 'boot', 'more.txt': 'more' } };
const vouched = libraryOf([big, wanted[1]!]).rows;
/** What the site says of the two packages that the task sequence needs. */
const siteSays = (client: string | null, boot = hashOf(big)) =>
  hashes(
    contentHashes({
      references: {
        value: [
          { id: 'PS100005', version: 4, hash: boot },
          { id: 'PS100012', version: 3, hash: client },
        ].map(({ id, version, hash }) => ({
          taskSequence: 'PS100042',
          package: id,
          nalPath: nal('DP01.CONTOSO.COM'),
          sourceVersion: version,
          hash,
        })),
      },
    }),
  );
const getter = (version: number, answer: Json) =>
  hashes(
    contentHashes({
      references: { value: [] },
      packages: wanted.map((each) => ({
        package: each.id,
        version: each.id === 'PS100012' ? version : (each.version ?? 1),
        answer: each.id === 'PS100012' ? answer : { value: { returned: 0, hash: hashOf(each), hashVersion: null } },
      })),
    }),
  );
const answered = (returned: number, hash: string | null): Json => ({ value: { returned, hash, hashVersion: null } });
const good = hashOf(wanted[1]!);
const absentClass: Json = {
  error: {
    types: [],
    hresults: ['0x80041010'],
    native: 'InvalidClass',
    id: 'HRESULT 0x80041010',
    message: 'Invalid class',
  },
};
const stand = (parts: object) => ({ 'site-packages': site(healthySite[0]!, { ...healthySite[1]!, ...parts }) });
const x64 = { kind: 'unread', ref: 'PS100012.3', path: 'x64', ...(partError as LibraryRow) };
const more = (...rows: LibraryRow[]) => library([...healthy.rows, ...rows]);
const alone = { ...noSite, configuration: { ...noSite.configuration, packages: ['PS100005', 'PS100012'] } };
/** The mirror's rows under another spelling than the package's record. */
const lowerRefs = healthy.rows.map((each) =>
  each['kind'] === 'package' || !each['ref'] ? each : { ...each, ref: String(each['ref']).toLowerCase() },
);
const lost = edited(vouched, 'file', 'client.msi', null);

judges(check, [
  ['everything as the site expects', {}, 'pass'],
  ['without a site', alone, 'pass not-compared'],
  [
    'without a site, the stored hash is wrong, nothing vouches',
    { ...alone, ...stored(zeros) },
    'unknown algorithm-not-confirmed not-compared',
  ],
  [
    'without a site, the stored hash is wrong, another content vouches',
    { ...alone, ...stored(zeros, vouched) },
    'fail list-differs not-compared',
  ],
  // The record of the package
  [
    'not in the library, without a site',
    { ...alone, ...row('package', 'PS100012', { ini: { value: null }, refs: [] }) },
    'fail not-compared record-missing',
  ],
  [
    'not in the library, and the site says it is',
    row('package', 'PS100012', { ini: { value: null }, refs: [] }),
    'blocked not-judged',
  ],
  [
    'record unread, without a site',
    { ...alone, ...row('package', 'PS100012', { ini: partError, refs: [] }) },
    'unknown not-compared record-unread',
  ],
  ['record unread', row('package', 'PS100012', { ini: partError, refs: [] }), 'blocked not-judged'],
  [
    'record with a name that leads out of the library',
    row('package', 'PS100012', {
      ini: { value: '[Packages]\r\nPS100012.3=\r\n..\\..\\Windows=\r\n[Info]\r\nVersion=3\r\n' },
    }),
    'unknown metadata-unread',
  ],
  ['record empty', row('package', 'PS100012', { ini: { value: '' }, refs: [] }), 'unknown metadata-unread'],
  [
    'the list of a content did not come',
    row('content', 'PS100005', null, edited(edited(healthy.rows, 'file', 'boot', null), 'content', 'PS100005', {})),
    'unknown metadata-unread',
  ],
  ['two packages spell one content differently', library(lowerRefs), 'pass'],
  // Where the package stands
  ['stale: the list is judged all the same', { facts: stand({ version: 4, status: { sourceVersion: 3 } }) }, 'pass'],
  ['being updated', { facts: stand({ status: { state: 7 } }) }, 'blocked not-judged'],
  ['not targeted', { facts: stand({ status: null, targeted: false }) }, 'blocked not-judged'],
  ['an undocumented state', { facts: stand({ status: { state: 12 } }) }, 'blocked not-judged'],
  ['unknown to the site', { facts: { 'site-packages': site(healthySite[0]!) } }, 'blocked scope-incomplete'],
  ['no files needed', { facts: stand({ package: { flags: 0x10000000 } }) }, 'pass'],
  // Mirror
  ['the mirror is missing', row('content', 'PS100012.3', { present: false }), 'fail mirror-missing'],
  ['the content INI is missing', row('content', 'PS100012.3', { ini: { value: null } }), 'unknown content-incomplete'],
  ['the content INI could not be read', row('content', 'PS100012.3', { ini: partError }), 'unknown content-incomplete'],
  ['the content INI has 63 digits', stored(zeros.slice(1)), 'unknown content-incomplete'],
  ['a file INI could not be read', fileRow(partError), 'unknown metadata-unread'],
  ['a file INI of 0 bytes', fileRow({ value: '' }), 'unknown metadata-unread'],
  ['a file INI with 63 digits', fileRow({ value: fileIni(msi.slice(1), 6) }), 'unknown metadata-unread'],
  ['a file INI without a size', fileRow({ value: `[File]\r\nHash=${msi}\r\n` }), 'unknown metadata-unread'],
  ['lower-case hashes', fileRow({ value: fileIni(msi.toLowerCase(), 6) }), 'pass'],
  ['a folder could not be listed', more(x64), 'unknown metadata-unread'],
  ['a link', more({ kind: 'link', ref: 'PS100012.3', path: 'shortcut' }), 'unknown metadata-unread'],
  // R, I and S
  [
    'other content under the same version',
    { facts: siteSays('1'.repeat(64), hashOf(wanted[0]!)) },
    'fail other-content',
  ],
  ['the stored hash is damaged', stored(zeros), 'warn info-hash-damaged'],
  ['a lost file INI, nothing vouches', row('file', 'client.msi', null), 'unknown algorithm-not-confirmed'],
  ['a lost file INI, another content vouches', both(library(lost), { facts: siteSays(good) }), 'fail mirror-damaged'],
  [
    'three hashes, nothing vouches',
    both(stored(zeros), { facts: siteSays('1'.repeat(64), hashOf(wanted[0]!)) }),
    'unknown algorithm-not-confirmed',
  ],
  [
    'three hashes, another content vouches',
    both(stored(zeros, vouched), { facts: siteSays('1'.repeat(64)) }),
    'fail metadata-damaged',
  ],
  // Not compared, and unknown (ruling 14)
  ['a getter answers', { facts: getter(3, answered(0, good)) }, 'pass'],
  ['a getter answers for another version', { facts: getter(2, answered(0, good)) }, 'pass not-compared'],
  ['a getter fails', { facts: getter(3, answered(2147749889, null)) }, 'pass not-compared'],
  ['a getter gives 40 digits', { facts: getter(3, answered(0, '1'.repeat(40))) }, 'pass not-compared'],
  ['a getter was denied', { facts: getter(3, partError) }, 'unknown site-hash-unread'],
  ['no such class', { facts: hashes(contentHashes({ references: absentClass })) }, 'pass not-compared'],
  ['the class was denied', { facts: hashes(contentHashes({ references: partError })) }, 'unknown site-hash-unread'],
  [
    'the class was denied, a getter answers',
    {
      facts: hashes(
        contentHashes({
          references: partError,
          packages: wanted.map((each) => ({
            package: each.id,
            version: each.version ?? 1,
            answer: answered(0, hashOf(each)),
          })),
        }),
      ),
    },
    'pass',
  ],
  [
    'the row of another distribution point does not count',
    {
      facts: hashes(
        contentHashes({
          references: {
            value: wanted.map((each) => ({
              taskSequence: 'PS100042',
              package: each.id,
              nalPath: nal('DP02.CONTOSO.COM'),
              sourceVersion: each.version,
              hash: zeros,
            })),
          },
        }),
      ),
    },
    'pass not-compared',
  ],
  ['the hashes of the site unread', { facts: hashes(unread('timeout')) }, 'unknown fact-unread'],
  ['the facts end before the hashes', { without: ['site-content-hashes'] }, 'unknown site-hash-unread'],
  [
    'SHA-1 alone was asked',
    { params: { 'site-content-hashes': hashQuestion({ algorithm: 'sha1' }) } },
    'unknown site-hash-unread',
  ],
  ['site unread', { facts: { 'site-packages': unread() }, without: ['site-content-hashes'] }, 'unknown fact-unread'],
  // Scope and library
  [
    'references that are cut',
    { facts: { 'task-sequence': sequence({ truncated: true }) } },
    'blocked scope-incomplete',
  ],
  ['a task sequence without a site', { configuration: { site: null } }, 'blocked scope-incomplete'],
  ['no content library', library([{ kind: 'library', path: null, fileLibs: [] }]), 'not-applicable no-library'],
  [
    'nothing has files',
    { facts: { 'site-packages': site(...healthySite.map((each) => ({ ...each, package: { sourceFlag: 1 } }))) } },
    'not-applicable nothing-with-content',
  ],
  ['the library unread', library(unread()), 'unknown fact-unread'],
  [
    'a package that the library was not asked for',
    { params: { 'content-library': { packages: ['PS100005'] } } },
    'unknown not-judged',
  ],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);

describe('what it says', () => {
  const findings = (changes: Changes) => resultOf(check, estate(changes)).findings;

  test('the evidence of a damaged list has the three hashes', () => {
    const [finding] = findings(both(stored(zeros, vouched), { facts: siteSays('1'.repeat(64)) }));
    expect(finding?.evidence).toEqual([
      {
        fact: 'content-library',
        target: 'DP01',
        seen: `PS100012.3: ${good}, stored ${zeros}`,
        expected: '1'.repeat(64),
      },
    ]);
  });

  test('other content is updated, a damaged list redistributed', () => {
    expect(findings({ facts: siteSays('1'.repeat(64), hashOf(wanted[0]!)) })[0]?.remedy?.text).toMatch(
      /^Update PS100012/,
    );
    expect(findings(both(library(lost), { facts: siteSays(good) }))[0]?.remedy?.text).toMatch(/^Redistribute PS100012/);
  });

  test('damage of a stale package follows from its being stale', () => {
    const [finding] = findings(
      both(
        { facts: stand({ version: 4, status: { sourceVersion: 3 } }) },
        row('content', 'PS100012.3', { present: false }),
      ),
    );
    expect(finding?.causedBy).toMatchObject({ check: 'content-not-current', code: 'stale', subject: 'PS100012' });
  });

  test('contents that were not compared for one reason are one line', () => {
    expect(findings(alone).map(({ text }) => text)).toEqual([
      'On DP01, the content hash of PS100005.4, PS100012.3 was not compared with the site: no site is configured.',
    ]);
  });
});
