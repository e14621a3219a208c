import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/model/report.ts';
import { reportIn } from '../../src/report/index.ts';
import type { Style } from '../../src/report/style.ts';
import { type Fate, fleetChecks, fleetReport, nameOf, rows } from './fleet.ts';
import { plain, report, result } from './sample.ts';

const text = (of: RunReport, style: Partial<Style> = {}): string =>
  [...reportIn('text', of, fleetChecks, { ...plain, ...style })].join('');
const golden = (name: string): string => `../golden/report/${name}.txt`;

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
