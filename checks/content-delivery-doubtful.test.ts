import { describe, expect, test } from 'vitest';
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
  healthyHosts,
  healthySite,
  nal,
  noSite,
  pointKind,
  sequence,
  site,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './content-delivery-doubtful.ts';

const healthy = libraryOf(wanted);
const msi = sha256('client');
/** The record of one file differs, and its content is right all the same. */
const file = (attributes: string, size = 6): Changes => ({
  facts: {
    'content-library': edited(
      size === 6 ? healthy.rows : edited(healthy.rows, 'blob', msi, { size }),
      'file',
      'client.msi',
      { ini: { value: `${fileIni(msi, size)}Attributes=${attributes}\r\n` } },
    ),
    'content-blobs': healthy.bytes.map((each) => (each['blob'] === msi ? { ...each, bytes: size } : each)),
  },
});
const named = (path: string): Changes => {
  const packages: Package[] = [wanted[0]!, { ...wanted[1]!, files: { [path]: 'text' } }];
  const { rows, bytes } = libraryOf(packages);
  const references = packages.map((each) => ({
    taskSequence: 'PS100042',
    package: each.id,
    nalPath: nal('DP01.CONTOSO.COM'),
    sourceVersion: each.version,
    hash: hashOf(each),
  }));
  return {
    facts: {
      'content-library': rows,
      'content-blobs': bytes,
      'site-content-hashes': contentHashes({ references: { value: references } }),
    },
  };
};
const multicast = (changes: Changes): Changes => ({
  facts: {
    ...changes.facts,
    'site-packages': { ...(site(...healthySite) as LibraryRow), points: { value: [pointKind({ multicast: true })] } },
  },
});
const stand = (parts: object) => ({
  facts: { 'site-packages': site(healthySite[0]!, { ...healthySite[1]!, ...parts }) },
});
const bytes = (rows: Json) => ({ facts: { 'content-blobs': rows } });
const big = 4_294_967_297;

judges(check, [
  ['everything right', {}, 'pass content-right'],
  ['a hidden file', file('22'), 'pass content-right hidden-files'],
  ['a sparse file', file('220'), 'pass content-right'],
  ['a sparse file, with multicast', multicast(file('220')), 'pass content-right sparse-multicast'],
  ['a large file', file('20', big), 'pass content-right'],
  ['a large file, with multicast', multicast(file('20', big)), 'pass content-right large-multicast'],
  ['a name beyond ASCII', named('Größe.inf'), 'pass content-right unusual-names'],
  ['a folder that IIS hides', named('x64\\bin\\setup.exe'), 'pass content-right filtered-path'],
  [
    'binary differential replication',
    stand({ package: { flags: 0x04000000 } }),
    'pass binary-differential content-right',
  ],
  // Not proved right
  ['stale', stand({ version: 4, status: { sourceVersion: 3 } }), 'not-applicable not-proved'],
  ['a flipped bit', bytes(healthy.bytes.map((each) => ({ ...each, sha256: msi }))), 'not-applicable not-proved'],
  ['one blob has no bytes', bytes(healthy.bytes.slice(1)), 'unknown not-judged'],
  [
    'not compared',
    { facts: { 'site-content-hashes': contentHashes({ references: { value: [] } }) } },
    'not-applicable not-proved',
  ],
  [
    'a lost file',
    { facts: { 'content-library': edited(healthy.rows, 'file', 'client.msi', null) } },
    'unknown not-judged',
  ],
  [
    'no site',
    { ...noSite, configuration: { ...noSite.configuration, packages: ['PS100005', 'PS100012'] } },
    'not-applicable not-proved',
  ],
  [
    'no content library',
    { facts: { 'content-library': [{ kind: 'library', path: null, fileLibs: [] }] } },
    'not-applicable not-proved',
  ],
  ['references that are cut', { facts: { 'task-sequence': sequence({ truncated: true }) } }, 'unknown not-judged'],
  [
    'nothing has files',
    { facts: { 'site-packages': site(...healthySite.map((each) => ({ ...each, package: { sourceFlag: 1 } }))) } },
    'not-applicable not-proved',
  ],
  ['the bytes not asked for', { without: ['content-blobs'] }, 'unknown not-judged'],
  ['the bytes unread', bytes(unread('timeout') as unknown as Json), 'unknown fact-unread not-judged'],
  ['the library unread', { facts: { 'content-library': unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);

describe('what it says', () => {
  test('where to look when everything is right', () => {
    const [finding] = resultOf(check, estate()).findings;
    expect(finding?.text).toBe(
      "Everything in scope on DP01 is right, to the last byte (2 contents). Where a download fails all the same, look at the client's memory, the network path and peer caches.",
    );
    expect(finding?.remedy?.text).toMatch(/memory/);
  });
});
