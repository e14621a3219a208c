import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Asked } from '../../src/transport/connector.ts';
import { FanOut, type FanOutOptions } from '../../src/transport/fan-out.ts';
import type { RemoteHost } from '../../src/transport/remote-host.ts';
import type { Limits, Reply, Request } from '../../src/transport/transport.ts';
import { ask, engine, gist, gone, patient } from './engines.ts';
import { noSshd, powershellSubsystem, type Sshd, sshdMustBeThereInCi, startSshd } from './sshd.ts';

sshdMustBeThereInCi();

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

function question(read: string, parameters: Request['parameters'] = {}, limits: Limits = patient): Asked {
  return { request: ask(read, parameters), rows: false, limits };
}

type Gist = ReturnType<typeof gist> | undefined;

/** Asks, and gives the replies in the order of the questions; each must come exactly once. */
async function replies(fanOut: FanOut, remote: RemoteHost, ...questions: Asked[]): Promise<Reply[]> {
  const got: Reply[] = [];
  await fanOut.ask(remote, questions, (reply, index) => {
    expect(got[index]).toBeUndefined();
    got[index] = reply;
  });
  expect(Object.keys(got)).toHaveLength(questions.length);
  return got;
}

async function gists(fanOut: FanOut, remote: RemoteHost, ...questions: Asked[]): Promise<Gist[]> {
  return (await replies(fanOut, remote, ...questions)).map(gist);
}

