import { faultKey } from '../model/report.ts';
import type { Seen } from './view.ts';

/** The same finding on several machines, in order of their names; or one finding by itself. */
export interface Group {
  first: Seen;
  seen: Seen[];
  /** The machines, each once. */
  targets: string[];
}

/**
 * Rolls findings up: the same check, code, subject and weight on several machines is one group. The most machines come
 * first, and what is on as many stays in the order in which it came.
 */
export function groupsOf(all: Iterable<Seen>): Group[] {
  const byKey = new Map<string, Seen[]>();
  for (const seen of all) {
    const { gate, stale } = seen.result;
    const key = JSON.stringify([faultKey(seen.finding), gate, stale]);
    const known = byKey.get(key);
    if (known) known.push(seen);
    else byKey.set(key, [seen]);
  }
  const groups = [...byKey.values()].flatMap((seen): Group[] => {
    const targets = [...new Set(seen.map(({ finding }) => finding.target))];
    if (targets.length > 1) return [{ first: seen[0]!, seen, targets }];
    return seen.map((one) => ({ first: one, seen: [one], targets }));
  });
  return groups.sort((a, b) => b.targets.length - a.targets.length);
}

/** Members that say the same, in order of the first of each kind. */
export function kindsOf<T>(members: readonly T[], say: (member: T) => string): { said: string; members: T[] }[] {
  const kinds = new Map<string, T[]>();
  for (const member of members) {
    const said = say(member);
    const known = kinds.get(said);
    if (known) known.push(member);
    else kinds.set(said, [member]);
  }
  return [...kinds].map(([said, same]) => ({ said, members: same }));
}
