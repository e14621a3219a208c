import { afterAll, describe, expect, test } from 'vitest';
import { ask, brief, closeAll, gist, gone, kinds, noStandIn, patient, runs, standIn, transport } from './engines.ts';

// The numbers are those of the trap table of node-powershell: each trap is sprung here by a stand-in for the console.
// Windows starts no program by its first line, so there only the traps on the real engine run.
// Waiting for deadlines and starts is most of the time: tests of one group run side by side, so all close at the end.
afterAll(closeAll);

const next = { items: [{ id: expect.any(Number) }] };

describe.skipIf(noStandIn).each(kinds)('%s on the stand-in:', { concurrent: true }, (kind) => {
  test.each([
    ['ExitZero', 'exit code 0'],
    ['Exit143', 'exit code 143'],
    ['Sigterm', 'signal SIGTERM'],
    ['Sigkill', 'signal SIGKILL'],
    ['HalfAndDeath', 'exit code 0'],
  ])('trap 1: a child that dies in mid-request is no success: %s', async (read, how) => {
    const carrier = transport(kind, standIn());
    const reply = gist(await carrier.request(ask(read), patient));
    expect(reply).toMatchObject({
      failed: 'interrupted',
      message: expect.stringContaining(`PowerShell ended (${how})`),
    });
    expect(gist(await carrier.request(ask('Process'), patient))).toEqual(next);
  });

  test('trap 2: what a dying child printed on stderr is told', async () => {
    const reply = gist(await transport(kind, standIn()).request(ask('Exit3'), patient));
    expect(reply).toEqual({
      failed: 'interrupted',
      message: 'PowerShell ended (exit code 3) before it answered; it printed: last words',
    });
  });

  test('trap 2: requests queued behind a death are all answered', async () => {
    const carrier = transport(kind, standIn());
    const reads = ['Process', 'Sigkill', 'Process', 'ExitZero', 'Process', 'Exit3', 'Process'];
    const replies = await Promise.all(reads.map((read) => carrier.request(ask(read), patient)));
    expect(replies.map(({ ok }) => ok)).toEqual(reads.map((read) => read === 'Process'));
  });

  test('trap 3: a child that never answers is killed at its deadline, and the next request has another', async () => {
    const carrier = transport(kind, standIn());
    expect(gist(await carrier.request(ask('Never'), brief))).toEqual({
      failed: 'timeout',
      message: 'no sign of life within 0.4 s',
    });
    const noisy = await carrier.request(ask('NeverButNoisy'), { idleMs: 10_000, totalMs: 1_000 });
    expect(gist(noisy)).toEqual({ failed: 'timeout', message: 'no complete answer within 1 s' });
    expect(noisy.noise).toContain('still here');
    expect(gist(await carrier.request(ask('Process'), patient))).toEqual(next);
  });

  test('trap 3: a start that does not come to an end has its own deadline', async () => {
    const reply = await transport(kind, { ...standIn('silent'), startMs: 300 }).request(ask('Process'), patient);
    expect(gist(reply)).toEqual({
      failed: 'timeout',
      message: 'PowerShell did not start within 0.3 s',
    });
  });

  test('trap 4: a kill ends a child that ignores SIGTERM, and all below it', async () => {
    const carrier = transport(kind, standIn('deaf'));
    const family: number[] = [];
    const limits = {
      idleMs: 1_500,
      totalMs: 20_000,
      onProgress: ({ text }: { text: string }) => void family.push(...text.split(' ').map(Number)),
    };
    expect(await carrier.request(ask('Grandchild'), limits)).toMatchObject({ failed: 'timeout' });
    expect(family).toHaveLength(3);
    expect(await gone(family)).toBe(true);
  });

  test('trap 4: close ends a request that runs, and those that wait; it may be called twice', async () => {
    const carrier = transport(kind, standIn('deaf'));
    const family: number[] = [];
    let started = (): void => {};
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    const limits = {
      ...patient,
      onProgress: ({ text }: { text: string }) => {
        family.push(...text.split(' ').map(Number));
        started();
      },
    };
    const replies = [carrier.request(ask('Grandchild'), limits), carrier.request(ask('Never'), patient)];
    await running;
    await Promise.all([carrier.close(), carrier.close()]);
    expect(await gone(family)).toBe(true);
    for (const reply of await Promise.all(replies)) expect(reply).toMatchObject({ failed: 'interrupted' });
  });

  test('trap 4: close at any moment of a start leaves no child', async () => {
    for (const ms of [0, 1, 30]) {
      const carrier = transport(kind, standIn());
      const reply = carrier.request(ask('Never'), patient);
      await new Promise((resolve) => setTimeout(resolve, ms));
      await carrier.close();
      expect(await reply).toMatchObject({ failed: 'interrupted' });
    }
  });

  test('trap 4: cancelling ends a request at once; the next has another child', async () => {
    const carrier = transport(kind, standIn());
    const signal = AbortSignal.timeout(400);
    expect(gist(await carrier.request(ask('Never'), { ...patient, signal }))).toEqual({
      failed: 'interrupted',
      message: 'the run was interrupted',
    });
    expect(gist(await carrier.request(ask('Process'), patient))).toEqual(next);
  });

  test('trap 4: a grandchild that holds the pipes does not hold up the answer', async () => {
    const carrier = transport(kind, standIn());
    const reply = await carrier.request(ask('GrandchildAndAnswer'), patient);
    const [{ id }] = (reply as unknown as { items: [{ id: number }] }).items;
    try {
      expect(gist(reply)).toEqual(next);
      expect(reply.durationMs).toBeLessThan(10_000);
    } finally {
      if (runs(id)) process.kill(id, 'SIGKILL');
    }
  });

  test('trap 5: an executable that is missing, or is none, is an answer', async () => {
    for (const executable of ['/nonexistent/pwsh', '/', '\0']) {
      const carrier = transport(kind, { ...standIn(), executable });
      const both = await Promise.all([1, 2].map(() => carrier.request(ask('Process'), patient)));
      for (const reply of both) {
        expect(gist(reply)).toEqual({
          failed: 'missing-command',
          message: expect.stringMatching(/^PowerShell could not be started: .{5,200}$/),
        });
      }
    }
  });

  test('trap 5: an executable that ends at once is an answer, with what it printed', async () => {
    const reply = await transport(kind, standIn('dies')).request(ask('Process'), patient);
    expect(gist(reply)).toMatchObject({ failed: 'interrupted', message: expect.stringMatching(/3.*cannot load/) });
  });

  test('trap 6: bytes on stderr are noise, not a failure', async () => {
    const reply = await transport(kind, standIn()).request(ask('Stderr'), patient);
    expect(reply).toMatchObject({ ok: true, items: [{ n: 1 }], noise: ['something on stderr'] });
  });

  test.each(['Prompt', 'Block'])(
    'trap 7: what swallows the lines that follow ends at the deadline: %s',
    async (read) => {
      const carrier = transport(kind, standIn());
      const reply = await carrier.request(ask(read), brief);
      // A process has said all it had to say, so its end of input is the end.
      expect(reply).toMatchObject({ failed: kind === 'session' ? 'timeout' : 'interrupted' });
      expect(gist(await carrier.request(ask('Process'), patient))).toEqual(next);
    },
  );

  test('trap 7: a complete answer counts even if nothing follows it, but its child is not used again', async () => {
    const carrier = transport(kind, standIn());
    expect(gist(await carrier.request(ask('PromptAfterAnswer'), patient))).toEqual({ items: [{ n: 1 }] });
    expect(gist(await carrier.request(ask('Process'), patient))).toEqual(next);
  });

  test('trap 8: a text with line breaks stays one physical line', async () => {
    const reply = await transport(kind, standIn()).request(ask('Echo', { value: 'a\nb\r\nc\u2028d {' }), patient);
    expect(gist(reply)).toMatchObject({
      items: [{ text: expect.stringContaining('a\\u000ab\\u000d\\u000ac\\u2028d {') }],
    });
  });

  test('trap 9: a constrained child is noticed at once, and a process does its work', async () => {
    const carrier = transport(kind, standIn('constrained'));
    const reply = await carrier.request(ask('Process'), patient);
    if (kind === 'process') expect(gist(reply)).toEqual(next);
    else {
      expect(gist(reply)).toMatchObject({ failed: 'not-supported', message: expect.stringContaining('Constrained') });
      expect(carrier).toHaveProperty('languageMode', 'ConstrainedLanguage');
      expect(reply.durationMs).toBeLessThan(10_000);
    }
  });

  test('trap 9: a child that becomes constrained after its answer is replaced', async () => {
    const carrier = transport(kind, standIn());
    expect(gist(await carrier.request(ask('Constrain'), patient))).toEqual({ items: [{ n: 1 }] });
    expect(gist(await carrier.request(ask('Process'), patient))).toEqual(next);
  });

  test('trap 10: escape noise around the lines is taken off', async () => {
    expect(gist(await transport(kind, standIn()).request(ask('Escapes'), patient))).toEqual({ items: [{ n: 1 }] });
  });

  test('trap 10: every child has TERM=dumb and NO_COLOR', async () => {
    const carrier = transport(kind, standIn());
    for (const [name, value] of [
      ['TERM', 'dumb'],
      ['NO_COLOR', '1'],
      ['POWERSHELL_UPDATECHECK', 'Off'],
    ] as const) {
      expect(gist(await carrier.request(ask('Environment', { name }), patient))).toEqual({ items: [{ value }] });
    }
  });

  test('trap 11: text beside the answer is noise: the last 200 lines are kept', async () => {
    const reply = await transport(kind, standIn()).request(ask('Noise'), patient);
    expect(gist(reply)).toEqual({ items: [{ n: 1 }] });
    expect(reply.noise).toContain('noise 400');
    expect(reply.noise.length).toBeLessThanOrEqual(200);
  });

  test('trap 12: a byte order mark before everything is taken off', async () => {
    expect(gist(await transport(kind, standIn('bom')).request(ask('Process'), patient))).toEqual(next);
  });

  test('trap 17: no profile, no prompts, text as input, and the library’s own switches', async () => {
    const reply = gist(await transport(kind, standIn()).request(ask('Echo'), patient));
    const { arguments: given } = (reply as { items: { arguments: string[] }[] }).items[0]!;
    expect(given.filter((word) => word !== '-NoExit')).toEqual(
      '-NoLogo -NoProfile -NonInteractive -InputFormat Text -ExecutionPolicy RemoteSigned -Command -'.split(' '),
    );
  });

  test.each([
    ['Half', /not JSON/],
    ['HalfLine', /mangled/],
    ['Twice', /an answer to r\d came twice|answered twice/],
    ['OtherId', /an answer to r999 came/],
    ['UnknownKind', /unknown kind surprise/],
  ])(
    'an answer that is not whole and single is malformed, and its child is not used again: %s',
    async (read, message) => {
      const carrier = transport(kind, standIn());
      const reply = gist(await carrier.request(ask(read), patient));
      expect(reply).toEqual({ failed: 'malformed', message: expect.stringMatching(message) });
      expect(gist(await carrier.request(ask('Process'), patient))).toEqual(next);
    },
  );

  test('a request that ends with nothing of ours is a failure', async () => {
    const reply = await transport(kind, standIn()).request(ask('Silent'), patient);
    expect(reply).toMatchObject({ ok: false, failed: kind === 'session' ? 'malformed' : 'interrupted' });
  });
});