/** Process ids below one, in any depth; Linux. */
function below(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const parent = /^.*\) \S (\d+) /s.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1];
      parents.set(Number(name), Number(parent));
    } catch {
      // It ended while we looked.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Our ssh processes to a port. */
function sshTo(port: number): number[] {
  return below(process.pid).filter((pid) => new RegExp(`^\\S*ssh .*-p ${port}\\b`).test(commandLine(pid)));
}

describe.skipIf(noSshd)('over ssh', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd(powershellSubsystem());
  });
  afterAll(() => sshd.close());

  function fanOut(more: Partial<FanOutOptions> = {}): FanOut {
    const one = new FanOut({ shell: engine(), throttle: 4, hostMs: 60_000, sshOptions: sshd.options, ...more });
    open.push(one);
    return one;
  }

  /** A server whose subsystem is something else. */
  async function other(subsystem: string | undefined): Promise<Sshd> {
    const one = await startSshd(subsystem);
    open.push(one);
    return one;
  }

  describe('one machine', () => {
    test('answers everything in one round trip, in order, errors with their kind', async () => {
      const all = await replies(
        fanOut(),
        sshd.remote,
        question('Process'),
        question('Echo', { value: "it's “ä” $(exit) 漢" }),
        question('Denied'),
        question('Rows', { count: 3 }),
        question('Nobody'),
        question('Empty'),
        question('HalfWay'),
        question('Process'),
      );
      const [first, ...rest] = all.map(gist);
      expect(rest).toEqual([
        { items: [{ value: "it's “ä” $(exit) 漢" }] },
        { failed: 'denied', message: 'no entry' },
        { items: [1, 2, 3].map((n) => ({ n, name: `row ${n}` })) },
        { failed: 'missing-command', message: expect.stringContaining('Read-Nobody') },
        { items: [] },
        { failed: 'script-error', message: 'the third row is unreadable' },
        first,
      ]);
    });

    test('signs of life come through, and nothing is asked where nothing is to be asked', async () => {
      const seen: number[] = [];
      const limits: Limits = { ...patient, onProgress: ({ done }) => seen.push(done) };
      expect(await gists(fanOut(), sshd.remote, question('Signs', {}, limits))).toEqual([{ items: [{ done: true }] }]);
      expect(seen).toEqual([1, 2, 3]);
      expect(await gists(fanOut(), sshd.remote)).toEqual([]);
    });

    test('an answer of 10 MiB arrives whole', async () => {
      const size = 10 * 1024 * 1024;
      const [reply, after] = await replies(
        fanOut(),
        sshd.remote,
        question('Large', { size }),
        question('Echo', { value: 1 }),
      );
      expect(reply?.ok && (reply.items[0] as { text: string }).text.length).toBe(size);
      expect(gist(after!)).toEqual({ items: [{ value: 1 }] });
    });

    test('what else it prints is no answer and breaks none', async () => {
      const [noise, twice, otherId, echo] = await gists(
        fanOut(),
        sshd.remote,
        question('Noise'),
        question('Twice'),
        question('Unsupported'),
        question('Echo', { value: 'still here' }),
      );
      expect(noise).toEqual({ items: [{ heard: true }] });
      expect(twice).toEqual({ items: [] });
      expect(otherId).toMatchObject({ failed: 'script-error' });
      expect(echo).toEqual({ items: [{ value: 'still here' }] });
    });

    test('a prompt there gets a no', async () => {
      const [prompt, echo] = await gists(fanOut(), sshd.remote, question('Prompt'), question('Echo', { value: 1 }));
      expect(prompt).toHaveProperty('failed');
      expect(echo).toEqual({ items: [{ value: 1 }] });
    });
  });

  describe('several machines', () => {
    test('one that hangs, one that is cut off, one that prints: nobody else loses or waits for anything', async () => {
      const one = fanOut({ throttle: 8, hostMs: 30_000 });
      const brief: Limits = { idleMs: 6_000, totalMs: 20_000 };
      const order: string[] = [];
      const asked = async (name: string, ...questions: Asked[]): Promise<Gist[]> => {
        const got = await gists(one, sshd.remote, ...questions);
        order.push(name);
        return got;
      };
      const results = await Promise.all([
        asked('hangs', question('Echo', { value: 1 }), question('Sleep', { ms: 600_000 }, brief), question('Echo')),
        asked('killed', question('Echo', { value: 2 }), question('Kill'), question('Echo', { value: 3 })),
        asked('exits', question('Exit', { code: 0 }), question('Echo', { value: 3 })),
        asked('prints', question('Noise'), question('Echo', { value: 4 })),
        asked('well', question('Echo', { value: 5 }), question('Rows', { count: 1 })),
      ]);
      const late = { failed: 'timeout', message: 'no sign of life within 6 s' };
      const broken = {
        failed: 'interrupted',
        message: expect.stringMatching(/^the connection ended before it answered: /),
      };
      // One that ends as soon as it is asked may be gone before the connection counts as open.
      const gone = expect.toBeOneOf([
        broken,
        { failed: 'unreachable', message: expect.stringMatching(/^The SSH client session has ended/) },
      ]);
      expect(results).toEqual([
        [{ items: [{ value: 1 }] }, late, late],
        // What it answered just before may die with it, in its own buffers.
        [expect.toBeOneOf([{ items: [{ value: 2 }] }, broken]), broken, broken],
        [gone, gone],
        [{ items: [{ heard: true }] }, { items: [{ value: 4 }] }],
        [{ items: [{ value: 5 }] }, { items: [{ n: 1, name: 'row 1' }] }],
      ]);
      expect(order.at(-1)).toBe('hangs');
    });

    test('more than fit at a time, and more than fit in one batch, each with its own answers', async () => {
      const one = fanOut({ throttle: 2 });
      const values = [...Array(7).keys()];
      const all = values.map((value) => gists(one, sshd.remote, question('Echo', { value }), question('Process')));
      let most = 0;
      const watch = setInterval(() => {
        most = Math.max(most, sshTo(sshd.port).length);
      }, 50);
      const got = await Promise.all(all).finally(() => clearInterval(watch));
      expect(got.map(([echo]) => echo)).toEqual(values.map((value) => ({ items: [{ value }] })));
      const ids = got.map(([, process]) => (process as { items: { id: number }[] }).items[0]!.id);
      expect(new Set(ids).size).toBe(values.length);
      // A session that closes may still be seen beside the one that has begun in its place.
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(4);
    });

    test('a machine has so much time for everything, whatever signs of life it gives', async () => {
      const all = await gists(
        fanOut({ hostMs: 12_000 }),
        sshd.remote,
        question('Echo', { value: 1 }),
        question('Progress', { steps: 600, ms: 100 }),
      );
      expect(all).toEqual([
        { items: [{ value: 1 }] },
        { failed: 'timeout', message: 'no complete answer within 12 s' },
      ]);
    });
  });

  describe('no session', () => {
    const tried = question('Echo', { value: 1 });

    test('a key that the server does not know', async () => {
      const remote = { ...sshd.remote, keyFile: join(sshd.folder, 'stranger') };
      expect(await gists(fanOut(), remote, tried, tried)).toEqual(
        [1, 2].map(() => ({
          failed: 'authentication',
          message:
            'sshd there accepts neither this user name nor this key (it offers: publickey): see --user and --key-file',
        })),
      );
    });

    test('a server that ssh does not know, and one whose key is another', async () => {
      const known = sshd.options.UserKnownHostsFile!;
      const text = readFileSync(known, 'utf8');
      const other = join(sshd.folder, 'other_hosts');
      open.push({ close: async () => rmSync(other) });
      for (const content of ['', text.replace(/ssh-ed25519 .*/, readFileSync(join(sshd.folder, 'key.pub'), 'utf8'))]) {
        writeFileSync(other, content);
        const sshOptions = { ...sshd.options, UserKnownHostsFile: other };
        expect(await gists(fanOut({ sshOptions }), sshd.remote, tried)).toEqual([
          { failed: 'authentication', message: expect.stringMatching(/^its host key is not the one that ssh knows/) },
        ]);
      }
    });

    test.each([
      ['none', undefined, /^sshd there has no subsystem powershell/],
      ['one that ends at once', '/bin/false', /it ended at once with exit code 1$/],
    ])('a subsystem powershell that is %s', async (_, subsystem, message) => {
      const { remote, options } = await other(subsystem);
      expect(await gists(fanOut({ sshOptions: options }), remote, tried)).toEqual([
        { failed: 'not-supported', message: expect.stringMatching(message) },
      ]);
    });

    test('a PowerShell before which something prints', async () => {
      const script = join(sshd.folder, 'welcome');
      writeFileSync(script, `#!/bin/sh\necho welcome\nexec ${powershellSubsystem()}\n`, { mode: 0o700 });
      const { remote, options } = await other(script);
      expect(await gists(fanOut({ sshOptions: options }), remote, tried)).toEqual([
        { failed: 'not-supported', message: expect.stringMatching(/it prints "welcome"$/) },
      ]);
    });

    test('a subsystem that sends back what it is sent, or says nothing; others are not kept waiting', async () => {
      const [cat, mute] = [await other('/bin/cat'), await other('/bin/sleep 300')];
      const hosts = join(sshd.folder, 'all_hosts');
      open.push({ close: async () => rmSync(hosts) });
      const lines = [sshd, cat, mute].map(({ options }) => readFileSync(options.UserKnownHostsFile!, 'utf8'));
      writeFileSync(hosts, lines.join(''));
      const one = fanOut({ connectMs: 10_000, sshOptions: { ...sshd.options, UserKnownHostsFile: hosts } });
      const order: string[] = [];
      const asked = async (name: string, remote: RemoteHost): Promise<Gist[]> => {
        const got = await gists(one, remote, tried);
        order.push(name);
        return got;
      };
      const got = await Promise.all([asked('cat', cat.remote), asked('mute', mute.remote), asked('well', sshd.remote)]);
      expect(got).toEqual([
        [{ failed: 'not-supported', message: expect.stringMatching(/it sends back what it is sent$/) }],
        [{ failed: 'timeout', message: 'no PowerShell session there within 10 s' }],
        [{ items: [{ value: 1 }] }],
      ]);
      expect(order[0]).toBe('well');
    });

    test('a port that has been closed since it was looked at', async () => {
      const closed = await other(undefined);
      await closed.close();
      expect(await gists(fanOut(), closed.remote, tried)).toEqual([
        { failed: 'unreachable', message: 'the port is closed to ssh' },
      ]);
    });
  });

  describe('what is killed', () => {
    /** Asks for something long, and waits until the machine is at it. */
    async function atWork(one: FanOut, signal?: AbortSignal): Promise<{ done: Promise<Gist[]> }> {
      let begun: () => void;
      const working = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const limits: Limits = { ...patient, onProgress: () => begun(), ...(signal && { signal }) };
      const long = question('Progress', { steps: 600, ms: 100 }, limits);
      const done = gists(one, sshd.remote, long, question('Echo', {}, limits));
      await working;
      return { done };
    }

    test('ssh in mid-answer', async () => {
      const { done } = await atWork(fanOut());
      for (const pid of sshTo(sshd.port)) process.kill(pid, 'SIGKILL');
      const broken = {
        failed: 'interrupted',
        message: expect.stringMatching(/^the connection ended before it answered: /),
      };
      expect(await done).toEqual([broken, broken]);
    });

    test('the local PowerShell: who was being asked is told so, and who waits is asked by the next', async () => {
      const one = fanOut({ throttle: 1 });
      const { done } = await atWork(one);
      const waiting = gists(one, sshd.remote, question('Echo', { value: 'after' }));
      const [ssh] = sshTo(sshd.port);
      const local = Number(/^.*\) \S (\d+) /s.exec(readFileSync(`/proc/${ssh}/stat`, 'utf8'))![1]);
      process.kill(local, 'SIGKILL');
      const died = { failed: 'interrupted', message: expect.stringMatching(/^PowerShell ended \(signal SIGKILL\)/) };
      expect(await done).toEqual([died, died]);
      expect(await waiting).toEqual([{ items: [{ value: 'after' }] }]);
    });

    test('the run: nothing is left, here or there', async () => {
      const abort = new AbortController();
      const one = fanOut();
      const before = below(process.pid).length;
      const { done } = await atWork(one, abort.signal);
      const children = below(process.pid).filter((pid) => /sshs? |-Command -|ssh /.test(commandLine(pid)));
      expect(children.length).toBeGreaterThan(1);
      const queued = gists(one, sshd.remote, question('Echo', {}, { ...patient, signal: abort.signal }));
      abort.abort();
      const stopped = { failed: 'interrupted', message: 'the run was interrupted' };
      expect(await done).toEqual([stopped, stopped]);
      expect(await queued).toEqual([stopped]);
      await one.close();
      expect(sshTo(sshd.port)).toEqual([]);
      expect(await gists(one, sshd.remote, question('Echo'))).toEqual([stopped]);
      expect(await gone(below(sshd.pid))).toBe(true);
      expect(below(process.pid).length).toBeLessThanOrEqual(before);
    });
  });

  test('a far side in Constrained Language Mode answers what its language allows, and says what not', async () => {
    const shell = engine();
    const remoteScripts = [join(import.meta.dirname, 'snippets', 'constrain.ps1'), ...shell.scripts];
    const got = await gists(
      fanOut({ remoteScripts }),
      sshd.remote,
      question('Rows', { count: 2 }),
      question('Signs'),
      question('Denied'),
      question('Echo', { value: 'ä' }),
    );
    expect(got).toEqual([
      { items: [1, 2].map((n) => ({ n, name: `row ${n}` })) },
      { items: [{ done: true }] },
      { failed: 'not-supported', message: expect.any(String) },
      { items: [{ value: 'ä' }] },
    ]);
  });

  test('files that cannot be loaded there are said to be so, once for each question', async () => {
    const broken = join(sshd.folder, 'broken.ps1');
    writeFileSync(broken, "throw 'not here'\n");
    const got = await gists(fanOut({ remoteScripts: [broken, ...engine().scripts] }), sshd.remote, question('Echo'));
    expect(got).toEqual([{ failed: 'script-error', message: 'not here' }]);
  });
});
