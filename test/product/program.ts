// The built program as a user starts it: in a folder of its own, never more than two at a time.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { builtProgram } from '../../lab/stories.ts';
import { mustSkip, shell } from '../lab/probe.ts';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  ended: Promise<Ended>;
  /** Resolves when stderr holds the text as often as this, and rejects when the program ends before. */
  said(text: string): Promise<void>;
}

export type Environment = { [name: string]: string | undefined };

/** The folder that the programs of this test file run in. */
export const folder = mkdtempSync(join(tmpdir(), 'osd-product-'));
const temporary = join(folder, 'tmp');
mkdirSync(temporary);
/** Inherited by every process below the program, so that none is overlooked. */
const mark = `OSD_TEST_MARK=${folder}`;
const running = new Set<ChildProcess>();

/** Starts the program in a process group of its own, as a terminal does. */
export function start(words: readonly string[], env: Environment = {}): Started {
  const { NO_UNICODE: _, NO_COLOR: __, LC_ALL: ___, LC_CTYPE: ____, ...inherited } = process.env;
  const child = spawn(process.execPath, [builtProgram(), ...words], {
    cwd: folder,
    env: {
      ...inherited,
      LANG: 'C.UTF-8',
      TMPDIR: temporary,
      TMP: temporary,
      TEMP: temporary,
      OSD_TEST_MARK: folder,
      // A third less work for engines that live a few seconds.
      DOTNET_TieredCompilation: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, stdout, stderr });
    });
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => void (stderr.includes(text) && resolve());
        child.stderr.on('data', look);
        ended.then(() => reject(new Error(`it ended before it said "${text}": ${stderr}`)), reject);
        look();
      }),
  };
}

const most = 2;
let free = most;
const waiting: (() => void)[] = [];

/** Runs the program to its end, when it is its turn. */
export async function run(words: readonly string[], env: Environment = {}): Promise<Ended> {
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await start(words, env).ended;
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}

/** What a golden file holds: the command, what it printed, and its exit code. */
export function transcript(words: readonly string[], { stdout, code }: Ended): string {
  return `$ osd-preflight ${words.join(' ')}\n${stdout}[exit code ${code}]\n`;
}

/** Ids of processes that descend from a program of this test file. Linux only. */
export function descendants(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => isMarked(name))
    .map(Number);
}

function isMarked(pid: string): boolean {
  try {
    // A process that has ended and was not yet collected has no environment any more.
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
  } catch {
    return false;
  }
}

/** Waits until no process of ours is left, within a bound; says which are. */
export async function left(withinMs: number): Promise<number[]> {
  for (const end = Date.now() + withinMs; Date.now() < end && descendants().length > 0; )
    await new Promise((resolve) => setTimeout(resolve, 100));
  return descendants();
}

/** Simulated machines whose folder is still there. */
export function leftFolders(): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('osd-lab-'));
}

/** Ends what a test left running, by its own process ids. */
export function killPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
  if (process.platform !== 'linux') return;
  for (const pid of descendants()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
}

afterAll(() => {
  killPrograms();
  rmSync(folder, { recursive: true, force: true });
});

/** Where PowerShell is missing its tests are skipped, but never silently in CI. */
export function powerShellMustBeThereInCi(): void {
  test.skipIf(mustSkip)('a PowerShell is there (in CI it must)', () => expect(shell).toBeDefined());
}
