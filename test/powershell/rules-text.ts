import type { Rule, SnippetFile, Violation } from './violation.ts';

/** At most so many lines in a snippet that does not say why it needs more, and in any file. */
const usualLines = 40;
const mostLines = 200;

const forbiddenCharacters: readonly [rule: Rule, pattern: RegExp, why: string][] = [
  ['bom', /^\uFEFF/, 'begins with a byte order mark'],
  ['line-end', /\r/, 'has a line end other than LF'],
  ['tab', /\t/, 'has a tab'],
  ['ascii', /[^\t\r\n\x20-\x7e]/, 'has a character that is not printable ASCII'],
  ['backtick', /`/, 'has a backtick: 5.1 does not know all its escapes, and a continued line is easily misread'],
];

/** What can be seen without a parser: characters, name and length of a file. */
export function checkText(file: SnippetFile): Violation[] {
  const found: Violation[] = [];
  const refuse = (rule: Rule, why: string, offset = 0): void => {
    const before = file.text.slice(0, offset).split('\n');
    const [line, column] = [before.length, before.at(-1)!.length + 1];
    found.push({ rule, file: file.name, line, column, text: file.text.split('\n')[line - 1] ?? '', why });
  };
  for (const [rule, pattern, why] of forbiddenCharacters) {
    const offset = file.text.search(pattern);
    if (offset >= 0) refuse(rule, why, offset);
  }
  if (!file.text.endsWith('\n') || file.text.endsWith('\n\n')) refuse('line-end', 'does not end with one LF');
  if (!/^_?[a-z0-9]+(?:-[a-z0-9]+)*\.ps1$/.test(file.name)) refuse('file-name', 'is not named in kebab case');
  const lines = file.text.split('\n').length - 1;
  const header = /^(?:#.*\n)*/.exec(file.text)![0];
  if (header === '') refuse('header', 'does not begin with a comment that says what it reads');
  const limit = file.name.startsWith('_') || /longer than most|rare big one/i.test(header) ? mostLines : usualLines;
  if (lines > limit) refuse('length', `has ${lines} lines; ${limit} are allowed, or a header that says why`);
  return found;
}
