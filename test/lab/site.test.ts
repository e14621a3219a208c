import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildHostLibrary } from '../../lab/host-library.ts';
import { parseScenario, type Scenario } from '../../lab/scenario.ts';
import { getterState } from '../../lab/site-getters.ts';
import { siteRows } from '../../lab/site-rows.ts';
import { mustSkip, type ProbedHost, probeHost } from './probe.ts';

const host = { bootTime: '2026-03-02T10:00:00Z', machineSid: 'S-1-5-21-1-2-3' };
const story = (site: object): Scenario =>
  parseScenario(
    JSON.stringify({
      title: 't',
      story: 's',
      expect: 'go',
      now: '2026-03-02T14:00:00Z',
      hosts: { CM01: host, DP01: { ...host, library: {} } },
      site: { code: 'PS1', server: 'CM01', distributionPoints: { DP01: {} }, ...site },
    }),
    'site.yaml',
  );
const portal = {
  name: 'Portal',
  type: 'application',
  contents: {
    'Content_0a.1': { files: { 'setup.exe': { text: 'x' }, 'x64\\a.dll': { size: 10 } }, emptyDirs: ['logs'] },
    'Content_0b.7': { id: 42 },
    'Content_0c.1': {},
  },
};
const rowsOf = (scenario: Scenario, name: string): { [property: string]: unknown }[] =>
  siteRows(scenario)
    .filter((row) => row.class === name)
    .map(({ values }) => values);

