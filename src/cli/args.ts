import { reachabilityCheck } from '../model/finding.ts';
import { type Operation, operations } from '../model/operation.ts';
import { UsageError } from '../model/usage-error.ts';
import { accessOptions } from './args-access.ts';
import { contentAction, type Given, hashOptions, hashWorkersFrom, verifyOptions } from './args-content.ts';
import { help, parser, type Vocabulary } from './args-parser.ts';
import { remotingFrom, wholeNumber } from './args-remoting.ts';
import { checkedWords, parserSentence, unknownCommand, unknownOption } from './args-sentences.ts';
import { type CommandName, type FirstWord, firstWords, optionsOf } from './option-table.ts';
import {
  type Asking,
  type Format,
  type Options,
  type Reaching,
  type SchemaName,
  type Showing,
  schemaNames,
  usualHostTimeoutMs,
  usualThrottle,
} from './options.ts';
import { didYouMean } from './suggest.ts';
import { quoted } from './values.ts';

/** Either what to do, or a text to print (help, version). */
export type Parsed = { kind: 'options'; options: Options } | { kind: 'text'; text: string };

type Values = { [name: string]: unknown };

/** The command line as plain data. Wrong input throws a UsageError of one sentence. */
export function parseArguments(argv: readonly string[], vocabulary: Vocabulary): Parsed {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help')
    return { kind: 'text', text: help([], vocabulary) };
  if (first === '--version' || (isFirstWord(first) && rest.includes('--version')))
    return { kind: 'text', text: vocabulary.version };
  if (!isFirstWord(first)) {
    if (first.startsWith('-'))
      throw new UsageError(`The command comes first, before ${quoted(first)}; allowed are ${firstWords.join(', ')}.`);
    throw unknownCommand(first);
  }
  const asksForHelp = rest.includes('--help') || rest.includes('-h');
  const isFamily = first === 'content';
  if (asksForHelp && isFamily && (rest[0] === undefined || rest[0].startsWith('-')))
    return { kind: 'text', text: help([first], vocabulary) };
  const command = isFamily ? contentAction(rest[0]) : first;
  if (asksForHelp) return { kind: 'text', text: help(command.split(' '), vocabulary) };
  const values = parsed(command, checkedWords(command, isFamily ? rest.slice(1) : rest), vocabulary);
  return { kind: 'options', options: frozen(optionsFrom(command, values, vocabulary)) };
}

function isFirstWord(word: string): word is FirstWord {
  return (firstWords as string[]).includes(word);
}

function parsed(command: CommandName, words: string[], vocabulary: Vocabulary): Values {
  for (const word of words) {
    if (word === '--') break;
    const name = /^--?([^=]+)/s.exec(word)?.[1];
    if (name !== undefined && !Object.hasOwn(optionsOf(command), name)) throw unknownOption(command, word);
  }
  let values: Values = {};
  parser(vocabulary)
    .fail((message, error) => {
      throw error ?? parserSentence(command, message);
    })
    .parse([...command.split(' '), ...words], (_error: unknown, result: Values) => {
      values = result;
    });
  const stray = (values._ as string[])[command.split(' ').length];
  if (stray !== undefined) throw parserSentence(command, `Unknown argument: ${stray}`);
  return values;
}

