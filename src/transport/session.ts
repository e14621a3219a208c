import type { ChildProcess } from 'node:child_process';
import type { Failure } from '../model/answer.ts';
import { childEnvironment, cutFailure, diedFailure, newMarker, Watchdog } from './child.ts';
import { AnswerCollector, AnswerStream } from './envelope.ts';
import { bootstrapLine, readyId, requestLine } from './frame.ts';
import { killTree } from './kill-tree.ts';
import type { Limits, Reply, Request, Shell, Transport } from './transport.ts';

/** Endpoint protection can stall a start for most of a minute. */
const startLimits: Limits = { idleMs: 60_000, totalMs: 90_000 };

/** The library prints its own delimiters beside our lines. */
const libraryMarker = /^[0-9A-Za-z]{16}$/;

interface Child {
  shell: import('node-powershell').PowerShell;
  process: ChildProcess;
  stream: AnswerStream;
  ended: Promise<Failure>;
}

/**
 * One long-lived PowerShell, by node-powershell. Only a complete answer with the request's id counts; exit codes,
 * stderr and the library's own results are not trusted. After any anomaly the process tree is killed and the next
 * request starts another child. Requests are put one at a time: what is queued inside the library is lost when its
 * child dies.
 */
export class SessionTransport implements Transport {
  /** Set where the child reported a language mode other than FullLanguage: use the process transport there. */
  languageMode: string | undefined;
  #shell: Shell;
  #child: Child | undefined;
  #collector: AnswerCollector | undefined;
  #watchdog: Watchdog | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #closed = false;

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  request(request: Request, limits: Limits): Promise<Reply> {
    const reply = this.#turn.then(() => this.#ask(request, limits));
    this.#turn = reply;
    return reply;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#discard();
  }

  async #ask(request: Request, limits: Limits): Promise<Reply> {
    const started = performance.now();
    const outcome = await this.#exchange(request, limits);
    const noise = (this.#child?.stream.noise.splice(0) ?? []).filter((line) => !libraryMarker.test(line));
    if (outcome.discard) await this.#discard();
    return { ...outcome.reply, noise, durationMs: Math.round(performance.now() - started) };
  }

  async #exchange(request: Request, limits: Limits): Promise<Exchange> {
    if (this.#closed) return failed({ failed: 'interrupted', message: 'the session is closed' });
    if (limits.signal?.aborted) return failed(cutFailure('aborted', limits));
    if (!this.#child) {
      const start = await this.#start(limits);
      if (start) return start;
    }
    const id = `r${++this.#asked}`;
    return this.#invoke(id, requestLine(id, request), limits);
  }

  async #start(limits: Limits): Promise<Exchange | undefined> {
    // Both variables would reach into the library itself: one replaces the executable, the other prints requests.
    delete process.env['NODE_POWERSHELL'];
    delete process.env['DEBUG'];
    const { PowerShell } = await import('node-powershell');
    const marker = newMarker();
    const shell = new PowerShell({
      executable: this.#shell.executable,
      executableOptions: {
        '-NoProfile': true,
        '-NonInteractive': true,
        '-InputFormat': 'Text',
        '-ExecutionPolicy': 'RemoteSigned',
      },
      spawnOptions: { env: childEnvironment(this.#shell) as NodeJS.ProcessEnv, windowsHide: true },
      throwOnInvocationError: false,
    });
    const child = shell['process'] as ChildProcess;
    const stream = new AnswerStream(marker, (id, kind, json) => this.#collector?.line(id, kind, json));
    shell.streams.stdout.on('data', (text: string) => {
      this.#watchdog?.alive();
      stream.feed(text);
    });
    shell.streams.stderr.on('data', (text: string) => stream.addNoise(text));
    // The library listens for the first error only; a later EPIPE would end Node.
    shell.streams.stdin.on('error', () => {});
    const ended = new Promise<Failure>((resolve) => {
      child.once('error', (error) =>
        resolve({ failed: 'missing-command', message: `PowerShell could not be started: ${error.message}` }),
      );
      child.once('exit', (code, signal) => resolve(diedFailure(code, signal, stream.noise)));
    });
    this.#child = { shell, process: child, stream, ended };
    // In the same tick as the constructor: a missing executable is an unhandled rejection otherwise.
    const { signal } = limits;
    const outcome = await this.#invoke(
      readyId,
      bootstrapLine(marker, this.#shell.scripts),
      signal ? { ...startLimits, signal } : startLimits,
    );
    return outcome.reply.ok ? undefined : { ...outcome, discard: true };
  }

  async #invoke(id: string, line: string, limits: Limits): Promise<Exchange> {
    const child = this.#child!;
    const collector = new AnswerCollector(id, limits.onProgress);
    const watchdog = new Watchdog(limits);
    this.#collector = collector;
    this.#watchdog = watchdog;
    try {
      const done = child.shell.invoke(line).then(
        () => 'done' as const,
        () => 'done' as const,
      );
      // In a constrained language mode the library's own markers never come, so it would wait for ever.
      const end = await Promise.race([done, watchdog.cut, collector.stopped]);
      child.shell.history.length = 0;
      if (collector.broken) return failed({ failed: 'malformed', message: collector.broken });
      if (end === 'constrained') return failed(this.#refuse(collector.languageMode!));
      if (end === 'idle' || end === 'total' || end === 'aborted') return failed(cutFailure(end, limits));
      if (collector.outcome === undefined) return failed(await lastWords(child));
      if (collector.outcome.ok) return { reply: { ok: true, items: collector.items }, discard: false };
      return { reply: collector.outcome, discard: false };
    } finally {
      watchdog.stop();
      this.#collector = undefined;
      this.#watchdog = undefined;
    }
  }

  #refuse(languageMode: string): Failure {
    this.languageMode = languageMode;
    return { failed: 'not-supported', message: `PowerShell runs in ${languageMode}, where a session cannot be kept` };
  }

  async #discard(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    await killTree(child.process.pid);
    child.process.stdout?.destroy();
    child.process.stderr?.destroy();
    child.process.stdin?.destroy();
  }
}

interface Exchange {
  reply: { ok: true; items: unknown[] } | ({ ok: false } & Failure);
  /** Whether the child can no longer be trusted. */
  discard: boolean;
}

function failed(failure: Failure): Exchange {
  return { reply: { ok: false, ...failure }, discard: true };
}

/** The library resolves a moment before the exit is reported; a child that lives has printed nothing of ours. */
async function lastWords(child: Child): Promise<Failure> {
  const silent: Failure = { failed: 'malformed', message: 'it ended the request without an answer' };
  return Promise.race([child.ended, new Promise<Failure>((resolve) => setTimeout(() => resolve(silent), 200))]);
}
