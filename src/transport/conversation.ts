import { setMaxListeners } from 'node:events';
import type { Failure } from '../model/answer.ts';
import { newMarker } from './child.ts';
import type { Asked } from './connector.ts';
import { AnswerCollector } from './envelope.ts';
import { readyId } from './frame.ts';
import type { Limits, Outcome, Reply } from './transport.ts';
import { interrupted, Watchdog } from './watchdog.ts';

const noiseLines = 200;
/** PowerShell's own deadline for opening a session comes first. */
const graceMs = 5_000;

/** Milliseconds that one machine has: to open a session, and for everything together. */
export interface HostLimits {
  connectMs: number;
  hostMs: number;
}

/** What ended a conversation before all was answered: our own deadlines know nothing more, the far side may. */
export type Trouble = { why: 'failed' | 'ended' | 'late' | 'aborted' } & Failure;

/**
 * The questions of one round trip and what comes back for them. Answers come in the order of the questions, each with an
 * id of its own; one that is mangled costs itself alone. Every question is replied to exactly once.
 */
export class Conversation {
  /** What its lines begin with; known to this machine and to that one only. */
  readonly marker = newMarker();
  /** Resolves when everything is replied to; never rejects. */
  readonly replied: Promise<void>;
  /** Whether anything came from there, which proves that a session was open. */
  heard = false;
  /** Whether every reply was an answer of the machine, so that nothing had to be given up. */
  answered = true;
  #questions: readonly Asked[];
  #onReply: (reply: Reply, index: number) => void;
  #limits: HostLimits;
  #onTrouble: (trouble: Trouble) => void;
  #done!: () => void;
  #current = 0;
  #collector!: AnswerCollector;
  #loading = new AnswerCollector(readyId);
  #began = performance.now();
  #watchdog: Watchdog | undefined;
  #whole: NodeJS.Timeout | undefined;
  #noise: string[] = [];
  #troubled = false;
  #signals: AbortSignal[];
  #onAbort = (): void => this.#trouble({ why: 'aborted', ...interrupted() });

