import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLogRecord } from './cm-log.ts';
import { type LogFile, readSmsPxeLog } from './smspxe-log.ts';

const clock = '2026-03-02T14:12:00Z';
const seed = { seed: 20261122 };

const texts = [
  'PXE Provider loaded.',
  'MP_LookupDevice succeeded',
  'PXE::MP_GetList failed; 0x80092002',
  'PXE Provider failed to read configuration parameters.\r\n(Error: 800B0101; Source: Windows)',
];
const times = ['08:00:00.123+360', '15:00:00.000-60', '23:59:59.999+000', '00:00:00'];
const forms: ((text: string, time: string) => string)[] = [
  (text, time) => `<![LOG[${text}]LOG]!><time="${time}" date="03-02-2026" component="SMSPXE" type="1" thread="6004">`,
  (text, time) => `${text}~~  $$<SMSPXE><03-02-2026 ${time}><thread=6004 (0x1774)>`,
  (text) => `${text}\tSMSPXE\t3/2/2026 8:00:00 AM\t6004 (0x1774)`,
];
const whole = fc
  .tuple(fc.constantFrom(...forms), fc.constantFrom(...texts), fc.constantFrom(...times))
  .map(([form, text, time]) => form(text, time));
const scrap = fc.oneof(
  fc.constantFrom('<![LOG[', ']LOG]!>', '$$<', '><', 'time="', '"', '\t', '\r\n', '\0', '~~', '+', '-', '9', ' '),
  fc.constantFrom(' ', 'a', '$$<', '\t', '"', '~', ']LOG]!>').map((piece) => piece.repeat(5000)),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
/** A record in which pieces were cut out and others put in. */
const mutated = fc
  .tuple(whole, fc.array(fc.tuple(fc.nat(200), fc.nat(12), scrap), { maxLength: 4 }))
  .map(([record, changes]) =>
    changes.reduce((text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length), record),
  );
const file = fc
  .tuple(fc.array(mutated, { minLength: 10, maxLength: 10 }), fc.constantFrom(null, '2026-03-02T14:00:00Z'))
  .map(
    ([records, lastWriteTime]): LogFile => ({
      path: 'SMSPXE.log',
      bytes: 1,
      lastWriteTime,
      readBytes: 1,
      records: { value: records },
      truncated: false,
    }),
  );

test('20,000 mutated records never throw and are never in the future', () => {
  const latest = new Date(Date.parse(clock) + 5 * 60_000).toISOString();
  fc.assert(
    fc.property(file, (one) => {
      const { loadedAt, answeredAt, troubles } = readSmsPxeLog([one], clock);
      for (const time of [loadedAt, answeredAt, ...troubles.map((trouble) => trouble.time)])
        expect(time === null || time <= latest).toBe(true);
    }),
    { ...seed, numRuns: 2000 },
  );
}, 30_000);

test('what a record says comes back, whatever it is', () => {
  const text = fc.string({ unit: 'binary' }).filter((each) => !each.includes(']LOG]!>'));
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: -840, max: 840 }),
      fc.date({ min: new Date(0), noInvalidDate: true, max: new Date(clock) }),
      (said, bias, moment) => {
        const time = moment.toISOString();
        const [year, month, day] = time.slice(0, 10).split('-');
        const sign = bias < 0 ? '-' : '+';
        const raw = `<![LOG[${said}]LOG]!><time="${time.slice(11, 23)}${sign}${Math.abs(bias)}" date="${month}-${day}-${year}">`;
        expect(parseLogRecord(raw)).toMatchObject({ text: said.trim(), local: moment.getTime(), bias });
      },
    ),
    { ...seed, numRuns: 1000 },
  );
});
