/** What was said last of the targets that came in most recently: a bounded number of them, in the order of coming in. */
export class RecentTargets<Said> {
  readonly #said = new Map<string, Said>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#said.size;
  }

  /** A target that is in keeps its place, so that its row does not jump. Where there is no room the oldest goes. */
  set(target: string, said: Said): void {
    this.#said.set(target, said);
    if (this.#said.size > this.#most) this.delete(this.#said.keys().next().value!);
  }

  delete(target: string): void {
    this.#said.delete(target);
  }

  /** The newest, at most so many, oldest first. */
  latest(count: number): Said[] {
    return [...this.#said.values()].slice(Math.max(0, this.#said.size - count));
  }
}
