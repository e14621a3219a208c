import { createHash } from 'node:crypto';
import { lowerUnits } from './case-mapping.ts';
import type { Dir, HashAlgorithm } from './content-tree.ts';
import type { NameOrder } from './name-order.ts';
import { icu, ordinalLower, ordinalUpper, word } from './name-order.ts';

export type { Dir, HashAlgorithm, TreeProblem, TreeRow } from './content-tree.ts';
export { treeFrom } from './content-tree.ts';

interface CandidateOrder {
  /** In what order names and file hashes of one directory are fed. */
  readonly listing: NameOrder;
  /** In what order its sub-directories are entered. */
  readonly descent: NameOrder;
}

// In the order in which they are tried. The second is what an NTFS listing and a culture-aware sort give together.
const CANDIDATES = {
  'ordinal-upper': { listing: ordinalUpper, descent: ordinalUpper },
  'ordinal-upper/word': { listing: ordinalUpper, descent: word },
  'word/word': { listing: word, descent: word },
  'icu/icu': { listing: icu, descent: icu },
  'ordinal-lower': { listing: ordinalLower, descent: ordinalLower },
} as const satisfies Record<string, CandidateOrder>;

/** The name orders under which a content hash may have been made: listing, then descent where they differ. */
export type OrderName = keyof typeof CANDIDATES;

/** All candidate orders, in the order in which they are tried. */
export const orderNames = Object.keys(CANDIDATES) as readonly OrderName[];

/**
 * What may differ from the content hash of a content library: the digest, and the case of the digits in which the hashes
 * of files are fed.
 */
export interface HashForm {
  /** Default `sha256`. */
  readonly algorithm?: HashAlgorithm;
  /** Default `upper`. */
  readonly digits?: 'upper' | 'lower';
}

/**
 * The content hash of a tree in upper-case hex digits: one SHA-256 over UTF-16LE text without separators. Directories
 * come in pre-order; each feeds the lower-cased relative paths of its sub-directories, then those of its files, then the
 * files' hashes in upper case. Sizes, times and attributes do not count. Another `form` is a guess: only a package that
 * is known to be good can prove it.
 *
 * A public reconstruction, not documented by the vendor; its name order is uncertain for names with hyphens, apostrophes,
 * underscores or letters beyond ASCII. File bytes are not needed.
 */
export function contentHash(
  root: Dir,
  order: OrderName = 'ordinal-upper',
  { algorithm = 'sha256', digits = 'upper' }: HashForm = {},
): string {
  const { listing, descent } = CANDIDATES[order];
  const hash = createHash(algorithm);
  const spelled = (text: string): string => (digits === 'upper' ? text.toUpperCase() : text.toLowerCase());
  // A list of pending directories instead of recursion: a tree may be deeper than the call stack.
  const pending: { readonly dir: Dir; readonly prefix: string }[] = [{ dir: root, prefix: '' }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { dir, prefix } = next;
    const files = listing.sort(dir.files.keys());
    for (const name of listing.sort(dir.dirs.keys())) hash.update(prefix + lowerUnits(name), 'utf16le');
    for (const name of files) hash.update(prefix + lowerUnits(name), 'utf16le');
    for (const name of files) hash.update(spelled(dir.files.get(name)!), 'utf16le');
    for (const name of descent.sort(dir.dirs.keys()).reverse()) {
      pending.push({ dir: dir.dirs.get(name)!, prefix: `${prefix}${lowerUnits(name)}\\` });
    }
  }
  return hash.digest('hex').toUpperCase();
}

function sameUnderEveryOrder(root: Dir): boolean {
  const pending: Dir[] = [root];
  for (let dir = pending.pop(); dir !== undefined; dir = pending.pop()) {
    for (const names of [ordinalUpper.sort(dir.files.keys()), ordinalUpper.sort(dir.dirs.keys())]) {
      if (![word, icu, ordinalLower].every((order) => order.agrees(names))) return false;
    }
    for (const child of dir.dirs.values()) pending.push(child);
  }
  return true;
}

/** What a recomputation says about a tree and the values it was expected to have. */
export interface Recomputed {
  /** The content hash under the first candidate order, `ordinal-upper`. */
  readonly hash: string;
  /** Each expected value (spelled as given) that some order reproduces, with the first such order. Others are absent. */
  readonly matches: Readonly<Record<string, OrderName>>;
  /** False when every candidate order gives this tree the same hash: then its order excuses no difference. */
  readonly orderMatters: boolean;
}

/** Compares a tree with expected content hashes, without case and under every candidate order. */
export function recomputeContentHash(root: Dir, expected: readonly string[], form: HashForm = {}): Recomputed {
  const hash = contentHash(root, 'ordinal-upper', form);
  const orders = new Map<string, OrderName>([[hash, 'ordinal-upper']]);
  if (!sameUnderEveryOrder(root)) {
    for (const order of orderNames) {
      const candidate = contentHash(root, order, form);
      if (!orders.has(candidate)) orders.set(candidate, order);
    }
  }
  const matches: Record<string, OrderName> = {};
  for (const value of expected) {
    const order = orders.get(value.toUpperCase());
    if (order !== undefined) matches[value] = order;
  }
  return { hash, matches, orderMatters: orders.size > 1 };
}
