/** Numbers that look random (mulberry32): one seed, one sequence, at a cost that allows for very many cases. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below the limit, which is at most 2 ** 32. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** True once in so many throws. */
  once(throws: number): boolean {
    return this.below(throws) === 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** Each with the chance of one half. */
  some<T>(from: readonly T[]): T[] {
    return from.filter(() => this.once(2));
  }

  list<T>(most: number, each: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, each);
  }
}
