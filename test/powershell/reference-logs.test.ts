import { describe, expect, test } from 'vitest';
import { referenceSysprep, smsTsLog } from '../../checks/facts/reference.ts';
import { mustSkip } from '../lab/probe.ts';
import { onReference } from './probed-reference.ts';

describe.skipIf(mustSkip)('logs of Sysprep', () => {
  const at = (time: string, text: string, level = 'Info') => ({ at: `2026-07-01T${time}Z`, level, text });
  const refused = 'RunExternalDlls:Not running DLLs; either the machine is in an invalid state, dwRet = 31';

  test('the lines that hold a phrase, in local time, of the end of a long log', async () => {
    const sysprep = {
      imageState: null,
      auditBoot: 1,
      generalization: 3,
      setupact: {
        padTo: 4_300_000,
        lines: [
          at('08:15:04', 'Package A_1.0_x64__b was installed for a user, but not provisioned for all users.', 'Error'),
          at('08:15:05', 'nothing of note'),
          at('08:15:06', 'Audit mode can\u2019t be turned on if there is an active scenario.', 'Error'),
        ],
      },
      setuperr: { lines: [at('22:30:00', refused, 'Error')] },
    };
    await onReference(
      { sysprep },
      async (read) => {
        const told = await read(referenceSysprep);
        expect(told).toMatchObject({
          imageState: { value: null },
          auditBoot: { value: 1 },
          generalizationState: { value: 3 },
          aheadOfUtc: 60,
        });
        const act = 'value' in told.setupAct ? told.setupAct.value : null;
        expect(act).toMatchObject({ lastWriteTime: '2026-07-01T08:15:06.0000000Z', truncated: true });
        expect(act?.lines.map((line) => line.slice(0, 26))).toEqual([
          '2026-07-01 10:15:04, Error',
          '2026-07-01 10:15:06, Error',
        ]);
        expect(told.setupErr).toEqual({
          value: {
            path: 'C:\\Windows\\System32\\Sysprep\\Panther\\setuperr.log',
            lastWriteTime: '2026-07-01T22:30:00.0000000Z',
            lines: [`2026-07-02 00:30:00, ${'Error'.padEnd(22)}SYSPRP ${refused}`],
            truncated: false,
          },
        });
      },
      { timeZone: 'Europe/Berlin' },
    );
  });
});

describe.skipIf(mustSkip)('smsts.log', () => {
  const at = '2026-03-01T15:40:12Z';
  const story = [
    { at, text: 'Start executing an instruction: Capture the Reference Machine' },
    { at, text: 'Failed to connect to "\\\\CM01\\Captures$" (0x8007052E), error 1326', type: 3 },
    { at, text: "Volume '\\\\?\\Volume{5c7a}\\' not found", type: 2 },
    { at, text: 'Thread 1326 started', type: 1 },
  ];

  test('what is said of a capture, of every place, the newest last', async () => {
    const path = 'C:\\Windows\\Temp\\SMSTSLog\\smsts.log';
    const files = {
      'C:\\Windows\\CCM\\Logs\\smsts.log': { text: 'CaptureImage (0x80070490)\r\n', modified: '2026-02-01T10:00:00Z' },
      'C:\\_SMSTaskSequence\\Logs\\Smstslog\\smsts.log': { text: 'nothing\r\n' },
    };
    await onReference(
      { smstsLog: { path, lines: story, padTo: 20_000 } },
      async (read) => {
        const { tried, clock, files: told } = await read(smsTsLog);
        expect([tried.length, clock]).toEqual([4, '2026-03-02T14:12:00.0000000Z']);
        const found = told.map((file) => [
          file.path,
          'value' in file.records ? file.records.value : null,
          file.truncated,
        ]);
        expect(found).toEqual([
          ['C:\\_SMSTaskSequence\\Logs\\Smstslog\\smsts.log', [], false],
          ['C:\\Windows\\CCM\\Logs\\smsts.log', [expect.stringContaining('0x80070490')], false],
          [path, [expect.stringContaining('error 1326]LOG]!>'), expect.stringContaining('not found]LOG]!>')], false],
        ]);
      },
      { files },
    );
  });

  test('none, and one that may not be read', async () => {
    await onReference({}, async (read) => expect((await read(smsTsLog)).files).toEqual([]));
    const faults = [{ path: 'C:\\Windows\\CCM', error: 'denied' }];
    await onReference(
      { smstsLog: { lines: story } },
      async (read) => expect((await read(smsTsLog)).files).toMatchObject([{ records: { failed: 'denied' } }, {}]),
      { faults },
    );
  });
});
