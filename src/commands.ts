import { facts, hostIdentity } from '../checks/facts.ts';
import { checks } from '../checks/index.ts';
import { configurationFrom, loadConfiguration } from './cli/config.ts';
import type { Asking, GatherOptions, JudgeOptions, Options, Reaching, RunOptions, Showing } from './cli/options.ts';
import { noOverrides } from './cli/options.ts';
import { collect } from './engine/collect.ts';
import { neededFacts, type Selection, selectChecks } from './engine/plan.ts';
import { report } from './engine/run.ts';
import { TargetBook } from './engine/targets.ts';
import { demandWritable, encodeFacts, mergeGatherings, readFactsFile, writeFactsFile } from './facts-file.ts';
import type { Configuration } from './model/configuration.ts';
import { reachabilityCheck } from './model/finding.ts';
import type { Gathering } from './model/gathering.ts';
import { type HostIdentity, hostKey } from './model/target.ts';
import { UsageError } from './model/usage-error.ts';
import type { Style } from './report/index.ts';
import { visible } from './report/visible.ts';
import type { Surroundings } from './surroundings.ts';
import type { Connector } from './transport/connector.ts';

/** Carries out one command and returns its exit code. */
export function perform(options: Options, around: Surroundings): Promise<number> {
  switch (options.command) {
    case 'run':
      return run(options, around);
    case 'gather':
      return gather(options, around);
    case 'judge':
      return judge(options, around);
    case 'list':
      return list(around);
    case 'explain':
      return explain(options.check, around);
    case 'doctor':
      return doctor(options, around);
    case 'schema':
      return schema(options.name, around);
  }
}

async function run(options: RunOptions, around: Surroundings): Promise<number> {
  if (options.save?.file) await demandWritable(options.save.file);
  const gathering = await gathered(options, around);
  const factsFile = options.save && (options.save.file ?? factsFileName(gathering));
  const unsaved = factsFile && (await writeFactsFile(factsFile, gathering).catch((error: unknown) => error));
  const code = await show(gathering, selectionOf(options), options, around, unsaved ? null : factsFile);
  // What was read is reported all the same.
  if (unsaved) throw unsaved;
  return code;
}

/** 0 when everything was read, 3 when only a part was. */
async function gather(options: GatherOptions, around: Surroundings): Promise<number> {
  if (options.output !== null && options.output !== '-') await demandWritable(options.output);
  const gathering = await gathered(options, around);
  if (options.output === '-') for (const line of encodeFacts(gathering)) await around.print(line);
  else {
    const file = options.output ?? factsFileName(gathering);
    try {
      await writeFactsFile(file, gathering);
    } catch (error) {
      // What was read is not lost for want of a place to put it.
      for (const line of encodeFacts(gathering)) await around.print(line);
      throw error;
    }
    around.tell(`${gathering.facts.length} answers from ${gathering.hosts.length} machines written to ${file}`);
  }
  if (around.signal.aborted) return 130;
  const whole = gathering.hosts.every((host) => 'identity' in host) && gathering.facts.every((fact) => 'data' in fact);
  return whole && gathering.hosts.length > 0 ? 0 : 3;
}

async function judge(options: JudgeOptions, around: Surroundings): Promise<number> {
  const files = await Promise.all(options.files.map((file) => readFactsFile(file)));
  const configuration =
    options.config === null
      ? null
      : await loadConfiguration({ file: options.config, cwd: around.cwd, overrides: noOverrides });
  const gathering = mergeGatherings(files, { configuration, files: options.files });
  // An empty list of checks would stand for all of them, and here it stands for none.
  const skip = gathering.checkSet.length > 0 ? [] : checks.map(({ id }) => id);
  const selection = { operations: gathering.operations, check: gathering.checkSet, skip };
  return show(await replayed(gathering, selection, around.signal), selection, options, around, null);
}

/**
 * The gathering as its configuration asks for it: every question is put again, to what was gathered. So a machine or a
 * package that the configuration names and the facts do not hold is missing, and not merely unmentioned.
 */
