// An estate made of plain objects for the engine's tests: facts, checks, machines and a connector that answers from them.
import { type CollectOptions, collect } from '../../src/engine/collect.ts';
import { listed } from '../../src/engine/host-facts.ts';
import { sharedFacts } from '../../src/engine/plan.ts';
import type { Failure, Params } from '../../src/model/answer.ts';
import { type Check, checkBuilder, here } from '../../src/model/check.ts';
import { emptyConfiguration } from '../../src/model/configuration.ts';
import type { Fact, FactRegistry, Question } from '../../src/model/fact.ts';
import type { GatheredFact, GatheredHost, Gathering } from '../../src/model/gathering.ts';
import { type HostIdentity, hostKey } from '../../src/model/target.ts';
import { type Connection, type Connector, oneByOne } from '../../src/transport/connector.ts';
import type { Limits, Reply, Request, Transport } from '../../src/transport/transport.ts';
import { identity } from '../facts/sample.ts';

const moment = '2026-03-02T14:12:00Z';

/** What a machine of this name says it is. Its SID is made of the name, save for a clone's. */
export function identityOf(machineName: string, parts: Partial<HostIdentity> = {}): HostIdentity {
  return identity({
    machineName,
    names: [machineName, `${machineName}.contoso.com`],
    machineSid: `S-1-5-21-1-2-${[...machineName].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7)}`,
    domainSid: 'S-1-5-21-9-9-9',
    bootTime: '2026-03-01T04:00:00Z',
    clock: moment,
    timeZone: 'UTC',
    culture: 'en-US',
    operatingSystem: 'Microsoft Windows Server 2022 Standard',
    ...parts,
  });
}

function isIdentity(raw: unknown): raw is HostIdentity {
  return typeof raw === 'object' && raw !== null && 'machineName' in raw && 'names' in raw;
}

const identityFact: Fact<HostIdentity, false> = {
  name: 'host-identity',
  title: 'the identity of the machine',
  parametric: false,
  yields: 'one',
  after: [],
  decode(raw) {
    if (!isIdentity(raw)) throw new Error('machineName: expected string');
    return raw;
  },
  ask: () => [],
};

/** A fact whose data are an object with `value`. Asked of every distribution point unless told otherwise. */
export function factOf(
  name: string,
  parts: Partial<Fact<{ value: unknown }, boolean>> = {},
): Fact<{ value: unknown }, boolean> {
  return {
    name,
    title: `the ${name}`,
    parametric: false,
    yields: 'one',
    after: [],
    decode(raw) {
      if (typeof raw !== 'object' || raw === null || !('value' in raw)) throw new Error('value: is missing');
      return raw as { value: unknown };
    },
    ask: (_, known) =>
      known
        .targets('distribution-point')
        .map(({ name: host }): Question => ({ host, role: 'distribution-point', params: {} })),
    ...parts,
  };
}

export function registryOf(...facts: Fact<{ value: unknown }, boolean>[]): FactRegistry {
  return Object.fromEntries(facts.map((fact) => [fact.name, fact]));
}

/** A message for each level, so that a test's judge can say anything. */
const messages = {
  bad: { level: 'fail', text: ({ what }: { what: string }) => `It is ${what}.` },
  poor: { level: 'warn', text: ({ what }: { what: string }) => `It is ${what}.` },
  said: { level: 'info', text: ({ what }: { what: string }) => `It is ${what}.` },
  open: { level: 'unknown', text: ({ what }: { what: string }) => `It is ${what}.` },
  hand: { level: 'manual', text: ({ what }: { what: string }) => `It is ${what}.` },
  none: { level: 'not-applicable', text: ({ what }: { what: string }) => `It is ${what}.` },
} as const;

type AnyDefinition = Parameters<ReturnType<typeof checkBuilder<FactRegistry>>>[0];

/** A check on distribution points that needs the fact `color` and finds nothing. */
export function checkOf(id: string, parts: { [key: string]: unknown } = {}): Check {
  const definition = {
    id,
    area: 'pxe',
    titles: { fine: `${id} is fine`, broken: `${id} is broken` },
    why: 'It matters.',
    needs: { color: here('color') },
    appliesTo: ['distribution-point'],
    gate: { pxe: 'blocking' },
    askedBy: { configuration: 'distributionPoints: [DP01]', option: '--distribution-point DP01' },
    rights: 'local administrator',
    sources: ['none'],
    messages,
    judge: () => [],
    ...parts,
  };
  return checkBuilder<FactRegistry>()(definition as unknown as AnyDefinition);
}

