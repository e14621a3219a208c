import type { Failure, Params } from '../model/answer.ts';

/** One question as it travels: the function that reads, and its parameters as data. */
export interface Request {
  /** Name of a PowerShell function of ours, such as `Read-Boot`. */
  read: string;
  parameters: Params;
}

/** A sign of life while a request is being answered. Counts are bytes where `total` is not 0. */
export interface Progress {
  text: string;
  done: number;
  total: number;
}

/** Milliseconds. `idleMs` starts anew with everything that the child prints to its output. Start-up is not counted. */
export interface Limits {
  idleMs: number;
  totalMs: number;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Items in order; or why not, with those that came before it failed, where there were any and none was mangled. */
export type Outcome = { ok: true; items: unknown[] } | ({ ok: false; items?: unknown[] } & Failure);

/** What came back. `noise` is what was printed beside the answer, for `--debug`. */
export type Reply = { durationMs: number; noise: string[] } & Outcome;

/** Carries text to a PowerShell and back. Knows no fact and no check. Never throws for what the far side does. */
export interface Transport {
  request(request: Request, limits: Limits): Promise<Reply>;
  /** Ends every child. Always resolves, and may be called twice. */
  close(): Promise<void>;
}

/** How to start a PowerShell and what it loads. */
export interface Shell {
  executable: string;
  /** Added to the environment of the child. */
  env: { [name: string]: string };
  /** Files that are dot-sourced in this order, by absolute path. */
  scripts: string[];
  /** Milliseconds that a child may take to start and to load the scripts. */
  startMs?: number;
}
