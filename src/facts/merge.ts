import type { Configuration } from '../model/configuration.ts';
import type { Gathering } from '../model/gathering.ts';
import { canonicalJson, compareText, type Json } from '../model/json.ts';
import { operations } from '../model/operation.ts';
import { MergedFacts } from './best.ts';
import { unitedHosts } from './hosts.ts';

/**
 * Several gatherings as one, which may be one: of each machine only the newest boot counts there as well. The facts stay
 * where they are, and are chosen when those of a machine are asked for. `configuration` decides where given, else the first gathering's; `files` names the
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
  const { machines, notes } = unitedHosts(
    list.map((gathering) => gathering.hosts),
    name,
  );
  const facts = new MergedFacts(
    list.map((gathering) => gathering.facts),
    machines,
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
    hosts: machines.map(({ host }) => host),
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
      ...notes.sort(compareText),
      ...facts.outdated().map((target) => `What was read on ${target} before its last restart is left out.`),
    ],
  };
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
