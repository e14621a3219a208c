import type { Failure, Placed } from '../model/answer.ts';
import type { Configuration } from '../model/configuration.ts';
import type { AnyFact, Fact, FactRegistry, Known } from '../model/fact.ts';
import type { GatheredFact, GatheredHost } from '../model/gathering.ts';
import { compareText, type Json } from '../model/json.ts';
import { roles as allRoles, type HostIdentity, type Role, type Target } from '../model/target.ts';
import type { Connection, Connector } from '../transport/connector.ts';
import { Answers, questionKey } from './known.ts';
import { questions } from './plan.ts';
import { type NamedRoles, TargetBook } from './targets.ts';
import { factsRead, type Open, Visit } from './visit.ts';

/** A round asks what the round before made askable; more would be a fact that asks for itself. */
const mostRounds = 12;

/** What a reader of the screen is told while facts are gathered. */
export interface CollectEvent {
  target: string;
  /** `answered`: everything that it was asked so far. */
  state: 'waiting' | 'reading' | 'answered' | 'done' | 'failed';
  text: string;
}

/** Takes what was read as it comes. What it returns is waited for, so that a slow taker is not overrun. */
export interface Sink {
  /** A machine, before its facts; said again when more is known of it: other names, further parts, a newer boot. */
  host(host: GatheredHost): void | Promise<void>;
  fact(fact: GatheredFact): void | Promise<void>;
}

export interface CollectOptions {
  configuration: Configuration;
  facts: readonly AnyFact[];
  registry: FactRegistry;
  /** Facts that are looked at from other machines than their own; what was read of them stays in memory. */
  shared: ReadonlySet<string>;
  /** The fact that tells which machine this is. It is asked first, and a machine that cannot answer was not reached. */
  identity: Fact<HostIdentity, false>;
  connector: Connector;
  sink: Sink;
  /** The targets where configuration names none; left out, this machine alone. */
  unnamed?: readonly NamedRoles[];
  /** Milliseconds without a sign of life after which a question is given up. */
  idleMs: number;
  /** The run's clock, ISO 8601 UTC. */
  now: () => string;
  /** Stops the reading. Where its reason is a {@link Failure}, that is said of what was not read. */
  signal: AbortSignal;
  onEvent?: (event: CollectEvent) => void;
  onNoise?: (target: string, lines: string[]) => void;
}

/** A machine that was tried. */
export interface Machine {
  connection: Connection | null;
  identity: HostIdentity | null;
  failure: Failure | null;
  /** Questions that it was asked since it was started. */
  asked: Set<string>;
  /** How many of them it answered. */
  read: number;
  /** What of it can change, as the sink was told it last. */
  told: string;
}

/**
 * Puts questions until nothing new is asked; several machines at a time, as many as the connector takes. Answers go to
 * the sink as they come; of a machine that was not reached only those that are looked at from elsewhere.
 */
export async function collect(options: CollectOptions): Promise<{ hosts: GatheredHost[]; complete: boolean }> {
  const collection = new Collection(options);
  try {
    for (let round = 0; round < mostRounds && (await collection.round()); round++);
    await collection.finish();
  } finally {
    await collection.close();
  }
  const { aborted, reason } = options.signal;
  return { hosts: collection.hosts(), complete: !aborted || isFailure(reason) };
}

/** The state of a collection, as a visit to a machine sees it. */
export class Collection implements Known {
  readonly options: CollectOptions;
  readonly book: TargetBook;
  readonly machines = new Map<Target, Machine>();
  #answers: Answers;

  constructor(options: CollectOptions) {
    this.options = options;
    this.book = new TargetBook(options.configuration, options.connector.localNames, options.unnamed);
    this.#answers = new Answers(options.registry);
  }

  targets(role?: Role): readonly Target[] {
    return this.book.inOrder(role);
  }

  target(name: string): Target | undefined {
    return this.book.named(name);
  }

  answers<T>(fact: Fact<T, boolean>): Placed<T>[] {
    // The registry's own decoder made them, so they have the fact's type.
    return this.#answers.of(fact.name) as Placed<T>[];
  }

