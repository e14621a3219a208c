// The processes of this machine, by /proc.
import { readdirSync, readFileSync } from 'node:fs';
import type { Fleet } from '../../lab/fleet.ts';

/** Process ids below one, in any depth. */
export function below(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const parent = parentOf(Number(name));
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}

/** The process that started another; undefined where that has ended. */
export function parentOf(pid: number): number | undefined {
  try {
    const [, state, parent] = /^.*\) (\S) (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return state === 'Z' ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}

/** Our own ssh processes to a machine of a fleet. */
export function sshTo(fleet: Fleet, name: string): number[] {
  const { address } = fleet.hosts.get(name)!;
  return below(process.pid).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return /(?:^|\/)ssh$/.test(words[0]!) && words.some((word) => word === address || word.endsWith(`@${address}`));
    } catch {
      return false;
    }
  });
}
