import type { Connector } from '../src/transport/connector.ts';
import { machinesConnector } from '../src/transport/machines.ts';
import { snippetFiles } from '../src/transport/snippets.ts';
import { startFleet } from './fleet.ts';
import { fleetConnector } from './fleet-connector.ts';
import { FleetError } from './fleet-guard.ts';
import { findPowerShell } from './powershell.ts';
import { loadScenario, ScenarioError, withCulture } from './scenario.ts';
import { type LabOptions, labConnector } from './transport.ts';

/** A scenario ready to be asked in place of real machines. */
export interface Lab {
  connector: Connector;
  /** The text of its site file; null where it has none. */
  siteFile: string | null;
  /** The run's clock: that of the scenario, so that a run says the same on every day. */
  now: () => string;
}

/** How many hosts of an estate are asked at a time, and milliseconds for everything that is asked of one. */
interface Reach {
  throttle: number;
  hostMs: number;
}

/**
 * Opens a scenario by name, `name@culture` or `name@culture,timezone`. Answers with a sentence where the scenario does
 * not exist, or no PowerShell can be had, or for an estate no sshd.
 */
export async function openLab(
  request: {
    name: string;
    powershell: string | null;
    onLine: (line: string) => void;
    signal: AbortSignal;
  } & Reach,
): Promise<Lab | { missing: string }> {
  const [name = '', place] = request.name.split('@');
  try {
    const loaded = loadScenario(name);
    const [culture, timeZone] = place?.split(',') ?? [];
    const scenario = culture ? withCulture(loaded, culture, timeZone ?? 'UTC') : loaded;
    const { onLine, signal } = request;
    const found = await findPowerShell({ explicit: request.powershell ?? undefined, onLine, signal });
    if ('missing' in found) return found;
    const { executable, env } = found;
    const options = { scenario, executable, env, snippets: snippetFiles() };
    const connector = scenario.estate === undefined ? await labConnector(options) : await openFleet(options, request);
    if ('missing' in connector) return connector;
    return {
      connector,
      siteFile: scenario.configuration === undefined ? null : JSON.stringify(scenario.configuration),
      now: () => scenario.now,
    };
  } catch (error) {
    if (error instanceof ScenarioError || error instanceof FleetError) return { missing: error.message };
    throw error;
  }
}

/** The hosts of an estate, reached as the product reaches any machine over ssh. */
async function openFleet(options: LabOptions, { throttle, hostMs }: Reach): Promise<Connector | { missing: string }> {
  const fleet = await startFleet(options);
  if ('missing' in fleet) return fleet;
  const { executable, env, snippets, scenario } = options;
  const machines = machinesConnector({
    shell: { executable, env: { ...env }, scripts: [...snippets] },
    localNames: [],
    throttle,
    hostMs,
    // Both ends of every connection are this machine: many engines that start at once take turns on its cores.
    connectMs: 60_000,
    sshOptions: fleet.sshOptions,
    remoteScripts: [...snippets, ...fleet.remoteScripts],
  });
  return fleetConnector({ scenario, fleet, machines, children: await labConnector(options) });
}
