import { hostIdentity } from '../../checks/facts.ts';
import { collect } from '../engine/collect.ts';
import { neededFacts, sharedFacts } from '../engine/plan.ts';
import type { Failure, Params } from '../model/answer.ts';
import type { Check } from '../model/check.ts';
import { type FactRegistry, readerOf } from '../model/fact.ts';
import type { GatheredFact, GatheredHost, Gathering, HostFacts } from '../model/gathering.ts';
import { type HostIdentity, hostKey } from '../model/target.ts';
import type { Connector } from '../transport/connector.ts';
import { absence, hostsByName, Recording, recorded, recordedConnector } from '../transport/recorded.ts';
import type { Reply } from '../transport/transport.ts';

/**
 * The gathering as its configuration asks for it: every question is put again, to what was gathered. So a machine or a
 * package that the configuration names and the facts do not hold is missing, and not merely unmentioned. Which questions
 * those are is kept; the answers are looked up when a machine is judged.
 */
export async function replayed(
  gathering: Gathering,
  checks: readonly Check[],
  registry: FactRegistry,
  signal: AbortSignal,
): Promise<Gathering> {
  const asked = new Map<string, { fact: string; params: Params }[]>();
  const needed = neededFacts(checks, registry);
  const shared = sharedFacts(checks, needed);
  const { hosts } = await collect({
    configuration: gathering.configuration,
    facts: needed,
    registry,
    shared,
    // It was decoded when it was gathered.
    identity: { ...hostIdentity, decode: (identity) => identity as HostIdentity },
    connector: leadingConnector(gathering, shared),
    sink: {
      host() {},
      fact({ target, fact, params }) {
        const known = asked.get(target);
        if (known) known.push({ fact, params });
        else asked.set(target, [{ fact, params }]);
      },
    },
    unnamed: gathering.hosts.map(({ target, roles }) => ({ name: target, roles })),
    idleMs: 1,
    now: () => gathering.finishedAt,
    signal,
  });
  const used = new Set(hosts.flatMap(({ target, aliases }) => [target, ...aliases]).map(hostKey));
  const left = gathering.hosts.map(({ target }) => target).filter((name) => !used.has(hostKey(name)));
  return {
    ...gathering,
    hosts,
    facts: askedAgain(gathering, hosts, asked),
    notes: left.length > 0 ? [...gathering.notes, unused(left)] : gathering.notes,
  };
}

/**
 * A recording that gives the answers which lead to further questions. Of all others it is enough here that they were
 * asked: they are not read, which for most machines leaves nothing to read at all.
 */
function leadingConnector(gathering: Gathering, shared: ReadonlySet<string>): Connector {
  const connector = recordedConnector(gathering);
  const named = hostsByName(gathering.hosts);
  const leading = new Set([...shared].map(readerOf));
  const identity = readerOf(hostIdentity.name);
  return {
    ...connector,
    async connect(target, signal) {
      const connection = await connector.connect(target, signal);
      const host = named(target.name);
      if ('failed' in connection || !host || 'failed' in host) return connection;
      return {
        ...connection,
        async ask(questions, onReply) {
          const rest: number[] = [];
          for (const [index, { request }] of questions.entries()) {
            if (request.read === identity) onReply(replyOf(host.identity), index);
            else if (leading.has(request.read)) rest.push(index);
            else onReply(replyOf(null), index);
          }
          if (rest.length === 0) return;
          const asked = rest.map((index) => questions[index]!);
          await connection.ask(asked, (reply, index) => onReply(reply, rest[index]!));
        },
      };
    },
  };
}

function replyOf(item: unknown): Reply {
  return { ok: true, items: [item], noise: [], durationMs: 0 };
}

function askedAgain(
  gathering: Gathering,
  hosts: readonly GatheredHost[],
  asked: ReadonlyMap<string, readonly { fact: string; params: Params }[]>,
): HostFacts {
  const named = hostsByName(gathering.hosts);
  const aliases = new Map(hosts.map((host) => [host.target, host.aliases]));
  const missing = absence(gathering);
  const namesOf = (target: string): string[] => [target, ...(aliases.get(target) ?? [])];
  return {
    mayHave: (target, facts) =>
      namesOf(target).some((name) => (asked.get(name) ?? []).some(({ fact }) => facts.has(fact))),
    of(target) {
      const names = namesOf(target);
      const source = names.map(named).find((host) => host !== undefined);
      const facts = source && 'identity' in source ? gathering.facts.of(source.target) : [];
      const recording = new Recording(facts.map((fact) => ({ ...recorded(fact), gathered: fact })));
      const failure: Failure = source && 'failed' in source ? source : missing;
      // Asked before it was known that two names are one machine: under the other name.
      const questions = names.flatMap((name) => asked.get(name) ?? []);
      return questions.map(({ fact, params }) => {
        const answer = recording.find(readerOf(fact), params);
        if (answer) return { ...answer.gathered, target, params };
        const { failed, message } = failure;
        const bootTime = source && 'identity' in source ? source.identity.bootTime : null;
        const unread: GatheredFact = {
          ...{ target, fact, params, bootTime, failed, message },
          ...{ collectedAt: gathering.finishedAt, durationMs: 0 },
        };
        return unread;
      });
    },
  };
}

/** How many machines are named before the rest is counted. */
const namedMachines = 20;

function unused(names: readonly string[]): string {
  const more = names.length - namedMachines;
  const list = names.slice(0, namedMachines).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return `Gathered and not judged, because the configuration does not name it: ${list}.`;
}
