import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../src/model/answer.ts';
import type { Target } from '../../src/model/target.ts';
import { type Connection, type Connector, replyTo } from '../../src/transport/connector.ts';
import { keyFilePath, keyFileProblem } from '../../src/transport/key-file.ts';
import { type Machines, machinesConnector } from '../../src/transport/machines.ts';
import { unreachable } from '../../src/transport/reach.ts';
import { ask, gist, noStandIn, patient, runs, standIn } from './engines.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const never = new AbortController().signal;

function machines(platform: NodeJS.Platform = 'linux', more: Partial<Machines> = {}): Connector {
  const connector = machinesConnector({
    shell: standIn(),
    localNames: ['DP01', 'dp01.corp.example', '10.0.0.5'],
    platform,
    throttle: 32,
    hostMs: 60_000,
    ...more,
  });
  open.push(connector);
  return connector;
}

function target(rest: Partial<Target> & { name: string }): Target {
  return { roles: [], aliases: [], ...rest };
}

async function listening(): Promise<number> {
  const server: Server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return (server.address() as { port: number }).port;
}

async function closedPort(): Promise<number> {
  const port = await listening();
  await new Promise((resolve) => (open.pop() as Server).close(resolve));
  return port;
}

/** A server that says something as soon as one connects, and then waits. */
async function greeting(text = 'SSH-2.0-test\r\n'): Promise<number> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    socket.write(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return (server.address() as { port: number }).port;
}

function temporaryKey(mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'osd-key-'));
  open.push({ close: () => rmSync(folder, { recursive: true }) });
  writeFileSync(join(folder, 'key'), '');
  chmodSync(join(folder, 'key'), mode);
  return join(folder, 'key');
}

const isFailure = (connection: Connection | { failed: string }): boolean => 'failed' in connection;

describe('which machine is this one', () => {
  test.each<Partial<Target> & { name: string }>([
    { name: 'dp01' },
    { name: 'DP01.corp.EXAMPLE.' },
    { name: 'LOCALHOST' },
    { name: 'localhost.' },
    { name: '127.0.0.1' },
    { name: '::1' },
    { name: '.' },
    { name: 'anything', via: 'local' },
    { name: 'anything', address: '10.0.0.5' },
    { name: 'dp01', address: '10.0.0.9' },
  ])('%o', async (rest) => {
    expect(isFailure(await machines().connect(target(rest), never))).toBe(false);
  });

  test('its names are told to who asks', () => {
    expect(machines().localNames).toContain('DP01');
  });
});

async function refusal(
  platform: NodeJS.Platform,
  rest: Partial<Target> & { name: string },
  more: Partial<Machines> = {},
) {
  const connection = await machines(platform, more).connect(target(rest), never);
  return 'failed' in connection ? connection : 'connected';
}

describe('what cannot be asked from here', () => {
  const notSupported = (message: string): Failure => ({ failed: 'not-supported', message });

  test('off Windows there is no WinRM: said so, or to choose ssh', async () => {
    const which = notSupported('WinRM is there on Windows only: say how to reach it with --via ssh');
    const not = notSupported('WinRM is not available on this machine, only on Windows: use --via ssh');
    expect(await refusal('linux', { name: 'dp02' })).toEqual(which);
    expect(await refusal('darwin', { name: 'dp' })).toEqual(which);
    expect(await refusal('linux', { name: 'dp01', via: 'winrm' })).toEqual(not);
    expect(await refusal('linux', { name: 'dp02' }, { remoting: { via: 'winrm' } })).toEqual(not);
  });

  test('Windows PowerShell knows no ssh', async () => {
    for (const executable of ['C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', '/opt/PowerShell']) {
      expect(await refusal('win32', { name: 'dp02', via: 'ssh' }, { shell: { ...standIn(), executable } })).toEqual(
        notSupported('SSH remoting needs PowerShell 7, which this is not: use --powershell pwsh'),
      );
    }
  });

  test('what a machine is given must fit its way; what all are given need not', async () => {
    expect(await refusal('linux', { name: 'a', via: 'ssh', configurationName: 'x' })).toEqual(
      notSupported('a session configuration is for WinRM: leave it out, or use --via winrm'),
    );
    expect(await refusal('linux', { name: 'a', via: 'ssh', credential: 'x' })).toEqual(
      notSupported('a named credential is for WinRM: leave it out, or use --via winrm'),
    );
    expect(await refusal('win32', { name: 'a', via: 'winrm', keyFile: 'x' })).toEqual(
      notSupported('a key file is for ssh: leave it out, or use --via ssh'),
    );
    const mixed = { credential: 'x', configurationName: 'y', keyFile: '/nonexistent/key' };
    const rest = { name: 'far', address: '127.0.0.1', port: await listening(), via: 'winrm' as const };
    expect(await refusal('win32', rest, { remoting: mixed })).toBe('connected');
  });

  test('a name that ssh would take for an option', async () => {
    expect(await refusal('linux', { name: '-oProxyCommand=x', via: 'ssh' })).toMatchObject({ failed: 'not-supported' });
  });
});

