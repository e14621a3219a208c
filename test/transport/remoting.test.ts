import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { RemotingTransport, remotingLine } from '../../src/transport/remoting.ts';
import { ask, brief, closeAll, engine, gist, noEngine, opened, patient, transport } from './engines.ts';

afterEach(closeAll);

// WinRM is on Windows only: the line is proved by PowerShell's parser, and run with stand-ins for the four cmdlets.
function remoting(host: string, port?: number): RemotingTransport {
  return opened(new RemotingTransport(engine({}, 'remoting.ps1'), { host, port }));
}

const calls = (noise: string[]): string[] => noise.filter((line) => line.startsWith('call: '));

test('the line is one physical line of printable ASCII, whatever it carries', () => {
  const any = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(any, any, any, (host, script, text) => {
      const line = remotingLine('@osd-0', 'r1', ask('Echo', { text }), { host }, [script]);
      expect(line).toMatch(/^[\x20-\x7e]*$/);
    }),
    { seed: 20261122 },
  );
});

describe.skipIf(noEngine)('the line, by PowerShell’s own parser', () => {
  test('is whole, and calls nothing but what it should, even with hostile names', async () => {
    const session = transport('session', engine({}, 'values.ps1'));
    for (const host of ['server.example', "x'; exit; '", '$(exit)', '\u2019; exit #', 'a\nexit']) {
      const line = remotingLine('@osd-0', 'r1', ask('Echo', { value: host }), { host, port: 5986 }, [
        'a b.ps1',
        "it's.ps1",
      ]);
      expect(gist(await session.request(ask('Parsed', { line }), patient))).toEqual({
        items: [
          {
            errors: 0,
            commands: expect.toSatisfy((names: string[]) => {
              const expected =
                'Start-Answer New-PSSession New-PSSessionOption Invoke-Command Out-Null Invoke-Command Out-Null Invoke-Command Start-AnswerChannel Start-Answer Read-Echo Expand-Literal ForEach-Object Write-AnswerItem Write-AnswerEnd Write-AnswerFailure ForEach-Object Write-AnswerFailure Remove-PSSession';
              return [...names].sort().join() === expected.split(' ').sort().join();
            }),
          },
        ],
      });
    }
  });
});

describe.skipIf(noEngine)('remoting with stand-ins for its cmdlets', () => {
  test('opens a session as it should, asks there, and removes it', async () => {
    const reply = await remoting('server.example').request(ask('Echo', { value: "it's ä" }), patient);
    expect(gist(reply)).toEqual({ items: [{ value: "it's ä" }] });
    expect(calls(reply.noise)).toEqual([
      'call: New-PSSession "server.example" port 0, open 20000 ms, 1 retry, no profile True, Stop',
      'call: Remove-PSSession',
    ]);
  });

  test('hands over a port, and any name as data', async () => {
    const reply = await remoting("x'; exit 3 #\u2019", 5986).request(ask('Rows', { count: 2 }), patient);
    expect(reply).toMatchObject({ ok: true, items: [{ n: 1 }, { n: 2 }] });
    expect(calls(reply.noise)[0]).toMatch(/^call: New-PSSession "x'; exit 3 #\\u2019" port 5986,/);
  });

  test('signs of life come through', async () => {
    const seen: number[] = [];
    const reply = await remoting('server').request(ask('Signs'), {
      ...patient,
      onProgress: ({ done }) => seen.push(done),
    });
    expect([gist(reply), seen]).toEqual([{ items: [{ done: true }] }, [1, 2, 3]]);
  });

  test('an error there comes back with its kind, and the session is removed', async () => {
    for (const [read, failed] of [
      ['Denied', 'denied'],
      ['Uninstalled', 'missing-command'],
      ['HalfWay', 'script-error'],
      ['Nobody', 'missing-command'],
    ] as const) {
      const reply = await remoting('server').request(ask(read), patient);
      expect(gist(reply)).toMatchObject({ failed });
      expect(calls(reply.noise)).toContain('call: Remove-PSSession');
    }
  });

  test.each([
    ['AccessDenied', 'denied'],
    ['CannotConnect', 'unreachable'],
    ['AuthenticationFailed', 'authentication'],
    ['WinRMOperationTimeout', 'timeout'],
  ])('a connection that fails as %s is %s', async (id, failed) => {
    const reply = await remoting(`refuses-${id}`).request(ask('Echo', { value: 1 }), patient);
    expect(gist(reply)).toEqual({ failed, message: `refused as ${id}` });
    expect(calls(reply.noise)).toHaveLength(1);
  });

  test('a connection that breaks is a failure, and what is left of it is removed', async () => {
    const reply = await remoting('breaks').request(ask('Echo', { value: 1 }), patient);
    expect(gist(reply)).toMatchObject({ failed: 'unreachable' });
    expect(calls(reply.noise)).toContain('call: Remove-PSSession');
  });

  test('a machine that never answers is left at the deadline', async () => {
    expect(gist(await remoting('server').request(ask('Sleep', { ms: 60_000 }), brief))).toMatchObject({
      failed: 'timeout',
    });
  });
});
