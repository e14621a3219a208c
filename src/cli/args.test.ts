import { describe, expect, test } from 'vitest';
import { UsageError } from '../model/usage-error.ts';
import { parseArguments } from './args.ts';
import type { Vocabulary } from './args-parser.ts';
import { commandNames } from './option-table.ts';
import type { GatherOptions, JudgeOptions, Options, RunOptions } from './options.ts';
import { asksForVersionOnly, readVersion } from './version.ts';

const vocabulary: Vocabulary = {
  checkIds: ['wds-not-running', 'content-stale'],
  areas: ['pxe', 'capture', 'content'],
  version: '1.2.3',
  columns: 80,
};

function options<T>(...argv: string[]): T {
  const parsed = parseArguments(argv, vocabulary);
  if (parsed.kind !== 'options') throw new Error('a text');
  return parsed.options as T;
}

function text(...argv: string[]): string {
  const parsed = parseArguments(argv, vocabulary);
  if (parsed.kind !== 'text') throw new Error('no text');
  return parsed.text;
}

describe('options', () => {
  test('run without any', () => {
    expect(options<RunOptions>('run')).toEqual({
      command: 'run',
      config: null,
      overrides: {
        siteServer: null,
        siteCode: null,
        distributionPoints: null,
        pxeServers: null,
        taskSequence: null,
        packages: null,
        hashWorkers: null,
        captureDestination: null,
        captureAccount: null,
        captureTaskSequence: null,
        captureMedia: null,
        referenceComputer: null,
        targets: null,
        targetList: null,
        remoting: {},
      },
      operations: [],
      checks: [],
      skip: [],
      powershell: null,
      lab: null,
      factTimeoutMs: 120_000,
      throttle: 32,
      hostTimeoutMs: 300_000,
      runTimeoutMs: null,
      debug: false,
      format: 'text',
      verbose: false,
      onlyFailing: false,
      strict: false,
      color: true,
      save: null,
    });
  });

  test('run with all', () => {
    const run = options<RunOptions>(
      ...['run', '--config', 'a.yaml', '--site-server', 'CM01', '--site-code=PS1', '--distribution-point', 'A'],
      ...['--distribution-point', 'B', '--pxe-server', 'W', '--task-sequence', 'PS100042', '--package', '00112345'],
      ...['--capture-destination', '\\\\a\\b', '--capture-account', 'D\\u', '--reference-computer', 'R'],
      ...['--capture-task-sequence', 'PS100043', '--capture-media', 'E:\\'],
      ...['--for', 'pxe', '--for', 'capture', '--check', 'pxe', '--skip', 'content-stale', '--powershell', 'p'],
      ...['--lab', 'healthy', '--fact-timeout', '5', '--debug', '--format', 'json', '--verbose', '--strict'],
      ...['--no-color', '--save', 'f.ndjson', '--target', 'T1', '--target=T2', '--targets', 'list.txt'],
      ...['--throttle', '256', '--host-timeout', '60', '--run-timeout', '3600', '--only-failing'],
      ...['--hash-workers', '64'],
    );
    expect(run).toMatchObject({
      config: 'a.yaml',
      overrides: {
        siteServer: 'CM01',
        siteCode: 'PS1',
        distributionPoints: ['A', 'B'],
        pxeServers: ['W'],
        taskSequence: 'PS100042',
        // Digits only stay text.
        packages: ['00112345'],
        hashWorkers: 64,
        captureDestination: '\\\\a\\b',
        captureAccount: 'D\\u',
        captureTaskSequence: 'PS100043',
        captureMedia: 'E:\\',
        referenceComputer: 'R',
        targets: ['T1', 'T2'],
        targetList: 'list.txt',
      },
      operations: ['pxe', 'capture'],
      checks: ['pxe'],
      skip: ['content-stale'],
      powershell: 'p',
      lab: 'healthy',
      factTimeoutMs: 5000,
      throttle: 256,
      hostTimeoutMs: 60_000,
      runTimeoutMs: 3_600_000,
      onlyFailing: true,
      debug: true,
      format: 'json',
      verbose: true,
      strict: true,
      color: false,
      save: { file: 'f.ndjson' },
    });
    expect(Object.isFrozen(run) && Object.isFrozen(run.overrides) && Object.isFrozen(run.checks)).toBe(true);
  });

  test('content, with all and without', () => {
    const words = 'content verify lib --package ps10001a --package PS10001A --metadata-only --file-lib e --file-lib f';
    expect(options<Options>(...words.split(' '), '--hash-workers', '4', '--format', 'json', '--verbose')).toEqual({
      command: 'content verify',
      library: 'lib',
      packages: ['PS10001A'],
      metadataOnly: true,
      fileLibs: ['e', 'f'],
      hashWorkers: 4,
      hashCache: null,
      format: 'json',
      verbose: true,
      color: true,
    });
    expect(options<Options>('content', 'verify', '--hash-cache', 'c', 'lib')).toEqual({
      command: 'content verify',
      library: 'lib',
      packages: [],
      metadataOnly: false,
      fileLibs: [],
      hashWorkers: null,
      hashCache: 'c',
      format: 'text',
      verbose: false,
      color: true,
    });
    // Digits only stay text.
    expect(options<Options>('content', 'hash', '007')).toEqual({
      command: 'content hash',
      folder: '007',
      algorithm: 'sha256',
      hashWorkers: null,
      format: 'text',
    });
    expect(options<Options>('content', 'hash', 'f', '--algorithm', 'sha1')).toMatchObject({ algorithm: 'sha1' });
  });

  test('on how servers are reached', () => {
    const remoting = (...argv: string[]) => options<GatherOptions>('gather', ...argv).overrides.remoting;
    expect(
      remoting('--via', 'ssh', '--port', '2222', '--user', 'D\\osd', '--key-file', '~/.ssh/osd key'),
    ).toStrictEqual({ via: 'ssh', port: 2222, user: 'D\\osd', keyFile: '~/.ssh/osd key' });
    expect(
      remoting('--via=winrm', '--configuration-name', 'Osd.Jea', '--use-ssl', '--credential', 'osd servers'),
    ).toStrictEqual({ via: 'winrm', configurationName: 'Osd.Jea', useSsl: true, credential: 'osd servers' });
    // Without a way they are defaults for whichever way a server is reached.
    expect(remoting('--use-ssl', '--key-file', 'k')).toStrictEqual({ keyFile: 'k', useSsl: true });
    expect(remoting('--via', 'local')).toStrictEqual({ via: 'local' });
    expect(options<RunOptions>('run', '--targets', '-').overrides.targetList).toBe('-');
    expect(options<RunOptions>('run', '--targets=-').overrides.targetList).toBe('-');
    expect(options<JudgeOptions>('judge', 'a', '--only-failing').onlyFailing).toBe(true);
  });

  test('of the other commands', () => {
    expect(options<RunOptions>('run', '--save').save).toEqual({ file: null });
    expect(options<RunOptions>('run', '--save', '--debug').save).toEqual({ file: null });
    expect(options<GatherOptions>('gather').output).toBeNull();
    expect(options<GatherOptions>('gather', '--output', '-').output).toBe('-');
    expect(options<JudgeOptions>('judge', 'a', '007')).toMatchObject({
      files: ['a', '007'],
      config: null,
      format: 'text',
    });
    expect(options('list')).toEqual({ command: 'list' });
    expect(options('explain', 'wds-not-running')).toEqual({ command: 'explain', check: 'wds-not-running' });
    expect(options('doctor', '--lab', 'x')).toEqual({ command: 'doctor', powershell: null, lab: 'x' });
    expect(options('schema', 'facts')).toEqual({ command: 'schema', name: 'facts' });
  });
});

