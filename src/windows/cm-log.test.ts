import { describe, expect, test } from 'vitest';
import { biasSign, type LogRecord, latestMoment, momentOf, parseLogRecord } from './cm-log.ts';

const attributes = 'component="SMSPXE" context="" type="1" thread="6004" file="smspxe.cpp:137"';
const written = (text: string, time: string, date = '03-02-2026', rest = attributes): string =>
  `<![LOG[${text}]LOG]!><time="${time}" date="${date}" ${rest}>`;
const at = (text: string): number => Date.parse(text);
const record = (parts: Partial<LogRecord>): LogRecord => ({
  text: 'Loaded.',
  local: at('2026-03-02T05:00:50.123Z'),
  bias: 360,
  component: 'SMSPXE',
  type: 1,
  thread: 6004,
  ...parts,
});

describe('a record as it is written', () => {
  test.each<[string, string, Partial<LogRecord>]>([
    ['with a bias', written('Loaded.', '05:00:50.123+360'), {}],
    ['with a negative bias', written('Loaded.', '05:00:50.123-60'), { bias: -60 }],
    ['with two signs before its bias', written('Loaded.', '05:00:50.123+-60'), { bias: -60 }],
    ['without a bias', written('Loaded.', '05:00:50.123'), { bias: null }],
    ['without a fraction', written('Loaded.', '05:00:50+360'), { local: at('2026-03-02T05:00:50Z') }],
    ['with a long fraction', written('Loaded.', '05:00:50.1234567+360'), {}],
    ['with few digits', written('Loaded.', '5:00:50.123+360', '3-2-2026'), {}],
    ['of several lines', written('Loaded.\r\nTwice.', '05:00:50.123+360'), { text: 'Loaded.\r\nTwice.' }],
    [
      'without its other attributes',
      written('Loaded.', '05:00:50.123+360', undefined, ''),
      { component: null, type: null, thread: null },
    ],
    [
      'of another type',
      written('Loaded.', '05:00:50.123+360', undefined, 'type="3" thread="x"'),
      { component: null, type: 3, thread: null },
    ],
    [
      'of no known type',
      written('Loaded.', '05:00:50.123+360', undefined, 'type="9"'),
      { component: null, type: null, thread: null },
    ],
    [
      'with its beginning cut off',
      `aded.]LOG]!><time="05:00:50.123+360" date="03-02-2026" ${attributes}>`,
      { text: 'aded.' },
    ],
    [
      'with its end cut off',
      '<![LOG[Loaded.]LOG]!><time="05:00:50.1',
      { local: null, bias: null, component: null, type: null, thread: null },
    ],
    ['without a date', `<![LOG[Loaded.]LOG]!><time="05:00:50.123+360" ${attributes}>`, { local: null, bias: null }],
    ['on no day', written('Loaded.', '05:00:50.123+360', '02-30-2026'), { local: null, bias: null }],
    ['in no month', written('Loaded.', '05:00:50.123+360', '13-02-2026'), { local: null, bias: null }],
    ['in the year 26', written('Loaded.', '05:00:50.123+360', '03-02-0026'), { local: null, bias: null }],
    ['at no hour', written('Loaded.', '24:00:50.123+360'), { local: null, bias: null }],
    ['with rubbish for a time', written('Loaded.', '99:99:99.9+x'), { local: null, bias: null }],
    ['with a bias of no time zone', written('Loaded.', '05:00:50.123+9999'), { local: null, bias: null }],
  ])('%s', (_, raw, expected) => {
    expect(parseLogRecord(raw)).toEqual(record(expected));
  });
});

