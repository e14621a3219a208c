import type { Connector } from '../src/transport/connector.ts';
import { snippetFiles } from '../src/transport/snippets.ts';
import { findPowerShell } from './powershell.ts';
import { loadScenario, ScenarioError, withCulture } from './scenario.ts';
import { labConnector } from './transport.ts';

/** A scenario ready to be asked in place of real machines. */
export interface Lab {
  connector: Connector;
  /** The text of its site file; null where it has none. */
  siteFile: string | null;
  /** The run's clock: that of the scenario, so that a run says the same on every day. */
  now: () => string;
}

/**
 * Opens a scenario by name, `name@culture` or `name@culture,timezone`. Answers with a sentence where the scenario does
 * not exist or no PowerShell can be had.
 */
export async function openLab(request: {
  name: string;
  powershell: string | null;
  onLine: (line: string) => void;
  signal: AbortSignal;
}): Promise<Lab | { missing: string }> {
  const [name = '', place] = request.name.split('@');
  try {
    const loaded = loadScenario(name);
    const [culture, timeZone] = place?.split(',') ?? [];
    const scenario = culture ? withCulture(loaded, culture, timeZone ?? 'UTC') : loaded;
    const { onLine, signal } = request;
    const found = await findPowerShell({ explicit: request.powershell ?? undefined, onLine, signal });
    if ('missing' in found) return found;
    const { executable, env } = found;
    return {
      connector: await labConnector({ scenario, executable, env, snippets: snippetFiles() }),
      siteFile: scenario.configuration === undefined ? null : JSON.stringify(scenario.configuration),
      now: () => scenario.now,
    };
  } catch (error) {
    if (error instanceof ScenarioError) return { missing: error.message };
    throw error;
  }
}
