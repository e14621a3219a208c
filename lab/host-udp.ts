import { hostRegistry } from './host-registry.ts';
import { servicesOf } from './host-services.ts';
import type { Scenario } from './scenario.ts';
import type { Row } from './site-estate.ts';

/** The namespace that Windows has since 2012. */
export const networkNamespace = 'root/StandardCimv2';
export const hasNetworkNamespace = (windows: string): boolean => !windows.startsWith('2008');

/** High ports of a DNS server; outside the range of WDS unless a scenario says more. A real one has thousands. */
const dnsPorts = Array.from({ length: 60 }, (_, index) => 50_000 + 7 * index);

/** The UDP endpoints of a host: those of its running services, and what the scenario says. */
export function udpRows(scenario: Scenario, name: string): Row[] {
  const host = scenario.hosts[name]!;
  if (!hasNetworkNamespace(host.windows)) return [];
  const services = new Map(servicesOf(host).map((service) => [service.name, service]));
  const processOf = (service: string): number => {
    const found = services.get(service);
    if (!found || found.processId === 0) throw new Error(`hosts.${name}.udp: the service ${service} does not run`);
    return found.processId;
  };
  const rows: Row[] = [];
  const add = (processId: number, port: number, address = '0.0.0.0'): number =>
    rows.push({
      namespace: networkNamespace,
      class: 'MSFT_NetUDPEndpoint',
      values: {
        LocalAddress: address,
        LocalPort: port,
        OwningProcess: processId,
        InstanceID: `${address}++${port}++0`,
      },
    });
  if (!host.without.includes('udp')) {
    for (const [service, ports] of Object.entries(usualPorts(hostRegistry(scenario, name))))
      if (services.get(service)?.said.state === 'Running') for (const port of ports) add(processOf(service), port);
  }
  for (const { service, processId, ports, address } of host.udp) {
    const [from, to = from] = ports.split('-').map(Number) as [number, number?];
    for (let port = from; port <= to; port++) add(processId ?? processOf(service!), port, address);
  }
  return rows;
}

/** The ports that services take when they start, as the registry has them do. */
function usualPorts(registry: ReturnType<typeof hostRegistry>): { [service: string]: number[] } {
  const isSet = (key: string, value: string): boolean => {
    const values = Object.entries(entryOf([...registry], `HKEY_LOCAL_MACHINE\\${key}`) ?? {});
    const said = entryOf(values, value);
    return said === 1 || (typeof said === 'object' && 'dword' in said && said.dword === 1);
  };
  const onDhcp = isSet(String.raw`SYSTEM\CurrentControlSet\Services\WDSServer\Providers\WDSPXE`, 'UseDHCPPorts');
  const offDhcp = isSet(String.raw`SOFTWARE\Microsoft\SMS\DP`, 'DoNotListenOnDhcpPort');
  return {
    WDSServer: [...(onDhcp ? [67] : []), 69, 4011, 64_001, 64_002, 64_003],
    SccmPxe: [...(offDhcp ? [] : [67]), 69, 4011],
    DHCPServer: [67, 68],
    DNS: [53, ...dnsPorts],
  };
}

/** What goes by a name of Windows, whatever its case. */
function entryOf<T>(entries: readonly (readonly [string, T])[], name: string): T | undefined {
  return entries.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
}
