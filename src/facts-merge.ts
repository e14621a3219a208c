import { bootsInOrder } from './facts-boots.ts';
import { unitedHosts } from './facts-hosts.ts';
import type { Configuration } from './model/configuration.ts';
import type { GatheredFact, GatheredHost, Gathering } from './model/gathering.ts';
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
  const { facts, outdated } = bestFacts(list, hosts, targetOf);
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
    facts,
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
      ...outdated.map((target) => `What was read on ${target} before its last restart is left out.`),
    ],
  };
}

/**
 * For each target, fact and parameters: what was read before what failed, then the later time. Only of the newest boot of
 * a machine that is known: what was read before a restart says nothing of the time after it. `outdated` are the machines
 * of which something was left out for that.
 */
function bestFacts(
  list: readonly Gathering[],
  hosts: readonly GatheredHost[],
  targetOf: (index: number, target: string) => string | null,
): { facts: GatheredFact[]; outdated: string[] } {
  const placed = list.flatMap((gathering, index) =>
    gathering.facts.flatMap((fact) => {
      const target = targetOf(index, fact.target);
      return target === null ? [] : [{ ...fact, target }];
    }),
  );
  const looks = hosts.map((host) => ({
    target: host.target,
    bootTime: 'identity' in host ? host.identity.bootTime : null,
  }));
  const boots = bootsInOrder([...placed, ...looks]);
  const newest = new Map<string, number>();
  for (const look of [...placed, ...looks])
    newest.set(look.target, Math.max(newest.get(look.target) ?? 0, boots(look)));
  const best = new Map<string, GatheredFact>();
  const outdated = new Set<string>();
  for (const fact of placed) {
    if (boots(fact) < newest.get(fact.target)!) {
      if ('data' in fact) outdated.add(fact.target);
      continue;
    }
    const key = canonicalJson([fact.target, fact.fact, fact.params as Json]);
    const known = best.get(key);
    if (known === undefined || isBetter(fact, known)) best.set(key, fact);
  }
  return { facts: [...best.values()], outdated: [...outdated] };
}

function isBetter(a: GatheredFact, b: GatheredFact): boolean {
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
