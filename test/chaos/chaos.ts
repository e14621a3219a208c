// What can go wrong while machines are asked, and which test makes it happen:
//
// | What happens                                            | Where it is tried                                         |
// | ------------------------------------------------------- | --------------------------------------------------------- |
// | far shell killed in mid-answer                          | far-sides.test.ts; bare transport: transport/fan-out      |
// | local PowerShell of a batch killed                      | local-death.test.ts; bare transport: transport/fan-out    |
// | ssh of one machine killed                               | far-sides.test.ts; bare transport: transport/fan-out      |
// | a machine frozen (SIGSTOP)                              | far-sides.test.ts                                         |
// | noise: profile, stdout, stderr                          | far-sides.test.ts; local session: transport/traps 6, 11   |
// | 10 MiB from one machine                                 | far-sides.test.ts; local session: transport/contract      |
// | local session killed in mid-request, by itself or by us | transport/traps 1, 2, 4; transport/engine-traps           |
// | local session silent, or asks something                 | transport/traps 3, 7                                      |
// | clock of a machine, or ours, two hours off              | clocks.test.ts                                            |
// | restart between two questions                           | clocks.test.ts; several files: src/facts/merge.test.ts    |
// | names: twice, case, dots, two of one machine, clones    | names.test.ts; without machines: src/engine/targets.test  |
// | Ctrl-C and SIGKILL at any moment                        | interrupt.test.ts; at chosen moments: product/interrupt   |
// | owner of a fleet killed                                 | lab/fleet-crash.test.ts                                   |
// | thousands of requests through one session               | endurance.test.ts; 10,000: transport/endurance            |
// | hundreds of machines: open handles and processes        | endurance.test.ts                                         |
// | lists, options, keys, ports, subsystems that are wrong  | bad-input.test.ts, many-targets.test.ts; src/cli/*.test   |
// | all of it at once on 115 machines                       | product/fleet.test.ts                                     |
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostIdentity, facts as ours } from '../../checks/facts.ts';
import { checks } from '../../checks/index.ts';
import { type Fleet, startFleet } from '../../lab/fleet.ts';
import { fleetConnector } from '../../lab/fleet-connector.ts';
import { parseScenario, type Scenario } from '../../lab/scenario.ts';
import { labConnector } from '../../lab/transport.ts';
import { type CollectEvent, collect } from '../../src/engine/collect.ts';
import { PackedFacts } from '../../src/engine/host-facts.ts';
import { neededFacts, selectChecks, sharedFacts } from '../../src/engine/plan.ts';
import { report } from '../../src/engine/run.ts';
import { mergeGatherings, openFactsFile, openFactsWriter } from '../../src/facts/file.ts';
import { type Configuration, emptyConfiguration } from '../../src/model/configuration.ts';
import type { AnyFact } from '../../src/model/fact.ts';
import type { GatheredFact, GatheredHost } from '../../src/model/gathering.ts';
import type { RunReport } from '../../src/model/report.ts';
import type { HostReference } from '../../src/model/target.ts';
import { reportIn } from '../../src/report/index.ts';
import type { Connector } from '../../src/transport/connector.ts';
import { machinesConnector } from '../../src/transport/machines.ts';
import { snippetFiles } from '../../src/transport/snippets.ts';
import { processesAbout } from '../lab/fleet-estate.ts';
import { shell } from '../lab/probe.ts';
import { factOf } from '../product/estate.ts';
import { below } from './processes.ts';

/** Ask machines of these names, and no others. */
function askOf(pattern: RegExp, params = {}): AnyFact['ask'] {
  return (_, known) =>
    known
      .targets('pxe-server')
      .filter(({ name }) => pattern.test(name))
      .map(({ name: host }) => ({ host, role: 'pxe-server', params }));
}

/** Facts whose readers are in chaos.ps1. */
export const signsOf = (pattern: RegExp): AnyFact => factOf('chaos-signs', { ask: askOf(pattern) });
export const noiseOf = (pattern: RegExp): AnyFact => factOf('chaos-noise', { ask: askOf(pattern) });
export const largeOf = (pattern: RegExp, size: number): AnyFact =>
  factOf('chaos-large', { ask: askOf(pattern, { size }), parametric: true });
export const first = factOf('chaos-first', { ask: askOf(/./) });
/** Asked only when the first one is answered, which makes it another round trip. */
export const second = factOf('chaos-second', {
  after: ['chaos-first'],
  ask: (_, known) => known.answers(first).map(({ target: host }) => ({ host, role: 'pxe-server', params: {} })),
});

/** A scenario out of the groups of an estate, in YAML; they are like BASE, a server on which PXE is in order. */
export function estateOf(groups: string): Scenario {
  const text = `
title: t
story: s
expect: go
now: 2026-03-02T14:12:00Z
hosts:
  BASE:
    bootTime: 2026-02-26T04:00:00Z
    machineSid: S-1-5-21-1812440771-990127344-2310057719
    services: { WDSServer: { startedAt: 2026-02-26T04:00:41Z } }
estate:
${groups}`;
  return parseScenario(text, 'chaos.yaml');
}

