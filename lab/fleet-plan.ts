import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { Scenario } from './scenario.ts';
import type { Door } from './scenario-estate.ts';

/** A host of the fleet lab and where it is reached. */
export interface FleetHost {
  name: string;
  address: string;
  port: number;
  door: Door;
  /** The address that messages show: the real one differs from run to run. */
  shown: string;
}

/** sshd refuses to listen on more: "Too many listen sockets". */
const addressesOfOneSshd = 16;
const perNetwork = 250;

/** Every host of a scenario but the one that the run is on, each with a loopback address of its own and one port for all. */
export async function planFleet(scenario: Scenario): Promise<FleetHost[]> {
  // Fleets of several processes at once would meet on the same addresses; of their ports each takes a free one.
  const network = randomInt(64, 127);
  const port = await freePort(`127.${network}.0.1`);
  const names = Object.keys(scenario.hosts).filter((name) => name !== scenario.runOn);
  return names.map((name, index) => {
    const place = `${Math.floor(index / perNetwork)}.${(index % perNetwork) + 1}`;
    const { door } = scenario.hosts[name]!;
    return { name, address: `127.${network}.${place}`, port, door, shown: `10.42.${place}` };
  });
}

/** The hosts behind one sshd each: no group is larger than sshd allows. */
export function sshdGroups(hosts: readonly FleetHost[]): FleetHost[][] {
  const listening = hosts.filter(({ door }) => door !== 'refuses' && door !== 'silent');
  const count = Math.ceil(listening.length / addressesOfOneSshd);
  return Array.from({ length: count }, (_, index) =>
    listening.slice(index * addressesOfOneSshd, (index + 1) * addressesOfOneSshd),
  );
}

async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error(`No free port on ${host}.`);
  return address.port;
}
