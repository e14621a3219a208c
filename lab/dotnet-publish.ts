import { access, constants, copyFile, mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

/** How long a build may take, and how long others wait for it. */
export const buildDeadlineMs = 5 * 60_000;

/** For every child of the lab: no input, no window, failures as values, and no environment but the one given. */
export const quiet = { extendEnv: false, stdin: 'ignore', reject: false, windowsHide: true } as const;

/** What lets .NET start where there is no ICU. */
export const withoutCultures = { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } as const;

/** What the build leaves beside the program, so that later starts need not ask dotnet again. */
export interface BuildNote {
  readonly dotnetRoot: string;
  readonly withoutCultures: boolean;
}

/** The .NET SDK that a `dotnet` has, and what must be in its environment. */
export interface Sdk {
  readonly version: string;
  readonly withoutCultures: boolean;
  readonly env: Readonly<Record<string, string>>;
}

/** Asks a `dotnet` for its SDK; version "0, none" if it has none. */
export async function dotnetSdk(
  dotnet: string,
  env: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>> = {},
): Promise<Sdk> {
  const result = await execa(dotnet, ['--version'], { ...quiet, env: { ...env, ...extra } });
  const without = extra === withoutCultures;
  if (!result.failed) return { version: result.stdout.trim(), withoutCultures: without, env: extra };
  // Without libicu .NET refuses to start at all. Better a PowerShell without cultures than none: the host itself
  // refuses a culture that it then cannot give.
  if (/\bICU\b/.test(result.stderr) && !without) return await dotnetSdk(dotnet, env, withoutCultures);
  return { version: '0, none', withoutCultures: without, env: extra };
}

interface Publish {
  readonly dotnet: string;
  readonly source: Uint8Array;
  readonly folder: string;
  readonly sdk: Sdk;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
}

/** Builds the host and moves it to its folder in one step, so that nobody sees half a program. */
export async function publishHost({ dotnet, source, folder, sdk, env, signal }: Publish): Promise<void> {
  const work = await mkdtemp(`${folder}.building-`);
  try {
    // The text that was hashed, so that an edit during the build cannot end up under the old text's key.
    const program = join(work, 'pwsh.cs');
    await writeFile(program, source);
    const out = join(work, 'out');
    const args = ['publish', program, '-o', out, '-r', runtimeId(), '--self-contained', 'false', '--nologo'];
    // Beside the program and not in the home folder, where every build would leave 34 MB.
    args.push('--artifacts-path', join(work, 'artifacts'));
    // ReadyToRun halves the start. No shared compiler: it would outlive us.
    args.push('-p:PublishReadyToRun=true', '-p:PublishAot=false', '-p:UseSharedCompilation=false', '-p:DebugType=none');
    const result = await execa(dotnet, args, {
      ...quiet,
      cwd: work,
      env: await buildEnvironment({ ...env, ...sdk.env }, join(work, 'home')),
      all: true,
      timeout: buildDeadlineMs,
      ...(signal && { cancelSignal: signal }),
    });
    if (result.failed) {
      signal?.throwIfAborted();
      const tail = (result.all ?? '').trimEnd().split('\n').slice(-12).join('\n');
      const end = result.timedOut ? 'no end after 5 minutes' : `exit code ${result.exitCode ?? 'none'}`;
      throw new Error(`Building the PowerShell engine with .NET failed (${end}):\n${tail}`);
    }
    const note: BuildNote = {
      dotnetRoot: await dotnetRoot(dotnet, { ...env, ...sdk.env }),
      withoutCultures: sdk.withoutCultures,
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

/** Where the runtime lies: the program that publish makes looks only in the default places and in DOTNET_ROOT. */
async function dotnetRoot(dotnet: string, env: NodeJS.ProcessEnv): Promise<string> {
  const result = await execa(dotnet, ['--list-runtimes'], { ...quiet, env });
  const line = /^Microsoft\.NETCore\.App \S+ \[(.+)\]/m.exec(result.stdout);
  return line?.[1] === undefined ? dirname(await realpath(dotnet)) : dirname(dirname(line[1]));
}

/** The build's environment; with an unusable HOME, dotnet and NuGet get one that is removed after the build. */
async function buildEnvironment(env: NodeJS.ProcessEnv, spare: string): Promise<NodeJS.ProcessEnv> {
  const child: NodeJS.ProcessEnv = {
    ...env,
    DOTNET_NOLOGO: '1',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    // Build servers would outlive us.
    DOTNET_CLI_USE_MSBUILD_SERVER: '0',
    MSBUILDDISABLENODEREUSE: '1',
  };
  const home = env.HOME;
  if (process.platform === 'win32' || (home && (await may(home, constants.W_OK)))) return child;
  await mkdir(join(spare, '.nuget', 'NuGet'), { recursive: true });
  if (home) {
    // The package sources stay those that the user has configured.
    const config = join('.nuget', 'NuGet', 'NuGet.Config');
    await copyFile(join(home, config), join(spare, config)).catch(() => undefined);
  }
  child.NUGET_PACKAGES ||= join(spare, 'packages');
  child.DOTNET_CLI_HOME = spare;
  child.HOME = spare;
  return child;
}

/** Whether a file may be used so. */
export async function may(file: string, mode: number): Promise<boolean> {
  return await access(file, mode).then(
    () => true,
    () => false,
  );
}
