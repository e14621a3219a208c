import { afterAll, describe, expect, test } from 'vitest';
import { replyTo } from '../../src/transport/connector.ts';
import { machinesConnector } from '../../src/transport/machines.ts';
import type { Transport } from '../../src/transport/transport.ts';
import {
  ask,
  closeAll,
  constrainedEngine,
  engine,
  gist,
  gone,
  type Kind,
  kinds,
  noEngine,
  noStandIn,
  opened,
  patient,
  transport,
} from './engines.ts';

// The traps of the table that a real engine shows.
// Waiting for deadlines and starts is most of the time: tests of one group run side by side, so all close at the end.
afterAll(closeAll);

const next = { items: [{ value: 'still here' }] };
const again = ask('Echo', { value: 'still here' });

/** A session has to have another child; a process has one of its own for every request anyway. */
async function works(kind: Kind, carrier: Transport): Promise<void> {
  if (kind === 'session') expect(gist(await carrier.request(again, patient))).toEqual(next);
}

describe.skipIf(noEngine).each(kinds)('%s on a real PowerShell:', { concurrent: true }, (kind) => {
  test.each([
    [ask('Exit', { code: 0 }), 'exit code 0'],
    [ask('Exit', { code: 143 }), 'exit code 143'],
    [ask('Exit', { code: 3 }), 'exit code 3'],
    [ask('Kill'), process.platform === 'win32' ? 'exit code' : 'signal SIGKILL'],
    [ask('Half'), 'exit code 0'],
  ])('traps 1 and 2: a child that dies in mid-request: $read $parameters', async (request, how) => {
    const carrier = transport(kind, engine());
    const replies = [carrier.request(request, patient), works(kind, carrier)] as const;
    expect(gist(await replies[0])).toMatchObject({
      failed: 'interrupted',
      message: expect.stringContaining(`ended (${how}`),
    });
    await replies[1];
  });

  test('trap 4: a grandchild goes with its child', async () => {
    const carrier = transport(kind, engine());
    let grandchild = 0;
    const limits = {
      idleMs: 2_000,
      totalMs: 20_000,
      onProgress: ({ text }: { text: string }) => {
        grandchild = Number(text);
      },
    };
    expect(await carrier.request(ask('Grandchild', { wait: true }), limits)).toMatchObject({ failed: 'timeout' });
    expect(grandchild).toBeGreaterThan(0);
    expect(await gone([grandchild])).toBe(true);
    await works(kind, carrier);
  });

  test('traps 6 and 11: 200 lines of noise, stderr, a warning and an unfinished line beside the answer', async () => {
    const reply = await transport(kind, engine()).request(ask('Noise'), patient);
    expect(gist(reply)).toEqual({ items: [{ heard: true }] });
    for (const line of [/^noise 200$/, /^trouble on stderr$/, /decorated/]) {
      expect(reply.noise).toContainEqual(expect.stringMatching(line));
    }
  });

  test('trap 7: a prompt fails instead of waiting', async () => {
    const carrier = transport(kind, engine());
    expect(await carrier.request(ask('Prompt'), patient)).toMatchObject({
      ok: false,
      failed: expect.stringMatching(/not-supported|script-error/),
    });
    await works(kind, carrier);
  });

  test('trap 7: a snippet that reads our input ends at the deadline, or with its answer', async () => {
    const carrier = transport(kind, engine());
    // In a session the next line is the library's own delimiter: whoever comes first takes it.
    const reply = await carrier.request(ask('Input'), { idleMs: 1_500, totalMs: 20_000 });
    if (!reply.ok) expect(gist(reply)).toMatchObject({ failed: 'timeout' });
    await works(kind, carrier);
  });

  test('trap 9: a request that makes the language mode constrained costs its child, not the next request', async () => {
    const carrier = transport(kind, engine());
    expect(gist(await carrier.request(ask('Constrain'), patient))).toEqual({ items: [{ n: 1 }] });
    await works(kind, carrier);
  });

  test('trap 9: a file that turns the language mode while it is loaded is noticed', async () => {
    const reply = await transport(kind, engine({}, 'constrain.ps1')).request(again, patient);
    if (kind === 'process') expect(gist(reply)).toEqual(next);
    else
      expect(gist(reply)).toMatchObject({ failed: 'not-supported', message: expect.stringContaining('Constrained') });
  });

  test('trap 10: the child has TERM=dumb', async () => {
    const reply = await transport(kind, engine()).request(ask('Environment', { name: 'TERM' }), patient);
    expect(gist(reply)).toEqual({ items: [{ value: 'dumb' }] });
  });

  test.each([
    [ask('Twice'), /answered twice|came while|line of/],
    [ask('OtherId'), /an answer to r999 came/],
    [ask('Swallowed'), /sent 1 items and 0 came|mangled/],
  ])('an answer that is not whole and single is malformed: $read', async (request, message) => {
    const carrier = transport(kind, engine());
    expect(gist(await carrier.request(request, patient))).toEqual({
      failed: 'malformed',
      message: expect.stringMatching(message),
    });
    await works(kind, carrier);
  });

  test('a file that throws while it is loaded, or is not there, is the answer to every request', async () => {
    for (const [file, message] of [
      ['throws.ps1', /cannot load 'this' and +that/],
      ['absent.ps1', /absent\.ps1/],
    ] as const) {
      const carrier = transport(kind, engine({}, file));
      for (let n = 0; n < (kind === 'session' ? 2 : 1); n++) {
        expect(gist(await carrier.request(again, patient))).toEqual({
          failed: 'script-error',
          message: expect.stringMatching(message),
        });
      }
    }
  });
});

