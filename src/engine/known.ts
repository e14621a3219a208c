import type { Answer, Params, Placed } from '../model/answer.ts';
import type { AnyFact, FactRegistry } from '../model/fact.ts';
import type { GatheredFact } from '../model/gathering.ts';
import { canonicalJson, compareText } from '../model/json.ts';

/** One question's identity: fact, target and parameters. */
export function questionKey(fact: string, target: string, params: Params): string {
  return canonicalJson([fact, target, params]);
}

/** Raw answers, decoded on demand and once each: the only way from the wire to a typed fact. */
export class Answers {
  #registry: FactRegistry;
  #byFact = new Map<string, Placed<unknown>[]>();

  constructor(registry: FactRegistry, facts: readonly GatheredFact[] = []) {
    this.#registry = registry;
    for (const fact of facts) this.add(fact);
  }

  add(gathered: GatheredFact): void {
    const spec = this.#registry[gathered.fact];
    if (!spec) return;
    const placed = { target: gathered.target, params: gathered.params, answer: decode(spec, gathered) };
    this.#byFact.set(gathered.fact, [...(this.#byFact.get(gathered.fact) ?? []), placed].sort(byPlace));
  }

  /** Every answer to a fact, in order of target and parameters. */
  of(fact: string): Placed<unknown>[] {
    return this.#byFact.get(fact) ?? [];
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
