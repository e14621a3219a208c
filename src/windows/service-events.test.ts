import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../model/answer.ts';
import {
  autostartGaps,
  byTime,
  codeIn,
  controlManager,
  eventLine,
  eventsOf,
  gapsIn,
  isNewer,
  mayBeNewer,
  type RecordedEvents,
  serviceEvents,
} from './service-events.ts';

type Events = RecordedEvents['sources'][number]['events'];
const since = '2026-03-02T06:00:00Z';
const clock = '2026-03-02T14:00:00Z';
const at = (seconds: number): string => new Date(Date.parse(since) + seconds * 1000).toISOString();
const denied = { failed: 'denied', message: 'access denied' } as const;
const wds = { name: 'WDSServer', displayName: 'Windows-Bereitstellungsdiensteserver' };

/** Both logs since before the boot, with these events of the Service Control Manager. */
function record(events: Events = { value: [] }, parts: Partial<RecordedEvents> = {}): RecordedEvents {
  const oldest = { value: '2025-12-01T00:00:00Z' };
  const source = { registered: true, truncated: false };
  return {
    since,
    logs: [
      { log: 'System', oldest },
      { log: 'Application', oldest },
    ],
    sources: [
      { log: 'System', source: controlManager, ...source, events },
      { log: 'Application', source: 'WDSPXE', ...source, registered: false, events: { value: [] } },
    ],
    ...parts,
  };
}
const one = (id: number, ...texts: string[]): RecordedEvents => record({ value: [{ id, time: at(60), texts }] });

describe('serviceEvents', () => {
  const nothing = { code: null, timeoutMs: null, dependency: null };
  test.each([
    ['its displayed name', 7000, ['Windows-Bereitstellungsdiensteserver', '%%1053'], { ...nothing, code: 1053 }],
    ['its own name, in other letters', 7034, ['wdsserver', '1'], nothing],
    ['the service after the timeout', 7009, ['30000', 'WDSServer'], { ...nothing, timeoutMs: 30000 }],
    ['the service after the timeout', 7011, ['45000', 'WDSServer'], { ...nothing, timeoutMs: 45000 }],
    ['a dependency', 7001, ['WDSServer', 'RPC', '%%1058'], { ...nothing, code: 1058, dependency: 'RPC' }],
    ['a dependency and no more', 7001, ['WDSServer'], nothing],
    ['the code of the service', 7024, ['WDSServer', '%%3238461708'], { ...nothing, code: 0xc107010c }],
    ['the code of the service, as signed', 7024, ['WDSServer', '%%-1056505588'], { ...nothing, code: 0xc107010c }],
    ['a text instead of a code', 7023, ['WDSServer', 'Zugriff verweigert'], nothing],
  ])('%s (%i)', (_, id, texts, read) => {
    expect(serviceEvents(one(id, ...texts), wds)).toEqual([
      { source: controlManager, id, time: at(60), texts, ...read },
    ]);
  });

  test.each([
    ['another service', 7000, ['Printer Tray Watcher', '%%1053']],
    ['one that depends on it', 7001, ['Something Else', 'WDSServer', '%%1068']],
    ['a number where the service belongs', 7009, ['WDSServer', '30000']],
    ['no text', 7000, []],
  ])('not %s', (_, id, texts) => {
    expect(serviceEvents(one(id, ...texts), wds)).toEqual([]);
  });

  test('none of another source, and none of what could not be read', () => {
    const events = { value: [{ id: 7000, time: at(1), texts: ['WDSServer', '%%5'] }] };
    const sources = [{ log: 'System', source: 'Other', registered: true, truncated: false, events }];
    expect(serviceEvents(record(undefined, { sources }), wds)).toEqual([]);
    expect(serviceEvents(record(denied), wds)).toEqual([]);
  });
});

test.each([
  ['%%1053', 1053],
  ['1053', 1053],
  [' 30000 ', 30000],
  ['0x41D', 1053],
  ['0xC107010C', 3238461708],
  ['%%-1056505588', 3238461708],
  ['', null],
  ['%%', null],
  ['WDSMC', null],
  ['1053 ms', null],
  ['0x1C107010C', null],
  [undefined, null],
] as const)('%j holds %j', (text, code) => {
  expect(codeIn(text)).toBe(code);
});

describe('times', () => {
  test.each([
    ['2026-03-02T06:00:00.1234567Z', '2026-03-02T06:00:00.1234568Z', -1],
    ['2026-03-02T06:00:00Z', '2026-03-02T06:00:00.0000001Z', -1],
    ['2026-03-02T06:00:00.10Z', '2026-03-02T06:00:00.1Z', 0],
    ['2026-03-02T07:00:00Z', '2026-03-02T06:59:59.999Z', 1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(byTime({ time: a }, { time: b }))).toBe(sign);
    expect(Math.sign(byTime({ time: b }, { time: a })) + sign).toBe(0);
  });

  test('newer than all, and than none; of the same moment is not newer', () => {
    const [first, second] = [{ time: at(1) }, { time: at(2) }];
    expect(isNewer(second, [first])).toBe(true);
    expect(isNewer(first, [first, second])).toBe(false);
    expect(isNewer(first, [first])).toBe(false);
    expect(isNewer(first, [])).toBe(true);
  });
});

