import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPowerShell } from '../lab/powershell.ts';
import { endAll } from '../src/transport/living.ts';
import { packageFolder } from '../src/transport/snippets.ts';
import type { Ground } from './benchmark.ts';
import { catalogue } from './catalogue.ts';
import { describeMachine } from './machine.ts';
import { duration } from './measure.ts';
import { type Result, renderResults } from './results.ts';

const resultsFile = join(packageFolder(), 'bench', 'RESULTS.md');
const folders = new Set<string>();
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Measures those benchmarks that are named, or all, and writes what came of it. Answers with an exit code. */
async function run(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !catalogue.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) {
    tell(`There is no benchmark ${unknown}; there are ${catalogue.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const found = await findPowerShell({ onLine: tell });
  if ('missing' in found) {
    tell(`The benchmarks need a PowerShell. ${found.missing}`);
    return 2;
  }
  const powershell = async () => ({ executable: found.executable, env: { ...found.env } });
  const machine = await describeMachine({ powershell });
  const results = new Map<string, Result>();
  for (const { name, title, measure } of catalogue) {
    if (names.length > 0 && !names.includes(name)) continue;
    const load = loadavg()[0]!.toFixed(1);
    tell(`${name}: ${title} (load average ${load})`);
    const began = performance.now();
    const folder = await mkdtemp(join(tmpdir(), 'osd-bench-'));
    folders.add(folder);
    const ground: Ground = { folder, powershell, tell: (line) => tell(`${name}: ${line}`) };
    try {
      const rows = await measure(ground);
      results.set(name, { rows, day: new Date().toISOString().slice(0, 10), load });
      for (const { what, wanted, measured, plain, ratio, met } of rows)
        tell(
          `  ${met === null ? '      ' : met ? 'met   ' : 'MISSED'} ${what}: wanted ${wanted}; ${measured}; plain: ${plain}; ${ratio}`,
        );
    } finally {
      await rm(folder, { recursive: true, force: true });
      folders.delete(folder);
    }
    // After each: what was measured is not lost if a later one fails.
    const before = await readFile(resultsFile, 'utf8').catch(() => '');
    await writeFile(resultsFile, renderResults(catalogue, results, machine, before));
    tell(`${name}: took ${duration(performance.now() - began)}`);
  }
  return 0;
}

process.on('exit', () => {
  endAll();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

process.exit(await run(process.argv.slice(2)));
