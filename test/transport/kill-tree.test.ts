import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { killChild, killTree } from '../../src/transport/kill-tree.ts';
import { gone } from './engines.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A shell with children of its own, two levels deep; tells their ids. */
async function family(script: string): Promise<{ child: ChildProcess; pids: number[] }> {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let said = '';
  await new Promise<void>((resolve) => {
    child.stdout!.on('data', (text) => {
      said += text;
      if (said.includes('ready')) resolve();
    });
  });
  return {
    child,
    pids: said
      .split('\n')
      .filter((line) => /^\d+$/.test(line))
      .map(Number),
  };
}

describe.skipIf(process.platform === 'win32')('a tree of processes', () => {
  test('is ended whole, also what ignores every polite signal', async () => {
    const inner = `trap "" TERM INT HUP; sleep 300 & echo $!; sleep 300 & echo $!; echo ready; wait`;
    const { child, pids } = await family(`sh -c '${inner}' & echo $!; wait`);
    expect(pids).toHaveLength(3);
    await killChild(child);
    expect(child.signalCode).toBe('SIGKILL');
    expect(await gone([child.pid!, ...pids])).toBe(true);
  });

  test('is ended while it grows', async () => {
    const { child, pids } = await family(
      `(while :; do sleep 300 & echo $!; sleep 0.002; done) & echo $!; sleep 0.1; echo ready; wait`,
    );
    let said = '';
    child.stdout!.on('data', (text) => {
      said += text;
    });
    await killTree(child.pid);
    const all = [
      ...pids,
      ...said
        .split('\n')
        .filter((line) => /^\d+$/.test(line))
        .map(Number),
    ];
    expect(all.length).toBeGreaterThan(5);
    expect(await gone(all)).toBe(true);
  });

  test('a stopped child is ended too', async () => {
    const { child, pids } = await family('sleep 300 & echo $!; echo ready; wait');
    child.kill('SIGSTOP');
    await killChild(child);
    expect(await gone([child.pid!, ...pids])).toBe(true);
  });

  test('one that has ended, or never was, is left alone', async () => {
    const child = spawn('sh', ['-c', 'exit 3']);
    await new Promise((resolve) => child.once('exit', resolve));
    await killChild(child);
    expect(child.exitCode).toBe(3);
    await killTree(undefined);
    await killTree(2 ** 22 + 1);
  });
});
