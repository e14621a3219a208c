import { SessionTransport } from '../src/transport/session.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { labHost } from './lab-host.ts';
import { duration, interleaved, said, times } from './measure.ts';
import { loading, PlainShell } from './plain-shell.ts';
import { plainFile } from './program.ts';

const limits = { idleMs: 60_000, totalMs: 60_000 };
const mostOverMs = 6;
const mostWork = 1.2;

export const session: Benchmark = {
  name: 'session',
  title: 'A warm request through the session',
  how: `One question after the other to a PowerShell that has loaded everything: through the product's session (marker,
id, encoded parameters, checked answer, deadlines), and through a loop that writes the call of the same reader to standard
input and takes the one line that it prints for an answer. Both children load the same files. The small request is
\`Read-Boot\` of a simulated host, 25 in a row before it is the other's turn; the large one computes for 100 ms.`,
  async measure(ground) {
    const host = await labHost(ground);
    const shell = { ...host, scripts: [...host.scripts, plainFile('work.ps1')] };
    const transport = new SessionTransport(shell);
    const plain = new PlainShell(shell);
    const throughSession = (read: string) => async () => {
      const reply = await transport.request({ read, parameters: {} }, limits);
      if (!reply.ok) throw new Error(`The session did not answer ${read}: ${reply.message}`);
      return undefined;
    };
    const throughLoop = (read: string, member: string) => async () => {
      const line = await plain.ask(
        `$answer = ${read} -Parameters @{}; [Console]::Out.WriteLine('done ' + $answer.${member})`,
      );
      if (!/^done ./.test(line)) throw new Error(`The plain loop answered ${read} with ${line}`);
      return undefined;
    };
    const boot = { session: throughSession('Read-Boot'), plain: throughLoop('Read-Boot', 'lastBootUpTime') };
    const work = { session: throughSession('Read-BenchWork'), plain: throughLoop('Read-BenchWork', 'worked') };
    try {
      await plain.ask(`${loading(shell.scripts)}; [Console]::Out.WriteLine('loaded')`);
      await interleaved(boot, 50);
      const small = await interleaved(boot, 300, 25);
      await interleaved(work, 5);
      const large = await interleaved(work, 50);
      return [smallRow(small), largeRow(large)];
    } finally {
      await Promise.all([transport.close(), plain.close()]);
    }
  },
};

type Both = Awaited<ReturnType<typeof interleaved<'session' | 'plain'>>>;

function smallRow({ session, plain }: Both): Row {
  const over = session.median - plain.median;
  return {
    what: 'a small request, warm',
    wanted: `≤ ${mostOverMs} ms over the plain loop`,
    measured: `${said(session)}: ${duration(over)} over`,
    plain: said(plain),
    ratio: times(session.median / plain.median),
    met: over <= mostOverMs,
    why: `what the request costs beside its reader is written by PowerShell code: the answer is turned into ASCII JSON value by value, and the library adds lines of its own`,
  };
}

function largeRow({ session, plain }: Both): Row {
  const ratio = session.median / plain.median;
  return {
    what: 'a request with 100 ms of work',
    wanted: `≤ ${mostWork}×`,
    measured: said(session),
    plain: said(plain),
    ratio: times(ratio),
    met: ratio <= mostWork,
    why: 'as above',
  };
}
