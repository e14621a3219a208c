import type { Answer, Placed } from './answer.ts';
import type { Configuration } from './configuration.ts';
import type { DataOf, Fact, FactRegistry, OkAnswer } from './fact.ts';
import type { Evidence, FindingKey, Level, Remedy } from './finding.ts';
import type { Gate } from './operation.ts';
import type { HostIdentity, Role, Target } from './target.ts';

/** A fact that a check looks at: on its own target (`here`), or wherever it was asked (`anywhere`). */
export interface Need<
  F extends string = string,
  W extends 'here' | 'anywhere' = 'here' | 'anywhere',
  O extends boolean = boolean,
> {
  fact: F;
  where: W;
  optional: O;
}
export const here = <F extends string>(fact: F): Need<F, 'here', false> => ({ fact, where: 'here', optional: false });
export const anywhere = <F extends string>(fact: F): Need<F, 'anywhere', false> => ({
  fact,
  where: 'anywhere',
  optional: false,
});
/** If the answer failed, the judge is called all the same and the engine adds an `unknown` finding. */
export const optional = <F extends string, W extends 'here' | 'anywhere'>(
  need: Need<F, W, false>,
): Need<F, W, true> => ({
  ...need,
  optional: true,
});

/** What a message code stands for. `A` are the arguments that the judge supplies. */
export interface Message<A = never> {
  level: Level;
  /** One sentence with a subject. */
  text: (args: A) => string;
  /** Why that matters, in a sentence. */
  because?: string | ((args: A) => string);
  /** The error message or symptom that it leads to, quoted so that a search for it finds us. */
  leadsTo?: string;
  remedy?: (args: A) => Remedy;
  /**
   * Findings that follow from this one where both are on the same machine: `check`, or `check/code`. The engine makes
   * this finding their cause, unless the judge named another; of two causes the one earlier in the catalogue leads.
   */
  explains?: readonly string[];
}
// biome-ignore lint/suspicious/noExplicitAny: each message has arguments of its own; the judge's return type binds them
export type Messages = { [code: string]: Message<any> };

type ArgumentOf<M, K extends string> = M extends { [P in K]: (args: infer A) => unknown } ? A : unknown;
/** Everything that the sentences of a message ask for. */
type ArgumentsOf<M> = ArgumentOf<M, 'text'> & ArgumentOf<M, 'because'> & ArgumentOf<M, 'remedy'>;

/** What a judge returns; the engine adds check, target, level and wording. */
export type Found<M extends Messages> = {
  [C in keyof M & string]: {
    code: C;
    /** Stable: which service, share, package. */
    subject?: string;
    args: ArgumentsOf<M[C]>;
    evidence?: Evidence[];
    causedBy?: FindingKey;
  };
}[keyof M & string];

type Single<F, W> =
  F extends Fact<unknown, infer P> ? (W extends 'here' ? (P extends true ? false : true) : false) : false;
type AnswerFor<T, O> = O extends true ? Answer<T> : OkAnswer<T>;
type FactFor<F, N> =
  N extends Need<string, infer W, infer O>
    ? Single<F, W> extends true
      ? AnswerFor<DataOf<F>, O>
      : Placed<DataOf<F>, AnswerFor<DataOf<F>, O>>[]
    : never;
export type FactsFor<R extends FactRegistry, N extends { [key: string]: Need }> = {
  [K in keyof N]: FactFor<R[N[K]['fact']], N[K]>;
};

/** What a judge may know beside its facts. No clock: times come with the facts. */
export interface JudgeContext {
  target: Target;
  identity: HostIdentity | null;
  configuration: Configuration;
}

export interface CheckDefinition<
  R extends FactRegistry,
  N extends { [key: string]: Need<keyof R & string> },
  M extends Messages,
> {
  /** A noun on the failing side; also the file's name. */
  id: string;
  area: 'pxe' | 'capture' | 'content';
  titles: { fine: string; broken: string };
  /** Why it matters, in one sentence. */
  why: string;
  needs: N;
  /** The check is judged on every target that has one of these roles. */
  appliesTo: Role[];
  gate: Gate;
  /** What would ask the question where nothing asks it: a line of the site file, and an option. */
  askedBy: { configuration: string; option: string };
  /** The rights that reading needs. */
  rights: string;
  /** Where the rule comes from. */
  sources: string[];
  messages: M;
  /** Pure. A list, or a generator that yields finding by finding. */
  judge(facts: FactsFor<R, N>, context: JudgeContext): Iterable<Found<M>>;
}

/** A check as the engine sees it: which facts it has is no longer in its type. */
export interface Check extends Omit<CheckDefinition<FactRegistry, { [key: string]: Need }, Messages>, 'judge'> {
  judge(facts: never, context: JudgeContext): Iterable<Found<Messages>>;
}

/** Binds `defineCheck` to a registry, so that an undeclared fact, an unknown code and an async judge do not compile. */
export function checkBuilder<R extends FactRegistry>() {
  return <const N extends { [key: string]: Need<keyof R & string> }, const M extends Messages>(
    definition: CheckDefinition<R, N, M>,
  ): Check => definition as unknown as Check;
}
