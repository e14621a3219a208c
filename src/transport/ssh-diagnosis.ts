import { setMaxListeners } from 'node:events';
import { execa } from 'execa';
import type { Failure, FailureKind } from '../model/answer.ts';
import { childEnvironment } from './child.ts';
import { killChild } from './kill-tree.ts';
import { remember } from './living.ts';
import { type RemoteHost, type SshOptions, sshOptionsOf } from './remote-host.ts';
import type { Shell } from './transport.ts';

const diagnosisMs = 8_000;
const mostText = 64 * 1024;
/** Says nothing to PowerShell; what sends it back is none. */
const question = 'osd-preflight asks whether this is echoed';

/** What an ssh said and how it ended; `code` is undefined where it had to be ended. */
export interface SshWords {
  code: number | undefined;
  stderr: string;
  stdout: string;
}

/** ssh's own sentences, which no locale translates. First match wins. */
const sentences: [RegExp, FailureKind, string | ((match: RegExpExecArray) => string)][] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|host key is known for|Host key for \S+ has changed/,
    'authentication',
    'its host key is not the one that ssh knows, or ssh knows none: connect once with ssh by hand, compare and accept the key, or correct known_hosts',
  ],
  [
    /Permission denied \(([^)]*)\)/,
    'authentication',
    ([, ways]) =>
      `sshd there accepts neither this user name nor this key (it offers: ${ways}): see --user and --key-file`,
  ],
  [
    /Too many authentication failures/,
    'authentication',
    'too many keys were tried there: name the one with --key-file',
  ],
  [/Load key "?[^"\n]*"?: ([^\n]+)/, 'authentication', ([, why]) => `the key file cannot be used: ${why!.trim()}`],
  [
    /subsystem request failed/,
    'not-supported',
    'sshd there has no subsystem powershell: PowerShell 7 must be entered in its sshd_config',
  ],
  [
    /Unable to negotiate[^\n]*: ([^\n]+)/,
    'not-supported',
    ([, why]) => `ssh and sshd have no method in common: ${why!.trim()}`,
  ],
  [/Could not resolve hostname/, 'unreachable', 'ssh does not resolve the name'],
  [/Connection refused|No route to host|Network is unreachable/, 'unreachable', 'the port is closed to ssh'],
  [/Connection timed out|Operation timed out|banner exchange/i, 'timeout', 'sshd there did not answer in time'],
  [
    /Connection (?:reset|closed) by|kex_exchange_identification|Broken pipe|Connection to \S+ closed/i,
    'unreachable',
    'sshd there closed the connection',
  ],
  [
    /Bad configuration option|Bad owner or permissions|terminating, \d+ bad config/,
    'authentication',
    'the ssh configuration of this machine cannot be used',
  ],
];

/** Which failure ssh's words mean; undefined where they explain nothing. */
export function sshFailure({ code, stderr, stdout }: SshWords): Failure | undefined {
  for (const [pattern, failed, sentence] of sentences) {
    const match = pattern.exec(stderr);
    if (match) return { failed, message: typeof sentence === 'string' ? sentence : sentence(match) };
  }
  const notPowerShell = (what: string): Failure => ({
    failed: 'not-supported',
    message: `what sshd there runs as subsystem powershell is not PowerShell alone: ${what}`,
  });
  const lines = stdout.split('\n').filter((line) => line.trim() !== '');
  if (lines[0]?.trim() === question) return notPowerShell('it sends back what it is sent');
  // PowerShell's own way to say that it was sent nothing of use.
  const isPowerShell = lines[0] === undefined || /^<|^__NamedPipeError__/.test(lines[0]);
  if (!isPowerShell) return notPowerShell(`it prints "${printable(lines[0]!.trim())}"`);
  if (code === 255) return { failed: 'unreachable', message: `ssh ended: ${lastLine(stderr) ?? 'without a word'}` };
  if (code !== undefined && code !== 0 && stdout === '')
    return notPowerShell(`it ended at once with exit code ${code}`);
  return undefined;
}

/**
 * Asks ssh itself why PowerShell got no session, with the arguments that PowerShell gives it. PowerShell passes on
 * nothing of what ssh said, and its console mixes up what several of them say.
 */
export async function askSsh(
  shell: Shell,
  remote: RemoteHost,
  connectMs: number,
  more: SshOptions | undefined,
  signal: AbortSignal,
): Promise<SshWords | undefined> {
  if (signal.aborted) return undefined;
  setMaxListeners(0, signal);
  const child = execa('ssh', sshArguments(remote, sshOptionsOf(Math.min(connectMs, diagnosisMs), more)), {
    input: `${question}\n`,
    env: childEnvironment(shell),
    extendEnv: false,
    windowsHide: true,
    reject: false,
    maxBuffer: mostText,
  });
  remember(child);
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<'enough'>((resolve) => {
    timer = setTimeout(() => resolve('enough'), diagnosisMs);
    signal.addEventListener('abort', () => resolve('enough'), { once: true });
  });
  await Promise.race([child, enough]);
  clearTimeout(timer);
  await killChild(child);
  const { exitCode, stderr, stdout } = await child;
  return { code: exitCode, stderr: stderr ?? '', stdout: stdout ?? '' };
}

/** As PowerShell's SSH client builds them. */
export function sshArguments({ host, port, user, keyFile }: RemoteHost, options: SshOptions): string[] {
  return [
    ...(keyFile === undefined ? [] : ['-i', keyFile]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...['-o', 'LogLevel=ERROR'],
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...['-s', '--', host, 'powershell'],
  ];
}

function printable(text: string): string {
  return text.slice(0, 80).replace(/[^\x20-\x7e]/g, '?');
}

function lastLine(text: string): string | undefined {
  const line = text.trim().split('\n').at(-1)?.trim();
  return line ? printable(line) : undefined;
}
