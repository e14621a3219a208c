import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Asked } from '../../src/transport/connector.ts';
import { FanOut, type FanOutOptions } from '../../src/transport/fan-out.ts';
import { batchLines, farText, requestsText, scriptsFor } from '../../src/transport/fan-out-lines.ts';
import type { RemoteHost } from '../../src/transport/remote-host.ts';
import { packageFolder, snippetFiles } from '../../src/transport/snippets.ts';
import type { Shell } from '../../src/transport/transport.ts';
import { ask, closeAll, engine, gist, noEngine, noStandIn, patient, standIn, transport } from './engines.ts';

const settings = { width: 4, connectMs: 20_000, hostMs: 300_000 };
const open: FanOut[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await closeAll();
});

function linesFor(remote: RemoteHost, text: string): string[] {
  const machine = { remote, marker: '@osd-0123456789abcdef', requests: [ask('Echo', { text })], idleMs: 1_000 };
  return batchLines([text], [machine], { ...settings, sshOptions: { UserKnownHostsFile: text } });
}

test('every line is one physical line of printable ASCII, whatever it carries', () => {
  const any = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(any, any, fc.constantFrom('ssh' as const, 'winrm' as const), (host, text, via) => {
      const given = { user: text, keyFile: text, configurationName: text, credential: text, port: 5986, useSsl: true };
      for (const line of linesFor({ via, host, ...given }, text)) expect(line).toMatch(/^[\x20-\x7e]*$/);
    }),
    { seed: 20261122 },
  );
});

test('what is for one way is not handed to the other', () => {
  const all = { host: 'h', user: 'u', keyFile: 'k', configurationName: 'c', credential: 's', useSsl: true };
  const [ssh, winrm] = (['ssh', 'winrm'] as const).map((via) => linesFor({ via, ...all }, '').join());
  for (const name of ['credential', 'configurationName', 'useSsl']) expect(ssh).not.toContain(`'${name}'=`);
  expect(ssh).toContain("'options'=@{");
  expect(winrm).not.toContain("'options'=");
});

test('machines that are asked the same are given the same text', () => {
  const requests = [ask('Echo', { value: 1 }), ask('Rows', { count: 2 })];
  expect(requestsText(requests)).toBe(requestsText(structuredClone(requests)));
  expect(requestsText(requests)).not.toContain('@osd-');
  expect(() => requestsText([{ read: 'Remove-Item', parameters: {} }])).toThrow(RangeError);
});

describe.skipIf(noEngine)('the lines, by PowerShell’s own parser', () => {
  test('are whole, and call nothing but what they should, even with hostile names', async () => {
    const session = transport('session', engine({}, 'values.ps1'));
    const parsed = async (line: string): Promise<unknown> => {
      return gist(await session.request(ask('Parsed', { line }), patient));
    };
    const whole = (...commands: string[]) => ({
      items: [
        {
          errors: 0,
          commands: expect.toSatisfy((names: string[]) => [...names].sort().join() === commands.sort().join()),
        },
      ],
    });
    for (const text of ['server.example', "x'; exit; '", '$(exit)', '\u2019; exit #', 'a\nexit']) {
      for (const via of ['ssh', 'winrm'] as const) {
        const [far, machine, run] = linesFor({ via, host: text, user: text }, text);
        expect(await parsed(far!)).toEqual(whole('Add-FarText', 'Expand-Literal'));
        expect(await parsed(machine!)).toEqual(whole('Add-Machine', 'Expand-Literal'));
        expect(await parsed(run!)).toEqual(whole('Invoke-FanOut', 'Start-Answer', 'Write-AnswerFailure'));
      }
    }
  });

  test('what every machine runs is whole with all our files, and with any questions', async () => {
    const session = transport('session', engine({}, 'values.ps1'));
    const text = farText(snippetFiles()).join('') + requestsText([ask('Echo', { value: "'; exit #" }), ask('Boot')]);
    expect(gist(await session.request(ask('Parsed', { line: text }), patient))).toMatchObject({
      items: [{ errors: 0 }],
    });
  });
});

test('a snippet travels where it is asked, and what is no snippet always', () => {
  const foreign = join(packageFolder(), 'lab', 'commands', 'wql.ps1');
  const names = scriptsFor([...snippetFiles(), foreign], [{ read: 'Read-UdpEndpoints', parameters: {} }]).map((file) =>
    basename(file),
  );
  expect(names.filter((name) => !name.startsWith('_'))).toEqual(['udp-endpoints.ps1', 'wql.ps1']);
  expect(names.slice(0, 2)).toEqual(['_prelude.ps1', '_ports.ps1']);
  expect(names).toContain('_content-library.ps1');
});

describe('what stays on this side', () => {
  test('is not loaded on the far one', () => {
    expect(snippetFiles().filter((file) => /fan-out/.test(file))).toEqual([]);
    expect(readFileSync(join(packageFolder(), 'ps', 'local', 'fan-out.ps1'), 'utf8')).toMatch(/^# .*never on a target/);
  });
});

describe.skipIf(noStandIn)('a local PowerShell that is none', () => {
  const remote: RemoteHost = { via: 'winrm', host: 'server.example' };

  function fanOut(shell: Shell, more: Partial<FanOutOptions> = {}): FanOut {
    const one = new FanOut({ shell, throttle: 4, hostMs: 60_000, ...more });
    open.push(one);
    return one;
  }

  async function gists(one: FanOut, signal?: AbortSignal): Promise<unknown[]> {
    const got: unknown[] = [];
    const question: Asked = { request: ask('Echo'), rows: false, limits: { ...patient, ...(signal && { signal }) } };
    await one.ask(remote, [question, question], (reply, index) => {
      got[index] = gist(reply);
    });
    return got;
  }

  test.each([
    ['is not there', { ...standIn(), executable: '/nonexistent/pwsh' }, 'missing-command', /could not be started/],
    ['dies at once', standIn('dies'), 'interrupted', /exit code 3.*cannot load the runtime/],
    ['never gets ready', { ...standIn('silent'), startMs: 300 }, 'timeout', /did not start within 0\.3 s/],
  ])('%s: everybody is told, and nobody waits for ever', async (_, shell, failed, message) => {
    const one = fanOut(shell);
    const failure = { failed, message: expect.stringMatching(message) };
    expect(await Promise.all([gists(one), gists(one)])).toEqual(Array(2).fill([failure, failure]));
  });

  test('takes its machines and then gives no sign of life', async () => {
    const failure = { failed: 'interrupted', message: 'the local PowerShell gave no sign of life for 0.3 s' };
    // Its console stays open when its input ends.
    const shell = standIn('ordinary', { STANDIN_STAYS: '1' });
    expect(await gists(fanOut(shell, { stuckMs: 300 }))).toEqual([failure, failure]);
  });

  test('is ended by an abort, and by closing', async () => {
    const shell = standIn('ordinary', { STANDIN_STAYS: '1' });
    const stopped = { failed: 'interrupted', message: 'the run was interrupted' };
    expect(await gists(fanOut(shell), AbortSignal.timeout(300))).toEqual([stopped, stopped]);
    const one = fanOut(shell);
    const pending = gists(one);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await one.close();
    expect(await pending).toEqual([stopped, stopped]);
  });
});
