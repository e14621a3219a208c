import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Asked } from '../../src/transport/connector.ts';
import { FanOut } from '../../src/transport/fan-out.ts';
import type { RemoteHost } from '../../src/transport/remote-host.ts';
import type { Limits, Request } from '../../src/transport/transport.ts';
import { ask, engine, gist, noEngine, patient } from './engines.ts';

// WinRM is on Windows only: here our local side runs for real, with stand-ins for the cmdlets that need it.
describe.skipIf(noEngine)('over WinRM, with stand-ins for its cmdlets', () => {
  let folder: string;
  let one: FanOut;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'osd-winrm-'));
    const shell = engine({ OSD_TEST_CALLS: join(folder, 'calls') });
    const localScripts = [join(import.meta.dirname, 'snippets', 'remoting.ps1')];
    one = new FanOut({ shell, throttle: 4, hostMs: 30_000, connectMs: 20_000, localScripts });
  });
  afterEach(async () => {
    await one.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const question = (read: string, parameters: Request['parameters'] = {}, limits: Limits = patient): Asked => {
    return { request: ask(read, parameters), rows: false, limits };
  };

  async function gists(remote: Omit<RemoteHost, 'via'>, ...questions: Asked[]): Promise<ReturnType<typeof gist>[]> {
    const got: ReturnType<typeof gist>[] = [];
    await one.ask({ via: 'winrm', ...remote }, questions, (reply, index) => {
      got[index] = gist(reply);
    });
    return got;
  }

  function calls(): string[] {
    const file = join(folder, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  }

  const usual = 'job True, open 20000 ms, 1 retry, idle 60000 ms, no profile True, Stop';

  test('asks everything in one call', async () => {
    const got = await gists(
      { host: 'server.example' },
      question('Echo', { value: "it's ä" }),
      question('Rows', { count: 2 }),
      question('Denied'),
    );
    expect(got).toEqual([
      { items: [{ value: "it's ä" }] },
      { items: [1, 2].map((n) => ({ n, name: `row ${n}` })) },
      { failed: 'denied', message: 'no entry' },
    ]);
    expect(calls()).toEqual([`Invoke-Command "server.example" port 0, ssl False, configuration '', user '', ${usual}`]);
  });

  test('hands over port, TLS and configuration, and any name as data', async () => {
    const host = "x'; exit 3 #’$(exit 4)";
    const remote = { host, port: 5999, useSsl: true, configurationName: 'osd.reader' };
    expect(await gists(remote, question('Echo', { value: 1 }))).toEqual([{ items: [{ value: 1 }] }]);
    expect(calls()).toEqual([
      `Invoke-Command "x'; exit 3 #\\u2019$(exit 4)" port 5999, ssl True, configuration 'osd.reader', user '', ${usual}`,
    ]);
  });

  test('a named credential is read inside PowerShell, once for all who name it, and shown nowhere', async () => {
    const got = await Promise.all(
      ['a', 'b'].map((host) => gists({ host, credential: 'reader' }, question('Echo', { value: host }))),
    );
    expect(got).toEqual([[{ items: [{ value: 'a' }] }], [{ items: [{ value: 'b' }] }]]);
    expect(calls().filter((call) => call.startsWith('Get-Secret'))).toEqual(['Get-Secret reader']);
    expect(calls().filter((call) => call.includes("user 'CORP\\reader'"))).toHaveLength(2);
  });

  test('a credential that is not there, or is none, costs only those who name it', async () => {
    const got = await Promise.all([
      gists({ host: 'a', credential: 'absent' }, question('Echo'), question('Echo')),
      gists({ host: 'b', credential: 'text' }, question('Echo')),
      gists({ host: 'c' }, question('Echo', { value: 1 })),
    ]);
    const failed = (message: string) => ({ failed: 'authentication', message });
    const absent = failed('the credential absent could not be read: The secret absent was not found');
    expect(got).toEqual([
      [absent, absent],
      [failed('the credential text could not be read: it is not a PSCredential')],
      [{ items: [{ value: 1 }] }],
    ]);
  });

  test.each([
    ['AccessDenied', 'denied', /Remote Management Users/],
    ['CannotConnect', 'unreachable', /Enable-PSRemoting/],
    ['AuthenticationFailed', 'authentication', /name a credential/],
    ['CannotUseIPAddress', 'authentication', /give its name/],
    ['WinRMOperationTimeout', 'timeout', /did not answer in time/],
    ['ScriptsNotAllowed', 'not-supported', /runs no scripts/],
    ['SomethingNew', 'unreachable', /^refused as SomethingNew$/],
  ])('a session refused as %s is %s', async (id, failed, message) => {
    expect(await gists({ host: `refuses-${id}` }, question('Echo'))).toEqual([
      { failed, message: expect.stringMatching(message) },
    ]);
  });

  test('a session that breaks, a call that is impossible, a machine that hangs: the others answer', async () => {
    const brief: Limits = { idleMs: 20_000, totalMs: 20_000 };
    await one.close();
    const shell = engine({ OSD_TEST_CALLS: join(folder, 'calls') });
    const localScripts = [join(import.meta.dirname, 'snippets', 'remoting.ps1')];
    one = new FanOut({ shell, throttle: 4, hostMs: 8_000, localScripts });
    const order: string[] = [];
    const asked = async (host: string, ...questions: Asked[]): Promise<ReturnType<typeof gist>[]> => {
      const got = await gists({ host }, ...questions);
      order.push(host);
      return got;
    };
    const got = await Promise.all([
      asked('hangs', question('Echo', {}, brief)),
      asked('breaks', question('Echo'), question('Echo')),
      asked('cannot', question('Echo')),
      asked('well', question('Echo', { value: 1 })),
    ]);
    const broken = {
      failed: 'interrupted',
      message: 'the connection ended before it answered: refused as WinRMOperationAborted',
    };
    expect(got).toEqual([
      [{ failed: 'timeout', message: 'no complete answer within 8 s' }],
      [broken, broken],
      [{ failed: 'not-supported', message: 'there is no client for this' }],
      [{ items: [{ value: 1 }] }],
    ]);
    expect(order.at(-1)).toBe('hangs');
  });
});
