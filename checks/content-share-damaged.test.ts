import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import { recomputeContentHash, treeFrom } from '../src/windows/content-hash.ts';
import {
  type Changes,
  contentHashes,
  estate,
  gatheredFact,
  hashQuestion,
  healthyHosts,
  healthySite,
  noSite,
  partError,
  sequence,
  site,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './content-share-damaged.ts';

const packages = ['PS100005', 'PS100012'];
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase();
const filesOf: { [id: string]: string[] } = { PS100005: ['boot.wim'], PS100012: ['setup.exe', 'client.msi'] };

/** The rows of `content-share`; a package in `gone` has no folder. */
const rows = (gone: string[] = [], more: Json[] = []): Json => [
  { kind: 'share', name: 'SMSPKGD$', path: 'D:\\SMSPKGD$' },
  ...packages.flatMap((id) => [
    { kind: 'package', package: id, path: gone.includes(id) ? null : `D:\\SMSPKGD$\\${id}` },
    ...(gone.includes(id) ? [] : filesOf[id]!).map((path) => ({
      kind: 'file',
      package: id,
      path,
      bytes: 5,
      sha1: sha1(path),
      message: null,
    })),
  ]),
  ...more,
];
const hashOf = (id: string): string =>
  recomputeContentHash(
    treeFrom(
      filesOf[id]!.map((path) => ({ path, hash: sha1(path), kind: 'file' as const })),
      'source',
      'sha1',
    ).root,
    [],
    { algorithm: 'sha1', digits: 'upper' },
  ).hash;
const answered = (id: string, hash: string | null): Json => ({
  package: id,
  version: id === 'PS100005' ? 4 : 3,
  answer: { value: { returned: hash === null ? 2 : 0, hash, hashVersion: 2 } },
});
const legacyHashes = (boot: string | null, client: string | null): Json =>
  contentHashes({ references: { value: [] }, packages: [answered('PS100005', boot), answered('PS100012', client)] });

/** A distribution point without a content library. */
function legacy(
  share: Json | null = rows(),
  hashes: Json | null = legacyHashes(hashOf('PS100005'), hashOf('PS100012')),
  more: Changes = {},
): Changes {
  return {
    ...more,
    facts: { 'content-library': [{ kind: 'library', path: null, fileLibs: [] }], ...more.facts },
    more: [
      ...(share === null ? [] : [gatheredFact('content-share', 'DP01', { packages }, share)]),
      ...(hashes === null
        ? []
        : [gatheredFact('site-content-hashes', 'CM01', hashQuestion({ algorithm: 'sha1' }), hashes)]),
    ],
  };
}
const wrong = '1'.repeat(40);
const stand = (parts: object) => ({
  facts: { 'site-packages': site(healthySite[0]!, { ...healthySite[1]!, ...parts }) },
});

judges(check, [
  ['both as the site expects', legacy(), 'pass'],
  ['a content library', {}, 'not-applicable has-library'],
  ['a package differs, another vouches', legacy(rows(), legacyHashes(wrong, hashOf('PS100012'))), 'fail differs'],
  [
    'a package differs, nothing vouches',
    legacy(rows(), legacyHashes(hashOf('PS100005'), wrong)),
    'unknown not-confirmed',
  ],
  ['no folder', legacy(rows(['PS100012'])), 'fail missing'],
  [
    'no folder, and stale',
    legacy(rows(['PS100012']), undefined, stand({ version: 4, status: { sourceVersion: 3 } })),
    'fail missing',
  ],
  ['no files needed', legacy(rows(['PS100012']), undefined, stand({ package: { sourceFlag: 1 } })), 'pass'],
  [
    'a file that was not read',
    legacy(rows([], [{ kind: 'file', package: 'PS100012', path: 'x', bytes: 1, sha1: null, message: 'In use.' }])),
    'unknown unread',
  ],
  [
    'a folder that was not read',
    legacy(rows([], [{ kind: 'unread', package: 'PS100012', path: 'x', message: 'Denied.' }])),
    'unknown unread',
  ],
  ['the site has no hash', legacy(rows(), legacyHashes(hashOf('PS100005'), null)), 'pass not-compared'],
  ['the site gives a SHA-256', legacy(rows(), legacyHashes(hashOf('PS100005'), '1'.repeat(64))), 'pass not-compared'],
  [
    'the getter was denied',
    legacy(
      rows(),
      contentHashes({
        references: { value: [] },
        packages: packages.map((id) => ({ package: id, version: 1, answer: partError })),
      }),
    ),
    'unknown site-hash-unread site-hash-unread',
  ],
  ['the site was not asked for SHA-1', legacy(rows(), null), 'unknown site-hash-unread site-hash-unread'],
  [
    'no site',
    { ...legacy(), ...noSite, more: legacy(rows(), null).more!, configuration: { ...noSite.configuration, packages } },
    'pass not-compared not-compared',
  ],
  ['the shares were not read', legacy(null), 'unknown not-read not-read'],
  [
    'a package that the shares were not asked for',
    {
      ...legacy(null),
      more: [
        gatheredFact('content-share', 'DP01', { packages: ['PS100005'] }, [
          { kind: 'package', package: 'PS100005', path: null },
        ]),
      ],
    },
    'fail missing not-read',
  ],
  [
    'the shares denied',
    { ...legacy(null), more: [gatheredFact('content-share', 'DP01', { packages }, unread())] },
    'unknown fact-unread',
  ],
  [
    'nothing has files',
    legacy(rows(), undefined, {
      facts: { 'site-packages': site(...healthySite.map((each) => ({ ...each, package: { sourceFlag: 1 } }))) },
    }),
    'not-applicable nothing-with-content',
  ],
  [
    'references that are cut',
    legacy(rows(), undefined, { facts: { 'task-sequence': sequence({ truncated: true }) } }),
    'blocked scope-incomplete',
  ],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);

describe('what it says', () => {
  test('a package that differs is updated', () => {
    const [finding] = resultOf(check, estate(legacy(rows(), legacyHashes(wrong, hashOf('PS100012'))))).findings;
    expect(finding?.text).toBe(
      'PS100005 on DP01 (D:\\SMSPKGD$\\PS100005) does not give the hash that the site expects.',
    );
    expect(finding?.remedy?.text).toMatch(/^Update PS100005/);
  });
});
