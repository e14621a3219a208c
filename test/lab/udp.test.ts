import { describe, expect, test } from 'vitest';
import { hostRegistry } from '../../lab/host-registry.ts';
import { hostRows } from '../../lab/host-rows.ts';
import { parseScenario, type Scenario } from '../../lab/scenario.ts';
import { mustSkip, probeHost } from './probe.ts';

const hostWith = (...said: string[]): Scenario =>
  parseScenario(
    `
title: t
story: s
expect: go
now: 2026-03-02T14:00:00Z
hosts:
  DP1:
    bootTime: 2026-03-02T10:00:00Z
    machineSid: S-1-5-21-1-2-3
${said.map((line) => `    ${line}`).join('\n')}
`,
    'udp.yaml',
  );

/** The ports of a host by the service whose process has them. */
function portsOf(scenario: Scenario): { [service: string]: number[] } {
  const rows = hostRows(scenario, 'DP1');
  const services = rows.filter((row) => row.class === 'Win32_Service');
  const ports: { [service: string]: number[] } = {};
  for (const { values } of rows.filter((row) => row.class === 'MSFT_NetUDPEndpoint')) {
    const owner = services.find((service) => service.values.ProcessId === values.OwningProcess);
    const name = String(owner?.values.Name ?? values.OwningProcess);
    ports[name] = [...(ports[name] ?? []), Number(values.LocalPort)];
  }
  return ports;
}
const dp = String.raw`'HKLM\software\Microsoft\SMS\DP'`;
const wdspxe = String.raw`'HKLM\SYSTEM\CurrentControlSet\Services\WDSServer\Providers\WDSPXE'`;
const wdsPorts = [69, 4011, 64_001, 64_002, 64_003];

describe('the UDP endpoints of a host', () => {
  test.each([
    ['WDS', ['services: { WDSServer: {} }'], { WDSServer: wdsPorts }],
    [
      'WDS on the ports of DHCP',
      ['services: { WDSServer: {} }', `registry: { ${wdspxe}: { UseDHCPPorts: 1 } }`],
      { WDSServer: [67, ...wdsPorts] },
    ],
    ['WDS that is stopped', ['services: { WDSServer: { state: Stopped } }'], {}],
    ['the responder', ['services: { SccmPxe: {} }'], { SccmPxe: [67, 69, 4011] }],
    [
      'the responder beside DHCP',
      ['services: { SccmPxe: {}, DHCPServer: {} }', `registry: { ${dp}: { donotlistenondhcpport: { dword: 1 } } }`],
      { SccmPxe: [69, 4011], DHCPServer: [67, 68] },
    ],
    ['nothing on Windows 2008 R2', ['windows: 2008 R2', 'services: { WDSServer: {} }'], {}],
    [
      'none that is usual',
      ['services: { WDSServer: {} }', 'without: [udp]', "udp: [{ service: WDSServer, ports: '69' }]"],
      { WDSServer: [69] },
    ],
    [
      'those of a process that is no service',
      ["udp: [{ processId: 4, ports: '64001-64003' }]"],
      { 4: [64_001, 64_002, 64_003] },
    ],
  ])('%s', (_title, said, ports) => {
    expect(portsOf(hostWith(...said))).toEqual(ports);
  });

  test('DNS has many high ports, none in the range of WDS', () => {
    const { DNS: ports } = portsOf(hostWith('services: { DNS: {} }'));
    expect(ports![0]).toBe(53);
    expect(new Set(ports).size).toBe(61);
    expect(ports!.filter((port) => port > 64_000 && port < 65_001)).toEqual([]);
  });

  test('a service that does not run has none', () => {
    const scenario = hostWith('services: { DNS: { state: Stopped } }', "udp: [{ service: DNS, ports: '53' }]");
    expect(() => portsOf(scenario)).toThrow('hosts.DP1.udp: the service DNS does not run');
  });
});

describe('the services of a host', () => {
  const services = String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services`;
  test('RpcSs runs everywhere, and WDS depends on it', () => {
    const scenario = hostWith('services: { WDSServer: {}, DHCPServer: {}, DNS: {} }');
    const rows = hostRows(scenario, 'DP1').filter((row) => row.class === 'Win32_Service');
    expect(rows.map(({ values }) => [values.DisplayName, values.State])).toEqual([
      ['Windows Deployment Services Server', 'Running'],
      ['DHCP Server', 'Running'],
      ['DNS Server', 'Running'],
      ['Remote Procedure Call (RPC)', 'Running'],
    ]);
    const registry = hostRegistry(scenario, 'DP1');
    expect(registry.get(`${services}\\WDSServer`)).toMatchObject({ DependOnService: ['RpcSs'] });
    expect(registry.get(`${services}\\DNS`)).not.toHaveProperty('DependOnService');
    expect(
      hostRows(hostWith('services: { RpcSs: null }'), 'DP1').filter((row) => row.class === 'Win32_Service'),
    ).toEqual([]);
  });

  test('what a scenario says of dependencies, recovery and triggers is in the registry', () => {
    const said = `dependsOn: [Tcpip, RpcSs], group: Base, serviceSidType: 3, failureActions: '80510100', failureActionsOnNonCrashFailures: 1, triggers: [{ type: 2, action: 1 }]`;
    const registry = hostRegistry(hostWith(`services: { WDSServer: { ${said} } }`), 'DP1');
    expect(registry.get(`${services}\\WDSServer`)).toMatchObject({
      DependOnService: ['Tcpip', 'RpcSs'],
      Group: 'Base',
      ServiceSidType: 3,
      FailureActions: { binary: '80510100' },
      FailureActionsOnNonCrashFailures: 1,
    });
    expect(registry.get(`${services}\\WDSServer\\TriggerInfo\\0`)).toEqual({ Type: 2, Action: 1 });
  });
});

describe.skipIf(mustSkip)('MSFT_NetUDPEndpoint', () => {
  const code =
    'foreach ($e in @(Get-CimInstance -Namespace root/StandardCimv2 -ClassName MSFT_NetUDPEndpoint -Property LocalAddress, LocalPort, OwningProcess -ErrorAction Stop)) { $e.LocalAddress; $e.LocalPort; $e.LocalPort.GetType().Name; $e.OwningProcess.GetType().Name }';
  test('is a class from Windows 2012 on', async () => {
    const udp = "udp: [{ processId: 4, ports: '137', address: '::' }]";
    const host = await probeHost(hostWith("windows: '2012'", udp), 'DP1');
    expect(await host.run(code)).toEqual({ values: ['::', 137, 'UInt16', 'UInt32'] });
    await host.close();
    const old = await probeHost(hostWith('windows: 2008 R2', udp), 'DP1');
    expect((await old.run(code)).error).toMatchObject({ id: 'HRESULT 0x8004100e', native: 'InvalidNamespace' });
    await old.close();
  });
});
