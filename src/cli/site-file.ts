import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../model/usage-error.ts';
import { type Path, schemaSentence } from './schema-sentences.ts';
import { keysAt, type SiteFile, siteFileSchema } from './site-file-schema.ts';

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
  throw schemaSentence(parsed.error, { data, file, keys: keysAt, line: (path) => lineOf(document, lines, path) });
}

function plain(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UsageError(`${file} is not usable YAML: ${oneLine((error as Error).message)}`);
  }
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

function oneLine(text: string): string {
  const line = text.split('\n')[0]!.trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
