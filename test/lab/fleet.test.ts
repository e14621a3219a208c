import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fleet, findSshd, startFleet } from '../../lab/fleet.ts';
import { fleetConnector } from '../../lab/fleet-connector.ts';
import { openLab } from '../../lab/open.ts';
import { labConnector } from '../../lab/transport.ts';
import { type Connector, replyTo } from '../../src/transport/connector.ts';
import { machinesConnector } from '../../src/transport/machines.ts';
import { snippetFiles } from '../../src/transport/snippets.ts';
import { answers, eventually, everyDoor, mustSkipFleet, processesAbout, ssh } from './fleet-estate.ts';
import { shell } from './probe.ts';

describe.skipIf(mustSkipFleet)('the fleet lab', () => {
  let fleet: Fleet;
  let connector: Connector;
  const never = new AbortController().signal;
  const host = (name: string) => fleet.hosts.get(name)!;

  beforeAll(async () => {
    const options = { scenario: everyDoor, executable: shell!.executable, env: shell!.env, snippets: snippetFiles() };
    const started = await startFleet(options);
    if ('missing' in started) throw new Error(started.missing);
    fleet = started;
    const machines = machinesConnector({
      shell: { executable: shell!.executable, env: { ...shell!.env }, scripts: snippetFiles() },
      localNames: [],
      throttle: 4,
      hostMs: 60_000,
      sshOptions: fleet.sshOptions,
      remoteScripts: [...snippetFiles(), ...fleet.remoteScripts],
    });
    connector = fleetConnector({ scenario: everyDoor, fleet, machines, children: await labConnector(options) });
  });
  afterAll(async () => await connector?.close());

  /** What one question to a host came to: its only row, or why not. */
  async function read(name: string, question: string, idleMs = 40_000): Promise<unknown> {
    const connection = await connector.connect({ name, roles: [], aliases: [] }, never);
    if ('failed' in connection) return connection;
    const request = { read: question, parameters: {} };
    const reply = await replyTo(connection, { request, rows: false, limits: { idleMs, totalMs: 60_000 } });
    await connection.close();
    return reply.ok ? reply.items[0] : { failed: reply.failed, message: reply.message };
  }

  test('listens on loopback alone, on 17 addresses with two sshds', async () => {
    const open = [...fleet.hosts.values()].filter(({ door }) => door !== 'refuses' && door !== 'silent');
    expect(open).toHaveLength(17);
    expect(await Promise.all(open.map(answers))).toEqual(open.map(() => true));
    expect((await processesAbout(`${fleet.folder}/sshd-`)).length).toBeGreaterThanOrEqual(2);
    expect(existsSync(`${fleet.folder}/sshd-1`)).toBe(true);
    expect(existsSync(`${fleet.folder}/sshd-2`)).toBe(false);
    expect(await answers({ ...host('HQ'), address: '127.0.0.1' })).toBe(false);
  });

  test.each([
    ['refuses', 'REFUSES-1', /Connection refused/],
    ['is silent', 'SILENT-2', /Connection timed out/],
    ['does not take the key', 'STRANGE-1', /Permission denied \(publickey\)/],
  ])('to the plain client a host %s', async (_, name, message) => {
    const ended = await ssh(fleet, host(name), ['-s', 'powershell']);
    expect(ended.exitCode).toBe(255);
    expect(ended.stderr).toMatch(message);
  });

  test('a profile that prints comes before the protocol, and other hosts print nothing', async () => {
    const noisy = await ssh(fleet, host('NOISY-1'), ['-s', 'powershell']);
    expect(noisy.stdout).toMatch(/^Welcome to NOISY-1\./);
    const open = await ssh(fleet, host('HQ'), ['-s', 'powershell']);
    expect(open.stdout).not.toContain('Welcome');
  });

  test('every host is itself: name, SID, services, culture, time zone, clock', async () => {
    const [german, stopped, more] = await Promise.all([
      read('GER-1', 'Read-HostIdentity'),
      read('STOPPED-1', 'Read-PxeServices'),
      read('more-09.contoso.com', 'Read-HostIdentity'),
    ]);
    const { machineSid } = everyDoor.hosts['GER-1']!;
    const place = { culture: 'de-DE', timeZone: 'Europe/Berlin', clock: '2026-03-02T14:07:00.0000000Z' };
    expect(german).toMatchObject({ machineName: 'GER-1', machineSid, ...place, unread: [] });
    expect(stopped).toMatchObject({ services: [{ name: 'WDSServer', state: 'Stopped', exitCode: 1077 }] });
    expect(more).toMatchObject({ machineName: 'MORE-09', culture: 'en-US', timeZone: 'America/Chicago', unread: [] });
  });

  test('to the product a dead host is unreachable, at the address that it would have', async () => {
    expect(await read('REFUSES-1', 'Read-Boot')).toMatchObject({
      failed: 'unreachable',
      message: expect.stringMatching(/TCP 22 .*10\.42\.0\./),
    });
    expect(await read('SILENT-1', 'Read-Boot')).toMatchObject({ failed: 'unreachable' });
    expect(await read('NOBODY', 'Read-Boot')).toEqual({
      failed: 'unreachable',
      message: 'The name NOBODY does not resolve.',
    });
  });

  test('a host that hangs lets us in and never answers', async () => {
    expect(await read('HANGS-1', 'Read-Boot', 5_000)).toMatchObject({ failed: 'timeout' });
  });

  test('a host restarts and its clock moves between two questions', async () => {
    const boot = { lastBootUpTime: '2026-02-26T04:00:00.0000000Z', localDateTime: '2026-03-02T14:00:00.0000000Z' };
    expect(await read('MORE-01', 'Read-Boot')).toMatchObject(boot);
    await fleet.reboot('MORE-01');
    await fleet.setClock('MORE-01', '2026-03-02T15:00:00Z');
    expect(await read('MORE-01', 'Read-Boot')).toMatchObject({
      lastBootUpTime: '2026-02-26T04:01:00.0000000Z',
      localDateTime: '2026-03-02T15:00:00.0000000Z',
    });
  });

  test('the PowerShell of a host can be stopped, resumed and killed', async () => {
    const asking = read('HANGS-2', 'Read-Boot');
    expect(await eventually(async () => (await fleet.freeze('HANGS-2')) > 0)).toBe(true);
    expect(await fleet.thaw('HANGS-2')).toBeGreaterThan(0);
    expect(await fleet.killRemote('HANGS-2')).toBeGreaterThan(0);
    expect(await asking).toMatchObject({ failed: expect.stringMatching(/^(interrupted|unreachable)$/) });
    expect(await fleet.killRemote('MORE-03')).toBe(0);
  });

  test('nothing of it is left when it has stopped', async () => {
    const frozen = ssh(fleet, host('FROZEN-1'), ['-s', 'powershell']);
    expect(await eventually(async () => (await processesAbout(`OSD_LAB_FLEET=${fleet.folder}`)).length > 0)).toBe(true);
    await connector.close();
    await frozen;
    expect(existsSync(fleet.folder)).toBe(false);
    expect(await processesAbout(fleet.folder)).toEqual([]);
    expect(await Promise.all([...fleet.hosts.values()].map(answers))).toEqual(
      [...fleet.hosts.values()].map(() => false),
    );
    await connector.close();
  });
});

