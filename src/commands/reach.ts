import { type Asking, type Reaching, usualHostTimeoutMs, usualThrottle } from '../cli/options.ts';
import type { Configuration } from '../model/configuration.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Connector } from '../transport/connector.ts';

/** Machines that can be asked. */
export interface Reached {
  connector: Connector;
  /** The text of a scenario's site file; null for real machines. */
  siteFile: string | null;
  now: () => string;
}

/** Finds a PowerShell and says how machines are reached with it: real ones, or those of a scenario. */
export async function reach(
  {
    lab,
    powershell,
    throttle = usualThrottle,
    hostTimeoutMs: hostMs = usualHostTimeoutMs,
  }: Reaching & Partial<Pick<Asking, 'throttle' | 'hostTimeoutMs'>>,
  around: Surroundings,
  configuration: Configuration | null,
): Promise<Reached> {
  if (lab !== null) {
    const { openLab } = await import('../../lab/open.ts');
    const { tell: onLine, signal } = around;
    const opened = await openLab({ name: lab, powershell, onLine, signal, throttle, hostMs });
    if ('missing' in opened) throw new UsageError(opened.missing);
    return opened;
  }
  const { givenPowerShell, installedPowerShell } = await import('../transport/find-powershell.ts');
  const found = await (powershell === null ? installedPowerShell(around.env) : givenPowerShell(powershell, around.env));
  if ('missing' in found) throw new UsageError(found.missing);
  const { machinesConnector } = await import('../transport/machines.ts');
  const { snippetFiles } = await import('../transport/snippets.ts');
  const shell = { executable: found.executable, env: found.env, scripts: snippetFiles() };
  const { localNames, now } = around;
  const remoting = configuration?.remoting ?? {};
  return { connector: machinesConnector({ shell, localNames, remoting, throttle, hostMs }), siteFile: null, now };
}
