import type { GatheredFact, GatheredHost, HostFacts } from '../model/gathering.ts';
import { canonicalJson, compareText, type Json } from '../model/json.ts';
import { hostKey } from '../model/target.ts';
import { type BootSeen, bootsInOrder, bootsOf, isIndexed } from './boots.ts';
import type { United } from './hosts.ts';

interface Merged {
  target: string;
  /** Of the look at the machine itself; null where that is not known. */
  bootTime: string | null;
  sources: { file: number; target: string }[];
}

/**
 * The facts of several gatherings, machine by machine. For each fact and its parameters: what was read before what
 * failed, then the later time. Only of the newest boot that is known of the machine: what was read before a restart
 * says nothing of the time after it.
 */
export class MergedFacts implements HostFacts {
  #files: readonly HostFacts[];
  #machines = new Map<string, Merged>();

  constructor(files: readonly HostFacts[], machines: readonly United[]) {
    this.#files = files;
    for (const { host, sources } of machines) {
      const merged = { target: host.target, bootTime: bootTimeOf(host), sources };
      // Of two machines of one name the first has it.
      if (!this.#machines.has(hostKey(host.target))) this.#machines.set(hostKey(host.target), merged);
    }
    this.#addStrays(machines);
  }

  of(target: string): readonly GatheredFact[] {
    const merged = this.#machines.get(hostKey(target));
    if (!merged) return [];
    const placed = merged.sources.flatMap(({ file, target: name }) => this.#files[file]!.of(name));
    const isOfNow = newestBoot(merged, bootsOf(placed));
    const best = new Map<string, GatheredFact>();
    for (const fact of placed) {
      if (!isOfNow(fact.bootTime)) continue;
      const key = canonicalJson([fact.fact, fact.params as Json]);
      const known = best.get(key);
      if (known === undefined || isBetter(fact, known)) best.set(key, fact);
    }
    return [...best.values()].map((fact) =>
      fact.target === merged.target ? fact : { ...fact, target: merged.target },
    );
  }

  /** The machines of which something that was read is left out, because it was read before a restart; by name. */
  outdated(): string[] {
    return [...this.#machines.values()]
      .filter((merged) => {
        const boots = merged.sources.flatMap(({ file, target }) => bootsIn(this.#files[file]!, target));
        const isOfNow = newestBoot(merged, boots);
        return boots.some(({ bootTime, read }) => read && !isOfNow(bootTime));
      })
      .map(({ target }) => target)
      .sort(compareText);
  }

  /** A host that its file says nothing about keeps its name, or takes the one by which another file knows it. */
  #addStrays(machines: readonly United[]): void {
    const known = new Map<string, Merged>();
    for (const { host } of machines) {
      const merged = this.#machines.get(hostKey(host.target))!;
      for (const name of [host.target, ...host.aliases]) known.set(hostKey(name), merged);
    }
    for (const [file, facts] of this.#files.entries()) {
      for (const target of isIndexed(facts) ? facts.strays : []) {
        const key = hostKey(target);
        const merged = known.get(key) ?? { target, bootTime: null, sources: [] };
        merged.sources.push({ file, target });
        if (known.has(key)) continue;
        known.set(key, merged);
        this.#machines.set(key, merged);
      }
    }
  }
}

function bootsIn(facts: HostFacts, target: string): readonly BootSeen[] {
  return isIndexed(facts) ? facts.boots(target) : bootsOf(facts.of(target));
}

/** Whether a boot time is of the newest boot that facts or the look at the machine know. */
function newestBoot(machine: Merged, boots: readonly BootSeen[]): (bootTime: string | null) => boolean {
  const times = [machine.bootTime, ...boots.map(({ bootTime }) => bootTime)];
  const order = bootsInOrder(times);
  const newest = times.reduce((most, time) => Math.max(most, order(time)), 0);
  return (bootTime) => order(bootTime) === newest;
}

function bootTimeOf(host: GatheredHost): string | null {
  return 'identity' in host ? host.identity.bootTime : null;
}

function isBetter(a: GatheredFact, b: GatheredFact): boolean {
  const read = Number('data' in a) - Number('data' in b);
  if (read !== 0) return read > 0;
  return Date.parse(a.collectedAt) > Date.parse(b.collectedAt);
}
