import { facts } from '../../checks/facts.ts';
import { checks } from '../../checks/index.ts';
import { loadConfiguration } from '../cli/config.ts';
import type { GatherOptions, JudgeOptions, Options, RunOptions, Showing } from '../cli/options.ts';
import { noOverrides } from '../cli/options.ts';
import type { Sink } from '../engine/collect.ts';
import { PackedFacts } from '../engine/host-facts.ts';
import type { Selection } from '../engine/plan.ts';
import { report } from '../engine/run.ts';
import type { FactsHeader } from '../facts-encode.ts';
import { demandWritable, mergeGatherings, openFactsFile, openFactsWriter } from '../facts-file.ts';
import type { FactsWriter } from '../facts-writer.ts';
import { reachabilityCheck } from '../model/finding.ts';
import type { Gathering } from '../model/gathering.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Style } from '../report/index.ts';
import type { Surroundings } from '../surroundings.ts';
import { checksIn, gatherInto, selectionOf } from './gather.ts';

/** Carries out one command and returns its exit code. */
export async function perform(options: Options, around: Surroundings): Promise<number> {
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
    case 'doctor': {
      const { doctorLines } = await import('./doctor.ts');
      return printed(await doctorLines(options, around), around);
    }
    case 'schema':
      return schema(options.name, around);
  }
}

async function run(options: RunOptions, around: Surroundings): Promise<number> {
  const { save } = options;
  if (save?.file) await demandWritable(save.file);
  const packed = new PackedFacts();
  let kept: { file: string; writer: FactsWriter } | null = null;
  const gathered = await gatherInto(options, around, async (header) => {
    if (!save) return packing(packed);
    const file = save.file ?? factsFileName(header);
    kept = { file, writer: await openFactsWriter(file, header) };
    return packing(packed, kept.writer);
  });
  const unsaved = await ended(kept, gathered);
  const gathering = mergeGatherings([{ ...gathered, facts: packed }], { configuration: null });
  const code = await show(gathering, selectionOf(options), options, around, unsaved ? null : fileOf(kept));
  // What was read is reported all the same.
  if (unsaved) throw unsaved.error;
  return code;
}

type Kept = { file: string; writer: FactsWriter } | null;
const fileOf = (kept: Kept): string | null => kept?.file ?? null;

/** Finishes a facts file; what went wrong with it is returned, since the report comes first. */
async function ended(kept: Kept, end: Parameters<FactsWriter['end']>[0]): Promise<{ error: unknown } | null> {
  try {
    await kept?.writer.end(end);
    return null;
  } catch (error) {
    return { error };
  }
}

/** Keeps facts in memory, and in a file where there is one: a file that fails must not end the reading. */
function packing(packed: PackedFacts, writer?: FactsWriter): Sink {
  const unlessFull = async (writing: Promise<void> | undefined): Promise<void> => writing?.catch(() => {});
  return {
    host(host) {
      packed.host(host);
      return unlessFull(writer?.host(host));
    },
    fact(fact) {
      packed.add(fact);
      return unlessFull(writer?.fact(fact));
    },
  };
}

/** 0 when everything was read, 3 when only a part was. */
async function gather(options: GatherOptions, around: Surroundings): Promise<number> {
  if (options.output !== null && options.output !== '-') await demandWritable(options.output);
  let kept: Kept = null;
  let unread = 0;
  const gathered = await gatherInto(options, around, async (header) => {
    const file = options.output ?? factsFileName(header);
    const writer = await openFactsWriter(file === '-' ? around.print : file, header);
    kept = { file, writer };
    return {
      host: (host) => writer.host(host),
      fact(fact) {
        if ('failed' in fact) unread += 1;
        return writer.fact(fact);
      },
    };
  });
  const { file, writer } = kept as unknown as NonNullable<Kept>;
  await writer.end(gathered);
  const { hosts } = gathered;
  if (file !== '-') around.tell(`${writer.written.facts} answers from ${hosts.length} machines written to ${file}`);
  if (around.signal.aborted) return 130;
  return unread === 0 && hosts.length > 0 && hosts.every((host) => 'identity' in host) ? 0 : 3;
}

async function judge(options: JudgeOptions, around: Surroundings): Promise<number> {
  const files = await Promise.all(options.files.map((file) => openFactsFile(file)));
  try {
    const configuration =
      options.config === null
        ? null
        : await loadConfiguration({ ...around, file: options.config, overrides: noOverrides });
    const gathering = mergeGatherings(files, { configuration, files: options.files });
    // An empty list of checks would stand for all of them, and here it stands for none.
    const skip = gathering.checkSet.length > 0 ? [] : checks.map(({ id }) => id);
    const selection = { operations: gathering.operations, check: gathering.checkSet, skip };
    const { replayed } = await import('./replay.ts');
    const again = await replayed(gathering, checksIn(selection), facts, around.signal);
    return await show(again, selection, options, around, null);
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

async function list(around: Surroundings): Promise<number> {
  const { checkList } = await import('../report/index.ts');
  return printed(checkList(checks, styleOf(plain, around)), around);
}

async function explain(id: string, around: Surroundings): Promise<number> {
  const { checkExplanation, reachabilityExplanation } = await import('../report/index.ts');
  const style = styleOf(plain, around);
  const check = checks.find((each) => each.id === id);
  if (!check && id === reachabilityCheck) return printed(reachabilityExplanation(style), around);
  if (!check) throw new UsageError(`There is no check "${id}"; "osd-preflight list" shows them all.`);
  return printed(checkExplanation(check, style), around);
}

async function schema(name: 'config' | 'facts' | 'report', around: Surroundings): Promise<number> {
  const { jsonSchema } = await import('../cli/schema.ts');
  return printed([`${JSON.stringify(jsonSchema(name), null, 2)}\n`], around);
}

async function show(
  gathering: Gathering,
  selection: Selection,
  options: Showing,
  around: Surroundings,
  factsFile: string | null,
): Promise<number> {
  const { reportIn } = await import('../report/index.ts');
  const interrupted = around.signal.aborted;
  const result = report(gathering, checks, facts, { selection, strict: options.strict, interrupted });
  const style = { ...styleOf(options, around), ...(factsFile ? { factsFile } : {}) };
  await printed(reportIn(options.format, result, checks, style), around);
  return result.exitCode;
}

const plain = { verbose: false, color: true, onlyFailing: false };

function styleOf(
  { verbose, color, onlyFailing }: Pick<Showing, 'verbose' | 'color' | 'onlyFailing'>,
  { terminal }: Surroundings,
): Style {
  const { unicode, columns, stdout } = terminal;
  return { verbose, onlyFailing, unicode, color: color && terminal.color && stdout, columns };
}

async function printed(chunks: Iterable<string>, around: Surroundings): Promise<0> {
  for (const chunk of chunks) await around.print(chunk);
  return 0;
}

/** `PS1-capture-20261122T140207Z.facts.ndjson`: what it is about and when, readable in a folder of many. */
function factsFileName({ configuration, operations, gatheredAt }: FactsHeader): string {
  const parts = [configuration.site?.code, ...operations, gatheredAt.replace(/[-:]|\.\d+/g, '')];
  return `${parts.filter(Boolean).join('-')}.facts.ndjson`;
}
