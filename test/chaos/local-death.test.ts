import { beforeAll, describe, expect, test } from 'vitest';
import type { Fleet } from '../../lab/fleet.ts';
import { mustSkipFleet } from '../lab/fleet-estate.ts';
import { estateOf, type Ran, ranOn, saidOf, signsOf } from './chaos.ts';
import { parentOf, sshTo } from './processes.ts';

const scenario = estateOf(`
  asked: { name: "ASKED-#", count: 2, like: BASE }
  waits: { name: "WAITS-#", count: 2, like: BASE }
`);

describe.skipIf(mustSkipFleet)('the local PowerShell of a batch is killed in mid-run', () => {
  let ran: Ran;
  const killed = new Set<number>();

  beforeAll(async () => {
    const signed = new Set<string>();
    ran = await ranOn({
      scenario,
      hosts: ['ASKED-1', 'ASKED-2', 'WAITS-1', 'WAITS-2'],
      facts: [signsOf(/^ASKED/)],
      throttle: 2,
      onSign(name, fleet: Fleet) {
        signed.add(name);
        if (signed.size < 2) return;
        for (const each of signed) for (const ssh of sshTo(fleet, each)) killed.add(parentOf(ssh)!);
        for (const pid of killed) process.kill(pid, 'SIGKILL');
      },
    });
  });

  test.each(['ASKED-1', 'ASKED-2'])('%s, which was being asked, is unknown for that reason', (target) => {
    expect(killed.size).toBe(1);
    for (const answer of ran.of(target)) {
      expect(answer).toMatchObject({ failed: 'interrupted', message: expect.stringMatching(/^PowerShell ended/) });
    }
    expect(saidOf(ran.report, target)['pxe-responder-stopped']).toMatch(
      /^unknown: .*PowerShell ended \(signal SIGKILL\)/,
    );
  });

  test.each(['WAITS-1', 'WAITS-2'])('%s, which waited, is asked by the next one and judged in full', (target) => {
    const said = Object.values(saidOf(ran.report, target));
    expect(said.length).toBeGreaterThanOrEqual(4);
    for (const sentence of said) expect(sentence).toMatch(/^(pass|not-applicable)/);
  });

  test('nothing of it runs any more, here or there', () => {
    expect(ran.report.verdict).toBe('cannot-tell');
    expect(ran.left).toEqual([]);
  });
});
