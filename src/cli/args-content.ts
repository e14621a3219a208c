import { UsageError } from '../model/usage-error.ts';
import { wholeNumber } from './args-remoting.ts';
import {
  type ContentFormat,
  type ContentHashOptions,
  type ContentVerifyOptions,
  contentFormats,
  hashAlgorithms,
  mostHashWorkers,
} from './content-options.ts';
import { contentTable } from './content-table.ts';
import { didYouMean } from './suggest.ts';
import { packageForm, quoted } from './values.ts';

/** The words of a command line by option. */
export interface Given {
  text(name: string): string | null;
  list(name: string): string[] | null;
  flag(name: string): boolean;
  oneOf(option: string, value: string, allowed: readonly string[]): string;
}

/** What follows `content`, where it is one of its actions. */
export function contentAction(word: string | undefined): keyof typeof contentTable {
  const names = Object.keys(contentTable) as (keyof typeof contentTable)[];
  const known = names.find((name) => name === `content ${word}`);
  if (known !== undefined) return known;
  const actions = names.map((name) => name.replace('content ', ''));
  const allowed = `allowed are ${actions.join(' and ')}; see "osd-preflight content --help".`;
  if (word === undefined) throw new UsageError(`content needs an action; ${allowed}`);
  const what = word.startsWith('-') ? 'needs its action first, before' : 'has no action';
  throw new UsageError(`content ${what} ${quoted(word)}; ${allowed}${didYouMean(word, actions)}`);
}

export function verifyOptions(library: string, { text, list, flag, oneOf }: Given): ContentVerifyOptions {
  const packages = (list('package') ?? []).map((id) => {
    if (!packageForm.test(id)) throw new UsageError(`--package is ${quoted(id)}, but ${packageForm.allowed}.`);
    return id.toUpperCase();
  });
  const metadataOnly = flag('metadata-only');
  const hashCache = text('hash-cache');
  if (metadataOnly && hashCache !== null)
    throw new UsageError('--hash-cache keeps hashes of bytes, and --metadata-only reads none; leave one of them out.');
  return {
    command: 'content verify',
    library,
    packages: [...new Set(packages)],
    metadataOnly,
    fileLibs: list('file-lib') ?? [],
    hashWorkers: hashWorkersFrom(text('hash-workers')),
    hashCache,
    format: oneOf('--format', text('format') ?? 'text', contentFormats) as ContentFormat,
    verbose: flag('verbose'),
    color: !flag('no-color'),
  };
}

export function hashOptions(folder: string, { text, oneOf }: Given): ContentHashOptions {
  const algorithm = oneOf('--algorithm', text('algorithm') ?? 'sha256', hashAlgorithms);
  return {
    command: 'content hash',
    folder,
    algorithm: algorithm as ContentHashOptions['algorithm'],
    hashWorkers: hashWorkersFrom(text('hash-workers')),
    format: oneOf('--format', text('format') ?? 'text', contentFormats) as ContentFormat,
  };
}

export function hashWorkersFrom(value: string | null): number | null {
  return value === null ? null : wholeNumber('--hash-workers', value, mostHashWorkers);
}
