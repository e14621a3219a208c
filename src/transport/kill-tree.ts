import { readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';

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
  // Stopped first, so that nothing can start new children while the list is made.
  signal(pid, 'SIGSTOP');
  const children = await childrenByParent();
  const tree: number[] = [];
  const pending = [pid];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    tree.push(next);
    pending.push(...(children.get(next) ?? []));
  }
  for (const member of tree) signal(member, 'SIGKILL');
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH: it has ended by itself, which is what was wanted.
  }
}

async function childrenByParent(): Promise<Map<number, number[]>> {
  const pairs = process.platform === 'linux' ? await linuxProcesses() : await listedProcesses();
  const children = new Map<number, number[]>();
  for (const [pid, parent] of pairs) children.set(parent, [...(children.get(parent) ?? []), pid]);
  return children;
}

async function linuxProcesses(): Promise<[number, number][]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const pairs = await Promise.all(
    pids.map(async (pid): Promise<[number, number] | null> => {
      // The name in parentheses may hold anything, parentheses included: the fields follow the last one.
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const parent = /^.*\) \S (\d+) /s.exec(stat)?.[1];
      return parent === undefined ? null : [Number(pid), Number(parent)];
    }),
  );
  return pairs.filter((pair) => pair !== null);
}

async function listedProcesses(): Promise<[number, number][]> {
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid='], { reject: false, timeout: 10_000 });
  return (stdout ?? '').split('\n').flatMap((line): [number, number][] => {
    const match = /^\s*(\d+)\s+(\d+)\s*$/.exec(line);
    return match ? [[Number(match[1]), Number(match[2])]] : [];
  });
}
