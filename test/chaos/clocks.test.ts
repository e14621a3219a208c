import { beforeAll, describe, expect, test } from 'vitest';
import type { GatheredFact } from '../../src/model/gathering.ts';
import { mustSkipFleet } from '../lab/fleet-estate.ts';
import { estateOf, first, type Ran, ranOn, saidOf, second } from './chaos.ts';

const stopped = 'services: { WDSServer: { state: Stopped, exitCode: 1077, startedAt: null } }';
const scenario = estateOf(`
  well: { name: "WELL-#", count: 1, like: BASE }
  restarts: { name: "RESTARTS-#", count: 2, like: BASE, over: { ${stopped} } }
  right: { name: "RIGHT-#", count: 1, like: BASE, over: { bootTime: 2026-03-02T11:00:00Z, ${stopped} } }
  ahead: { name: "AHEAD-#", count: 1, like: BASE, over: { clock: 2026-03-02T16:12:00Z, bootTime: 2026-03-02T13:00:00Z, ${stopped} } }
  behind: { name: "BEHIND-#", count: 1, like: BASE, over: { clock: 2026-03-02T12:12:00Z, bootTime: 2026-03-02T09:00:00Z, ${stopped} } }
`);
const restarted = ['RESTARTS-1', 'RESTARTS-2'];
/** After which answer a machine restarts, and when that was by its clock. */
const boots: { [name: string]: [fact: string, boot: string][] } = {
  'RESTARTS-1': [['chaos-first', '2026-03-02T14:00:00Z']],
  'RESTARTS-2': [
    ['chaos-first', '2026-03-02T13:00:00Z'],
    ['chaos-second', '2026-03-02T14:02:00Z'],
  ],
};

describe.skipIf(mustSkipFleet)('restarts and clocks', () => {
  let ran: Ran;

  beforeAll(async () => {
    const left: { [name: string]: [fact: string, boot: string][] } = structuredClone(boots);
    ran = await ranOn({
      scenario,
      hosts: ['WELL-1', ...restarted, 'RIGHT-1', 'AHEAD-1', 'BEHIND-1'],
      facts: [first, second],
      // Our own clock is off as well, by two hours more than any of theirs.
      now: '2026-03-02T18:12:00Z',
      async onFact({ target, fact }, fleet) {
        // The second question is in another round trip than the first, and so is the first when it comes again.
        const [next] = left[target] ?? [];
        if (next?.[0] !== fact) return;
        left[target]!.shift();
        await fleet.reboot(target, next[1]);
      },
    });
  });

  const value = (fact: GatheredFact): number => Date.parse((('data' in fact && fact.data) as { value: string }).value);
  const ofChaos = (list: readonly GatheredFact[], target: string): GatheredFact[] =>
    list.filter((each) => each.target === target && each.fact.startsWith('chaos-'));

  test.each(restarted)('%s: every answer in the file stands beside the boot that it is from', (target) => {
    const answers = ofChaos(ran.facts, target);
    expect(new Set(answers.map(value)).size).toBe(1 + boots[target]!.length);
    for (const answer of answers)
      expect([answer.fact, Date.parse(answer.bootTime!)]).toEqual([answer.fact, value(answer)]);
  });

  test.each(restarted)('%s: the report knows its last boot alone, and is asked everything again', (target) => {
    const last = Date.parse(boots[target]!.at(-1)![1]);
    const kept = ran.of(target);
    expect(kept.map(({ bootTime }) => Date.parse(bootTime!))).toEqual(kept.map(() => last));
    expect(
      ofChaos(kept, target)
        .map((answer) => [answer.fact, value(answer)])
        .sort(),
    ).toEqual([
      ['chaos-first', last],
      ['chaos-second', last],
    ]);
    expect(new Set(kept.map(({ fact }) => fact))).toEqual(new Set(ran.of('WELL-1').map(({ fact }) => fact)));
    expect(ran.report.notes).toContain(`What was read on ${target} before its last restart is left out.`);
  });

  test.each([
    ['RESTARTS-1', /^fail: .* is stopped, 12 min after the restart/],
    ['RESTARTS-2', /^fail: .* is stopped, 10 min after the restart/],
  ])('%s: what is said of its uptime is of the last boot: %s', (target, uptime) => {
    expect(saidOf(ran.report, target)['pxe-responder-stopped']).toMatch(uptime);
  });

  test('a machine that did not restart is asked once, and no note is made of it', () => {
    const asked = ran.facts.filter(({ target }) => target === 'WELL-1').map(({ fact }) => fact);
    expect(asked.length).toBe(new Set(asked).size);
    expect(ran.report.notes).toHaveLength(restarted.length);
  });

  test.each(['RIGHT-1', 'AHEAD-1', 'BEHIND-1'])('%s: two hours off, or ours, change nothing that is said', (target) => {
    const said = saidOf(ran.report, target);
    expect(said['pxe-responder-stopped']).toMatch(/^fail: .* is stopped, 3 h 12 min after the restart/);
    const plain = JSON.stringify(said).replaceAll(target, 'IT');
    expect(plain).toBe(JSON.stringify(saidOf(ran.report, 'RIGHT-1')).replaceAll('RIGHT-1', 'IT'));
  });

  test('judge says of the file what run said', () => {
    expect(JSON.stringify(ran.judged, null, 1)).toBe(JSON.stringify(ran.report, null, 1));
  });

  test('nothing of it runs any more, here or there', () => {
    expect(ran.left).toEqual([]);
  });
});
