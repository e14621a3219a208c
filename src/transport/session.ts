import type { Failure } from '../model/answer.ts';
import { startLimits, startTimeout } from './child.ts';
import { AnswerCollector } from './envelope.ts';
import { bootstrapLine, readyId, requestLine } from './frame.ts';
import { type LibraryClass, SessionChild } from './session-child.ts';
import type { Limits, Outcome, Reply, Request, Shell, Transport } from './transport.ts';
import { interrupted, Watchdog } from './watchdog.ts';

/** How long the library may need for its own delimiters once our answer is there. */
const lingerMs = 2_000;

/**
 * PowerShell remembers the last 4096 lines that it read, whatever their length. The smaller number of our bootstrap
 * takes effect only when a command looks at the history.
 */
const forget = '$null = Get-History -Count 1';

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
  #child: SessionChild | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #closing = new AbortController();

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  async request(request: Request, limits: Limits): Promise<Reply> {
    const id = `r${++this.#asked}`;
    // Before the queue: what cannot be encoded concerns nobody but its caller.
    const line = `${requestLine(id, request)}; ${forget}`;
    const reply = this.#turn.then(() => this.#ask(id, line, limits));
    this.#turn = reply.then(
      () => undefined,
      () => undefined,
    );
    return reply;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#turn;
    await this.#discard();
  }

  async #ask(id: string, line: string, limits: Limits): Promise<Reply> {
    const started = performance.now();
    const { reply, discard } = await this.#exchange(id, line, limits);
    const noise = this.#child?.takeNoise() ?? [];
    if (discard) await this.#discard();
    return { ...reply, noise, durationMs: Math.round(performance.now() - started) };
  }

  async #exchange(id: string, line: string, limits: Limits): Promise<Exchange> {
    if (limits.signal?.aborted || this.#closing.signal.aborted) return failed(interrupted());
    if (this.languageMode) return failed(refusal(this.languageMode));
    // It may have ended, or spoken without being asked, since the last answer.
    if (this.#child?.spoilt) await this.#discard();
    if (!this.#child) {
      const failure = await this.#start(limits);
      if (failure) return failed(failure);
    }
    return this.#invoke(this.#child!, id, line, limits, limits);
  }

  async #start(limits: Limits): Promise<Failure | undefined> {
    // Read when the library is loaded: it would print whole requests.
    delete process.env.DEBUG;
    const { PowerShell } = await import('node-powershell');
    if (this.#closing.signal.aborted) return interrupted();
    const child = SessionChild.start(this.#shell, PowerShell as unknown as LibraryClass);
    if ('failed' in child) return child;
    this.#child = child;
    const line = bootstrapLine(child.marker, this.#shell.scripts);
    const { reply } = await this.#invoke(child, readyId, line, startLimits(this.#shell), limits);
    if (reply.ok) return undefined;
    return reply.failed === 'timeout' ? startTimeout(this.#shell) : reply;
  }

  async #invoke(child: SessionChild, id: string, line: string, limits: Limits, caller: Limits): Promise<Exchange> {
    const collector = new AnswerCollector(id, caller.onProgress);
    const watchdog = new Watchdog(limits, caller.signal, this.#closing.signal);
    void collector.answered.then(() => watchdog.answered(lingerMs));
    try {
      const done = child.invoke(line, collector, watchdog);
      // In a constrained language mode the library's own markers never come, so it would wait for ever.
      const end = await Promise.race([done, watchdog.cut, collector.stopped]);
      if (collector.broken) return failed({ failed: 'malformed', message: collector.broken });
      if (end === 'constrained') {
        this.languageMode = collector.languageMode!;
        return failed(refusal(this.languageMode));
      }
      if (collector.outcome?.ok) return { reply: { ok: true, items: collector.items }, discard: end !== 'done' };
      if (collector.outcome) return { reply: collector.withPart(collector.outcome), discard: end !== 'done' };
      const why =
        end === 'aborted'
          ? interrupted()
          : end === 'done' || end === 'broken'
            ? await child.lastWords()
            : watchdog.failure(end);
      return { reply: collector.withPart({ ok: false, ...why }), discard: true };
    } finally {
      watchdog.stop();
      child.idle();
    }
  }

  async #discard(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    await child?.kill();
  }
}

interface Exchange {
  reply: Outcome;
  /** Whether the child can no longer be trusted. */
  discard: boolean;
}

function failed(failure: Failure): Exchange {
  return { reply: { ok: false, ...failure }, discard: true };
}

function refusal(languageMode: string): Failure {
  return { failed: 'not-supported', message: `PowerShell runs in ${languageMode}, where a session cannot be kept` };
}
