/**
 * A WQL string literal with its quotes, for `-Filter` texts: backslash and both kinds of quotes are escaped, so a value
 * can neither end the literal nor be read as an escape. `%` and `_` stay: only `LIKE` gives them a meaning.
 */
export function wqlString(value: string): string {
  return `'${value.replace(/[\\'"]/g, '\\$&')}'`;
}
