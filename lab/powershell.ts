import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { type HostedPowerShell, hostedPowerShell } from './hosted-engine.ts';

/** A PowerShell that can be started with spawn; `env` must be added to the child's environment. */
export interface FoundPowerShell {
  readonly executable: string;
  /** given: named by the user; windows: 5.1; path: `pwsh`; hosted: the engine from NuGet in `lab/pwsh.cs`. */
  readonly kind: 'given' | 'windows' | 'path' | 'hosted';
  readonly env: Readonly<Record<string, string>>;
}

/** No PowerShell; one sentence says how to get one. */
export interface NoPowerShell {
  readonly missing: string;
}

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
  if (search.explicit !== undefined) {
    const executable = await findExecutable(search.explicit, env);
    return executable === undefined
      ? { missing: `There is no executable file ${search.explicit}; name a PowerShell that exists, or none.` }
      : { executable, kind: 'given', env: {} };
  }
  if (search.hostedOnly !== true) {
    const installed = await installedPowerShell(env);
    if (installed !== undefined) return installed;
  }
  const dotnet = await findExecutable('dotnet', env);
  const hosted: HostedPowerShell = await hostedPowerShell({
    dotnet,
    env,
    onLine: search.onLine,
    signal: search.signal,
  });
  return 'missing' in hosted ? hosted : { ...hosted, kind: 'hosted' };
}

async function installedPowerShell(env: NodeJS.ProcessEnv): Promise<FoundPowerShell | undefined> {
  if (process.platform === 'win32') {
    const root = env.SystemRoot ?? env.SYSTEMROOT ?? env.windir;
    // By its full path: a `powershell.exe` in the current folder or early on PATH is not Windows' own.
    const own = root && join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
    if (own && (await isExecutable(own))) return { executable: own, kind: 'windows', env: {} };
  }
  const pwsh = await findExecutable('pwsh', env);
  return pwsh === undefined ? undefined : { executable: pwsh, kind: 'path', env: {} };
}

/** The full path of a program: as given if it has a folder in it, else the first on PATH. */
export async function findExecutable(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  // Only .exe on Windows: a .cmd cannot be started without a shell.
  const endings = process.platform === 'win32' && !/\.exe$/i.test(name) ? ['.exe', ''] : [''];
  const folders = /[\\/]/.test(name) ? [''] : (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);
  for (const folder of folders) {
    for (const ending of endings) {
      const file = resolve(folder, name + ending);
      if (await isExecutable(file)) return file;
    }
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
