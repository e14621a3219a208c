import type { Failure, Params } from '../model/answer.ts';
import { type AnyFact, readerOf } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import { type HostIdentity, sameBootMs, type Target } from '../model/target.ts';
import type { Asked, Connection } from '../transport/connector.ts';
import type { Limits, Progress, Reply } from '../transport/transport.ts';
import type { Collection, Machine } from './collect.ts';
import { paceText } from './pace.ts';

/** A question that was not put yet. */
export interface Open {
  fact: AnyFact;
  params: Params;
  key: string;
}

/** One round trip to one machine: who it is, and everything that can be asked of it now. */
export class Visit {
  #run: Collection;
  #target: Target;
  /** Ends the trip where its further answers are of no use. */
  #enough = new AbortController();
  #writing: Promise<void>[] = [];
  #machine: Machine;

  constructor(run: Collection, target: Target) {
    this.#run = run;
    this.#target = target;
    const fresh = { connection: null, identity: null, failure: null, asked: new Set<string>(), read: 0, told: '' };
    this.#machine = run.machines.get(target) ?? fresh;
  }

  async make(open: readonly Open[]): Promise<void> {
    const { options, machines } = this.#run;
    if (!machines.has(this.#target)) await this.#connect();
    for (const { key } of open) this.#machine.asked.add(key);
    const { connection } = this.#machine;
    if (connection && !options.signal.aborted) await this.#ask(connection, open);
    else await this.#give(open, this.#machine.failure ?? this.#run.unasked);
  }

  async #connect(): Promise<void> {
    const { options, machines, unasked } = this.#run;
    this.#run.say(this.#target, 'waiting', `connecting, for at most ${options.idleMs / 1000} s`);
    const reached = options.signal.aborted ? unasked : await options.connector.connect(this.#target, options.signal);
    machines.set(this.#target, this.#machine);
    if ('failed' in reached) await this.#lost(this.#told(reached));
    else this.#machine.connection = reached;
  }

  async #ask(connection: Connection, open: readonly Open[]): Promise<void> {
    const { options } = this.#run;
    const stop = (): void => this.#enough.abort();
    options.signal.addEventListener('abort', stop, { once: true });
    const questions = [this.#asked(options.identity, {}), ...open.map(({ fact, params }) => this.#asked(fact, params))];
    let identified = false;
    let unsure: Failure | null = null;
    try {
      await connection.ask(questions, (reply, index) => {
        options.onNoise?.(this.#target.name, reply.noise);
        if (index === 0) {
          const who = this.#itemOf(reply);
          identified = this.#identify(who, open);
          // Known from before, and now it does not say whether it is still the same start of it: nothing is taken.
          if ('failed' in who && this.#machine.identity) unsure = who;
        } else if (identified) this.#take(open[index - 1]!, reply);
        const next = open[index];
        if (identified && next) this.#run.say(this.#target, 'reading', `${next.fact.title}, ${this.#atMost}`);
      });
    } finally {
      options.signal.removeEventListener('abort', stop);
    }
    await Promise.all(this.#writing);
    const failure = this.#machine.failure ?? unsure;
    if (failure) await this.#give(open, failure);
    else if (identified) this.#run.say(this.#target, 'answered', factsRead(this.#machine.read));
  }

  /** Who answers. False where that leaves nothing to take: it is nobody, or a machine that is known already. */
  #identify(raw: { data: Json } | Failure, open: readonly Open[]): boolean {
    const identity = 'failed' in raw ? raw : this.#decoded(raw.data);
    if ('failed' in identity) {
      if (!this.#machine.identity) this.#write(this.#lost(identity));
      this.#enough.abort();
      return false;
    }
    const before = this.#machine.identity;
    // A start that it does not tell this time is taken for the one that it told before.
    identity.bootTime ??= before?.bootTime ?? null;
    if (before && !sameBoot(before, identity)) {
      this.#run.forget(this.#target);
      for (const { key } of open) this.#machine.asked.add(key);
    }
    this.#machine.identity = identity;
    const left = this.#run.identify(this.#target, identity);
    if (!before) this.#run.say(left, 'reading', describe(identity));
    this.#write(left === this.#target ? this.#run.tell(left) : this.#merge(left));
    return left === this.#target;
  }

  /** Waited for at the end of the trip; what goes wrong until then is said there. */
  #write(writing: Promise<void>): void {
    writing.catch(() => {});
    this.#writing.push(writing);
  }

  /** This is a machine that another name led to as well: what is open is asked there. */
  async #merge(left: Target): Promise<void> {
    const { connection } = this.#machine;
    this.#machine.connection = null;
    this.#enough.abort();
    await connection?.close();
    await this.#run.tell(left);
  }

  async #lost(failure: Failure): Promise<void> {
    const { connection } = this.#machine;
    this.#machine.connection = null;
    this.#machine.failure = failure;
    this.#run.say(this.#target, 'failed', failure.message);
    await this.#run.tell(this.#target);
    await connection?.close();
  }

  #take({ fact, params }: Open, reply: Reply): void {
    const answer = fact.yields === 'rows' ? this.#itemsOf(fact, reply) : this.#itemOf(reply);
    if ('data' in answer) this.#machine.read += 1;
    this.#write(this.#keep(fact, params, reply.durationMs, answer));
  }

  /** One failure for all that is open. Of a machine that was not reached nobody looks at its own facts. */
  async #give(open: readonly Open[], failure: Failure): Promise<void> {
    const { options } = this.#run;
    for (const { fact, params } of open) {
      if (this.#machine.identity || options.shared.has(fact.name)) await this.#keep(fact, params, 0, failure);
    }
  }

  async #keep(fact: AnyFact, params: Params, durationMs: number, answer: { data: Json } | Failure): Promise<void> {
    const bootTime = this.#machine.identity?.bootTime ?? null;
    const collectedAt = this.#run.options.now();
    await this.#run.keep(this.#target, { fact: fact.name, params, bootTime, collectedAt, durationMs, ...answer });
  }

  #asked(fact: AnyFact, params: Params): Asked {
    const rows = fact.yields === 'rows';
    return { request: { read: readerOf(fact.name), parameters: params }, rows, limits: this.#limits(fact, rows) };
  }

  /** Rows may take long in all, as long as they keep coming. */
  #limits(fact: AnyFact, rows: boolean): Limits {
    const { idleMs, now } = this.#run.options;
    let began: number | null = null;
    const onProgress = ({ text, done, total }: Progress): void => {
      let pace = text;
      if (total > 0) {
        // What came before the first bytes, such as listing the files, says nothing of their rate.
        began ??= Date.parse(now());
        pace = paceText({ done, total, sinceMs: Date.parse(now()) - began });
      }
      this.#run.say(this.#target, 'reading', pace ? `${fact.title}: ${pace}` : fact.title);
    };
    return { idleMs, totalMs: rows ? idleMs * 120 : idleMs, signal: this.#enough.signal, onProgress };
  }

  get #atMost(): string {
    return `for at most ${this.#run.options.idleMs / 1000} s`;
  }

