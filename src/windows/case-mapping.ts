/**
 * Case mapping as Windows file names need it: one UTF-16 unit becomes one unit, whatever the language of the machine.
 * JavaScript maps whole strings (`'ΑΣ'` ends in a final sigma, `'ß'` becomes `SS`, `'İ'` becomes two units), so it is
 * asked about one unit at a time and its answer is refused when the length would change.
 */

const ASCII = /^[\x00-\x7f]*$/;

function foldUnits(text: string, map: (unit: string) => string): string {
  // No unit of an ASCII text can change length or depend on its neighbours: the fast path is exact, not an estimate.
  if (ASCII.test(text)) return map(text);
  let folded = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    const mapped = map(unit);
    folded += mapped.length === 1 ? mapped : unit;
  }
  return folded;
}

/** Lower case, unit by unit; the length never changes. */
export function lowerUnits(text: string): string {
  return foldUnits(text, (unit) => unit.toLowerCase());
}

/** Upper case, unit by unit; the length never changes. Two names equal in it are one name to a Windows file system. */
export function upperUnits(text: string): string {
  return foldUnits(text, (unit) => unit.toUpperCase());
}