describe.skipIf(noEngine || noStandIn)(
  'trap 9, a real PowerShell that is constrained from its first line on:',
  { concurrent: true },
  () => {
    test('the session says so quickly and starts no second child', async () => {
      const session = transport('session', constrainedEngine());
      const reply = await session.request(again, patient);
      expect(gist(reply)).toEqual({
        failed: 'not-supported',
        message: 'PowerShell runs in ConstrainedLanguage, where a session cannot be kept',
      });
      expect(reply.durationMs).toBeLessThan(15_000);
      expect(await session.request(again, patient)).toMatchObject({ failed: 'not-supported', durationMs: 0 });
    });

    test('the process transport works: rows, shapes, errors with their kind, progress', async () => {
      const carrier = transport('process', constrainedEngine());
      const rows = await carrier.request(ask('Rows', { count: 3 }), patient);
      expect(rows).toMatchObject({ ok: true, items: [{ n: 1 }, { n: 2 }, { n: 3 }] });
      expect(await carrier.request(ask('Shapes'), patient)).toMatchObject({ ok: true });
      const seen: number[] = [];
      const signs = await carrier.request(ask('Signs'), { ...patient, onProgress: ({ done }) => seen.push(done) });
      expect([gist(signs), seen]).toEqual([{ items: [{ done: true }] }, [1, 2, 3]]);
      expect(gist(await carrier.request(ask('Uninstalled'), patient))).toMatchObject({ failed: 'missing-command' });
      expect(gist(await carrier.request(ask('Throw'), patient))).toEqual({
        failed: 'script-error',
        message: 'it went "wrong"',
      });
      expect(gist(await carrier.request(ask('Denied'), patient))).toMatchObject({ failed: 'not-supported' });
    });

    test('this machine is asked through processes then, without the caller noticing', async () => {
      const machines = machinesConnector({ shell: constrainedEngine(), localNames: ['here'], throttle: 1, hostMs: 1 });
      opened({ close: () => machines.close(), request: () => Promise.reject(new Error('only closed')) });
      const connection = await machines.connect(
        { name: 'HERE.', roles: [], aliases: [] },
        new AbortController().signal,
      );
      if ('failed' in connection) throw new Error(connection.message);
      for (const rows of [false, false, true]) {
        expect(gist(await replyTo(connection, { request: again, rows, limits: patient }))).toEqual(next);
      }
    });
  },
);
