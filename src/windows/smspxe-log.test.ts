import { describe, expect, test } from 'vitest';
import { type LogFile, type LogTrouble, readSmsPxeLog, type SmsPxeLog } from './smspxe-log.ts';

const clock = '2026-03-02T14:12:00.0000000Z';
const path = 'D:\\SMS_DP$\\sms\\logs\\SMSPXE.log';
const rolled = 'D:\\SMS_DP$\\sms\\logs\\SMSPXE.lo_';

/** A record at this time of day. */
const say = (text: string, time: string, bias = '+000'): string =>
  `<![LOG[${text}]LOG]!><time="${time}.000${bias}" date="03-02-2026" component="SMSPXE" context="" type="1" thread="6004" file="smspxe.cpp:137">`;
const file = (records: string[], parts: Partial<LogFile> = {}): LogFile => ({
  path,
  bytes: 40_000,
  lastWriteTime: '2026-03-02T14:00:00Z',
  readBytes: 40_000,
  records: { value: records },
  truncated: false,
  ...parts,
});
const utc = (time: string): string => `2026-03-02T${time}.000Z`;
const read = (...files: LogFile[]): SmsPxeLog => readSmsPxeLog(files, clock);
const nothing: SmsPxeLog = { loadedAt: null, troubles: [], answeredAt: null, gap: null, complaintsSince: null };
const untimed = (count: number): string =>
  `${count} ${count === 1 ? 'record of SMSPXE.log has' : 'records of SMSPXE.log have'} no time that can be believed`;

const load = '================= PXE Provider loaded. =====================';
const answer = '00:15:5D:0A:1B:2C, 4C4C4544: MP_LookupDevice succeeded';

test('the newest of each counts', () => {
  const records = [say(load, '06:00:00'), say(answer, '07:00:00'), say(load, '11:00:00'), say(answer, '12:00:00')];
  expect(read(file(records))).toEqual({ ...nothing, loadedAt: utc('11:00:00'), answeredAt: utc('12:00:00') });
});

test('what rolled over comes first', () => {
  const before = file([say(load, '06:00:00'), say('PXE::MP_GetList failed; 0x1', '06:00:01')], { path: rolled });
  const after = file([say('PXE Provider failed to process message.', '12:00:00'), say(answer, '12:00:01')]);
  const { troubles, ...rest } = read(before, after);
  expect(rest).toMatchObject({ loadedAt: utc('06:00:00'), answeredAt: utc('12:00:01'), gap: null });
  expect(troubles.map((trouble) => [trouble.kind, trouble.path])).toEqual([
    ['message-failed', path],
    ['mp-connection', rolled],
  ]);
});

describe('complaints', () => {
  const store =
    'Failed to create certificate store from encoded certificate.\r\nAn error. (Error: 80092002; Source: Windows)';
  const settings = 'PXE Provider failed to read configuration parameters.';
  test.each<[string, string[], LogTrouble['kind'][]]>([
    ['a certificate store', [say(store, '11:00:00')], ['certificate-store']],
    ['its code alone', [say('PXE::MP_GetList failed; 0x80092002', '11:00:00')], ['certificate-store']],
    ['the connection', [say('PXE Provider failed to initialize MP connection.', '11:00:00')], ['mp-connection']],
    ['the list', [say('PXE::MP_GetList failed; 0x80004005', '11:00:00')], ['mp-connection']],
    ['a device', [say('PXE::MP_LookupDevice failed; 0x80004005', '11:00:00')], ['mp-connection']],
    ['a status', [say('PXE::MP_ReportStatus failed; 0x80004005', '11:00:00')], ['mp-connection']],
    ['a message', [say('PXE Provider failed to process message.', '11:00:00')], ['message-failed']],
    ['settings', [say(`${settings} (Error: 800B0101; Source: Windows)`, '11:00:00')], ['certificate-expired']],
    ['settings, in lower case', [say(`${settings} 0x800b0101`, '11:00:00')], ['certificate-expired']],
    [
      'settings, the code before',
      [say('Error 800B0101', '10:59:30'), say(settings, '11:00:00')],
      ['certificate-expired'],
    ],
    [
      'settings, the code behind',
      [say(settings, '11:00:00'), say('Error 800B0101', '11:01:00')],
      ['certificate-expired'],
    ],
    [
      'settings, the code an hour later',
      [say(settings, '11:00:00'), say('Error 800B0101', '12:00:00')],
      ['configuration-unread'],
    ],
    ['settings for another reason', [say(`${settings} (Error: 80004005)`, '11:00:00')], ['configuration-unread']],
    ['that code of something else', [say('Error 800B0101', '11:00:00')], []],
    ['nothing', [say(load, '11:00:00'), say(answer, '12:00:00')], []],
  ])('about %s', (_, records, kinds) => {
    const { troubles, gap } = read(file(records));
    expect(troubles.map(({ kind }) => kind)).toEqual(kinds);
    expect(gap).toBeNull();
  });

  test('are told on one line, with time and file', () => {
    const text =
      'Failed to create certificate store from encoded certificate. An error. (Error: 80092002; Source: Windows)';
    expect(read(file([say(store, '11:00:00')])).troubles).toEqual([
      { kind: 'certificate-store', time: utc('11:00:00'), text, path },
    ]);
  });

  test('of the other file are no neighbours', () => {
    const files = [file([say(settings, '11:00:00')], { path: rolled }), file([say('Error 800B0101', '11:00:01')])];
    expect(read(...files).troubles.map(({ kind }) => kind)).toEqual(['configuration-unread']);
  });

  test('of which older ones were left out are no gap, and say since when they are listed', () => {
    const records = [say('PXE::MP_GetList failed; 0x1', '06:00:01'), say('PXE::MP_GetList failed; 0x1', '07:00:00')];
    expect(read(file(records, { truncated: true }))).toMatchObject({ complaintsSince: utc('06:00:01'), gap: null });
    expect(read(file(records))).toMatchObject({ complaintsSince: null });
  });
});

