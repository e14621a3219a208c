import { beforeAll, describe, expect, test } from 'vitest';
import { mustSkipFleet } from '../lab/fleet-estate.ts';
import { estateOf, type Ran, ranOn, saidOf } from './chaos.ts';

const scenario = estateOf(`
  same: { name: "SAME-#", count: 1, like: BASE }
  two: { name: "TWO-#", count: 1, like: BASE }
  clone: { name: "CLONE-#", count: 2, like: BASE }
`);

describe.skipIf(mustSkipFleet)('names', () => {
  let ran: Ran;

  beforeAll(async () => {
    ran = await ranOn({
      scenario,
      hosts: [
        'SAME-1',
        'SAME-1',
        'same-1',
        'Same-1.',
        'same-1.CONTOSO.com.',
        { name: 'CNAME-OF-TWO', address: 'TWO-1' },
        'TWO-1',
        'CLONE-1',
        'CLONE-2',
      ],
    });
  });

  const target = (name: string) => ran.report.targets.find((each) => each.name === name);
  /** Of two names that are tried at the same moment both may be answered; what counts is one answer to each question. */
  function expectOnce(name: string): void {
    const answered = ran.of(name).map(({ fact }) => fact);
    expect(answered.length).toBeGreaterThan(3);
    expect(answered.length).toBe(new Set(answered).size);
  }

  test('a name that comes twice, in other case or with a dot is one machine, asked once', () => {
    expect(ran.connects.filter((name) => /^same-1\.?$/i.test(name))).toEqual(['SAME-1']);
    expect(ran.report.targets.filter(({ name }) => /^same/i.test(name))).toHaveLength(1);
    expect(target('SAME-1')?.aliases.map((alias) => alias.toLowerCase())).toEqual(['same-1.contoso.com.']);
    expectOnce('SAME-1');
  });

  test('two names of one machine become one target, asked once, under the name that was given first', () => {
    expect(target('TWO-1')).toBeUndefined();
    expect(target('CNAME-OF-TWO')).toMatchObject({ reached: true, aliases: expect.arrayContaining(['TWO-1']) });
    expectOnce('CNAME-OF-TWO');
    expect(ran.of('TWO-1')).toEqual([]);
  });

  test('two machines that call themselves the same stay two', () => {
    for (const name of ['CLONE-1', 'CLONE-2']) {
      expect(target(name)).toMatchObject({ reached: true });
      expectOnce(name);
      expect(saidOf(ran.report, name)['pxe-responder-stopped']).toMatch(/^pass/);
    }
  });

  test('the report names four machines, and all is well', () => {
    expect(ran.report.targets.map(({ name }) => name)).toEqual(['CLONE-1', 'CLONE-2', 'CNAME-OF-TWO', 'SAME-1']);
    expect(ran.report).toMatchObject({ verdict: 'go', exitCode: 0, notes: [] });
    expect(ran.judged).toEqual(ran.report);
    expect(ran.left).toEqual([]);
  });
});
