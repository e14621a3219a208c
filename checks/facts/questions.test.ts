import { describe, expect, test } from 'vitest';
import { Answers } from '../../src/engine/known.ts';
import { type Configuration, noCapture } from '../../src/model/configuration.ts';
import type { Known, Question } from '../../src/model/fact.ts';
import type { Json } from '../../src/model/json.ts';
import { captureSequence, captureStep, destination, dfsTargets } from '../../test/checks/capture.ts';
import { edited, libraryOf, wanted } from '../../test/checks/content.ts';
import {
  type Changes,
  estate,
  factsIn,
  gatheredFact,
  healthyHosts,
  healthySite,
  host,
  partError,
  provider,
  providers,
  sequence,
  site,
  unread,
} from '../../test/checks/gathering.ts';
import { facts } from '../facts.ts';

/** What a fact asks in an estate that is known as far as these facts. */
function asks(fact: keyof typeof facts, knownFacts: string[], changes: Changes = {}): Question[] {
  const gathering = estate(changes);
  const answers = new Answers(
    facts,
    factsIn(gathering).filter((each) => knownFacts.includes(each.fact)),
  );
  const targets = gathering.hosts.map(({ target, roles, aliases }) => ({ name: target, roles, aliases }));
  const known: Known = {
    targets: (role) => targets.filter(({ roles }) => role === undefined || roles.includes(role)),
    target: (name) => targets.find((target) => target.name === name),
    answers: (of) => answers.of(of.name) as never,
  };
  return facts[fact].ask(gathering.configuration, known);
}
type Parts = { [key: string]: Json };
const configured = (configuration: Partial<Configuration>, more: Changes = {}): Changes => ({ ...more, configuration });
const site1 = 'root/SMS/site_PS1';
const onCM01 = (params: Question['params']) => [{ host: 'CM01.contoso.com', role: 'sms-provider', params }];
const noSite = configured({ site: null });

describe('machine facts', () => {
  test.each([
    'boot',
    'pxe-services',
    'pxe-events',
    'wds-settings',
    'distribution-point',
    'dhcp-dns',
    'udp-endpoints',
  ] as const)('%s', (fact) => {
    expect(asks(fact, [])).toEqual([{ host: 'DP01', role: 'distribution-point', params: {} }]);
    expect(asks(fact, [], { hosts: [host('WDS1', ['pxe-server'])] })).toEqual([
      { host: 'WDS1', role: 'pxe-server', params: {} },
    ]);
    expect(asks(fact, [], { hosts: [host('DP01', ['distribution-point', 'pxe-server'])] })).toHaveLength(1);
    expect(asks(fact, [], { hosts: [healthyHosts[0]!] })).toEqual([]);
  });

  test.each(['pxe-boot-files', 'smspxe-log', 'visual-c-runtime'] as const)(
    '%s, of distribution points alone',
    (fact) => {
      expect(asks(fact, [])).toEqual([{ host: 'DP01', role: 'distribution-point', params: {} }]);
      expect(asks(fact, [], { hosts: [host('WDS1', ['pxe-server'])] })).toEqual([]);
    },
  );
});

