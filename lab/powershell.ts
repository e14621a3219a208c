import {
  type FoundPowerShell,
  findExecutable,
  givenPowerShell,
  installedPowerShell,
  type NoPowerShell,
} from '../src/transport/find-powershell.ts';
import { hostedPowerShell } from './hosted-engine.ts';

export type { FoundPowerShell, NoPowerShell } from '../src/transport/find-powershell.ts';

export interface PowerShellSearch {
  /** A path, or a name on PATH, that the user gave; nothing else is tried then. */
  readonly explicit?: string | undefined;
  /** Only the hosted engine, whatever else the machine has: for tests of the host itself. */
  readonly hostedOnly?: boolean | undefined;
  /** Told in one line what takes long. */
  readonly onLine: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds a PowerShell: the given one, Windows' own, `pwsh` on PATH, or else the engine hosted by `lab/pwsh.cs`, which
 * is built once if .NET is there. Throws only if such a build fails or is aborted.
 */
export async function findPowerShell(search: PowerShellSearch): Promise<FoundPowerShell | NoPowerShell> {
  const env = search.env ?? process.env;
  if (search.explicit !== undefined) return givenPowerShell(search.explicit, env);
  if (search.hostedOnly !== true) {
    const installed = await installedPowerShell(env);
    if ('executable' in installed) return installed;
  }
  const dotnet = await findExecutable('dotnet', env);
  const hosted = await hostedPowerShell({ dotnet, env, onLine: search.onLine, signal: search.signal });
  return 'missing' in hosted ? hosted : { ...hosted, kind: 'hosted' };
}
