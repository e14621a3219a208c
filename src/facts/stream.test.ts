import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyEvents, anyFrame, type Event } from '../../test/facts/arbitrary.ts';
import { fact, gathering, host } from '../../test/facts/sample.ts';
import { linesOf, machinesOf, readBytes } from '../../test/facts/stream.ts';
import { PackedFacts } from '../engine/host-facts.ts';
import type { Gathering } from '../model/gathering.ts';
import { hostKey } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { bootsOf } from './boots.ts';
import { encodeFacts } from './encode.ts';

const seed = { seed: 20261122, numRuns: 300 };
const chunks = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });

const keys = ['a', 'b', 'c', 'd', 'é'];

/** The facts of every machine that there may be. */
function factsOf(facts: Gathering['facts']) {
  return Object.fromEntries(keys.map((key) => [key, facts.of(key)]));
}
const expected = (events: readonly Event[]) => {
  const { hosts, facts } = machinesOf(events);
  return { hosts, facts: factsOf({ of: (key) => facts.get(key) ?? [] }) };
};
const byKey = (hosts: Gathering['hosts']) => new Map(hosts.map((each) => [hostKey(each.target), each]));

/** What a reader makes of bytes: refused, incomplete, or taken whole. */
function reading(bytes: Buffer): 'refused' | ReturnType<typeof readBytes> {
  try {
    return readBytes(bytes);
  } catch (error) {
    if (error instanceof UsageError) return 'refused';
    throw error;
  }
}
const isWhole = (result: ReturnType<typeof reading>): boolean => result !== 'refused' && result.complete;

describe(`properties, seed ${seed.seed}`, () => {
  test('in whatever order machines and facts come, and in whatever pieces the file: each machine has its facts', () => {
    fc.assert(
      fc.property(anyFrame, anyEvents, chunks, (frame, events, sizes) => {
        const {
          hosts,
          facts,
          machines: _machines,
          ...rest
        } = readBytes(Buffer.from(linesOf(frame, events).join('')), 'f', sizes);
        expect(rest).toEqual(frame);
        expect(byKey(hosts)).toEqual(expected(events).hosts);
        expect(factsOf(facts)).toEqual(expected(events).facts);
        for (const key of keys) expect(new Set(facts.boots(key))).toEqual(new Set(bootsOf(facts.of(key))));
      }),
      seed,
    );
  });

  test('facts in memory go by the same rules', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const packed = new PackedFacts();
        for (const event of events) 'host' in event ? packed.host(event.host) : packed.add(event.fact);
        expect(factsOf(packed)).toEqual(expected(events).facts);
      }),
      seed,
    );
  });

  test('cut anywhere, what is left is what was written until then', () => {
    fc.assert(
      fc.property(anyFrame, anyEvents, fc.nat(), (frame, events, place) => {
        const lines = linesOf(frame, events);
        const bytes = Buffer.from(lines.join(''));
        const length = place % bytes.length;
        const result = reading(bytes.subarray(0, length));
        // A line that only lacks its line feed is whole.
        const isWithin = (line: string, index: number): boolean =>
          Buffer.byteLength(lines.slice(0, index).join('') + line) - 1 <= length;
        const whole = lines.filter(isWithin).length;
        if (length < Buffer.byteLength(lines[0]!) || length === bytes.length - 1) {
          expect(result).toBe('refused');
          return;
        }
        if (result === 'refused') throw new Error(`cut at ${length} was refused`);
        const until = expected(events.slice(0, whole - 1));
        expect(result.complete).toBe(false);
        expect(byKey(result.hosts)).toEqual(until.hosts);
        expect(factsOf(result.facts)).toEqual(until.facts);
      }),
      seed,
    );
  });

  test('one changed byte is never taken for the whole truth', () => {
    fc.assert(
      fc.property(anyFrame, anyEvents, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, events, place, bits) => {
        const bytes = Buffer.from(linesOf({ ...frame, complete: true }, events).join(''));
        bytes[place % bytes.length]! ^= bits;
        expect(isWhole(reading(bytes))).toBe(false);
      }),
      { ...seed, numRuns: 2000 },
    );
  });
});

describe('every single place of one file', () => {
  const bytes = Buffer.from([...encodeFacts(gathering({ facts: [fact({})], hosts: [host('CM01')] }))].join(''));

  test('changed, in every bit', () => {
    for (let place = 0; place < bytes.length; place++) {
      for (let bit = 0; bit < 8; bit++) {
        const copy = Buffer.from(bytes);
        copy[place]! ^= 1 << bit;
        if (isWhole(reading(copy))) throw new Error(`byte ${place}, bit ${bit} was accepted`);
      }
    }
  });

  test('cut there', () => {
    for (let length = 0; length < bytes.length; length++)
      if (isWhole(reading(bytes.subarray(0, length)))) throw new Error(`cut at ${length} was accepted`);
    expect(isWhole(reading(bytes))).toBe(true);
  });
});

describe('what is kept in memory', () => {
  test('of 20,000 machines whose facts come by turns: a place for each run of facts', () => {
    const together = 32;
    const events: Event[] = [];
    for (let first = 0; first < 20_000; first += together) {
      const names = Array.from({ length: together }, (_, index) => `S${first + index}`);
      for (const target of names) events.push({ host: host(target) });
      for (const target of names)
        events.push({ fact: fact({ target, fact: 'a' }) }, { fact: fact({ target, fact: 'b' }) });
      for (const target of names) events.push({ fact: fact({ target, fact: 'c' }) });
    }
    const { facts, machines } = readBytes(Buffer.from(linesOf(gathering({}), events).join('')));
    const kept = [...machines.all()];
    expect(kept).toHaveLength(20_000);
    expect(kept.filter(({ ranges, boots }) => ranges.length !== 4 || boots.length !== 1)).toEqual([]);
    expect(facts.of('s19999').map(({ fact: name }) => name)).toEqual(['a', 'b', 'c']);
  });

  test('of 64 MiB of facts: nothing', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const [header, machine, large] = linesOf(gathering({}), [
      { host: host('CM01') },
      { fact: fact({ data: Array.from({ length: 1024 }, (_, index) => `a line of ${index} that has its length`) }) },
    ]);
    const text = header! + machine! + large!.repeat(Math.ceil((64 * 1024 * 1024) / large!.length));
    const bytes = Buffer.from(text);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const { machines } = readBytes(bytes);
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 * 1024 * 1024);
    expect(machines.get('CM01')!.ranges).toHaveLength(2);
  });
});
