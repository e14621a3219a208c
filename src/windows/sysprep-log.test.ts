import { describe, expect, test } from 'vitest';
import { invalidStateLine, refusedPackages, servicingRefusal } from './sysprep-log.ts';

const at = (time: string, text: string): string => `2026-03-02 ${time}, Error                 SYSPRP ${text}`;
const refused = (name: string): string =>
  `Package ${name} was installed for a user, but not provisioned for all users. This package will not function properly in the sysprep image.`;

describe('packages that stopped Sysprep', () => {
  test('each once, by its last line', () => {
    const lines = [
      at('08:00:00', refused('A_1.0.0.0_x64__p')),
      at('08:00:01', 'Failed to remove apps for the current user: 0x80073cf2.'),
      at('09:00:00', refused('a_1.0.0.0_x64__p')),
      at('09:00:01', refused('B_2.0.0.0_neutral_~_p')),
    ];
    expect(refusedPackages(lines).map(({ package: name, line }) => [name, line.local])).toEqual([
      ['a_1.0.0.0_x64__p', Date.parse('2026-03-02T09:00:00Z')],
      ['B_2.0.0.0_neutral_~_p', Date.parse('2026-03-02T09:00:01Z')],
    ]);
  });

  test('none', () => expect(refusedPackages([at('08:00:00', 'Entering.'), ''])).toEqual([]));
});

describe('a refusal because Windows serviced itself', () => {
  test.each([
    'Audit mode cannot be turned on if reserved storage is in use. An update may be using reserved storage.',
    'Sysprep_Clean_Validate: Audit mode can not be turned on if reserved storage is in use.',
    "Audit mode can't be turned on if there is an active scenario; hr = 0x800F0975",
    'Audit mode can’t be turned on if there is an active scenario',
    'Audit mode can`t be turned on if there is an active scenario',
  ])('%s', (text) => {
    expect(servicingRefusal([at('08:00:00', text), at('08:00:01', 'Leaving.')])?.text).toBe(text);
  });

  test.each(['Audit mode can be turned on.', 'reserved storage is in use', 'hr = 0x800F0975'])('%s is none', (text) => {
    expect(servicingRefusal([at('08:00:00', text)])).toBeNull();
  });

  test('the last one counts', () => {
    const lines = ['08:00:00', '09:00:00'].map((time) =>
      at(time, 'Audit mode cannot be turned on if there is an active scenario.'),
    );
    expect(servicingRefusal(lines)?.local).toBe(Date.parse('2026-03-02T09:00:00Z'));
  });
});

test('a refusal because an earlier run failed', () => {
  const text =
    "RunExternalDlls:Not running DLLs; either the machine is in an invalid state or we couldn't update the recorded state, dwRet = 0x1f";
  expect(invalidStateLine([at('08:00:00', text)])?.text).toBe(text);
  expect(
    invalidStateLine([at('08:00:00', 'RunExternalDlls:An error occurred while running registry DLLs')]),
  ).toBeNull();
});
