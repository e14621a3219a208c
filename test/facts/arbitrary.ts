import fc from 'fast-check';
import { failureKinds } from '../../src/model/answer.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { GatheredFact, GatheredHost, Gathering } from '../../src/model/gathering.ts';
import { operations } from '../../src/model/operation.ts';
import { type Role, roles } from '../../src/model/target.ts';
import { identity } from './sample.ts';

/** Whatever text and numbers a facts file may have to carry. */

const hostile = fc.string({ unit: 'binary', maxLength: 12 });
const time = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const failure = fc.record({ failed: fc.constantFrom(...failureKinds), message: hostile });
// Through JSON once, as data that came over the wire was: no -0, no undefined.
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));
const params = fc.dictionary(
  fc.stringMatching(/^[a-z][A-Za-z]{0,8}$/),
  fc.oneof(hostile, fc.integer(), fc.boolean(), fc.array(hostile, { maxLength: 2 })),
  { maxKeys: 3, noNullPrototype: true },
);
const someRoles: fc.Arbitrary<Role[]> = fc.uniqueArray(fc.constantFrom(...roles), { maxLength: 3 });

const anyHost = (names: fc.Arbitrary<string>): fc.Arbitrary<GatheredHost> =>
  fc
    .tuple(
      fc.record({ target: names, aliases: fc.array(names, { maxLength: 2 }), roles: someRoles }),
      fc.oneof(
        failure,
        fc.record({ machineName: hostile, bootTime: fc.option(time) }).map((parts) => ({ identity: identity(parts) })),
      ),
    )
    .map(([base, rest]) => ({ ...base, ...rest }));

const anyFact = (names: fc.Arbitrary<string>): fc.Arbitrary<GatheredFact> =>
  fc
    .tuple(
      fc.record({
        target: names,
        fact: hostile,
        params,
        bootTime: fc.oneof(fc.constantFrom('2026-11-21T06:00:00Z', '2026-11-22T06:00:00Z'), fc.option(time)),
        collectedAt: time,
        durationMs: fc.nat(),
      }),
      fc.oneof(failure, fc.record({ data: json })),
    )
    .map(([base, rest]) => ({ ...base, ...rest }));

const remoting = { via: 'winrm' as const, port: 5986, configurationName: 'jea', useSsl: true, credential: 'lab' };
const configuration: fc.Arbitrary<Configuration> = fc.record({
  site: fc.option(fc.record({ server: fc.record({ name: fc.constant('CM01') }), code: fc.option(hostile) })),
  distributionPoints: fc.constant([
    { name: 'DP01', address: '10.0.0.1', port: 22, via: 'ssh' as const, user: 'u', keyFile: 'k' },
  ]),
  pxeServers: fc.constant([]),
  capture: fc.option(
    fc.record({
      destination: fc.option(hostile),
      account: fc.option(hostile),
      taskSequence: fc.option(hostile),
      media: fc.option(hostile),
      imageRatio: fc.double({ min: 0.1, max: 2, noNaN: true }),
    }),
  ),
  taskSequence: fc.option(hostile),
  packages: fc.array(hostile, { maxLength: 2 }),
  hashWorkers: fc.option(fc.integer({ min: 1, max: 32 })),
  referenceComputer: fc.constant(null),
  targets: fc.array(
    someRoles.map((parts) => ({ name: 'S1', roles: parts, ...remoting })),
    { maxLength: 2 },
  ),
  remoting: fc.constantFrom({}, remoting),
});

/** All of a gathering but its hosts and facts. */
export const anyFrame: fc.Arbitrary<Omit<Gathering, 'hosts' | 'facts'>> = fc.record({
  tool: hostile,
  checkSet: fc.array(hostile, { maxLength: 3 }),
  gatheredAt: time,
  finishedAt: time,
  operator: hostile,
  operations: fc.uniqueArray(fc.constantFrom(...operations)),
  configuration,
  complete: fc.boolean(),
  notes: fc.array(hostile, { maxLength: 2 }),
});

/** What a gathering tells a writer, in the order in which it happens. */
export type Event = { host: GatheredHost } | { fact: GatheredFact };

/** Few names, so that machines meet: other spellings of one name, and names that become aliases. */
const fewNames = fc.constantFrom('A', 'a.', 'B', 'b', 'C', 'D', 'É');
export const anyEvents: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    anyHost(fewNames).map((host): Event => ({ host })),
    { arbitrary: anyFact(fewNames).map((fact): Event => ({ fact })), weight: 2 },
  ),
  { maxLength: 14 },
);
