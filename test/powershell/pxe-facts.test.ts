import { expect, test } from 'vitest';
import { boot, dhcpDns, distributionPoint, pxeServices, udpEndpoints, wdsSettings } from '../../checks/facts/pxe.ts';
import { mustSkip } from '../lab/probe.ts';
import { onPoint } from './probed-point.ts';

const wds = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\WDSServer';
const malformed = { failed: 'malformed', message: 'it is of another type than Windows uses' };

const registry = {
  [wds]: { Group: 7, ServiceSidType: '1', FailureActions: { binary: '80510100ff' } },
  [`${wds}\\TriggerInfo\\0`]: { Type: 2, Action: 1 },
  [`${wds}\\TriggerInfo\\1`]: { Type: 'x' },
};
const services = { WDSServer: { dependsOn: ['RpcSs', 'Nowhere'] }, RpcSs: {} };
const stray = { 'C:\\Program': {} };

test.skipIf(mustSkip)('the services come with what the registry says, of whatever type', async () => {
  await onPoint({ services, registry, files: stray }, async (read) => {
    const found = await read(pxeServices);
    expect(found.strayProgram).toEqual({ value: 'C:\\Program' });
    expect(found.services[0]).toMatchObject({
      registry: {
        value: {
          group: malformed,
          dependOnService: { value: ['RpcSs', 'Nowhere'] },
          serviceSidType: malformed,
          failureActions: { value: '80510100ff' },
          failureActionsOnNonCrashFailures: { value: null },
        },
      },
      triggers: {
        value: [
          { type: { value: 2 }, action: { value: 1 } },
          { type: malformed, action: { value: null } },
        ],
      },
      dependencies: { value: [{ name: 'RpcSs', state: 'Running', startMode: 'Auto' }] },
    });
  });
});

test.skipIf(mustSkip)('what may not be read is neither absent nor empty, and hides nothing else', async () => {
  const faults = [
    { registry: `${wds}\\TriggerInfo`, error: 'denied' },
    { path: 'C:\\Program', error: 'denied' },
  ];
  await onPoint({ services, registry, files: stray, faults }, async (read) => {
    const found = await read(pxeServices);
    expect(found.strayProgram).toMatchObject({ failed: 'denied' });
    expect(found.services[0]).toMatchObject({ triggers: { failed: 'denied' }, registry: { value: {} } });
  });
});

test.skipIf(mustSkip)('a value of the registry that is an empty list is not taken for a missing one', async () => {
  const lists = {
    'HKLM\\SOFTWARE\\Microsoft\\SMS\\DP': {
      IsPXE: 1,
      DoNotListenOnDhcpPort: [],
      NumberOfThreads: ['8'],
      SupportUnknownMachines: { binary: '01' },
    },
    [`${wds}\\Parameters`]: { UdpPortPolicy: [] },
    [`${wds}\\Providers\\WDSPXE`]: { UseDHCPPorts: [], ProvidersOrder: ['smspxe', 'BINLSVC', 'a\\b'] },
    'HKLM\\SYSTEM\\CurrentControlSet\\Control': { AutoStartDelay: [], ServicesPipeTimeout: 60000 },
  };
  await onPoint({ registry: lists, files: { 'C:\\Program\\': {} } }, async (read) => {
    expect(await read(distributionPoint)).toMatchObject({
      doNotListenOnDhcpPort: malformed,
      numberOfThreads: malformed,
      supportUnknownMachines: malformed,
      issuingCertificateList: { value: true },
    });
    expect(await read(wdsSettings)).toMatchObject({
      present: true,
      disabled: { value: null },
      useDhcpPorts: malformed,
      udpPortPolicy: { value: malformed },
      pxeProviders: {
        value: [
          { name: 'SMSPXE', present: true },
          { name: 'BINLSVC', present: false },
        ],
      },
    });
    expect(await read(boot)).toMatchObject({
      autoStartDelay: { value: [] },
      servicesPipeTimeout: { value: 60000 },
      enableAutostartEvents: { value: null },
    });
    expect((await read(pxeServices)).strayProgram).toEqual({ value: null });
  });
});

test.skipIf(mustSkip)('ports belong to the services of their process, and one of no process to none', async () => {
  const udp = [
    { processId: 0, ports: '69' },
    { service: 'DNS', ports: '63999-64002' },
    { processId: 4242, ports: '64999-65001', address: '::' },
  ];
  const others = { SccmPxe: { state: 'Stopped' }, DNS: {} };
  await onPoint({ services: others, udp }, async (read) => {
    const found = await read(udpEndpoints);
    const dns = found.transportRange[0]!.processId;
    expect(found.ports).toEqual([{ port: 69, address: '0.0.0.0', processId: 0 }]);
    expect(found.transportRange).toEqual([
      { processId: dns, count: 2 },
      { processId: 4242, count: 2 },
    ]);
    expect(found.processes).toEqual([
      { processId: dns, name: expect.any(String), services: ['DNS'] },
      { processId: 4242, name: null, services: [] },
    ]);
    expect((await read(dhcpDns)).services).toMatchObject([{ name: 'DNS', state: 'Running', processId: dns }]);
  });
});