describe('times', () => {
  test('of both files are read by the sign that the newest record decides', () => {
    const before = file([say(load, '09:00:00', '+060')], { path: rolled, lastWriteTime: utc('08:00:00') });
    const after = file([say(answer, '15:00:00', '+060')]);
    expect(read(before, after)).toMatchObject({ loadedAt: utc('08:00:00'), answeredAt: utc('14:00:00'), gap: null });
  });

  test('of a file that was last written before its newest record are no evidence', () => {
    const late = file([say(load, '11:00:00'), say(load, '12:30:00')], { lastWriteTime: utc('12:00:00') });
    expect(read(late)).toEqual({ ...nothing, gap: untimed(2) });
  });

  test('in the future decide about their file, and about no other', () => {
    const before = file([say(load, '11:00:00')], { path: rolled });
    expect(read(before, file([say(load, '18:00:00')]))).toMatchObject({ loadedAt: null });
    expect(read(file([say(load, '18:00:00')], { path: rolled }), file([say(load, '11:00:00')]))).toMatchObject({
      loadedAt: utc('11:00:00'),
    });
  });

  test('that one record lacks are missing there alone', () => {
    const records = [say('PXE::MP_GetList failed; 0x1', '18:00:00'), say(load, '11:00:00')];
    expect(read(file(records))).toEqual({
      ...nothing,
      loadedAt: utc('11:00:00'),
      troubles: [{ kind: 'mp-connection', time: null, text: 'PXE::MP_GetList failed; 0x1', path }],
      gap: untimed(1),
    });
  });

  test.each([
    ['shown by a viewer', 'PXE Provider loaded.\tSMSPXE\t3/2/2026 11:00:00 AM\t6004 (0x1774)'],
    ['half written', '<![LOG[PXE Provider loaded.'],
    ['damaged', '<![LOG[PXE Provider loaded.]LOG]!><time="99:99:99.9+x" date="13-45-2026">'],
  ])('of a loading that is %s are unknown, and an older loading is not the last', (_, record) => {
    expect(read(file([say(load, '06:00:00'), record]))).toEqual({ ...nothing, gap: untimed(1) });
  });

  test('of the form of a viewer count where they have a bias', () => {
    const shown = 'PXE Provider loaded.~~  $$<SMSPXE><03-02-2026 05:00:50.123+360><thread=6004 (0x1774)>';
    expect(read(file([shown]))).toEqual({ ...nothing, loadedAt: '2026-03-02T11:00:50.123Z' });
  });
});

describe('a gap', () => {
  const denied = { failed: 'denied', message: 'Access is denied.' } as const;
  const unread = `${path} could not be read: Access is denied`;
  test.each<[string, LogFile[], Partial<SmsPxeLog>]>([
    ['no log', [], { gap: 'no SMSPXE.log was found' }],
    ['a log that cannot be read', [file([], { records: denied })], { gap: unread }],
    [
      'a log that cannot be read, after one that rolled over',
      [file([say(load, '06:00:00')], { path: rolled }), file([], { records: denied })],
      { gap: unread },
    ],
    [
      'what rolled over cannot be read',
      [file([], { path: rolled, records: denied }), file([say(load, '11:00:00')])],
      { loadedAt: utc('11:00:00'), gap: `${rolled} could not be read: Access is denied` },
    ],
    [
      'only its end',
      [file([say(answer, '12:00:00')], { bytes: 2e8 })],
      { answeredAt: utc('12:00:00'), gap: 'only the end of SMSPXE.log was read' },
    ],
    ['none: its end has the loading', [file([say(load, '11:00:00')], { bytes: 2e8 })], { loadedAt: utc('11:00:00') }],
    ['none: an empty log was read', [file([], { bytes: 0, readBytes: 0, lastWriteTime: null })], {}],
    ['none: rubbish says nothing', [file(['\0\u0001', ''])], {}],
  ])('%s', (_, files, expected) => {
    expect(read(...files)).toEqual({ ...nothing, ...expected });
  });
});
