import { facts } from '../../checks/facts.ts';
import { checks } from '../../checks/index.ts';
import { loadConfiguration } from '../cli/config.ts';
import type { GatherOptions, JudgeOptions, Options, RunOptions, SchemaName, Showing } from '../cli/options.ts';
import { noOverrides } from '../cli/options.ts';
import { PackedFacts } from '../engine/host-facts.ts';
import type { Selection } from '../engine/plan.ts';
import { report } from '../engine/run.ts';
import type { FactsEnd, FactsHeader } from '../facts/encode.ts';
import { demandWritable, mergeGatherings, type OpenFactsFile, openFactsFile, openFactsWriter } from '../facts/file.ts';
import { reachabilityCheck } from '../model/finding.ts';
import type { GatheredFact, GatheredHost, Gathering } from '../model/gathering.ts';
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
    case 'access': {
      const { access } = await import('./access.ts');
      const color = options.source !== 'batch' && options.color;
      return access(options, around, styleOf({ verbose: false, onlyFailing: false, color }, around));
    }
    case 'content verify': {
      const { verify } = await import('./content.ts');
      return verify(options, around, styleOf({ ...options, onlyFailing: false }, around));
    }
    case 'content hash': {
      const { hash } = await import('./content.ts');
      return hash(options, around);
    }
    case 'schema':
      return schema(options.name, around);
  }
}

async function run(options: RunOptions, around: Surroundings): Promise<number> {
  const { save } = options;
  if (save?.file) await demandWritable(save.file);
  const packed = new PackedFacts();
  const { gathered, kept } = await gatherInto(options, around, (header) => inMemory(packed, save, header));
  const unsaved = await kept.end(gathered);
  const gathering = mergeGatherings([{ ...gathered, facts: packed }], { configuration: null });
  const code = await show(gathering, selectionOf(options), options, around, unsaved ? null : kept.file);
  // What was read is reported all the same.
  if (unsaved) throw unsaved.error;
  return code;
}

/** Keeps facts in memory, and in a file where one is wanted: a file that fails must not end the reading. */
async function inMemory(packed: PackedFacts, save: RunOptions['save'], header: FactsHeader) {
  const file = save && (save.file ?? factsFileName(header));
  const writer = file === null ? null : await openFactsWriter(file, header);
  const unlessFull = async (writing: Promise<void> | undefined): Promise<void> => writing?.catch(() => {});
  return {
    file,
    host(host: GatheredHost) {
      packed.host(host);
      return unlessFull(writer?.host(host));
    },
    fact(fact: GatheredFact) {
      packed.add(fact);
      return unlessFull(writer?.fact(fact));
    },
    /** What went wrong with the file is returned, since the report comes first. */
    async end(end: FactsEnd): Promise<{ error: unknown } | null> {
      return (
        writer?.end(end).then(
          () => null,
          (error: unknown) => ({ error }),
        ) ?? null
      );
    },
    abandon: async () => writer?.abandon(),
  };
}

/** 0 when everything was read, 3 when only a part was. */
async function gather(options: GatherOptions, around: Surroundings): Promise<number> {
  if (options.output !== null && options.output !== '-') await demandWritable(options.output);
  const { gathered, kept } = await gatherInto(options, around, (header) => inFile(options.output, header, around));
  await kept.end(gathered);
  const { hosts } = gathered;
  const { facts: answers, unread } = kept.counts();
  if (kept.file !== '-') around.tell(`${answers} answers from ${hosts.length} machines written to ${kept.file}`);
  if (around.signal.aborted) return 130;
  return unread === 0 && hosts.length > 0 && hosts.every((host) => 'identity' in host) ? 0 : 3;
}

/** Keeps facts in a file alone, `-` being stdout, so that memory does not grow with their number. */
async function inFile(output: string | null, header: FactsHeader, around: Surroundings) {
  const file = output ?? factsFileName(header);
  const writer = await openFactsWriter(file === '-' ? around.print : file, header);
  let unread = 0;
  return {
    file,
    host: (host: GatheredHost) => writer.host(host),
    fact(fact: GatheredFact) {
      if ('failed' in fact) unread += 1;
      return writer.fact(fact);
    },
    end: (end: FactsEnd) => writer.end(end),
    abandon: () => writer.abandon(),
    counts: () => ({ ...writer.written, unread }),
  };
}

async function judge(options: JudgeOptions, around: Surroundings): Promise<number> {
  const files: OpenFactsFile[] = [];
  try {
    // One after another: of thousands of files not all can be open at once.
    for (const file of options.files) files.push(await openFactsFile(file));
    const configuration =
      options.config === null
        ? null
        : await loadConfiguration({ ...around, file: options.config, overrides: noOverrides });
    const gathering = mergeGatherings(files, { configuration, files: options.files });
    // An empty list of checks would stand for all of them, and here it stands for none.
    const skip = gathering.checkSet.length > 0 ? [] : checks.map(({ id }) => id);
    const selection = { operations: gathering.operations, check: gathering.checkSet, skip };
    return await show(gathering, selection, options, around, null);
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

async function schema(name: SchemaName, around: Surroundings): Promise<number> {
  const { jsonSchema } = await import('../cli/schema.ts');
  return printed([`${JSON.stringify(jsonSchema(name), null, 2)}\n`], around);
}

/**
 * Judges and prints. What was gathered just now is asked again like what was read from a file, so that a run and a later
 * judging say the same, and what was read and does not count is missing and not merely unmentioned.
 */
async function show(
  gathering: Gathering,
  selection: Selection,
  options: Showing,
  around: Surroundings,
  factsFile: string | null,
): Promise<number> {
  const { reportIn } = await import('../report/index.ts');
  const { replayed } = await import('./replay.ts');
  const interrupted = around.signal.aborted;
  const again = await replayed(gathering, checksIn(selection), facts, new AbortController().signal);
  const result = report(again, checks, facts, { selection, strict: options.strict, interrupted });
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
