import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { facts, hostIdentity } from '../checks/facts.ts';
import { checks } from '../checks/index.ts';
import { type Fleet, startFleet } from '../lab/fleet.ts';
import type { FleetHost } from '../lab/fleet-plan.ts';
import { parseScenario } from '../lab/scenario.ts';
import { collect } from '../src/engine/collect.ts';
import { PackedFacts } from '../src/engine/host-facts.ts';
import { neededFacts, sharedFacts } from '../src/engine/plan.ts';
import { report } from '../src/engine/run.ts';
import { mergeGatherings } from '../src/facts/file.ts';
import { emptyConfiguration } from '../src/model/configuration.ts';
import { reportIn } from '../src/report/index.ts';
import type { Connector } from '../src/transport/connector.ts';
import { farText, requestsText } from '../src/transport/fan-out-lines.ts';
import { machinesConnector } from '../src/transport/machines.ts';
import { sshOptionsOf } from '../src/transport/remote-host.ts';
import { snippetFiles } from '../src/transport/snippets.ts';
import type { Request, Shell } from '../src/transport/transport.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { duration, interleaved, type Series, said, times } from './measure.ts';
import { PlainShell, quoted } from './plain-shell.ts';

const mostRatio = 1.2;
const mostSilentMs = 1000;
/** Also what Invoke-Command does by itself; over ssh it cannot be told. */
const throttle = 32;
const selection = { operations: [], check: [], skip: [] };

export const fleet: Benchmark = {
  name: 'fleet',
  title: 'Many hosts over SSH',
  how: `64 simulated servers behind real sshds on loopback, asked for the facts of the PXE checks, ${throttle} at a time.
Through the product: probing, fan-out, decoding, judging and a report in text, in the process of the benchmark. Against one
PowerShell that runs the same text on the same hosts with one bare \`Invoke-Command\`, as many at a time, which
knows no deadline, no retry and no broken answer. Then the product once more with 3 hosts that are silent. All far sides run
on this one machine: they take nearly all of the time.`,
  measure: async ({ folder, powershell, tell }) => {
    const shell = { ...(await powershell()), scripts: snippetFiles() };
    const started = await startFleet({ scenario: estate(64, 3), ...shell, snippets: shell.scripts });
    if ('missing' in started) throw new Error(started.missing);
    try {
      const hosts = [...started.hosts.values()];
      const healthy = hosts.filter(({ door }) => door === 'open');
      const requests = (await throughProduct(started, shell, healthy.slice(0, 1))).requests;
      const script = join(folder, 'bare.ps1');
      writeFileSync(script, bareScript(started, shell, healthy, requests, join(folder, 'far.ps1')));
      const product = async (asked: readonly FleetHost[]) => {
        const { reached } = await throughProduct(started, shell, asked);
        if (reached !== healthy.length) throw new Error(`Only ${reached} of ${healthy.length} hosts were read.`);
        tell(`${asked.length} hosts through the product`);
        return undefined;
      };
      const bare = async () => {
        const printed = await new PlainShell(shell).run([`. ${quoted(script)}`]);
        const answered = printed.filter((line) => / r\d+ end /.test(line)).length;
        if (answered !== healthy.length * (requests.length + 1)) throw new Error(`Only ${answered} answers came.`);
        tell(`${healthy.length} hosts through the bare Invoke-Command`);
        return undefined;
      };
      const ways = { product: () => product(healthy), bare, silent: () => product(hosts) };
      return rowsOf(await interleaved(ways, 3));
    } finally {
      await started.stop();
    }
  },
};

function rowsOf({ product, bare, silent }: { [way in 'product' | 'bare' | 'silent']: Series }): Row[] {
  const ratio = product.median / bare.median;
  const added = silent.median - product.median;
  return [
    {
      what: '64 hosts',
      wanted: `≤ ${mostRatio}× wall`,
      measured: said(product),
      plain: said(bare),
      ratio: times(ratio),
      met: ratio <= mostRatio,
      why: 'probing knocks at each sshd once more, and each host is a job of its own, so that one that hangs holds up no other',
    },
    {
      what: '3 silent hosts more',
      wanted: `≤ ${mostSilentMs / 1000} s more`,
      measured: `${said(silent)}: ${added < 0 ? `${duration(-added)} less` : `${duration(added)} more`}`,
      plain: `without them ${said(product)}`,
      ratio: times(silent.median / product.median),
      met: added <= mostSilentMs,
      why: 'the spread of the runs is larger than what is measured',
    },
  ];
}

