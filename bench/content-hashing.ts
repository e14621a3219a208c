import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildContentLibrary, type Library } from '../lab/content-library.ts';
import { type FileToHash, hashFiles } from '../src/content/hash-pool.ts';
import { remember } from '../src/transport/living.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { duration, interleaved, type Series, said, times } from './measure.ts';
import { program, runNode } from './program.ts';

const gibibytes = 4;
const blobs = 200;
const mostRatio = 1.15;
const mostMoreMs = 1_500;
const repetitions = 5;
const tool = 'openssl';

export const contentHashing: Benchmark = {
  name: 'content-hashing',
  title: 'The bytes of a content library',
  how: `A library of ${gibibytes} GiB in ${blobs} blobs, all of it in the page cache. The byte stage alone, with as many
threads as there are cores, against as many \`openssl dgst -sha256\` side by side, each with its share of the same files.
Then the whole command, \`osd-preflight content verify\`, from the command line to the end of the process.`,
  async measure({ folder, tell }) {
    if (!(await isThere(tool, ['version']))) return [missing(tool)];
    tell(`${gibibytes} GiB are written`);
    const workers = availableParallelism();
    const { primary, files } = await library(folder);
    const signal = new AbortController().signal;
    const ways = {
      stage: async () => {
        const results = await hashFiles(files, { algorithm: 'sha256', workers, signal });
        const good = [...results].filter(([path, result]) => 'digest' in result && path.endsWith(result.digest));
        if (good.length !== blobs) throw new Error(`Only ${good.length} of ${blobs} blobs have their own digest.`);
        return undefined;
      },
      openssl: async () => void (await openssl(files, workers)),
      command: async () => await runNode(program('content', 'verify', primary, '--hash-workers', `${workers}`)),
    };
    await interleaved(ways, 1);
    const took = await interleaved(ways, repetitions);
    return [stageRow(took, workers), commandRow(took, workers)];
  },
};

/** A row for a machine that lacks what is compared with. */
export const missing = (what: string): Row => ({
  what: 'everything',
  wanted: '',
  measured: 'not measured',
  plain: `this machine has no ${what}`,
  ratio: '',
  met: null,
  why: '',
});

/** Whether a program can be started and ends well. */
export async function isThere(name: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(name, args, { stdio: 'ignore' });
  return await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

async function library(folder: string): Promise<Pick<Library, 'primary'> & { files: FileToHash[] }> {
  const length = Math.floor((gibibytes * 1024 ** 3) / blobs);
  const packages = Array.from({ length: 10 }, (_, p) => ({
    id: `PS1000${String(p).padStart(2, '0')}`,
    version: 1,
    files: Array.from({ length: blobs / 10 }, (_, f) => ({
      path: `image ${f}.wim`,
      bytes: { repeat: `Image ${f} of package ${p}.\r\n`, length },
    })),
  }));
  const { primary, fileLibs, manifest } = await buildContentLibrary({
    packages,
    primary: join(folder, 'SCCMContentLib'),
  });
  const files = manifest.blobs.map(({ hash, size }) => ({ path: join(fileLibs[0]!, hash.slice(0, 4), hash), size }));
  return { primary, files };
}

async function openssl(files: readonly FileToHash[], processes: number): Promise<void> {
  const share = (n: number): string[] => files.filter((_, index) => index % processes === n).map(({ path }) => path);
  const children = Array.from({ length: processes }, (_, n) =>
    spawn(tool, ['dgst', '-sha256', ...share(n)], { stdio: 'ignore' }),
  );
  for (const child of children) remember(child);
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0] as number | null));
  if (codes.some((code) => code !== 0)) throw new Error(`openssl ended with exit codes ${codes.join(', ')}`);
}

type Took = { [way in 'stage' | 'openssl' | 'command']: Series };

const rate = ({ median }: Series): string => `${((gibibytes * 1024 ** 3) / 1e6 / median).toFixed(2)} GB/s`;

function stageRow({ stage, openssl: plain }: Took, workers: number): Row {
  const ratio = stage.median / plain.median;
  return {
    what: `${gibibytes} GiB, ${workers} threads`,
    wanted: `≤ ${mostRatio}× openssl`,
    measured: `${said(stage)}, ${rate(stage)}`,
    plain: `${workers} openssl ${said(plain)}, ${rate(plain)}`,
    ratio: times(ratio),
    met: ratio <= mostRatio,
    why: 'the digest is made by the OpenSSL that Node brings, which may be another than that of the machine',
  };
}

function commandRow({ command, openssl: plain }: Took, workers: number): Row {
  const over = command.median - plain.median;
  return {
    what: '`content verify`, whole',
    wanted: `≤ openssl + ${duration(mostMoreMs)}`,
    measured: said(command),
    plain: `${workers} openssl ${said(plain)}`,
    ratio: `${duration(over)} over`,
    met: over <= mostMoreMs,
    why: 'the program starts, reads the lists and reports beside what the byte stage takes',
  };
}
