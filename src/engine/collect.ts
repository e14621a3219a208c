import type { Failure, Params, Placed } from '../model/answer.ts';
import type { Configuration } from '../model/configuration.ts';
import { type AnyFact, type Fact, type FactRegistry, type Known, readerOf } from '../model/fact.ts';
import type { GatheredFact, GatheredHost } from '../model/gathering.ts';
import { compareText, type Json } from '../model/json.ts';
import { roles as allRoles, type HostIdentity, type Role, type Target } from '../model/target.ts';
import type { Connection, Connector } from '../transport/connector.ts';
import type { Limits, Progress, Reply } from '../transport/transport.ts';
import { Answers, questionKey } from './known.ts';
import { questions } from './plan.ts';
import { type NamedRoles, TargetBook } from './targets.ts';

/** A round asks what the round before made askable; more would be a fact that asks for itself. */
const mostRounds = 12;

/** What a reader of the screen is told while facts are gathered. */
export interface CollectEvent {
  target: string;
  state: 'waiting' | 'reading' | 'done' | 'failed';
  text: string;
}

export interface CollectOptions {
  configuration: Configuration;
  facts: readonly AnyFact[];
  registry: FactRegistry;
  /** The fact that tells which machine this is. It is asked first, and a machine that cannot answer was not reached. */
  identity: Fact<HostIdentity, false>;
  connector: Connector;
  /** The targets where configuration names none; left out, this machine alone. */
  unnamed?: readonly NamedRoles[];
  /** Milliseconds without a sign of life after which a question is given up. */
  idleMs: number;
  /** The run's clock, ISO 8601 UTC. */
  now: () => string;
  signal: AbortSignal;
  onEvent?: (event: CollectEvent) => void;
  onNoise?: (target: string, lines: string[]) => void;
}

interface Machine {
  connection: Connection | null;
  identity: HostIdentity | null;
  failure: Failure | null;
}

/** Puts questions until nothing new is asked. Machine after machine, one question at a time on each. */
export async function collect(
  options: CollectOptions,
): Promise<{ hosts: GatheredHost[]; facts: GatheredFact[]; complete: boolean }> {
  const gathering = new Collection(options);
  try {
    for (let round = 0; round < mostRounds && (await gathering.round()); round++);
    gathering.sayDone();
  } finally {
    await gathering.close();
  }
  return { hosts: gathering.hosts(), facts: gathering.facts, complete: !options.signal.aborted };
}

class Collection implements Known {
  readonly facts: GatheredFact[] = [];
  #options: CollectOptions;
  #book: TargetBook;
  #answers: Answers;
  #asked = new Set<string>();
  #machines = new Map<Target, Machine>();

  constructor(options: CollectOptions) {
    this.#options = options;
    this.#book = new TargetBook(options.configuration, options.connector.localNames, options.unnamed);
    this.#answers = new Answers(options.registry);
  }

  targets(role?: Role): Target[] {
    return this.#book
      .all()
      .filter((target) => role === undefined || target.roles.includes(role))
      .sort((a, b) => compareText(a.name, b.name));
  }

  answers<T>(fact: Fact<T, boolean>): Placed<T>[] {
    // The registry's own decoder made them, so they have the fact's type.
    return this.#answers.of(fact.name) as Placed<T>[];
  }