describe('the way to a machine', () => {
  test('its own names stay local whatever the default is, unless it says otherwise itself', async () => {
    expect(await refusal('linux', { name: 'dp01' }, { remoting: { via: 'ssh' } })).toBe('connected');
    expect(
      await refusal('linux', { name: 'dp01', address: '127.0.0.1', port: await closedPort(), via: 'ssh' }),
    ).toEqual({
      failed: 'unreachable',
      message: expect.stringMatching(/is closed there/),
    });
  });

  test('its own port and key win over the default', async () => {
    const remoting = { via: 'ssh', port: await closedPort(), keyFile: '/nonexistent/key' } as const;
    expect(await refusal('linux', { name: 'no-such-host.invalid' }, { remoting })).toEqual({
      failed: 'authentication',
      message: "The key file /nonexistent/key does not exist; name a private key file, or none to use ssh's own keys.",
    });
    const own = { keyFile: temporaryKey(0o600), port: await greeting(), via: 'ssh' as const };
    expect(await refusal('linux', { name: 'far', address: '127.0.0.1', ...own }, { remoting })).toBe('connected');
    // An address that nobody gave hides no other.
    expect(await refusal('linux', { name: 'localhost', ...own, address: undefined }, { remoting })).toBe('connected');
  });

  test('a way that all are given, and the one that Windows has by itself', async () => {
    const unknown = { failed: 'unreachable', message: 'the name does not resolve' };
    expect(await refusal('linux', { name: 'no-such-host.invalid' }, { remoting: { via: 'ssh' } })).toEqual(unknown);
    expect(await refusal('win32', { name: 'no-such-host.invalid' })).toEqual(unknown);
    const rest = { name: 'far', address: '127.0.0.1', via: 'winrm' as const };
    expect(await refusal('win32', { ...rest, port: await listening() })).toBe('connected');
    expect(await refusal('win32', rest)).toMatchObject({ message: expect.stringContaining('TCP 5985 ') });
    expect(await refusal('win32', rest, { remoting: { useSsl: true } })).toMatchObject({
      message: expect.stringContaining('TCP 5986 '),
    });
  });

  test('as many are probed at a time that silent ones keep nobody waiting', () => {
    expect([1, 32].map((throttle) => machines('linux', { throttle }).width)).toEqual([64, 128]);
  });
});

describe('a key file', () => {
  test('that ssh would use is fine; ~ is the home folder', async () => {
    expect(await keyFileProblem(temporaryKey(0o600))).toBeUndefined();
    expect(keyFilePath('~/.ssh/id')).toBe(join(homedir(), '.ssh', 'id'));
  });

  test('that is missing, or no file', async () => {
    expect(await keyFileProblem('/nonexistent/key')).toMatch(/^The key file \/nonexistent\/key does not exist; /);
    expect(await keyFileProblem(tmpdir())).toMatch(/ is no file; /);
  });

  test.skipIf(process.platform === 'win32')('that others can read', async () => {
    const file = temporaryKey(0o644);
    expect(await keyFileProblem(file)).toBe(
      `The key file ${file} can be read by others (mode 0644), and ssh does not use such a key; run: chmod 600 ${file}`,
    );
    const rest = { name: 'far', address: '127.0.0.1', via: 'ssh' as const, keyFile: file };
    expect(await refusal('linux', rest)).toEqual({ failed: 'authentication', message: await keyFileProblem(file) });
  });
});

