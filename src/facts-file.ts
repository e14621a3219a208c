import { createHash } from 'node:crypto';
import { open, readFile, writeFile } from 'node:fs/promises';
import type * as z from 'zod';
import { factsLines, factsSchemaVersion, type LineKind } from './facts-schema.ts';
import type { GatheredFact, GatheredHost, Gathering } from './model/gathering.ts';
import { UsageError } from './model/usage-error.ts';

export { mergeGatherings } from './facts-merge.ts';

/** A gathering as the lines of a facts file, each with its line feed. */
export function* encodeFacts(gathering: Gathering): Iterable<string> {
  const hash = createHash('sha256');
  let lines = 0;
  for (const content of contents(gathering)) {
    const line = `${JSON.stringify(content)}\n`;
    hash.update(line);
    lines += 1;
    yield line;
  }
  yield footer(lines, hash.digest('hex'));
}

function* contents(gathering: Gathering): Iterable<{ kind: LineKind; [key: string]: unknown }> {
  const { tool, checkSet, gatheredAt, operator, operations, configuration } = gathering;
  const schema = factsSchemaVersion;
  yield { kind: 'header', schema, tool, checkSet, gatheredAt, operator, operations, config: configuration };
  for (const host of gathering.hosts) yield { kind: 'host', ...host };
  for (const fact of gathering.facts) yield { kind: 'fact', ...fact };
  const { finishedAt, complete, notes } = gathering;
  yield { kind: 'end', finishedAt, complete, notes };
}

/** The one spelling of a footer: a reader compares text, so that not even a blank can change unseen. */
function footer(lines: number, sha256: string): string {
  return `${JSON.stringify({ kind: 'footer', lines, sha256 })}\n`;
}

/** A facts file's text back to its gathering. `fileName` is for the sentences. */
export function decodeFacts(text: string, fileName: string): Gathering {
  const lines = text.split('\n');
  // Behind the last line feed stands nothing, or a line that was cut.
  const tail = lines.pop()!;
  const [first] = lines;
  if (first === undefined) {
    throw new UsageError(
      `${fileName} line 1 is not the header of a facts file: ${tail === '' ? 'the file is empty' : 'it is cut short'}.`,
    );
  }
  const header = readHeader(first, fileName);
  const footerAt = lines.findIndex((line) => line.startsWith('{"kind":"footer"'));
  if (footerAt >= 0) verify(text, lines, footerAt, tail, fileName);

  const { config, kind: _kind, schema: _schema, ...rest } = header;
  const hosts: GatheredHost[] = [];
  const facts: GatheredFact[] = [];
  let end: z.infer<typeof factsLines.end> | null = null;
  const whole = footerAt >= 0 ? lines.slice(1, footerAt) : lines.slice(1);
  if (footerAt < 0 && isJson(tail)) whole.push(tail);
  for (const [index, line] of whole.entries()) {
    const where = `${fileName} line ${index + 2}`;
    const read = readLine(line, where);
    if (read.kind === 'host') hosts.push(read.value as GatheredHost);
    else if (read.kind === 'fact') facts.push(read.value as GatheredFact);
    else if (read.kind === 'end' && end === null) end = read.value as z.infer<typeof factsLines.end>;
    else if (read.kind === 'footer')
      throw new UsageError(`${where} is a footer in another spelling: the file was changed after it was written.`);
    else throw new UsageError(`${where} is a second "${read.kind}" line; a facts file has one.`);
  }
  if (footerAt >= 0 && end === null)
    throw new UsageError(`${fileName} has a footer but no "end" line; it was not written by this tool.`);
  const cut = `${fileName} has no footer: it is cut short after line ${whole.length + 1}, and judged as far as it goes.`;
  return {
    ...rest,
    configuration: config,
    hosts,
    facts,
    finishedAt: end?.finishedAt ?? lastTime(header.gatheredAt, facts),
    complete: footerAt >= 0 && end!.complete,
    notes: [...(end?.notes ?? []), ...(footerAt >= 0 ? [] : [cut])],
  };
}

function readHeader(line: string, fileName: string): z.infer<typeof factsLines.header> {
  const where = `${fileName} line 1`;
  const value = parsed(line);
  const schema = isRecord(value) && value.kind === 'header' ? value.schema : undefined;
  if (!isRecord(value) || typeof schema !== 'string') {
    throw new UsageError(`${where} is not the header of a facts file; "osd-preflight gather" writes such files.`);
  }
  const version = /^osd-preflight\/facts\/(\d+)$/.exec(schema)?.[1];
  if (version === undefined || schema !== factsSchemaVersion) {
    const newer = version !== undefined && Number(version) > Number(factsSchemaVersion.split('/')[2]);
    const what = newer ? 'is of a newer version than this one reads' : 'is not a schema that this version reads';
    throw new UsageError(
      `${where}: ${JSON.stringify(schema.slice(0, 60))} ${what}; allowed is "${factsSchemaVersion}".`,
    );
  }
  return checked('header', value, where);
}

