import { operations } from '../model/operation.ts';
import { ways } from '../model/target.ts';
import { accessTable } from './access-table.ts';
import { contentTable, families, hashWorkersRow } from './content-table.ts';
import { formats, schemaNames } from './options.ts';

/** One option as the help shows it. */
export interface OptionRow {
  kind: 'flag' | 'text' | 'list' | 'number' | 'optional-text';
  describe: string;
  /** What the help calls the value. */
  value?: string;
  /** The heading of the help that it stands under, where that is not "Options:". */
  group?: string;
}
type Rows = { [name: string]: OptionRow };

const reaching: Rows = {
  powershell: { kind: 'text', value: 'path', describe: 'The PowerShell to use' },
  lab: { kind: 'text', value: 'scenario', describe: 'Read a simulated estate and no real machine' },
};

const reached = 'How servers are reached (where the site file does not say it of a server):';
const many = 'Many servers:';

/** The way to servers. */
const remoting: Rows = {
  via: { kind: 'text', value: 'way', group: reached, describe: `The way: ${ways.join(', ')}` },
  port: { kind: 'number', value: 'number', group: reached, describe: 'TCP port' },
  user: { kind: 'text', value: 'account', group: reached, describe: 'ssh: the account to log in as' },
  'key-file': { kind: 'text', value: 'file', group: reached, describe: 'ssh: the private key' },
  'configuration-name': {
    kind: 'text',
    value: 'name',
    group: reached,
    describe: 'winrm: session configuration, such as a JEA endpoint',
  },
  'use-ssl': { kind: 'flag', group: reached, describe: 'winrm: HTTPS' },
  credential: {
    kind: 'text',
    value: 'name',
    group: reached,
    describe: 'winrm: name of a PSCredential in SecretManagement, never a password',
  },
};

/** Targets, the way to them, and how much of everything at a time. */
const fleet: Rows = {
  target: { kind: 'list', value: 'host', group: many, describe: 'A server to look at; repeatable' },
  targets: {
    kind: 'text',
    value: 'file',
    group: many,
    describe: 'List of servers to look at: one a line, JSON or CSV; - for stdin',
  },
  throttle: { kind: 'number', value: 'number', group: many, describe: 'How many servers at a time, 1 to 256 (32)' },
  'host-timeout': {
    kind: 'number',
    value: 'seconds',
    group: many,
    describe: 'Longest time for one server, in seconds (300)',
  },
  'run-timeout': {
    kind: 'number',
    value: 'seconds',
    group: many,
    describe: 'Longest time for the whole run, in seconds (no limit)',
  },
  ...remoting,
};

const asking: Rows = {
  config: {
    kind: 'text',
    value: 'file',
    describe: 'Site file (otherwise osd-preflight.yaml, if it is in this folder)',
  },
  'site-server': { kind: 'text', value: 'host', describe: 'The site server' },
  'site-code': { kind: 'text', value: 'code', describe: 'The site code, such as PS1' },
  'distribution-point': { kind: 'list', value: 'host', describe: 'A distribution point; repeatable' },
  'pxe-server': { kind: 'list', value: 'host', describe: 'A server with plain WDS; repeatable' },
  'task-sequence': { kind: 'text', value: 'id', describe: 'The task sequence to deploy' },
  package: { kind: 'list', value: 'id', describe: 'A package to judge the content of; repeatable' },
  'hash-workers': hashWorkersRow,
  'capture-destination': { kind: 'text', value: 'path', describe: 'UNC path that the image is captured to' },
  'capture-account': { kind: 'text', value: 'account', describe: 'Account that writes the captured image' },
  'capture-task-sequence': { kind: 'text', value: 'id', describe: 'The task sequence that captures, if it is another' },
  'capture-media': {
    kind: 'text',
    value: 'path',
    describe: 'Capture media: their path on the reference computer, such as E:\\',
  },
  'reference-computer': { kind: 'text', value: 'host', describe: 'The machine that is captured' },
  for: { kind: 'list', value: 'operation', describe: `What is about to be done: ${operations.join(', ')}; repeatable` },
  check: { kind: 'list', value: 'check or area', describe: 'Judge only this check or area; repeatable' },
  skip: { kind: 'list', value: 'check or area', describe: 'Leave out this check or area; repeatable' },
  'fact-timeout': { kind: 'number', value: 'seconds', describe: 'Longest wait for one answer, in seconds (120)' },
  debug: { kind: 'flag', describe: 'Show what PowerShell prints beside its answers' },
  ...fleet,
};

