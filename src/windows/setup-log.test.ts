import { describe, expect, test } from 'vitest';
import { parseSetupLine, type SetupLogLine, setupMoment } from './setup-log.ts';

const line = (parts: Partial<SetupLogLine>): SetupLogLine => ({
  text: 'Failed.',
  local: Date.parse('2026-03-02T08:15:04Z'),
  level: 'Error',
  component: 'SYSPRP',
  ...parts,
});
const bare = (text: string): SetupLogLine => ({ text, local: null, level: null, component: null });

describe('a line of a log of Windows Setup', () => {
  test.each<[string, string, SetupLogLine]>([
    ['as it is written', '2026-03-02 08:15:04, Error                 SYSPRP Failed.', line({})],
    ['with its end of line', '2026-03-02 08:15:04, Error                 SYSPRP Failed.\r\n', line({})],
    ['with a code', '2026-03-02 08:15:04, Error      [0x0f0082] SYSPRP Failed.', line({})],
    [
      'with a code and nothing before its text',
      '2026-03-02 08:15:04, Error [0x0f0082]Failed.',
      line({ component: null }),
    ],
    ['with tabs', '2026-03-02 08:15:04, Error\tSYSPRP\tFailed.', line({})],
    ['of another level', '2026-03-02 08:15:04, Warning  SYSPRP Failed.', line({ level: 'Warning' })],
    ['of another component', '2026-03-02 08:15:04, Info   IBS    Failed.', line({ level: 'Info', component: 'IBS' })],
    ['without a component', '2026-03-02 08:15:04, Error  Failed.', line({ component: null })],
    ['with a component alone', '2026-03-02 08:15:04, Error  SYSPRP', line({ text: '' })],
    ['without a text', '2026-03-02 08:15:04, Error  ', bare('2026-03-02 08:15:04, Error')],
    ['that goes on', '  at the second line', bare('at the second line')],
    ['on no day', '2026-02-30 08:15:04, Error  SYSPRP Failed.', bare('2026-02-30 08:15:04, Error  SYSPRP Failed.')],
    ['in no month', '2026-13-02 08:15:04, Error  SYSPRP Failed.', bare('2026-13-02 08:15:04, Error  SYSPRP Failed.')],
    ['at no hour', '2026-03-02 24:15:04, Error  SYSPRP Failed.', bare('2026-03-02 24:15:04, Error  SYSPRP Failed.')],
    [
      'in the year 26',
      '0026-03-02 08:15:04, Error  SYSPRP Failed.',
      bare('0026-03-02 08:15:04, Error  SYSPRP Failed.'),
    ],
    ['that is empty', '', bare('')],
  ])('%s', (_, raw, expected) => {
    expect(parseSetupLine(raw)).toEqual(expected);
  });
});

test.each([
  [0, '2026-03-02T08:15:04.000Z'],
  [60, '2026-03-02T07:15:04.000Z'],
  [-300, '2026-03-02T13:15:04.000Z'],
  [345, '2026-03-02T02:30:04.000Z'],
])('written where local time is %i minutes ahead of UTC', (ahead, expected) => {
  expect(setupMoment(line({}), ahead)).toBe(expected);
});

test('a line without a time was written at no known moment', () => {
  expect(setupMoment(bare('Failed.'), 60)).toBeNull();
});
