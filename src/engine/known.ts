import type { Answer, Params, Placed } from '../model/answer.ts';
import type { AnyFact, FactRegistry } from '../model/fact.ts';
import type { GatheredFact } from '../model/gathering.ts';
import { canonicalJson, compareText } from '../model/json.ts';

/** One question's identity on its machine: fact and parameters. */
export function questionKey(fact: string, params: Params): string {
  return canonicalJson([fact, params]);
}

/** Raw answers, decoded once each: the only way from the wire to a typed fact. */
export class Answers {
  #registry: FactRegistry;
  #byFact = new Map<string, Map<string, Placed<unknown>>>();
  /** What {@link of} gave last, until something changes. */
  #inOrder = new Map<string, Placed<unknown>[]>();

  constructor(registry: FactRegistry, facts: Iterable<GatheredFact> = []) {
    this.#registry = registry;
    for (const fact of facts) this.add(fact);
  }

  /** Of two answers to one question the first that was read stays. */
  add(gathered: GatheredFact): void {
    const spec = this.#registry[gathered.fact];
    if (!spec) return;
    this.#put(gathered.fact, {
      target: gathered.target,
      params: gathered.params,
      answer: decode(spec, gathered),
    });
  }

  /** Every answer to a fact, in order of target and parameters. */
  of(fact: string): readonly Placed<unknown>[] {
    const known = this.#inOrder.get(fact);
    if (known) return known;
    const list = [...(this.#byFact.get(fact)?.values() ?? [])].sort(byPlace);
    this.#inOrder.set(fact, list);
    return list;
  }

  /** What a machine answered does not hold any more. */
  forget(target: string): void {
    for (const [fact, answers] of this.#byFact) {
      for (const [key, placed] of answers) if (placed.target === target) answers.delete(key);
      this.#inOrder.delete(fact);
    }
  }

  /** What was answered under one name counts for another. */
  rename(from: string, to: string): void {
    for (const [fact, answers] of this.#byFact) {
      for (const placed of [...answers.values()])
        if (placed.target === from) this.#put(fact, { ...placed, target: to });
    }
    this.forget(from);
  }

  #put(fact: string, placed: Placed<unknown>): void {
    const answers = this.#byFact.get(fact) ?? new Map<string, Placed<unknown>>();
    const key = canonicalJson([placed.target, placed.params]);
    if (answers.get(key)?.answer.status === 'ok') return;
    answers.set(key, placed);
    this.#byFact.set(fact, answers);
    this.#inOrder.delete(fact);
  }
}

function decode(spec: AnyFact, gathered: GatheredFact): Answer<unknown> {
  const { bootTime, collectedAt, durationMs } = gathered;
  const provenance = { bootTime, collectedAt, durationMs };
  if ('failed' in gathered)
    return { status: 'failed', failed: gathered.failed, message: gathered.message, ...provenance };
  try {
    return { status: 'ok', data: spec.decode(gathered.data), ...provenance };
  } catch (error) {
    const message = `the answer has another shape than expected: ${error instanceof Error ? error.message : String(error)}`;
    return { status: 'failed', failed: 'malformed', message, ...provenance };
  }
}

function byPlace(a: Placed<unknown>, b: Placed<unknown>): number {
  return compareText(a.target, b.target) || compareText(canonicalJson(a.params), canonicalJson(b.params));
}