const showing: Rows = {
  format: { kind: 'text', value: 'format', describe: `How the report is written: ${formats.join(', ')} (text)` },
  verbose: { kind: 'flag', describe: 'List what passed and every remark, one by one' },
  'only-failing': { kind: 'flag', describe: 'Leave out the servers on which nothing failed' },
  strict: { kind: 'flag', describe: 'Exit code 4 where there are warnings' },
  'no-color': { kind: 'flag', describe: 'No colours' },
};

/** One command as the help shows it. */
export interface CommandRow {
  usage: string;
  describe: string;
  options: Rows;
  examples: [command: string, what: string][];
}

/** Every command with its options and examples. */
export const commandTable = {
  run: {
    usage: 'run',
    describe: 'Read the servers, judge, and say go, no-go or cannot tell',
    options: {
      ...asking,
      ...reaching,
      ...showing,
      save: { kind: 'optional-text', value: 'file', describe: 'Keep the facts that were read in a file' },
    },
    examples: [
      ['$0 run', 'on a server: look at this machine'],
      ['$0 run --for capture', 'with osd-preflight.yaml in this folder'],
      ['$0 run --distribution-point DP01 --package PS100012', 'one package on one server'],
      ['$0 run --targets dps.txt --only-failing', 'hundreds of servers, one a line'],
      ['$0 run --targets dps.csv --via ssh', 'the same over SSH'],
      ['$0 run --lab healthy', 'try it without any server'],
    ],
  },
  gather: {
    usage: 'gather',
    describe: 'Read the servers and write a facts file, without judging',
    options: {
      ...asking,
      ...reaching,
      output: { kind: 'text', value: 'file', describe: 'Facts file to write; - for stdout' },
    },
    examples: [
      ['$0 gather', 'on a server that cannot be reached from elsewhere'],
      ['$0 gather --output dp01.facts.ndjson', 'name the file'],
      ['$0 gather --targets dps.txt --run-timeout 1800', 'hundreds of servers, half an hour at most'],
    ],
  },
  judge: {
    usage: 'judge <facts...>',
    describe: 'Judge facts files, on any machine',
    options: {
      config: { ...asking.config!, describe: 'Site file in place of the configuration in the facts files' },
      ...showing,
    },
    examples: [
      ['$0 judge dp01.facts.ndjson', 'one machine'],
      ['$0 judge cm01.facts.ndjson dp01.facts.ndjson', 'several machines, one verdict'],
    ],
  },
  ...contentTable,
  ...accessTable({ config: asking.config!, ...reaching, ...remoting }),
  list: {
    usage: 'list',
    describe: 'List the checks',
    options: {},
    examples: [['$0 list', 'ids, areas, what each stands for']],
  },
  explain: {
    usage: 'explain <check>',
    describe: 'Say what a check reads, why, with which rights, and from which source',
    options: {},
    examples: [['$0 explain content-damaged', 'one check']],
  },
  doctor: {
    usage: 'doctor',
    describe: 'Show the PowerShell that would be used and what it may do',
    options: reaching,
    examples: [['$0 doctor', 'edition, version, language mode, execution policy']],
  },
  schema: {
    usage: 'schema <name>',
    describe: `Print a JSON Schema: ${schemaNames.join(', ')}`,
    options: {},
    examples: [['$0 schema config > osd-preflight.schema.json', 'for editors']],
  },
} satisfies { [name: string]: CommandRow };

export type CommandName = keyof typeof commandTable;
export const commandNames = Object.keys(commandTable) as CommandName[];

type Family = keyof typeof families;

/** The family of a command of two words. */
export function familyOf(command: CommandName): Family | null {
  return (Object.keys(families) as Family[]).find((family) => command.startsWith(`${family} `)) ?? null;
}

/** What a command line may begin with. */
export type FirstWord = Exclude<CommandName, `${Family} ${string}`> | Family;
export const firstWords = [...new Set(commandNames.map((name) => familyOf(name) ?? name))] as FirstWord[];

/** The options of a command, by name. */
export function optionsOf(command: CommandName): Rows {
  return commandTable[command].options;
}