function optionsFrom(command: CommandName, values: Values, vocabulary: Vocabulary): Options {
  const text = (name: string): string | null => single(name, values[name]);
  const list = (name: string): string[] | null => (values[name] as string[] | undefined) ?? null;
  const flag = (name: string): boolean => values[name] === true;
  const given: Given = { text, list, flag, oneOf };

  const runTimeout = text('run-timeout');
  const reaching = (): Reaching => ({ powershell: text('powershell'), lab: text('lab') });
  const asking = (): Asking => ({
    ...reaching(),
    config: text('config'),
    overrides: {
      siteServer: text('site-server'),
      siteCode: text('site-code'),
      distributionPoints: list('distribution-point'),
      pxeServers: list('pxe-server'),
      taskSequence: text('task-sequence'),
      packages: list('package'),
      hashWorkers: hashWorkersFrom(text('hash-workers')),
      captureDestination: text('capture-destination'),
      captureAccount: text('capture-account'),
      captureTaskSequence: text('capture-task-sequence'),
      captureMedia: text('capture-media'),
      referenceComputer: text('reference-computer'),
      targets: list('target'),
      targetList: text('targets'),
      remoting: remotingFrom(text, flag),
    },
    operations: unique(list('for')).map((name) => oneOf('--for', name, operations) as Operation),
    checks: unique(list('check')).map((name) => checkOrArea('--check', name, vocabulary)),
    skip: unique(list('skip')).map((name) => checkOrArea('--skip', name, vocabulary)),
    factTimeoutMs: seconds('--fact-timeout', text('fact-timeout') ?? '120') * 1000,
    throttle: wholeNumber('--throttle', text('throttle') ?? String(usualThrottle), 256),
    hostTimeoutMs: seconds('--host-timeout', text('host-timeout') ?? String(usualHostTimeoutMs / 1000)) * 1000,
    runTimeoutMs: runTimeout === null ? null : seconds('--run-timeout', runTimeout) * 1000,
    debug: flag('debug'),
  });
  const showing = (): Showing => ({
    format: oneOf('--format', text('format') ?? 'text', ['text', 'json', 'junit']) as Format,
    verbose: flag('verbose'),
    onlyFailing: flag('only-failing'),
    strict: flag('strict'),
    color: !flag('no-color'),
  });

  switch (command) {
    case 'run': {
      const save = text('save');
      return { command, ...asking(), ...showing(), save: save === null ? null : { file: save === '' ? null : save } };
    }
    case 'gather':
      return { command, ...asking(), output: text('output') };
    case 'judge':
      return {
        command,
        ...showing(),
        files: (values.facts as string[]).map((file) => notEmpty('judge', file)),
        config: text('config'),
      };
    case 'access': {
      const path = values.path === undefined ? null : notEmpty(command, named(values.path));
      return accessOptions(path, given, { ...reaching(), config: text('config'), remoting: remotingFrom(text, flag) });
    }
    case 'content verify':
      return verifyOptions(notEmpty(command, named(values.library)), given);
    case 'content hash':
      return hashOptions(notEmpty(command, named(values.folder)), given);
    case 'list':
      return { command };
    case 'explain':
      return {
        command,
        check: oneOf(
          'explain',
          notEmpty('explain', values.check as string),
          [...vocabulary.checkIds, reachabilityCheck],
          'check',
        ),
      };
    case 'doctor':
      return { command, ...reaching() };
    case 'schema':
      return { command, name: oneOf('schema', values.name as string, schemaNames) as SchemaName };
  }
}

function single(name: string, value: unknown): string | null {
  if (Array.isArray(value)) {
    throw new UsageError(
      `--${name} is given ${value.length} times (${value.map(quoted).join(', ')}); it is allowed once.`,
    );
  }
  return typeof value === 'string' ? value : null;
}

function seconds(option: string, text: string): number {
  return wholeNumber(option, text, 86_400, ' of seconds');
}

function oneOf(option: string, value: string, allowed: readonly string[], what?: string): string {
  if (allowed.includes(value)) return value;
  const list = what === undefined ? `allowed are ${allowed.join(', ')}` : `"osd-preflight list" shows every ${what}`;
  throw new UsageError(`${option} does not know ${quoted(value)}; ${list}.${didYouMean(value, allowed)}`);
}

function checkOrArea(option: string, value: string, { checkIds, areas }: Vocabulary): string {
  const known = [...areas, ...checkIds];
  if (known.includes(value)) return value;
  const hint = didYouMean(value, known);
  throw new UsageError(
    `${option} ${quoted(value)} is neither an area (${areas.join(', ')}) nor a check; "osd-preflight list" shows every check.${hint}`,
  );
}

/** A positional as it was given: the parser makes a dash true, and loses a last word that is "help". */
function named(value: unknown): string {
  return value === true ? '-' : typeof value === 'string' ? value : '';
}

function notEmpty(command: string, value: string): string {
  if (value !== '') return value;
  throw new UsageError(`${command} was given an empty name.`);
}

function unique(list: string[] | null): string[] {
  return [...new Set(list ?? [])];
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
