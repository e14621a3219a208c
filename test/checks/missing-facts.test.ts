import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facts as registry } from '../../checks/facts.ts';
import { checks } from '../../checks/index.ts';
import { listed } from '../../src/engine/host-facts.ts';
import { report } from '../../src/engine/run.ts';
import { failureKinds } from '../../src/model/answer.ts';
import type { Outcome } from '../../src/model/finding.ts';
import type { GatheredFact, Gathering } from '../../src/model/gathering.ts';
import type { Json } from '../../src/model/json.ts';
import { estates } from './estates.ts';
import { factsIn, partError, unread } from './gathering.ts';
import { judged } from './table.ts';

/**
 * The promise of the whole program: what could not be read never looks better than what was read. "Not asked" is scope
 * and no failure, and stays out of this test.
 */

const names = Object.keys(registry);
const needsOf = (id: string): string[] =>
  Object.values(checks.find((check) => check.id === id)!.needs).map((need) => need.fact);

/** The estate with every answer to some facts in a failed state. */
function without(gathering: Gathering, facts: readonly string[], kind: (typeof failureKinds)[number]): Gathering {
  return change(gathering, (fact) => (facts.includes(fact.fact) ? { ...bare(fact), ...unread(kind, 'test') } : fact));
}
function bare({ target, fact, params, bootTime, collectedAt, durationMs }: GatheredFact) {
  return { target, fact, params, bootTime, collectedAt, durationMs };
}
function change(gathering: Gathering, edit: (fact: GatheredFact) => GatheredFact): Gathering {
  return { ...gathering, facts: listed(factsIn(gathering).map(edit)) };
}

/** Where data hold a part that was read on its own, `{value}`, or an entry of the same meaning. */
function partsOf(data: Json, at: (string | number)[] = []): (string | number)[][] {
  if (data === null || typeof data !== 'object') return [];
  if (!Array.isArray(data) && Object.keys(data).length === 1 && 'value' in data) return [at];
  return Object.entries(data).flatMap(([key, value]) => partsOf(value, [...at, key]));
}
function failedAt(data: Json, [key, ...rest]: readonly (string | number)[]): Json {
  if (key === undefined) return partError;
  if (Array.isArray(data)) return data.map((item, i) => (String(i) === String(key) ? failedAt(item, rest) : item));
  const object = data as { [key: string]: Json };
  return { ...object, [key]: failedAt(object[key]!, rest) };
}

const outcomes = (gathering: Gathering): Map<string, Outcome> =>
  new Map(judged(gathering).map(({ check, target, outcome }) => [`${check} ${target}`, outcome]));
const checkIn = (key: string): string => key.split(' ')[0]!;

/** Undecided answers in place of one that was read: from better to worse. A fail may lose the only evidence it has. */
const undecided: Outcome[] = ['unknown', 'blocked'];
const settled: Outcome[] = ['fail', 'unknown', 'blocked'];

const healthy = estates['healthy']!;
const whenHealthy = outcomes(healthy);

/** The facts that count in an estate: all of the healthy one, and elsewhere those of checks that say something else there. */
function telling(gathering: Gathering, before: ReadonlyMap<string, Outcome>): Set<string> {
  if (gathering === healthy) return new Set(names);
  const others = [...before].filter(([key, outcome]) => whenHealthy.get(key) !== outcome);
  return new Set(others.flatMap(([key]) => needsOf(checkIn(key))));
}

describe.each(Object.entries(estates))('%s', (_, gathering) => {
  const before = outcomes(gathering);
  const counting = telling(gathering, before);
  const asked = names.filter((name) => counting.has(name) && factsIn(gathering).some(({ fact }) => fact === name));

  test.each(asked)('%s unread in each way: no check that needs it passes, nor gets better', (fact) => {
    for (const kind of failureKinds) {
      for (const [key, outcome] of outcomes(without(gathering, [fact], kind))) {
        if (needsOf(checkIn(key)).includes(fact))
          expect([key, kind, outcome]).toEqual([key, kind, expect.toBeOneOf(settled)]);
        if (settled.includes(before.get(key)!))
          expect([key, kind, outcome]).toEqual([key, kind, expect.toBeOneOf(settled)]);
      }
    }
  });

  test('every need unread at once', () => {
    for (const kind of failureKinds) {
      for (const [key, outcome] of outcomes(without(gathering, names, kind)))
        expect([key, kind, outcome]).toEqual([key, kind, expect.toBeOneOf(undecided)]);
    }
  });

  const parts = factsIn(gathering).flatMap((fact) =>
    'data' in fact && counting.has(fact.fact)
      ? partsOf(fact.data).map((path) => [`${fact.fact} ${path.join('.')}`, fact, path] as const)
      : [],
  );
  test.each(parts)('%s unread: nothing gets better', (_, fact, path) => {
    const changed = change(gathering, (each) =>
      each === fact && 'data' in each ? { ...each, data: failedAt(each.data, path) } : each,
    );
    for (const [key, outcome] of outcomes(changed)) {
      const was = before.get(key)!;
      if (settled.includes(was)) expect([key, outcome]).toEqual([key, expect.toBeOneOf(settled)]);
      // A part that decides nothing may be lost; one that decides costs the answer.
      else expect([key, outcome]).toEqual([key, expect.toBeOneOf([was, ...undecided])]);
    }
  });
});

