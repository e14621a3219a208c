import { beforeAll, describe, expect, test } from 'vitest';
import type { Fleet } from '../../lab/fleet.ts';
import { mustSkipFleet } from '../lab/fleet-estate.ts';
import { estateOf, largeOf, noiseOf, type Ran, ranOn, saidOf, signsOf } from './chaos.ts';
import { sshTo } from './processes.ts';

const size = 10 * 1024 * 1024;
const well = ['WELL-1', 'WELL-2'];
const troubled = ['CUT-1', 'FROZEN-1', 'KILLED-1', 'LARGE-1', 'NOISY-1', 'PRINTS-1'];

const scenario = estateOf(`
  well: { name: "WELL-#", count: 2, like: BASE }
  killed: { name: "KILLED-#", count: 1, like: BASE }
  cut: { name: "CUT-#", count: 1, like: BASE }
  frozen: { name: "FROZEN-#", count: 1, like: BASE }
  large: { name: "LARGE-#", count: 1, like: BASE }
  prints: { name: "PRINTS-#", count: 1, like: BASE }
  noisy: { name: "NOISY-#", count: 1, like: BASE, fault: noisy-profile }
`);

/** What is done to a machine in the middle of its answer. */
const blows: { [name: string]: (fleet: Fleet) => Promise<number> } = {
  'KILLED-1': (fleet) => fleet.killRemote('KILLED-1'),
  'FROZEN-1': (fleet) => fleet.freeze('FROZEN-1'),
  async 'CUT-1'(fleet) {
    const pids = sshTo(fleet, 'CUT-1');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    return pids.length;
  },
};

describe.skipIf(mustSkipFleet)('while a fleet is asked', () => {
  let ran: Ran;
  const struck = new Map<string, number>();

  beforeAll(async () => {
    ran = await ranOn({
      scenario,
      hosts: [...well, ...troubled],
      facts: [signsOf(/^(KILLED|CUT|FROZEN)/), largeOf(/^LARGE/, size), noiseOf(/^PRINTS/)],
      // Three times what the signs take: whoever was not struck has answered by then.
      idleMs: 25_000,
      async onSign(name, fleet) {
        struck.set(name, await blows[name]!(fleet));
      },
    });
  });

  const data = (target: string, fact: string): unknown => {
    const [answer, ...more] = ran.of(target).filter((each) => each.fact === fact);
    expect(more).toEqual([]);
    return answer && 'data' in answer ? answer.data : answer;
  };

  /** A machine that told who it is, and of which nothing else could be read. */
  function expectLost(target: string, failed: string, message: RegExp): void {
    expect(struck.get(target)).toBeGreaterThan(0);
    expect(ran.report.targets.find(({ name }) => name === target)).toMatchObject({ reached: true });
    const answers = ran.of(target);
    expect(answers.length).toBeGreaterThan(1);
    for (const answer of answers) expect(answer).toMatchObject({ failed, message: expect.stringMatching(message) });
    const said = saidOf(ran.report, target);
    expect(said['target-reachable']).toMatch(/^pass/);
    expect(said['pxe-responder-stopped']).toMatch(/^unknown: /);
    expect(said['pxe-responder-stopped']).toMatch(message);
  }

  test('the far shell is killed in mid-answer: its connection has ended, and that is said of it', () => {
    expectLost('KILLED-1', 'interrupted', /the connection ended before it answered/);
  });

  test('ssh is killed: the same', () => {
    expectLost('CUT-1', 'interrupted', /the connection ended before it answered/);
  });

  test('a machine is frozen: it runs into its deadline', () => {
    expectLost('FROZEN-1', 'timeout', /no (sign of life|complete answer) within 25 s/);
  });

  test('a profile that prints costs that machine alone, and its words are shown', () => {
    expect(ran.report.targets.find(({ name }) => name === 'NOISY-1')).toMatchObject({ reached: false });
    expect(ran.text).toMatch(/not\s+PowerShell\s+alone:\s+it\s+prints\s+"Welcome\s+to\s+NOISY-1\./);
  });

  test('10 MiB from one machine arrive whole, in the file as well', () => {
    const { value } = data('LARGE-1', 'chaos-large') as { value: string };
    expect(value.length).toBe(size);
    expect(/^x*$/.test(value)).toBe(true);
  });

  test('what a machine prints beside its answers is none of them', () => {
    expect(data('PRINTS-1', 'chaos-noise')).toEqual({ value: 'heard' });
    expect(ran.text).not.toContain('noise 1');
  });

  test.each([...well, 'LARGE-1', 'PRINTS-1'])('%s is judged in full', (target) => {
    const said = saidOf(ran.report, target);
    expect(Object.keys(said).length).toBeGreaterThanOrEqual(4);
    for (const sentence of Object.values(said)) expect(sentence).toMatch(/^(pass|not-applicable)/);
  });

  test('each machine is connected to once, and none is missing in the report', () => {
    expect([...ran.connects].sort()).toEqual([...well, ...troubled].sort());
    expect(ran.report.targets.map(({ name }) => name)).toEqual([...troubled, ...well].sort());
    expect(ran.report).toMatchObject({ verdict: 'cannot-tell', exitCode: 3, complete: true });
    expect(ran.judged).toEqual(ran.report);
  });

  test('nothing of it runs any more, here or there', () => {
    expect(ran.left).toEqual([]);
  });
});