describe.skipIf(noStandIn)('the session on the stand-in, between requests:', () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 800));

  test('one child answers request after request', async () => {
    const carrier = transport('session', standIn());
    const replies = [];
    for (let n = 0; n < 5; n++) replies.push(gist(await carrier.request(ask('Process'), patient)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  });

  test('a child that ends after its answer is replaced before the next request', async () => {
    const carrier = transport('session', standIn());
    expect(gist(await carrier.request(ask('AnswerAndExit'), patient))).toEqual({ items: [{ n: 1 }] });
    await pause();
    expect(gist(await carrier.request(ask('Process'), patient))).toEqual(next);
  });

  test('an answer that comes late belongs to no other request', async () => {
    const carrier = transport('session', standIn());
    const [before] = (gist(await carrier.request(ask('Process'), patient)) as { items: unknown[] }).items;
    expect(gist(await carrier.request(ask('Late'), patient))).toEqual({ items: [{ n: 1 }] });
    await pause();
    const [after] = (gist(await carrier.request(ask('Process'), patient)) as { items: unknown[] }).items;
    expect(after).not.toEqual(before);
  });

  test('what a child prints between requests is read, so that it never blocks on a full pipe', async () => {
    const carrier = transport('session', standIn());
    await carrier.request(ask('LateNoise'), patient);
    await pause();
    expect(gist(await carrier.request(ask('Process'), patient))).toEqual(next);
  });
});