  /** Asks everything that is askable now. False when nothing new was. */
  async round(): Promise<boolean> {
    for (const target of this.#book.all()) await this.#connect(target);
    const open = questions(this.#options.facts, this.#options.configuration, this).map(({ fact, question }) => ({
      fact,
      params: question.params,
      target: this.#book.resolve({ name: question.host }, question.role),
    }));
    // A question may have named a machine that nobody listed, or one under a second name.
    const reached: { fact: AnyFact; params: Params; target: Target }[] = [];
    for (const { fact, params, target } of open) reached.push({ fact, params, target: await this.#connect(target) });
    let asked = 0;
    for (const { fact, params, target } of reached.sort((a, b) => compareText(a.target.name, b.target.name))) {
      const key = questionKey(fact.name, target.name, params);
      if (this.#asked.has(key)) continue;
      this.#asked.add(key);
      asked++;
      await this.#ask(target, fact, params);
    }
    return asked > 0;
  }

  /** Only now: a round may lead to further questions to a machine that seemed done. */
  sayDone(): void {
    for (const target of this.#book.all()) this.#sayDone(target);
  }

  hosts(): GatheredHost[] {
    return this.targets().map((target) => {
      const { name, aliases, roles } = target;
      const machine = this.#machines.get(target);
      const host = {
        target: name,
        aliases: [...aliases].sort(compareText),
        roles: allRoles.filter((role) => roles.includes(role)),
      };
      return machine?.identity
        ? { ...host, identity: machine.identity }
        : { ...host, ...(machine?.failure ?? unasked) };
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#machines.values()].map((machine) => machine.connection?.close()));
    await this.#options.connector.close();
  }

  async #connect(asked: Target): Promise<Target> {
    const target = this.#machines.has(asked) ? asked : this.#book.known(asked);
    if (this.#machines.has(target)) return target;
    this.#say(target, 'waiting', `connecting, for at most ${this.#options.idleMs / 1000} s`);
    const machine = await this.#reach(target);
    this.#machines.set(target, machine);
    if (!machine.identity) {
      this.#say(target, 'failed', machine.failure?.message ?? '');
      return target;
    }
    const left = this.#book.identify(target, machine.identity);
    if (left === target) {
      this.#say(target, 'reading', describe(machine.identity));
    } else {
      this.#machines.delete(target);
      await machine.connection?.close();
    }
    return left;
  }

  async #reach(target: Target): Promise<Machine> {
    if (this.#options.signal.aborted) return { connection: null, identity: null, failure: unasked };
    const connection = await this.#options.connector.connect(target, this.#options.signal);
    if ('failed' in connection) return { connection: null, identity: null, failure: connection };
    const reply = await connection.session.request(
      { read: readerOf(this.#options.identity.name), parameters: {} },
      this.#limits(this.#options.identity),
    );
    this.#options.onNoise?.(target.name, reply.noise);
    const raw = oneItem(reply);
    if ('failed' in raw) {
      await connection.close();
      return { connection: null, identity: null, failure: raw };
    }
    try {
      return { connection, identity: this.#options.identity.decode(raw.data), failure: null };
    } catch (error) {
      await connection.close();
      const message = `the machine's identity has another shape than expected: ${error instanceof Error ? error.message : String(error)}`;
      return { connection: null, identity: null, failure: { failed: 'malformed', message } };
    }
  }

  async #ask(target: Target, fact: AnyFact, params: Params): Promise<void> {
    const machine = this.#machines.get(target)!;
    const started = { target: target.name, fact: fact.name, params, bootTime: machine.identity?.bootTime ?? null };
    const failure = this.#options.signal.aborted ? unasked : machine.failure;
    if (failure || !machine.connection) {
      return this.#keep({ ...started, collectedAt: this.#options.now(), durationMs: 0, ...(failure ?? unasked) });
    }
    this.#say(target, 'reading', `${fact.title}, for at most ${this.#options.idleMs / 1000} s`);
    const limits = this.#limits(fact, ({ text, done, total }) => {
      const share = total > 0 ? `: ${megabytes(done)} of ${megabytes(total)}` : text ? `: ${text}` : '';
      this.#say(target, 'reading', `${fact.title}${share}`);
    });
    const transport = fact.yields === 'rows' ? machine.connection.bulk : machine.connection.session;
    const reply = await transport.request({ read: readerOf(fact.name), parameters: params }, limits);
    this.#options.onNoise?.(target.name, reply.noise);
    const answer = fact.yields === 'rows' ? allItems(reply) : oneItem(reply);
    this.#keep({ ...started, collectedAt: this.#options.now(), durationMs: reply.durationMs, ...answer });
  }

  #keep(fact: GatheredFact): void {
    this.facts.push(fact);
    this.#answers.add(fact);
  }

  /** Rows may take long in all, as long as they keep coming. */
  #limits(fact: AnyFact, onProgress?: (progress: Progress) => void): Limits {
    const { idleMs, signal } = this.#options;
    return {
      idleMs,
      totalMs: fact.yields === 'rows' ? idleMs * 120 : idleMs,
      signal,
      ...(onProgress ? { onProgress } : {}),
    };
  }

  #sayDone(target: Target): void {
    const count = this.facts.filter((fact) => fact.target === target.name && 'data' in fact).length;
    if (this.#machines.get(target)?.identity)
      this.#say(target, 'done', `${count} ${count === 1 ? 'fact' : 'facts'} read`);
  }

  #say(target: Target, state: CollectEvent['state'], text: string): void {
    this.#options.onEvent?.({ target: target.name, state, text });
  }
}

const unasked: Failure = { failed: 'interrupted', message: 'the run was interrupted before this was asked' };

/** What decides most comes first: a narrow screen cuts the end off. */
function describe({ powerShell, operatingSystem }: HostIdentity): string {
  const { version, elevated } = powerShell;
  const rights = elevated === null ? '' : elevated ? ' as administrator' : ', not as administrator';
  return `reached${rights}: PowerShell ${version}, ${operatingSystem?.replace(/^Microsoft /, '') ?? 'unknown system'}`;
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(0)} MB`;

function oneItem(reply: Reply): { data: Json } | Failure {
  if (!reply.ok) return { failed: reply.failed, message: reply.message };
  if (reply.items.length === 1) return { data: reply.items[0] as Json };
  const count = reply.items.length === 0 ? 'nothing' : `${reply.items.length} answers`;
  return { failed: 'malformed', message: `the snippet returned ${count} where one answer was expected` };
}

function allItems(reply: Reply): { data: Json } | Failure {
  return reply.ok ? { data: reply.items as Json[] } : { failed: reply.failed, message: reply.message };
}
