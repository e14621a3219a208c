import type { GatheredFact, HostFacts } from '../model/gathering.ts';
import { sameBootMs } from '../model/target.ts';

/** A boot time that facts of one machine name, and whether any of those facts was read. */
export interface BootSeen {
  bootTime: string | null;
  read: boolean;
}

/** Facts of a file, of which is known without reading them what a merge must know before it gives any out. */
export interface IndexedFacts extends HostFacts {
  boots(target: string): readonly BootSeen[];
  /** Names that facts have and no host. */
  strays: readonly string[];
}

export function isIndexed(facts: HostFacts): facts is IndexedFacts {
  return 'boots' in facts && 'strays' in facts;
}

/** The boot times of facts, each once. */
export function bootsOf(facts: readonly GatheredFact[]): BootSeen[] {
  const seen = new Map<string | null, boolean>();
  for (const fact of facts) seen.set(fact.bootTime, seen.get(fact.bootTime) || 'data' in fact);
  return [...seen].map(([bootTime, read]) => ({ bootTime, read }));
}

/** The number of a boot among those of its machine, the oldest being 1; 0 where the boot is not known. */
export type BootOrder = (bootTime: string | null) => number;

/** Tells the boots of one machine apart. */
export function bootsInOrder(bootTimes: readonly (string | null)[]): BootOrder {
  const times = new Set(bootTimes.map(timeOf).filter((time) => time !== null));
  const numbers = new Map<number, number>();
  let boot = 0;
  let previous = Number.NEGATIVE_INFINITY;
  for (const time of [...times].sort((a, b) => a - b)) {
    if (time - previous > sameBootMs) boot += 1;
    numbers.set(time, boot);
    previous = time;
  }
  return (bootTime) => {
    const time = timeOf(bootTime);
    return time === null ? 0 : (numbers.get(time) ?? 0);
  };
}

function timeOf(text: string | null): number | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
