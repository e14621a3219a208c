import { describe, expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import {
  type Changes,
  estate,
  gatheredFact,
  healthyHosts,
  healthySite,
  noSite,
  sequence,
  site,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './content-scope-incomplete.ts';

const references = (...list: Json[]) => ({ facts: { 'task-sequence': sequence({ references: list }) } });
const application = { package: null, object: 'ScopeId_1/App_1', name: 'An application', type: 512 };
const asked = (id: string, parts: { [key: string]: Json } = {}) =>
  gatheredFact(
    'task-sequence',
    'CM01',
    { namespace: 'root/SMS/site_PS1', taskSequence: id },
    sequence({ bootImage: null, references: [], ...parts }),
  );
const parent = (...children: string[]) => ({ 'task-sequence': sequence({ children }) });
const lost = { facts: { 'task-sequence': sequence({ found: false, bootImage: null, references: [] }) } };
const many = Array.from({ length: 120 }, (_, i) => `PS2${String(i).padStart(5, '0')}`);

judges(check, [
  ['everything known', {}, 'pass'],
  [
    'packages alone',
    { configuration: { taskSequence: null, packages: ['PS100012'] }, without: ['task-sequence'] },
    'pass',
  ],
  ['no such task sequence', lost, 'fail task-sequence-missing'],
  [
    'no such task sequence, and a package',
    { ...lost, configuration: { packages: ['PS100012'] } },
    'fail task-sequence-missing',
  ],
  // Task sequences that it runs
  ['one that it runs', { facts: parent('PS100077'), more: [asked('PS100077')] }, 'pass'],
  ['in another spelling', { facts: parent('ps100077'), more: [asked('PS100077')] }, 'pass'],
  ['a circle', { facts: parent('PS100077'), more: [asked('PS100077', { children: ['PS100042'] })] }, 'pass'],
  [
    'one that the site does not know',
    { facts: parent('PS100077'), more: [asked('PS100077', { found: false })] },
    'fail child-missing',
  ],
  ['one that was not read', { facts: parent('PS100077') }, 'unknown task-sequence-not-followed'],
  [
    'a hundred and more',
    { facts: parent(...many), more: many.slice(0, 99).map((id) => asked(id)) },
    'unknown task-sequences-cut',
  ],
  // References
  ['references cut', { facts: { 'task-sequence': sequence({ truncated: true }) } }, 'unknown references-cut'],
  ['a reference without a package', references(application), 'unknown reference-unresolved'],
  [
    'two of them are one line',
    references(application, { ...application, name: 'Another' }),
    'unknown reference-unresolved',
  ],
  [
    'a package that the site does not know',
    { facts: { 'site-packages': site(healthySite[0]!) } },
    'fail unknown-to-site',
  ],
  [
    'a configured package that the site does not know',
    { configuration: { packages: ['PS199999'] } },
    'fail unknown-to-site',
  ],
  [
    'no references',
    {
      facts: { 'task-sequence': sequence({ bootImage: null, references: [] }) },
      without: ['site-packages', 'site-content-hashes', 'content-library', 'content-blobs'],
    },
    'not-applicable nothing-referenced',
  ],
  // Facts
  ['references unread', { facts: { 'task-sequence': unread() } }, 'unknown fact-unread'],
  ['packages unread', { facts: { 'site-packages': unread('timeout') } }, 'unknown fact-unread'],
  [
    'the facts end before the references',
    { without: ['task-sequence', 'site-packages'], more: [] },
    'not-applicable not-asked',
  ],
  ['the facts end before the packages', { without: ['site-packages'] }, 'unknown packages-not-read'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'pass'],
  [
    'nobody asked about content',
    { configuration: { taskSequence: null }, without: ['task-sequence', 'site-packages'] },
    'not-applicable not-asked',
  ],
  ['no site', { ...noSite, hosts: [healthyHosts[1]!] }, 'not-applicable not-asked'],
]);

describe('what it says', () => {
  const texts = (changes: Changes): string[] => resultOf(check, estate(changes)).findings.map(({ text }) => text);

  test('who runs, or refers to, what is not there', () => {
    expect(texts({ facts: parent('PS100077'), more: [asked('PS100077', { found: false })] })).toEqual([
      'PS100042 runs the task sequence PS100077, which the site does not know.',
    ]);
    expect(texts({ facts: { 'site-packages': site(healthySite[0]!) } })).toEqual([
      'PS100042 refers to PS100012, a package that the site does not know.',
    ]);
    expect(texts({ configuration: { packages: ['PS199999'] } })).toEqual(['The site knows no package PS199999.']);
  });
});
