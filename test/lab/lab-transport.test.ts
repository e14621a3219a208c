import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario, type Scenario, withCulture } from '../../lab/scenario.ts';
import { labConnector, prepareHost } from '../../lab/transport.ts';
import { type Connection, replyTo } from '../../src/transport/connector.ts';
import { SessionTransport } from '../../src/transport/session.ts';
import { snippetFiles } from '../../src/transport/snippets.ts';
import { mustSkip, shell } from './probe.ts';

const limits = { idleMs: 30_000, totalMs: 60_000 };
const target = (name: string) => ({ name, roles: [], aliases: [] });
const never = new AbortController().signal;

async function withLab<T>(scenario: Scenario, use: (connect: (name: string) => Promise<unknown>) => Promise<T>) {
  const connector = await labConnector({
    scenario,
    executable: shell!.executable,
    env: shell!.env,
    snippets: snippetFiles(),
  });
  try {
    return await use((name) => connector.connect(target(name), never));
  } finally {
    await connector.close();
  }
}

async function rows(connection: unknown, read: string, parameters = {}): Promise<{ [key: string]: unknown }[]> {
  const reply = await replyTo(connection as Connection, { request: { read, parameters }, rows: false, limits });
  if (!reply.ok) throw new Error(`${reply.failed}: ${reply.message}`);
  return reply.items as { [key: string]: unknown }[];
}

describe.skipIf(mustSkip)('a lab connector', () => {
  test('finds hosts by any of their names, and says of others that they do not resolve', async () => {
    await withLab(loadScenario('access-denied'), async (connect) => {
      for (const name of ['DP01', 'dp01.CONTOSO.com.', 'localhost'])
        expect(await rows(await connect(name), 'Read-HostIdentity')).toMatchObject([
          { machineName: 'DP01', unread: [] },
        ]);
      expect(await connect('DP02')).toEqual({ failed: 'unreachable', message: 'The name DP02 does not resolve.' });
    });
  });

  test('gives the names of the host that it runs on, and a host that refuses', async () => {
    const scenario = loadScenario('healthy');
    const refusing = {
      ...scenario,
      hosts: { ...scenario.hosts, CM01: { ...scenario.hosts.CM01!, connect: 'authentication' as const } },
    };
    await withLab(refusing, async (connect) => {
      expect(await connect('CM01')).toMatchObject({ failed: 'authentication' });
      expect(await connect('localhost')).toMatchObject({ failed: 'unreachable' });
    });
    const options = { executable: shell!.executable, env: shell!.env, snippets: snippetFiles() };
    const local = await labConnector({ ...options, scenario: loadScenario('access-denied') });
    expect(local.localNames).toEqual(['DP01', 'DP01.contoso.com', 'localhost']);
    await local.close();
  });

  test('leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('osd-lab-'));
    const seen = await withLab(loadScenario('healthy'), async (connect) => {
      await connect('DP01');
      return readdirSync(tmpdir()).filter((name) => name.startsWith('osd-lab-') && !before.includes(name));
    });
    expect(seen.length).toBeGreaterThan(0);
    // Other tests make such folders at the same time, so only those of before the end are looked at.
    const own = seen.filter((name) => existsSync(join(tmpdir(), name, 'DP01')));
    expect(own).toEqual([]);
  });

  test.each([
    ['de-DE', 'Europe/Berlin'],
    ['tr-TR', 'Europe/Istanbul'],
    ['en-IN', 'Asia/Kolkata'],
  ])('the healthy distribution point answers alike in %s', async (culture, timeZone) => {
    await withLab(withCulture(loadScenario('healthy'), culture, timeZone), async (connect) => {
      const connection = await connect('DP01');
      expect(await rows(connection, 'Read-HostIdentity')).toMatchObject([
        { culture, timeZone, clock: '2026-03-02T14:12:00.0000000Z' },
      ]);
      expect(await rows(connection, 'Read-PxeServices')).toMatchObject([
        {
          services: [
            { name: 'WDSServer', state: 'Running', processStarted: { value: '2026-02-26T04:00:41.0000000Z' } },
          ],
        },
      ]);
    });
  });

  test('libraries are as the scenario says: intact, stale, damaged', async () => {
    const blobs = (name: string) =>
      withLab(loadScenario(name), async (connect) => {
        const connection = (await connect('DP01')) as Connection;
        const packages = ['PS100005', 'PS100011', 'PS100012', 'PS100013'];
        const request = { read: 'Read-ContentBlobs', parameters: { packages } };
        const found = await replyTo(connection, { request, rows: true, limits });
        const metadata = await rows(connection, 'Read-ContentLibrary', { packages });
        if (!found.ok) throw new Error(found.message);
        return {
          bad: (found.items as { blob: string; sha256: string }[]).filter(({ blob, sha256 }) => blob !== sha256).length,
          all: found.items.length,
          drives: new Set((found.items as { path: string }[]).map(({ path }) => path.slice(0, 2))).size,
          refs: metadata.filter((row) => row.kind === 'content').map((row) => row.ref),
        };
      });
    const refs = ['PS100005.4', 'PS100011.2', 'PS100012.3', 'PS100013.1'];
    expect(await blobs('healthy')).toEqual({ bad: 0, all: 9, drives: 2, refs });
    expect(await blobs('content-stale-version')).toMatchObject({ bad: 0, refs: refs.with(2, 'PS100012.2') });
    expect(await blobs('content-corrupt-blob')).toEqual({ bad: 1, all: 9, drives: 2, refs });
  });
});

describe.skipIf(mustSkip)('the last script of a lab child', () => {
  test.each([
    ['a command that is not the lab’s', 'function Test-Path { $true }', /Test-Path is not the command of the lab/],
    [
      'a snippet that calls what the lab does not have',
      'function Read-Other { Get-Counter -ErrorAction Stop }',
      /Read-Other calls Get-Counter, which the lab does not simulate/,
    ],
  ])('refuses %s', async (_, text, message) => {
    const folder = await mkdtemp(join(tmpdir(), 'osd-lab-test-'));
    const extra = join(folder, 'extra.ps1');
    await writeFile(extra, text);
    const options = { scenario: loadScenario('healthy'), executable: shell!.executable, env: shell!.env };
    const shellOfHost = await prepareHost({ ...options, snippets: [...snippetFiles(), extra] }, 'DP01', folder);
    // The extra file is a snippet, and loaded once more after the lab's commands.
    const at = shellOfHost.scripts.length - 1;
    const transport = new SessionTransport({ ...shellOfHost, scripts: shellOfHost.scripts.toSpliced(at, 0, extra) });
    const reply = await transport.request({ read: 'Read-Boot', parameters: {} }, limits);
    expect(reply).toMatchObject({ ok: false, message: expect.stringMatching(message) });
    await transport.close();
    await rm(folder, { recursive: true });
  });

  test('refuses to be another machine', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'osd-lab-test-'));
    const options = { scenario: loadScenario('healthy'), executable: shell!.executable, env: shell!.env };
    const shellOfHost = await prepareHost({ ...options, snippets: snippetFiles() }, 'CM01', folder);
    const transport = new SessionTransport({ ...shellOfHost, env: { ...shellOfHost.env, COMPUTERNAME: 'REAL' } });
    expect(await transport.request({ read: 'Read-Boot', parameters: {} }, limits)).toMatchObject({
      ok: false,
      message: expect.stringContaining('is to be CM01 and calls itself REAL'),
    });
    await transport.close();
    await rm(folder, { recursive: true });
  });
});
