import { createHash } from 'node:crypto';
import {
  access,
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { holdLock } from './build-lock.ts';

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

const buildDeadlineMs = 5 * 60_000;
const neededDotnet = 10;

const howToInstall =
  process.platform === 'win32'
    ? `Windows PowerShell was not found under %SystemRoot%; install PowerShell 7 ("winget install Microsoft.PowerShell").`
    : `No PowerShell found: install PowerShell 7 (a package called "powershell", command "pwsh"), or the .NET ${neededDotnet} SDK, from which one is built.`;

/** Gives the hosted engine out of the cache, building it with .NET if it is not there yet. */
export async function hostedPowerShell(build: Build): Promise<HostedPowerShell> {
  const source = join(await packageRoot(), 'lab', 'pwsh.cs');
  const text = await readFile(source);
  const key = createHash('sha256').update(text).update(`\0${process.platform}\0${process.arch}`).digest('hex');
  const folder = await cacheFolder(build.env, key.slice(0, 32));
  const ready = await built(folder, build.env);
  if (ready !== undefined) return ready;
  const { dotnet } = build;
  if (dotnet === undefined) return { missing: howToInstall };
  const env = await dotnetEnvironment(build.env, dirname(folder));
  const version = await dotnetVersion(dotnet, env);
  if (Number.parseInt(version, 10) < neededDotnet) {
    return { missing: `${howToInstall} (The .NET SDK here is ${version}.)` };
  }
  const release = await holdLock(`${folder}.lock`, {
    deadlineMs: buildDeadlineMs,
    signal: build.signal,
    onWait: () => build.onLine('Another process is building the PowerShell engine; waiting for it …'),
  });
  try {
    const meanwhile = await built(folder, build.env);
    if (meanwhile !== undefined) return meanwhile;
    build.onLine('No PowerShell found; building the 7.6 engine with .NET, once, about 20 s …');
    await publish(dotnet, source, folder, env, build.signal);
  } finally {
    await release();
  }
  const result = await built(folder, build.env);
  if (result === undefined) throw new Error(`The PowerShell engine was built but is not in ${folder}.`);
  return result;
}

/** What the build leaves beside the program, so that later starts need not ask dotnet again. */
interface BuildNote {
  readonly dotnetRoot: string;
  readonly withoutCultures: boolean;
}

const executableName = process.platform === 'win32' ? 'pwsh.exe' : 'pwsh';

async function built(folder: string, env: NodeJS.ProcessEnv): Promise<HostedPowerShell | undefined> {
  const executable = join(folder, executableName);
  try {
    await access(executable, constants.X_OK);
    const note = JSON.parse(await readFile(join(folder, 'built.json'), 'utf8')) as BuildNote;
    const extra: Record<string, string> = {};
    if (!env.DOTNET_ROOT) {
      await access(join(note.dotnetRoot, 'host', 'fxr'));
      extra.DOTNET_ROOT = note.dotnetRoot;
    }
    if (note.withoutCultures) extra.DOTNET_SYSTEM_GLOBALIZATION_INVARIANT = '1';
    return { executable, env: extra };
  } catch {
    // Not there, or half there, or its .NET has gone: all the same to the caller, who builds.
    return undefined;
  }
}

async function publish(
  dotnet: string,
  source: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<void> {
  const work = await mkdtemp(`${folder}.building-`);
  try {
    // A copy, so that an edit during the build cannot end up under the old text's key.
    const program = join(work, basename(source));
    await copyFile(source, program);
    const out = join(work, 'out');
    const args = ['publish', program, '-r', runtimeId(), '--self-contained', 'false', '-c', 'Release', '-o', out];
    const result = await execa(dotnet, [...args, '-p:PublishReadyToRun=true', '-p:PublishAot=false', '--nologo'], {
      cwd: work,
      env,
      extendEnv: false,
      stdin: 'ignore',
      all: true,
      reject: false,
      timeout: buildDeadlineMs,
      windowsHide: true,
      ...(signal && { cancelSignal: signal }),
    });
    if (result.failed) {
      signal?.throwIfAborted();
      const tail = (result.all ?? '').trimEnd().split('\n').slice(-12).join('\n');
      throw new Error(
        `Building the PowerShell engine with .NET failed (${result.timedOut ? 'no end after 5 min' : `exit code ${result.exitCode ?? 'none'}`}):\n${tail}`,
      );
    }
    const note: BuildNote = {
      dotnetRoot: await dotnetRoot(dotnet, env),
      withoutCultures: env.DOTNET_SYSTEM_GLOBALIZATION_INVARIANT === '1',
    };
    await writeFile(join(out, 'built.json'), `${JSON.stringify(note)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(out, folder);
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
}

function runtimeId(): string {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  const musl = process.platform === 'linux' && report?.header?.glibcVersionRuntime === undefined;
  const system =
    process.platform === 'win32' ? 'win' : process.platform === 'darwin' ? 'osx' : musl ? 'linux-musl' : 'linux';
  return `${system}-${process.arch}`;
}

async function dotnetVersion(dotnet: string, env: NodeJS.ProcessEnv): Promise<string> {
  const result = await execa(dotnet, ['--version'], {
    env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    windowsHide: true,
  });
  if (!result.failed) return result.stdout.trim();
  if (/\bICU\b/.test(result.stderr) && env.DOTNET_SYSTEM_GLOBALIZATION_INVARIANT !== '1') {
    // Without libicu .NET refuses to start at all. Better a PowerShell without cultures than none: the host itself
    // refuses a culture that it then cannot give.
    env.DOTNET_SYSTEM_GLOBALIZATION_INVARIANT = '1';
    return await dotnetVersion(dotnet, env);
  }
  // A dotnet with runtimes only has no version of the SDK to tell.
  return '0 (no SDK)';
}

/** Where the runtime lies: the program that publish makes looks only in the default places and in DOTNET_ROOT. */
async function dotnetRoot(dotnet: string, env: NodeJS.ProcessEnv): Promise<string> {
  const result = await execa(dotnet, ['--list-runtimes'], { env, extendEnv: false, stdin: 'ignore', reject: false });
  const line = /^Microsoft\.NETCore\.App \S+ \[(.+)\]/m.exec(result.stdout ?? '');
  return line?.[1] === undefined ? dirname(await realpath(dotnet)) : dirname(dirname(line[1]));
}

/** The child's environment; with an unusable HOME, dotnet and NuGet get folders of their own beside the cache. */
async function dotnetEnvironment(env: NodeJS.ProcessEnv, cache: string): Promise<NodeJS.ProcessEnv> {
  const child: NodeJS.ProcessEnv = { ...env, DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' };
  if (process.platform === 'win32' || (env.HOME && (await isWritable(env.HOME)))) return child;
  const home = join(cache, 'home');
  await mkdir(home, { recursive: true });
  child.HOME = home;
  child.DOTNET_CLI_HOME ??= home;
  child.NUGET_PACKAGES ??= join(home, 'packages');
  return child;
}

async function cacheFolder(env: NodeJS.ProcessEnv, key: string): Promise<string> {
  const user =
    process.platform === 'win32' ? env.LOCALAPPDATA : (env.XDG_CACHE_HOME ?? (env.HOME && join(env.HOME, '.cache')));
  const parents = [
    join(await packageRoot(), '.cache', 'powershell'),
    join(user || join(homedir() || tmpdir(), '.cache'), 'osd-preflight', 'powershell'),
  ];
  for (const parent of parents) {
    if (await isWritable(parent)) return join(parent, key);
  }
  throw new Error(`No folder for the PowerShell engine: neither ${parents.join(' nor ')} can be written.`);
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
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
