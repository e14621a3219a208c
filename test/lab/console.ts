import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { FoundPowerShell } from '../../lab/powershell.ts';

/** A console process under test. */
export interface ConsoleRun {
  readonly child: ChildProcessWithoutNullStreams;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when stdout contains the text; rejects when the process ends without it. */
  readonly said: (text: string) => Promise<void>;
  /** Closes stdin, if it is still open, and waits for the exit code. */
  readonly ended: () => Promise<number | null>;
}

const running = new Set<ChildProcessWithoutNullStreams>();

/** Starts PowerShell with `TERM=dumb` unless told otherwise; nothing of our own lab settings leaks in. */
export function startConsole(
  powershell: FoundPowerShell,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ConsoleRun {
  const { OSD_LAB_CULTURE: _, OSD_LAB_TIMEZONE: __, TZ: ___, ...inherited } = process.env;
  const child = spawn(powershell.executable, ['-NoLogo', '-NoProfile', '-NonInteractive', ...args], {
    env: { ...inherited, ...powershell.env, TERM: 'dumb', NO_COLOR: '1', ...env },
    windowsHide: true,
  });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  // A host that has ended refuses further input; the exit code says what the test wants to know.
  child.stdin.on('error', () => undefined);
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  closed.catch(() => undefined);
  return {
    child,
    stdout: () => out,
    stderr: () => err,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = () => out.includes(text) && resolve();
        child.stdout.on('data', look);
        closed.then(() => (look() ? undefined : reject(new Error(`ended without ${text}: ${out}${err}`))), reject);
        look();
      }),
    ended: () => {
      child.stdin.end();
      return closed;
    },
  };
}

/** Runs lines through `-Command -` to the end of the input. */
export async function runLines(powershell: FoundPowerShell, lines: readonly string[], env?: Record<string, string>) {
  const run = startConsole(powershell, ['-Command', '-'], env);
  run.child.stdin.write(lines.map((line) => `${line}\n`).join(''));
  const code = await run.ended();
  return { code, stdout: run.stdout(), stderr: run.stderr() };
}

/** Kills what a test left running. */
export function killConsoles(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}