describe('the share of a capture', () => {
  const sequenceAlone = ['sms-providers', 'capture-sequence'];
  const path = (destination: string | null, more: Changes = {}): Changes =>
    configured({ site: null, capture: { ...noCapture, destination } }, more);
  const steps = (...list: Json[]): Changes => ({ facts: { 'capture-sequence': captureSequence({ steps: list }) } });
  const shares = (changes: Changes, known: string[] = []) =>
    asks('share-security', known, changes).map(({ host: on, params }) =>
      [on, params['share'], params['path'], params['file']].join(' | '),
    );

  test.each([
    ['\\\\CM01\\Captures$\\image.wim', 'CM01 | Captures$ |  | image.wim'],
    ['\\\\CM01\\Captures$', 'CM01 | Captures$ |  | '],
    ['\\\\CM01\\Captures$\\', 'CM01 | Captures$ |  | '],
    ['\\\\CM01\\Captures$\\2026\\W11\\image.WIM', 'CM01 | Captures$ | 2026\\W11 | image.WIM'],
    ['\\\\CM01\\Captures$\\2026\\W11', 'CM01 | Captures$ | 2026\\W11 | '],
  ])('%s', (destination, expected) => {
    expect(shares(path(destination))).toEqual([expected]);
  });
  test('no capture, no share', () => {
    expect(shares(path(null))).toEqual([]);
    expect(shares(configured({ capture: null, taskSequence: null }))).toEqual([]);
  });
  test('with a site not before the task sequence and DFS have answered', () => {
    expect(shares({})).toEqual([]);
    expect(shares({}, sequenceAlone)).toEqual([]);
    expect(shares({}, [...sequenceAlone, 'dfs-targets'])).toEqual(['CM01 | Captures$ |  | image.wim']);
  });
  test('that of the capture step beside that of the configuration, each once and without a variable', () => {
    const paths = ['\\\\cm01\\captures$\\IMAGE.wim', '\\\\FS02\\Wim$\\%OSDComputerName%.wim', '', 'D:\\image.wim'];
    const known = [...sequenceAlone, 'dfs-targets'];
    for (const destination of paths)
      expect(shares(steps(captureStep({ destination })), known)).toEqual(['CM01 | Captures$ |  | image.wim']);
    const other = steps(captureStep({ destination: '\\\\FS02\\Wim$\\a.wim' }));
    const more = [gatheredFact('dfs-targets', 'CM01', { path: '\\\\FS02\\Wim$\\a.wim' }, dfsTargets())];
    expect(shares({ ...other, more }, known)).toEqual(['CM01 | Captures$ |  | image.wim', 'FS02 | Wim$ |  | a.wim']);
    expect(asks('dfs-targets', sequenceAlone, other).map(({ params }) => params['path'])).toEqual([
      destination,
      '\\\\FS02\\Wim$\\a.wim',
    ]);
  });
  test('a disabled capture step is nobody', () => {
    const disabled = steps(captureStep({ destination: '\\\\FS02\\Wim$\\a.wim', enabled: false }));
    expect(asks('dfs-targets', sequenceAlone, disabled)).toHaveLength(1);
  });
  test('every target of DFS that is not offline, with what follows the folder', () => {
    const target = (targetPath: string, online: boolean | null) => ({ targetPath, online });
    const targets = [target('\\\\FS01\\W11$', true), target('\\\\FS02\\W11$\\', null), target('\\\\FS03\\W11$', false)];
    const dfs = (parts: Parts) => ({
      ...configured({ capture: { ...noCapture, destination: '\\\\contoso.com\\captures\\w11\\new\\a.wim' } }),
      facts: { 'capture-sequence': captureSequence({ steps: [] }), 'dfs-targets': dfsTargets(parts) },
      params: { 'dfs-targets': { path: '\\\\contoso.com\\captures\\w11\\new\\a.wim' } },
    });
    const namespacePath = '\\\\contoso.com\\captures\\w11';
    const known = [...sequenceAlone, 'dfs-targets'];
    expect(shares(dfs({ namespacePath, targets }), known)).toEqual([
      'FS01 | W11$ | new | a.wim',
      'FS02 | W11$ | new | a.wim',
    ]);
    expect(shares(dfs({ namespacePath, targets: targets.slice(2) }), known)).toEqual([
      'contoso.com | captures | w11\\new | a.wim',
    ]);
    const odd = [...targets.slice(0, 1), target('\\\\FS04', true)];
    expect(shares(dfs({ namespacePath, targets: odd }), known)).toEqual([
      'FS01 | W11$ | new | a.wim',
      'contoso.com | captures | w11\\new | a.wim',
    ]);
    expect(shares(dfs({ namespacePath, targets: targets.slice(0, 1), online: false }), known)).toEqual([
      'FS01 | W11$ | new | a.wim',
    ]);
    const failed = { ...dfs({}), facts: { ...dfs({}).facts, 'dfs-targets': unread() } };
    expect(shares(failed, known)).toContain('contoso.com | captures | w11\\new | a.wim');
  });
  test('the site cannot be read: the configured share is asked all the same', () => {
    const facts = { 'capture-sequence': unread(), 'dfs-targets': unread() };
    expect(shares({ facts }, [...sequenceAlone, 'dfs-targets'])).toEqual(['CM01 | Captures$ |  | image.wim']);
  });
  test('the accounts whose rights there count: capture accounts, and the computer accounts of the providers', () => {
    const accounts = (changes: Changes) =>
      asks('account-token', [...sequenceAlone, 'dfs-targets'], changes).map(
        ({ host: on, params }) => `${on}: ${params['domain']} ${params['account']}`,
      );
    expect(accounts({})).toEqual(['CM01: CONTOSO svc-capture', 'CM01: contoso.com CM01$']);
    const upn = steps(captureStep({ account: 'other@contoso.com' }));
    expect(accounts(upn)).toContain('CM01: contoso.com other');
    const unqualified = { facts: { 'sms-providers': providers(provider('cm02')) } };
    expect(accounts(unqualified)).toContain('CM01:  CM02$');
    const long = { facts: { 'sms-providers': providers(provider('CM02-VERYLONGNAME.contoso.com')) } };
    expect(accounts(long).slice(1)).toEqual([
      'CM01: contoso.com CM02-VERYLONGNA$',
      'CM01: contoso.com CM02-VERYLONGNAME$',
    ]);
    for (const account of ['svc-capture', 'A\\B\\c', '%OSDAccount%', ''])
      expect(accounts(steps(captureStep({ account })))).toHaveLength(2);
  });
});

