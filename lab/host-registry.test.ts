import { describe, expect, test } from 'vitest';
import { hostRegistry } from './host-registry.ts';
import { loadScenario, parseScenario, type Scenario } from './scenario.ts';
import { siteRows } from './site-rows.ts';

const head = `
title: t
story: s
expect: go
now: 2026-03-02T14:00:00Z
`;
const machine = 'bootTime: 2026-03-02T10:00:00Z, machineSid: S-1-5-21-1-2-3, timeZone: Europe/Berlin';
const point = String.raw`registry: { HKLM\SOFTWARE\Microsoft\SMS\DP: { IsPXE: 1 } }`;
const host = (text: string): Scenario => parseScenario(`${head}hosts:\n  DP1: { ${machine}, ${text} }\n`, 'x.yaml');
const pxe = (text: string): Scenario => host(`services: { WDSServer: {}, RpcSs: null }, ${point}, ${text}`);
const dpKey = String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\SMS\DP`;
const services = String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services`;

describe('the registry of a host', () => {
  const keysOf = (scenario: Scenario, name = 'DP1') => hostRegistry(scenario, name);

  test('WDS alone has its own PXE provider, and nothing of a distribution point', () => {
    const keys = keysOf(host('services: { WDSServer: {} }'));
    expect(keys.get(`${services}\\WDSServer\\Providers\\WDSPXE`)).toMatchObject({ ProvidersOrder: ['BINLSVC'] });
    expect(keys.has(`${services}\\WDSServer\\Providers\\WDSPXE\\Providers\\BINLSVC`)).toBe(true);
    expect([...keys.keys()].filter((key) => /SMS|VisualStudio|Setup/.test(key))).toEqual([]);
  });

  test('a key goes with all below it, and only where it is', () => {
    const scenario = pxe('elevated: true');
    const key = String.raw`HKLM\system\CurrentControlSet\Services\WDSServer`;
    const without = (gone: string): Scenario => {
      const dp1 = scenario.hosts.DP1!;
      return { ...scenario, hosts: { DP1: { ...dp1, registry: { ...dp1.registry, [gone]: null } } } };
    };
    expect([...keysOf(without(key)).keys()].filter((known) => known.includes('WDSServer'))).toEqual([]);
    expect(keysOf(without(key)).has(services)).toBe(false);
    expect(keysOf(without(String.raw`HKLM\SOFTWARE\Microsoft\SMS\Security`)).has(dpKey)).toBe(true);
    expect(() => keysOf(without(String.raw`HKLM\SOFTWARE\Nothing`))).toThrow('there is no HKLM\\SOFTWARE\\Nothing');
  });

  test('unknown computers are as the site has them', () => {
    const healthy = loadScenario('healthy');
    const site = {
      ...healthy.site!,
      distributionPoints: { DP01: { ...healthy.site!.distributionPoints.DP01!, unknownComputers: false } },
    };
    expect(keysOf({ ...healthy, site }, 'DP01').get(dpKey)).toMatchObject({ IsPXE: 1, SupportUnknownMachines: 0 });
    expect(keysOf(healthy, 'CM01').has(dpKey)).toBe(false);
  });
});

test('the site says the architecture of its boot images', () => {
  const { site, ...rest } = loadScenario('healthy');
  const old = { ...site!.packages.PS100005!, architecture: 'x86' as const };
  const rows = siteRows({ ...rest, site: { ...site!, packages: { ...site!.packages, PS100006: old } } });
  const images = rows.filter((row) => row.class === 'SMS_BootImagePackage');
  expect(images.map(({ values }) => [values.PackageID, values.Architecture])).toEqual([
    ['PS100005', 'x64'],
    ['PS100006', 'x86'],
  ]);
  expect(rows.filter((row) => row.class === 'SMS_Package')[0]!.values).not.toHaveProperty('Architecture');
});
