import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Benchmark } from '../bench/benchmark.ts';
import { catalogue } from '../bench/catalogue.ts';
import { troubleOf, writeEstate } from '../bench/estate.ts';
import { estate } from '../bench/fleet.ts';
import { measureJudge } from '../bench/judge.ts';
import { duration, interleaved, said, seriesOf } from '../bench/measure.ts';
import { renderResults } from '../bench/results.ts';
import { facts as registry } from '../checks/facts.ts';
import { readFactsFile } from '../src/facts/file.ts';
import { packageFolder } from '../src/transport/snippets.ts';

const folder = mkdtempSync(join(tmpdir(), 'osd-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('measuring', () => {
  test('a series has its median and its spread, in a unit that fits', () => {
    expect(seriesOf([5, 1, 3])).toEqual({ runs: 3, median: 3, low: 1.4, high: 4.6 });
    expect(seriesOf([1, 2, 3, 4]).median).toBe(2.5);
    expect(said(seriesOf([1000, 2000, 3000]))).toBe('2.00 s (1.20 to 2.80, 3 runs)');
    expect([duration(5.25), duration(134.2), duration(32_100)]).toEqual(['5.3 ms', '134 ms', '32.1 s']);
  });

  test('ways are measured in turns, every second turn backwards', async () => {
    const order: string[] = [];
    const way = (name: string, ms: number) => async () => {
      order.push(name);
      return ms;
    };
    const took = await interleaved({ a: way('a', 1), b: way('b', 2) }, 3);
    expect(order.join('')).toBe('abbaab');
    expect([took.a.median, took.b.median, took.a.runs]).toEqual([1, 2, 3]);
  });
});

describe('the generated estate', () => {
  test('is a facts file in which some machines are in trouble', async () => {
    const file = join(folder, 'estate.facts.ndjson');
    await writeEstate(file, 200);
    const { hosts, facts, complete } = await readFactsFile(file);
    const count = (trouble: string) => hosts.filter((_, index) => troubleOf(index) === trouble).length;
    expect([hosts.length, complete, count('stopped'), count('dead'), count('denied')]).toEqual([200, true, 6, 3, 1]);
    expect(hosts.filter((host) => 'failed' in host)).toHaveLength(3);
    const read = hosts.flatMap(({ target }) => facts.of(target));
    expect(read.filter((fact) => 'failed' in fact)).toHaveLength(1);
    expect(read).toHaveLength(197 * 10);
    const decoders: { [fact: string]: { decode: (raw: unknown) => unknown } } = registry;
    for (const fact of read) if ('data' in fact) expect(() => decoders[fact.fact]!.decode(fact.data)).not.toThrow();
  });

  test('is judged, and every figure is there', async () => {
    const rows = await measureJudge({ folder, tell: () => undefined }, { sizes: [10, 100], repetitions: [1, 1] });
    expect(rows.map(({ what }) => what.replace(/,.*/, ''))).toEqual([
      '10 hosts',
      '10 hosts',
      '100 hosts',
      '100 hosts',
      'from 10 hosts to 100',
    ]);
    expect(rows.filter(({ met }) => met !== null)).toHaveLength(3);
    expect(rows[3]!.measured).toMatch(/^\d{2,} MiB$/);
  });

  test('the fleet has as many hosts as it says', () => {
    const doors = Object.values(estate(4, 3).hosts).map(({ door }) => door);
    expect(doors.sort()).toEqual([...Array(4).fill('open'), ...Array(3).fill('silent')]);
  });
});

describe('the page of results', () => {
  const row = { what: 'w', wanted: '≤ 1', measured: 'm', plain: 'p', ratio: '2.00×', met: false, why: 'of this' };
  const one: Benchmark = { name: 'one', title: 'One', how: 'How one.', measure: async () => [row] };
  const two: Benchmark = { ...one, name: 'two', title: 'Two' };
  const result = { rows: [row], day: '2026-03-02', load: '0.5' };

  test('says what missed its figure and why', () => {
    const page = renderResults([one, two], new Map([['one', result]]), 'a machine', '');
    expect(page).toContain('| w | ≤ 1 | m | p | 2.00× | **missed** |');
    expect(page).toContain('Missed, w: of this.');
    expect(page).toContain('## two: Two\n\nHow one.\n\nNot measured on this machine yet.');
  });

  test('keeps what was measured before on the same machine, and on no other', () => {
    const before = renderResults([one, two], new Map([['one', result]]), 'a machine', '');
    const next = new Map([['two', { ...result, day: '2026-03-03' }]]);
    expect(renderResults([one, two], next, 'a machine', before)).toContain('Measured on 2026-03-02');
    expect(renderResults([one, two], next, 'another', before)).not.toContain('Measured on 2026-03-02');
  });

  test('that is kept here has every benchmark, measured', () => {
    const page = readFileSync(join(packageFolder(), 'bench', 'RESULTS.md'), 'utf8');
    for (const { name, title } of catalogue) expect(page).toContain(`## ${name}: ${title}`);
    expect(page).not.toContain('Not measured');
  });
});
