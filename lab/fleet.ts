import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { findExecutable } from '../src/transport/find-powershell.ts';
import { keyFile, knownHostsFile, writeHosts, writeKeys, writeSshd } from './fleet-folder.ts';
import { checkSshd, FleetError, type Guard, startGuard } from './fleet-guard.ts';
import { type FleetHost, planFleet, sshdGroups } from './fleet-plan.ts';
import { signalFarSides } from './fleet-processes.ts';
import { listenSilently } from './fleet-silent.ts';
import type { ScenarioHost } from './scenario-schema.ts';
import { type LabOptions, labFile } from './transport.ts';

/** A scenario's hosts behind real sshds on loopback, for as long as this process lives. */
export interface Fleet {
  /** Every host but the one that the run is on, by name. */
  hosts: ReadonlyMap<string, FleetHost>;
  /** Who logs in, and with which private key. */
  user: string;
  keyFile: string;
  /** Options of `ssh -o` without which it would ask, or look at the keys and hosts of the user. */
  sshOptions: Readonly<Record<string, string>>;
  /** What a far side has to load after the product's own files: it makes the far side that host. */
  remoteScripts: readonly string[];
  /** Process id of the guard; for tests. */
  guard: number;
  /** The temporary folder; for tests. */
  folder: string;
  /** Stops (`freeze`), resumes (`thaw`) or kills the PowerShells that run on a host now; answers with their number. */
  freeze(name: string): Promise<number>;
  thaw(name: string): Promise<number>;
  killRemote(name: string): Promise<number>;
  /** From the next session on the host started at that moment; a minute after its last start if none is given. */
  reboot(name: string, bootTime?: string): Promise<void>;
  /** From the next session on the host's own clock says that moment. */
  setClock(name: string, clock: string): Promise<void>;
  /** Ends everything and removes the folder. Always resolves, and may be called twice. */
  stop(): Promise<void>;
}

const howToInstall =
  'The fleet lab needs sshd and ssh-keygen: install the OpenSSH server (Debian: openssh-server); its service need not run.';
const attempts = 5;

/** The folders of servers are not on everybody's PATH. */
const usualPath = [process.env.PATH ?? '', '/usr/sbin', '/usr/local/sbin', '/sbin'].join(delimiter);

/** sshd and ssh-keygen by absolute path, or the sentence that says how to get them. */
export async function findSshd(PATH = usualPath): Promise<{ sshd: string; keygen: string } | { missing: string }> {
  // Only Linux has the whole of 127.0.0.0/8 on its loopback interface, and /proc.
  if (process.platform !== 'linux') return { missing: 'The fleet lab runs on Linux only.' };
  const [sshd, keygen] = await Promise.all(['sshd', 'ssh-keygen'].map((name) => findExecutable(name, { PATH })));
  return sshd && keygen ? { sshd, keygen } : { missing: howToInstall };
}

/** Starts the fleet of a scenario. Answers with a sentence where there is no sshd; throws {@link FleetError} where it fails. */
export async function startFleet(options: LabOptions): Promise<Fleet | { missing: string }> {
  const found = await findSshd();
  if ('missing' in found) return found;
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(options, found);
    } catch (error) {
      // Somebody took the port between our look and sshd's start.
      const taken = error instanceof FleetError && /Address already in use/.test(error.message);
      if (!taken || attempt === attempts) throw error;
    }
  }
}

async function start(options: LabOptions, { sshd, keygen }: { sshd: string; keygen: string }): Promise<Fleet> {
  let { scenario } = options;
  const planned = await planFleet(scenario);
  const hosts = new Map(planned.map((host) => [host.name, host]));
  // sshd and the shell would each want a folder with a blank in its name quoted in a way of its own.
  const parent = /^[\w./-]+$/.test(tmpdir()) ? tmpdir() : '/tmp';
  const folder = await mkdtemp(join(parent, 'osd-fleet-'));
  let release = async (): Promise<void> => undefined;
  let guard: Guard | undefined;
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await release();
    await guard?.end();
    if (!options.keep) await rm(folder, { recursive: true, force: true });
  };
  try {
    await writeKeys(folder, keygen, planned);
    const writeState = await writeHosts(folder, options, planned);
    const groups = sshdGroups(planned);
    const configurations = await Promise.all(groups.map((group, index) => writeSshd(folder, index, group)));
    if (configurations[0]) await checkSshd(sshd, configurations[0]);
    guard = await startGuard({ folder, sshd, configurations, addresses: groups.flat().length });
    const silent = planned.filter(({ door }) => door === 'silent').map(({ address }) => address);
    release = await listenSilently(silent, planned[0]?.port ?? 0);
    const signal = (name: string, which: NodeJS.Signals): Promise<number> =>
      signalFarSides(folder, hosts.get(name)!.address, which);
    const change = async (name: string, over: Partial<ScenarioHost>): Promise<void> => {
      scenario = { ...scenario, hosts: { ...scenario.hosts, [name]: { ...scenario.hosts[name]!, ...over } } };
      await writeState(hosts.get(name)!, scenario);
    };
    return {
      hosts,
      user: userInfo().username,
      keyFile: keyFile(folder),
      sshOptions: {
        BatchMode: 'yes',
        StrictHostKeyChecking: 'yes',
        UserKnownHostsFile: knownHostsFile(folder),
        GlobalKnownHostsFile: '/dev/null',
        IdentitiesOnly: 'yes',
        IdentityAgent: 'none',
        LogLevel: 'ERROR',
      },
      remoteScripts: [labFile('enter')],
      guard: guard.pid,
      folder,
      freeze: (name) => signal(name, 'SIGSTOP'),
      thaw: (name) => signal(name, 'SIGCONT'),
      killRemote: (name) => signal(name, 'SIGKILL'),
      reboot: async (name, bootTime) => {
        const last = Date.parse(scenario.hosts[name]!.bootTime);
        await change(name, { bootTime: bootTime ?? new Date(last + 60_000).toISOString() });
      },
      setClock: (name, clock) => change(name, { clock }),
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
