import { UsageError } from '../model/usage-error.ts';
import { visible } from '../report/visible.ts';
import type { NamedHost } from './hosts.ts';
import { schemaSentence } from './schema-sentences.ts';
import { targetKeys, targetSchema } from './site-file-schema.ts';
import type { Listed } from './target-list.ts';
import { hostForm, quoted } from './values.ts';

/** The machines of a JSON array of names and objects. One object alone counts as a list of one. */
export function entriesOf(text: string, name: string): Listed {
  const data = parsed(text, name);
  // Windows PowerShell writes a list of one as the one.
  const list: unknown[] = Array.isArray(data) ? data : [data];
  const hosts = list.map((entry, index) => listedTarget(entry, `${name} entry ${index + 1}`));
  return { hosts, unit: 'entry', at: list.map((_, index) => index + 1) };
}

/** One machine as a list gives it: a name, or a map like those of the site file. `where` begins the sentence. */
export function listedTarget(entry: unknown, where: string): NamedHost {
  if (typeof entry === 'string') {
    if (hostForm.test(entry)) return { name: entry };
    throw new UsageError(`${where} is ${quoted(entry)}, but ${hostForm.allowed}.`);
  }
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    const what = Array.isArray(entry) ? 'a list' : quoted(entry);
    throw new UsageError(`${where} is ${what}, but a host is a name, or a map with ${targetKeys.join(', ')}.`);
  }
  const { data, error } = targetSchema.safeParse(entry);
  if (error) throw schemaSentence(error, { data: entry, file: where, keys: () => targetKeys, line: () => null });
  return typeof data === 'string' ? { name: data } : data;
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message
      .replace(/, (?:\.\.\.)?".*$/s, '')
      .replace(/ in JSON at position \d+.*$/s, '');
    throw new UsageError(`${name} line ${faultyLine(text)} is not JSON: ${visible(reason)}.`);
  }
}

/** The line at which the text stops being JSON. The parser does not always say: so the shortest beginning that it refuses. */
function faultyLine(text: string): number {
  const ends = [...text.matchAll(/\r\n?|\n|$/g)].map(({ index, 0: end }) => index + end.length);
  let [good, bad] = [0, ends.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isRefused(text.slice(0, ends[middle - 1]))) bad = middle;
    else good = middle;
  }
  // Cut short, it is at fault where it ends.
  return isRefused(text) ? bad : text.trimEnd().split(/\r\n?|\n/).length;
}

/** Whether no continuation would make it JSON. */
function isRefused(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return false;
  } catch (error) {
    return !/^(?:Unexpected end|Unterminated)/.test((error as Error).message);
  }
}
