import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { FleetHost } from './fleet-plan.ts';
import { farScript, guardScript, shellWord } from './fleet-scripts.ts';
import { classTableFile } from './host-classes.ts';
import { buildHostDrives } from './host-files.ts';
import type { Drives } from './host-library.ts';
import { functionsOf, hostStateFile } from './host-state.ts';
import { shortLived } from './hosted-engine.ts';
import type { Scenario } from './scenario.ts';
import { commandFiles, type LabOptions, labFile } from './transport.ts';

export const keyFile = (folder: string): string => join(folder, 'client');
export const knownHostsFile = (folder: string): string => join(folder, 'known_hosts');
export const guardFile = (folder: string): string => join(folder, 'guard');
const hostFolder = (folder: string, { address }: FleetHost): string => join(folder, 'hosts', address);

/** Keys of the fleet, and the scripts that run beside it. */
export async function writeKeys(folder: string, keygen: string, hosts: readonly FleetHost[]): Promise<void> {
  const make = (name: string) => execa(keygen, ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)]);
  await Promise.all(['server', 'client', 'stranger'].map(make));
  const [network, port] = [hosts[0]?.address.split('.')[1], hosts[0]?.port];
  const [kind, key] = (await readFile(join(folder, 'server.pub'), 'utf8')).split(' ');
  await writeFile(knownHostsFile(folder), `[127.${network}.*]:${port} ${kind} ${key}\n`);
  await writeFile(join(folder, 'far'), farScript, { mode: 0o700 });
  await writeFile(guardFile(folder), guardScript, { mode: 0o700 });
}

/** The configuration of one sshd. Its far sides know the fleet by the folder in their environment. */
export async function writeSshd(folder: string, index: number, hosts: readonly FleetHost[]): Promise<string> {
  const strangers = hosts.filter(({ door }) => door === 'wrong-key').map(({ address }) => address);
  const lines = [
    `Port ${hosts[0]!.port}`,
    ...hosts.map(({ address }) => `ListenAddress ${address}`),
    `HostKey ${join(folder, 'server')}`,
    'PidFile none',
    'UsePAM no',
    'UseDNS no',
    // The folder is ours alone, but lies in a temporary folder that everybody may write to.
    'StrictModes no',
    'PermitRootLogin prohibit-password',
    'AuthenticationMethods publickey',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitTTY no',
    'PermitUserRC no',
    'DisableForwarding yes',
    'MaxStartups 400',
    'LogLevel INFO',
    // Bash under sshd reads .bashrc at the first level of shells, and that may print.
    `SetEnv SHLVL=2 OSD_LAB_FLEET=${folder}`,
    `AuthorizedKeysFile ${join(folder, 'client.pub')}`,
    `Subsystem powershell ${join(folder, 'far')} -sshs -NoLogo -NoProfile`,
    ...(strangers.length > 0
      ? [`Match LocalAddress ${strangers.join(',')}`, `  AuthorizedKeysFile ${join(folder, 'stranger.pub')}`]
      : []),
  ];
  const file = join(folder, `sshd-${index}`);
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

/** Writes the state of one host, in one step, so that a far side that is starting reads the old one or the new one. */
export type WriteState = (host: FleetHost, scenario: Scenario) => Promise<void>;

/**
 * Writes what every host needs: who it is before PowerShell starts, what is loaded then, and its state. Answers with
 * the function that writes a state anew.
 */
export async function writeHosts(
  folder: string,
  options: LabOptions,
  hosts: readonly FleetHost[],
): Promise<WriteState> {
  const { scenario } = options;
  const versions = new Set(hosts.map(({ name }) => scenario.hosts[name]!.windows));
  const verified = join(folder, 'verified');
  for (const windows of versions) await writeFile(classFile(folder, windows), classTableFile(scenario, windows));
  const snippetFunctions = await functionsOf(options.snippets);
  const labFiles = commandFiles.map(labFile);
  const drives = new Map<string, Drives>();
  const write: WriteState = async (host, current) => {
    const said = current.hosts[host.name]!;
    const own = hostFolder(folder, host);
    const files = {
      drives: drives.get(host.name)!,
      classFile: classFile(folder, said.windows),
      nowhere: join(own, 'no-drive'),
      labFiles,
      snippetFunctions,
      verified,
    };
    const file = join(own, 'state.ps1');
    await writeFile(`${file}.new`, hostStateFile(behindDoor(current, host), host.name, files));
    await rename(`${file}.new`, file);
  };
  await Promise.all(
    hosts.map(async (host) => {
      const own = hostFolder(folder, host);
      await mkdir(own, { recursive: true });
      drives.set(host.name, await buildHostDrives(scenario, host.name, join(own, 'drives')));
      await writeFile(join(own, 'environment'), environmentOf(host, options));
      await writeFile(join(own, 'load'), `${[...labFiles, join(own, 'state.ps1'), labFile('verify')].join('\n')}\n`);
      await write(host, scenario);
    }),
  );
  return write;
}

const classFile = (folder: string, windows: string): string => join(folder, `classes-${windows}.ps1`);

/** A host that hangs lets everybody in; what never answers is its WMI. */
function behindDoor(scenario: Scenario, { name, door }: FleetHost): Scenario {
  if (door !== 'hangs') return scenario;
  const said = scenario.hosts[name]!;
  const faults = [...said.faults, { namespace: 'root/cimv2', error: 'hangs' as const }];
  return { ...scenario, hosts: { ...scenario.hosts, [name]: { ...said, faults } } };
}

function environmentOf({ name, door }: FleetHost, { scenario, env, executable }: LabOptions): string {
  const { culture, timeZone } = scenario.hosts[name]!;
  const environment = {
    ...env,
    ...shortLived,
    COMPUTERNAME: name,
    OSD_LAB_DOOR: door,
    OSD_LAB_ENGINE: executable,
    OSD_LAB_CULTURE: culture,
    OSD_LAB_TIMEZONE: timeZone,
    TZ: timeZone,
    TERM: 'dumb',
    NO_COLOR: '1',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
  };
  const lines = Object.entries(environment).map(([key, value]) => `export ${key}=${shellWord(value)}\n`);
  return lines.join('');
}
