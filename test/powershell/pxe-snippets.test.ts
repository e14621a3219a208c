import { describe, expect, test } from 'vitest';
import { pxeBootFiles, siteBootImages, visualCRuntime } from '../../checks/facts/pxe.ts';
import { loadScenario, parseScenario, type Scenario } from '../../lab/scenario.ts';
import { mustSkip, type ProbedHost, probeHost } from '../lab/probe.ts';

async function onHost<T>(scenario: Scenario, name: string, body: (host: ProbedHost) => Promise<T>): Promise<T> {
  const host = await probeHost(scenario, name);
  try {
    return await body(host);
  } finally {
    await host.close();
  }
}
const scenarioOf = (parts: { [key: string]: unknown }): Scenario => {
  const DP01 = {
    bootTime: '2026-03-02T11:00:00Z',
    machineSid: 'S-1-5-21-1-2-3',
    without: ['boot-files', 'smspxe-log'],
    services: { WDSServer: {} },
    registry: { 'HKLM\\SOFTWARE\\Microsoft\\SMS\\DP': { IsPXE: 1 } },
    ...parts,
  };
  const story = { title: 't', story: 's', expect: 'go', now: '2026-03-02T14:12:00Z', hosts: { DP01 } };
  return parseScenario(JSON.stringify(story), 'pxe.yaml');
};
const share = { REMINST: { path: 'D:\\RemoteInstall', sddl: 'O:BAG:SYD:' } };
const acls = { 'D:\\RemoteInstall': 'O:BAG:SYD:' };
const bootFiles = async (parts: { [key: string]: unknown }) =>
  await onHost(scenarioOf(parts), 'DP01', async (host) => {
    const { values, error } = await host.run('Read-PxeBootFiles -Parameters @{}');
    return error ?? pxeBootFiles.decode(values![0]);
  });

describe.skipIf(mustSkip)('the boot files', () => {
  test('are read three levels deep, folders and images each on their own', async () => {
    const below = (path: string): string => `D:\\RemoteInstall\\${path}`;
    const paths = [
      'SMSBoot\\boot.sdi',
      'SMSBoot\\PS100005\\x64\\bootmgfw.efi',
      'SMSBoot\\a\\b\\c\\deep.com',
      'Stores\\',
    ];
    const images = ['SMSImages\\PS100005\\boot.PS100005.WIM', 'SMSImages\\PS100005\\boot.sdi', 'SMSImages\\Empty\\'];
    const files = Object.fromEntries([...paths, ...images].map((path) => [below(path), {}]));
    const faults = [{ path: below('SMSImages\\PS100005'), error: 'denied' }];
    const found = await bootFiles({ shares: share, acls, files });
    expect(found).toMatchObject({
      path: 'D:\\RemoteInstall',
      folders: { value: expect.arrayContaining(['SMSBoot', 'SMSImages', 'Stores']) },
      bootFiles: {
        value: { files: expect.arrayContaining(['boot.sdi', 'PS100005\\x64\\bootmgfw.efi']), truncated: false },
      },
      images: {
        value: expect.arrayContaining([
          { package: 'PS100005', files: ['boot.PS100005.WIM'] },
          { package: 'Empty', files: [] },
        ]),
      },
    });
    expect(JSON.stringify(found)).not.toContain('deep.com');
    expect(await bootFiles({ shares: share, acls, files, faults })).toMatchObject({
      bootFiles: { value: { truncated: false } },
      images: { failed: 'denied' },
    });
  });

  test('are cut at a thousand, and the rest is told to be missing', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => [`D:\\RemoteInstall\\SMSBoot\\x64\\${index}.com`, {}]);
    const found = await bootFiles({ shares: share, acls, files: Object.fromEntries(names) });
    expect(found).toMatchObject({ bootFiles: { value: { truncated: true } }, images: { value: null } });
    expect('bootFiles' in found && 'value' in found.bootFiles && found.bootFiles.value?.files).toHaveLength(1000);
  });

  test('are unknown where nobody may look behind the share', async () => {
    const faults = [{ share: 'REMINST', error: 'denied' }];
    expect(await bootFiles({ shares: share, acls, faults })).toMatchObject({ native: 'AccessDenied' });
  });
});

test.skipIf(mustSkip)('Visual C++ runtimes come from both views of the registry', async () => {
  const software = 'HKLM\\SOFTWARE\\';
  const registry = {
    [`${software}Microsoft\\VisualStudio\\10.0\\VC\\VCRedist\\x64`]: { Installed: 1, Version: 'v10.0.40219.325' },
    [`${software}Wow6432Node\\Microsoft\\VisualStudio\\12.0\\VC\\Runtimes\\x64`]: { Installed: 'yes' },
    [`${software}Microsoft\\VisualStudio\\14.0\\VC\\Runtimes\\x86`]: { Installed: 1 },
    [`${software}Microsoft\\VisualStudio\\11.0\\VC\\Runtimes\\x64`]: {},
    'HKLM\\SOFTWARE\\Microsoft\\SMS\\DP': {},
  };
  const key = `${software}Microsoft\\VisualStudio\\10.0`;
  const read = async (parts: { [key: string]: unknown }) =>
    await onHost(scenarioOf(parts), 'DP01', async (host) => {
      const { values } = await host.run('Read-VisualCRuntime -Parameters @{}');
      return visualCRuntime.decode(values![0]).runtimes;
    });
  expect(await read({ registry, services: {} })).toEqual({
    value: [
      { key: '10.0', installed: { value: 1 }, version: { value: 'v10.0.40219.325' } },
      {
        key: '12.0',
        installed: { failed: 'malformed', message: 'it is of another type than Windows uses' },
        version: { value: null },
      },
    ],
  });
  const faults = [{ registry: key, error: 'denied' }];
  expect(await read({ registry, services: {}, faults })).toMatchObject({ failed: 'denied' });
});

test.skipIf(mustSkip)('boot images of the site come with the points that they were sent to', async () => {
  const scenario = await loadScenario('healthy');
  const { code, server, provider } = scenario.site!;
  const read = await onHost(scenario, provider ?? server, async (host) => {
    const { values } = await host.run(`Read-SiteBootImages -Parameters @{ namespace = 'root/SMS/site_${code}' }`);
    return siteBootImages.decode(values![0]);
  });
  expect(read.images).toEqual([{ package: 'PS100005', name: 'Boot image (x64)', architecture: 'x64' }]);
  expect(read.targeted).toEqual([{ package: 'PS100005', nalPath: expect.stringContaining('DP01') }]);
});
