import { UsageError } from '../model/usage-error.ts';
import { mostHashWorkers } from './content-options.ts';
import type { SchemaError, SchemaIssue } from './site-file-schema.ts';
import { didYouMean } from './suggest.ts';
import { credentialForm, namesSecret, noPasswords, quoted } from './values.ts';

/** Where a path leads to: keys of maps and places in lists. */
export type Path = readonly PropertyKey[];

/** Data that a schema refused, and where it came from. */
export interface Source {
  data: unknown;
  /** What the sentence begins with: the file, or the entry in it. */
  file: string;
  /** The keys that the map at a path may have. */
  keys(path: Path): readonly string[];
  line(path: Path): number | null;
}

/** The first fault that a schema found, in one sentence that says where it is and what is allowed. */
export function schemaSentence(error: SchemaError, source: Source): UsageError {
  return sentence(telling(error.issues)!, source);
}

function sentence(issue: SchemaIssue, source: Source, base: Path = []): UsageError {
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
    const keys = source.keys(path).filter((key) => key !== 'name');
    return wrong(source, path, `a host is a name, or a map with name, ${keys.join(', ')}`);
  }
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    if (namesSecret(key)) {
      return new UsageError(`${at(source, [...path, key])}: the key ${quoted(key)} is not allowed: ${noPasswords}.`);
    }
    const known = source.keys(path);
    return new UsageError(
      `${at(source, [...path, key])}: the key ${quoted(key)}${path.length > 0 ? ` in "${spelled(path)}"` : ''} is unknown; ` +
        `allowed are ${known.join(', ')}.${didYouMean(key, known)}`,
    );
  }
  // Whatever stands there in place of a name may be the secret itself.
  if (path.at(-1) === 'credential' && typeof value !== 'string') {
    return new UsageError(`${at(source, path)}: "${spelled(path)}" is not a name; ${credentialForm.allowed}.`);
  }
  const hint = issue.code === 'invalid_value' ? didYouMean(String(value), issue.values.map(String)) : '';
  return wrong(source, path, allowedBy(issue, value, path), hint);
}

function wrong(source: Source, path: Path, allowed: string, hint = ''): UsageError {
  return new UsageError(
    `${at(source, path)}: "${spelled(path)}" is ${quoted(valueAt(source.data, path))}, but ${allowed}.${hint}`,
  );
}

const expectedWords: { [type: string]: string } = {
  object: 'a map of keys is expected here',
  array: 'a list is expected here, such as [a, b]',
  string: 'text is expected here',
  int: 'a whole number is expected here',
  number: 'a whole number is expected here',
  boolean: 'true or false is expected here',
};

function allowedBy(issue: SchemaIssue, value: unknown, path: Path): string {
  if (issue.code === 'invalid_type') {
    const words = expectedWords[issue.expected] ?? `${issue.expected} is expected here`;
    // YAML reads 001 and 1E2 as numbers; both are possible site codes.
    return issue.expected === 'string' && typeof value !== 'object' ? `${words}; put it in quotes` : words;
  }
  if (issue.code === 'invalid_value') return `allowed are ${issue.values.join(', ')}`;
  if (
    (issue.code === 'too_small' || issue.code === 'too_big') &&
    issue.origin !== 'string' &&
    issue.origin !== 'array'
  ) {
    return path.at(-1) === 'hashWorkers'
      ? `a whole number from 1 to ${mostHashWorkers} is allowed`
      : 'a port is a number from 1 to 65535';
  }
  return issue.message;
}

function at(source: Source, path: Path): string {
  const line = source.line(path);
  return line === null ? source.file : `${source.file} line ${line}`;
}

/** A mistyped key explains a missing one, not the other way round. */
function telling(issues: readonly SchemaIssue[]): SchemaIssue | undefined {
  return issues.find((issue) => issue.code === 'unrecognized_keys') ?? issues[0];
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