  /** Asks everything that is askable now. False when nothing new was. */
  async round(): Promise<boolean> {
    const work = this.#open();
    const queue = work.values();
    const visitAll = async (): Promise<void> => {
      for (const [target, open] of queue) {
        // Meanwhile it may have turned out to be a machine that is known: then it is asked in the next round.
        const isThere = this.book.current(target) === target;
        if (isThere && this.#tried(target) === target) await new Visit(this, target).make(open);
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.options.connector.width, work.length) }, visitAll));
    return work.length > 0;
  }

  /** What was not asked yet, machine by machine in order of name; and machines that nobody has tried. */
  #open(): [Target, Open[]][] {
    const work = new Map<Target, Map<string, Open>>();
    const openOf = (target: Target): Map<string, Open> => {
      const open = work.get(target) ?? new Map<string, Open>();
      work.set(target, open);
      return open;
    };
    for (const target of this.book.all()) {
      const known = this.#tried(target);
      if (!this.machines.has(known)) openOf(known);
    }
    for (const { fact, question } of questions(this.options.facts, this.options.configuration, this)) {
      const target = this.#tried(this.book.resolve({ name: question.host }, question.role));
      const key = questionKey(fact.name, question.params);
      if (!this.machines.get(target)?.asked.has(key)) openOf(target).set(key, { fact, params: question.params, key });
    }
    return [...work]
      .map(([target, open]): [Target, Open[]] => [target, [...open.values()]])
      .sort(([a], [b]) => compareText(a.name, b.name));
  }

  /** The target itself, or the machine under another name that was reached already. */
  #tried(target: Target): Target {
    if (this.machines.has(target)) return target;
    return this.book.known(target, (from, to) => this.#answers.rename(from, to));
  }

  /** An answer: kept where others look at it, and handed on. */
  async keep(target: Target, fact: Omit<GatheredFact, 'target'> & ({ data: Json } | Failure)): Promise<void> {
    const placed = { ...fact, target: this.book.current(target).name };
    if (this.options.shared.has(fact.fact)) this.#answers.add(placed);
    await this.options.sink.fact(placed);
  }

  /** A machine was started anew: what it answered before says nothing of it now, and is asked again. */
  forget(target: Target): void {
    this.#answers.forget(target.name);
    this.machines.get(target)?.asked.clear();
  }

  /** What a machine says it is. Returns the target that it is from now on. */
  identify(target: Target, identity: HostIdentity): Target {
    const { left, gone } = this.book.identify(target, identity);
    if (!gone) return left;
    this.#answers.rename(gone.name, left.name);
    // What the other name was asked is answered; what else is open is asked in the next round.
    for (const key of this.machines.get(gone)?.asked ?? [])
      if (gone !== target) this.machines.get(left)?.asked.add(key);
    this.machines.delete(gone);
    return left;
  }

  /** Tells the sink of a machine, if there is something new to tell. */
  async tell(target: Target): Promise<void> {
    const machine = this.machines.get(target);
    if (!machine) return;
    const { name, aliases, roles } = target;
    const text = JSON.stringify([name, aliases, roles, machine.identity?.bootTime, machine.failure?.message]);
    if (machine.told === text) return;
    machine.told = text;
    await this.options.sink.host(this.#host(target, machine));
  }

  /** Only now: a round may lead to further questions to a machine that seemed done. */
  async finish(): Promise<void> {
    for (const target of this.targets()) {
      await this.tell(target);
      const machine = this.machines.get(target);
      if (machine?.identity) this.say(target, 'done', factsRead(machine.read));
    }
  }

  hosts(): GatheredHost[] {
    return this.targets().map((target) => this.#host(target, this.machines.get(target)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.machines.values()].map((machine) => machine.connection?.close()));
    await this.options.connector.close();
  }

  say(target: Target, state: CollectEvent['state'], text: string): void {
    this.options.onEvent?.({ target: target.name, state, text });
  }

  /** What is said of everything that was not asked because the reading ended. */
  get unasked(): Failure {
    const { reason } = this.options.signal;
    return isFailure(reason) ? reason : interrupted;
  }

  #host({ name, aliases, roles }: Target, machine: Machine | undefined): GatheredHost {
    const host = {
      target: name,
      aliases: [...aliases].sort(compareText),
      roles: allRoles.filter((role) => roles.includes(role)),
    };
    return machine?.identity
      ? { ...host, identity: machine.identity }
      : { ...host, ...(machine?.failure ?? this.unasked) };
  }
}

const interrupted: Failure = { failed: 'interrupted', message: 'the run was interrupted before this was asked' };

function isFailure(reason: unknown): reason is Failure {
  return typeof reason === 'object' && reason !== null && 'failed' in reason && 'message' in reason;
}
