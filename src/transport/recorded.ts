import type { Failure, Params } from '../model/answer.ts';
import { canonicalJson } from '../model/json.ts';
import type { Limits, Reply, Request, Transport } from './transport.ts';
import { interrupted } from './watchdog.ts';

/** One question of the past with its raw answer. */
export type RecordedAnswer = { read: string; params: Params } & ({ items: unknown[] } | { failure: Failure });

/**
 * Replays the raw answers of one target. A question that was not recorded fails as `missing-command`, as a reader
 * does that a live PowerShell does not have: nothing here can answer it, and nothing is known about the machine.
 */
export class RecordedTransport implements Transport {
  #answers: Map<string, RecordedAnswer>;
  #closed = false;

  /** Of two answers to one question the later counts. */
  constructor(answers: readonly RecordedAnswer[]) {
    this.#answers = new Map(answers.map((answer) => [key(answer.read, answer.params), answer]));
  }

  async request({ read, parameters }: Request, limits: Limits): Promise<Reply> {
    const rest = { noise: [], durationMs: 0 };
    if (this.#closed || limits.signal?.aborted) return { ok: false, ...interrupted(), ...rest };
    const answer = this.#answers.get(key(read, parameters));
    if (!answer) {
      const message = `the recording holds no answer to ${read} ${canonicalJson(parameters)}`;
      return { ok: false, failed: 'missing-command', message, ...rest };
    }
    if ('failure' in answer) return { ok: false, ...answer.failure, ...rest };
    // A copy: what one reader does to its rows must not change the next replay.
    return { ok: true, items: structuredClone(answer.items), ...rest };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}

function key(read: string, params: Params): string {
  return `${read} ${canonicalJson(params)}`;
}