describe('what else a capture asks', () => {
  const onlySequence = { capture: null, referenceComputer: null, taskSequence: 'PS100043' };
  const without = { facts: { 'capture-sequence': captureSequence({ steps: [] }) } };
  test.each(['network-access-accounts', 'site-version', 'image-tools', 'smsprov-log'] as const)('%s', (fact) => {
    const known = ['sms-providers', 'capture-sequence'];
    expect(asks(fact, known)).toHaveLength(1);
    expect(asks(fact, known, configured(onlySequence))).toHaveLength(1);
    expect(asks(fact, known, configured(onlySequence, without))).toEqual([]);
  });
  test('the task sequence that captures, else the one that is deployed', () => {
    const of = (parts: Partial<Configuration>) =>
      asks('capture-sequence', ['sms-providers'], configured(parts)).map(({ params }) => params['taskSequence']);
    expect(of({})).toEqual(['PS100043']);
    expect(of({ capture: null })).toEqual(['PS100042']);
    expect(of({ capture: null, taskSequence: null })).toEqual([]);
  });
  test('media on the reference computer, where there are some', () => {
    expect(asks('capture-media', [])).toEqual([
      { host: 'REF01', role: 'reference-computer', params: { path: 'E:\\' } },
    ]);
    expect(asks('capture-media', [], configured({ capture: noCapture }))).toEqual([]);
  });
});

describe('sms-providers', () => {
  const server = { host: 'CM01', role: 'site-server', params: {} };

  test('the site server is asked', () => {
    expect(asks('sms-providers', [])).toEqual([server]);
  });
  test('then each provider that it names, so that it is known by its identity', () => {
    const facts = { 'sms-providers': providers(provider('CM02.contoso.com'), provider('CM03.contoso.com')) };
    expect(asks('sms-providers', ['sms-providers'], { facts })).toEqual([
      server,
      { host: 'CM02.contoso.com', role: 'sms-provider', params: {} },
      { host: 'CM03.contoso.com', role: 'sms-provider', params: {} },
    ]);
  });
  test('without a site the host of the share; with neither, nobody', () => {
    const hosts = [host('FS01', ['share-host'])];
    expect(asks('sms-providers', [], { ...noSite, hosts })).toEqual([{ host: 'FS01', role: 'share-host', params: {} }]);
    expect(asks('sms-providers', [], configured({ site: null, capture: null }, { hosts }))).toEqual([]);
  });
});

