import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { holdLock } from './build-lock.ts';
import {
  type BuildNote,
  buildDeadlineMs,
  dotnetSdk,
  may,
  publishHost,
  quiet,
  withoutCultures,
} from './dotnet-publish.ts';

/** The program that hosts the engine, or why there is none. */
export type HostedPowerShell =
  | { readonly executable: string; readonly env: Readonly<Record<string, string>> }
  | { readonly missing: string };

interface Build {
  readonly dotnet: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

const neededDotnet = 10;

const howToInstall =
  process.platform === 'win32'
    ? `Windows PowerShell was not found under %SystemRoot%; install PowerShell 7 ("winget install Microsoft.PowerShell").`
    : `No PowerShell found: install PowerShell 7 (a package called "powershell", command "pwsh"), or the .NET ${neededDotnet} SDK, from which one is built.`;

/** Gives the hosted engine out of the cache, building it with .NET if it is not there yet. */
export async function hostedPowerShell(build: Build): Promise<HostedPowerShell> {
  const root = await packageRoot();
  const source = join(root, 'lab', 'pwsh.cs');
  const text = await readFile(source);
  const hash = createHash('sha256').update(text).update(`\0${process.platform}\0${process.arch}`);
  const key = hash.digest('hex').slice(0, 32);
  const parents = cacheParents(root, build.env);
  for (const parent of parents) {
    // Also out of a folder that we may only read: an administrator may have built it.
    const ready = await built(join(parent, key), build.env);
    if (ready !== undefined) return ready;
  }
  const { dotnet } = build;
  if (dotnet === undefined) return { missing: howToInstall };
  const sdk = await dotnetSdk(dotnet, build.env);
  if (Number.parseInt(sdk.version, 10) < neededDotnet) {
    return { missing: `${howToInstall} (The .NET SDK here: ${sdk.version}.)` };
  }
  const folder = join(await firstWritable(parents), key);
  const release = await holdLock(`${folder}.lock`, {
    deadlineMs: buildDeadlineMs,
    signal: build.signal,
    onWait: () => build.onLine('Another process is building the PowerShell engine; waiting for it …'),
  });
  try {
    const meanwhile = await built(folder, build.env);
    if (meanwhile !== undefined) return meanwhile;
    build.onLine('No PowerShell found; building the 7.6 engine with .NET, once, about 20 s …');
    await clearLeftovers(folder);
    await publishHost({ dotnet, source: text, folder, sdk, env: build.env, signal: build.signal });
  } finally {
    await release();
  }
  const result = await built(folder, build.env);
  if (result === undefined) throw new Error(`The PowerShell engine was built but does not start: ${folder}`);
  return result;
}

/** First compilation is most of what such an engine does: half of its time where nothing is made for the long run. */
export const shortLived = { DOTNET_TieredPGO: '0', DOTNET_JITMinOpts: '1' };

const executableName = process.platform === 'win32' ? 'pwsh.exe' : 'pwsh';

async function built(folder: string, env: NodeJS.ProcessEnv): Promise<HostedPowerShell | undefined> {
  const executable = join(folder, executableName);
  try {
    await access(executable, constants.X_OK);
    const note = JSON.parse(await readFile(join(folder, 'built.json'), 'utf8')) as BuildNote;
    const extra: Record<string, string> = { ...shortLived };
    if (!env.DOTNET_ROOT) {
      await access(join(note.dotnetRoot, 'host', 'fxr'));
      extra.DOTNET_ROOT = note.dotnetRoot;
    }
    // Asked again, because ICU may have been installed since.
    if (note.withoutCultures && !(await starts(executable, { ...env, ...extra })))
      Object.assign(extra, withoutCultures);
    return { executable, env: extra };
  } catch {
    // Not there, or half there, or its .NET has gone: all the same to the caller, who builds.
    return undefined;
  }
}

async function starts(executable: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { failed } = await execa(executable, ['-Version'], { ...quiet, env });
  return !failed;
}

function cacheParents(root: string, env: NodeJS.ProcessEnv): string[] {
  const home =
    process.platform === 'win32' ? env.LOCALAPPDATA : env.XDG_CACHE_HOME || (env.HOME && join(env.HOME, '.cache'));
  const user = home || join(homedir() || tmpdir(), '.cache');
  return [join(root, '.cache', 'powershell'), join(user, 'osd-preflight', 'powershell')];
}

async function firstWritable(folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    await mkdir(folder, { recursive: true }).catch(() => undefined);
    if (await may(folder, constants.W_OK)) return folder;
  }
  throw new Error(`No folder to build the PowerShell engine in: neither ${folders.join(' nor ')} can be written.`);
}

/** Removes what killed builds left: only what is too old to be a build that still runs. */
async function clearLeftovers(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.building-`;
  for (const name of await readdir(dirname(folder))) {
    const leftover = join(dirname(folder), name);
    if (!name.startsWith(prefix) || Date.now() - (await stat(leftover)).mtimeMs < 2 * buildDeadlineMs) continue;
    await rm(leftover, { recursive: true, force: true });
  }
}

/** The folder of our package.json: this file runs from lab/ and, compiled, from dist/lab/. */
async function packageRoot(): Promise<string> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const name = await readFile(join(folder, 'package.json'), 'utf8').then(
      (text) => (JSON.parse(text) as { name?: string }).name,
      () => undefined,
    );
    if (name === 'osd-preflight') return folder;
    if (dirname(folder) === folder) throw new Error('The package folder of osd-preflight was not found.');
  }
}
