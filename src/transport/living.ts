import type { ChildProcess } from 'node:child_process';

/** Process ids that must not outlive this process: children that run, and what a tree kill has stopped and not yet ended. */
const living = new Set<number>();

/** Remembers a child until it has ended. */
export function remember(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  living.add(pid);
  child.once('exit', () => living.delete(pid));
}

/** What a tree kill stops would stay stopped for ever if this process ended before it is killed. */
export function stopped(pids: Iterable<number>): void {
  for (const pid of pids) living.add(pid);
}

export function killed(pids: Iterable<number>): void {
  for (const pid of pids) living.delete(pid);
}

/** The last resort, without waiting: for the moment in which this process ends. */
export function endAll(): void {
  for (const pid of living) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}
