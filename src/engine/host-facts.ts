import type { GatheredFact, GatheredHost, HostFacts } from '../model/gathering.ts';
import { hostKey } from '../model/target.ts';
import { MachineNames } from './machine-names.ts';

/** Facts that are at hand as a list. */
export function listed(facts: readonly GatheredFact[]): HostFacts {
  const machines = new Map<string, GatheredFact[]>();
  for (const fact of facts) {
    const key = hostKey(fact.target);
    const known = machines.get(key);
    if (known) known.push(fact);
    else machines.set(key, [fact]);
  }
  return { of: (target) => machines.get(hostKey(target)) ?? [] };
}

interface Packed {
  target: string;
  texts: { order: number; text: string }[];
}

/**
 * Facts kept machine by machine as JSON text, which takes a fraction of the memory, and unpacked when they are asked
 * for. As in a facts file, a machine takes over what was answered under the names that turn out to be its own.
 */
export class PackedFacts implements HostFacts {
  #names = new MachineNames();
  #machines = new Map<string, Packed>();
  #count = 0;

  /** A machine, whenever something new is known of it. */
  host(host: GatheredHost): void {
    const others = this.#names.host(host);
    const machine = this.#machine(hostKey(host.target), host.target);
    machine.target = host.target;
    for (const other of others) {
      const taken = this.#machines.get(other);
      if (!taken) continue;
      this.#machines.delete(other);
      machine.texts = [...machine.texts, ...taken.texts].sort((a, b) => a.order - b.order);
    }
  }

  add({ target, ...fact }: GatheredFact): void {
    this.#machine(this.#names.keyOf(target), target).texts.push({ order: this.#count++, text: JSON.stringify(fact) });
  }

  of(target: string): readonly GatheredFact[] {
    const machine = this.#machines.get(hostKey(target));
    if (!machine) return [];
    return machine.texts.map(({ text }) => ({ target: machine.target, ...JSON.parse(text) }) as GatheredFact);
  }

  #machine(key: string, target: string): Packed {
    let machine = this.#machines.get(key);
    if (!machine) {
      machine = { target, texts: [] };
      this.#machines.set(key, machine);
    }
    return machine;
  }
}
