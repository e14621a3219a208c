import { describe, expect, test } from 'vitest';
import { facts } from '../../checks/facts.ts';
import { checks } from '../../checks/index.ts';
import { type Judged, judgeAll } from '../../src/engine/judge.ts';
import type { Check } from '../../src/model/check.ts';
import { findingKey } from '../../src/model/finding.ts';
import type { Gathering } from '../../src/model/gathering.ts';
import { type Changes, estate } from './gathering.ts';

const everything = { operations: [], check: [], skip: [] };

/** Every result but those about reaching machines, from raw facts, by the engine's own path. */
export function judged(gathering: Gathering): Judged[] {
  return judgeAll(gathering, checks, facts, everything).filter(({ check }) => check !== 'target-reachable');
}

/** The one result of a check. */
export function resultOf(check: Check, gathering: Gathering): Judged {
  const results = judged(gathering).filter((result) => result.check === check.id);
  if (results.length !== 1) throw new Error(`${check.id} has ${results.length} results`);
  return results[0]!;
}
const codesOf = ({ findings }: Judged): string[] => findings.map(({ code }) => code).sort();

/** What the facts are like, how they differ from the healthy estate, and the outcome with the codes found. */
export type Row = [name: string, changes: Changes, expected: string];

/** Judges each row; the rows together must produce every message of the check. */
export function judges(check: Check, rows: readonly Row[]): void {
  describe(check.id, () => {
    test.each(rows)('%s', (_, changes, expected) => {
      const result = resultOf(check, estate(changes));
      // An `error` is a bug in the check; its reason says which.
      if (result.outcome === 'error') expect(result.reason).toBeNull();
      const [outcome, ...codes] = expected.split(' ');
      expect([result.outcome, ...codesOf(result)]).toEqual([outcome, ...codes.sort()]);
      for (const finding of result.findings.filter(({ code }) => code !== 'fact-unread'))
        expect(said(finding)).not.toMatch(/undefined|null|NaN|\[object/);
      const found = judged(estate(changes)).flatMap(({ findings }) => findings.map(findingKey));
      for (const { causedBy } of result.findings) if (causedBy) expect(found).toContain(findingKey(causedBy));
    });

    test('every row has a name of its own', () => {
      expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length);
    });

    test('the rows produce every message, and every kind of outcome', () => {
      const words = new Set(rows.flatMap(([, , expected]) => expected.split(' ')));
      // A check on what somebody may want so has no message that fails, and one that only hints none that warns.
      const worst = (['fail', 'warn'] as const).find((level) =>
        Object.values(check.messages).some((message) => message.level === level),
      );
      const needed = ['pass', worst ?? 'pass', 'unknown', 'not-applicable', ...Object.keys(check.messages)];
      expect(needed.filter((each) => !words.has(each))).toEqual([]);
    });
  });
}

/** Everything that a finding says to people. */
function said({ text, because, remedy }: Judged['findings'][number]): string {
  return [text, because, remedy?.text, ...(remedy?.commands ?? [])].filter((part) => part !== undefined).join('\n');
}
