import type { GatheredFact, HostFacts } from '../model/gathering.ts';

/** Facts that are at hand as a list. */
export function listed(facts: readonly GatheredFact[]): HostFacts {
  const byTarget = new Map<string, GatheredFact[]>();
  for (const fact of facts) {
    const known = byTarget.get(fact.target);
    if (known) known.push(fact);
    else byTarget.set(fact.target, [fact]);
  }
  return { of: (target) => byTarget.get(target) ?? [] };
}

/**
 * Facts kept machine by machine as JSON text, which takes a fraction of the memory, and unpacked when they are asked
 * for.
 */
export class PackedFacts implements HostFacts {
  #byTarget = new Map<string, string[]>();

  add(fact: GatheredFact): void {
    const text = JSON.stringify(fact);
    const known = this.#byTarget.get(fact.target);
    if (known) known.push(text);
    else this.#byTarget.set(fact.target, [text]);
  }

  of(target: string): GatheredFact[] {
    return (this.#byTarget.get(target) ?? []).map((text) => JSON.parse(text) as GatheredFact);
  }
}
