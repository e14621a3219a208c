import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Benchmark, Ground, Row } from './benchmark.ts';
import { writeEstate } from './estate.ts';
import { duration, interleaved, type Series, said, seriesOf, times } from './measure.ts';
import { plainFile, program, runNode, runWithPeak } from './program.ts';

const leastPerSecond = 1000;
const mostMiB = 300;
const mostGrowth = 11;
/** Of the sizes the one that figures are wanted for. */
const wantedAt = 1;
/** No-go, or too much that could not be read: either is a report. */
const reported = [1, 3];

export const judge: Benchmark = {
  name: 'judge',
  title: 'Judging a facts file',
  how: `\`osd-preflight judge\` on a generated facts file of distribution points, each with the facts of the PXE checks;
3 % have WDS stopped, 1 % are dead, 0.5 % refuse to be read. From the command line to the end of the process, the report
in text dropped. Against a script that parses and hashes the lines of the same file. Memory is the most that the process
ever held resident, as the kernel has it. Figures are wanted at
10,000; the other sizes show how it grows.`,
  measure: (ground) => measureJudge(ground, { sizes: [1_000, 10_000, 100_000], repetitions: [5, 5, 1] }),
};

interface Measured {
  hosts: number;
  bytes: number;
  judge: Series;
  plain: Series;
  peakMiB: number;
  cpu: Series;
}

/** Sizes in machines, the second being the one that has the figures; each with its number of repetitions. */
export async function measureJudge(
  { folder, tell }: Pick<Ground, 'folder' | 'tell'>,
  { sizes, repetitions }: { sizes: readonly number[]; repetitions: readonly number[] },
): Promise<Row[]> {
  const all: Measured[] = [];
  for (const [index, hosts] of sizes.entries()) {
    const file = join(folder, `${hosts}.facts.ndjson`);
    tell(`${hosts} machines`);
    await writeEstate(file, hosts);
    let peakMiB = 0;
    const cpuMs: number[] = [];
    const judged = async () => {
      const used = await runWithPeak(program('judge', file), join(folder, 'peak'), reported);
      peakMiB = Math.max(peakMiB, used.peakMiB);
      cpuMs.push(used.cpuMs);
      return used.ms;
    };
    const ways = { judge: judged, plain: () => runNode([plainFile('read-lines.mjs'), file]) };
    const took = await interleaved(ways, repetitions[index] ?? 1);
    all.push({ hosts, bytes: (await stat(file)).size, ...took, peakMiB, cpu: seriesOf(cpuMs) });
  }
  return [
    ...all.flatMap((measured, index) => rowsOf(measured, index === wantedAt)),
    ...all.slice(1).map((more, index) => growthRow(all[index]!, more)),
  ];
}

function rowsOf({ hosts, bytes, judge, cpu, plain, peakMiB }: Measured, isWanted: boolean): Row[] {
  const perSecond = hosts / (judge.median / 1000);
  const what = `${hosts.toLocaleString('en')} hosts, ${(bytes / 1_000_000).toFixed(1)} MB`;
  return [
    {
      what,
      wanted: isWanted ? `≥ ${leastPerSecond} hosts/s` : '',
      measured: `${Math.round(perSecond).toLocaleString('en')} hosts/s: ${said(judge)}, of them ${duration(cpu.median)} of processor time`,
      plain: `lines parsed and hashed: ${said(plain)}`,
      ratio: times(judge.median / plain.median),
      met: isWanted ? perSecond >= leastPerSecond : null,
      why: 'a distribution point has ten facts for the PXE checks, of which two hold lists, and all are decoded and judged: compare the processor time with the time on the clock',
    },
    {
      what: `${hosts.toLocaleString('en')} hosts, memory`,
      wanted: isWanted ? `≤ ${mostMiB} MiB` : '',
      measured: `${Math.round(peakMiB)} MiB`,
      plain: '',
      ratio: '',
      met: isWanted ? peakMiB <= mostMiB : null,
      why: 'hosts, their identities, targets, results and the report are in memory until the end, and V8 lets garbage lie about as large as they are',
    },
  ];
}

function growthRow(less: Measured, more: Measured): Row {
  const growth = more.judge.median / less.judge.median;
  const [a, b] = [less, more].map(({ hosts }) => hosts.toLocaleString('en'));
  const most = (mostGrowth * more.hosts) / (10 * less.hosts);
  return {
    what: `from ${a} hosts to ${b}`,
    wanted: `≤ ${most}× the time`,
    measured: `${duration(less.judge.median)} to ${duration(more.judge.median)}`,
    plain: `${times(more.plain.median / less.plain.median)} for the plain script`,
    ratio: times(growth),
    met: growth <= most,
    why: 'more is in memory, and collecting garbage takes a larger share',
  };
}
