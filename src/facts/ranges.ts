import type { GatheredFact } from '../model/gathering.ts';
import { hostKey } from '../model/target.ts';
import type { BootSeen, IndexedFacts } from './boots.ts';
import type { Machines } from './machines.ts';

/** The bytes from `start` up to `end` for each pair, in one piece; throws a UsageError where they are not there any more. */
export type ReadRanges = (ranges: readonly (readonly [start: number, end: number])[]) => Buffer;

/**
 * The facts of a file that was scanned, read anew whenever they are asked for. Those of the last machine are kept, as
 * one is often asked about several times in a row.
 */
export class RangedFacts implements IndexedFacts {
  #machines: Machines;
  #read: ReadRanges;
  #last: { key: string; facts: readonly GatheredFact[] } | null = null;

  constructor(machines: Machines, read: ReadRanges) {
    this.#machines = machines;
    this.#read = read;
  }

  /** By the name of its host line, which the facts have then as well; an alias has none. */
  of(target: string): readonly GatheredFact[] {
    const key = hostKey(target);
    if (this.#last?.key === key) return this.#last.facts;
    const machine = this.#machines.get(target);
    const facts = machine ? this.#facts(machine.name, machine.ranges) : [];
    this.#last = { key, facts };
    return facts;
  }

  boots(target: string): readonly BootSeen[] {
    return this.#machines.get(target)?.boots ?? [];
  }

  get strays(): readonly string[] {
    return [...this.#machines.all()].flatMap(({ host, name }) => (host ? [] : name));
  }

  #facts(target: string, flat: readonly number[]): GatheredFact[] {
    const ranges: [number, number][] = [];
    for (let index = 0; index < flat.length; index += 2) ranges.push([flat[index]!, flat[index + 1]!]);
    // A machine that took over another's facts has them behind its own.
    ranges.sort(([a], [b]) => a - b);
    const facts: GatheredFact[] = [];
    const bytes = this.#read(ranges);
    for (let start = 0; start < bytes.length; ) {
      const feed = bytes.indexOf('\n', start);
      const end = feed < 0 ? bytes.length : feed;
      // The scan has checked it, and these are the same bytes.
      const { kind: _kind, ...fact } = JSON.parse(bytes.toString('utf8', start, end)) as GatheredFact & {
        kind: 'fact';
      };
      facts.push({ ...fact, target });
      start = end + 1;
    }
    return facts;
  }
}
