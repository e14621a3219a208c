// In small what lasts a day: 10,000 requests through one session are in test/transport/endurance.test.ts.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import { loadScenario } from '../../lab/scenario.ts';
import { prepareHost } from '../../lab/transport.ts';
import { FanOut } from '../../src/transport/fan-out.ts';
import { SessionTransport } from '../../src/transport/session.ts';
import { snippetFiles } from '../../src/transport/snippets.ts';
import type { Reply } from '../../src/transport/transport.ts';
import { eventually } from '../lab/fleet-estate.ts';
import { mustSkip, shell } from '../lab/probe.ts';
import { ask, engine, patient } from '../transport/engines.ts';
import { below } from './processes.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of open.splice(0).reverse()) await end();
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'osd-endurance-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a process occupies, in MiB. */
function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function resident(child: number): Promise<{ node: number; child: number }> {
  for (let n = 0; n < 3; n++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return { node: residentOf(process.pid), child: residentOf(child) };
}

// Memory, handles and processes as Linux tells them.
describe.skipIf(mustSkip || process.platform !== 'linux')('for a long time', { timeout: 180_000 }, () => {
  test('2,000 gathers of one fact through one session: Node and its child stay within 20 %', async () => {
    const options = { executable: shell!.executable, env: shell!.env, snippets: snippetFiles() };
    const session = new SessionTransport(
      await prepareHost({ scenario: loadScenario('healthy'), ...options }, 'DP01', temporaryFolder()),
    );
    open.push(() => session.close());
    const gather = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) {
        const reply = await session.request({ read: 'Read-Boot', parameters: {} }, patient);
        if (!reply.ok) throw new Error(reply.message);
        expect(reply.items).toHaveLength(1);
      }
    };
    await gather(400);
    const children = below(process.pid);
    expect(children).toHaveLength(1);
    const before = await resident(children[0]!);
    await gather(1_600);
    const after = await resident(children[0]!);
    expect(below(process.pid)).toEqual(children);
    const figures = [before, after].map(({ node, child }) => `Node ${node.toFixed(0)}, child ${child.toFixed(0)} MiB`);
    process.stderr.write(`2,000 gathers: ${figures.join('; then ')}\n`);
    expect(after.node).toBeLessThan(before.node * 1.2);
    expect(after.child).toBeLessThan(before.child * 1.2);
  });

  test('200 machines in several batches leave no handle, no file and no process', async () => {
    const folder = temporaryFolder();
    const localScripts = [join(import.meta.dirname, '..', 'transport', 'snippets', 'remoting.ps1')];
    const fanOut = new FanOut({
      shell: engine({ OSD_TEST_CALLS: join(folder, 'calls') }),
      throttle: 16,
      hostMs: 60_000,
      localScripts,
    });
    open.push(() => fanOut.close());
    const questions = [{ request: ask('Echo', { value: 1 }), rows: false, limits: patient }];
    const round = async (count: number): Promise<Reply[]> => {
      const replies: Reply[] = [];
      const hosts = Array.from({ length: count }, (_, index) => ({ via: 'winrm' as const, host: `h${index}` }));
      await Promise.all(hosts.map((host) => fanOut.ask(host, questions, (reply) => void replies.push(reply))));
      return replies;
    };
    const held = () => ({
      files: readdirSync('/proc/self/fd').length,
      resources: process.getActiveResourcesInfo().length,
    });
    await round(4);
    expect(await eventually(async () => below(process.pid).length === 0)).toBe(true);
    const before = held();
    const replies = await round(200);
    expect(replies.filter(({ ok }) => ok)).toHaveLength(200);
    expect(await eventually(async () => below(process.pid).length === 0)).toBe(true);
    expect(await eventually(async () => held().files <= before.files && held().resources <= before.resources)).toBe(
      true,
    );
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n');
    expect(calls).toHaveLength(204);
  });
});
