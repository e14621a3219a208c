/** A word of a command line for PowerShell, which takes four characters for a single quote. */
export function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
}
