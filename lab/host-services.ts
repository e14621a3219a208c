import type { ScenarioHost } from './scenario-schema.ts';

/** What Windows shows for services that a scenario names without saying more. */
const knownServices: { [name: string]: { displayName: string; path: string } } = {
  WDSServer: {
    displayName: 'Windows Deployment Services Server',
    path: String.raw`C:\Windows\system32\svchost.exe -k WDSServer`,
  },
  SccmPxe: { displayName: 'ConfigMgr PXE Responder Service', path: String.raw`D:\SMS_DP$\sms\bin\SccmPxe.exe` },
  RpcSs: { displayName: 'Remote Procedure Call (RPC)', path: String.raw`C:\Windows\system32\svchost.exe -k rpcss -p` },
  CcmExec: { displayName: 'SMS Agent Host', path: String.raw`C:\Windows\CCM\CcmExec.exe` },
  DNS: { displayName: 'DNS Server', path: String.raw`C:\Windows\system32\dns.exe` },
  DHCPServer: { displayName: 'DHCP Server', path: String.raw`C:\Windows\system32\svchost.exe -k DHCPServer -p` },
};

/** The registry's value Start. */
export const startModes = { auto: 2, delayed: 2, manual: 3, disabled: 4, boot: 0, system: 1 } as const;

type Service = NonNullable<ScenarioHost['services'][string]>;

const rpcSs: Service = {
  state: 'Running',
  start: 'auto',
  exitCode: 0,
  serviceSpecificExitCode: 0,
  account: String.raw`NT AUTHORITY\NetworkService`,
  group: 'COM Infrastructure',
  serviceSidType: 1,
  triggers: [],
};

/** The services of a host with what Windows shows for them. The process id of one that runs depends on its place alone. */
export function servicesOf(host: ScenarioHost) {
  const named = Object.entries(host.services);
  // Every Windows has it, and services depend on it.
  if (!('RpcSs' in host.services)) named.push(['RpcSs', rpcSs]);
  if (host.reference?.client && !('CcmExec' in host.services))
    named.push(['CcmExec', { ...rpcSs, start: 'delayed', account: 'LocalSystem', group: undefined }]);
  return named.flatMap(([name, said], index) => {
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
