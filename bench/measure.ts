/** What one way of doing something took, over its repetitions. Milliseconds. */
export interface Series {
  runs: number;
  median: number;
  /** The 10th and the 90th percentile: with few runs, the least and the most. */
  low: number;
  high: number;
}

/**
 * Measures several ways of doing the same in turns, so that whatever else the machine does meets all of them. A way
 * answers with the milliseconds that it took, or with nothing: then its whole call counts. Every second turn goes
 * backwards. `block`: so many of one way in a row, where what is measured is one of many in a row. Nothing is thrown away;
 * what must be warm is warmed up by who calls.
 */
export async function interleaved<W extends string>(
  ways: { [way in W]: () => Promise<number | undefined> },
  repetitions: number,
  block = 1,
): Promise<{ [way in W]: Series }> {
  const names = Object.keys(ways) as W[];
  const took = new Map<W, number[]>(names.map((name) => [name, []]));
  for (let turn = 0; turn < repetitions / block; turn++) {
    const order = turn % 2 === 0 ? names : [...names].reverse();
    for (const name of order.flatMap((each) => Array<W>(block).fill(each))) {
      const began = performance.now();
      const own = await ways[name]();
      took.get(name)!.push(own ?? performance.now() - began);
    }
  }
  return Object.fromEntries(names.map((name) => [name, seriesOf(took.get(name)!)])) as { [way in W]: Series };
}

export function seriesOf(values: readonly number[]): Series {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return below + (above - below) * (place - Math.floor(place));
  };
  return { runs: sorted.length, median: at(0.5), low: at(0.1), high: at(0.9) };
}

/** `1.34 s (1.29 to 1.52, 5 runs)`. */
export function said({ median, low, high, runs }: Series): string {
  const unit = unitOf(median);
  if (runs === 1) return `${unit.show(median)} ${unit.name} (1 run)`;
  return `${unit.show(median)} ${unit.name} (${unit.show(low)} to ${unit.show(high)}, ${runs} runs)`;
}

/** One duration: `5.2 ms`, `134 ms`, `1.34 s`, `32.1 s`. */
export function duration(ms: number): string {
  const unit = unitOf(ms);
  return `${unit.show(ms)} ${unit.name}`;
}

function unitOf(ms: number): { name: string; show: (value: number) => string } {
  if (ms < 100) return { name: 'ms', show: (value) => value.toFixed(1) };
  if (ms < 1000) return { name: 'ms', show: (value) => value.toFixed(0) };
  return { name: 's', show: (value) => (value / 1000).toFixed(ms < 10_000 ? 2 : 1) };
}

/** `1.27×`. */
export function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}