export interface ChaosOptions {
  scenario: Scenario;
  hosts: (string | HostReference)[];
  /** Asked before the product's own facts. */
  facts?: AnyFact[];
  throttle?: number;
  /** Milliseconds of silence after which a question is given up. */
  idleMs?: number;
  now?: string;
  /** What happens meanwhile; what it returns is waited for before the run goes on with that machine. */
  onFact?(fact: GatheredFact, fleet: Fleet): void | Promise<void>;
  /** A machine has given its first sign while it is asked `chaos-signs`. */
  onSign?(name: string, fleet: Fleet): void | Promise<void>;
}

export interface Ran {
  report: RunReport;
  /** What `judge` makes of the file. */
  judged: RunReport;
  text: string;
  /** Every answer in the order in which it came, also those that a restart made worthless. */
  facts: GatheredFact[];
  /** What the report is made of, machine by machine. */
  of(target: string): readonly GatheredFact[];
  /** The names under which a connection was opened. */
  connects: string[];
  noise: Map<string, string[]>;
  /** Process ids of what is left of it, here and there. */
  left: number[];
}

const scenarioNow = '2026-03-02T14:12:00Z';

/** What `run --save` does with a fleet, and then what `judge` does. */
export async function ranOn(options: ChaosOptions): Promise<Ran> {
  const { scenario, throttle = 4, idleMs = 40_000, now: clock = scenarioNow } = options;
  const lab = { scenario, executable: shell!.executable, env: shell!.env, snippets: snippetFiles() };
  const folder = mkdtempSync(join(tmpdir(), 'osd-chaos-'));
  const fleet = await startFleet(lab);
  if ('missing' in fleet) throw new Error(fleet.missing);
  try {
    const machines = machinesConnector({
      shell: { executable: lab.executable, env: { ...lab.env }, scripts: snippetFiles() },
      localNames: [],
      throttle,
      hostMs: 120_000,
      sshOptions: fleet.sshOptions,
      remoteScripts: [
        ...snippetFiles(),
        ...fleet.remoteScripts,
        fileURLToPath(new URL('./chaos.ps1', import.meta.url)),
      ],
    });
    const reached = fleetConnector({ scenario, fleet, machines, children: await labConnector(lab) });
    const connects: string[] = [];
    const connector: Connector = {
      ...reached,
      connect(target, signal) {
        connects.push(target.name);
        return reached.connect(target, signal);
      },
    };
    const selection = { operations: ['pxe'] as const, check: [], skip: [] };
    const own = Object.fromEntries((options.facts ?? []).map((fact) => [fact.name, fact]));
    const registry = { ...ours, ...own };
    const selected = selectChecks(checks, selection).map(({ check }) => check);
    const wanted = [...(options.facts ?? []), ...neededFacts(selected, ours)];
    const configuration: Configuration = {
      ...emptyConfiguration,
      pxeServers: options.hosts.map((host) => (typeof host === 'string' ? { name: host } : host)),
    };
    const header = {
      tool: 'osd-preflight test',
      checkSet: selected.map(({ id }) => id),
      gatheredAt: clock,
      operator: 'tester',
      operations: ['pxe' as const],
      configuration,
    };
    const file = join(folder, 'chaos.facts.ndjson');
    const [packed, writer] = [new PackedFacts(), await openFactsWriter(file, header)];
    const got: GatheredFact[] = [];
    const noise = new Map<string, string[]>();
    const signed = new Set<string>();
    const struck: (void | Promise<void>)[] = [];
    const onEvent = ({ target, text }: CollectEvent): void => {
      if (!text.endsWith(': sign') || signed.has(target)) return;
      signed.add(target);
      struck.push(options.onSign?.(target, fleet));
    };
    const { hosts, complete } = await collect({
      configuration,
      facts: wanted,
      registry,
      shared: sharedFacts(selected, wanted),
      identity: hostIdentity,
      connector,
      sink: {
        async host(host: GatheredHost) {
          packed.host(host);
          await writer.host(host);
        },
        async fact(fact: GatheredFact) {
          got.push(fact);
          packed.add(fact);
          await writer.fact(fact);
          await options.onFact?.(fact, fleet);
        },
      },
      idleMs,
      now: () => clock,
      signal: new AbortController().signal,
      onEvent,
      onNoise: (target, lines) => void noise.set(target, [...(noise.get(target) ?? []), ...lines]),
    });
    await Promise.all(struck);
    const end = { finishedAt: clock, complete, notes: [] };
    await writer.end(end);
    const settings = { selection, strict: false, interrupted: false };
    const gathering = mergeGatherings([{ ...header, ...end, hosts, facts: packed }], { configuration: null });
    const said = report(gathering, checks, registry, settings);
    const saved = await openFactsFile(file);
    const judged = report(mergeGatherings([saved], { configuration: null }), checks, registry, settings);
    await saved.close();
    return {
      report: said,
      judged,
      text: [...reportIn('text', said, checks, style)].join(''),
      facts: got,
      of: (target) => gathering.facts.of(target),
      connects,
      noise,
      left: [...below(process.pid), ...(await processesAbout(fleet.folder))],
    };
  } finally {
    await fleet.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const style = { verbose: false, color: false, onlyFailing: false, unicode: true, columns: 100 };

/** What is said of one machine, by check: outcome and the sentences. */
export function saidOf({ results }: RunReport, target: string): { [check: string]: string } {
  const own = results.filter((result) => result.target === target);
  return Object.fromEntries(
    own.map(({ check, outcome, findings }) => [check, [outcome, ...findings.map(({ text }) => text)].join(': ')]),
  );
}