  /** `onTrouble` decides what is said of it; until it calls {@link fail}, nothing is replied. */
  constructor(
    questions: readonly Asked[],
    onReply: (reply: Reply, index: number) => void,
    limits: HostLimits,
    onTrouble: (trouble: Trouble) => void,
  ) {
    this.#questions = questions;
    this.#onReply = onReply;
    this.#limits = limits;
    this.#onTrouble = onTrouble;
    this.replied = new Promise((resolve) => {
      this.#done = resolve;
    });
    this.#next(0);
    const signals = questions.flatMap(({ limits: { signal } }) => signal ?? []);
    this.#signals = [...new Set(signals)];
    // One signal for a whole estate is listened to by each of its machines, which is no leak.
    for (const signal of this.#signals) {
      setMaxListeners(0, signal);
      signal.addEventListener('abort', this.#onAbort, { once: true });
    }
    if (this.#signals.some(({ aborted }) => aborted)) queueMicrotask(this.#onAbort);
    if (questions.length === 0) this.#finish();
  }

  get over(): boolean {
    return this.#current >= this.#questions.length;
  }

  /** Whether the time for opening a session is used up, whoever found that out. */
  get lateToOpen(): boolean {
    return !this.heard && performance.now() - this.#began >= this.#limits.connectMs;
  }

  /** The most that any of its questions may be silent. */
  get idleMs(): number {
    return Math.max(0, ...this.#questions.map(({ limits }) => limits.idleMs));
  }

  get openingSentence(): string {
    return `no PowerShell session there within ${seconds(this.#limits.connectMs)}`;
  }

  /** The machine's turn has come: its clocks run from here. */
  begin(): void {
    if (this.over) return;
    const { connectMs, hostMs } = this.#limits;
    this.#began = performance.now();
    this.#whole = setTimeout(() => this.#late(`no complete answer within ${seconds(hostMs)}`), hostMs);
    const most = connectMs + graceMs;
    this.#watch({ idleMs: most, totalMs: most }, this.openingSentence);
  }

  /** A line of this machine. */
  line(id: string, kind: string, json: string): void {
    if (this.over) return;
    if (!this.heard) {
      this.heard = true;
      this.#allow();
    }
    this.#watchdog?.alive();
    if (id === readyId) this.#load(id, kind, json);
    else this.#take(id, kind, json);
  }

  #take(id: string, kind: string, json: string): void {
    const index = id === '' ? this.#current : Number(id.slice(1)) - 1;
    // Late, after its answer: it was replied to.
    if (index < this.#current) return;
    while (this.#current < index && !this.over) {
      this.#reply({ ok: false, failed: 'malformed', message: this.#collector.broken ?? 'its end never came' });
    }
    if (this.over) return;
    this.#collector.line(id, kind, json);
    const { outcome, broken, items } = this.#collector;
    if (broken) this.#reply({ ok: false, failed: 'malformed', message: broken });
    else if (outcome) this.#reply(outcome.ok ? { ok: true, items } : this.#collector.withPart(outcome));
  }

  addNoise(text: string): void {
    this.#noise.push(text);
    if (this.#noise.length > noiseLines) this.#noise.shift();
  }

  /** The far side has ended, by an error or not: nothing more will come. */
  ended(trouble: Trouble): void {
    this.#trouble(trouble);
  }

  /** Replies to all that is still open. */
  fail(failure: Failure): void {
    if (!this.over) this.answered = false;
    const { failed, message } = failure;
    while (!this.over) this.#reply(this.#collector.withPart({ ok: false, failed, message }));
  }

  #load(id: string, kind: string, json: string): void {
    this.#loading.line(id, kind, json);
    const { outcome, broken } = this.#loading;
    if (broken) this.#trouble({ why: 'failed', failed: 'malformed', message: broken });
    else if (outcome?.ok === false) this.#trouble({ why: 'failed', ...outcome });
    else if (outcome) this.#allow();
  }

  #reply(outcome: Outcome): void {
    const index = this.#current;
    const reply = { ...outcome, durationMs: Math.round(performance.now() - this.#began), noise: this.#noise };
    this.#noise = [];
    this.#began = performance.now();
    // Before it is told: whoever is told may end the rest, and this question must not be replied to again.
    this.#next(index + 1);
    this.#onReply(reply, index);
    if (this.over) this.#finish();
    else if (this.heard) this.#allow();
  }

  #next(index: number): void {
    this.#current = index;
    this.#collector = new AnswerCollector(`r${index + 1}`, this.#questions[index]?.limits.onProgress);
  }

  /** The deadlines of the question that is being answered. */
  #allow(): void {
    const limits = this.#questions[this.#current]?.limits;
    if (limits) this.#watch(limits);
  }

  #watch({ idleMs, totalMs }: Limits, sentence?: string): void {
    this.#watchdog?.stop();
    const watchdog = new Watchdog({ idleMs, totalMs });
    this.#watchdog = watchdog;
    void watchdog.cut.then((cut) => {
      if (this.#watchdog === watchdog) this.#late(sentence ?? watchdog.failure(cut).message);
    });
  }

  #late(message: string): void {
    this.#trouble({ why: 'late', failed: 'timeout', message });
  }

  #trouble(trouble: Trouble): void {
    // The first says most: what ends afterwards does so because of it. Only an abort waits for no explanation.
    if (this.over || (this.#troubled && trouble.why !== 'aborted')) return;
    this.#troubled = true;
    this.#stopClocks();
    this.#onTrouble(trouble);
  }

  #finish(): void {
    this.#stopClocks();
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#onAbort);
    this.#done();
  }

  #stopClocks(): void {
    this.#watchdog?.stop();
    this.#watchdog = undefined;
    clearTimeout(this.#whole);
  }
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
