import { distance } from 'fastest-levenshtein';

/** The word of a list that a mistyped one was likely meant to be, or null where none is near. */
function nearest(word: string, known: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  let best: { name: string; edits: number } | null = null;
  for (const name of known) {
    const edits = distance(wanted, name.toLowerCase());
    if (best === null || edits < best.edits) best = { name, edits };
  }
  if (best === null) return null;
  // Up to a third of the letters: "fromat" finds "format", and "x" finds nothing. Letters in another order always count.
  const near = best.edits <= Math.max(1, Math.floor(wanted.length / 3)) || letters(wanted) === letters(best.name);
  return near ? best.name : null;
}

function letters(word: string): string {
  return [...word.toLowerCase()].sort().join('');
}

/** ` Did you mean "site"?` where something is near, else nothing. */
export function didYouMean(word: string, known: readonly string[], prefix = ''): string {
  const name = nearest(word, known);
  return name === null ? '' : ` Did you mean "${prefix}${name}"?`;
}
