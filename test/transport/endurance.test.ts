import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import type { Shell } from '../../src/transport/transport.ts';
import { ask, closeAll, engine, noEngine, noStandIn, patient, standIn, transport } from './engines.ts';

afterEach(closeAll);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const mebi = 2 ** 20;

async function nodeHeap(): Promise<number> {
  for (let n = 0; n < 3; n++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / mebi;
}

/** What a process occupies, in MiB; undefined where there is no /proc. */
function residentOf(pid: number): number | undefined {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}

/** Asks so often, and tells how much more Node and the one child hold at the end than after the warm-up. */
async function endure(shell: Shell, requests: number, parameter: string): Promise<{ node: number; child: number }> {
  const session = transport('session', shell);
  const id = async (): Promise<number> => {
    const reply = await session.request(ask('Process'), patient);
    return (reply as unknown as { items: [{ id: number }] }).items[0].id;
  };
  const pid = await id();
  const started = performance.now();
  const round = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) {
      const reply = await session.request(ask('Echo', { value: `${n} ${parameter}` }), patient);
      if (!reply.ok) throw new Error(reply.message);
    }
  };
  await round(requests / 5);
  const before = { node: await nodeHeap(), child: residentOf(pid) };
  await round((requests * 4) / 5);
  const after = { node: await nodeHeap(), child: residentOf(pid) };
  expect(await id()).toBe(pid);
  const growth = { node: after.node - before.node, child: (after.child ?? 0) - (before.child ?? 0) };
  const each = (performance.now() - started) / requests;
  const figures = `${requests} requests, ${each.toFixed(2)} ms each; Node ${growth.node.toFixed(1)} MiB, child ${growth.child.toFixed(1)} MiB`;
  process.stderr.write(`endurance: ${figures}\n`);
  return growth;
}

describe('trap 15: the memory of Node and of the one child stays flat', () => {
  test.skipIf(noStandIn)('over 10,000 session requests to the stand-in', { timeout: 180_000 }, async () => {
    const growth = await endure(standIn(), 10_000, 'x'.repeat(200));
    expect(growth.node).toBeLessThan(4);
    expect(growth.child).toBeLessThan(40);
  });

  test.skipIf(noEngine)('over 10,000 session requests to a real PowerShell', { timeout: 300_000 }, async () => {
    const growth = await endure(engine(), 10_000, 'x'.repeat(200));
    expect(growth.node).toBeLessThan(4);
    expect(growth.child).toBeLessThan(40);
  });

  test.skipIf(noEngine)(
    'over 350 requests of 30 kB, by what the child really holds',
    { timeout: 180_000 },
    async () => {
      const session = transport('session', engine());
      const value = 'x'.repeat(30_000);
      const measure = async (): Promise<{ node: number; child: number }> => {
        const reply = await session.request(ask('Memory'), patient);
        const { managed } = (reply as unknown as { items: [{ managed: number }] }).items[0];
        return { node: await nodeHeap(), child: managed };
      };
      const round = async (from: number, to: number): Promise<void> => {
        for (let n = from; n < to; n++) {
          const reply = await session.request(ask('Echo', { value }), patient);
          expect(reply.ok && reply.items).toEqual([{ value }]);
        }
      };
      await round(0, 50);
      const before = await measure();
      await round(50, 350);
      const after = await measure();
      // 300 requests of 30 kB would be 17 MiB in the child, and with their answers more than that here.
      expect(after.child - before.child).toBeLessThan(4);
      expect(after.node - before.node).toBeLessThan(8);
      process.stderr.write(
        `endurance, large: Node ${(after.node - before.node).toFixed(1)} MiB, child ${(after.child - before.child).toFixed(1)} MiB\n`,
      );
    },
  );
});
