import type { Failure } from '../src/model/answer.ts';
import type { Connection, Connector } from '../src/transport/connector.ts';
import type { Fleet } from './fleet.ts';
import type { FleetHost } from './fleet-plan.ts';
import type { Scenario } from './scenario.ts';
import { hostNamed } from './transport.ts';

/**
 * Reaches the hosts of a scenario over ssh by the product's own connector, which is told the addresses and keys of the
 * fleet. The host that the run is on, and names that nobody has, are left to the connector of the lab's own children.
 */
export function fleetConnector(options: {
  scenario: Scenario;
  fleet: Fleet;
  /** The product's, with the fleet's options and scripts. */
  machines: Connector;
  /** The lab's. */
  children: Connector;
}): Connector {
  const { scenario, fleet, machines, children } = options;
  return {
    localNames: children.localNames,
    width: machines.width,
    async connect(target, signal) {
      const name = hostNamed(scenario, target.address ?? target.name);
      const host = name === undefined || scenario.hosts[name]!.connect ? undefined : fleet.hosts.get(name);
      if (host === undefined) return children.connect(target, signal);
      const { address, port } = host;
      const way = { via: 'ssh', address, port, user: fleet.user, keyFile: fleet.keyFile } as const;
      const connected = await machines.connect({ ...target, ...way }, signal);
      return 'failed' in connected ? shownFailure(connected, host) : shownConnection(connected, host);
    },
    async close() {
      await Promise.all([machines.close(), children.close()]);
      await fleet.stop();
    },
  };
}

/** Loopback addresses and ports are others in each run; what is said names those that the host would have. */
function shownText(text: string, { address, port, shown }: FleetHost): string {
  return text.replaceAll(address, shown).replaceAll(new RegExp(`\\b${port}\\b`, 'g'), '22');
}

function shownFailure<T extends Failure>(failure: T, host: FleetHost): T {
  return { ...failure, message: shownText(failure.message, host) };
}

function shownConnection(connection: Connection, host: FleetHost): Connection {
  return {
    ask: (questions, onReply) =>
      connection.ask(questions, (reply, index) => onReply(reply.ok ? reply : shownFailure(reply, host), index)),
    close: () => connection.close(),
  };
}
