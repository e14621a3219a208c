import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildContentLibrary } from '../lab/content-library.ts';
import { remember } from '../src/transport/living.ts';
import type { Benchmark } from './benchmark.ts';
import { isThere, missing } from './content-hashing.ts';
import { interleaved, said, times } from './measure.ts';
import { program, runWithPeak } from './program.ts';

const contents = 2_000;
const filesEach = 100;
const blobs = 5_000;
const mostRatio = 4;
const repetitions = 5;

export const contentMetadata: Benchmark = {
  name: 'content-metadata',
  title: 'The lists of a content library',
  how: `A library of ${contents.toLocaleString('en')} contents with ${(contents * filesEach).toLocaleString('en')} files,
each with its INI, of ${blobs.toLocaleString('en')} blobs, all in the page cache. \`osd-preflight content verify
--metadata-only\`, from the command line to the end of the process: every INI read and understood, every content hash
computed, every blob looked for; against \`find -print0 | xargs -0 cat\` over the same INI files.`,
  async measure({ folder, tell }) {
    if (!(await isThere('sh', ['-c', 'command -v find xargs cat']))) return [missing('find, xargs or cat')];
    tell(`${contents * filesEach} files are listed`);
    const primary = await library(folder);
    const files = readdirSync(primary, { recursive: true }).filter((name) => `${name}`.endsWith('.INI')).length;
    let peakMiB = 0;
    const ways = {
      pass: async () => {
        const args = program('content', 'verify', primary, '--metadata-only');
        const { ms, peakMiB: peak } = await runWithPeak(args, join(folder, 'peak'));
        peakMiB = Math.max(peakMiB, peak);
        return ms;
      },
      cat: async () => void (await cat(primary)),
    };
    await interleaved(ways, 1);
    const took = await interleaved(ways, repetitions);
    const ratio = took.pass.median / took.cat.median;
    return [
      {
        what: `${files.toLocaleString('en')} INI files`,
        wanted: `≤ ${mostRatio}× cat`,
        measured: said(took.pass),
        plain: `cat ${said(took.cat)}`,
        ratio: times(ratio),
        met: ratio <= mostRatio,
        why: 'each INI is parsed and each name is sorted under five orders, which cat does not do',
      },
      {
        what: 'the same, memory',
        wanted: '',
        measured: `${Math.round(peakMiB)} MiB`,
        plain: '',
        ratio: '',
        met: null,
        why: '',
      },
    ];
  },
};

async function library(folder: string): Promise<string> {
  const packages = Array.from({ length: contents }, (_, p) => ({
    id: `PS1${p.toString(16).toUpperCase().padStart(5, '0')}`,
    version: 1 + (p % 5),
    files: Array.from({ length: filesEach }, (_, f) => ({
      path: `${['x86', 'x64\\deep', 'setup'][f % 3]}\\driver-${f}_a.inf`,
      bytes: Buffer.from(`Blob ${(p * filesEach + f) % blobs}.`),
    })),
  }));
  const primary = join(folder, 'SCCMContentLib');
  await buildContentLibrary({ packages, primary });
  return primary;
}

async function cat(folder: string): Promise<void> {
  const child = spawn('sh', ['-c', 'find "$1" -name "*.INI" -print0 | xargs -0 cat >/dev/null', 'sh', folder], {
    stdio: 'ignore',
  });
  remember(child);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`cat ended with exit code ${code}`);
}
