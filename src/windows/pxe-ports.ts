/** UDP endpoints as they were read; see the fact `udp-endpoints`. */
export interface UdpEndpoints {
  ports: { port: number; address: string; processId: number }[];
  transportRange: { processId: number; count: number }[];
  processes: UdpProcess[];
}
export interface UdpProcess {
  processId: number;
  /** The program; null where it could not be told. */
  name: string | null;
  services: string[];
}

/** A process and the ports that it has, in ascending order. */
export interface PortOwner {
  process: UdpProcess;
  ports: number[];
}

const runs = ({ services }: UdpProcess, service: string): boolean =>
  services.some((each) => each.toLowerCase() === service.toLowerCase());

/** Processes that have ports of PXE and are not the responder. Port 67 is the DHCP server's by right. */
export function foreignOwners(
  { ports, processes }: UdpEndpoints,
  responder: { name: string; processId: number },
): PortOwner[] {
  const owners = new Map<number, PortOwner>();
  for (const { port, processId } of [...ports].sort((a, b) => a.port - b.port)) {
    const process = processOf(processes, processId);
    const isResponder = runs(process, responder.name) || (processId !== 0 && processId === responder.processId);
    if (isResponder || (port === 67 && runs(process, 'DHCPServer'))) continue;
    const owner = owners.get(processId) ?? { process, ports: [] };
    // One port at several addresses is one port.
    if (!owner.ports.includes(port)) owner.ports.push(port);
    owners.set(processId, owner);
  }
  return [...owners.values()];
}

/** How many ports of the range 64001 to 65000 the DNS server has. */
export function dnsPortsInRange({ transportRange, processes }: UdpEndpoints): number {
  return transportRange
    .filter(({ processId }) => runs(processOf(processes, processId), 'DNS'))
    .reduce((sum, { count }) => sum + count, 0);
}

function processOf(processes: readonly UdpProcess[], processId: number): UdpProcess {
  return processes.find((each) => each.processId === processId) ?? { processId, name: null, services: [] };
}

/**
 * Whether a Windows has the defaults of today for the ports of WDS: Windows Server 2012 (6.2) and later. Those of
 * earlier ones are not documented; null where the version is not known.
 */
export function hasCurrentWdsDefaults(osVersion: string | null): boolean | null {
  const parts = /^(\d+)\.(\d+)/.exec(osVersion ?? '');
  if (!parts) return null;
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  return major > 6 || (major === 6 && minor >= 2);
}
