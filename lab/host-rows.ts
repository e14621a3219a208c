import { libraryRegistry } from './host-library.ts';
import type { Scenario } from './scenario.ts';
import type { RegistryValue, ScenarioHost } from './scenario-schema.ts';
import type { Row } from './site-rows.ts';
import { fqdn } from './site-rows.ts';
import { windowsVersions } from './windows-tables.ts';

const cimv2 = 'root/cimv2';

/** Classes of Windows that a host describes completely. */
export const hostClasses = [
  'Win32_OperatingSystem',
  'Win32_ComputerSystem',
  'Win32_UserAccount',
  'Win32_Service',
  'Win32_BaseService',
  'Win32_Process',
  'MSFT_SmbShare',
];

/** What Windows shows for services that a scenario names without saying more. */
const knownServices: { [name: string]: { displayName: string; path: string } } = {
  WDSServer: {
    displayName: 'Windows Deployment Services Server',
    path: String.raw`C:\Windows\system32\svchost.exe -k WDSServer`,
  },
  SccmPxe: { displayName: 'ConfigMgr PXE Responder Service', path: String.raw`D:\SMS_DP$\sms\bin\SccmPxe.exe` },
  DHCPServer: { displayName: 'DHCP Server', path: String.raw`C:\Windows\system32\svchost.exe -k DHCPServer -p` },
};

const startModes = { auto: 2, delayed: 2, manual: 3, disabled: 4, boot: 0, system: 1 } as const;
const modeNames = ['Boot', 'System', 'Auto', 'Manual', 'Disabled'] as const;

const secondsAfter = (moment: string, seconds: number): string =>
  new Date(Date.parse(moment) + seconds * 1000).toISOString();

/** The rows that Windows itself gives on a host: system, accounts, services, processes, shares. */
export function hostRows(scenario: Scenario, name: string): Row[] {
  const host = scenario.hosts[name]!;
  const version = windowsVersions[host.windows];
  const rows: Row[] = [];
  const add = (kind: string, values: Row['values']): number => rows.push({ namespace: cimv2, class: kind, values });
  add('Win32_OperatingSystem', {
    Caption: host.caption ?? `Microsoft Windows Server ${host.windows} Standard`,
    Version: version,
    BuildNumber: version.split('.')[2],
    CSName: name,
    LastBootUpTime: host.bootTime,
    LocalDateTime: host.clock ?? scenario.now,
    InstallDate: host.installDate,
    OSArchitecture: '64-bit',
    ProductType: 3,
    Status: 'OK',
  });
  add('Win32_ComputerSystem', {
    Name: name,
    DNSHostName: name,
    Domain: host.domain ?? 'WORKGROUP',
    PartOfDomain: host.domain !== null,
    Workgroup: host.domain === null ? 'WORKGROUP' : null,
    DomainRole: host.domain === null ? 2 : 3,
  });
  const account = (domain: string, user: string, sid: string, local: boolean): number =>
    add('Win32_UserAccount', {
      Caption: `${domain}\\${user}`,
      Domain: domain,
      Name: user,
      SID: sid,
      SIDType: 1,
      AccountType: 512,
      LocalAccount: local,
      Disabled: false,
      Status: 'OK',
    });
  account(name, host.administrator, `${host.machineSid}-500`, true);
  account(name, 'svc-build', `${host.machineSid}-1001`, true);
  // The domain has an account -500 as well, as on a real member server.
  if (host.domain !== null)
    account(host.domain.split('.')[0]!.toUpperCase(), 'Administrator', `${host.domainSid}-500`, false);
  for (const service of services(host)) {
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
  for (const [share, said] of Object.entries(host.shares)) {
    if (!said) continue;
    const { path, sddl, special, scope, description } = said;
    rows.push({
      namespace: 'root/Microsoft/Windows/Smb',
      class: 'MSFT_SmbShare',
      values: {
        Name: share,
        ScopeName: scope,
        Path: path,
        SecurityDescriptor: sddl,
        Special: special,
        Description: description,
        ShareState: 1,
        ShareType: 0,
        Temporary: false,
        Scoped: scope !== '*',
        CurrentUsers: 0,
        AvailabilityType: 0,
        EncryptData: false,
        ContinuouslyAvailable: false,
      },
    });
  }
  return rows;
}

function process(id: number, program: string, created: string): Row['values'] {
  return { ProcessId: id, Handle: String(id), Name: program, Caption: program, CreationDate: created };
}

function services(host: ScenarioHost) {
  return Object.entries(host.services).flatMap(([name, said], index) => {
    if (!said) return [];
    const known = knownServices[name];
    const processId = said.state === 'Stopped' ? 0 : 1200 + 4 * index;
    return [
      {
        name,
        said,
        processId,
        display: said.displayName ?? known?.displayName ?? name,
        path: said.path ?? known?.path ?? String.raw`C:\Windows\system32\svchost.exe -k netsvcs -p`,
      },
    ];
  });
}

/** The registry of a host: what its services and its part in the site put there, under what the scenario says itself. */
export function hostRegistry(scenario: Scenario, name: string): Map<string, { [value: string]: RegistryValue }> {
  const host = scenario.hosts[name]!;
  const keys = new Map<string, { [value: string]: RegistryValue }>();
  const set = (key: string, values: { [value: string]: RegistryValue | null }): void => {
    const long = key
      .replace(/^HKLM\\/i, 'HKEY_LOCAL_MACHINE\\')
      .replace(/^HKCU\\/i, 'HKEY_CURRENT_USER\\')
      .replace(/\\$/, '');
    const same = [...keys.keys()].find((known) => known.toLowerCase() === long.toLowerCase()) ?? long;
    const merged = { ...keys.get(same) };
    for (const [value, data] of Object.entries(values)) {
      if (data === null) delete merged[value];
      else merged[value] = data;
    }
    keys.set(same, merged);
  };
  set(String.raw`HKLM\SYSTEM\CurrentControlSet\Control`, {
    CurrentUser: 'USERNAME',
    SystemBootDevice: 'multi(0)disk(0)rdisk(0)partition(4)',
  });
  for (const { name: service, said, display, path } of services(host)) {
    const key = String.raw`HKLM\SYSTEM\CurrentControlSet\Services` + `\\${service}`;
    set(key, {
      DisplayName: display,
      ImagePath: { expand: path },
      ObjectName: said.account,
      Start: startModes[said.start],
      Type: 16,
      ErrorControl: 1,
    });
    if (said.start === 'delayed') set(key, { DelayedAutostart: 1 });
    if (said.triggered) set(String.raw`${key}\TriggerInfo\0`, { Type: 2, Action: 1 });
  }
  if (host.services.WDSServer)
    set(String.raw`HKLM\SYSTEM\CurrentControlSet\Services\WDSServer\Providers\WDSPXE`, {
      ProviderDll: { expand: String.raw`%systemroot%\system32\wdspxe.dll` },
      IsCritical: 1,
    });
  const point = scenario.site?.distributionPoints[name];
  if (scenario.site && point) {
    set(String.raw`HKLM\SOFTWARE\Microsoft\SMS\DP`, {
      IsPXE: point.pxe ? 1 : 0,
      PxeInstalled: point.pxe ? 1 : 0,
      SiteServer: fqdn(scenario, scenario.site.server),
      ...libraryRegistry(scenario, name),
    });
  }
  for (const [key, values] of Object.entries(host.registry)) set(key, values);
  // Every key has its parents, without values of their own.
  for (const key of [...keys.keys()]) {
    for (let parent = key; parent.includes('\\'); parent = parent.slice(0, parent.lastIndexOf('\\'))) set(parent, {});
  }
  return keys;
}
