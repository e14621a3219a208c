import { type BootOrder, bootsInOrder } from './facts-boots.ts';
import { unitedHosts } from './facts-hosts.ts';
import type { Configuration } from './model/configuration.ts';
import type { GatheredFact, Gathering } from './model/gathering.ts';
import { canonicalJson, type Json } from './model/json.ts';
import { operations } from './model/operation.ts';

/**
 * Several gatherings as one. `configuration` decides where given, else the first gathering's; `files` names the
 * gatherings in notes.
 */
export function mergeGatherings(
  list: readonly Gathering[],
  request: { configuration: Configuration | null; files?: readonly string[] },
): Gathering {
  const [first] = list;
  if (first === undefined) throw new Error('mergeGatherings needs at least one gathering');
  const name = (index: number): string => request.files?.[index] ?? `facts file ${index + 1}`;
  const configuration = request.configuration ?? first.configuration;
  const { hosts, targetOf, notes } = unitedHosts(
    list.map((gathering) => gathering.hosts),
    name,
  );
  return {
    tool: first.tool,
    checkSet: [...new Set(list.flatMap((gathering) => gathering.checkSet))],
    gatheredAt: least(list.map((gathering) => gathering.gatheredAt)),
    finishedAt: most(list.map((gathering) => gathering.finishedAt)),
    operator: first.operator,
    // None named means: all that are configured or found.
    operations: list.some((gathering) => gathering.operations.length === 0)
      ? []
      : operations.filter((operation) => list.some((gathering) => gathering.operations.includes(operation))),
    configuration,
    hosts,
    facts: bestFacts(list, targetOf),
    complete: list.every((gathering) => gathering.complete),
    notes: [
      ...list.flatMap((gathering, index) =>
        gathering.notes.map((note) => (list.length > 1 ? `${name(index)}: ${note}` : note)),
      ),
      ...list.flatMap((gathering, index) => {
        if (sameConfiguration(gathering.configuration, configuration)) return [];
        const used = request.configuration ? 'the site file given now' : `that of ${name(0)}`;
        return [`${name(index)} was gathered under another configuration; ${used} is used.`];
      }),
      ...notes,
    ],
  };
}

/** For each target, fact and parameters: the newest boot, then what was read before what failed, then the later time. */
function bestFacts(
  list: readonly Gathering[],
  targetOf: (index: number, target: string) => string | null,
): GatheredFact[] {
  const placed = list.flatMap((gathering, index) =>
    gathering.facts.flatMap((fact) => {
      const target = targetOf(index, fact.target);
      return target === null ? [] : [{ ...fact, target }];
    }),
  );
  const boots = bootsInOrder(placed);
  const best = new Map<string, GatheredFact>();
  for (const fact of placed) {
    const key = canonicalJson([fact.target, fact.fact, fact.params as Json]);
    const known = best.get(key);
    if (known === undefined || isBetter(fact, known, boots)) best.set(key, fact);
  }
  return [...best.values()];
}

function isBetter(a: GatheredFact, b: GatheredFact, boots: BootOrder): boolean {
  const boot = boots(a) - boots(b);
  if (boot !== 0) return boot > 0;
  const read = Number('data' in a) - Number('data' in b);
  if (read !== 0) return read > 0;
  return Date.parse(a.collectedAt) > Date.parse(b.collectedAt);
}

function sameConfiguration(a: Configuration, b: Configuration): boolean {
  // Through JSON, so that a key without a value equals a key that is not there.
  const text = (value: Configuration): string => canonicalJson(JSON.parse(JSON.stringify(value)) as Json);
  return text(a) === text(b);
}

function least(times: string[]): string {
  return times.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));
}

function most(times: string[]): string {
  return times.reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a));
}
