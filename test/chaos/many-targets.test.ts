import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { facts, hostIdentity } from '../../checks/facts.ts';
import { checks } from '../../checks/index.ts';
import { loadConfiguration } from '../../src/cli/config.ts';
import { noOverrides } from '../../src/cli/options.ts';
import { collect } from '../../src/engine/collect.ts';
import { PackedFacts } from '../../src/engine/host-facts.ts';
import { neededFacts, selectChecks, sharedFacts } from '../../src/engine/plan.ts';
import { report } from '../../src/engine/run.ts';
import { mergeGatherings } from '../../src/facts/file.ts';
import { reportIn } from '../../src/report/index.ts';
import type { Connector } from '../../src/transport/connector.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const mebi = 2 ** 20;
/** Heap in use, in MiB. */
function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / mebi;
}

const count = 100_000;
/** Every thousandth comes a second time, in other letters. */
const list = (): Uint8Array => {
  const names = Array.from({ length: count }, (_, index) => `dp${String(index).padStart(6, '0')}.contoso.com`);
  const again = names.filter((_, index) => index % 1_000 === 0).map((name) => `${name.toUpperCase()}.`);
  return new TextEncoder().encode(`# all of them\n${[...names, ...again].join('\r\n')}\n`);
};

/** Machines of which nobody answers; how many are tried at a time is counted. */
function deadMachines(): { connector: Connector; most: () => number; tried: () => number } {
  let [now, most, tried] = [0, 0, 0];
  const connector: Connector = {
    localNames: [],
    width: 128,
    async connect() {
      tried += 1;
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return { failed: 'unreachable', message: 'TCP 22 is closed there' };
    },
    close: async () => {},
  };
  return { connector, most: () => most, tried: () => tried };
}

test(`a list of ${count} lines is read, asked, judged and reported in bounded memory`, {
  timeout: 120_000,
}, async () => {
  const before = heap();
  const configuration = await loadConfiguration({
    file: null,
    cwd: import.meta.dirname,
    overrides: { ...noOverrides, targetList: '-' },
    siteFile: { text: null, name: 'none' },
    stdin: async () => list(),
  });
  expect(configuration.targets).toHaveLength(count);
  // One check, for time's sake: memory grows with the machines and with what is said of each.
  const selection = { operations: [], check: ['pxe-responder-stopped'], skip: [] };
  const selected = selectChecks(checks, selection).map(({ check }) => check);
  const wanted = neededFacts(selected, facts);
  const packed = new PackedFacts();
  const { connector, most, tried } = deadMachines();
  const now = (): string => '2026-03-02T14:12:00Z';
  const { hosts, complete } = await collect({
    configuration,
    facts: wanted,
    registry: facts,
    shared: sharedFacts(selected, wanted),
    identity: hostIdentity,
    connector,
    sink: { host: (host) => packed.host(host), fact: (fact) => packed.add(fact) },
    idleMs: 1_000,
    now,
    signal: new AbortController().signal,
  });
  expect({ tried: tried(), hosts: hosts.length, complete }).toEqual({ tried: count, hosts: count, complete: true });
  expect(most()).toBeLessThanOrEqual(128);
  const header = {
    tool: 'osd-preflight test',
    checkSet: selected.map(({ id }) => id),
    gatheredAt: now(),
    operator: 'tester',
    operations: [],
    configuration,
  };
  const read = { ...header, hosts, finishedAt: now(), complete, notes: [], facts: packed };
  const gathering = mergeGatherings([read], { configuration: null });
  const said = report(gathering, checks, facts, { selection, strict: false, interrupted: false });
  let [length, start] = [0, ''];
  const style = { verbose: false, color: false, onlyFailing: false, unicode: true, columns: 80 };
  for (const piece of reportIn('text', said, checks, style)) {
    length += piece.length;
    if (start.length < 2_000) start += piece;
  }
  const grown = heap() - before;
  process.stderr.write(
    `${count} targets: ${grown.toFixed(0)} MiB of heap at the end, ${length} characters of report\n`,
  );
  expect(said).toMatchObject({ verdict: 'cannot-tell', exitCode: 3 });
  expect(said.targets).toHaveLength(count);
  expect(start).toMatch(/^CANNOT TELL/);
  expect(start).toMatch(/100000 machines.*TCP 22 is closed there/s);
  expect(grown).toBeLessThan(900);
});
