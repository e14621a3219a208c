import { UsageError } from '../model/usage-error.ts';
import { type CommandName, commandNames, firstWords, type OptionRow, optionsOf } from './option-table.ts';
import { schemaNames } from './options.ts';
import { didYouMean } from './suggest.ts';
import { namesSecret, quoted } from './values.ts';

const positionals: { [command in CommandName]?: { name: string; missing: string } } = {
  judge: { name: 'facts', missing: 'judge needs a facts file, such as "osd-preflight judge dp01.facts.ndjson".' },
  explain: { name: 'check', missing: 'explain needs the id of a check; "osd-preflight list" shows them.' },
  'content verify': {
    name: 'library',
    missing: 'content verify needs the folder of a content library, the one that holds PkgLib, DataLib and FileLib.',
  },
  'content hash': { name: 'folder', missing: 'content hash needs the folder that is to be hashed.' },
  schema: { name: 'name', missing: `schema needs a name: ${schemaNames.join(', ')}.` },
};

/**
 * Faults that the parser lets pass or words poorly, found on the raw words: a flag with a value, a missing value, a
 * value that looks like an option. Returns the words in a form that the parser takes without guessing.
 */
export function checkedWords(command: CommandName, words: readonly string[]): string[] {
  const rows = optionsOf(command);
  const result: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const [, name, given] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const row = name !== undefined && Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (name === undefined || row === undefined) {
      result.push(word);
    } else if (row.kind === 'flag') {
      if (given !== undefined) throw new UsageError(`--${name} takes no value, but ${quoted(given)} was given.`);
      result.push(word);
    } else {
      const next = words[index + 1];
      const follows =
        given === undefined && next !== undefined && (!next.startsWith('-') || mayBeginWithDash(name, row, next));
      if (follows) index += 1;
      const value = given ?? (follows ? next : undefined);
      if (value === undefined && row.kind !== 'optional-text') throw noValue(name, row.value ?? 'value', next);
      if (value === '')
        throw new UsageError(
          `--${name} is empty; give ${/^[aeiou]/i.test(row.value ?? '') ? 'an' : 'a'} ${row.value ?? 'value'} or leave it out.`,
        );
      if (value?.startsWith('-') && !mayBeginWithDash(name, row, value))
        throw noValue(name, row.value ?? 'value', value);
      result.push(value === undefined ? word : `--${name}=${value}`);
    }
  }
  return result;
}

/** `-` stands for stdout or stdin; a negative number is told what is allowed in place of it. */
function mayBeginWithDash(name: string, { kind }: OptionRow, value: string): boolean {
  return ((name === 'output' || name === 'targets') && value === '-') || (kind === 'number' && /^-\d/.test(value));
}

function noValue(name: string, what: string, next: string | undefined): UsageError {
  const seen = next === undefined ? '' : `; ${quoted(next)} looks like an option`;
  return new UsageError(`--${name} needs a value (${what})${seen}.`);
}

/** The parser's own message as a sentence that names what is allowed. */
export function parserSentence(command: CommandName, message: string): UsageError {
  const name = /^Unknown arguments?: ([^,]*)/s.exec(message)?.[1];
  if (name === undefined) {
    const positional = positionals[command];
    const missing = message.startsWith('Not enough non-option arguments') && positional;
    return new UsageError(missing ? positional.missing : message);
  }
  return new UsageError(`${command} does not take ${quoted(name)}; see "osd-preflight ${command} --help".`);
}

/** An option that the command does not have. */
export function unknownOption(command: CommandName, word: string): UsageError {
  const name = word.replace(/^-+/, '').replace(/=.*$/s, '');
  const known = Object.keys(optionsOf(command));
  if (namesSecret(name)) {
    return new UsageError(
      `${command} has no option "--${name}": passwords have no place on a command line; --credential names a secret in SecretManagement.`,
    );
  }
  const elsewhere = commandNames.filter((other) => Object.hasOwn(optionsOf(other), name));
  const hint =
    elsewhere.length > 0 ? ` "--${name}" is an option of ${elsewhere.join(', ')}.` : didYouMean(name, known, '--');
  const allowed = known.length === 0 ? ' has no options' : ` has no option ${quoted(word.replace(/=.*$/s, ''))}`;
  return new UsageError(`${command}${allowed}; see "osd-preflight ${command} --help".${hint}`);
}

/** A first word that is no command. */
export function unknownCommand(word: string): UsageError {
  return new UsageError(
    `${quoted(word)} is not a command; allowed are ${firstWords.join(', ')}.${didYouMean(word, firstWords)}`,
  );
}