test.each([
  ['later', '06:00:41Z', '06:00:40Z', true],
  ['of the same second', '06:00:40Z', '06:00:40Z', true],
  ['of the same moment', '06:00:40.1234567Z', '06:00:40.1234567Z', true],
  ['within the second', '06:00:40.0000000Z', '06:00:40.9Z', true],
  ['a second earlier', '06:00:40Z', '06:00:41Z', false],
  ['earlier, to the fraction', '06:00:40.1Z', '06:00:40.2Z', false],
])('may be newer: %s', (_, event, other, expected) => {
  const time = (text: string) => ({ time: `2026-03-02T${text}` });
  expect(mayBeNewer(time(event), [time(other)])).toBe(expected);
});

describe('why missing events prove nothing', () => {
  const gaps = (parts: Partial<RecordedEvents>, sources = [controlManager]): string[] =>
    gapsIn(record(undefined, parts), sources, clock);
  const system = (oldest: Reading<string | null>) => ({ logs: [{ log: 'System', oldest }] });
  const source = (parts: object) => ({ sources: [{ ...record().sources[0]!, ...parts }] });

  test.each([
    ['all was read', {}, []],
    ['a log as old as the boot', system({ value: since }), []],
    ['a log that begins after the boot', system({ value: at(3600) }), [/System log begins 2026-03-02 07:00:00 UTC/]],
    ['an empty log', system({ value: null }), [/System log is empty/]],
    ['the age of a log unread', system(denied), [/access denied/]],
    ['nothing about the log', { logs: [] }, [/System log/]],
    ['events unread', source({ events: denied }), [/access denied/]],
    ['events cut', source({ truncated: true }), [/newest/]],
    ['no such source', { sources: [] }, [/not read/]],
    ['no Service Control Manager', source({ registered: false }), [/not registered/]],
    [
      'events of tomorrow',
      source({ events: { value: [{ id: 1, time: '2026-03-03T00:00:00Z', texts: [] }] } }),
      [/clock/],
    ],
  ] as [string, Partial<RecordedEvents>, RegExp[]][])('%s', (_, parts, expected) => {
    expect(gaps(parts)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  test('a role that is not installed has no source and no gap, unlike WDS itself', () => {
    const [first] = record().sources;
    const sources = ['BINLSVC', 'WDSPXE', 'WDSServer'].map((source) => ({ ...first!, source, registered: false }));
    expect(gaps({ sources }, ['BINLSVC'])).toEqual([]);
    expect(gaps({ sources }, ['WDSPXE', 'WDSServer'])).toHaveLength(2);
  });

  test('what other sources and their log lack is not asked', () => {
    expect(gaps({ logs: record().logs.slice(0, 1) })).toEqual([]);
  });

  test.each([
    ['no value', { value: null }, 0],
    ['1', { value: 1 }, 0],
    ['0', { value: 0 }, 1],
    ['a text', { value: '0' }, 1],
    ['unread', denied, 1],
  ] as [string, Reading<unknown>, number][])('EnableAutostartEvents: %s', (_, value, count) => {
    expect(autostartGaps(value)).toHaveLength(count);
  });
});

test('a line of evidence', () => {
  const event = { source: 'WDSPXE', id: 264, time: '2026-03-02T06:00:41.1234567Z', texts: ['SMSPXE', '0x36B1'] };
  expect(eventLine(event)).toBe('event WDSPXE 264 at 2026-03-02 06:00:41 UTC: SMSPXE, 0x36B1');
  expect(eventLine({ ...event, texts: [] })).toBe('event WDSPXE 264 at 2026-03-02 06:00:41 UTC');
});

test('events come in one order, however they were listed', () => {
  const event = fc.record({
    id: fc.constantFrom(7000, 7009, 7034),
    time: fc.integer({ min: 0, max: 3 }).map(at),
    texts: fc.array(fc.constantFrom('WDSServer', '30000', '%%1053', ''), { maxLength: 3 }),
  });
  const listed = fc.array(event, { maxLength: 8 });
  fc.assert(
    fc.property(
      listed.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        const read = eventsOf(record({ value: shuffled }), controlManager);
        expect(read).toEqual(eventsOf(record({ value: list }), controlManager));
        expect(read.map(({ time }) => time)).toEqual(
          list
            .map(({ time }) => time)
            .toSorted()
            .reverse(),
        );
      },
    ),
    { seed: 20261122, numRuns: 200 },
  );
});
