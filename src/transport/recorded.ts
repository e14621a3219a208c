import type { Failure, Params } from '../model/answer.ts';
import { readerOf } from '../model/fact.ts';
import type { GatheredFact, GatheredHost, Gathering } from '../model/gathering.ts';
import { canonicalJson } from '../model/json.ts';
import { hostKey, sameHostName } from '../model/target.ts';
import type { Connector } from './connector.ts';
import type { Limits, Reply, Request, Transport } from './transport.ts';
import { interrupted } from './watchdog.ts';

/** One question of the past with its raw answer. */
export type RecordedAnswer = { read: string; params: Params } & ({ items: unknown[] } | { failure: Failure });

/**
 * Replays the raw answers of one target. A question that was not recorded fails as `missing-command`, as a reader
 * does that a live PowerShell does not have: nothing here can answer it, and nothing is known about the machine.
 */
export class RecordedTransport implements Transport {
  #answers: Map<string, RecordedAnswer>;
  #absent: Failure | undefined;
  #closed = false;

  /** Of two answers to one question the later counts. `absent` is said where nothing was recorded. */
  constructor(answers: readonly RecordedAnswer[], absent?: Failure) {
    this.#answers = new Map(answers.map((answer) => [key(answer.read, answer.params), answer]));
    this.#absent = absent;
  }

  async request({ read, parameters }: Request, limits: Limits): Promise<Reply> {
    const rest = { noise: [], durationMs: 0 };
    if (this.#closed || limits.signal?.aborted) return { ok: false, ...interrupted(), ...rest };
    const answer = this.#find(read, parameters);
    if (!answer && this.#absent) return { ok: false, ...this.#absent, ...rest };
    if (!answer) {
      const message = `the recording holds no answer to ${read} ${canonicalJson(parameters)}`;
      return { ok: false, failed: 'missing-command', message, ...rest };
    }
    if ('failure' in answer) return { ok: false, ...answer.failure, ...rest };
    // A copy: what one reader does to its rows must not change the next replay.
    return { ok: true, items: structuredClone(answer.items), ...rest };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** An answer to the very question; else one about more things than were asked, which holds those as well. */
  #find(read: string, params: Params): RecordedAnswer | undefined {
    const exact = this.#answers.get(key(read, params));
    if (exact && 'items' in exact) return exact;
    const wider = [...this.#answers.values()].find(
      (answer) => answer.read === read && 'items' in answer && covers(answer.params, params),
    );
    return wider ?? exact;
  }
}

/** Whether an answer with some parameters holds the one with others: lists may be longer, everything else is equal. */
function covers(recorded: Params, asked: Params): boolean {
  const names = Object.keys(recorded);
  if (names.length !== Object.keys(asked).length) return false;
  return names.every((name) => {
    const [had, wanted] = [recorded[name], asked[name]];
    if (Array.isArray(had) && Array.isArray(wanted)) return wanted.every((item) => had.includes(item));
    return had === wanted;
  });
}

/**
 * The machines of a gathering, to be asked again. What is asked now and was not gathered is a failure and never
 * silence: a configuration that names more than the facts hold must not be answered by what they do hold.
 */
export function recordedConnector({ hosts, facts, complete }: Gathering): Connector {
  const absent: Failure = {
    failed: 'interrupted',
    message: complete ? 'it was not gathered' : 'the facts end before it',
  };
  return {
    localNames: hosts[0] ? [hosts[0].target, ...hosts[0].aliases] : [],
    async connect({ name }) {
      const host = hostNamed(hosts, name);
      if (!host)
        return { failed: 'unreachable', message: complete ? 'it was not gathered' : 'the facts end before it' };
      if (!('identity' in host)) return { failed: host.failed, message: host.message };
      const identity: RecordedAnswer = { read: readerOf('host-identity'), params: {}, items: [host.identity] };
      const answers = facts.filter(({ target }) => target === host.target).map(recorded);
      const transport = new RecordedTransport([identity, ...answers], absent);
      return { session: transport, bulk: transport, close: () => transport.close() };
    },
    async close() {},
  };
}

function hostNamed(hosts: readonly GatheredHost[], name: string): GatheredHost | undefined {
  const named = hosts.find((host) => [host.target, ...host.aliases].some((own) => sameHostName(own, name)));
  // Each machine calls itself localhost: the word says which one only where there is one.
  return named ?? (hostKey(name) === 'localhost' && hosts.length === 1 ? hosts[0] : undefined);
}

function recorded(fact: GatheredFact): RecordedAnswer {
  const question = { read: readerOf(fact.fact), params: fact.params };
  if ('failed' in fact) return { ...question, failure: { failed: fact.failed, message: fact.message } };
  // Rows were put together to one list when they were gathered.
  return { ...question, items: Array.isArray(fact.data) ? fact.data : [fact.data] };
}

function key(read: string, params: Params): string {
  return `${read} ${canonicalJson(params)}`;
}
