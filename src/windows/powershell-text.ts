/** Double quotes serve both shells, but PowerShell expands variables and backquotes in them and takes typographic ones for its own. */
const expandable = /[`"\u201c-\u201e]|\$[\p{L}\p{N}_{($^:]/u;

/** A word of a command line that cmd.exe takes as well as PowerShell, as far as it can be written for both. */
export function quotedForBoth(word: string): string {
  return expandable.test(word) ? quoted(word) : `"${word}"`;
}

/** A word of a command line for PowerShell, which takes four characters for a single quote. */
export function quoted(word: string): string {
  return /^[\w.][\w.-]*$/.test(word) ? word : `'${word.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
}