describe('from Windows', () => {
  test('a name that does not resolve, a port that is closed', async () => {
    expect(await refusal('win32', { name: 'no-such-host.invalid' })).toEqual({
      failed: 'unreachable',
      message: 'the name does not resolve',
    });
    const port = await closedPort();
    expect(await refusal('win32', { name: 'far', address: '127.0.0.1', port, via: 'winrm' })).toEqual({
      failed: 'unreachable',
      message: `TCP ${port} is closed there (name resolves to 127.0.0.1)`,
    });
  });

  test('a machine that says nothing is given up after three seconds', async () => {
    // 192.0.2.0/24 is for documentation: nobody answers. Where there is no way there at all, that is said instead.
    const failure = await unreachable('192.0.2.1', 5985, never);
    expect(failure).toEqual({
      failed: 'unreachable',
      message: expect.stringMatching(
        /^(no answer on TCP 5985 within 3 s|no way to TCP 5985 there|TCP 5985 is closed there) \(name resolves to 192\.0\.2\.1\)$/,
      ),
    });
  });

  test.each([
    ['says nothing', '', /^TCP \d+ is open there, but sshd says nothing within 3 s /],
    ['says something else', 'HTTP/1.1 400\r\n', /^what listens on TCP \d+ there is no sshd /],
    ['talks for ever', 'x'.repeat(10_000), /^what listens on TCP \d+ there is no sshd /],
  ])('what is asked for by ssh and %s', async (_, text, message) => {
    expect(await unreachable('127.0.0.1', await greeting(text), never, 'SSH-')).toEqual({
      failed: 'unreachable',
      message: expect.stringMatching(message),
    });
  });

  test('what is asked for by ssh and hangs up; lines before the greeting are fine', async () => {
    expect(await unreachable('127.0.0.1', await listening(), never, 'SSH-')).toMatchObject({
      message: expect.stringMatching(/hangs up before sshd has said anything/),
    });
    expect(await unreachable('127.0.0.1', await greeting('welcome\r\nSSH-2.0-x\r\n'), never, 'SSH-')).toBeUndefined();
  });

  test('more names than can be looked up at a time, each on its own clock', async () => {
    const names = [...Array(12).keys()].map((n) => `host${n}.invalid`);
    const failures = await Promise.all(names.map((name) => unreachable(name, 22, never)));
    expect(failures.map((failure) => failure?.message)).toEqual(names.map(() => 'the name does not resolve'));
  });

  test('an interrupted search for a machine is no verdict about it', async () => {
    expect(await unreachable('127.0.0.1', 1, AbortSignal.abort())).toMatchObject({ failed: 'interrupted' });
    expect(await unreachable('192.0.2.1', 5985, AbortSignal.timeout(20))).toMatchObject({
      failed: expect.stringMatching(/^(interrupted|unreachable)$/),
    });
  });
});

describe.skipIf(noStandIn)('this machine', () => {
  test('is asked through a session, and for rows through processes; close ends all of them', async () => {
    const connector = machines();
    const connection = await connector.connect(target({ name: 'dp01' }), never);
    if ('failed' in connection) throw new Error(connection.message);
    const id = async (bulk: boolean): Promise<number> => {
      const reply = gist(await replyTo(connection, { request: ask('Process'), rows: bulk, limits: patient }));
      return (reply as { items: { id: number }[] }).items[0]!.id;
    };
    const session = await id(false);
    expect(await id(false)).toBe(session);
    expect(await id(true)).not.toBe(await id(true));
    expect(runs(session)).toBe(true);
    const pending = replyTo(connection, { request: ask('Never'), rows: true, limits: patient });
    await connector.close();
    await connector.close();
    await connection.close();
    expect(runs(session)).toBe(false);
    expect(await pending).toMatchObject({ failed: 'interrupted' });
  });

  test('is not started by connecting to it', async () => {
    const shell = { ...standIn(), executable: '/nonexistent/pwsh' };
    const connector = machinesConnector({ shell, localNames: [], throttle: 1, hostMs: 1 });
    open.push(connector);
    const connection = await connector.connect(target({ name: 'localhost' }), never);
    expect(isFailure(connection)).toBe(false);
  });
});
