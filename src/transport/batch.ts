import type { Failure } from '../model/answer.ts';
import { anyMarker, newMarker, startLimits, startTimeout } from './child.ts';
import type { Conversation } from './conversation.ts';
import { AnswerCollector, AnswerStream } from './envelope.ts';
import { type BatchSettings, batchLines } from './fan-out-lines.ts';
import { bootstrapLine, readyId } from './frame.ts';
import { killChild } from './kill-tree.ts';
import { remember } from './living.ts';
import { credentialFailure, remoteFailure } from './remote-failure.ts';
import type { RemoteHost } from './remote-host.ts';
import { endOf, type PowerShellChild, spawnPowerShell } from './spawn.ts';
import type { Request, Shell } from './transport.ts';

/** The local PowerShell says once a second that it lives. */
const usualStuckMs = 30_000;
/** How long a machine that has answered everything may take to close its session. */
const closingMs = 5_000;

/** One machine that waits for its turn. */
export interface Ticket {
  remote: RemoteHost;
  requests: readonly Request[];
  conversation: Conversation;
}

/** What a batch tells who started it. */
export interface BatchEvents {
  /** A machine needs no place any more. */
  freed(): void;
  /** These were never begun: the local PowerShell ended before their turn. */
  returned(tickets: Ticket[]): void;
}

/**
 * One local PowerShell for one batch of machines. It is started before there is a batch, so that machines gather while
 * it loads, and is ended with all that it started when every machine has ended or was given up.
 */
export class Batch {
  /** Resolves when machines can be handed over, or with the reason why never. */
  readonly ready: Promise<Failure | undefined>;
  /** Resolves when nothing of it runs any more. */
  readonly gone: Promise<void>;
  #marker = newMarker();
  #child: PowerShellChild;
  #stream: AnswerStream;
  #loading = new AnswerCollector(readyId);
  #loaded = false;
  #events: BatchEvents;
  #stuckMs: number;
  #width = 0;
  #waiting = new Map<string, Ticket>();
  #running = new Map<string, Ticket>();
  #byMarker = new Map<string, Ticket>();
  #settleReady!: (failure: Failure | undefined) => void;
  #settleGone!: () => void;
  #ending = false;
  #clock: NodeJS.Timeout;

