import yargs, { type Argv } from 'yargs';
import { families } from './content-table.ts';
import {
  type CommandName,
  type CommandRow,
  commandNames,
  commandTable,
  type FirstWord,
  familyOf,
  firstWords,
  type OptionRow,
} from './option-table.ts';

/** What the parser has to know about the rest of the program. */
export interface Vocabulary {
  checkIds: readonly string[];
  areas: readonly string[];
  version: string;
  /** Width of the help. */
  columns: number;
}

/** The heading that the parser gives to options of its own; named, so that it stays the first. */
const ownGroup = 'Options:';

type Parser = Argv<object>;

/** The parser that the table of commands describes. Its faults are thrown as it words them. */
export function parser(vocabulary: Vocabulary) {
  let instance: Parser = yargs([])
    .scriptName('osd-preflight')
    .usage(
      '$0 <command>\n\nFinds what will break a Configuration Manager OS deployment before it starts. Reads, judges, never changes a server.',
    )
    .locale('en')
    .exitProcess(false)
    .help('help')
    .version(false)
    .strict()
    .wrap(vocabulary.columns)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
    })
    .option('version', { type: 'boolean', describe: 'Show the version' })
    .epilog('osd-preflight <command> --help shows the options of a command.');
  for (const word of firstWords) instance = withCommand(instance, word);
  return instance;
}

function withCommand(parser: Parser, word: FirstWord): Parser {
  if (word !== 'content') return withRow(parser, word, commandTable[word].usage);
  return parser.command(word, families[word], (builder) => {
    const family = builder
      .usage(`$0 ${word} <action>\n\n${families[word]}`)
      .hide('version')
      .group('help', ownGroup)
      .epilog(`osd-preflight ${word} <action> --help shows the options of an action.`);
    const actions = commandNames.filter((name) => familyOf(name) === word);
    return actions.reduce(
      (built, name) => withRow(built, name, commandTable[name].usage.slice(word.length + 1)),
      family,
    );
  });
}

function withRow(parser: Parser, name: CommandName, usage: string): Parser {
  const row: CommandRow = commandTable[name];
  return parser.command(usage, row.describe, (builder) => {
    let command = builder
      .usage(`$0 ${row.usage}\n\n${row.describe}`)
      .hide('version')
      .group('help', ownGroup)
      .epilog('');
    for (const [option, details] of Object.entries(row.options)) command = command.option(option, definition(details));
    return row.examples.reduce((built, [text, what]) => built.example(text, what), command);
  });
}

function definition(row: OptionRow) {
  return {
    type: row.kind === 'flag' ? ('boolean' as const) : ('string' as const),
    describe: row.describe,
    // No requiresArg and no choices of the parser's own: its sentences do not name what is allowed.
    ...(row.kind === 'list' ? { array: true } : {}),
    group: row.group ?? ownGroup,
  };
}

export function help(words: string[], vocabulary: Vocabulary): string {
  let text = '';
  parser(vocabulary).parse([...words, '--help'], (_error: unknown, _values: unknown, output: string) => {
    text = output;
  });
  return text;
}
