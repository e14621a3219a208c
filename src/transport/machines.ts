import type { Failure } from '../model/answer.ts';
import { hostKey, type Target } from '../model/target.ts';
import type { Connection, Connector } from './connector.ts';
import { ProcessTransport } from './process.ts';
import { unreachable } from './reach.ts';
import { RemotingTransport } from './remoting.ts';
import { SessionTransport } from './session.ts';
import type { Limits, Reply, Request, Shell, Transport } from './transport.ts';

const winrmPort = 5985;
const alwaysLocal = ['localhost', '127.0.0.1', '::1', '.'];

export interface Machines {
  /** The PowerShell of this machine, with what it loads. */
  shell: Shell;
  /** Names of this machine: NetBIOS name, DNS name, addresses. */
  localNames: string[];
  /** Remote machines are asked from Windows only. */
  platform?: NodeJS.Platform;
}

/** Reaches this machine, and from Windows others over WinRM. Asks nothing by itself. */
export function machinesConnector({ shell, localNames, platform = process.platform }: Machines): Connector {
  const local = new Set([...alwaysLocal, ...localNames].map(nameKey));
  const open = new Set<Connection>();

  function remember(session: Transport, bulk: Transport): Connection {
    const connection: Connection = {
      session,
      bulk,
      async close() {
        open.delete(connection);
        await Promise.all([session.close(), bulk.close()]);
      },
    };
    open.add(connection);
    return connection;
  }

  return {
    localNames,
    async connect(target, signal) {
      if (isLocal(target, local)) {
        const bulk = new ProcessTransport(shell);
        return remember(new LocalSession(shell, bulk), bulk);
      }
      if (target.via === 'ssh') return notSupported('SSH is not built yet');
      if (platform !== 'win32')
        return notSupported('remote machines are asked from Windows, where PowerShell remoting has WinRM');
      const host = target.address ?? target.name;
      const failure = await unreachable(host, target.port ?? winrmPort, signal);
      if (failure) return failure;
      const remote = { host, port: target.port };
      return remember(new RemotingTransport(shell, remote), new RemotingTransport(shell, remote));
    },
    async close() {
      await Promise.all([...open].map((connection) => connection.close()));
    },
  };
}

function notSupported(message: string): Failure {
  return { failed: 'not-supported', message };
}

function isLocal(target: Target, local: ReadonlySet<string>): boolean {
  if (target.via !== undefined) return target.via === 'local';
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
