import { describe, expect, test } from 'vitest';
import type { Failure } from '../src/model/answer.ts';
import type { Json } from '../src/model/json.ts';
import { edited, libraryOf, wanted } from '../test/checks/content.ts';
import {
  type Changes,
  contentHashes,
  estate,
  healthyHosts,
  healthySite,
  host,
  nal,
  noSite,
  partError,
  type SiteView,
  sequence,
  site,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './content-not-current.ts';

/** The site's word on PS100012, which is version 3 in the library, differs like this. */
const client = (parts: Partial<SiteView>, ...others: SiteView[]) => ({
  facts: { 'site-packages': site(healthySite[0]!, { ...healthySite[1]!, ...parts }, ...others) },
});
const state = (number: number, version = 3) => client({ status: { state: number, sourceVersion: version } });
const { rows } = libraryOf(wanted);
const library = (changed: Json | Failure) => ({ facts: { 'content-library': changed } });
const record = (ini: Json) => library(edited(rows, 'package', 'PS100012', { ini }));
const references = (...list: Json[]) => sequence({ references: list });

/** What the task sequence is told of PS100012 on DP01. */
const told = (sourceVersion: number | null) =>
  contentHashes({
    references: {
      value: [
        { taskSequence: 'PS100042', package: 'PS100012', nalPath: nal('DP01.CONTOSO.COM'), sourceVersion, hash: null },
      ],
    },
  });
const application = (uniqueId: string) =>
  client({ version: 1, package: { type: 8 }, contents: [{ contentId: 1, uniqueId, version: 1 }] });
const contentsUnread = {
  facts: {
    'site-packages': {
      ...(application('PS100012').facts['site-packages'] as { [key: string]: Json }),
      contents: partError,
    },
  },
};

judges(check, [
  ['everything current', {}, 'pass'],
  [
    'packages alone',
    { configuration: { taskSequence: null, packages: ['ps100012'] }, without: ['task-sequence'] },
    'pass',
  ],
  // Versions
  ['stale', client({ version: 4, status: { sourceVersion: 3 } }), 'fail stale'],
  ['newer than at the site', client({ version: 2, status: { sourceVersion: 3 } }), 'unknown site-behind'],
  ['stale though monitored', client({ version: 4, status: { sourceVersion: 3, state: 8 } }), 'fail stale'],
  // States 0 to 8, and one that no document has
  ['state 0', state(0), 'pass'],
  ['state 1', state(1), 'unknown pending'],
  ['state 2', state(2), 'unknown pending'],
  ['state 3', state(3), 'fail failed'],
  ['state 4', state(4), 'fail removing'],
  ['state 5', state(5), 'fail removing'],
  ['state 6', state(6), 'fail removing'],
  ['state 7', state(7), 'unknown updating'],
  ['state 8', state(8), 'warn ask-status-message'],
  ['state 9', state(9), 'unknown state-unknown'],
  ['state 1 of an old version', state(1, 2), 'unknown pending'],
  ['state 8, and the message says right', client({ status: { state: 8 }, message: { messageId: 2384 } }), 'pass'],
  [
    'state 8, and the message says wrong',
    client({ status: { state: 8 }, message: { messageId: 2382 } }),
    'warn validation-bad',
  ],
  ['state 0, and validation says bad', client({ message: { messageId: 2383 } }), 'warn validation-bad'],
  ['no message', client({ message: null }), 'pass'],
  [
    'the messages unread',
    {
      facts: {
        'site-packages': { ...(client({}).facts['site-packages'] as { [key: string]: Json }), messages: partError },
      },
    },
    'unknown messages-unread',
  ],
  [
    'stale, and validation says bad',
    client({ version: 4, status: { sourceVersion: 3 }, message: { messageId: 2383 } }),
    'fail stale',
  ],
  // Snapshot: at the site of the package alone
  ['no snapshot', client({ package: { storedVersion: 0 } }), 'warn no-snapshot'],
  ['no snapshot at another site', client({ package: { storedVersion: 0, sourceSite: 'PS2' } }), 'pass'],
  // The version that the task sequence is told
  ['told another version', { facts: { 'site-content-hashes': told(2) } }, 'warn reference-version-differs'],
  [
    'told another version, and stale',
    { facts: { 'site-content-hashes': told(3), ...client({ version: 4, status: { sourceVersion: 3 } }).facts } },
    'fail stale',
  ],
  ['told no version', { facts: { 'site-content-hashes': told(null) } }, 'pass'],
  ['the hashes unread', { facts: { 'site-content-hashes': unread('timeout') } }, 'unknown fact-unread'],
  // Targeting
  ['not targeted', client({ status: null, targeted: false }), 'fail not-targeted'],
  ['targeted, without a status', client({ status: null }), 'unknown pending'],
  ['a status without a target', client({ targeted: false }), 'pass'],
  [
    'the status of another distribution point does not count',
    client({ status: { nalPath: nal('DP02.CONTOSO.COM') }, targeted: false }),
    'fail not-targeted',
  ],
  ['the distribution point in another spelling', client({ status: { nalPath: nal('dp01') } }), 'pass'],
  // No content, or none known
  ['flag "no package"', client({ package: { flags: 0x10000000 }, status: null, targeted: false }), 'pass no-content'],
  ['flag among others', client({ package: { flags: 0x15000000 }, status: null }), 'pass no-content'],
  ['no source', client({ package: { sourceFlag: 1 }, status: null, targeted: false }), 'pass no-content'],
  [
    'nothing in scope has content',
    {
      configuration: { taskSequence: null, packages: ['PS100012'] },
      without: ['task-sequence'],
      ...client({ package: { sourceFlag: 1 } }),
    },
    'not-applicable no-content nothing-with-content',
  ],
  [
    'a package that the site does not know',
    { facts: { 'site-packages': site(healthySite[0]!) } },
    'blocked scope-incomplete',
  ],
  // Applications: never by version
  ['an application', client({ version: 1, package: { type: 8 } }), 'pass'],
  [
    'an application, whatever its versions',
    client({ version: 7, package: { type: 8 }, status: { sourceVersion: 1 } }),
    'pass',
  ],
  ['an application, pending', client({ version: 1, package: { type: 8 }, status: { state: 1 } }), 'unknown pending'],
  ['an application with its contents', application('PS100012'), 'pass'],
  ['an application that lacks a content', application('Content_other'), 'fail contents-missing'],
  ['an application whose contents were not read', contentsUnread, 'unknown contents-unread'],
  // The library's own word
  [
    'the library holds another version',
    record({ value: '[Packages]\r\nPS100012.2=\r\n[Info]\r\nVersion=2\r\n' }),
    'fail library-disagrees',
  ],
  ['the library holds none', record({ value: null }), 'fail library-disagrees'],
  ['the record could not be read', record(partError), 'unknown library-unread'],
  ['the record is empty', record({ value: '' }), 'unknown library-unread'],
  ['the version is no number', record({ value: '[Info]\r\nVersion=three\r\n' }), 'unknown library-unread'],
  [
    'an application needs no version in its record',
    {
      facts: {
        ...record({ value: '[Packages]\r\nPS100012.3=\r\n' }).facts,
        ...client({ version: 1, package: { type: 8 } }).facts,
      },
    },
    'pass',
  ],
  ['no row for the package', library(edited(rows, 'package', 'PS100012', null)), 'unknown library-unread'],
  ['no content library', library([{ kind: 'library', path: null, fileLibs: [] }]), 'pass'],
  ['the library could not be read', library(unread()), 'unknown fact-unread'],
  [
    'the library could not be read, and stale',
    { facts: { ...library(unread()).facts, ...client({ version: 4, status: { sourceVersion: 3 } }).facts } },
    'fail fact-unread stale',
  ],
  // Task sequence
  [
    'no such task sequence',
    { facts: { 'task-sequence': sequence({ found: false, bootImage: null, references: [] }) } },
    'blocked scope-incomplete',
  ],
  [
    'no such task sequence, and a package',
    {
      facts: { 'task-sequence': sequence({ found: false, bootImage: null, references: [] }) },
      configuration: { packages: ['PS100012'] },
    },
    'blocked scope-incomplete',
  ],
  ['references cut', { facts: { 'task-sequence': sequence({ truncated: true }) } }, 'blocked scope-incomplete'],
  [
    'a reference without a package',
    {
      facts: {
        'task-sequence': references({ package: null, object: 'ScopeId_1/App_1', name: 'An application', type: 512 }),
      },
    },
    'blocked scope-incomplete',
  ],
  [
    'a task sequence that it runs was not followed',
    { facts: { 'task-sequence': sequence({ children: ['PS100077'] }) } },
    'blocked scope-incomplete',
  ],
  [
    'a task sequence without references',
    {
      facts: { 'task-sequence': sequence({ bootImage: null, references: [] }) },
      without: ['site-packages', 'content-library', 'content-blobs'],
    },
    'not-applicable nothing-with-content',
  ],
  ['references unread', { facts: { 'task-sequence': unread() } }, 'unknown fact-unread'],
  [
    'references unread, a package is stale',
    {
      facts: { 'task-sequence': unread(), ...client({ version: 4, status: { sourceVersion: 3 } }).facts },
      configuration: { packages: ['PS100012'] },
    },
    'fail fact-unread stale',
  ],
  // The site
  ['no site, a task sequence', { ...noSite, configuration: { site: null } }, 'unknown task-sequence-needs-site'],
  [
    'no site, packages',
    { ...noSite, configuration: { site: null, taskSequence: null, packages: ['PS100012'] } },
    'not-applicable site-not-asked',
  ],
  ['site unread', { facts: { 'site-packages': unread('timeout') } }, 'unknown fact-unread'],
  ['a provider that does not answer, and the site was read', { facts: { 'sms-providers': unread() } }, 'pass'],
  [
    'a site, and nobody asked about content',
    {
      configuration: { taskSequence: null },
      without: ['task-sequence', 'site-packages', 'site-content-hashes', 'content-library', 'content-blobs'],
    },
    'not-applicable not-asked',
  ],
  [
    'the facts end before the references',
    { without: ['task-sequence', 'site-packages', 'content-blobs'] },
    'unknown scope-incomplete',
  ],
  [
    'the facts end before the site',
    { without: ['site-packages', 'content-library', 'content-blobs'] },
    'blocked scope-incomplete',
  ],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
  [
    'a distribution point by its alias',
    {
      hosts: [healthyHosts[0]!, host('DP01', ['distribution-point'], [])],
      ...client({ status: { nalPath: nal('DP01') } }),
      without: ['task-sequence'],
      configuration: { taskSequence: null, packages: ['PS100012'] },
    },
    'pass',
  ],
]);

describe('what it says', () => {
  const finding = (changes: Changes) => resultOf(check, estate(changes)).findings[0];

  test('evidence names every version and the message', () => {
    const stale = client({ version: 4, status: { sourceVersion: 3, state: 0 }, message: { messageId: 2391 } });
    expect(finding(stale)?.evidence).toEqual([
      {
        fact: 'site-packages',
        target: 'CM01',
        seen: 'version 3, state 0 (INSTALLED)',
        expected: 'version 4, state 0 (INSTALLED)',
      },
      {
        fact: 'site-packages',
        target: 'CM01',
        seen: 'message 2391, the distribution point could not be connected to, at 2026-02-20 10:00 UTC',
      },
      { fact: 'content-library', target: 'DP01', seen: 'record of version 3, contents PS100012.3' },
    ]);
  });

  test('a difference of the version alone is told with all three', () => {
    expect(finding({ facts: { 'site-content-hashes': told(2) } })?.text).toBe(
      'For PS100012 (Package PS100012) on DP01 the task sequence is told version 2, while the package is version 3 and the distribution point reports version 3.',
    );
  });

  const other = { package: 'PS100012', nalPath: nal('DP02.CONTOSO.COM'), sourceVersion: 4, state: 0, summarized: null };
  const staleHere = client({ version: 4, status: { sourceVersion: 3 } });
  const current = staleHere.facts['site-packages'] as { status: Json[] } & { [key: string]: Json };
  const elsewhere = { facts: { 'site-packages': { ...current, status: [...current.status, other] } } };
  const asSiteServer = { hosts: [healthyHosts[0]!, host('DP01', ['distribution-point', 'site-server'])] };

  test.each<[string, Changes, RegExp]>([
    ['not targeted', client({ status: null, targeted: false }), /^Distribute PS100012 to DP01/],
    ['failed', state(3), /^Redistribute PS100012/],
    ['stale on this one alone', elsewhere, /^Redistribute PS100012/],
    ['stale everywhere', staleHere, /distmgr\.log .* then Redistribute PS100012/],
    ['no snapshot', client({ package: { storedVersion: 0 } }), /then Update PS100012/],
    ['the site server itself', { ...state(3), ...asSiteServer }, /At the site that owns PS100012: Update/],
  ])('what mends it: %s', (_, changes, expected) => {
    expect(finding(changes)?.remedy?.text).toMatch(expected);
  });

  test('a task sequence without a site is the cause of what was not judged', () => {
    expect(finding({ ...noSite, configuration: { site: null } })?.subject).toBe('PS100042');
  });
});
