import { describe, expect, test } from 'vitest';
import { finding, result } from '../../test/report/sample.ts';
import type { Finding, FindingKey, Level } from '../model/finding.ts';
import type { CheckResult } from '../model/report.ts';
import { faultsOf } from './faults.ts';

function on(target: string, level: Level, parts: Partial<Finding> = {}, waived = false): CheckResult {
  const one = finding({ check: 'a', code: 'c', level, text: `${target}: ${level}.`, target, ...parts });
  return result({ check: one.check, target, outcome: 'fail', waived, findings: [one] });
}

const results = [
  on('DP02', 'warn', { check: 'w' }),
  on('DP01', 'warn', { check: 'w' }),
  on('DP03', 'warn', { check: 'w' }),
  on('DP03', 'fail'),
  on('DP10', 'fail'),
  on('DP01', 'fail'),
  on('DP01', 'fail', { subject: 'PS100012' }),
  on('DP01', 'fail', { code: 'b' }),
  on('DP09', 'unknown'),
  on('DP08', 'unknown', { causedBy: { check: 'a', target: 'DP09', code: 'c', subject: '' } }),
  on('DP07', 'fail', {}, true),
  on('DP07', 'info'),
  on('DP07', 'manual'),
  on('DP07', 'not-applicable'),
];

test('a fault is named once, with its machines, worst first', () => {
  expect(faultsOf(results)).toEqual([
    { check: 'a', code: 'c', subject: '', level: 'fail', targets: ['DP01', 'DP03', 'DP10'] },
    { check: 'a', code: 'b', subject: '', level: 'fail', targets: ['DP01'] },
    { check: 'a', code: 'c', subject: 'PS100012', level: 'fail', targets: ['DP01'] },
    { check: 'a', code: 'c', subject: '', level: 'unknown', targets: ['DP09'] },
    { check: 'w', code: 'c', subject: '', level: 'warn', targets: ['DP01', 'DP02', 'DP03'] },
  ]);
});

test('the order in which machines answered does not matter', () => {
  expect(faultsOf([...results].reverse())).toEqual(faultsOf(results));
});

test('a machine counts once however often it has a fault; no machine is none', () => {
  expect(faultsOf([on('DP01', 'fail'), on('DP01', 'fail'), on('', 'warn')])).toEqual([
    { check: 'a', code: 'c', subject: '', level: 'fail', targets: ['DP01'] },
    { check: 'a', code: 'c', subject: '', level: 'warn', targets: [] },
  ]);
  expect(faultsOf([])).toEqual([]);
});

test('parts of a key that only look alike stay apart', () => {
  const faults = faultsOf([on('DP01', 'fail', { code: 'b","c' }), on('DP02', 'fail', { code: 'b', subject: 'c' })]);
  expect(faults).toHaveLength(2);
});

describe('what follows from another finding', () => {
  const key = { check: 'a', target: 'DP01', code: 'c', subject: '' };
  const effect = (level: Level, causedBy: FindingKey = key) => on('DP01', level, { check: 'e', causedBy });
  const told = (...list: CheckResult[]) => faultsOf(list).map(({ check, level }) => `${check} ${level}`);

  test.each([
    ['is left out', [on('DP01', 'fail'), effect('fail')], ['a fail']],
    ['is left out of what is open', [on('DP01', 'unknown'), effect('unknown')], ['a unknown']],
    ['lends a warning its weight', [on('DP01', 'warn'), effect('fail')], ['a fail']],
    ['lends none that it does not have', [on('DP01', 'warn'), effect('unknown'), effect('warn')], ['a warn']],
    ['stands for itself where its cause is waived', [on('DP01', 'fail', {}, true), effect('fail')], ['e fail']],
    ['and where it is not there', [effect('unknown'), effect('warn')], ['e unknown', 'e warn']],
    ['and where it is proven and its cause is open', [on('DP01', 'unknown'), effect('fail')], ['e fail', 'a unknown']],
    ['and where its cause is nothing to act on', [on('DP01', 'info'), effect('unknown')], ['e unknown']],
    [
      'and in a circle',
      [on('DP01', 'fail', { causedBy: { ...key, check: 'e' } }), effect('fail')],
      ['a fail', 'e fail'],
    ],
    [
      'is left out of no other machine',
      [on('DP01', 'fail'), effect('fail', { ...key, target: 'DP02' })],
      ['a fail', 'e fail'],
    ],
  ] as const)('%s', (_, list, expected) => expect(told(...list)).toEqual(expected));

  test('a warning that something fails because of, on some of its machines, is two faults', () => {
    const list = [on('DP01', 'warn'), on('DP02', 'warn'), effect('fail')];
    expect(faultsOf(list).map(({ level, targets }) => [level, targets])).toEqual([
      ['fail', ['DP01']],
      ['warn', ['DP02']],
    ]);
  });
});
