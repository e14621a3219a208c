import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { UsageError } from '../model/usage-error.ts';
import { keysAt, type SiteFile, siteFileSchema } from './site-file-schema.ts';
import { didYouMean } from './suggest.ts';
import { quoted } from './values.ts';

type Path = readonly PropertyKey[];

/** Faults that YAML's own words would not help with. */
const faults: { [code: string]: string } = {
  DUPLICATE_KEY: 'a key stands twice in the same map; each key is given once.',
  MULTIPLE_DOCS: 'a second document begins here (---); a site file holds one.',
  BAD_DQ_ESCAPE: 'a backslash in double quotes means something else to YAML; write UNC paths in single quotes.',
};

/** Site file text to plain data. What is wrong with it becomes one sentence with file and line. */
export function parseSiteFile(text: string, file: string): SiteFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const fault = document.errors[0];
  if (fault) {
    const where = `${file} line ${lines.linePos(fault.pos[0]).line}`;
    const own = faults[fault.code];
    throw new UsageError(own ? `${where}: ${own}` : `${where} is not YAML: ${oneLine(fault.message)}`);
  }
  if (!isMap(document.contents)) {
    throw new UsageError(
      `${file} is ${document.contents === null ? 'empty' : 'not a map'}; it holds keys such as "site:" and "distributionPoints:".`,
    );
  }
  const data = plain(document, file);
  const parsed = siteFileSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw sentence(telling(parsed.error.issues)!, { data, file, line: (path) => lineOf(document, lines, path) });
}

interface Source {
  data: unknown;
  file: string;
  line: (path: Path) => number | null;
}

function sentence(issue: z.core.$ZodIssue, source: Source, base: Path = []): UsageError {
  const path = [...base, ...issue.path];
  const value = valueAt(source.data, path);
  if (value === undefined) return new UsageError(`${at(source, path.slice(0, -1))}: "${spelled(path)}" is missing.`);
  if (value === null || value === '') {
    return new UsageError(`${at(source, path)}: "${spelled(path)}" is empty; give a value or leave the key out.`);
  }
  if (issue.code === 'invalid_union') {
    // A host is text or a map; the branch for what stands there says what is wrong with it.
    const branch = telling(issue.errors[typeof value === 'string' ? 0 : 1] ?? []);
    if (branch !== undefined && (typeof value === 'string' || isRecord(value))) return sentence(branch, source, path);
    return wrong(source, path, 'a host is a name, or a map with name, address, port, via, user');
  }
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const known = keysAt(path);
    return new UsageError(
      `${at(source, [...path, key])}: the key ${quoted(key)}${path.length > 0 ? ` in "${spelled(path)}"` : ''} is unknown; ` +
        `allowed are ${known.join(', ')}.${didYouMean(key, known)}`,
    );
  }
  return wrong(source, path, allowedBy(issue, value));
}

function wrong(source: Source, path: Path, allowed: string): UsageError {
  return new UsageError(
    `${at(source, path)}: "${spelled(path)}" is ${quoted(valueAt(source.data, path))}, but ${allowed}.`,
  );
}

const expectedWords: { [type: string]: string } = {
  object: 'a map of keys is expected here',
  array: 'a list is expected here, such as [a, b]',
  string: 'text is expected here',
  int: 'a whole number is expected here',
  number: 'a whole number is expected here',
};

function allowedBy(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_type') {
    const words = expectedWords[issue.expected] ?? `${issue.expected} is expected here`;
    // YAML reads 001 and 1E2 as numbers; both are possible site codes.
    return issue.expected === 'string' && typeof value !== 'object' ? `${words}; put it in quotes` : words;
  }
  if (issue.code === 'invalid_value') return `allowed are ${issue.values.join(', ')}`;
  if ((issue.code === 'too_small' || issue.code === 'too_big') && issue.origin !== 'string') {
    return 'a port is a number from 1 to 65535';
  }
  return issue.message;
}

function plain(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UsageError(`${file} is not usable YAML: ${oneLine((error as Error).message)}`);
  }
}

function at(source: Source, path: Path): string {
  const line = source.line(path);
  return line === null ? source.file : `${source.file} line ${line}`;
}

/** A mistyped key explains a missing one, not the other way round. */
function telling(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  return issues.find((issue) => issue.code === 'unrecognized_keys') ?? issues[0];
}

/** The line of the key, or of the list entry, that a path leads to; of the nearest thing above where it is not there. */
function lineOf(document: Document, lines: LineCounter, path: Path): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === last) : null;
    const node = pair?.key ?? document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    if (range) return lines.linePos(range[0]).line;
  }
  return null;
}

function spelled(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as { [key: PropertyKey]: unknown } | null)?.[key], data);
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function oneLine(text: string): string {
  const line = text.split('\n')[0]!.trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
