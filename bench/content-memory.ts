import { join } from 'node:path';
import { buildContentLibrary } from '../lab/content-library.ts';
import { loadScenario } from '../lab/scenario.ts';
import { prepareHost } from '../lab/transport.ts';
import { snippetFiles } from '../src/transport/snippets.ts';
import type { Benchmark, Ground, Row } from './benchmark.ts';
import { interleaved, type Series, said, times } from './measure.ts';
import { loading, PlainShell } from './plain-shell.ts';

const mostMiB = 250;
const mostMoreMiB = 50;
const sizes = { small: 200, big: 40_000 };
const filesEach = 200;

export const contentMemory: Benchmark = {
  name: 'content-memory',
  title: 'PowerShell beside a large content library',
  how: `The readers of \`content-library\` and \`content-blobs\`, one after the other in a fresh PowerShell of a simulated
distribution point, their answers written as they come, for packages of ${sizes.small} and of
${sizes.big.toLocaleString('en')} files. Memory is the most that the process ever held resident.`,
  async measure(ground) {
    const small = await reader(ground, 'small');
    const big = await reader(ground, 'big');
    // Once: memory is what is asked, and it does not hang on what else the machine does.
    const took = await interleaved({ big: big.read, small: small.read }, 1);
    return [row(took, { small: small.peakMiB(), big: big.peakMiB() })];
  },
};

function row(took: { [size in keyof typeof sizes]: Series }, peak: { [size in keyof typeof sizes]: number }): Row {
  const more = peak.big - peak.small;
  return {
    what: `${sizes.big.toLocaleString('en')} files, memory`,
    wanted: `≤ ${mostMiB} MiB, and at most ${mostMoreMiB} MiB more`,
    measured: `${peak.big} MiB, ${said(took.big)}`,
    plain: `${sizes.small} files ${peak.small} MiB, ${said(took.small)}`,
    ratio: `${more} MiB more, ${times(took.big.median / took.small.median)} the time`,
    met: peak.big <= mostMiB && more <= mostMoreMiB,
    why: 'what is flat is the reading of files; the names of blobs that were seen, and for each blob that is to be hashed its paths and size, are kept until the end',
  };
}

/** Milliseconds of both readers, and MiB that the process ever held; what is answered is dropped. */
const question = (packages: readonly string[]): string =>
  [
    "Start-AnswerChannel -Marker 'bench' -AsObject $false; Start-Answer -Id '1'",
    '$out = [Console]::Out; [Console]::SetOut([System.IO.TextWriter]::Null)',
    `$parameters = @{ packages = @(${packages.map((id) => `'${id}'`).join(',')}) }`,
    '$watch = [System.Diagnostics.Stopwatch]::StartNew()',
    'Read-ContentLibrary -Parameters $parameters | ForEach-Object -Process { Write-AnswerItem -Value $_ }',
    'Read-ContentBlobs -Parameters $parameters | ForEach-Object -Process { Write-AnswerItem -Value $_ }',
    '$took = $watch.ElapsedMilliseconds',
    '[Console]::SetOut($out)',
    '$peak = [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1048576',
    '[Console]::Out.WriteLine("$took $([int]$peak) $script:AnswerItems")',
  ].join('; ');

async function reader(ground: Ground, size: keyof typeof sizes) {
  const scenario = loadScenario('content-corrupt-blob');
  const options = { scenario, ...(await ground.powershell()), snippets: snippetFiles() };
  const folder = join(ground.folder, size);
  const shell = await prepareHost(options, 'DP01', folder);
  const packages = Array.from({ length: sizes[size] / filesEach }, (_, p) => ({
    id: `PS2${String(p).padStart(5, '0')}`,
    version: 1,
    files: Array.from({ length: filesEach }, (_, f) => ({
      path: `x64\\file ${f}.dll`,
      bytes: Buffer.from(`File ${f} of package ${p}.`),
    })),
  }));
  ground.tell(`${sizes[size]} files`);
  await buildContentLibrary({ packages, primary: join(folder, 'drives', 'D', 'SCCMContentLib') });
  let peak = 0;
  return {
    peakMiB: () => peak,
    async read(): Promise<number> {
      const [line = ''] = await new PlainShell(shell).run([
        loading(shell.scripts),
        question(packages.map(({ id }) => id)),
      ]);
      const [ms, mib, items] = line.split(' ').map(Number);
      if (ms === undefined || mib === undefined || !(items! > 3 * sizes[size]))
        throw new Error(`Not what was asked: ${line}`);
      peak = Math.max(peak, mib);
      return ms;
    },
  };
}
