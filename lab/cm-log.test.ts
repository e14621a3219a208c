import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LogForm, logBytes, logRecord, repeated, usualLines } from './cm-log.ts';
import { type LogPart, logSchema } from './scenario-files.ts';

const form: LogForm = { form: 'cmtrace', encoding: 'utf-8', timeZone: 'UTC', bias: undefined };
const line = { at: '2026-03-02T11:00:50.120Z', text: 'PXE Provider loaded.', type: 1 as const };
const part = (over: object): LogPart => ({ ...logSchema.parse({}), ...over });
const bytesOf = (log: LogPart, how: Partial<LogForm> = {}): Buffer =>
  Buffer.concat([...logBytes(log, { ...form, ...how }, '2026-03-01T00:00:00Z')]);

describe('a record', () => {
  test.each([
    ['UTC', undefined, '11:00:50.120+00', '03-02-2026'],
    ['Europe/Berlin', undefined, '12:00:50.120-60', '03-02-2026'],
    ['America/Chicago', undefined, '05:00:50.120+360', '03-02-2026'],
    ['Asia/Kolkata', undefined, '16:30:50.120-330', '03-02-2026'],
    ['Pacific/Kiritimati', undefined, '01:00:50.120-840', '03-03-2026'],
    ['Europe/Berlin', 60, '12:00:50.120+60', '03-02-2026'],
    ['America/Chicago', -360, '05:00:50.120-360', '03-02-2026'],
  ])('in %s with the bias %s: %s', (timeZone, bias, time, date) => {
    expect(logRecord(line, { ...form, timeZone, bias })).toBe(
      `<![LOG[PXE Provider loaded.]LOG]!><time="${time}" date="${date}" component="SMSPXE" context="" type="1" thread="6004" file="smspxe.cpp:137">\r\n`,
    );
  });

  test.each([
    ['UTC', '3/2/2026 11:00:50 AM'],
    ['Asia/Tokyo', '3/2/2026 8:00:50 PM'],
    ['America/Los_Angeles', '3/2/2026 3:00:50 AM'],
    ['Pacific/Auckland', '3/3/2026 12:00:50 AM'],
  ])('as a log viewer shows it in %s', (timeZone, time) => {
    expect(logRecord(line, { ...form, form: 'rendered', timeZone })).toBe(
      `PXE Provider loaded.\tSMSPXE\t${time}\t6004 (0x1774)\r\n`,
    );
  });

  test.each([
    ['legacy', 'PXE Provider loaded.~  $$<OSD><03-02-2026 05:00:50.120+360><thread=12 (0xC)>\r\n'],
    [
      'oldest',
      'PXE Provider loaded.~  $$<OSD><Mon Mar 02 05:00:50.120 2026 Central Standard Time><thread=12 (0xC)>\r\n',
    ],
  ] as const)('in the %s form, of a component and a thread', (old, expected) => {
    const said = { ...line, component: 'OSD', thread: 12 };
    expect(logRecord(said, { ...form, form: old, timeZone: 'America/Chicago' })).toBe(expected);
  });

  test('UTC is local time and bias, in every time zone and on both sides of summer time', () => {
    const zones = ['UTC', 'Europe/Rome', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 946_684_800, max: 4_102_444_799 }),
        (timeZone, second) => {
          const at = new Date(second * 1000).toISOString();
          const record = logRecord({ ...line, at }, { ...form, timeZone });
          const [, time, bias, month, day, year] = /time="([\d:.]+)([+-]\d{2,3})" date="(\d\d)-(\d\d)-(\d{4})"/.exec(
            record,
          )!;
          expect(Date.parse(`${year}-${month}-${day}T${time}Z`) + Number(bias) * 60_000).toBe(second * 1000);
        },
      ),
      { seed: 20261122, numRuns: 300 },
    );
  });
});

describe('a log', () => {
  const record = logRecord(line, form);

  test('has its lines, then what is appended as it is', () => {
    expect(bytesOf(part({ lines: [line], raw: 'rubbish' })).toString()).toBe(`${record}rubbish`);
  });

  test('UTF-16 begins with its mark', () => {
    const bytes = bytesOf(part({ lines: [line] }), { encoding: 'utf-16le' });
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]));
    expect(bytes.toString('utf16le').slice(1)).toBe(record);
  });

  test.each(['utf-8', 'utf-16le', 'latin1'] as const)('is filled up with whole older records, in %s', (encoding) => {
    const bytes = bytesOf(part({ lines: [line], padTo: 3_000_000 }), { encoding });
    expect(bytes.length).toBeGreaterThanOrEqual(3_000_000);
    expect(bytes.length).toBeLessThan(3_000_000 + 500);
    const records = bytes.toString(encoding === 'utf-16le' ? 'utf16le' : encoding).split('\r\n');
    expect(new Set(records.slice(1, -2)).size).toBe(1);
    expect(records[5]).toContain('date="03-01-2026"');
    expect(`${records.at(-2)}\r\n`).toBe(record);
  });

  test.each([0, 5000])('can begin in the middle of a record, filled up to %i', (padTo) => {
    const text = bytesOf(part({ lines: [line, line], padTo, truncatedFirst: true })).toString();
    expect(text).not.toMatch(/^<!\[LOG\[/);
    expect(text.endsWith(`>\r\n${record}`)).toBe(true);
  });

  test('nothing comes of nothing', () => {
    expect(bytesOf(part({ lines: [], truncatedFirst: true })).length).toBe(0);
    expect([...repeated(Buffer.from('x'), 0)]).toEqual([]);
    expect(() => [...repeated(Buffer.alloc(0), 1)]).toThrow(RangeError);
  });

  test('what rolled over may be said as its lines alone', () => {
    expect(logSchema.parse({ before: [{ at: '2026-03-02T11:00:50Z', text: 'x' }] }).before).toEqual(
      logSchema.parse({ before: { lines: [{ at: '2026-03-02T11:00:50Z', text: 'x' }] } }).before,
    );
  });
});

describe('what a start leaves', () => {
  const texts = (now: string) => usualLines({ started: '2026-03-02T11:00:00Z', now, images: ['PS100005'] });

  test('the provider, its certificate and its images, in order', () => {
    const lines = texts('2026-03-02T11:00:30Z');
    expect(lines.map(({ text }) => text.replace(/Thumbprint.*/, '…'))).toEqual([
      '================= PXE Provider loaded. =====================',
      'Machine is running Windows Longhorn. (NTVersion=0X602, ServicePack=0)',
      'Cannot read the registry value of MACIgnoreListFile (00000000)',
      'MAC Ignore List Filename in registry is empty',
      'Begin validation of Certificate […',
      'Completed validation of Certificate […',
      'Found new image PS100005',
      'PXE::CBootImageManager::InstallBootFilesForImage',
    ]);
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort());
  });

  test.each([
    ['2026-03-02T11:05:00Z', 0],
    ['2026-03-02T11:20:00Z', 1],
    ['2026-03-02T14:00:00Z', 2],
  ])('at %s clients have asked so many times: %i', (now, count) => {
    const lines = texts(now);
    expect(lines.filter(({ text }) => text.includes('MP_LookupDevice succeeded'))).toHaveLength(count);
    expect(lines.every(({ at }) => at < now)).toBe(true);
  });
});