describe('where the site is asked', () => {
  const ask = (changes: Changes = {}, known = ['sms-providers']) => asks('site-distribution-points', known, changes);
  const namesProviders = (...list: Json[]) => ({ facts: { 'sms-providers': providers(...list) } });
  const codeless = { site: { server: { name: 'CM01.contoso.com' }, code: null } };

  test('not before the providers are known', () => {
    expect(ask({}, [])).toEqual([]);
  });
  test('the provider, in the namespace of the site', () => {
    expect(ask()).toEqual(onCM01({ namespace: site1 }));
  });
  test('a provider elsewhere', () => {
    expect(ask(namesProviders(provider('SQL01.contoso.com')))).toMatchObject([
      { host: 'SQL01.contoso.com', role: 'sms-provider' },
    ]);
  });
  test('the provider of the configured site, not the first', () => {
    const other = provider('CAS01', { siteCode: 'CAS', localSite: false });
    expect(ask(namesProviders(other, provider('CM01.contoso.com', { siteCode: 'ps1' })))).toMatchObject([
      { host: 'CM01.contoso.com' },
    ]);
  });
  test('without a code the provider of the local site', () => {
    const other = provider('CAS01', { siteCode: 'CAS', localSite: false });
    expect(ask({ ...namesProviders(other, provider('CM02')), configuration: codeless })).toEqual([
      { host: 'CM02', role: 'sms-provider', params: { namespace: site1 } },
    ]);
    expect(ask({ ...namesProviders(other), configuration: codeless })).toMatchObject([
      { host: 'CAS01', params: { namespace: 'root/SMS/site_CAS' } },
    ]);
  });
  test('the site server itself, where no provider is known: then its own failure is what the report says', () => {
    const server = { host: 'CM01.contoso.com', role: 'site-server' };
    expect(ask({ facts: { 'sms-providers': unread() } })).toEqual([{ ...server, params: { namespace: site1 } }]);
    expect(ask(namesProviders())).toEqual([{ ...server, params: { namespace: site1 } }]);
    expect(ask({ facts: { 'sms-providers': unread() }, configuration: codeless })).toEqual([
      { ...server, params: { namespace: 'root/SMS' } },
    ]);
  });
  test('nobody without a site, nor without a distribution point', () => {
    expect(ask(noSite)).toEqual([]);
    expect(ask({ hosts: [healthyHosts[0]!] })).toEqual([]);
  });
});

describe('which packages', () => {
  const scope = (changes: Changes = {}, known = ['sms-providers', 'task-sequence']) =>
    asks('site-packages', known, changes).flatMap(({ params }) => params['packages']);

  test('the task sequence is asked for by its id, and not without one or without a site', () => {
    expect(asks('task-sequence', ['sms-providers'])).toEqual(onCM01({ namespace: site1, taskSequence: 'PS100042' }));
    expect(asks('task-sequence', ['sms-providers'], configured({ taskSequence: null }))).toEqual([]);
    expect(asks('task-sequence', ['sms-providers'], noSite)).toEqual([]);
  });
  test('boot image and references, in order', () => {
    expect(scope()).toEqual(['PS100005', 'PS100012']);
  });
  test('with those of the configuration, each once and in capitals', () => {
    expect(scope(configured({ packages: ['ps100099', 'PS100012'] }))).toEqual(['PS100005', 'PS100012', 'PS100099']);
  });
  test('nothing before the references are known', () => {
    expect(scope(configured({ packages: ['PS100099'] }), ['sms-providers'])).toEqual([]);
  });
  test('a nested task sequence is no package, and what has no id is none either', () => {
    const references = [
      { package: 'PS100077', object: 'PS100077', name: 'Nested', type: 4 },
      { package: null, object: 'x', name: null, type: 512 },
      { package: '', object: 'y', name: null, type: 0 },
    ];
    expect(scope({ facts: { 'task-sequence': sequence({ references }) } })).toEqual(['PS100005']);
  });
  test('where the references could not be read, those of the configuration', () => {
    const facts = { 'task-sequence': unread() };
    expect(scope({ facts, configuration: { packages: ['PS100012'] } })).toEqual(['PS100012']);
    expect(scope({ facts })).toEqual([]);
  });
  test('the library: the same packages, on every distribution point', () => {
    const hosts = [...healthyHosts, host('DP02', ['distribution-point'])];
    const params = { packages: ['PS100005', 'PS100012'] };
    expect(asks('content-library', ['task-sequence'], { hosts })).toEqual([
      { host: 'DP01', role: 'distribution-point', params },
      { host: 'DP02', role: 'distribution-point', params },
    ]);
    expect(asks('content-library', [], { hosts })).toEqual([]);
    expect(asks('content-library', [], configured({ taskSequence: null }))).toEqual([]);
  });
  test('the library without a site: the packages of the configuration', () => {
    expect(asks('content-library', [], configured({ site: null, packages: ['PS100012'] }))).toMatchObject([
      { params: { packages: ['PS100012'] } },
    ]);
  });
});

