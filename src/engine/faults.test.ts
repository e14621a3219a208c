import { expect, test } from 'vitest';
import { finding, result } from '../../test/report/sample.ts';
import type { Finding, Level } from '../model/finding.ts';
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
  on('DP08', 'unknown', { causedBy: { check: 'x', target: 'CM01', code: 'y', subject: '' } }),
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
