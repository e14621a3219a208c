/** The number of a boot among those of its target, the oldest being 1; 0 where the boot is not known. */
export type BootOrder = (fact: { target: string; bootTime: string | null }) => number;

/**
 * Windows works the boot time out from its clock and the time it has been up, so that it wanders a little whenever the
 * clock is set. Times this close belong to one boot.
 */
const sameBootMs = 10_000;

/** Tells the boots of each target apart. */
export function bootsInOrder(facts: readonly { target: string; bootTime: string | null }[]): BootOrder {
  const times = new Map<string, number[]>();
  for (const fact of facts) {
    const time = timeOf(fact.bootTime);
    if (time === null) continue;
    const known = times.get(fact.target);
    if (known) known.push(time);
    else times.set(fact.target, [time]);
  }
  const numbers = new Map<string, Map<number, number>>();
  for (const [target, all] of times) {
    const byTime = new Map<number, number>();
    let boot = 0;
    let previous = Number.NEGATIVE_INFINITY;
    for (const time of [...new Set(all)].sort((a, b) => a - b)) {
      if (time - previous > sameBootMs) boot += 1;
      byTime.set(time, boot);
      previous = time;
    }
    numbers.set(target, byTime);
  }
  return (fact) => {
    const time = timeOf(fact.bootTime);
    return time === null ? 0 : (numbers.get(fact.target)?.get(time) ?? 0);
  };
}

function timeOf(text: string | null): number | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
