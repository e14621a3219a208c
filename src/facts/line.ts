import type * as z from 'zod';
import { UsageError } from '../model/usage-error.ts';
import { factsSchemaVersion, type LineKind, type LineOf, lineKinds, schemaOfLine } from './schema.ts';

export type FactsLine = { [K in LineKind]: { kind: K; value: LineOf<K> } }[LineKind];

/** The first line. `where` names file and line; throws a UsageError that says what is wrong. */
export function readHeader(line: string, where: string): LineOf<'header'> {
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
  return checked('header', value, where) as LineOf<'header'>;
}

/** Any further line. */
export function readLine(line: string, where: string): FactsLine {
  const value = parsed(line);
  if (!isRecord(value))
    throw new UsageError(`${where} is not a JSON object: the file was changed after it was written.`);
  const kind = String(value.kind);
  if (!lineKinds.some((known) => known === kind)) {
    const known = lineKinds.join(', ');
    throw new UsageError(`${where} is of the unknown kind ${JSON.stringify(kind.slice(0, 60))}; allowed are ${known}.`);
  }
  return { kind, value: checked(kind as LineKind, value, where) } as FactsLine;
}

/** Whether a last line without a line feed only lacks that. */
export function isWholeLine(text: string): boolean {
  return isRecord(parsed(text));
}

function checked(kind: LineKind, value: object, where: string): unknown {
  const result = schemaOfLine(kind, value).safeParse(value);
  if (result.success) return result.data;
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

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
