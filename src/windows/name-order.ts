import { lowerUnits, upperUnits } from './case-mapping.ts';

/** One way to sort the names of a directory. Total: names that weigh the same fall back to code units. */
export interface NameOrder {
  /** The names in ascending order, as a new array. */
  sort(names: Iterable<string>): string[];
  /** Whether `names` already stand in this order. Linear: cheaper than sorting again to compare. */
  agrees(names: readonly string[]): boolean;
}

interface Weighed<K> {
  readonly name: string;
  readonly upper: string;
  readonly key: K;
}

const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// The key is computed once per name, not once per comparison: a driver package has tens of thousands of names.
function nameOrder<K>(keyOf: (name: string) => K, compareKeys: (a: K, b: K) => number): NameOrder {
  const weigh = (name: string): Weighed<K> => ({ name, upper: upperUnits(name), key: keyOf(name) });
  const compare = (a: Weighed<K>, b: Weighed<K>): number =>
    compareKeys(a.key, b.key) || byUnits(a.upper, b.upper) || byUnits(a.name, b.name);
  return {
    sort: (names) =>
      Array.from(names, weigh)
        .sort(compare)
        .map((weighed) => weighed.name),
    agrees: (names) => {
      let previous: Weighed<K> | undefined;
      for (const name of names) {
        const current = weigh(name);
        if (previous !== undefined && compare(previous, current) > 0) return false;
        previous = current;
      }
      return true;
    },
  };
}

/** Code units of the upper-cased name: how an NTFS directory enumerates. */
export const ordinalUpper: NameOrder = nameOrder(
  () => 0,
  () => 0,
);

/** Code units of the lower-cased name: differs from {@link ordinalUpper} for `_` and its ASCII neighbours. */
export const ordinalLower: NameOrder = nameOrder(lowerUnits, byUnits);

const collator = (sensitivity: 'base' | 'accent'): Intl.Collator =>
  // Every option is spelled out: none may come from the locale of the machine that runs the check.
  new Intl.Collator('en-US', {
    usage: 'sort',
    sensitivity,
    numeric: false,
    caseFirst: 'false',
    ignorePunctuation: false,
  });

const accents = collator('accent');
const letters = collator('base');

/** ICU collation without case, as .NET 5 and later compare: punctuation before letters, the hyphen counts. */
export const icu: NameOrder = nameOrder((name) => name, accents.compare);

// Punctuation in the order of the Windows sorting tables; hyphen and apostrophe are not in it, they weigh (nearly) nothing.
const PUNCTUATION = ' !"#$%&()*,./:;?@[\\]^_`{|}~+<=>';
const TOKEN = /[ !"#$%&()*,./:;?@[\\\]^_`{|}~+<=>]|[^ !"#$%&()*,./:;?@[\\\]^_`{|}~+<=>]+/g;

interface WordKey {
  readonly heavy: string;
  readonly tokens: readonly string[];
  readonly weightless: number;
}

function wordKey(name: string): WordKey {
  const heavy = name.replace(/['-]/g, '');
  return { heavy, tokens: heavy.match(TOKEN) ?? [], weightless: name.length - heavy.length };
}

const rank = (token: string): number => (token.length === 1 ? PUNCTUATION.indexOf(token) : -1);

function compareTokens(a: string, b: string): number {
  const x = rank(a);
  const y = rank(b);
  if (x >= 0 && y >= 0) return x - y;
  // A run of letters and digits always sorts behind punctuation, so comparing whole runs equals comparing characters.
  if (x >= 0) return -1;
  if (y >= 0) return 1;
  return letters.compare(a, b);
}

function compareWords(a: WordKey, b: WordKey): number {
  const shared = Math.min(a.tokens.length, b.tokens.length);
  for (let i = 0; i < shared; i++) {
    const difference = compareTokens(a.tokens[i]!, b.tokens[i]!);
    if (difference !== 0) return difference;
  }
  return a.tokens.length - b.tokens.length || accents.compare(a.heavy, b.heavy) || a.weightless - b.weightless;
}

/**
 * The "word sort" of Windows' own culture comparison (.NET Framework, Windows PowerShell 5.1), without case: hyphen and
 * apostrophe only break ties, other punctuation precedes digits and letters. An approximation: Windows' tables are not
 * part of this program, and letters are compared by ICU.
 */
export const word: NameOrder = nameOrder(wordKey, compareWords);
