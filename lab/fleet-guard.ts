import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { killTree } from '../src/transport/kill-tree.ts';
import { guardFile } from './fleet-folder.ts';

/** The process that ends every sshd of a fleet when its owner ends, even by SIGKILL: its input is a pipe from us. */
export interface Guard {
  pid: number;
  /** Resolves when the sshds and everything below them are gone, and their folder with them. */
  end(): Promise<void>;
}

const startMs = 20_000;
const endMs = 20_000;

/** Why a fleet did not start; one sentence. */
export class FleetError extends Error {
  override name = 'FleetError';
}

/** Has sshd look at a configuration, and makes the folder that it wants under root. Throws {@link FleetError}. */
export async function checkSshd(sshd: string, configuration: string): Promise<void> {
  const check = () => execa(sshd, ['-t', '-f', configuration], { reject: false, all: true, stdin: 'ignore' });
  let result = await check();
  const folder = /Missing privilege separation directory: (\S+)/.exec(result.all ?? '')?.[1];
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    result = await check();
  }
  if (result.failed)
    throw new FleetError(`${sshd} does not take the fleet lab's configuration: ${oneLine(result.all)}.`);
}

/**
 * Starts the guard and through it one sshd for each configuration; resolves when all addresses are listened on.
 * `addresses` is their number. Throws {@link FleetError}, after everything is ended.
 */
export async function startGuard(options: {
  folder: string;
  sshd: string;
  configurations: readonly string[];
  addresses: number;
}): Promise<Guard> {
  const { folder, sshd, configurations } = options;
  // A session of its own: Ctrl-C at the terminal is for the tool, which ends us in its order.
  const child = spawn('/bin/sh', [guardFile(folder), folder, sshd, ...configurations], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const end = async (): Promise<void> => {
    child.ref();
    child.stdin.end();
    if (!(await Promise.race([gone.then(() => true), sleep(endMs, false, { ref: false })]))) await killTree(child.pid);
  };
  child.stdin.on('error', () => undefined);
  // Neither keeps us alive: when we end, the pipe ends.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  try {
    await listening(child, configurations, options.addresses);
  } catch (error) {
    await end();
    throw error;
  }
  return { pid: child.pid!, end };
}

async function listening(child: ChildProcess, configurations: readonly string[], addresses: number): Promise<void> {
  const deadline = performance.now() + startMs;
  for (;;) {
    const logs = await Promise.all(configurations.map((file) => readFile(`${file}.log`, 'utf8').catch(() => '')));
    const log = logs.join('');
    if ((log.match(/^Server listening on /gm) ?? []).length === addresses) return;
    const problem = /^.*(?:fatal|error|failed).*$/im.exec(log)?.[0];
    if (problem !== undefined) throw new FleetError(`sshd of the fleet lab did not start: ${oneLine(problem)}.`);
    if (child.exitCode !== null || performance.now() > deadline)
      throw new FleetError(`sshd of the fleet lab did not start within ${startMs / 1000} s: ${oneLine(log)}.`);
    await sleep(10);
  }
}

const oneLine = (text: string | undefined): string =>
  (text ?? '').trim().split(/\s*\n/).at(-1)!.replace(/\.$/, '') || 'it says nothing';
