import { listedRows } from './host-library.ts';
import { servicesOf, startModes } from './host-services.ts';
import { udpRows } from './host-udp.ts';
import { referenceRows } from './reference-rows.ts';
import type { Scenario } from './scenario.ts';
import { accountRows } from './share-host-accounts.ts';
import { shareRows } from './share-host-shares.ts';
import { volumeRows } from './share-host-state.ts';
import type { Row } from './site-estate.ts';
import { isClient, type WindowsVersion, windowsVersions } from './windows-tables.ts';

const cimv2 = 'root/cimv2';

/** Classes of Windows that a host describes completely. */
export const hostClasses = [
  'Win32_OperatingSystem',
  'Win32_ComputerSystem',
  'Win32_UserAccount',
  'Win32_Group',
  'Win32_Service',
  'Win32_BaseService',
  'Win32_Process',
  'Win32_Share',
  'MSFT_SmbShare',
  'MSFT_NetUDPEndpoint',
  'Win32_Volume',
];

const modeNames = ['Boot', 'System', 'Auto', 'Manual', 'Disabled'] as const;

const captionOf = (version: WindowsVersion): string =>
  isClient(version)
    ? `Microsoft Windows ${version.slice(1).split(' ')[0]} Enterprise`
    : `Microsoft Windows Server ${version} Standard`;

const secondsAfter = (moment: string, seconds: number): string =>
  new Date(Date.parse(moment) + seconds * 1000).toISOString();

/** The rows that Windows itself gives on a host: system, accounts, services, processes, shares. */
export function hostRows(scenario: Scenario, name: string): Row[] {
  const host = scenario.hosts[name]!;
  const version = windowsVersions[host.windows];
  const rows: Row[] = [];
  const add = (kind: string, values: Row['values']): number => rows.push({ namespace: cimv2, class: kind, values });
  add('Win32_OperatingSystem', {
    Caption: host.caption ?? captionOf(host.windows),
    Version: version,
    BuildNumber: version.split('.')[2],
    CSName: name,
    LastBootUpTime: host.bootTime,
    LocalDateTime: host.clock ?? scenario.now,
    InstallDate: host.installDate,
    OSArchitecture: '64-bit',
    SystemDrive: 'C:',
    WindowsDirectory: String.raw`C:\Windows`,
    ProductType: isClient(host.windows) ? 1 : 3,
    Status: 'OK',
  });
  add('Win32_ComputerSystem', {
    Name: name,
    DNSHostName: name,
    Domain: host.domain ?? 'WORKGROUP',
    PartOfDomain: host.domain !== null,
    Workgroup: host.domain === null ? 'WORKGROUP' : null,
    DomainRole: host.domainController ? 4 : (isClient(host.windows) ? 0 : 2) + (host.domain === null ? 0 : 1),
  });
  rows.push(...accountRows(scenario, name));
  for (const service of servicesOf(host)) {
    const { name: service_, said, processId, display, path } = service;
    const mode = modeNames[startModes[said.start]];
    add('Win32_Service', {
      Name: service_,
      Caption: display,
      DisplayName: display,
      Description: display,
      State: said.state,
      StartMode: mode,
      DelayedAutoStart: said.start === 'delayed',
      Started: said.state !== 'Stopped',
      Status: 'OK',
      ExitCode: said.exitCode,
      ServiceSpecificExitCode: said.serviceSpecificExitCode,
      ProcessId: processId,
      StartName: said.account,
      PathName: path,
      ErrorControl: 'Normal',
      ServiceType: 'Own Process',
      AcceptPause: false,
      AcceptStop: said.state === 'Running',
      CheckPoint: 0,
      WaitHint: 0,
      TagId: 0,
      DesktopInteract: false,
      CreationClassName: 'Win32_Service',
      SystemCreationClassName: 'Win32_ComputerSystem',
      SystemName: name,
    });
    if (processId !== 0)
      add(
        'Win32_Process',
        process(processId, path.split('\\').at(-1)!.split(' ')[0]!, said.startedAt ?? secondsAfter(host.bootTime, 30)),
      );
  }
  for (const [id, { name: program, startedAt }] of Object.entries(host.processes))
    add('Win32_Process', process(Number(id), program, startedAt));
  rows.push(
    ...shareRows(scenario, name),
    ...volumeRows(scenario, name),
    ...udpRows(scenario, name),
    ...listedRows(scenario, name),
  );
  rows.push(...referenceRows(scenario, name));
  return rows;
}

function process(id: number, program: string, created: string): Row['values'] {
  return { ProcessId: id, Handle: String(id), Name: program, Caption: program, CreationDate: created };
}