export function hostOf(
  target: string,
  parts: Partial<GatheredHost> & { failed?: Failure['failed'] } = {},
): GatheredHost {
  const rest = parts.failed ? {} : { identity: identityOf(target) };
  return { target, aliases: [], roles: ['distribution-point'], ...rest, ...parts } as GatheredHost;
}

export function answerOf(target: string, fact: string, outcome: { data: unknown } | Failure, params: Params = {}) {
  const rest = { bootTime: null, collectedAt: moment, durationMs: 1 };
  return { target, fact, params, ...rest, ...outcome } as GatheredFact;
}

/** A gathering's parts with the facts as a plain list. */
export type GatheringParts = Partial<Omit<Gathering, 'facts'>> & { facts?: GatheredFact[] };

export function gatheringOf({ facts = [], ...parts }: GatheringParts = {}): Gathering {
  return {
    tool: 'osd-preflight test',
    checkSet: [],
    gatheredAt: moment,
    finishedAt: moment,
    operator: 'tester',
    operations: [],
    configuration: emptyConfiguration,
    hosts: [],
    facts: listed(facts),
    complete: true,
    notes: [],
    ...parts,
  };
}

/** What a machine of a test answers to a reader: items, a failure, or whatever a function makes of the request. */
type Reaction =
  | unknown[]
  | (Failure & { items?: unknown[] })
  | ((request: Request, limits: Limits) => Promise<unknown[] | Failure>);
export interface TestMachine {
  identity?: unknown;
  refuses?: Failure;
  answers?: { [read: string]: Reaction };
}

/** A connector over machines by name; every connection and request is written down. */
export function connectorOf(machines: { [name: string]: TestMachine }, localNames: string[] = []) {
  const log: string[] = [];
  const open = new Set<Connection>();
  const connector: Connector = {
    localNames,
    width: 1,
    async connect({ name }) {
      log.push(`connect ${name}`);
      const found = Object.keys(machines).find((key) => hostKey(key) === hostKey(name));
      const machine = found === undefined ? undefined : machines[found]!;
      if (!machine) return { failed: 'unreachable', message: `the name ${name} does not resolve` };
      if (machine.refuses) return machine.refuses;
      const answers = { 'Read-HostIdentity': [machine.identity ?? identityOf(name)], ...machine.answers };
      const transport = transportOf(answers, (read) => log.push(`${name} ${read}`));
      const connection = { ...oneByOne(transport, transport), close: async () => void open.delete(connection) };
      open.add(connection);
      return connection;
    },
    close: async () => void log.push('close'),
  };
  return { connector, log, open };
}

function transportOf(answers: { [read: string]: Reaction }, onRequest: (read: string) => void): Transport {
  return {
    async request(request, limits): Promise<Reply> {
      onRequest(request.read);
      const rest = { durationMs: 1, noise: [] };
      const reaction = answers[request.read] ?? { failed: 'missing-command', message: `there is no ${request.read}` };
      const result =
        typeof reaction === 'function' ? await reaction(request, limits) : (reaction as unknown[] | Failure);
      return Array.isArray(result)
        ? { ok: true, items: result, ...rest }
        : { ok: false, ...(result as Failure), ...rest };
    },
    close: async () => undefined,
  };
}

/** Collects, and keeps what the sink was given. */
export async function collected(options: CollectOptions) {
  const facts: GatheredFact[] = [];
  const told: GatheredHost[] = [];
  const sink = {
    host: (host: GatheredHost) => void told.push(host),
    fact: (fact: GatheredFact) => void facts.push(fact),
  };
  return { ...(await collect({ ...options, sink })), facts, told };
}

/** Options of a collection with the test's parts laid over. */
export function collection(
  parts: Pick<CollectOptions, 'connector'> & { facts: Fact<{ value: unknown }, boolean>[] } & Partial<CollectOptions>,
): CollectOptions {
  return {
    configuration: { ...emptyConfiguration, distributionPoints: [{ name: 'DP01' }] },
    registry: registryOf(...parts.facts),
    shared: sharedFacts([], parts.facts),
    sink: { host() {}, fact() {} },
    identity: identityFact,
    idleMs: 1000,
    now: () => moment,
    signal: new AbortController().signal,
    ...parts,
  };
}

/** A list in another order: the same each time. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const order = list.map((item, index) => ({ item, rank: ((index + 1) * 7919 * (seed + 1)) % 101 }));
  return order.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
