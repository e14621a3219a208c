import type { ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { killed, stopped } from './living.ts';

/** How long an ended process may take to be reported as such. */
const reportedMs = 5_000;

/** Ends a child of ours and everything below it, and waits until it is gone. One that has ended already is left alone. */
export async function killChild(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    let timer: NodeJS.Timeout | undefined;
    const gone = new Promise((resolve) => {
      child.once('exit', resolve);
      timer = setTimeout(resolve, reportedMs);
    });
    await killTree(child.pid);
    await gone;
    clearTimeout(timer);
  }
  // What the child started may hold the other ends open for ever.
  for (const stream of child.stdio) stream?.destroy();
}

/**
 * Ends a process and everything below it. PowerShell's own children outlive a signal to PowerShell alone.
 * Resolves when the signals are sent; a process that is gone already is fine.
 */
export async function killTree(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    await execa('taskkill', ['/PID', String(pid), '/T', '/F'], { reject: false, windowsHide: true, timeout: 10_000 });
    return;
  }
  // Stopped as they are found, until no new one turns up: what runs could start another behind our back.
  const tree = new Set([pid]);
  for (let seen = 0; seen < tree.size; ) {
    stopped(tree);
    for (const member of [...tree].slice(seen)) signal(member, 'SIGSTOP');
    seen = tree.size;
    addDescendants(tree, await processes());
  }
  for (const member of tree) signal(member, 'SIGKILL');
  killed(tree);
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH: it has ended by itself, which is what was wanted.
  }
}

type ProcessAndParent = [pid: number, parent: number];

function addDescendants(tree: Set<number>, pairs: ProcessAndParent[]): void {
  const children = new Map<number, number[]>();
  for (const [pid, parent] of pairs) children.set(parent, [...(children.get(parent) ?? []), pid]);
  // A set that grows while it is walked is walked to its new end.
  for (const member of tree) for (const child of children.get(member) ?? []) tree.add(child);
}

async function processes(): Promise<ProcessAndParent[]> {
  return process.platform === 'linux' ? linuxProcesses() : listedProcesses();
}

async function linuxProcesses(): Promise<ProcessAndParent[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const pairs = await Promise.all(
    pids.map(async (pid): Promise<ProcessAndParent | null> => {
      // The name in parentheses may hold anything, parentheses included: the fields follow the last one.
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const parent = /^.*\) \S (\d+) /s.exec(stat)?.[1];
      return parent === undefined ? null : [Number(pid), Number(parent)];
    }),
  );
  return pairs.filter((pair) => pair !== null);
}

async function listedProcesses(): Promise<ProcessAndParent[]> {
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid='], { reject: false, timeout: 10_000 });
  return (stdout ?? '').split('\n').flatMap((line): ProcessAndParent[] => {
    const match = /^\s*(\d+)\s+(\d+)\s*$/.exec(line);
    return match ? [[Number(match[1]), Number(match[2])]] : [];
  });
}
