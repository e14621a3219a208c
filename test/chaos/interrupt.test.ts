// Ctrl-C at any moment of a run over ssh, and the death of the program itself. At chosen moments of a local run:
// test/product/interrupt.test.ts.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answers, eventually, mustSkipFleet } from '../lab/fleet-estate.ts';
import { descendants, type Ended, folder, killPrograms, left, start } from '../product/program.ts';

const patience = 150_000;
const longEnough = 30_000;
const temporary = join(folder, 'tmp');
/** Two that are well, one that refuses, one that is silent, one that does not know the key. */
const few = ['BR001-DP', 'BR002-DP', 'BR107-DP', 'BR109-DP', 'BR113-DP'];
/** And one that hangs for longer than any of the moments is away. */
const hanging = 'BR111-DP';
const wordsWith = (config: string): string[] => {
  return ['run', '--lab', 'fleet', '--config', config, '--host-timeout', '90', '--throttle', '4'];
};
const words = wordsWith('hanging.yaml');

const seed = 20260302;
/** Numbers from 0 to 1, the same ones each time. */
function* chances(state = seed): Generator<number, never> {
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}
const chance = chances();
const moments = Array.from({ length: 6 }, () => Number(chance.next().value.toFixed(3)));

interface Address {
  address: string;
  port: number;
}

/** Where the fleets of a folder for temporary files listen; of a silent host there is no sshd to say it. */
function listening(): Address[] {
  const found: Address[] = [];
  for (const fleet of readdirSync(temporary).filter((name) => name.startsWith('osd-fleet-'))) {
    for (const name of readdirSync(join(temporary, fleet)).filter((each) => /^sshd-\d+$/.test(each))) {
      const text = readFileSync(join(temporary, fleet, name), 'utf8');
      const port = Number(/^Port (\d+)$/m.exec(text)?.[1]);
      for (const [, address] of text.matchAll(/^ListenAddress (\S+)$/gm)) found.push({ address: address!, port });
    }
  }
  return found;
}

/** Nothing of it runs, and nothing of it is listened on. */
async function expectGone(was: readonly Address[]): Promise<void> {
  expect(await left(longEnough)).toEqual([]);
  expect(await Promise.all(was.map(answers))).toEqual(was.map(() => false));
}

const ours = (): string[] => readdirSync(temporary).filter((name) => name.startsWith('osd-'));

describe.skipIf(mustSkipFleet)('a run over ssh', { timeout: patience }, () => {
  let lifeMs: number;
  let whole: Ended;

  beforeAll(async () => {
    writeFileSync(join(folder, 'few.yaml'), `pxeServers: [${few.join(', ')}]\n`);
    writeFileSync(join(folder, 'hanging.yaml'), `pxeServers: [${[...few, hanging].join(', ')}]\n`);
    const began = performance.now();
    whole = await start(wordsWith('few.yaml')).ended;
    lifeMs = performance.now() - began;
    process.stderr.write(`Ctrl-C, seed ${seed}: at ${moments.join(', ')} of ${Math.round(lifeMs)} ms\n`);
  });
  afterEach(killPrograms);

  test('that nobody interrupts says cannot tell, and leaves nothing', async () => {
    expect(whole).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^CANNOT TELL.*passed 12 .*pxe-responder-stopped\s+×2/s),
    });
    await expectGone([]);
    expect(ours()).toEqual([]);
  });

  test.each(moments)('Ctrl-C at %f of its life', async (moment) => {
    const program = start(words);
    await new Promise((resolve) => setTimeout(resolve, moment * lifeMs));
    const was = listening();
    // To every process at once, as a terminal sends it.
    process.kill(-program.child.pid!, 'SIGINT');
    const { code, signal, stdout, stderr } = await program.ended;
    expect(stderr).not.toMatch(/\n\s+at |has a bug/);
    // Node itself ends at once where it has loaded nothing of ours yet.
    if (signal !== null) expect([signal, stdout]).toEqual(['SIGINT', '']);
    else {
      expect(code).toBe(130);
      if (stdout !== '') expect(stdout).toMatch(/^CANNOT TELL.*The reading was interrupted.*exit code 130\n/s);
    }
    await expectGone(was);
    expect(ours()).toEqual([]);
  });

  test('is killed itself: no process, no socket and no folder of the fleet is left', async () => {
    const program = start(words);
    await program.said('reading');
    const was = listening();
    expect(was.length).toBeGreaterThan(100);
    expect(descendants().length).toBeGreaterThan(2);
    program.child.kill('SIGKILL');
    expect(await program.ended).toMatchObject({ code: null, signal: 'SIGKILL', stdout: '' });
    await expectGone(was);
    // The folder for hosts that are no fleet may stay: nobody is there to remove it. It holds no keys.
    expect(await eventually(async () => !ours().some((name) => name.startsWith('osd-fleet-')))).toBe(true);
    expect(ours().filter((name) => !name.startsWith('osd-lab-'))).toEqual([]);
  });
});
