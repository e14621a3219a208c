import type { Way } from '../model/target.ts';

/** A remote machine and the way into it, complete: defaults are filled in. */
export interface RemoteHost {
  via: Exclude<Way, 'local'>;
  /** Name or address, validated where it came in. */
  host: string;
  port?: number | undefined;
  user?: string | undefined;
  keyFile?: string | undefined;
  configurationName?: string | undefined;
  useSsl?: boolean | undefined;
  credential?: string | undefined;
}

export type SshOptions = { readonly [option: string]: string };

/**
 * What ssh is told for each machine. Without a prompt, and ended when the far side is silent. Which host keys are trusted
 * is the user's own ssh configuration, unless `more` says so.
 */
export function sshOptionsOf(connectMs: number, more: SshOptions = {}): SshOptions {
  const usual = {
    ConnectTimeout: String(Math.max(1, Math.round(connectMs / 1000))),
    ServerAliveInterval: '15',
    ServerAliveCountMax: '4',
  };
  const named = new Set(Object.keys(more).map((name) => name.toLowerCase()));
  const kept = Object.entries(usual).filter(([name]) => !named.has(name.toLowerCase()));
  const given = Object.entries(more).filter(([name]) => name.toLowerCase() !== 'batchmode');
  return { ...Object.fromEntries([...kept, ...given]), BatchMode: 'yes' };
}