/** Servers that answer PXE, and some behind a dead line. */
export function estate(healthy: number, silent: number) {
  const text = `
title: The fleet of the benchmark
story: All is well, as far as anybody answers.
expect: go
now: 2026-03-02T14:12:00Z
hosts:
  BR00:
    bootTime: 2026-02-26T04:00:00Z
    machineSid: S-1-5-21-1812440771-990127344-2310057719
    services: { WDSServer: { startedAt: 2026-02-26T04:00:41Z } }
estate:
  healthy: { name: "BR##-DP", count: ${healthy - 1}, like: BR00 }
  silent: { name: "SILENT-#", count: ${silent}, like: BR00, fault: silent }
`;
  return parseScenario(text, 'benchmark.yaml');
}

/** A run as `osd-preflight run` makes it, on hosts of the fleet. Answers with what was asked of a host at once. */
async function throughProduct(
  { user, keyFile, sshOptions, remoteScripts }: Fleet,
  shell: Shell,
  hosts: readonly FleetHost[],
): Promise<{ reached: number; requests: readonly Request[] }> {
  const far = [...shell.scripts, ...remoteScripts];
  const options = { shell, localNames: [], throttle, hostMs: 300_000, sshOptions, remoteScripts: far };
  const asked: Request[][] = [];
  const connector = heard(machinesConnector(options), asked);
  const configuration = {
    ...emptyConfiguration,
    pxeServers: hosts.map(({ name, address, port }) => ({ name, address, port, user, keyFile, via: 'ssh' as const })),
  };
  const needed = neededFacts(checks, facts);
  const packed = new PackedFacts();
  const at = '2026-03-02T14:12:00Z';
  const { hosts: read, complete } = await collect({
    configuration,
    facts: needed,
    registry: facts,
    shared: sharedFacts(checks, needed),
    identity: hostIdentity,
    connector,
    sink: { host: (host) => packed.host(host), fact: (fact) => packed.add(fact) },
    idleMs: 120_000,
    now: () => at,
    signal: new AbortController().signal,
  });
  const header = { tool: 'benchmark', checkSet: [], gatheredAt: at, finishedAt: at, operator: '', operations: [] };
  const gathering = mergeGatherings([{ ...header, configuration, hosts: read, facts: packed, complete, notes: [] }], {
    configuration: null,
  });
  const result = report(gathering, checks, facts, { selection, strict: false, interrupted: false });
  const style = { verbose: false, onlyFailing: false, unicode: true, color: false, columns: 80 };
  for (const chunk of reportIn('text', result, checks, style)) chunk.toString();
  if (asked.length > hosts.length)
    throw new Error('A host was asked more than once; one bare call cannot do the same.');
  return { reached: read.filter((host) => 'identity' in host).length, requests: asked[0] ?? [] };
}

/** A connector that remembers what was asked of each host. */
function heard(connector: Connector, asked: Request[][]): Connector {
  return {
    ...connector,
    async connect(target, signal) {
      const connected = await connector.connect(target, signal);
      if ('failed' in connected) return connected;
      return {
        ask: (questions, onReply) => {
          asked.push(questions.map(({ request }) => request));
          return connected.ask(questions, onReply);
        },
        close: () => connected.close(),
      };
    },
  };
}

/** The same text to the same hosts, by PowerShell alone. `far` is where that text is put. */
function bareScript(
  { user, keyFile, sshOptions, remoteScripts }: Fleet,
  { scripts }: Shell,
  hosts: readonly FleetHost[],
  requests: readonly Request[],
  far: string,
): string {
  writeFileSync(far, farText([...scripts, ...remoteScripts]).join('') + requestsText(requests));

  const options = Object.entries(sshOptionsOf(20_000, sshOptions)).map(([key, value]) => `${key} = ${quoted(value)}`);
  const names = hosts.map(({ address }) => quoted(address)).join(', ');
  return [
    `$text = [scriptblock]::Create([System.IO.File]::ReadAllText(${quoted(far)}))`,
    `$way = @{ HostName = @(${names}); Port = ${hosts[0]!.port}; UserName = ${quoted(user)}; KeyFilePath = ${quoted(keyFile)} }`,
    `$way.Options = @{ ${options.join('; ')} }`,
    `Invoke-Command @way -ScriptBlock $text -ArgumentList '@plain' | ForEach-Object { [Console]::Out.WriteLine([string]$_) }`,
    '',
  ].join('\n');
}