test.skipIf(process.platform !== 'linux')('without sshd one sentence says what to install', async () => {
  expect(await findSshd('/nowhere')).toEqual({ missing: expect.stringMatching(/install .* openssh-server.*\.$/) });
});

describe.skipIf(mustSkipFleet)('--lab fleet', () => {
  test('opens the whole estate, in any culture, and asks the hosts that are named', async () => {
    const request = { powershell: null, onLine: () => undefined, signal: new AbortController().signal };
    const lab = await openLab({ ...request, name: 'fleet@tr-TR,Europe/Istanbul', throttle: 2, hostMs: 60_000 });
    if ('missing' in lab) throw new Error(lab.missing);
    try {
      expect(lab.now()).toBe('2026-03-02T14:12:00Z');
      expect(lab.connector.localNames).toEqual([]);
      const { pxeServers } = JSON.parse(lab.siteFile!) as { pxeServers: string[] };
      expect(pxeServers).toHaveLength(115);
      const target = { name: pxeServers[100]!, roles: [], aliases: [] };
      const connection = await lab.connector.connect(target, request.signal);
      if ('failed' in connection) throw new Error(connection.message);
      const limits = { idleMs: 40_000, totalMs: 60_000 };
      const question = { request: { read: 'Read-HostIdentity', parameters: {} }, rows: false, limits };
      expect(await replyTo(connection, question)).toMatchObject({
        ok: true,
        items: [{ machineName: 'BR100-DP', culture: 'tr-TR', timeZone: 'Europe/Istanbul', unread: [] }],
      });
    } finally {
      await lab.connector.close();
    }
  });
});
