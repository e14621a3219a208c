import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Target } from '../../src/model/target.ts';
import type { Connection, Connector } from '../../src/transport/connector.ts';
import { machinesConnector } from '../../src/transport/machines.ts';
import { unreachable } from '../../src/transport/reach.ts';
import { RemotingTransport } from '../../src/transport/remoting.ts';
import { ask, gist, noStandIn, patient, runs, standIn } from './engines.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const never = new AbortController().signal;

function machines(platform: NodeJS.Platform = 'linux'): Connector {
  const connector = machinesConnector({
    shell: standIn(),
    localNames: ['DP01', 'dp01.corp.example', '10.0.0.5'],
    platform,
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

describe('what cannot be asked', () => {
  test.each<Partial<Target> & { name: string }>([{ name: 'dp02' }, { name: 'dp01', via: 'winrm' }, { name: 'dp' }])(
    'off Windows: %o',
    async (rest) => {
      expect(await machines().connect(target(rest), never)).toEqual({
        failed: 'not-supported',
        message: 'remote machines are asked from Windows, where PowerShell remoting has WinRM',
      });
    },
  );

  test.each(['linux', 'win32'] as const)('over SSH, on %s', async (platform) => {
    expect(await machines(platform).connect(target({ name: 'dp01', via: 'ssh' }), never)).toEqual({
      failed: 'not-supported',
      message: 'SSH is not built yet',
    });
  });
});

describe('from Windows', () => {
  test('a machine that listens is asked over WinRM', async () => {
    const rest = { name: 'far', address: '127.0.0.1', port: await listening(), via: 'winrm' as const };
    const connection = await machines('win32').connect(target(rest), never);
    expect(connection).toMatchObject({ session: expect.any(RemotingTransport), bulk: expect.any(RemotingTransport) });
  });

  test('a name that does not resolve, a port that is closed', async () => {
    expect(await machines('win32').connect(target({ name: 'no-such-host.invalid' }), never)).toEqual({
      failed: 'unreachable',
      message: 'the name does not resolve',
    });
    const port = await closedPort();
    expect(
      await machines('win32').connect(target({ name: 'far', address: '127.0.0.1', port, via: 'winrm' }), never),
    ).toEqual({
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
      const reply = gist(await (bulk ? connection.bulk : connection.session).request(ask('Process'), patient));
      return (reply as { items: { id: number }[] }).items[0]!.id;
    };
    const session = await id(false);
    expect(await id(false)).toBe(session);
    expect(await id(true)).not.toBe(await id(true));
    expect(runs(session)).toBe(true);
    const pending = connection.bulk.request(ask('Never'), patient);
    await connector.close();
    await connector.close();
    await connection.close();
    expect(runs(session)).toBe(false);
    expect(await pending).toMatchObject({ failed: 'interrupted' });
  });

  test('is not started by connecting to it', async () => {
    const shell = { ...standIn(), executable: '/nonexistent/pwsh' };
    const connector = machinesConnector({ shell, localNames: [] });
    open.push(connector);
    const connection = await connector.connect(target({ name: 'localhost' }), never);
    expect(isFailure(connection)).toBe(false);
  });
});
