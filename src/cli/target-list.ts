import { UsageError } from '../model/usage-error.ts';
import { type NamedHost, united } from './hosts.ts';
import { isTargetHeader, rowsOf } from './target-list-csv.ts';
import { entriesOf } from './target-list-json.ts';
import { hostForm, quoted } from './values.ts';

/** What a list holds, and the words for the place of each: `line 3` or `entry 3`. */
export interface Listed {
  hosts: NamedHost[];
  unit: 'line' | 'entry';
  /** Line or entry of each host, from 1. */
  at: number[];
}

/**
 * The machines of a list, each once: a line for each, a JSON array, or CSV with a header; the content tells which. What is
 * wrong becomes one sentence with file and line. `name` is the file, for the sentence.
 */
export function parseTargetList(text: string, name: string): NamedHost[] {
  const { hosts, unit, at } = listed(text, name);
  if (hosts.length === 0) {
    throw new UsageError(`${name} names no host; give one a line, or a JSON array, or CSV with a header.`);
  }
  return united(hosts, ({ name: host, detail, values, places }) => {
    const [first, second] = places.map((place) => at[place]!);
    const where = `${name} names ${host} in ${unit === 'line' ? 'lines' : 'entries'} ${first} and ${second}`;
    return new UsageError(`${where} with a different ${detail}: ${values.map(quoted).join(' and ')}.`);
  });
}

function listed(text: string, name: string): Listed {
  if (/^\s*[[{]/.test(text)) return entriesOf(text, name);
  return isTargetHeader(firstLine(text)) ? rowsOf(text, name) : linesOf(text, name);
}

/** The first line that is neither blank nor a comment. */
function firstLine(text: string): string {
  for (const [line] of text.matchAll(/[^\r\n]+/g)) if (/^\s*[^\s#]/.test(line)) return line;
  return '';
}

function linesOf(text: string, name: string): Listed {
  const hosts: NamedHost[] = [];
  const at: number[] = [];
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    const host = line.replace(/(?:^|\s)#.*$/s, '').trim();
    if (host === '') continue;
    if (!hostForm.test(host)) {
      const hint = /[,;\t]/.test(host)
        ? '; a list with columns begins with a line of their names, such as name,port'
        : '';
      throw new UsageError(`${name} line ${index + 1} is ${quoted(host)}, but ${hostForm.allowed}${hint}.`);
    }
    hosts.push({ name: host });
    at.push(index + 1);
  }
  return { hosts, unit: 'line', at };
}