async function replayed(gathering: Gathering, selection: Selection, signal: AbortSignal): Promise<Gathering> {
  const { recordedConnector } = await import('./transport/recorded.ts');
  const selected = selectChecks(checks, selection).flatMap(({ check, selected }) => (selected ? [check] : []));
  const { hosts, facts: answers } = await collect({
    configuration: gathering.configuration,
    facts: neededFacts(selected, facts),
    registry: facts,
    // It was decoded when it was gathered.
    identity: { ...hostIdentity, decode: (identity) => identity as HostIdentity },
    connector: recordedConnector(gathering),
    unnamed: gathering.hosts.map(({ target, roles }) => ({ name: target, roles })),
    idleMs: 1,
    now: () => gathering.finishedAt,
    signal,
  });
  const used = new Set(hosts.flatMap(({ target, aliases }) => [target, ...aliases]).map(hostKey));
  const left = gathering.hosts.map(({ target }) => target).filter((name) => !used.has(hostKey(name)));
  const note = `Gathered and not judged, because the configuration does not name it: ${left.join(', ')}.`;
  return { ...gathering, hosts, facts: answers, notes: left.length > 0 ? [...gathering.notes, note] : gathering.notes };
}

async function list(around: Surroundings): Promise<number> {
  const { checkList } = await import('./report/index.ts');
  return printed(checkList(checks, styleOf({ verbose: false, color: true }, around)), around);
}

async function explain(id: string, around: Surroundings): Promise<number> {
  const { checkExplanation, reachabilityExplanation } = await import('./report/index.ts');
  const check = checks.find((each) => each.id === id);
  if (!check && id === reachabilityCheck)
    return printed(reachabilityExplanation(styleOf({ verbose: false, color: true }, around)), around);
  if (!check) throw new UsageError(`There is no check "${id}"; "osd-preflight list" shows them all.`);
  return printed(checkExplanation(check, styleOf({ verbose: false, color: true }, around)), around);
}

async function schema(name: 'config' | 'facts' | 'report', around: Surroundings): Promise<number> {
  const { jsonSchema } = await import('./cli/schema.ts');
  return printed([`${JSON.stringify(jsonSchema(name), null, 2)}\n`], around);
}

/** Which PowerShell would be used, and what it says of itself. */
async function doctor(options: Reaching, around: Surroundings): Promise<number> {
  const { connector, siteFile } = await reach(options, around);
  try {
    // A scenario that runs on nobody's machine is asked at the first machine of its site file.
    const configuration = configurationFrom(siteFile, `scenario ${options.lab}`, noOverrides);
    const [target] = new TargetBook(configuration, connector.localNames).all();
    const connection = await connector.connect(target!, around.signal);
    if ('failed' in connection) throw silent(connection.message);
    const limits = { idleMs: 60_000, totalMs: 60_000, signal: around.signal };
    const reply = await connection.session.request({ read: 'Read-HostIdentity', parameters: {} }, limits);
    if (!reply.ok) throw silent(reply.message);
    const identity = hostIdentity.decode(reply.items[0]);
    const { path, edition, version, languageMode, executionPolicy, elevated } = identity.powerShell;
    const rows: [string, string][] = [
      ['osd-preflight', around.version],
      ['machine', identity.names.join(', ')],
      ['system', [identity.operatingSystem, identity.osVersion].filter(Boolean).join(' ')],
      ['PowerShell', `${version} (${edition})`],
      ['path', path ?? 'unknown'],
      ['language mode', languageMode],
      ['execution policy', executionPolicy ?? 'unknown'],
      ['elevated', elevated === null ? 'unknown' : elevated ? 'yes' : 'no'],
      ['culture', identity.culture],
      ['time zone', identity.timeZone],
    ];
    return await printed(
      rows.map(([label, value]) => `${label.padEnd(17)}${value}\n`),
      around,
    );
  } finally {
    await connector.close();
  }
}

/** What `doctor` says where nothing answers; the message may hold whatever that program printed. */
function silent(message: string): UsageError {
  return new UsageError(`No PowerShell answered: ${visible(message.trim())}; name another with --powershell <path>.`);
}