  /** `stuckMs`: how long the local PowerShell may be silent while it has a batch. */
  constructor(shell: Shell, events: BatchEvents, stuckMs = usualStuckMs) {
    this.#events = events;
    this.#stuckMs = stuckMs;
    this.ready = new Promise((resolve) => {
      this.#settleReady = resolve;
    });
    this.gone = new Promise((resolve) => {
      this.#settleGone = resolve;
    });
    this.#stream = new AnswerStream(anyMarker, (id, kind, json, marker) => this.#line(id, kind, json, marker));
    this.#child = spawnPowerShell(shell);
    remember(this.#child);
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#clock.refresh();
      this.#stream.feed(text);
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => this.#stream.addNoise(text));
    // It may end while it is written to; its end says more than the broken pipe.
    this.#child.stdin.on('error', () => {});
    void endOf(this.#child).then((failure) => this.#died(failure(this.#stream.noise)));
    const { totalMs } = startLimits(shell);
    this.#clock = setTimeout(() => this.#died(startTimeout(shell)), totalMs);
    this.#child.stdin.write(`${bootstrapLine(this.#marker, shell.scripts)}\n`);
  }

  /** How many machines it may be dealing with. */
  get places(): number {
    return Math.min(this.#width, this.#waiting.size + this.#running.size);
  }

  /** Hands over the batch, once. */
  run(far: readonly string[], tickets: readonly Ticket[], settings: BatchSettings): void {
    this.#width = settings.width;
    for (const [index, ticket] of tickets.entries()) {
      const id = `r${index + 1}`;
      this.#waiting.set(id, ticket);
      this.#byMarker.set(ticket.conversation.marker, ticket);
      void ticket.conversation.replied.then(() => this.#replied(id));
    }
    this.#expectLife(this.#stuckMs);
    const machines = tickets.map(({ remote, requests, conversation: { marker, idleMs } }) => {
      return { remote, requests, marker, idleMs };
    });
    this.#child.stdin.end(`${batchLines(far, machines, settings).join('\n')}\n`);
  }

  /** Ends everything at once. What is not answered yet is for who called to say. */
  async end(): Promise<void> {
    if (!this.#ending) {
      this.#ending = true;
      clearTimeout(this.#clock);
      this.#settleReady({ failed: 'interrupted', message: 'the run was interrupted' });
      await killChild(this.#child);
      this.#settleGone();
    }
    await this.gone;
  }

  #line(id: string, kind: string, json: string, marker: string): void {
    if (marker === this.#marker) this.#news(id, kind, json);
    else this.#byMarker.get(marker)?.conversation.line(id, kind, json);
  }

  /** What the local side says of itself and of the machines. */
  #news(id: string, kind: string, json: string): void {
    if (id === readyId && !this.#loaded) {
      this.#loading.line(id, kind, json);
      const { outcome, broken }: AnswerCollector = this.#loading;
      if (broken) this.#died({ failed: 'malformed', message: broken });
      else if (outcome) {
        this.#loaded = true;
        this.#settleReady(outcome.ok ? undefined : outcome);
      }
      return;
    }
    const value = parsed(json);
    if (id === readyId) {
      if (kind === 'failed') this.#died({ failed: 'script-error', message: messageOf(value) });
      return;
    }
    const ticket = this.#waiting.get(id) ?? this.#running.get(id);
    if (!ticket) return;
    const { conversation, remote } = ticket;
    switch (kind) {
      case 'started':
        this.#waiting.delete(id);
        this.#running.set(id, ticket);
        conversation.begin();
        return;
      case 'noise':
        conversation.addNoise(messageOf(value));
        return;
      case 'end':
        conversation.ended({ why: 'ended', failed: 'interrupted', message: 'it ended before it answered' });
        this.#leave(id);
        return;
      case 'credential':
        conversation.ended({ why: 'ended', ...credentialFailure(value, remote) });
        this.#leave(id);
        return;
      case 'failed':
        conversation.ended({ why: 'failed', ...remoteFailure(value, remote, conversation.heard) });
        this.#leave(id);
        return;
    }
  }

  /** Everything is said to who asked: by an answer, and then the session is closed still; or it was given up. */
  #replied(id: string): void {
    if (!this.#running.has(id) && !this.#waiting.has(id)) return;
    if (this.#running.get(id)?.conversation.answered) setTimeout(() => this.#leave(id), closingMs).unref();
    else this.#leave(id);
  }

  #leave(id: string): void {
    const known = this.#running.delete(id) || this.#waiting.delete(id);
    if (!known) return;
    this.#events.freed();
    if (this.#running.size + this.#waiting.size === 0) void this.end();
  }

  /** The local PowerShell has ended, hangs or cannot do its work. */
  #died(failure: Failure): void {
    if (this.#ending) return;
    const [running, waiting] = [[...this.#running.values()], [...this.#waiting.values()]];
    this.#running.clear();
    this.#waiting.clear();
    this.#settleReady(failure);
    void this.end();
    const { failed, message } = failure;
    // Who began nothing at all would begin nothing the next time either.
    const lost = running.length === 0 ? waiting : running;
    for (const { conversation } of lost) conversation.ended({ why: 'ended', failed, message });
    if (running.length > 0) this.#events.returned(waiting);
    this.#events.freed();
  }

  #expectLife(ms: number): void {
    clearTimeout(this.#clock);
    const message = `the local PowerShell gave no sign of life for ${ms / 1000} s`;
    this.#clock = setTimeout(() => this.#died({ failed: 'interrupted', message }), ms);
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function messageOf(value: unknown): string {
  const { message, text } = (value ?? {}) as { message?: unknown; text?: unknown };
  return String(message ?? text ?? '');
}
