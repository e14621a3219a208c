import { facts, hostIdentity } from '../../checks/facts.ts';
import { checks } from '../../checks/index.ts';
import { loadConfiguration } from '../cli/config.ts';
import type { Asking } from '../cli/options.ts';
import { collect, type Sink } from '../engine/collect.ts';
import { neededFacts, type Selection, selectChecks, sharedFacts } from '../engine/plan.ts';
import type { FactsEnd, FactsHeader } from '../facts/encode.ts';
import type { Failure } from '../model/answer.ts';
import type { Check } from '../model/check.ts';
import type { Configuration } from '../model/configuration.ts';
import type { GatheredHost } from '../model/gathering.ts';
import type { Operation } from '../model/operation.ts';
import type { Role } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Surroundings } from '../surroundings.ts';
import { reach } from './reach.ts';

/** What was gathered, beside the facts, which went to the sink. */
export type Gathered = FactsHeader & FactsEnd & { hosts: GatheredHost[] };

/** Where what is read goes. `abandon` is called where the reading fails. */
export interface Keeping extends Sink {
  abandon(): Promise<void>;
}

/** Reads the machines. `open` is told what is known before anything is read, and gives what takes the rest. */
export async function gatherInto<K extends Keeping>(
  options: Asking,
  around: Surroundings,
  open: (header: FactsHeader) => Promise<K>,
): Promise<{ gathered: Gathered; kept: K }> {
  // Wrong input is said before anything is started.
  const ahead = options.lab === null ? await configured(options, around, null) : null;
  const { connector, siteFile, now } = await reach(options, around, ahead);
  const deadline = runDeadline(options.runTimeoutMs, around.signal);
  try {
    const configuration = ahead ?? (await configured(options, around, siteFile));
    const selected = checksIn(selectionOf(options));
    const header: FactsHeader = {
      tool: `osd-preflight ${around.version}`,
      checkSet: selected.map((check) => check.id),
      gatheredAt: now(),
      operator: around.operator,
      operations: options.operations,
      configuration,
    };
    const kept = await open(header);
    const needed = neededFacts(selected, facts);
    const progress = await progressOf(options, around, configuration);
    try {
      const { hosts, complete } = await collect({
        configuration,
        facts: needed,
        registry: facts,
        shared: sharedFacts(selected, needed),
        identity: hostIdentity,
        connector,
        unnamed: [{ name: connector.localNames[0] ?? 'localhost', roles: rolesFor(options.operations) }],
        sink: kept,
        idleMs: options.factTimeoutMs,
        now,
        signal: deadline.signal,
        onEvent: (event) => progress.update({ kind: 'target', ...event }),
        ...(options.debug ? { onNoise: (target: string, lines: string[]) => tellNoise(target, lines, around) } : {}),
      });
      const notes = complete ? [] : ['The reading was interrupted: what is missing was not judged.'];
      return { gathered: { ...header, hosts, finishedAt: now(), complete, notes }, kept };
    } catch (error) {
      await kept.abandon();
      throw error;
    } finally {
      await progress.stop();
    }
  } finally {
    deadline.clear();
    await connector.close();
  }
}

/** What this machine is where nobody names another: the one that is captured, or a server. */
function rolesFor(operations: readonly Operation[]): Role[] {
  const server = operations.length === 0 || operations.some((operation) => operation !== 'capture');
  return [
    ...(server ? (['distribution-point'] as const) : []),
    ...(operations.includes('capture') ? (['reference-computer'] as const) : []),
  ];
}

export function selectionOf({ operations, checks: check, skip }: Asking): Selection {
  return { operations, check, skip };
}

export function checksIn(selection: Selection): Check[] {
  return selectChecks(checks, selection).flatMap(({ check, selected }) => (selected ? [check] : []));
}

/** The configuration of a run; in a lab that of the scenario, unless a site file is named. */
export async function configured(
  { lab, config, overrides }: Pick<Asking, 'lab' | 'config' | 'overrides'>,
  around: Surroundings,
  text: string | null,
): Promise<Configuration> {
  const ofScenario = lab !== null && config === null;
  const configuration = await loadConfiguration({
    ...around,
    file: config,
    overrides,
    ...(ofScenario ? { siteFile: { text, name: `scenario ${lab}` } } : {}),
  });
  const { keyFile } = configuration.remoting;
  const { keyFileProblem } = await import('../transport/key-file.ts');
  const problem = keyFile === undefined ? undefined : await keyFileProblem(keyFile);
  if (problem !== undefined) throw new UsageError(problem);
  return configuration;
}

/** Aborted by Ctrl-C, and by the end of the run's time, which is said of what is late. */
function runDeadline(ms: number | null, interrupt: AbortSignal): { signal: AbortSignal; clear(): void } {
  if (ms === null) return { signal: interrupt, clear() {} };
  const controller = new AbortController();
  const late: Failure = {
    failed: 'timeout',
    message: `the run was given ${ms / 1000} s, and they were over before this was read`,
  };
  const timer = setTimeout(() => controller.abort(late), ms);
  const stop = (): void => controller.abort();
  interrupt.addEventListener('abort', stop, { once: true });
  if (interrupt.aborted) stop();
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      interrupt.removeEventListener('abort', stop);
    },
  };
}

export async function progressOf(
  { debug }: Pick<Asking, 'debug'>,
  { stderr, terminal }: Surroundings,
  configuration: Configuration,
) {
  const { createProgress } = await import('../cli/progress.ts');
  const { distributionPoints, pxeServers, targets } = configuration;
  return createProgress({
    stream: stderr,
    terminal: terminal.stderr && !debug,
    unicode: terminal.unicode,
    expected: distributionPoints.length + pxeServers.length + targets.length,
  });
}

function tellNoise(target: string, lines: readonly string[], around: Surroundings): void {
  for (const line of lines) around.tell(`${target}: ${line}`);
}
