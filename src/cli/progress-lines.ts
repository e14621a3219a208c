import type { ProgressEvent, ProgressRows } from './progress-rows.ts';

/** The counts of many targets are written at most this often. */
const countMs = 5000;

/** Progress where nothing can be redrawn: lines. `write` takes one without its end. */
export interface ProgressLines {
  /** `changed`: whether it is another state than before. */
  take(event: ProgressEvent, changed: boolean): void;
  stop(): void;
}

/**
 * A line for each change of a target's state; where there are many targets, a line for each that fails, and now and then
 * one that counts them all. The clock does not keep the process alive.
 */
export function progressLines(rows: ProgressRows, write: (line: string) => void): ProgressLines {
  let counted: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  const count = (over: boolean): void => {
    const now = rows.counts(over);
    if (now !== counted) write(now);
    counted = now;
  };
  return {
    take(event, changed) {
      if (rows.many && timer === null) {
        timer = setInterval(() => count(false), countMs);
        timer.unref();
      }
      if (changed && (!rows.many || event.state === 'failed')) write(rows.line(event));
    },
    stop() {
      if (timer === null) return;
      clearInterval(timer);
      count(true);
    },
  };
}
