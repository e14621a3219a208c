import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { Failure } from '../model/answer.ts';
import type { Limits, Shell } from './transport.ts';

/** A marker that no other output of a child can hold by accident. */
export function newMarker(): string {
  return `@osd-${randomBytes(8).toString('hex')}`;
}

/** Any such marker. */
export const anyMarker = /@osd-[0-9a-f]{16}/;

/** Switches that every child gets, whatever starts it; `-Command -` follows them. */
export const switches = {
  '-NoProfile': true,
  '-NonInteractive': true,
  '-InputFormat': 'Text',
  '-ExecutionPolicy': 'RemoteSigned',
} as const;

/**
 * The environment of a PowerShell. `TERM=dumb` is the only switch that keeps the console's escape sequences out of
 * redirected output; NODE_POWERSHELL and DEBUG would change the executable and print whole requests.
 */
export function childEnvironment(shell: Shell): { [name: string]: string | undefined } {
  const unwanted = ['NODE_POWERSHELL', 'DEBUG'];
  // Inherited from PowerShell 7, this would make Windows PowerShell load modules that it cannot run.
  if (/^powershell(\.exe)?$/i.test(basename(shell.executable))) unwanted.push('PSMODULEPATH');
  const inherited = Object.entries(process.env).filter(([name]) => !unwanted.includes(name.toUpperCase()));
  return {
    ...Object.fromEntries(inherited),
    TERM: 'dumb',
    NO_COLOR: '1',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    POWERSHELL_DIAGNOSTICS_OPTOUT: '1',
    ...shell.env,
  };
}

/** Endpoint protection can stall a start for most of a minute. */
const usualStartMs = 90_000;

/** How long a child may take until everything is loaded. */
export function startLimits({ startMs = usualStartMs }: Shell): Limits {
  return { idleMs: startMs, totalMs: startMs };
}

export function startTimeout({ startMs = usualStartMs }: Shell): Failure {
  return { failed: 'timeout', message: `PowerShell did not start within ${startMs / 1000} s` };
}

/** The last words of a child that ended without answering. */
export function diedFailure(
  code: number | null | undefined,
  signal: string | null | undefined,
  noise: readonly string[],
): Failure {
  const how = signal ? `signal ${signal}` : `exit code ${code ?? 'unknown'}`;
  const last = noise.at(-1);
  return {
    failed: 'interrupted',
    message: `PowerShell ended (${how}) before it answered${last ? `; it printed: ${last}` : ''}`,
  };
}

export function notStarted(why: string): Failure {
  return { failed: 'missing-command', message: `PowerShell could not be started: ${why}` };
}
