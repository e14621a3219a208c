import fc from 'fast-check';
import { expect, test } from 'vitest';
import { host, silentHost } from '../../test/facts/sample.ts';
import type { GatheredHost } from '../model/gathering.ts';
import { hostKey } from '../model/target.ts';
import { unitedHosts } from './hosts.ts';

const names = fc.constantFrom('A', 'a.', 'B', 'C', 'D', 'c');
const anyHost: fc.Arbitrary<GatheredHost> = fc.oneof(
  fc
    .tuple(
      names,
      names,
      fc.array(names, { maxLength: 2 }),
      fc.array(names, { maxLength: 2 }),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([target, machineName, own, aliases, sid]) =>
      host(target, { machineName, names: own, machineSid: sid === 0 ? null : `S-${sid}` }, [], aliases),
    ),
  fc.tuple(names, fc.array(names, { maxLength: 1 })).map(([target, aliases]) => ({ ...silentHost(target), aliases })),
);

/** Places of the hosts that are one machine, found by comparing each with each. */
function groupsOf(hosts: readonly GatheredHost[]): number[][] {
  const groups: number[][] = [];
  const machineOf = (one: GatheredHost): string | null =>
    'identity' in one && one.identity.machineSid !== null
      ? `${hostKey(one.identity.machineName)} ${one.identity.machineSid}`
      : null;
  const namesOf = (one: GatheredHost): string[] =>
    [one.target, ...one.aliases, ...('identity' in one ? one.identity.names : [])].map(hostKey);
  const isOneMachine = (a: GatheredHost, b: GatheredHost) => machineOf(a) !== null && machineOf(a) === machineOf(b);
  const isOneName = (a: GatheredHost, b: GatheredHost) => hostKey(a.target) === hostKey(b.target);
  const isKnownName = (a: GatheredHost, b: GatheredHost) => namesOf(a).includes(hostKey(b.target));
  for (const isReached of [true, false]) {
    for (const [place, one] of hosts.entries()) {
      if ('identity' in one !== isReached) continue;
      const fitting = (isReached ? [isOneMachine, isOneName] : [isOneName, isKnownName])
        .map((rule) => groups.filter((group) => group.some((other) => rule(hosts[other]!, one))))
        .find((found) => found.length > 0);
      if (fitting?.length === 1) fitting[0]!.push(place);
      else groups.push([place]);
    }
  }
  return groups.map((group) => group.sort((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!);
}

test('the same machines as by comparing each host with each, seed 20261122', () => {
  fc.assert(
    fc.property(fc.array(anyHost, { maxLength: 9 }), (hosts) => {
      const groups = groupsOf(hosts);
      const { machines } = unitedHosts([hosts], String);
      expect(machines.map((united) => united.host.target)).toEqual(groups.map(([first]) => hosts[first!]!.target));
      const aliases = groups.map((group) => {
        const all = group.flatMap((place) => [hosts[place]!.target, ...hosts[place]!.aliases]).map(hostKey);
        return [...new Set(all)].slice(1);
      });
      expect(machines.map((united) => united.host.aliases.map(hostKey))).toEqual(aliases);
    }),
    { seed: 20261122, numRuns: 1000 },
  );
});

// Comparing each with each would take minutes; here it is a second.
test('100,000 hosts of two files, every tenth not reached, and all with one name in common', () => {
  const hosts = Array.from({ length: 100_000 }, (_, index) =>
    index % 10 === 0 ? silentHost(`S${index}`) : host(`S${index}`, { names: [`S${index}`, 'localhost.localdomain'] }),
  );
  const again = hosts
    .slice(0, 1000)
    .map(({ target }) => host(`${target}.contoso.com`, { machineName: target, names: [target] }));
  const { machines, notes } = unitedHosts([hosts, again], String);
  expect(machines).toHaveLength(100_000);
  expect(machines[11]).toMatchObject({
    host: { target: 'S11', aliases: ['S11.contoso.com'] },
    sources: [
      { file: 0, target: 'S11' },
      { file: 1, target: 'S11.contoso.com' },
    ],
  });
  expect(notes).toEqual([]);
});
