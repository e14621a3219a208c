import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { findSshd } from '../../lab/fleet.ts';
import { killChild } from '../../src/transport/kill-tree.ts';
import { remember } from '../../src/transport/living.ts';
import { unreachable } from '../../src/transport/reach.ts';
import type { RemoteHost, SshOptions } from '../../src/transport/remote-host.ts';
import { engine, noEngine } from './engines.ts';

const found = await findSshd();
/** Without an sshd, or without a PowerShell behind it, there is nobody to ask. */
export const noSshd = 'missing' in found || noEngine;

/** Where sshd is missing its tests are skipped, but never silently in CI. */
export function sshdMustBeThereInCi(): void {
  test.skipIf(!noSshd || process.env.CI !== 'true')('an sshd and a PowerShell are there (in CI they must)', () => {
    throw new Error('install openssh-server, and PowerShell 7 or the .NET 10 SDK');
  });
}

/** A server of our own on loopback; whoever has its key gets in as the user who runs the tests. */
export interface Sshd {
  folder: string;
  port: number;
  /** How the product is told to reach it. */
  remote: RemoteHost;
  /** Its host key and no others; nothing of the user's own ssh is read or written. */
  options: SshOptions;
  /** Process ids of sshd and of everything below it. */
  pid: number;
  close(): Promise<void>;
}

/** What `pwsh -sshs` is here. */
export function powershellSubsystem(): string {
  return `${engine().executable} -sshs -NoLogo -NoProfile`;
}

/** Starts an sshd that offers this subsystem as `powershell`, or none. */
export async function startSshd(subsystem: string | undefined): Promise<Sshd> {
  if ('missing' in found) throw new Error(found.missing);
  const folder = mkdtempSync(join(tmpdir(), 'osd-sshd-'));
  for (const name of ['host', 'key', 'stranger']) {
    execFileSync(found.keygen, ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)]);
  }
  // As root sshd wants its own empty folder, which a service start would have made.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const port = await freePort();
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host')}`,
    'PidFile none',
    `AuthorizedKeysFile ${join(folder, 'key.pub')}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'MaxStartups 200:30:400',
    `SetEnv ${environment()}`,
    ...(subsystem === undefined ? [] : [`Subsystem powershell ${subsystem}`]),
  ];
  writeFileSync(join(folder, 'sshd_config'), `${config.join('\n')}\n`);
  const hostKey = readFileSync(join(folder, 'host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, `[127.0.0.1]:${port} ${hostKey}\n`);
  const child = spawn(found.sshd, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
  remember(child);
  await listening(port);
  const remote: RemoteHost = {
    via: 'ssh',
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    keyFile: join(folder, 'key'),
  };
  return {
    folder,
    port,
    remote,
    options: {
      UserKnownHostsFile: knownHosts,
      GlobalKnownHostsFile: '/dev/null',
      StrictHostKeyChecking: 'yes',
      IdentitiesOnly: 'yes',
    },
    pid: child.pid!,
    async close() {
      await killChild(child);
      // What hangs outlives its connection: the far side of a session, or a subsystem that reads nothing.
      for (const pid of connectedTo(port)) process.kill(pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Processes that came to this port through an sshd: it says so in their environment. Linux. */
function connectedTo(port: number): number[] {
  const pids = existsSync('/proc/self/environ') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  const here = new RegExp(`(?:^|\0)SSH_CONNECTION=127\\.0\\.0\\.1 \\d+ 127\\.0\\.0\\.1 ${port}\0`);
  return pids.map(Number).filter((pid) => {
    try {
      return here.test(readFileSync(`/proc/${pid}/environ`, 'utf8'));
    } catch {
      return false;
    }
  });
}

/** The subsystem sees hardly any environment; the engine needs to find its .NET. */
function environment(): string {
  const needed = { ...engine().env, POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_DIAGNOSTICS_OPTOUT: '1' };
  return Object.entries(needed)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port: number): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  for (;;) {
    const failure = await unreachable('127.0.0.1', port, signal, 'SSH-');
    if (!failure) return;
    if (signal.aborted) throw new Error(`sshd does not answer on port ${port}: ${failure.message}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
