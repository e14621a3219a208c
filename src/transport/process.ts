import { execa } from 'execa';
import type { Failure } from '../model/answer.ts';
import { type Cut, childEnvironment, cutFailure, diedFailure, newMarker, Watchdog } from './child.ts';
import { AnswerCollector, AnswerStream } from './envelope.ts';
import { bootstrapLine, readyId, requestLine } from './frame.ts';
import { killTree } from './kill-tree.ts';
import type { Limits, Reply, Request, Shell, Transport } from './transport.ts';

/** How long a child that has answered may take to end by itself. */
const lingerMs = 2_000;

/**
 * One PowerShell for one request, by execa: for rows by the thousand, and where the language mode is constrained. The
 * lines are those of the session, fed through the same `-Command -`, so that there is one protocol and one encoder.
 */
export class ProcessTransport implements Transport {
  #shell: Shell;
  #closing = new AbortController();

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  async request(request: Request, limits: Limits): Promise<Reply> {
    return this.run((marker) => [bootstrapLine(marker, this.#shell.scripts), requestLine('r1', request)], limits);
  }

  /** Feeds lines that answer `r0` (loaded) and `r1` (the request) to a child of its own. */
  async run(lines: (marker: string) => string[], limits: Limits): Promise<Reply> {
    const started = performance.now();
    const marker = newMarker();
    const ready = new AnswerCollector(readyId);
    const answer = new AnswerCollector('r1', limits.onProgress);
    const stream = new AnswerStream(marker, (id, kind, json) =>
      (id === readyId && !ready.outcome ? ready : answer).line(id, kind, json),
    );
    const signal = limits.signal ? AbortSignal.any([limits.signal, this.#closing.signal]) : this.#closing.signal;
    const watchdog = new Watchdog({ ...limits, signal });
    const child = execa(
      this.#shell.executable,
      [
        '-NoLogo',
        '-NoProfile',
        '-NonInteractive',
        '-InputFormat',
        'Text',
        '-ExecutionPolicy',
        'RemoteSigned',
        '-Command',
        '-',
      ],
      {
        input: `${lines(marker).join('\n')}\n`,
        env: childEnvironment(this.#shell),
        extendEnv: false,
        windowsHide: true,
        buffer: false,
        reject: false,
        stripFinalNewline: false,
      },
    );
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      watchdog.alive();
      stream.feed(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => stream.addNoise(text));
    const ended = child.then((result) => ({
      exitCode: result.exitCode,
      signal: result.signal,
      failed: result.code === 'ENOENT' || result.code === 'EACCES' ? result.shortMessage : undefined,
    }));
    try {
      const end = await Promise.race([
        ended.then(() => 'ended' as const),
        watchdog.cut,
        answer.stopped,
        answer.answered,
        // Nothing follows a bootstrap that failed.
        ready.answered.then((end) => (ready.outcome?.ok ? answer.answered : end)),
      ]);
      // The whole answer can be there long before a child with a leaked runspace ends.
      if (end === 'answered')
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, lingerMs).unref())]);
      else if (end !== 'ended') await killTree(child.pid);
      return {
        ...(await outcome(end, ready, answer, stream, ended, limits)),
        noise: stream.noise,
        durationMs: Math.round(performance.now() - started),
      };
    } finally {
      watchdog.stop();
      if (child.exitCode === null) await killTree(child.pid);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }
}

interface Ended {
  exitCode: number | undefined;
  signal: string | undefined;
  failed: string | undefined;
}

async function outcome(
  end: 'ended' | 'answered' | 'broken' | 'constrained' | Cut,
  ready: AnswerCollector,
  answer: AnswerCollector,
  stream: AnswerStream,
  ended: Promise<Ended>,
  limits: Limits,
): Promise<{ ok: true; items: unknown[] } | ({ ok: false } & Failure)> {
  const broken = ready.broken ?? answer.broken;
  if (broken) return { ok: false, failed: 'malformed', message: broken };
  if (ready.outcome && !ready.outcome.ok) return ready.outcome;
  if (answer.outcome?.ok) return { ok: true, items: answer.items };
  if (answer.outcome) return answer.outcome;
  if (end === 'idle' || end === 'total' || end === 'aborted') return { ok: false, ...cutFailure(end, limits) };
  const { exitCode, signal, failed } = await ended;
  if (failed) return { ok: false, failed: 'missing-command', message: `PowerShell could not be started: ${failed}` };
  return { ok: false, ...diedFailure(exitCode, signal, stream.noise) };
}