describe('a record as a viewer shows it', () => {
  test.each<[string, string, Partial<LogRecord>]>([
    ['with a bias', 'Loaded.~~  $$<SMSPXE><03-02-2026 05:00:50.123+360><thread=6004 (0x1774)>', {}],
    ['with a negative bias', 'Loaded.  $$<SMSPXE><03-02-2026 05:00:50.123-60><thread=6004 (0x1774)>', { bias: -60 }],
    [
      'with the mark in its text',
      'a $$< b~~ $$<SMSPXE><03-02-2026 05:00:50.123+360><thread=1>',
      { text: 'a $$< b', thread: 1 },
    ],
    [
      'with rubbish for a time',
      'Loaded. $$<SMSPXE><03-02-2026 5:0:0><thread=1>',
      { local: null, bias: null, thread: 1 },
    ],
    ['without a thread', 'Loaded. $$<SMSPXE><03-02-2026 05:00:50.123+360><thread=>', { thread: null }],
    [
      'with its time in words',
      'Loaded.  $$<SMSPXE><Mon Mar 2 05:00:50.123 2026 Central Standard Time><thread=6004 (0x1774)>',
      { bias: null },
    ],
    [
      'with its time in other words',
      'Loaded.  $$<SMSPXE><Mon Mär 2 05:00:50.123 2026 CST><thread=6004 (0x1774)>',
      { local: null, bias: null },
    ],
    [
      'in a month that is none',
      'Loaded.  $$<SMSPXE><Mon Foo 2 05:00:50.123 2026><thread=6004 (0x1774)>',
      { local: null, bias: null },
    ],
    ['between tabs', 'Loaded.\tSMSPXE\t3/2/2026 5:00:50 AM\t6004 (0x1774)\r\n', { local: null, bias: null }],
    ['between tabs, in German', 'Loaded.\tSMSPXE\t02.03.2026 05:00:50\t6004 (0x1774)', { local: null, bias: null }],
    [
      'with a tab in its text',
      'a\tb\tSMSPXE\t3/2/2026 5:00:50 AM\t6004 (0x1774)',
      { text: 'a b', local: null, bias: null },
    ],
  ])('%s', (_, raw, expected) => {
    expect(parseLogRecord(raw)).toEqual(record({ type: null, ...expected }));
  });
});

test.each([
  ['nothing', ''],
  ['a line of text', 'An error occurred. (Error: 80092002; Source: Windows)'],
  ['a record that was never finished', '<![LOG[PXE Provider loa'],
  ['such a record with tabs', '<![LOG[a\tb\tc\td'],
  ['an end without its attributes', 'a $$<SMSPXE>'],
  ['zeros', '\0'.repeat(1000)],
])('%s is no record', (_, raw) => {
  expect(parseLogRecord(raw)).toBeNull();
});

describe('the sign of the bias', () => {
  const clock = '2026-03-02T14:12:00Z';
  // Chicago, six hours behind UTC, and Berlin, one hour ahead; each as Windows counts and the other way round.
  test.each<[string, string, number, string | null, 1 | -1 | null, string | null]>([
    ['UTC = local + bias, west', '08:00:00', 360, '14:00:00', 1, '14:00:00'],
    ['UTC = local + bias, east', '15:00:00', -60, '14:00:00', 1, '14:00:00'],
    ['UTC = local - bias, east', '15:00:00', 60, '14:00:00', -1, '14:00:00'],
    ['UTC = local - bias, east, of an hour ago', '13:00:00', 60, '12:00:00', -1, '12:00:00'],
    ['the last write is unknown', '08:00:00', 360, null, 1, '14:00:00'],
    ['no bias', '14:00:00', 0, '14:00:00', 1, '14:00:00'],
    ['five minutes late', '14:17:00', 0, null, 1, '14:17:00'],
    ['later than five minutes', '14:17:01', 0, null, null, null],
    ['five minutes after the last write', '13:05:00', 0, '13:00:00', 1, '13:05:00'],
    ['later than that', '13:05:01', 0, '13:00:00', null, null],
    ['too late by either sign', '23:00:00', 360, '14:00:00', null, null],
  ])('%s', (_, local, bias, written, sign, moment) => {
    const newest = record({ local: at(`2026-03-02T${local}Z`), bias });
    const latest = latestMoment(clock, written && `2026-03-02T${written}Z`);
    const decided = biasSign(newest, latest);
    expect(decided).toBe(sign);
    expect(decided && momentOf(newest, decided, latest)).toBe(moment && `2026-03-02T${moment}.000Z`);
  });

  test('nothing is decided by a record without time, or by a clock that cannot be read', () => {
    expect(biasSign(record({ bias: null }), latestMoment(clock, null))).toBeNull();
    expect(biasSign(record({ local: null }), latestMoment(clock, null))).toBeNull();
    expect(biasSign(record({}), latestMoment('some time', null))).toBeNull();
    expect(biasSign(record({}), latestMoment(clock, 'some time'))).toBeNull();
  });
});
