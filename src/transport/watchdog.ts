import type { Failure } from '../model/answer.ts';
import type { Limits } from './transport.ts';

/** How a wait ended: without its answer, or (`lingered`) with an answer after which the child did not come to an end. */
export type Cut = 'idle' | 'total' | 'aborted' | 'lingered';

/** Watches one wait: an idle deadline that every sign of life resets, a total one, and cancellation. */
export class Watchdog {
  readonly cut: Promise<Cut>;
  #settle!: (cut: Cut) => void;
  #idle!: NodeJS.Timeout;
  #total!: NodeJS.Timeout;
  #limits!: Limits;
  #answered = false;
  #signals: AbortSignal[];
  #onAbort = (): void => this.#settle('aborted');

  constructor(limits: Limits, ...signals: (AbortSignal | undefined)[]) {
    this.cut = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#signals = signals.filter((signal) => signal !== undefined);
    this.restart(limits);
    for (const signal of this.#signals) {
      if (signal.aborted) this.#onAbort();
      else signal.addEventListener('abort', this.#onAbort, { once: true });
    }
  }

  /** Begins anew with other deadlines, for the next leg of the same wait. */
  restart(limits: Limits): void {
    this.#limits = limits;
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
    this.#idle = setTimeout(() => this.#settle('idle'), limits.idleMs);
    this.#total = setTimeout(() => this.#settle('total'), limits.totalMs);
  }

  alive(): void {
    if (!this.#answered) this.#idle.refresh();
  }

  /** The answer is there: what still has to follow it gets this long, and no sign of life prolongs it. */
  answered(ms: number): void {
    if (this.#answered) return;
    this.#answered = true;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#settle('lingered'), ms);
  }

  stop(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#onAbort);
  }

  failure(cut: Cut): Failure {
    switch (cut) {
      case 'aborted':
        return interrupted();
      case 'idle':
        return { failed: 'timeout', message: `no sign of life within ${this.#limits.idleMs / 1000} s` };
      case 'total':
      case 'lingered':
        return { failed: 'timeout', message: `no complete answer within ${this.#limits.totalMs / 1000} s` };
    }
  }
}

export function interrupted(): Failure {
  return { failed: 'interrupted', message: 'the run was interrupted' };
}
