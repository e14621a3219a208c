import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { RunReport } from '../../src/model/report.ts';
import { reportIn } from '../../src/report/index.ts';
import type { Style } from '../../src/report/style.ts';
import { type Fate, fleetChecks, fleetReport, nameOf } from './fleet.ts';
import { finding, plain, report, result } from './sample.ts';

const text = (of: RunReport, style: Partial<Style> = {}): string =>
  [...reportIn('text', of, fleetChecks, { ...plain, ...style })].join('');
const golden = (name: string): string => `../golden/report/${name}.txt`;
const rows = (of: string): string[] =>
  of.split('\n').filter((line) => /^\S+ [A-Z ]+ {2,}DP\d{5}\.contoso\.com(?: {2}|$)/.test(line));

const twenty = fleetReport(20, (index) => {
  const fates: { [index: number]: Fate } = {
    1: 'stopped',
    3: 'silent',
    4: 'stale',
    5: 'refusing',
    6: 'denied',
    8: 'stopped',
    9: 'idle',
    10: 'late',
    11: 'confirm',
    12: 'silent',
    14: 'stopped',
    15: 'denied',
  };
  return fates[index] ?? 'fine';
});

/** The same finding on machines, one result each. */
function on(names: string[], of: (name: string) => Partial<Finding> & Pick<Finding, 'level' | 'text'>): RunReport {
  const results = names.map((target) => {
    const one = finding({ check: 'a', code: 'c', target, ...of(target) });
    const outcome = one.level === 'info' || one.level === 'not-applicable' ? 'pass' : one.level;
    return result({ check: 'a', target, outcome, title: 'A is broken', findings: [one] });
  });
  return report(results, {
    targets: names.map((name) => ({ name, aliases: [], roles: [], reached: true })),
  });
}

