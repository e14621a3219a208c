import { createHash } from 'node:crypto';
import { constants, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { holdLock } from '../../lab/build-lock.ts';
import { buildDeadlineMs, dotnetSdk, may, quiet, type Sdk } from '../../lab/dotnet-publish.ts';

/** A member as framework-members.cs prints it. */
export interface FrameworkMember {
  readonly kind: string;
  readonly isStatic: boolean;
  readonly name: string;
  readonly fewest: number;
  readonly most: number;
}

export interface FrameworkType {
  /** Base class and interfaces. */
  readonly bases: readonly string[];
  readonly members: readonly FrameworkMember[];
}

const source = fileURLToPath(new URL('./framework-members.cs', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/framework-members/', import.meta.url));

/** Folders of the two packages with the assemblies that count; relative to NuGet's folder of packages. */
const assemblies = [
  ['microsoft.netframework.referenceassemblies.net462', 'build/.NETFramework/v4.6.2'],
  ['powershellstandard.library', 'lib/net452'],
] as const;

/**
 * Public types of .NET Framework 4.6.2 and of Windows PowerShell 5.1, by full name, out of the cache or listed now by a
 * program that `dotnet` builds. Undefined where there is no dotnet.
 */
export async function frameworkTypes(): Promise<ReadonlyMap<string, FrameworkType> | undefined> {
  const program = await readFile(source);
  const key = createHash('sha256').update(program).digest('hex').slice(0, 32);
  const file = join(cache, `${key}.txt`);
  const cached = await readFile(file, 'utf8').catch(() => undefined);
  if (cached !== undefined) return readListing(cached);
  const sdk = await dotnetSdk('dotnet', process.env);
  // A program of a single file wants .NET 10.
  if (Number.parseInt(sdk.version, 10) < 10) return undefined;
  await mkdir(cache, { recursive: true });
  const release = await holdLock(`${file}.lock`, {
    deadlineMs: buildDeadlineMs,
    signal: undefined,
    onWait: () => undefined,
  });
  try {
    const meanwhile = await readFile(file, 'utf8').catch(() => undefined);
    return readListing(meanwhile ?? (await listMembers(sdk, program, file)));
  } finally {
    await release();
  }
}

/** Builds the program, runs it on the packages' assemblies, and leaves what it prints in the cache. */
async function listMembers(sdk: Sdk, program: Uint8Array, file: string): Promise<string> {
  const work = await mkdtemp(`${file}.building-`);
  try {
    await writeFile(join(work, 'framework-members.cs'), program);
    const env = await buildEnvironment({ ...process.env, ...sdk.env }, join(work, 'home'));
    const run = async (args: readonly string[]): Promise<string> => {
      const result = await execa('dotnet', args, { ...quiet, env, cwd: work, timeout: buildDeadlineMs, all: true });
      if (result.failed) throw new Error(`dotnet ${args[0]} failed: ${(result.all ?? '').slice(-2000)}`);
      return result.stdout;
    };
    const artifacts = join(work, 'artifacts');
    const build = ['build', 'framework-members.cs', '-o', join(work, 'out'), '--artifacts-path', artifacts, '--nologo'];
    await run([...build, '-p:UseSharedCompilation=false']);
    const folders = await assemblyFolders(artifacts);
    const listing = await run([join(work, 'out', 'framework-members.dll'), ...folders]);
    await writeFile(join(work, 'listing'), listing);
    await rename(join(work, 'listing'), file);
    return listing;
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Where NuGet has put the packages, which only its own notes on the build tell. */
async function assemblyFolders(artifacts: string): Promise<string[]> {
  const found = (await readdir(artifacts, { recursive: true })).find((name) => name.endsWith('project.assets.json'));
  if (found === undefined) throw new Error('The build left no project.assets.json.');
  const assets = JSON.parse(await readFile(join(artifacts, found), 'utf8')) as {
    packageFolders: Record<string, unknown>;
    libraries: Record<string, { path?: string }>;
  };
  const root = Object.keys(assets.packageFolders)[0]!;
  return assemblies.map(([id, folder]) => {
    const path = Object.values(assets.libraries).find((each) => each.path?.startsWith(`${id}/`))?.path;
    if (path === undefined) throw new Error(`The build did not restore ${id}.`);
    return join(root, path, folder);
  });
}

/** The build's environment; without a home folder, one that goes with the build. */
async function buildEnvironment(env: NodeJS.ProcessEnv, spare: string): Promise<NodeJS.ProcessEnv> {
  const child = { ...env, DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1', MSBUILDDISABLENODEREUSE: '1' };
  if (process.platform === 'win32') return child;
  const home = env.HOME;
  const config = join('.nuget', 'NuGet', 'NuGet.Config');
  if (home && (await may(home, constants.W_OK))) return child;
  await mkdir(dirname(join(spare, config)), { recursive: true });
  if (home) await copyFile(join(home, config), join(spare, config)).catch(() => undefined);
  return { ...child, HOME: spare, DOTNET_CLI_HOME: spare };
}

function readListing(text: string): Map<string, FrameworkType> {
  const types = new Map<string, { bases: string[]; members: FrameworkMember[] }>();
  let current: { bases: string[]; members: FrameworkMember[] } | undefined;
  for (const line of text.split('\n')) {
    const [kind = '', second = '', third = '', fourth = ''] = line.trimEnd().split('\t');
    if (kind === 'type') {
      const bases = [third, ...fourth.split(',')].filter((name) => name !== '-');
      // Some types are in several assemblies.
      current = types.get(second) ?? { bases, members: [] };
      types.set(second, current);
    } else if (kind !== '') {
      const [fewest, most] = fourth.split('..');
      const isStatic = second === 'static';
      const limit = most === '*' ? Number.POSITIVE_INFINITY : Number(most);
      current?.members.push({ kind, isStatic, name: third, fewest: Number(fewest), most: limit });
    }
  }
  return types;
}

/** All members of a type with a name, its own and inherited ones. */
export function membersOf(types: ReadonlyMap<string, FrameworkType>, type: string, name: string): FrameworkMember[] {
  const found = types.get(type);
  if (!found) return [];
  const own = found.members.filter((member) => member.name === name);
  if (name === '.ctor') return own;
  return [...own, ...found.bases.flatMap((base) => membersOf(types, base, name))];
}