  #decoded(data: Json): HostIdentity | Failure {
    try {
      return this.#run.options.identity.decode(data);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      return { failed: 'malformed', message: `the machine's identity has another shape than expected: ${what}` };
    }
  }

  #itemOf(reply: Reply): { data: Json } | Failure {
    if (!reply.ok) return this.#told(reply);
    if (reply.items.length === 1) return { data: reply.items[0] as Json };
    const count = reply.items.length === 0 ? 'nothing' : `${reply.items.length} answers`;
    return { failed: 'malformed', message: `the snippet returned ${count} where one answer was expected` };
  }

  /** Rows that say something each by itself are not lost because the last of them did not come. */
  #itemsOf(fact: AnyFact, reply: Reply): { data: Json } | Failure {
    if (reply.ok) return { data: reply.items as Json[] };
    const failure = this.#told(reply);
    return fact.cut && reply.items ? { data: [...(reply.items as Json[]), fact.cut(failure)] } : failure;
  }

  /** A reading that we ended ourselves failed for the reason for which we ended it. */
  #told({ failed, message }: Failure): Failure {
    const ours = failed === 'interrupted' && this.#run.options.signal.aborted;
    return ours ? this.#run.unasked : { failed, message };
  }
}

/** What decides most comes first: a narrow screen cuts the end off. */
function describe({ powerShell, operatingSystem }: HostIdentity): string {
  const { version, elevated } = powerShell;
  const rights = elevated === null ? '' : elevated ? ' as administrator' : ', not as administrator';
  return `reached${rights}: PowerShell ${version}, ${operatingSystem?.replace(/^Microsoft /, '') ?? 'unknown system'}`;
}

/** `5 facts read` */
export function factsRead(count: number): string {
  return `${count} ${count === 1 ? 'fact' : 'facts'} read`;
}

/** A start that is told only now may be another than the one before. */
function sameBoot(before: HostIdentity, now: HostIdentity): boolean {
  if (before.bootTime === null || now.bootTime === null) return before.bootTime === now.bootTime;
  return Math.abs(Date.parse(before.bootTime) - Date.parse(now.bootTime)) <= sameBootMs;
}