describe('a fleet', () => {
  test('is rolled up, and then told machine by machine', async () => {
    await expect(text(twenty)).toMatchFileSnapshot(golden('fleet'));
    await expect(text(twenty, { unicode: false, onlyFailing: true })).toMatchFileSnapshot(golden('fleet-only-failing'));
  });

  test('reads the same whatever the order in which machines answered', () => {
    const reversed = { ...twenty, results: twenty.results.toReversed(), targets: twenty.targets.toReversed() };
    expect(text(reversed)).toBe(text(twenty));
    expect(text(reversed, { verbose: true })).toBe(text(twenty, { verbose: true }));
  });

  test('colour adds to the words and takes nothing away', () => {
    expect(text(twenty, { color: true }).replace(/\x1b\[\d+m/g, '')).toBe(text(twenty));
  });

  test('every machine is counted once', () => {
    const numbers = [...text(twenty).split('\n').slice(1, 3).join(' ').matchAll(/\d+/g)].map(Number);
    const [broken, total, ...others] = numbers;
    expect(total).toBe(20);
    expect(others.reduce((sum, each) => sum + each, broken!)).toBe(total);
  });

  test('with --verbose every machine is seen, and no reason is cut', () => {
    const all = text(twenty, { verbose: true });
    for (const index of [1, 8, 14]) expect(all).toContain(`${nameOf(index)}: WDSServer: Stopped`);
    expect(all).toContain('\n? IN PART     DP00007.contoso.com  pxe-responder-missing,\n');
    expect(rows(all)).toHaveLength(20);
  });
});

test.each([
  ['fail', '✖ FAIL', '1 of 6 machines has something to mend, 5 in order.'],
  ['error', '? IN PART', '0 of 6 machines have something to mend, 1 judged in part, 5 in order.'],
  ['unknown', '? IN PART', '0 of 6 machines have something to mend, 1 judged in part, 5 in order.'],
  ['blocked', '? IN PART', '0 of 6 machines have something to mend, 1 judged in part, 5 in order.'],
  ['manual', '☐ CONFIRM', '0 of 6 machines have something to mend, 1 to confirm by hand, 5 in order.'],
  ['warn', '! WARN', '0 of 6 machines have something to mend, 1 with warnings, 5 in order.'],
  ['pass', '✔ OK', '0 of 6 machines have something to mend, 6 in order.'],
] as const)('a machine whose worst is %s is told as %s', (outcome, word, line) => {
  const six = fleetReport(6, () => 'fine');
  const first = six.results.filter(({ target }) => target === nameOf(0));
  Object.assign(first.find(({ check }) => check === 'capture-share')!, { outcome });
  const lines = text(six).split('\n');
  expect(lines[1]).toBe(line);
  const what = outcome === 'pass' ? '' : '  capture-share';
  expect(lines.filter((each) => each.startsWith(word)).at(0)).toMatch(new RegExp(`DP00001.contoso.com${what}$`));
  // What is waived does not count against it.
  for (const one of first) one.waived = true;
  expect(text(six).split('\n')[1]).toContain('1 with nothing to judge, 5 in order.');
});

describe('only what fails', () => {
  test('in text: neither machines in order nor what passed; the counts stay', () => {
    const some = text(twenty, { onlyFailing: true });
    expect(rows(some).map((row) => row.slice(0, 12).trim())).not.toContain('✔ OK');
    expect(rows(some)).toHaveLength(11);
    expect(some).not.toMatch(/^(passed|no need|– NOTE)/m);
    expect(some.split('\n').slice(0, 5)).toEqual(text(twenty).split('\n').slice(0, 5));
  });

  test('in text of few machines', () => {
    const few = report([
      result({ check: 'a', outcome: 'pass' }),
      result({ check: 'w', outcome: 'fail', waived: true }),
    ]);
    expect(text(few, { onlyFailing: true })).toBe(
      'GO for capture · site PS1 · 2026-11-22 14:02 UTC\n' +
        'Nothing to mend; 1 passed, 0 do not apply, 1 waived.\n\nwaived 1    w\nexit code 0\n',
    );
  });

  test('in json and junit: results are left out, and nothing else changes', () => {
    const style = { ...plain, onlyFailing: true };
    const read: RunReport = JSON.parse([...reportIn('json', twenty, fleetChecks, style)].join(''));
    const kept = twenty.results.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
    expect(read).toEqual({ ...twenty, results: kept });
    const xml = [...reportIn('junit', twenty, fleetChecks, style)].join('');
    expect(xml.match(/<testcase /g)).toHaveLength(kept.length);
    expect(twenty.results.length).toBeGreaterThan(kept.length);
  });
});

describe('one fault on several machines', () => {
  test('of few machines is one block as well, and no machine has a line of its own', () => {
    const few = fleetReport(3, (index) => (index < 2 ? 'stopped' : 'fine'));
    const lines = text(few).split('\n');
    expect(lines[1]).toBe('1 cause to mend; 22 passed, 3 do not apply.');
    expect(lines.filter((line) => line.includes('FAIL'))).toEqual([
      '✖ FAIL  2 machines: The PXE responder does not run (WDSServer).',
    ]);
    expect(rows(text(few))).toEqual([]);
  });

  test('on one machine stays the sentence of that machine', () => {
    const one = fleetReport(20, (index) => (index === 4 ? 'stopped' : 'fine'));
    expect(text(one)).toContain(
      '✖ FAIL  WDSServer on DP00005.contoso.com is stopped, 5 h 12 min after the\n        restart.\n        seen',
    );
    expect(text(one)).toContain('\n1 of 20 machines has something to mend, 19 in order.\n');
  });

  test('commands that differ by name are those of the first, and it is said', () => {
    const differ = on(['DP01', 'DP02', 'DP03'], (name) => ({
      level: 'fail',
      text: `A on ${name} is broken.`,
      remedy: { text: 'Mend it:', commands: [`Repair-It -ComputerName ${name}`] },
    }));
    const all = text(differ);
    expect(all).toContain('✖ FAIL  3 machines: A on the machine is broken.\n        machines DP01, DP02, DP03\n');
    expect(all).toContain(
      'mend     Mend it:\n                 on DP01, and in the same way on the others:\n' +
        '                 Repair-It -ComputerName DP01\n',
    );
    expect(all).not.toContain('ComputerName DP02');
  });

  test('commands for another machine say which', () => {
    const central = (command: (name: string) => string) =>
      text(
        on(['DP01', 'DP02'], (name) => ({
          level: 'fail',
          text: 'A is broken.',
          remedy: { text: 'Mend it:', on: 'CM01', commands: [command(name)] },
        })),
      );
    expect(central(() => 'Repair-All')).toContain('on CM01:\n                 Repair-All\n');
    expect(central((name) => `Repair-It ${name}`)).toContain('on CM01 for DP01, and in the same way for the others:');
  });

  test('reasons and remedies that differ are told with the machines that they are of', () => {
    const differ = on(['DP01', 'DP02', 'DP03', 'DP04', 'DP05', 'DP06'], (name) => ({
      level: 'warn',
      text: `A on ${name} is odd.`,
      because: name === 'DP02' ? 'It rains.' : 'The sun shines.',
      remedy: { text: `Use ${Math.ceil(Number(name.slice(-1)) / 2)} of ${Number(name.slice(-1)) > 4 ? name : 'it'}.` },
    }));
    const all = text(differ);
    expect(all).toContain(
      'because  DP01 and 4 more: The sun shines.\n                 DP02: It rains.\n' +
        '        mend     DP01 and 1 more: Use 1 of it.\n                 DP03 and 1 more: Use 2 of it.\n' +
        '                 DP05 and 1 more: Use 3 of each of them.\n',
    );
  });

  test('of more kinds than one reads the rest is counted, unless all is asked for', () => {
    const names = ['DP01', 'DP02', 'DP03', 'DP04', 'DP05'];
    const differ = on(names, (name) => ({ level: 'warn', text: 'A is odd.', because: `Reason ${name.slice(-1)}.` }));
    expect(text(differ)).toContain('DP03: Reason 3.\n                 and 2 more, shown with --verbose\n');
    expect(text(differ, { verbose: true })).toContain('DP04: Reason 4.\n                 DP05: Reason 5.\n');
  });

  test('of another weight is another block', () => {
    const mixed = on(['DP01', 'DP02'], () => ({ level: 'fail', text: 'A is broken.' }));
    mixed.results[1]!.gate = 'advisory';
    expect(text(mixed).match(/^✖ FAIL {2}A is broken\.$/gm)).toHaveLength(2);
    expect(text(mixed).match(/weight/g)).toHaveLength(1);
  });

  test('what follows from it is counted by check', () => {
    const stale = text(fleetReport(8, (index) => (index % 2 === 0 ? 'stale' : 'fine')));
    expect(stale).toContain('so open  content-damaged on 4 machines\n');
    expect(stale).not.toContain('NOT JUDGED');
  });
});

describe('what could not be judged on several machines', () => {
  const names = ['DP01', 'DP02', 'DP03'];

  test('is one block where only names, addresses and durations differ', () => {
    const early = on(names, (name) => ({
      level: 'unknown',
      text: `WDSServer on ${name} is stopped; ${name.slice(-1)} min after the restart that is too early to tell.`,
      remedy: { text: 'Run again when the machine has been up for 12 min.' },
    }));
    expect(text(early)).toContain(
      '? NOT JUDGED  3 machines, 3 checks: whether this is so cannot be told: A is\n        broken.\n' +
        '        machines DP01, DP02, DP03\n        example  WDSServer on DP01 is stopped; 1 min after the restart that is',
    );
    expect(text(early)).toContain('to judge Run again when the machine has been up for 12 min.\n');
  });

  test('is a block for each reason that differs otherwise', () => {
    const unread = on(names, (name) => ({
      level: 'unknown',
      text: `A file on ${name} could not be judged: ${name === 'DP02' ? 'it is locked' : 'it is empty'}.`,
    }));
    expect(text(unread)).toContain(
      '2 machines, 2 checks: A file on the machine could not be judged:\n        it is empty.',
    );
    expect(text(unread)).toContain('1 check: A file on DP02 could not be judged: it is locked.');
  });

  test('because of one machine is one question of that machine', () => {
    const cause = finding({ check: 's', code: 'x', level: 'unknown', target: 'CM01', text: 'CM01 says nothing.' });
    const of = on(names, () => ({ level: 'unknown', text: 'Not known.', causedBy: cause }));
    of.results.unshift(result({ check: 's', outcome: 'unknown', findings: [cause] }));
    expect(text(of)).toContain('? NOT JUDGED  4 checks: CM01 says nothing.');
  });

  test('because each is dead on a port of its own is one block, which names no port', () => {
    const dead = (port: (name: string) => number) => {
      const of = on(names, (name) => ({
        check: 'target-reachable',
        code: 'timeout',
        level: 'unknown',
        text: `${name} was not reached: no answer on TCP ${port(name)} within 3 s`,
        arguments: { failed: 'timeout', message: `no answer on TCP ${port(name)} within 3 s` },
      }));
      for (const one of of.results) one.check = 'target-reachable';
      return text(of);
    };
    expect(dead((name) => Number(name.slice(-1)))).toContain('no answer on TCP <port> within 3 s\n');
    expect(dead(() => 22)).toContain('no answer on TCP 22 within 3 s\n');
  });

  test('a fault of ours is said once', () => {
    const of = on(names, () => ({ level: 'unknown', text: '' }));
    for (const one of of.results)
      Object.assign(one, { findings: [], outcome: 'error', reason: 'the check itself failed: x is not a function' });
    expect(text(of)).toContain('3 machines, 3 checks: the check itself failed: x is not a function\n');
    expect(text(of).match(/this is a fault of osd-preflight itself/g)).toHaveLength(1);
  });
});

test('a remark on many machines counts them, on few it names them', () => {
  const remark = (count: number) =>
    text(
      on(
        Array.from({ length: count }, (_, index) => nameOf(index)),
        (name) => ({ level: 'info', text: `A on ${name}.` }),
      ),
    );
  expect(remark(2)).toContain('– NOTE  2 machines: A on the machine.\n        machines DP00001.contoso.com, DP00002');
  expect(remark(30)).toContain('– NOTE  30 machines: A on the machine.\n\n');
});

describe('odd names', () => {
  const hostile = ['\u202eDP1', 'b"><x', 'DP(.*)[1]$&', 'C:\\x', 'שרת-7', '漢字サーバー', '😀\ud800', '-'];
  const of = on(hostile, (name) => ({
    level: 'fail',
    text: `A on ${name} is broken.`,
    evidence: [{ fact: 'f', target: name, seen: name }],
    remedy: { text: `mend ${name}`, commands: [`x ${name}`] },
  }));

  test('are one block all the same, and reach no terminal as they are', () => {
    const all = text(of, { verbose: true });
    expect(all.match(/FAIL {2}8 machines: A on the machine is broken\./g)).toHaveLength(1);
    expect(all).toContain('\\u202eDP1');
    expect(all).not.toMatch(/[\u202a-\u202e]|\p{Surrogate}/u);
    expect(text(of, { unicode: false })).toMatch(/^[\x0a\x20-\x7e]*$/);
  });

  test('stay in their columns', () => {
    const columns = text(of)
      .split('\n')
      .filter((line) => line.startsWith('✖ FAIL  ') && line.endsWith('  a'));
    expect(columns).toHaveLength(8);
  });
});

describe('ten thousand machines', () => {
  const fates: Fate[] = ['stopped', 'fine', 'fine', 'silent', 'stale', 'refusing', 'denied', 'late', 'fine', 'idle'];
  const big = fleetReport(10_000, (index) => fates[index % 10]!);
  const lines = text(big).split('\n');

  test('are one block for each fault, and a line for each machine', () => {
    expect(big.results).toHaveLength(90_000);
    expect(big.faults.map(({ code, targets }) => `${code} ${targets.length}`)).toEqual([
      'stale 1000',
      'stopped 1000',
      'fact-unread 1000',
      'fact-unread 1000',
      'fact-unread 1000',
      'timeout 1000',
      'unreachable 1000',
      'late 1000',
    ]);
    expect(lines.filter((line) => /^. (FAIL|WARN|NOT JUDGED) {2}1000 machines/.test(line))).toHaveLength(6);
    expect(lines.filter((line) => line.includes('and 960 more, listed below'))).toHaveLength(6);
    expect(rows(lines.join('\n'))).toHaveLength(10_000);
    // Everything but the rows is as long as for twenty machines.
    expect(lines.length).toBeLessThan(10_250);
    expect(lines[1]).toContain('2000 of 10000 machines have something to mend, 2000 not judged,');
    expect(lines.find((line) => line.startsWith('passed'))).toMatch(/^passed \d+ target-reachable ×8000,/);
  });

  test('no line is longer than the console', () => {
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('each has a suite, and a suite is as long as in a small fleet', () => {
    const length = (size: number): number => {
      let sum = 0;
      for (const piece of reportIn(
        'junit',
        fleetReport(size, () => 'stopped'),
        fleetChecks,
        plain,
      ))
        sum += piece.length;
      return sum / size;
    };
    expect(length(1000) / length(100)).toBeLessThan(1.02);
  });
});