describe('which bytes are read', () => {
  const all = ['sms-providers', 'task-sequence', 'site-packages', 'content-library'];
  const { rows } = libraryOf(wanted);
  const bytes = (changes: Changes = {}, known = all) =>
    asks('content-blobs', known, changes).flatMap(({ params }) => params['packages']);
  const client = (parts: object) => ({
    facts: { 'site-packages': site(healthySite[0]!, { ...healthySite[1]!, ...parts }) },
  });

  test('those of every package that stays as it is', () => {
    expect(bytes()).toEqual(['PS100005', 'PS100012']);
    expect(bytes(client({ status: { state: 8 } }))).toEqual(['PS100005', 'PS100012']);
  });
  test.each([
    ['stale', { version: 4, status: { sourceVersion: 3 } }],
    ['pending', { status: { state: 1 } }],
    ['being removed', { status: { state: 5 } }],
    ['being updated', { status: { state: 7 } }],
    ['not targeted', { status: null, targeted: false }],
    ['without files', { package: { flags: 0x10000000 } }],
  ])('not those of a package that is %s', (_, parts) => {
    expect(bytes(client(parts))).toEqual(['PS100005']);
  });
  // Nothing is in motion, and what came is worth knowing.
  test('those of a package whose distribution failed', () => {
    expect(bytes(client({ status: { state: 3 } }))).toEqual(['PS100005', 'PS100012']);
  });
  test('not before the site answered, nor where it could not', () => {
    expect(bytes({}, ['sms-providers', 'task-sequence', 'content-library'])).toEqual([]);
    expect(bytes({ facts: { 'site-packages': unread() } })).toEqual([]);
  });
  test('without a site those of the packages that are there', () => {
    expect(bytes(configured({ site: null }), ['content-library'])).toEqual(['PS100005', 'PS100012']);
  });
  test.each([
    ['absent', { ini: { value: null } }],
    ['unread', { ini: partError }],
  ])('not those of a package whose record is %s', (_, change) => {
    expect(bytes({ facts: { 'content-library': edited(rows, 'package', 'PS100012', change) } })).toEqual(['PS100005']);
  });
  test('none without a library', () => {
    expect(bytes({ facts: { 'content-library': unread() } })).toEqual([]);
    expect(bytes({ facts: { 'content-library': [{ kind: 'library', path: null, fileLibs: [] }] } })).toEqual([]);
    expect(bytes({}, ['site-packages'])).toEqual([]);
  });
  test('by the answer of the site that could be read, where one could not', () => {
    const more = [gatheredFact('site-packages', 'CM00', {}, unread())];
    expect(bytes({ more })).toEqual(['PS100005', 'PS100012']);
  });
});

test('nothing is asked of this machine but its own PXE service where nothing is configured', () => {
  const none = {
    hosts: [host('HERE', ['distribution-point'])],
    configuration: { site: null, capture: null, taskSequence: null, distributionPoints: [] },
  };
  const asked = (Object.keys(facts) as (keyof typeof facts)[]).filter((fact) => asks(fact, [], none).length > 0);
  expect(asked).toEqual([
    'boot',
    'pxe-services',
    'pxe-events',
    'wds-settings',
    'distribution-point',
    'dhcp-dns',
    'udp-endpoints',
    'pxe-boot-files',
    'smspxe-log',
    'visual-c-runtime',
  ]);
});
