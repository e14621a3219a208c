import { execa } from 'execa';
import type { Failure } from '../model/answer.ts';
import { childEnvironment, diedFailure, notStarted, switches } from './child.ts';
import type { Shell } from './transport.ts';

/** How long the pipes of a child that has ended may hold back its last words; its own children can keep them open. */
const drainMs = 500;

export type PowerShellChild = ReturnType<typeof spawnPowerShell>;

/** Starts a PowerShell that obeys its standard input: the given text and no more, or what is written to it. */
export function spawnPowerShell(shell: Shell, input?: string) {
  const given = Object.entries(switches).flatMap(([name, value]) => (value === true ? [name] : [name, value]));
  return execa(shell.executable, ['-NoLogo', ...given, '-Command', '-'], {
    ...(input === undefined ? { stdin: 'pipe' as const } : { input }),
    env: childEnvironment(shell),
    extendEnv: false,
    windowsHide: true,
    buffer: false,
    reject: false,
    stripFinalNewline: false,
  });
}

/** Resolves when the child is over, with the failure that this means where it has not answered. */
export function endOf(child: PowerShellChild): Promise<(noise: readonly string[]) => Failure> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      setTimeout(() => resolve((noise) => diedFailure(code, signal, noise)), drainMs).unref();
    });
    void child.then(({ exitCode, signal, originalMessage }) => {
      if (exitCode === undefined && signal === undefined)
        resolve(() => notStarted(originalMessage ?? 'unknown reason'));
      else resolve((noise) => diedFailure(exitCode, signal, noise));
    });
  });
}