describe('a site agrees with the libraries of its distribution points', () => {
  test('in the contents of an application and their hashes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'osd-lab-site-'));
    const distributed = { DP01: { lacks: ['Content_0c.1'] } };
    const scenario = story({
      packages: { PS100020: { ...portal, distributed }, PS100012: { name: 'Client', version: 3 } },
    });
    try {
      await buildHostLibrary(scenario, 'DP01', folder);
      const ini = async (...path: string[]): Promise<string> =>
        (await readFile(join(folder, 'D', 'SCCMContentLib', ...path), 'latin1')).replaceAll(/\r\n/g, ' ').trim();
      expect(await ini('PkgLib', 'PS100020.INI')).toBe('[Packages] Content_0a.1= Content_0b.7=');

      const { contents, packages } = getterState(scenario, 'CM01') as { [list: string]: { sha256: string }[] };
      expect(await ini('DataLib', 'Content_0a.1.INI')).toBe(`[Info] Hash=${contents![0]!.sha256}`);
      expect(await ini('DataLib', 'PS100012.3.INI')).toBe(`[Info] Hash=${packages![0]!.sha256}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('and numbers contents that the scenario does not number', () => {
    expect(rowsOf(story({ packages: { PS100020: portal } }), 'SMS_PackageToContent')).toMatchObject([
      { PackageID: 'PS100020', ContentID: 16777300, ContentUniqueID: 'Content_0a', ContentVersionInPkg: 1 },
      { ContentID: 42, ContentUniqueID: 'Content_0b', ContentVersionInPkg: 7 },
      { ContentID: 16777301, ContentUniqueID: 'Content_0c' },
    ]);
  });

  test.each([
    ['sourceFlag 1', { sourceFlag: 1 }],
    ['the flag "no package"', { flags: 0x10000000 }],
  ])('a package with %s is sent nowhere unless it is said', (_, parts) => {
    const sent = (more: object) =>
      rowsOf(story({ packages: { PS100012: { name: 'Client', ...parts, ...more } } }), 'SMS_DPContentInfo').length;
    expect([sent({}), sent({ distributed: { DP01: {} } })]).toEqual([0, 1]);
  });
});

test('a changed copy can stand beside a generated row', () => {
  const overrides = [
    { class: 'SMS_DistributionPoint', where: { PackageID: 'PS100012' }, set: { Status: 3 }, beside: true },
  ];
  const scenario = story({ packages: { PS100012: { name: 'Client' }, PS100013: { name: 'Drivers' } }, overrides });
  expect(rowsOf(scenario, 'SMS_DistributionPoint').map(({ PackageID, Status }) => [PackageID, Status])).toEqual([
    ['PS100012', 2],
    ['PS100012', 3],
    ['PS100013', 2],
  ]);
});

test.each([
  [
    'a child that is not there',
    { taskSequences: { PS100042: { name: 'T', children: ['PS100043'] } } },
    'site.taskSequences.PS100042: there is no task sequence PS100043.',
  ],
  [
    'files of an application beside its contents',
    { packages: { PS100020: { ...portal, files: { a: {} } } } },
    'belong to its contents',
  ],
  [
    'a content without a version',
    { packages: { PS100020: { ...portal, contents: { Content_0a: {} } } } },
    'a content has a name and a version',
  ],
])('%s is refused', (_, site, problem) => {
  expect(() => story(site)).toThrow(problem);
});

describe.skipIf(mustSkip)('a method is called as Windows takes it, or not at all', () => {
  let site: ProbedHost;
  beforeAll(async () => {
    const taskSequences = { PS100042: { name: 'Install' } };
    site = await probeHost(story({ packages: { PS100012: { name: 'Client' } }, taskSequences }), 'CM01');
  });
  afterAll(async () => await site.close());
  const onClass = 'Invoke-CimMethod -Namespace root/SMS/site_PS1 -ClassName SMS_TaskSequencePackage -ErrorAction Stop';
  const sequence =
    '(Get-CimInstance -Namespace root/SMS/site_PS1 -ClassName SMS_TaskSequencePackage -Filter "PackageID=\'PS100042\'")';
  const argumentsOf = (version: string): string => `-Arguments @{ PackageID = 'PS100012'; SourceVersion = ${version} }`;

  test('with its out parameters and ReturnValue', async () => {
    const { values } = await site.run(
      `$a = ${onClass} -MethodName GetPackageHash ${argumentsOf('[uint32]1')}; foreach ($p in $a.PSObject.Properties) { $p.Name }; $a.ReturnValue.GetType().Name`,
    );
    expect(values).toEqual(['Hash', 'HashVersion', 'ReturnValue', 'PSComputerName', 'Int32']);
  });

  test.each([
    ['a number of another type', `${onClass} -MethodName GetPackageHash ${argumentsOf('1')}`],
    ['an argument too few', `${onClass} -MethodName GetPackageHash -Arguments @{ PackageID = 'PS100012' }`],
    [
      'an argument too many',
      `${onClass} -MethodName GetContentHash -Arguments @{ ContentID = [uint32]1; HashAlgID = [uint32]32780; X = 1 }`,
    ],
    [
      'an instance where it is static',
      `Invoke-CimMethod -InputObject ${sequence} -MethodName GetPackageHash ${argumentsOf('[uint32]1')} -ErrorAction Stop`,
    ],
    [
      'a package read without its sequence',
      `${onClass} -MethodName GetSequence -Arguments @{ TaskSequencePackage = ${sequence} }`,
    ],
    [
      'the sequence of something else',
      `${onClass} -MethodName GetSequence -Arguments @{ TaskSequencePackage = (Get-CimInstance -Namespace root/SMS/site_PS1 -ClassName SMS_Site) }`,
    ],
    ['the sequence of a text', `${onClass} -MethodName GetSequence -Arguments @{ TaskSequencePackage = 'PS100042' }`],
    [
      'the sequence from an instance',
      `Invoke-CimMethod -InputObject ${sequence} -MethodName GetSequence -Arguments @{ TaskSequencePackage = ${sequence} } -ErrorAction Stop`,
    ],
    ['a method that the tables leave out', `${onClass} -MethodName SetSequence`],
    ['a class and an instance', `${onClass} -InputObject ${sequence} -MethodName GetPackageHash`],
    ['every class', 'Get-CimClass -ErrorAction Stop'],
    ['a class whose methods are not in the tables', 'Get-CimClass -ClassName Win32_Process -ErrorAction Stop'],
    ['classes by their methods', 'Get-CimClass -ClassName Win32_Process -MethodName Create -ErrorAction Stop'],
  ])('%s is a gap', async (_, code) => {
    expect((await site.run(code)).error?.message).toMatch(/^The lab does not simulate this/);
  });

  test('a class that is not there is an error of Windows', async () => {
    const code = 'Get-CimClass -Namespace root/cimv2 -ClassName SMS_TaskSequencePackage -ErrorAction Stop';
    expect((await site.run(code)).error).toMatchObject({ id: 'HRESULT 0x80041010', native: 'InvalidClass' });
  });
});
