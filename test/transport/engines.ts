import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type FoundPowerShell, findPowerShell, type NoPowerShell } from '../../lab/powershell.ts';
import { ProcessTransport } from '../../src/transport/process.ts';
import { SessionTransport } from '../../src/transport/session.ts';
import { packageFolder } from '../../src/transport/snippets.ts';
import type { Limits, Reply, Request, Shell, Transport } from '../../src/transport/transport.ts';

const onLine = (line: string): void => void process.stderr.write(`${line}\n`);

/** The PowerShell of this machine, or the hosted engine. */
const found: FoundPowerShell | NoPowerShell = await findPowerShell({ onLine });
/** The hosted engine, whose culture and time zone can be set; not where its .NET knows no cultures. */
const hosted: FoundPowerShell | NoPowerShell =
  'kind' in found && found.kind === 'hosted' ? found : await findPowerShell({ hostedOnly: true, onLine });
export const noCultures = !('executable' in hosted) || 'DOTNET_SYSTEM_GLOBALIZATION_INVARIANT' in hosted.env;
export const noEngine = !('executable' in found);
/** Files here are started by their first line, which Windows does not know. */
export const noStandIn = process.platform === 'win32';

/** Where PowerShell is missing its tests are skipped, but never silently in CI. */
export function engineMustBeThereInCi(): void {
  test.skipIf(!noEngine || process.env.CI !== 'true')('a PowerShell is there (in CI it must)', () => {
    expect(found).toHaveProperty('executable');
  });
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const prelude = join(packageFolder(), 'ps', '_prelude.ps1');

/** The real engine with the prelude and the test's snippets. */
export function engine(env: Record<string, string> = {}, ...more: string[]): Shell {
  const { executable, env: needed } = ('OSD_LAB_CULTURE' in env ? hosted : found) as FoundPowerShell;
  const scripts = [prelude, here('./snippets/contract.ps1'), ...more.map((name) => here(`./snippets/${name}`))];
  return { executable, env: { ...needed, ...env }, scripts };
}

/** The real engine, in Constrained Language Mode from its first line on, as an application policy leaves it. */
export function constrainedEngine(): Shell {
  const shell = engine();
  return { ...shell, executable: here('./constrained.mjs'), env: { ...shell.env, OSD_TEST_ENGINE: shell.executable } };
}

/** A program that talks like the console and misbehaves as told; see `standin.mjs`. */
export function standIn(manner = 'ordinary', env: Record<string, string> = {}): Shell {
  return { executable: here('./standin.mjs'), env: { STANDIN: manner, ...env }, scripts: [prelude] };
}

export const patient: Limits = { idleMs: 20_000, totalMs: 40_000 };
export const brief: Limits = { idleMs: 400, totalMs: 20_000 };

export const kinds = ['session', 'process'] as const;
export type Kind = (typeof kinds)[number];
const open = new Set<Transport>();

export function transport(kind: Kind, shell: Shell): SessionTransport | ProcessTransport {
  return opened(kind === 'session' ? new SessionTransport(shell) : new ProcessTransport(shell));
}

export function opened<T extends Transport>(transport: T): T {
  open.add(transport);
  return transport;
}

/** For afterEach: ends every child of the test. */
export async function closeAll(): Promise<void> {
  await Promise.all([...open].map((transport) => transport.close()));
  open.clear();
}

export function ask(read: string, parameters: Request['parameters'] = {}): Request {
  return { read: `Read-${read}`, parameters };
}

/** The reply without what differs from run to run. */
export function gist(reply: Reply): { items: unknown[] } | { failed: string; message: string } {
  return reply.ok ? { items: reply.items } : { failed: reply.failed, message: reply.message };
}

/** Whether a process runs; one that has ended and that nobody has asked about yet does not. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Whether all of them have ended; the killed child of a child may take a moment. */
export async function gone(pids: number[]): Promise<boolean> {
  for (let n = 0; n < 100 && pids.some(runs); n++) await new Promise((resolve) => setTimeout(resolve, 20));
  return !pids.some(runs);
}
