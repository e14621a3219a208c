import { newMarker, startLimits, startTimeout } from './child.ts';
import { AnswerCollector, AnswerStream } from './envelope.ts';
import { bootstrapLine, readyId, requestLine } from './frame.ts';
import { killChild } from './kill-tree.ts';
import { remember } from './living.ts';
import { endOf, spawnPowerShell } from './spawn.ts';
import type { Limits, Outcome, Reply, Request, Shell, Transport } from './transport.ts';
import { interrupted, Watchdog } from './watchdog.ts';

/** How long a child that has answered may take to end by itself. */
const lingerMs = 2_000;

/**
 * One PowerShell for one request, by execa: for rows by the thousand, and where the language mode is constrained. The
 * lines are those of the session, fed through the same `-Command -`, so that there is one protocol and one encoder.
 */
export class ProcessTransport implements Transport {
  #shell: Shell;
  #closing = new AbortController();
  #running = new Set<Promise<Outcome>>();

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  async request(request: Request, limits: Limits): Promise<Reply> {
    const line = requestLine('r1', request);
    const started = performance.now();
    const marker = newMarker();
    const ready = new AnswerCollector(readyId);
    const answer = new AnswerCollector('r1', limits.onProgress);
    const stream = new AnswerStream(marker, (id, kind, json) =>
      (id === readyId && !ready.outcome ? ready : answer).line(id, kind, json),
    );
    let outcome: Outcome = { ok: false, ...interrupted() };
    if (!limits.signal?.aborted && !this.#closing.signal.aborted) {
      const running = this.#exchange([bootstrapLine(marker, this.#shell.scripts), line], limits, {
        ready,
        answer,
        stream,
      });
      this.#running.add(running);
      outcome = answer.withPart(await running.finally(() => this.#running.delete(running)));
    }
    return { ...outcome, noise: stream.noise, durationMs: Math.round(performance.now() - started) };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running);
  }

  async #exchange(lines: string[], limits: Limits, { ready, answer, stream }: Conversation): Promise<Outcome> {
    const watchdog = new Watchdog(startLimits(this.#shell), limits.signal, this.#closing.signal);
    const child = spawnPowerShell(this.#shell, `${lines.join('\n')}\n`);
    remember(child);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      watchdog.alive();
      stream.feed(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => stream.addNoise(text));
    const ended = endOf(child);
    void answer.answered.then(() => watchdog.answered(lingerMs));
    void ready.answered.then(() => ready.outcome?.ok && watchdog.restart(limits));
    try {
      const end = await Promise.race([
        ended.then(() => 'ended' as const),
        watchdog.cut,
        answer.stopped,
        // A constrained language mode is fine here; nothing follows a bootstrap that failed.
        ready.stopped.then((why) => (why === 'broken' ? why : watchdog.cut)),
        ready.answered.then(() => (ready.outcome?.ok ? watchdog.cut : 'ended')),
      ]);
      const broken = ready.broken ?? answer.broken;
      if (broken) return { ok: false, failed: 'malformed', message: broken };
      if (end === 'aborted') return { ok: false, ...interrupted() };
      if (ready.outcome && !ready.outcome.ok) return ready.outcome;
      if (answer.outcome) return answer.outcome.ok ? { ok: true, items: answer.items } : answer.outcome;
      if (end !== 'ended' && end !== 'broken' && end !== 'constrained') {
        return { ok: false, ...(ready.outcome ? watchdog.failure(end) : startTimeout(this.#shell)) };
      }
      stream.end();
      return { ok: false, ...(await ended)(stream.noise) };
    } finally {
      watchdog.stop();
      await killChild(child);
    }
  }
}

interface Conversation {
  ready: AnswerCollector;
  answer: AnswerCollector;
  stream: AnswerStream;
}
