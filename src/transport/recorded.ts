import type { Failure, Params } from '../model/answer.ts';
import { readerOf } from '../model/fact.ts';
import type { GatheredFact, GatheredHost, Gathering } from '../model/gathering.ts';
import { canonicalJson } from '../model/json.ts';
import { hostKey } from '../model/target.ts';
import { type Connector, oneByOne } from './connector.ts';
import type { Limits, Reply, Request, Transport } from './transport.ts';
import { interrupted } from './watchdog.ts';

/** One question of the past with its raw answer. */
export type RecordedAnswer = { read: string; params: Params } & ({ items: unknown[] } | { failure: Failure });

/** The raw answers of one target, to be looked up. */
export class Recording<A extends RecordedAnswer> {
  #answers: Map<string, A>;

  /** Of two answers to one question the later counts. */
  constructor(answers: readonly A[]) {
    this.#answers = new Map(answers.map((answer) => [key(answer.read, answer.params), answer]));
  }

  /** An answer to the very question; else one about more things than were asked, which holds those as well. */
  find(read: string, params: Params): A | undefined {
    const exact = this.#answers.get(key(read, params));
    if (exact && 'items' in exact) return exact;
    const wider = [...this.#answers.values()].find(
      (answer) => answer.read === read && 'items' in answer && covers(answer.params, params),
    );
    return wider ?? exact;
  }
}

/**
 * Replays the raw answers of one target. A question that was not recorded fails as `missing-command`, as a reader
 * does that a live PowerShell does not have: nothing here can answer it, and nothing is known about the machine.
 */
export class RecordedTransport implements Transport {
  #recording: Recording<RecordedAnswer>;
  #absent: Failure | undefined;
  #closed = false;

  /** `absent` is said where nothing was recorded. */
  constructor(answers: readonly RecordedAnswer[], absent?: Failure) {
    this.#recording = new Recording(answers);
    this.#absent = absent;
  }

  async request({ read, parameters }: Request, limits: Limits): Promise<Reply> {
    const rest = { noise: [], durationMs: 0 };
    if (this.#closed || limits.signal?.aborted) return { ok: false, ...interrupted(), ...rest };
    const answer = this.#recording.find(read, parameters);
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
 * silence: a configuration that names more than the facts hold must not be answered by what they do hold. The facts of
 * a machine are fetched when it is asked, and let go.
 */
export function recordedConnector(gathering: Gathering): Connector {
  const { hosts, facts } = gathering;
  const absent = absence(gathering);
  const named = hostsByName(hosts);
  return {
    localNames: hosts[0] ? [hosts[0].target, ...hosts[0].aliases] : [],
    width: 1,
    async connect({ name }) {
      const host = named(name);
      if (!host) return { failed: 'unreachable', message: absent.message };
      if (!('identity' in host)) return { failed: host.failed, message: host.message };
      const identity: RecordedAnswer = { read: readerOf('host-identity'), params: {}, items: [host.identity] };
      return {
        async ask(questions, onReply) {
          const transport = new RecordedTransport([identity, ...facts.of(host.target).map(recorded)], absent);
          await oneByOne(transport, transport).ask(questions, onReply);
        },
        close: async () => undefined,
      };
    },
    async close() {},
  };
}

/** What is said of a question that the facts do not answer. */
export function absence({ complete }: Gathering): Failure {
  return { failed: 'interrupted', message: complete ? 'it was not gathered' : 'the facts end before it' };
}

/** Finds the machine of a gathering that a name stands for. */
export function hostsByName(hosts: readonly GatheredHost[]): (name: string) => GatheredHost | undefined {
  const byName = new Map<string, GatheredHost>();
  // Backwards and aliases first: a machine's own name counts before another's alias, and of two the first.
  for (const host of [...hosts].reverse()) for (const alias of host.aliases) byName.set(hostKey(alias), host);
  for (const host of [...hosts].reverse()) byName.set(hostKey(host.target), host);
  // Each machine calls itself localhost: the word says which one only where there is one.
  return (name) =>
    byName.get(hostKey(name)) ?? (hostKey(name) === 'localhost' && hosts.length === 1 ? hosts[0] : undefined);
}

/** A fact as the answer that it was. */
export function recorded(fact: GatheredFact): RecordedAnswer {
  const question = { read: readerOf(fact.fact), params: fact.params };
  if ('failed' in fact) return { ...question, failure: { failed: fact.failed, message: fact.message } };
  // Rows were put together to one list when they were gathered.
  return { ...question, items: Array.isArray(fact.data) ? fact.data : [fact.data] };
}

function key(read: string, params: Params): string {
  return `${read} ${canonicalJson(params)}`;
}
