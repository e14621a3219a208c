import type { Failure } from '../src/model/answer.ts';
import type { Json } from '../src/model/json.ts';
import { edited, libraryOf, wanted } from '../test/checks/content.ts';
import {
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
import { judges } from '../test/checks/table.ts';
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
const child = { package: 'PS100077', object: 'PS100077', name: 'Nested', type: 4 };

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
  ['state 6', state(6), 'fail failed'],
  ['state 7', state(7), 'unknown updating'],
  ['state 8', state(8), 'warn ask-status-message'],
  ['state 9', state(9), 'unknown state-unknown'],
  ['state 1 of an old version', state(1, 2), 'unknown pending'],
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
    'fail unknown-to-site',
  ],
  // Applications: never by version
  ['an application', client({ version: 1, package: { type: 8 } }), 'pass'],
  [
    'an application, whatever its versions',
    client({ version: 7, package: { type: 8 }, status: { sourceVersion: 1 } }),
    'pass',
  ],
  ['an application, pending', client({ version: 1, package: { type: 8 }, status: { state: 1 } }), 'unknown pending'],
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
  [
    'no content library',
    library([{ kind: 'library', path: null, fileLibs: [] }]),
    'unknown library-unread library-unread',
  ],
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
    'fail task-sequence-missing',
  ],
  [
    'no such task sequence, and a package',
    {
      facts: { 'task-sequence': sequence({ found: false, bootImage: null, references: [] }) },
      configuration: { packages: ['PS100012'] },
    },
    'fail task-sequence-missing',
  ],
  ['references cut', { facts: { 'task-sequence': sequence({ truncated: true }) } }, 'unknown references-cut'],
  [
    'a reference without a package',
    {
      facts: {
        'task-sequence': references({ package: null, object: 'ScopeId_1/App_1', name: 'An application', type: 512 }),
      },
    },
    'unknown reference-unresolved',
  ],
  ['a nested task sequence', { facts: { 'task-sequence': references(child) } }, 'unknown child-not-followed'],
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
      without: ['task-sequence', 'site-packages', 'content-library', 'content-blobs'],
    },
    'not-applicable not-asked',
  ],
  [
    'the facts end before the references',
    { without: ['task-sequence', 'site-packages', 'content-blobs'] },
    'unknown not-compared',
  ],
  [
    'the facts end before the site',
    { without: ['site-packages', 'content-library', 'content-blobs'] },
    'unknown not-compared',
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
