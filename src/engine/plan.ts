import type { Check } from '../model/check.ts';
import type { Configuration } from '../model/configuration.ts';
import type { AnyFact, FactRegistry, Known, Question } from '../model/fact.ts';
import type { Operation } from '../model/operation.ts';

/** Which checks a run is about: by operation, and by id or area. */
export interface Selection {
  operations: readonly Operation[];
  check: readonly string[];
  skip: readonly string[];
}

/** Checks in the order of the catalogue; `selected` is false for those that were deselected by name. */
export function selectChecks(checks: readonly Check[], selection: Selection): { check: Check; selected: boolean }[] {
  const names = (list: readonly string[], check: Check): boolean =>
    list.includes(check.id) || list.includes(check.area);
  return checks
    .filter((check) => selection.operations.length === 0 || selection.operations.some((name) => check.gate[name]))
    .map((check) => ({
      check,
      selected: (selection.check.length === 0 || names(selection.check, check)) && !names(selection.skip, check),
    }));
}

/** The facts that checks need, and those that lead to them, in the order of the registry. */
export function neededFacts(checks: readonly Check[], registry: FactRegistry): AnyFact[] {
  const wanted = new Set<string>();
  const add = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const earlier of registry[name]?.after ?? []) add(earlier);
  };
  for (const check of checks) for (const need of Object.values(check.needs)) add(need.fact);
  return Object.values(registry).filter((fact) => wanted.has(fact.name));
}

/** The facts that checks look at on other machines than their own target. */
export function factsFromElsewhere(checks: readonly Check[]): Set<string> {
  const needs = checks.flatMap((check) => Object.values(check.needs));
  return new Set(needs.filter(({ where }) => where === 'anywhere').map(({ fact }) => fact));
}

/** The facts whose answers must be at hand while others are asked and judged: they lead further, or are looked at from elsewhere. */
export function sharedFacts(checks: readonly Check[], facts: readonly AnyFact[]): Set<string> {
  return new Set([...factsFromElsewhere(checks), ...facts.flatMap(({ after }) => after)]);
}

/** What configuration and the facts so far ask, each with its fact. */
export function questions(
  facts: readonly AnyFact[],
  configuration: Configuration,
  known: Known,
): { fact: AnyFact; question: Question }[] {
  return facts.flatMap((fact) => fact.ask(configuration, known).map((question) => ({ fact, question })));
}
