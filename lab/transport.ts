import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../src/model/answer.ts';
import { hostKey, type Target } from '../src/model/target.ts';
import { type Connection, type Connector, oneByOne } from '../src/transport/connector.ts';
import { ProcessTransport } from '../src/transport/process.ts';
import { SessionTransport } from '../src/transport/session.ts';
import { packageFolder } from '../src/transport/snippets.ts';
import type { Shell } from '../src/transport/transport.ts';
import { classTableFile } from './host-classes.ts';
import { buildHostDrives } from './host-files.ts';
import { functionsOf, hostStateFile } from './host-state.ts';
import { keptEngines } from './kept-engines.ts';
import type { Scenario } from './scenario.ts';
import { fqdn } from './site-estate.ts';

export interface LabOptions {
  scenario: Scenario;
  /** The PowerShell, as lab/powershell.ts finds it, and what its environment needs. */
  executable: string;
  env: Readonly<Record<string, string>>;
  /** The product's PowerShell files, prelude and ports first. */
  snippets: readonly string[];
  /** Leave the temporary folder behind, to look at it. */
  keep?: boolean;
}

/** The simulated commands, in the order in which they are loaded. */
export const commandFiles = [
  ...[
    'types',
    'broken-files',
    'state',
    'wql',
    'cim',
    'methods',
    'bitlocker',
    'registry',
    'shares',
    'accounts',
    'dfsn',
    'events',
    'appx',
    'ports',
  ],
];

/** A PowerShell file of the lab by its name. */
export const labFile = (name: string): string => join(packageFolder(), 'lab', 'commands', `${name}.ps1`);

/** Reaches the hosts of a scenario: one child each, which sees the scenario's Windows and nothing of this machine. */
export async function labConnector(options: LabOptions): Promise<Connector> {
  const { scenario } = options;
  const folder = await mkdtemp(join(tmpdir(), 'osd-lab-'));
  const hosts = new Map<string, Promise<Shell>>();
  const open: Connection[] = [];
  const { runOn } = scenario;
  const localNames = runOn === undefined ? [] : [runOn, fqdn(scenario, runOn), 'localhost'];

  const shellOf = (name: string): Promise<Shell> => {
    const known = hosts.get(name) ?? prepareHost(options, name, join(folder, name));
    hosts.set(name, known);
    return known;
  };
  return {
    localNames,
    width: 1,
    async connect(target: Target): Promise<Connection | Failure> {
      const asked = target.address ?? target.name;
      const name = hostNamed(scenario, asked);
      if (name === undefined) return { failed: 'unreachable', message: `The name ${asked} does not resolve.` };
      const refusal = scenario.hosts[name]!.connect;
      if (refusal) return { failed: refusal, message: refusals[refusal].replace('HOST', asked) };
      const shell = await shellOf(name);
      // An engine that is kept gives rows as well: those of the scenarios that it is kept for are few.
      const kept = keptEngines()?.session(shell, stateFile(join(folder, name)));
      const connection = oneByOne(kept ?? new SessionTransport(shell), kept ?? new ProcessTransport(shell));
      open.push(connection);
      return connection;
    },
    async close(): Promise<void> {
      await Promise.all(open.map((connection) => connection.close()));
      // A library that is still being built would come back after the folder went.
      await Promise.allSettled(hosts.values());
      if (!options.keep) await rm(folder, { recursive: true, force: true });
    },
  };
}

const refusals = {
  unreachable: 'No answer from HOST.',
  authentication: 'HOST does not accept this account.',
  denied: 'HOST refuses remote commands of this account.',
  timeout: 'HOST did not answer in time.',
};

/** The host of a scenario that a name stands for: its own name, its DNS name, or `localhost` for the one we run on. */
export function hostNamed(scenario: Scenario, asked: string): string | undefined {
  if (hostKey(asked) === 'localhost') return scenario.runOn;
  return Object.keys(scenario.hosts).find((name) =>
    [name, fqdn(scenario, name)].some((known) => hostKey(known) === hostKey(asked)),
  );
}

/** Where a host's state is, in the folder of the host. */
const stateFile = (folder: string): string => join(folder, 'state.ps1');

/** Writes a host's state and library below a folder, and says how to start a PowerShell that is this host. */
export async function prepareHost(options: Omit<LabOptions, 'keep'>, name: string, folder: string): Promise<Shell> {
  const host = options.scenario.hosts[name]!;
  const labFiles = commandFiles.map(labFile);
  await mkdir(folder, { recursive: true });
  const drives = await buildHostDrives(options.scenario, name, join(folder, 'drives'));
  const snippetFiles = [...options.snippets];
  const state = stateFile(folder);
  const classFile = join(folder, 'classes.ps1');
  await writeFile(classFile, classTableFile(options.scenario, host.windows));
  const nowhere = join(folder, 'no-drive');
  const files = {
    drives,
    classFile,
    nowhere,
    labFiles,
    snippetFunctions: await functionsOf(snippetFiles),
    verified: '',
  };
  await writeFile(state, hostStateFile(options.scenario, name, files));
  return {
    executable: options.executable,
    env: {
      ...options.env,
      COMPUTERNAME: name,
      OSD_LAB_CULTURE: host.culture,
      OSD_LAB_TIMEZONE: host.timeZone,
      TZ: host.timeZone,
      TERM: 'dumb',
      NO_COLOR: '1',
    },
    scripts: [...snippetFiles, ...labFiles, state, labFile('verify')],
  };
}