describe('parts that decide', () => {
  const part = (fact: string, path: (string | number)[]): Map<string, Outcome> =>
    outcomes(
      change(healthy, (each) =>
        each.fact === fact && 'data' in each ? { ...each, data: failedAt(each.data, path) } : each,
      ),
    );
  const rowOf = (kind: string, holds: string): number => {
    const library = factsIn(healthy).find(({ fact }) => fact === 'content-library');
    const rows = library && 'data' in library ? (library.data as { [key: string]: Json }[]) : [];
    return rows.findIndex((row) => row['kind'] === kind && JSON.stringify(row).includes(holds));
  };

  test.each([
    ['share-security', ['shares', 0, 'folderSddl'], ['capture-share-provider-access CM01']],
    ['share-security', ['shares', 0, 'folderAttributes'], ['capture-share-provider-access CM01']],
    ['share-security', ['dfsRoots'], ['capture-share-provider-access CM01', 'capture-account-access CM01']],
    [
      'content-library',
      [rowOf('package', 'PS100012'), 'ini'],
      ['content-not-current DP01', 'content-damaged DP01', 'content-metadata-damaged DP01'],
    ],
    ['content-library', [rowOf('content', 'PS100012'), 'ini'], ['content-metadata-damaged DP01']],
    [
      'content-library',
      [rowOf('file', 'client.msi'), 'ini'],
      ['content-metadata-damaged DP01', 'content-damaged DP01'],
    ],
  ] as [string, (string | number)[], string[]][])('%s %s', (fact, path, lost) => {
    const after = part(fact, path);
    for (const key of lost) expect([key, after.get(key)]).toEqual([key, expect.toBeOneOf(undecided)]);
  });
});

describe('a verdict without its facts', () => {
  const options = {
    selection: { operations: ['capture', 'pxe', 'deploy'] as const, check: [], skip: [] },
    strict: false,
    interrupted: false,
  };
  const verdict = (gathering: Gathering): string => report(gathering, checks, registry, options).verdict;
  /** Facts that only advisory checks look at never decide a verdict. */
  const deciding = new Set(
    checks
      .filter(({ gate }) => options.selection.operations.some((operation) => gate[operation] === 'blocking'))
      .flatMap(({ id }) => needsOf(id)),
  );
  /** Some of the deciding facts that the estate was asked for, each with why it could not be read. */
  const someOf = (gathering: Gathering) => {
    const asked = [...new Set(factsIn(gathering).map(({ fact }) => fact))].filter((fact) => deciding.has(fact));
    return fc.uniqueArray(fc.record({ fact: fc.constantFrom(...asked), kind: fc.constantFrom(...failureKinds) }), {
      selector: ({ fact }) => fact,
      minLength: 1,
    });
  };
  const lose = (gathering: Gathering, lost: readonly { fact: string; kind: (typeof failureKinds)[number] }[]) =>
    lost.reduce((left, { fact, kind }) => without(left, [fact], kind), gathering);

  test('the healthy estate is go', () => {
    expect(verdict(healthy)).toBe('go');
  });

  test.each(Object.entries(estates))('%s: never go, whatever could not be read', (_, gathering) => {
    fc.assert(
      fc.property(someOf(gathering), (lost) => verdict(lose(gathering, lost)) !== 'go'),
      { seed: 20261122, numRuns: gathering === healthy ? 150 : 40 },
    );
  });

  test.each(Object.entries(estates))('%s: more facts lost never make it better', (_, gathering) => {
    fc.assert(
      fc.property(someOf(gathering), someOf(gathering), (lost, more) => {
        const first = outcomes(lose(gathering, lost));
        const second = outcomes(lose(lose(gathering, lost), more));
        return [...first].every(([key, was]) => !settled.includes(was) || settled.includes(second.get(key)!));
      }),
      { seed: 20261122, numRuns: gathering === healthy ? 60 : 15 },
    );
  });
});
