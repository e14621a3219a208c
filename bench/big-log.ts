import { join } from 'node:path';
import { loadScenario } from '../lab/scenario.ts';
import { prepareHost } from '../lab/transport.ts';
import { snippetFiles } from '../src/transport/snippets.ts';
import type { Benchmark, Ground } from './benchmark.ts';
import { duration, interleaved, said, times } from './measure.ts';
import { loading, PlainShell } from './plain-shell.ts';

const mostMs = 2_000;
const mostMiB = 100;

/** Reads SMSPXE.log once in a PowerShell of its own; milliseconds for that alone, and MiB that the process ever held. */
const question = [
  '$watch = [System.Diagnostics.Stopwatch]::StartNew()',
  '$null = ConvertTo-AnswerJson -Value (Read-SmspxeLog -Parameters @{}) -Depth 0',
  '$took = $watch.ElapsedMilliseconds',
  '$peak = [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1048576',
  '[Console]::Out.WriteLine("$took $([int]$peak)")',
].join('; ');

export const bigLog: Benchmark = {
  name: 'big-log',
  title: 'A log of 200 MB',
  how: `SMSPXE.log is read by its reader, once in a fresh PowerShell, at a size of 200 MB and at the few lines of a
quiet server. The time is that of the reader and its answer; memory is the most that the process ever held resident.`,
  async measure(ground) {
    const big = await reader(ground, 'pxe/log-200-mb');
    const small = await reader(ground, 'pxe/base');
    await interleaved({ big: big.read, small: small.read }, 1);
    const took = await interleaved({ big: big.read, small: small.read }, 7);
    const more = big.peakMiB() - small.peakMiB();
    return [
      {
        what: 'the log of 200 MB',
        wanted: `< ${duration(mostMs)}`,
        measured: said(took.big),
        plain: `a quiet log ${said(took.small)}`,
        ratio: times(took.big.median / took.small.median),
        met: took.big.median < mostMs,
        why: 'the end of the log is decoded and searched in one go, which takes as long as the bound says',
      },
      {
        what: 'the same, memory',
        wanted: `< ${mostMiB} MiB more`,
        measured: `${big.peakMiB()} MiB`,
        plain: `a quiet log ${small.peakMiB()} MiB`,
        ratio: `${more} MiB more`,
        met: more < mostMiB,
        why: 'the end of the log is in memory as bytes and as text',
      },
    ];
  },
};

async function reader(ground: Ground, name: string) {
  ground.tell(name);
  const options = { scenario: loadScenario(name), ...(await ground.powershell()), snippets: snippetFiles() };
  const shell = await prepareHost(options, 'DP01', join(ground.folder, name.replace('/', '-')));
  let peak = 0;
  return {
    peakMiB: () => peak,
    async read(): Promise<number> {
      const [line = ''] = await new PlainShell(shell).run([loading(shell.scripts), question]);
      const [ms, mib] = line.split(' ').map(Number);
      if (ms === undefined || mib === undefined || Number.isNaN(ms + mib)) throw new Error(`Not two figures: ${line}`);
      peak = Math.max(peak, mib);
      return ms;
    },
  };
}