function readLine(line: string, where: string): { kind: LineKind; value: unknown } {
  const value = parsed(line);
  if (!isRecord(value))
    throw new UsageError(`${where} is not a JSON object: the file was changed after it was written.`);
  const kind = String(value.kind);
  if (!Object.hasOwn(factsLines, kind)) {
    const known = Object.keys(factsLines).join(', ');
    throw new UsageError(`${where} is of the unknown kind ${JSON.stringify(kind.slice(0, 60))}; allowed are ${known}.`);
  }
  const { kind: _kind, ...rest } = checked(kind as LineKind, value, where) as { kind: string };
  return { kind: kind as LineKind, value: rest };
}

function checked<K extends LineKind>(kind: K, value: unknown, where: string): z.infer<(typeof factsLines)[K]> {
  const result = factsLines[kind].safeParse(value);
  if (result.success) return result.data as z.infer<(typeof factsLines)[K]>;
  const issue = deepest(result.error.issues[0]!);
  const key = issue.path.length > 0 ? ` at "${issue.path.join('.')}"` : '';
  throw new UsageError(`${where} is not a valid "${kind}" line${key}: ${issue.message}.`);
}

/** Of a union, the branch that got furthest says what is wrong. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const [least] = [...issue.errors].sort((a, b) => a.length - b.length);
  return least?.[0] ?? issue;
}

function verify(text: string, lines: string[], footerAt: number, tail: string, fileName: string): void {
  const where = `${fileName} line ${footerAt + 1}`;
  if (footerAt !== lines.length - 1 || tail !== '') {
    throw new UsageError(`${where} is the footer, but more follows: give facts files one by one, not joined.`);
  }
  const before = text.slice(0, text.length - lines[footerAt]!.length - 1);
  const sha256 = createHash('sha256').update(before).digest('hex');
  if (`${lines[footerAt]}\n` !== footer(footerAt, sha256)) {
    throw new UsageError(
      `${where}: the hash or the count of lines does not fit; the file was changed after it was written.`,
    );
  }
}

function lastTime(gatheredAt: string, facts: GatheredFact[]): string {
  return facts.reduce(
    (last, fact) => (Date.parse(fact.collectedAt) > Date.parse(last) ? fact.collectedAt : last),
    gatheredAt,
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  return isRecord(parsed(text));
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads one facts file. */
export async function readFactsFile(file: string): Promise<Gathering> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
    throw new UsageError(`${file} ${what}; a facts file is written by "osd-preflight gather".`);
  }
  return decodeFacts(factsText(bytes, file), file);
}

/** The bytes as text; not a byte may be replaced or dropped on the way, or the hash would prove nothing. */
export function factsText(bytes: Uint8Array, fileName: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    throw new UsageError(
      `${fileName} line 1 is UTF-16, as ">" writes in Windows PowerShell; use "gather --output <file>" there.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`${fileName} is not UTF-8 text: it is no facts file, or it was changed after it was written.`);
  }
}

/**
 * Makes sure, before anything is read, that a facts file can be written: the folder is there and may be written to, and
 * what lies there is a facts file or empty. Anything else is somebody's, and is not replaced.
 */
export async function demandWritable(file: string): Promise<void> {
  const handle = await open(file, 'a+').catch((error: unknown) => {
    throw unwritable(file, error);
  });
  try {
    const start = Buffer.alloc(64);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    if (bytesRead === 0 || start.toString('latin1', 0, bytesRead).startsWith('{"kind":"header"')) return;
    throw new UsageError(`The file ${file} is there and is no facts file; name another, or move it away.`);
  } finally {
    await handle.close();
  }
}

/** Writes a facts file. An existing one is replaced. */
export async function writeFactsFile(file: string, gathering: Gathering): Promise<void> {
  try {
    await writeFile(file, encodeFacts(gathering));
  } catch (error) {
    throw unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): UsageError {
  const { code = '' } = error as NodeJS.ErrnoException;
  const why =
    { ENOENT: 'its folder does not exist', EISDIR: 'it is a folder', EACCES: 'access is denied' }[code] ?? code;
  return new UsageError(
    `The facts file ${file} cannot be written: ${why}; name one in a folder that can be written to.`,
  );
}
