import type { Failure, Params } from '../model/answer.ts';
import type { Check } from '../model/check.ts';
import type { FactRegistry } from '../model/fact.ts';
import type { Gathering } from '../model/gathering.ts';
import { Answers } from './known.ts';
import { neededFacts } from './plan.ts';

/** A fact that was asked for and could not be read. */
export interface UnreadFact {
  fact: string;
  target: string;
  params: Params;
  failure: Failure;
}

/** The facts that lead to others: where one of them could not be read, nobody can know what else there was to ask. */
export class Leads {
  #gathering: Gathering;
  #registry: FactRegistry;
  #answers = new Map<string, Answers>();

  constructor(gathering: Gathering, registry: FactRegistry) {
    this.#gathering = gathering;
    this.#registry = registry;
  }

  /** Of the facts that lead to those of a check, the first in the order of the registry that was asked and lost. */
  lost(check: Check): UnreadFact[] {
    const facts = neededFacts([check], this.#registry);
    const further = new Set(facts.flatMap(({ after }) => after));
    const leading = facts.filter(({ name }) => further.has(name));
    for (const { name } of leading) {
      const lost = this.#of(name)
        .of(name)
        .flatMap(({ target, params, answer }) =>
          answer.status === 'failed' ? [{ fact: name, target, params, failure: answer }] : [],
        );
      if (lost.length > 0) return lost;
    }
    return [];
  }

  #of(fact: string): Answers {
    const known = this.#answers.get(fact);
    if (known) return known;
    const answers = new Answers(this.#registry);
    const { hosts, facts } = this.#gathering;
    for (const { target } of hosts) {
      if (facts.mayHave?.(target, new Set([fact])) === false) continue;
      for (const each of facts.of(target)) if (each.fact === fact) answers.add(each);
    }
    this.#answers.set(fact, answers);
    return answers;
  }
}