describe('wrong input is refused in one sentence', () => {
  const all = 'run, gather, judge, content, access, list, explain, doctor, schema';
  const bad: [argv: string[], sentence: string][] = [
    [['rnu'], `"rnu" is not a command; allowed are ${all}. Did you mean "run"?`],
    [['--strict', 'run'], `The command comes first, before "--strict"; allowed are ${all}.`],
    [['-x'], 'The command comes first, before "-x";'],
    [
      ['run', '--sit-server', 'x'],
      'run has no option "--sit-server"; see "osd-preflight run --help". Did you mean "--site-server"?',
    ],
    [
      ['run', '--output', 'x'],
      'run has no option "--output"; see "osd-preflight run --help". "--output" is an option of gather.',
    ],
    [['run', '-v'], 'run has no option "-v";'],
    [['run', '--__proto__=a'], 'run has no option "--__proto__";'],
    [['run', '--constructor'], 'run has no option "--constructor";'],
    [
      ['list', '--format', 'json'],
      'list has no options; see "osd-preflight list --help". "--format" is an option of run, judge, content verify, content hash, access.',
    ],
    [['run', '--site-server', '-x'], '--site-server needs a value (host); "-x" looks like an option.'],
    [['run', '--site-server=-x'], '--site-server needs a value (host); "-x" looks like an option.'],
    [['run', '--site-server'], '--site-server needs a value (host).'],
    [['run', '--site-server', ''], '--site-server is empty; give a host or leave it out.'],
    [['run', '--save='], '--save is empty; give a file or leave it out.'],
    [
      ['run', '--distribution-point', '--debug'],
      '--distribution-point needs a value (host); "--debug" looks like an option.',
    ],
    [['run', '--lab', 'a', '--lab', 'b'], '--lab is given 2 times ("a", "b"); it is allowed once.'],
    [['run', '--format', 'text', '--format', 'json'], '--format is given 2 times'],
    [['run', '--verbose=maybe'], '--verbose takes no value, but "maybe" was given.'],
    [['run', '--format', 'xml'], '--format does not know "xml"; allowed are text, json, junit.'],
    [
      ['run', '--for', 'captur'],
      '--for does not know "captur"; allowed are capture, pxe, deploy, policy. Did you mean "capture"?',
    ],
    [
      ['run', '--fact-timeout', '0'],
      '--fact-timeout is "0", but a whole number of seconds from 1 to 86400 is allowed.',
    ],
    [['run', '--fact-timeout', '86401'], '--fact-timeout is "86401", but'],
    [['run', '--fact-timeout', '1e3'], '--fact-timeout is "1e3", but'],
    [['run', '--fact-timeout', 'soon'], '--fact-timeout is "soon", but'],
    [
      ['run', '--check', 'wds-not-runing'],
      '--check "wds-not-runing" is neither an area (pxe, capture, content) nor a check; "osd-preflight list" shows every check. Did you mean "wds-not-running"?',
    ],
    [['gather', '--hash-workers', '0'], '--hash-workers is "0", but a whole number from 1 to 64 is allowed.'],
    [['run', '--hash-workers', '1000'], '--hash-workers is "1000", but a whole number from 1 to 64 is allowed.'],
    [['run', '--throttle', '0'], '--throttle is "0", but a whole number from 1 to 256 is allowed.'],
    [['run', '--throttle', '-1'], '--throttle is "-1", but a whole number from 1 to 256 is allowed.'],
    [['run', '--throttle=-1'], '--throttle is "-1", but a whole number from 1 to 256 is allowed.'],
    [['run', '--throttle', 'abc'], '--throttle is "abc", but a whole number from 1 to 256 is allowed.'],
    [['run', '--throttle', '257'], '--throttle is "257", but a whole number from 1 to 256 is allowed.'],
    [['run', '--throttle', '1.5'], '--throttle is "1.5", but'],
    [['run', '--throttle', '--debug'], '--throttle needs a value (number); "--debug" looks like an option.'],
    [['run', '--throttle', '8', '--throttle', '9'], '--throttle is given 2 times'],
    [
      ['run', '--host-timeout', '0'],
      '--host-timeout is "0", but a whole number of seconds from 1 to 86400 is allowed.',
    ],
    [
      ['run', '--run-timeout', '-5'],
      '--run-timeout is "-5", but a whole number of seconds from 1 to 86400 is allowed.',
    ],
    [['run', '--port', '70000'], '--port is "70000", but a whole number from 1 to 65535 is allowed.'],
    [['run', '--port', '0'], '--port is "0", but'],
    [['run', '--port', 'ssh'], '--port is "ssh", but'],
    [['run', '--via', 'telnet'], '--via does not know "telnet"; allowed are local, winrm, ssh.'],
    [['run', '--via', 'shs'], '--via does not know "shs"; allowed are local, winrm, ssh. Did you mean "ssh"?'],
    [['run', '--via', 'ssh', '--use-ssl'], '--use-ssl goes with winrm, but --via is ssh; leave one of them out.'],
    [['run', '--via', 'winrm', '--key-file', 'k'], '--key-file goes with ssh, but --via is winrm;'],
    [['run', '--via', 'winrm', '--user', 'u'], '--user goes with ssh, but --via is winrm;'],
    [['run', '--configuration-name', 'c', '--via', 'ssh'], '--configuration-name goes with winrm, but --via is ssh;'],
    [['run', '--via', 'ssh', '--credential', 'c'], '--credential goes with winrm, but --via is ssh;'],
    [['run', '--via', 'local', '--credential', 'c'], '--credential goes with winrm, but --via is local;'],
    [['run', '--use-ssl=yes'], '--use-ssl takes no value, but "yes" was given.'],
    [['run', '--user', 'a\nb'], '--user is "a\\nb", but an account is named as DOMAIN\\name or name@domain.'],
    [['run', '--key-file', ' '], '--key-file is " ", but a key file is the path of a private key'],
    [['run', '--credential', '\x1b'], 'but a credential is the name of a secret in SecretManagement'],
    [['run', '--user', '-oProxyCommand=x'], '--user needs a value (account); "-oProxyCommand=x" looks like an option.'],
    [['run', '--target', '-'], '--target needs a value (host); "-" looks like an option.'],
    [['run', '--targets', ''], '--targets is empty; give a file or leave it out.'],
    [['run', '--targets', 'a', '--targets', 'b'], '--targets is given 2 times ("a", "b"); it is allowed once.'],
    [
      ['run', '--password=hunter2'],
      'run has no option "--password": passwords have no place on a command line; --credential names a secret in SecretManagement.',
    ],
    [
      ['judge', 'a', '--targets', 'b'],
      'judge has no option "--targets"; see "osd-preflight judge --help". "--targets" is an option of run, gather.',
    ],
    [['gather', '--only-failing'], '"--only-failing" is an option of run, judge.'],
    [['gather', '--skip', 'q'], '--skip "q" is neither an area'],
    [['run', 'stray'], 'run does not take "stray"; see "osd-preflight run --help".'],
    [['run', '--', '--stray'], 'run does not take "--stray";'],
    [['judge'], 'judge needs a facts file, such as "osd-preflight judge dp01.facts.ndjson".'],
    [['judge', ''], 'judge was given an empty name.'],
    [['explain'], 'explain needs the id of a check; "osd-preflight list" shows them.'],
    [['explain', 'wds'], 'explain does not know "wds"; "osd-preflight list" shows every check.'],
    [['explain', 'wds-not-running', 'b'], 'explain does not take "b";'],
    [['schema'], 'schema needs a name: config, facts, report, content, access.'],
    [
      ['schema', 'fact'],
      'schema does not know "fact"; allowed are config, facts, report, content, access. Did you mean "facts"?',
    ],
    [['contnet'], '"contnet" is not a command; allowed are run, gather, judge, content, access, list'],
    [['content verify', 'a'], '"content verify" is not a command; allowed are'],
    [['content'], 'content needs an action; allowed are verify and hash; see "osd-preflight content --help".'],
    [['content', 'verfy', 'a'], 'content has no action "verfy"; allowed are verify and hash;'],
    [['content', 'verfy', 'a'], 'Did you mean "verify"?'],
    [['content', '--verbose', 'verify', 'a'], 'content needs its action first, before "--verbose"; allowed are'],
    [['content', 'verify'], 'content verify needs the folder of a content library, the one that holds PkgLib'],
    [['content', 'verify', ''], 'content verify was given an empty name.'],
    [['content', 'verify', 'a', 'b'], 'content verify does not take "b"; see "osd-preflight content verify --help".'],
    [['content', 'verify', 'a', '--package', 'PS10001'], '--package is "PS10001", but a package id is three letters'],
    [['content', 'verify', 'a', '--hash-workers', '0'], '--hash-workers is "0", but a whole number from 1 to 64 is'],
    [['content', 'verify', 'a', '--hash-workers', '1000'], '--hash-workers is "1000", but a whole number from 1 to 64'],
    [['content', 'verify', 'a', '--metadata-only=1'], '--metadata-only takes no value, but "1" was given.'],
    [['content', 'verify', 'a', '--metadata-only', '--hash-cache', 'c'], '--hash-cache keeps hashes of bytes, and'],
    [['content', 'verify', 'a', '--format', 'junit'], '--format does not know "junit"; allowed are text, json.'],
    [['content', 'verify', 'a', '--algorithm', 'md5'], '"--algorithm" is an option of content hash.'],
    [['content', 'hash'], 'content hash needs the folder that is to be hashed.'],
    [['content', 'hash', 'a', '--algorithm', 'crc'], '--algorithm does not know "crc"; allowed are sha256, sha1, md5.'],
    [['content', 'hash', 'a', '--verbose'], 'content hash has no option "--verbose";'],
  ];
  test.each(bad)('%j', (argv, sentence) => {
    let error: unknown = null;
    try {
      parseArguments(argv, vocabulary);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(sentence);
    expect((error as UsageError).message).not.toMatch(/\n|hunter2/);
  });
});

describe('help', () => {
  test('of the whole', async () => {
    await expect(`${text('--help')}\n`).toMatchFileSnapshot('../../test/golden/help/osd-preflight.txt');
    expect(text()).toBe(text('--help'));
    expect(text('-h')).toBe(text('--help'));
  });

  test.each([...commandNames, 'content'])('of %s', async (command) => {
    const words = command.split(' ');
    const file = `../../test/golden/help/${words.join('-')}.txt`;
    await expect(`${text(...words, '--help')}\n`).toMatchFileSnapshot(file);
    // Asked for on purpose, it comes before any complaint.
    expect(text(...words, '--nonsense', '-h')).toBe(text(...words, '--help'));
  });
});

test('the version needs no parser, and the parser knows it too', () => {
  expect(readVersion()).toMatch(/^\d+\.\d+\.\d+/);
  expect(asksForVersionOnly(['--version'])).toBe(true);
  expect(asksForVersionOnly(['run', '--version'])).toBe(false);
  expect(text('--version')).toBe('1.2.3');
  expect(text('run', '--version')).toBe('1.2.3');
});
