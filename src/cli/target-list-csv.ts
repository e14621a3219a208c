import { UsageError } from '../model/usage-error.ts';
import { targetKeys } from './site-file-schema.ts';
import { didYouMean } from './suggest.ts';
import type { Listed } from './target-list.ts';
import { listedTarget } from './target-list-json.ts';
import { namesSecret, noPasswords, quoted } from './values.ts';

interface Row {
  cells: string[];
  /** From 1. */
  line: number;
}

/** Whether the first line of a list names columns: `name` alone, or at least one that there is among several. */
export function isTargetHeader(line: string): boolean {
  const names = line.split(/[,;\t]/).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return names.length === 1 ? columnOf(names[0]!) === 'name' : names.some((name) => columnOf(name) !== undefined);
}

/** The machines of CSV text (RFC 4180, `#` begins a comment line) whose first row names its columns, in any case. */
export function rowsOf(text: string, name: string): Listed {
  const [header, ...rows] = csvRows(text, name);
  const columns = columnsOf(header!, name);
  const hosts = rows.map(({ cells, line }) => {
    if (cells.length !== columns.length) {
      throw new UsageError(
        `${name} line ${line} has ${cells.length} ${cells.length === 1 ? 'value' : 'values'}, but the header names ${columns.length} columns.`,
      );
    }
    const given = columns.flatMap((column, index) => {
      const cell = cells[index]!.trim();
      return cell === '' ? [] : [[column, cellValue(column, cell)] as const];
    });
    return listedTarget(Object.fromEntries(given), `${name} line ${line}`);
  });
  return { hosts, unit: 'line', at: rows.map(({ line }) => line) };
}

function columnsOf({ cells, line }: Row, name: string): string[] {
  const columns = cells.map((cell) => {
    const column = columnOf(cell.trim());
    if (column !== undefined) return column;
    if (cells.length === 1 && /[;\t]/.test(cell)) {
      throw new UsageError(`${name} line ${line}: the columns are separated by commas, as in name,port,via.`);
    }
    if (namesSecret(cell.trim())) {
      throw new UsageError(`${name} line ${line}: the column ${quoted(cell)} is not allowed: ${noPasswords}.`);
    }
    throw new UsageError(
      `${name} line ${line}: the column ${quoted(cell)} is unknown; allowed are ${targetKeys.join(', ')}.${didYouMean(cell, targetKeys)}`,
    );
  });
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new UsageError(`${name} line ${line} names the column ${quoted(twice)} twice.`);
  if (!columns.includes('name')) throw new UsageError(`${name} line ${line} has no column "name".`);
  return columns;
}

function columnOf(cell: string): string | undefined {
  return targetKeys.find((key) => key.toLowerCase() === cell.toLowerCase());
}

/** The text of a cell as the value that its column holds; what is none of those stays text, and is refused as such. */
function cellValue(column: string, cell: string): unknown {
  if (column === 'port' && /^\d{1,15}$/.test(cell)) return Number(cell);
  if (column === 'useSsl' && /^(?:true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  if (column === 'roles') return cell.split(/[;\s]+/).filter((role) => role !== '');
  return cell;
}

/** A cell with what ends it. Within quotes anything may stand, and a quote is written twice. */
const cellPattern = /(?:[^\S\r\n]*"([^"]*(?:""[^"]*)*)"[^\S\r\n]*|([^",\r\n]*))(,|\r\n?|\n|$)/y;

function csvRows(text: string, name: string): Row[] {
  const rows: Row[] = [];
  let cells: string[] = [];
  let [line, first, position] = [1, 1, 0];
  const blank = /[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n?|\n|$)/y;
  while (position < text.length) {
    if (cells.length === 0) {
      blank.lastIndex = position;
      const skipped = blank.exec(text);
      if (skipped) {
        position = blank.lastIndex;
        line += 1;
        continue;
      }
      first = line;
    }
    cellPattern.lastIndex = position;
    const match = cellPattern.exec(text);
    if (!match) {
      throw new UsageError(
        `${name} line ${line}: a quote stands where it cannot; a value is quoted as a whole, with each quote inside written twice.`,
      );
    }
    const [whole, quotedCell, plainCell, end] = match;
    cells.push(quotedCell === undefined ? plainCell! : quotedCell.replaceAll('""', '"'));
    position += whole.length;
    line += whole.match(/\r\n?|\n/g)?.length ?? 0;
    // A comma at the very end of the text has an empty cell after it.
    if (end === ',' && position < text.length) continue;
    if (end === ',') cells.push('');
    rows.push({ cells, line: first });
    cells = [];
  }
  return rows;
}
