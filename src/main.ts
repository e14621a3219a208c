#!/usr/bin/env node
import { once } from 'node:events';
import { homedir, hostname, networkInterfaces, userInfo } from 'node:os';
import process from 'node:process';
import { addAbortSignal } from 'node:stream';
import { asksForVersionOnly, readVersion } from './cli/version.ts';
import type { Surroundings } from './surroundings.ts';
import { endAll } from './transport/living.ts';

const usage = 2;
const interruptedCode = 130;

async function main(argv: readonly string[]): Promise<number> {
  if (asksForVersionOnly(argv)) {
    process.stdout.write(`${readVersion()}\n`);
    return 0;
  }
  const { UsageError } = await import('./model/usage-error.ts');
  let around: Surroundings | undefined;
  try {
    const { parseArguments } = await import('./cli/args.ts');
    const { checks } = await import('../checks/index.ts');
    const parsed = parseArguments(argv, {
      checkIds: checks.map((check) => check.id),
      areas: [...new Set(checks.map((check) => check.area))],
      version: readVersion(),
      columns: process.stdout.columns || 80,
    });
    around = surroundings();
    if (parsed.kind === 'text') {
      await around.print(`${parsed.text.trimEnd()}\n`);
      return 0;
    }
    const { perform } = await import('./commands/index.ts');
    return await perform(parsed.options, around);
  } catch (error) {
    const interrupted = around?.signal.aborted === true;
    if (error instanceof UsageError) process.stderr.write(`osd-preflight: ${error.message}\n`);
    // What is cut off in the middle, such as a build, ends by throwing.
    else if (!interrupted) throw error;
    return interrupted ? interruptedCode : usage;
  }
}

function surroundings(): Surroundings {
  const { stdout, stderr, env } = process;
  const signal = interruption();
  return {
    cwd: process.cwd(),
    env,
    async print(text) {
      if (unwritten || stdout.write(text)) return;
      // Its end is told by the listener below.
      await once(stdout, 'drain').catch(() => undefined);
    },
    tell: (line) => void stderr.write(`${line}\n`),
    stderr,
    terminal: {
      stdout: stdout.isTTY === true,
      stderr: stderr.isTTY === true,
      unicode: showsUnicode(env),
      columns: stdout.columns || 80,
      color: !env.NO_COLOR && env.TERM !== 'dumb',
    },
    now: () => new Date().toISOString(),
    signal,
    operator: operatorName(),
    home: homedir(),
    stdin: standardInput,
    input: () => addAbortSignal(AbortSignal.any([signal, unread.signal]), process.stdin),
    localNames: ownNames(env),
    version: readVersion(),
  };
}

/** An account that the system has no entry of, as in a container, has no name. */
function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Windows Terminal and the UTF-8 locales of other systems show the symbols; an old console and a pipe to it may not. */
function showsUnicode(env: NodeJS.ProcessEnv): boolean {
  if (env.NO_UNICODE) return false;
  if (process.platform === 'win32') return Boolean(env.WT_SESSION || env.TERM_PROGRAM || env.CI);
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

/** NetBIOS name first: it is the name of the target where nothing is configured. */
function ownNames(env: NodeJS.ProcessEnv): string[] {
  const name = env.COMPUTERNAME ?? hostname();
  const domain = env.USERDNSDOMAIN;
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  return [...new Set([name, hostname(), ...(domain ? [`${name}.${domain}`] : []), ...addresses])];
}

/** The first Ctrl-C ends the reading and lets what is known be printed; the second ends the process. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  process.on('exit', endAll);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(interruptedCode);
      controller.abort();
    });
  }
  return controller.signal;
}

/** Why stdout takes no more. A reader that closes the pipe early, such as `head`, has what it wanted. */
let unwritten: NodeJS.ErrnoException | undefined;
const unread = new AbortController();
process.stdout.on('error', (error) => {
  unwritten ??= error;
  unread.abort();
});
// Whoever read stderr may have gone, and nobody is left to be told.
process.stderr.on('error', () => undefined);

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
    // After this turn, in which the last write may still fail.
    setImmediate(() => {
      if (!unwritten || unwritten.code === 'EPIPE') return;
      process.stderr.write(`osd-preflight: The output cannot be written (${unwritten.code}).\n`);
      process.exitCode = usage;
    });
  },
  (error: unknown) => {
    process.stderr.write(
      `osd-preflight has a bug; this is for its report: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = usage;
  },
);
