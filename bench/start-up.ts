import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { remember } from '../src/transport/living.ts';
import type { Shell } from '../src/transport/transport.ts';
import type { Benchmark } from './benchmark.ts';
import { labHost, oneHost } from './lab-host.ts';
import { duration, interleaved, said, times } from './measure.ts';
import { loading, PlainShell } from './plain-shell.ts';
import { program, runNode } from './program.ts';

const mostVersion = 3;
const mostStarts = 1.5;

export const startUp: Benchmark = {
  name: 'start-up',
  title: 'Start-up',
  how: `\`--version\` against a Node that does nothing. Then how long a run on one simulated host needs until its first
fact is on the screen: the line that says what the machine is, which is read there. It is held against \`--version\` and
starts of the same PowerShell: until it prints a line, which is what is wanted; and, with no figure wanted, until a plain
PowerShell that loads the same snippets, lab and state has read the same fact.`,
  async measure(ground) {
    const powershell = await ground.powershell();
    const run = await oneHost(ground, 'run');
    await firstFact(run);
    const { version, node } = await interleaved(
      { version: () => runNode(program('--version')), node: () => runNode(['-e', '0']) },
      21,
    );
    const host = await labHost(ground);
    const identity = `${loading(host.scripts)}; [Console]::Out.WriteLine((Read-HostIdentity -Parameters @{}).machineName)`;
    const { fact, start, read } = await interleaved(
      {
        fact: () => firstFact(run),
        start: () => firstLine(powershell, "[Console]::Out.WriteLine('here')"),
        read: () => firstLine(host, identity),
      },
      7,
    );
    const ratio = version.median / node.median;
    const allowed = version.median + mostStarts * start.median;
    return [
      {
        what: '`--version`',
        wanted: `≤ ${mostVersion}× \`node -e 0\``,
        measured: said(version),
        plain: said(node),
        ratio: times(ratio),
        met: ratio <= mostVersion,
        why: 'see the modules that src/main.ts imports before it looks at its arguments',
      },
      {
        what: 'first fact on the screen',
        wanted: `≤ \`--version\` + ${mostStarts} PowerShell starts = ${duration(allowed)}`,
        measured: said(fact),
        plain: `one PowerShell start ${said(start)}`,
        ratio: `\`--version\` + ${((fact.median - version.median) / start.median).toFixed(2)} starts`,
        met: fact.median <= allowed,
        why: 'a start that prints a line loads nothing; the line below has the start that a run needs, in which the snippets, the lab and the state of the host are loaded and compiled',
      },
      {
        what: 'the same',
        wanted: '',
        measured: said(fact),
        plain: `one PowerShell with the same files until its first fact ${said(read)}`,
        ratio: `\`--version\` + ${((fact.median - version.median) / read.median).toFixed(2)} such starts`,
        met: null,
        why: '',
      },
    ];
  },
};

/** Milliseconds until a run has read its first fact; then it is ended. */
async function firstFact(args: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  remember(child);
  const closed = once(child, 'close');
  let took: number | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    if (took === undefined && / reached /.test(line)) {
      took = performance.now() - began;
      child.kill('SIGINT');
    }
  }
  await closed;
  if (took === undefined) throw new Error(`No fact was read by node ${args.join(' ')}`);
  return took;
}

/** Milliseconds until a plain PowerShell has printed one line. */
async function firstLine(powershell: Pick<Shell, 'executable' | 'env'>, code: string): Promise<number> {
  const began = performance.now();
  const shell = new PlainShell(powershell);
  await shell.ask(code);
  const took = performance.now() - began;
  await shell.close();
  return took;
}
