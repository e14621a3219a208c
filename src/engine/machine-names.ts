import type { GatheredHost } from '../model/gathering.ts';
import { hostKey } from '../model/target.ts';

/**
 * Which machine a name stands for while machines become known one after the other. Two names may turn out to be one
 * machine only late: then the machine of the one takes over the other. Names are compared as Windows compares them.
 */
export class MachineNames {
  /** Names that are no machine of their own any more, and the one that has them. */
  #takenOver = new Map<string, string>();

  /** What is known of a machine by now. Returns the keys of those that it takes over: its aliases. */
  host({ target, aliases }: GatheredHost): string[] {
    const key = hostKey(target);
    this.#takenOver.delete(key);
    const others = new Set(aliases.map(hostKey));
    others.delete(key);
    for (const other of others) this.#takenOver.set(other, key);
    return [...others];
  }

  /** The key of the machine that a name stands for. */
  keyOf(name: string): string {
    const key = hostKey(name);
    let owner = key;
    for (let next = this.#takenOver.get(owner); next !== undefined; next = this.#takenOver.get(owner)) owner = next;
    // Straight there the next time: names may have been taken over many times.
    for (let at = key; at !== owner; ) {
      const next = this.#takenOver.get(at)!;
      this.#takenOver.set(at, owner);
      at = next;
    }
    return owner;
  }
}
