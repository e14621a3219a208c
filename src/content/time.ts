const nanoseconds = 1_000_000_000n;

/** ISO 8601 UTC of a time in nanoseconds since 1970, to the last digit: two times are one only where the disk says so. */
export function isoOf(ns: bigint): string {
  const rest = ((ns % nanoseconds) + nanoseconds) % nanoseconds;
  const seconds = Number((ns - rest) / nanoseconds);
  return new Date(seconds * 1000).toISOString().replace('.000Z', `.${String(rest).padStart(9, '0')}Z`);
}

/** Long work in steps between which others get their turn: signals, timers, progress. */
export class Pace {
  readonly #ms: number;
  #since = performance.now();

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Cheap enough to be asked at every file. */
  get due(): boolean {
    return performance.now() - this.#since >= this.#ms;
  }

  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
