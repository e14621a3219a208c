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
  const result = attempt(text);
  if ('data' in result) return result.data;
  const { fault } = result;
  throw new UsageError(`${name} line ${faultyLine(text, fault)} is not JSON: ${visible(fault.reason)}.`);
}

interface Fault {
  reason: string;
  /** Whether it only ends too early. */
  cut: boolean;
}

function attempt(text: string): { data: unknown } | { fault: Fault } {
  try {
    return { data: JSON.parse(text) };
  } catch (error) {
    // Without the piece of the text that the parser shows where it does not tell the place.
    const message = (error as Error).message.replace(/, (?:\.\.\.)?".*$/s, '');
    const position = / at position (\d+)/.exec(message)?.[1];
    const cut = /^(?:Unexpected end|Unterminated)/.test(message) || Number(position) >= text.length;
    const reason = cut ? 'it ends too early' : message.replace(/(?: in JSON)? at position \d+.*$/s, '');
    return { fault: { reason, cut } };
  }
}

/** The line at which the text stops being JSON, found as the end of the shortest beginning that no continuation mends. */
function faultyLine(text: string, { cut }: Fault): number {
  if (cut) return text.trimEnd().split(/\r\n?|\n/).length;
  const ends = [...text.matchAll(/\r\n?|\n|$/g)].map(({ index, 0: end }) => index + end.length);
  let [good, bad] = [0, ends.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const result = attempt(text.slice(0, ends[middle - 1]));
    if ('fault' in result && !result.fault.cut) bad = middle;
    else good = middle;
  }
  return bad;
}
