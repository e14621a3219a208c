import { join } from 'node:path';
import { readFactsFile } from '../src/facts/file.ts';
import { readerOf } from '../src/model/fact.ts';
import type { Benchmark } from './benchmark.ts';
import { labHost, oneHost } from './lab-host.ts';
import { duration, interleaved, said, times } from './measure.ts';
import { loading, PlainShell } from './plain-shell.ts';
import { program, runNode } from './program.ts';

const most = 1.5;

export const localRun: Benchmark = {
  name: 'local-run',
  title: 'A whole local run',
  how: `\`osd-preflight run\` on one simulated host, from the command line to the end of the process, against one script
in one PowerShell that loads the same snippets, lab and state, calls the same readers and prints their answers as JSON.
One host, because for two a run starts two PowerShells. The script gets its host ready-made; the run writes the lab's
files itself, and reports.`,
  async measure(ground) {
    const file = join(ground.folder, 'one-host.facts.ndjson');
    await runNode(await oneHost(ground, 'gather', '--output', file));
    const { hosts, facts } = await readFactsFile(file);
    const read = hosts.flatMap(({ target }) => facts.of(target));
    if (hosts.length !== 1 || read.some((fact) => 'failed' in fact || Object.keys(fact.params).length > 0))
      throw new Error('The run of one host is not what the script can do: several hosts, failures or parameters.');
    const readers = ['host-identity', ...read.map(({ fact }) => fact)].map(readerOf);
    const shell = await labHost(ground);
    const script = [
      loading(shell.scripts),
      ...readers.map((reader) => {
        return `[Console]::Out.WriteLine((ConvertTo-AnswerJson -Value (${reader} -Parameters @{}) -Depth 0))`;
      }),
    ];
    const plainly = async () => {
      const printed = await new PlainShell(shell).run(script);
      for (const line of printed) JSON.parse(line);
      if (printed.length !== readers.length)
        throw new Error(`The script read ${printed.length} facts of ${readers.length}.`);
      return undefined;
    };
    const run = await oneHost(ground, 'run');
    const ways = { run: () => runNode(run), plain: plainly, version: () => runNode(program('--version')) };
    await interleaved(ways, 1);
    const took = await interleaved(ways, 9);
    const allowed = most * took.plain.median + took.version.median;
    return [
      {
        what: `a run on one host, ${readers.length} facts`,
        wanted: `≤ ${most}× the script + \`--version\` = ${duration(allowed)}`,
        measured: said(took.run),
        plain: `script ${said(took.plain)}; \`--version\` ${said(took.version)}`,
        ratio: `${times((took.run.median - took.version.median) / took.plain.median)} + \`--version\``,
        met: took.run.median <= allowed,
        why: 'a run loads its own modules and writes the state of the simulated host before its PowerShell starts, and ends that child before itself',
      },
    ];
  },
};
