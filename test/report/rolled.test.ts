import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/model/report.ts';
import { reportIn } from '../../src/report/index.ts';
import type { Style } from '../../src/report/style.ts';
import { fleetChecks, fleetReport, nameOf, on, rows } from './fleet.ts';
import { finding, plain, result } from './sample.ts';

const text = (of: RunReport, style: Partial<Style> = {}): string =>
  [...reportIn('text', of, fleetChecks, { ...plain, ...style })].join('');

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
      'because  DP01, DP03, DP04, DP05, DP06: The sun shines.\n                 DP02: It rains.\n' +
        '        mend     DP01, DP02: Use 1 of it.\n                 DP03, DP04: Use 2 of it.\n' +
        '                 DP05, DP06: Use 3 of each of them.\n',
    );
  });

  test('which command is for which machines is told; of many the first are named', () => {
    const names = Array.from({ length: 12 }, (_, index) => `DP${index + 10}`);
    const differ = on(names, (name) => ({
      level: 'fail',
      text: `A on ${name} is broken.`,
      remedy: { text: name < 'DP20' ? 'Start it:' : 'Stop it:', commands: [name < 'DP20' ? 'Start-It' : 'Stop-It'] },
    }));
    expect(text(differ)).toContain(
      'mend     DP10, DP11, DP12, DP13, DP14, DP15, DP16, DP17 and 2 more:\n                 Start it:\n' +
        '                 on each of these:\n                 Start-It\n' +
        '                 DP20, DP21: Stop it:\n                 on each of these:\n                 Stop-It\n',
    );
    expect(text(differ, { verbose: true })).not.toContain(' more:');
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
    expect(text(of)).toContain('? NOT JUDGED  2 checks: CM01 says nothing.');
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
