import { randomBytes } from 'node:crypto';
import type { Failure } from '../model/answer.ts';
import type { Limits, Shell } from './transport.ts';

/** A marker that no other output of a child can hold by accident. */
export function newMarker(): string {
  return `@osd-${randomBytes(8).toString('hex')}`;
}

/**
 * The environment of a PowerShell. `TERM=dumb` is the only switch that keeps the console's escape sequences out of
 * redirected output; NODE_POWERSHELL and DEBUG would change the executable and print whole requests.
 */
export function childEnvironment(shell: Shell): { [name: string]: string | undefined } {
  const { NODE_POWERSHELL: _executable, DEBUG: _debug, ...inherited } = process.env;
  return {
    ...inherited,
    TERM: 'dumb',
    NO_COLOR: '1',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    POWERSHELL_DIAGNOSTICS_OPTOUT: '1',
    ...shell.env,
  };
}

/** How a wait ended before its answer was there. */
export type Cut = 'idle' | 'total' | 'aborted';

/** Watches one wait: an idle deadline that every sign of life resets, a total one, and cancellation. */
export class Watchdog {
  readonly cut: Promise<Cut>;
  #settle!: (cut: Cut) => void;
  #idle: NodeJS.Timeout;
  #total: NodeJS.Timeout;
  #limits: Limits;
  #onAbort = (): void => this.#settle('aborted');

  constructor(limits: Limits) {
    this.#limits = limits;
    this.cut = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#idle = setTimeout(() => this.#settle('idle'), limits.idleMs);
    this.#total = setTimeout(() => this.#settle('total'), limits.totalMs);
    if (limits.signal?.aborted) this.#onAbort();
    else limits.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  alive(): void {
    this.#idle.refresh();
  }

  stop(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
    this.#limits.signal?.removeEventListener('abort', this.#onAbort);
  }
}

export function cutFailure(cut: Cut, limits: Limits): Failure {
  switch (cut) {
    case 'aborted':
      return { failed: 'interrupted', message: 'the run was interrupted' };
    case 'idle':
      return { failed: 'timeout', message: `no sign of life within ${limits.idleMs / 1000} s` };
    case 'total':
      return { failed: 'timeout', message: `no complete answer within ${limits.totalMs / 1000} s` };
  }
}

/** The last words of a child that ended without answering. */
export function diedFailure(
  code: number | null | undefined,
  signal: string | null | undefined,
  noise: readonly string[],
): Failure {
  const how = signal ? `signal ${signal}` : `exit code ${code ?? 'unknown'}`;
  const last = noise.at(-1);
  return {
    failed: 'interrupted',
    message: `PowerShell ended (${how}) before it answered${last ? `; it printed: ${last}` : ''}`,
  };
}
