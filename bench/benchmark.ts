import type { Shell } from '../src/transport/transport.ts';

/** One figure that is wanted, and what was measured. All texts are for a table. */
export interface Row {
  what: string;
  wanted: string;
  measured: string;
  /** What it is measured against, and what that took. */
  plain: string;
  ratio: string;
  /** Null where the figure is shown to be compared, and none is wanted. */
  met: boolean | null;
  /** Where the figure was missed: why. */
  why: string;
}

/** What a benchmark is given. */
export interface Ground {
  /** A temporary folder of its own, removed afterwards. */
  folder: string;
  /** A PowerShell without any scripts. */
  powershell(): Promise<Pick<Shell, 'executable' | 'env'>>;
  /** Says in one line what is going on. */
  tell(line: string): void;
}

/** One file of `bench/` that measures. */
export interface Benchmark {
  /** What is given to `npm run bench --`. */
  name: string;
  title: string;
  /** What is compared with what, and what must be known to read the figures. */
  how: string;
  measure(ground: Ground): Promise<Row[]>;
}
