import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { builtProgram } from '../lab/stories.ts';
import { remember } from '../src/transport/living.ts';
import { packageFolder } from '../src/transport/snippets.ts';

/** A file of `bench/plain/`: what is compared with, and what is loaded into children. */
export const plainFile = (name: string): string => join(packageFolder(), 'bench', 'plain', name);

/** Runs Node once, with nothing to read and its output dropped. Answers with milliseconds; throws on another exit code. */
export async function runNode(args: readonly string[], exitCodes: readonly number[] = [0]): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [...args], { stdio: 'ignore' });
  remember(child);
  const [code] = (await once(child, 'close')) as [number | null];
  const took = performance.now() - began;
  if (!exitCodes.includes(code ?? -1)) throw new Error(`node ${args.join(' ')} ended with exit code ${code}`);
  return took;
}

/** The program as it was built. */
export const program = (...args: string[]): string[] => [builtProgram(), ...args];

/** The same, with the most memory that the process ever held resident, in MiB, and the processor time that it took. */
export async function runWithPeak(
  args: readonly string[],
  /** A file for the answer. */
  scratch: string,
  exitCodes?: readonly number[],
): Promise<{ ms: number; cpuMs: number; peakMiB: number }> {
  process.env.OSD_BENCH_PEAK = scratch;
  try {
    const ms = await runNode(['--import', plainFile('peak.mjs'), ...args], exitCodes);
    const [peak, cpu] = readFileSync(scratch, 'utf8').split(' ').map(Number);
    return { ms, cpuMs: cpu! / 1000, peakMiB: peak! / 1024 };
  } finally {
    delete process.env.OSD_BENCH_PEAK;
    await rm(scratch, { force: true });
  }
}