async function gathered(options: Asking, around: Surroundings): Promise<Gathering> {
  // Wrong input is said before anything is started.
  const ahead = options.lab === null ? await configured(options, around) : null;
  const { connector, siteFile, now } = await reach(options, around);
  let configuration: Configuration;
  try {
    configuration = ahead ?? (await labConfiguration(options, siteFile, around));
  } catch (error) {
    await connector.close();
    throw error;
  }
  const selected = selectChecks(checks, selectionOf(options)).flatMap(({ check, selected }) =>
    selected ? [check] : [],
  );
  const { createProgress } = await import('./cli/progress.ts');
  const { stderr, terminal } = around;
  const progress = createProgress({
    stream: stderr,
    terminal: terminal.stderr && !options.debug,
    unicode: terminal.unicode,
  });
  const gatheredAt = now();
  try {
    const {
      hosts,
      facts: answers,
      complete,
    } = await collect({
      configuration,
      facts: neededFacts(selected, facts),
      registry: facts,
      identity: hostIdentity,
      connector,
      idleMs: options.factTimeoutMs,
      now,
      signal: around.signal,
      onEvent: (event) => progress.update({ kind: 'target', ...event }),
      ...(options.debug
        ? {
            onNoise: (target: string, lines: string[]) => {
              for (const line of lines) around.tell(`${target}: ${line}`);
            },
          }
        : {}),
    });
    return {
      tool: `osd-preflight ${around.version}`,
      checkSet: selected.map((check) => check.id),
      gatheredAt,
      finishedAt: now(),
      operator: around.operator,
      operations: options.operations,
      configuration,
      hosts,
      facts: answers,
      complete,
      notes: complete ? [] : ['The reading was interrupted: what is missing was not judged.'],
    };
  } finally {
    await progress.stop();
  }
}

interface Reached {
  connector: Connector;
  siteFile: string | null;
  now: () => string;
}

async function reach({ lab, powershell }: Reaching, around: Surroundings): Promise<Reached> {
  if (lab !== null) {
    const { openLab } = await import('../lab/open.ts');
    const opened = await openLab({ name: lab, powershell, onLine: around.tell, signal: around.signal });
    if ('missing' in opened) throw new UsageError(opened.missing);
    return opened;
  }
  const { givenPowerShell, installedPowerShell } = await import('./transport/find-powershell.ts');
  const found = await (powershell === null ? installedPowerShell(around.env) : givenPowerShell(powershell, around.env));
  if ('missing' in found) throw new UsageError(found.missing);
  const { machinesConnector } = await import('./transport/machines.ts');
  const { snippetFiles } = await import('./transport/snippets.ts');
  const shell = { executable: found.executable, env: found.env, scripts: snippetFiles() };
  return { connector: machinesConnector({ shell, localNames: around.localNames }), siteFile: null, now: around.now };
}

function configured({ config, overrides }: Asking, around: Surroundings): Promise<Configuration> {
  return loadConfiguration({ file: config, cwd: around.cwd, overrides });
}

async function labConfiguration(
  options: Asking,
  siteFile: string | null,
  around: Surroundings,
): Promise<Configuration> {
  return options.config === null
    ? configurationFrom(siteFile, `scenario ${options.lab}`, options.overrides)
    : configured(options, around);
}

function selectionOf({ operations, checks: check, skip }: Asking): Selection {
  return { operations, check, skip };
}

async function show(
  gathering: Gathering,
  selection: Selection,
  options: Showing,
  around: Surroundings,
  factsFile: string | null,
): Promise<number> {
  const { reportIn } = await import('./report/index.ts');
  const interrupted = around.signal.aborted;
  const result = report(gathering, checks, facts, { selection, strict: options.strict, interrupted });
  const style = { ...styleOf(options, around), ...(factsFile ? { factsFile } : {}) };
  await printed(reportIn(options.format, result, checks, style), around);
  return result.exitCode;
}

function styleOf({ verbose, color }: { verbose: boolean; color: boolean }, { terminal }: Surroundings): Style {
  const { unicode, columns, stdout } = terminal;
  return { verbose, unicode, color: color && terminal.color && stdout, columns };
}

async function printed(chunks: Iterable<string>, around: Surroundings): Promise<0> {
  for (const chunk of chunks) await around.print(chunk);
  return 0;
}

/** `PS1-capture-20261122T140207Z.facts.ndjson`: what it is about and when, readable in a folder of many. */
function factsFileName({ configuration, operations, gatheredAt }: Gathering): string {
  const parts = [configuration.site?.code, ...operations, gatheredAt.replace(/[-:]|\.\d+/g, '')];
  return `${parts.filter(Boolean).join('-')}.facts.ndjson`;
}
