import { basename } from 'node:path';
import type { Failure } from '../model/answer.ts';
import { hostKey, type Remoting, type Target } from '../model/target.ts';
import { type Connection, type Connector, oneByOne } from './connector.ts';
import { FanOut, type FanOutOptions } from './fan-out.ts';
import { keyFilePath, keyFileProblem } from './key-file.ts';
import { ProcessTransport } from './process.ts';
import { unreachable } from './reach.ts';
import type { RemoteHost } from './remote-host.ts';
import { SessionTransport } from './session.ts';
import type { Limits, Reply, Request, Shell, Transport } from './transport.ts';

const alwaysLocal = ['localhost', '127.0.0.1', '::1', '.'];

export interface Machines extends FanOutOptions {
  /** Names of this machine: NetBIOS name, DNS name, addresses. */
  localNames: string[];
  platform?: NodeJS.Platform;
  /** How remote machines are reached that do not say it themselves. */
  remoting?: Remoting | undefined;
}

/** Reaches this machine, and others over WinRM or SSH. Asks nothing by itself. */
export function machinesConnector(machines: Machines): Connector {
  const { shell, localNames, platform = process.platform, remoting = {}, throttle } = machines;
  const local = new Set([...alwaysLocal, ...localNames].map(nameKey));
  const open = new Set<Connection>();
  const fanOut = new FanOut(machines);

  function remember(connection: Connection): Connection {
    const { ask, close } = connection;
    const remembered: Connection = {
      ask,
      async close() {
        open.delete(remembered);
        await close();
      },
    };
    open.add(remembered);
    return remembered;
  }

  return {
    localNames,
    // Those that are silent must not keep those waiting that are not.
    width: Math.max(64, 4 * throttle),
    async connect(target, signal) {
      const way =
        target.via ?? (isOwn(target, local) ? 'local' : (remoting.via ?? (platform === 'win32' ? 'winrm' : undefined)));
      if (way === 'local') {
        const bulk = new ProcessTransport(shell);
        return remember(oneByOne(new LocalSession(shell, bulk), bulk));
      }
      if (way === undefined) return notSupported('WinRM is there on Windows only: say how to reach it with --via ssh');
      const remote = remoteHost(way, target, remoting);
      const failure = impossible(remote, target, { shell, platform }) ?? (await closed(remote, signal));
      if (failure) return failure;
      return { ask: (questions, onReply) => fanOut.ask(remote, questions, onReply), async close() {} };
    },
    async close() {
      await Promise.all([fanOut.close(), ...[...open].map((connection) => connection.close())]);
    },
  };
}

function remoteHost(via: RemoteHost['via'], target: Target, defaults: Remoting): RemoteHost {
  const { port: usualPort, ...rest } = defaults;
  // A port that is meant for one way leads nowhere on the other.
  const usual = defaults.via === undefined || defaults.via === via ? { port: usualPort } : {};
  const { port, user, keyFile, configurationName, useSsl, credential } = { ...rest, ...usual, ...known(target) };
  const host = target.address ?? target.name;
  // A default is for the way that has a use for it.
  return via === 'ssh'
    ? { via, host, port, user, keyFile: keyFile === undefined ? undefined : keyFilePath(keyFile) }
    : { via, host, port, configurationName, useSsl, credential };
}

/** What nobody gave must not hide what is given elsewhere. */
function known(target: Target): Partial<Target> {
  return Object.fromEntries(Object.entries(target).filter(([, value]) => value !== undefined));
}

interface Here {
  shell: Shell;
  platform: NodeJS.Platform;
}

/** Why this machine cannot even try. */
function impossible({ via, host }: RemoteHost, target: Target, { shell, platform }: Here): Failure | undefined {
  if (host.startsWith('-')) return notSupported('a name that begins with a hyphen would be an option to ssh');
  if (via === 'winrm') {
    if (target.keyFile !== undefined) return notSupported('a key file is for ssh: leave it out, or use --via ssh');
    if (platform !== 'win32')
      return notSupported('WinRM is not available on this machine, only on Windows: use --via ssh');
    return undefined;
  }
  for (const [value, what] of [
    [target.configurationName, 'a session configuration'],
    [target.credential, 'a named credential'],
  ] as const) {
    if (value !== undefined) return notSupported(`${what} is for WinRM: leave it out, or use --via winrm`);
  }
  return /^powershell(\.exe)?$/i.test(basename(shell.executable.replaceAll('\\', '/')))
    ? notSupported('SSH remoting needs PowerShell 7, which this is not: use --powershell pwsh')
    : undefined;
}

/** What is closed to us, before any PowerShell is started: the key, the name, the port, the greeting. */
async function closed(
  { via, host, port, keyFile, useSsl }: RemoteHost,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  if (via === 'winrm') return await unreachable(host, port ?? (useSsl ? 5986 : 5985), signal);
  const problem = keyFile === undefined ? undefined : await keyFileProblem(keyFile);
  return problem === undefined
    ? await unreachable(host, port ?? 22, signal, 'SSH-')
    : { failed: 'authentication', message: problem };
}

function notSupported(message: string): Failure {
  return { failed: 'not-supported', message };
}

function isOwn(target: Target, local: ReadonlySet<string>): boolean {
  return [target.name, target.address].some((name) => name !== undefined && local.has(nameKey(name)));
}

/** `hostKey` would leave nothing of the name `.`. */
function nameKey(name: string): string {
  return hostKey(name) || name;
}

/** The session of this machine. Where the language mode is constrained a session cannot be kept: a process each time. */
class LocalSession implements Transport {
  #session: SessionTransport;
  #process: ProcessTransport;

  constructor(shell: Shell, process: ProcessTransport) {
    this.#session = new SessionTransport(shell);
    this.#process = process;
  }

  async request(request: Request, limits: Limits): Promise<Reply> {
    const reply = await this.#session.request(request, limits);
    return !reply.ok && this.#session.languageMode ? this.#process.request(request, limits) : reply;
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
