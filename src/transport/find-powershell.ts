import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';

/** A PowerShell that can be started; `env` must be added to the child's environment. */
export interface FoundPowerShell {
  readonly executable: string;
  /** given: named by the user; windows: 5.1; path: `pwsh`; hosted: the engine that the lab builds. */
  readonly kind: 'given' | 'windows' | 'path' | 'hosted';
  readonly env: Readonly<Record<string, string>>;
}

/** No PowerShell; one sentence says how to get one. */
export interface NoPowerShell {
  readonly missing: string;
}

/** The PowerShell that a user named, by path or by a name on PATH; nothing else is tried then. */
export async function givenPowerShell(name: string, env: NodeJS.ProcessEnv): Promise<FoundPowerShell | NoPowerShell> {
  const executable = await findExecutable(name, env);
  return executable === undefined
    ? { missing: `There is no executable file ${name}; name a PowerShell that exists, or none.` }
    : { executable, kind: 'given', env: {} };
}

/** Windows' own PowerShell, else `pwsh` on PATH. */
export async function installedPowerShell(env: NodeJS.ProcessEnv): Promise<FoundPowerShell | NoPowerShell> {
  if (process.platform === 'win32') {
    const root = env.SystemRoot ?? env.SYSTEMROOT ?? env.windir;
    // By its full path: a `powershell.exe` in the current folder or early on PATH is not Windows' own.
    const own = root && join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
    if (own && (await isExecutable(own))) return { executable: own, kind: 'windows', env: {} };
  }
  const pwsh = await findExecutable('pwsh', env);
  return pwsh === undefined
    ? { missing: 'There is no PowerShell here: install PowerShell 7 (pwsh), or name one with --powershell <path>.' }
    : { executable: pwsh, kind: 'path', env: {} };
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
