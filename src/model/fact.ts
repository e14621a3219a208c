import type { Answer, Failure, Params, Placed } from './answer.ts';
import type { Configuration } from './configuration.ts';
import type { Json } from './json.ts';
import type { Role, Target } from './target.ts';

/** One question to put: to a machine (by any of its names), in the part it plays, with parameters. */
export interface Question {
  host: string;
  role: Role;
  params: Params;
}

/** What is known so far, for facts that lead to further questions. */
export interface Known {
  /** Targets known by now, in order of name. */
  targets(role?: Role): readonly Target[];
  /** The target that the report shows under exactly this name. */
  target(name: string): Target | undefined;
  /** Every answer to a fact so far, failed ones included, in order of target and parameters. */
  answers<T>(fact: Fact<T, boolean>): Placed<T>[];
}

/**
 * One thing that a snippet can read.
 * `P` is true where questions carry parameters, so that one machine can give several answers.
 */
export interface Fact<T, P extends boolean> {
  name: string;
  /** What the screen says while it is read. */
  title: string;
  /** Whether a question carries parameters. */
  parametric: P;
  /** `one` object, or `rows` streamed one by one. */
  yields: 'one' | 'rows';
  /**
   * For rows that say something each by itself: the row that stands for those that did not come, because the reading
   * ended before. Without it a reading that ended early is a failure, and its rows are lost.
   */
  cut?(failure: Failure): Json;
  /** Facts whose answers `ask` looks at. */
  after: string[];
  /** From what came over the wire to the typed fact. Throws an Error whose message says what is wrong with it. */
  decode(raw: unknown): T;
  /** The questions that configuration and the facts so far lead to. Pure. */
  ask(configuration: Configuration, known: Known): Question[];
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds facts of every shape; typed access goes through its keys
export type AnyFact = Fact<any, boolean>;
export type FactRegistry = { [name: string]: AnyFact };

export type DataOf<F> = F extends Fact<infer T, boolean> ? T : never;
export type OkAnswer<T> = Extract<Answer<T>, { status: 'ok' }>;

const readers = new Map<string, string>();

/** The function of the snippet that reads a fact: `wds-settings` is read by `Read-WdsSettings`. */
export function readerOf(fact: string): string {
  let reader = readers.get(fact);
  if (reader === undefined) {
    reader = `Read-${fact.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase())}`;
    readers.set(fact, reader);
  }
  return reader;
}
