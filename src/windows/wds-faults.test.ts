import { describe, expect, test } from 'vitest';
import type { RecordedEvents } from './service-events.ts';
import { everyFault, faultsOfBinlsvc, faultsOfStart, liveEvents } from './wds-faults.ts';

/** An event: source, id, seconds after the boot, texts. */
type Listed = readonly [source: string, id: number, seconds: number, ...texts: string[]];
const since = '2026-03-02T06:00:00Z';
const at = (seconds: number): string => new Date(Date.parse(since) + seconds * 1000).toISOString();

function record(listed: readonly Listed[]): RecordedEvents {
  const sources = [...new Set(listed.map(([source]) => source))].map((name) => ({
    log: 'Application',
    source: name,
    registered: true,
    truncated: false,
    events: {
      value: listed
        .filter(([source]) => source === name)
        .map(([, id, seconds, ...texts]) => ({ id, time: at(seconds), texts })),
    },
  }));
  return { since, logs: [], sources };
}
const ids = (found: { provider: { id: number }[]; server: { id: number }[] }): number[] =>
  [...found.provider, ...found.server].map(({ id }) => id);

const failed = ['WDSPXE', 264, 40, 'SMSPXE', 'smspxe.dll'] as const;
const dll = 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll';
const moduleFirst = ['WDSPXE', 259, 40, dll, 'SMSPXE', '0x7E'] as const;
const down = ['WDSServer', 513, 41, 'WDSPXE', 'wdspxe.dll'] as const;
const none = ['WDSPXE', 268, 40, '0xC107010C'] as const;
const loaded = (seconds: number, name = 'SMSPXE') => ['WDSPXE', 262, seconds, name] as const;
const initialised = (seconds: number, name = 'WDSPXE') => ['WDSServer', 517, seconds, name] as const;

describe('faults that count', () => {
  test.each([
    // What happened, what keeps SMSPXE from being loaded, what the start failed of
    ['264', [failed], [264], [264]],
    ['268 and 513', [none, down], [268, 513], [268, 513]],
    ['another provider of WDS came up first', [initialised(30, 'WDSTFTP'), none, down], [268, 513], [268, 513]],
    ['another provider of WDS came up between', [none, initialised(40.5, 'WDSTFTP'), down], [268, 513], [268, 513]],
    ['WDSPXE came through without SMSPXE', [failed, initialised(41)], [264], []],
    ['SMSPXE was loaded in the next minute', [failed, loaded(90)], [], []],
    ['only another was loaded', [failed, loaded(90, 'BINLSVC')], [264], [264]],
    ['another was loaded an hour later', [failed, loaded(3600, 'BINLSVC')], [264], []],
    ['the next start was good', [none, down, loaded(3600), initialised(3601)], [], []],
    ['none failed, then any was loaded', [none, loaded(90, 'BINLSVC')], [], []],
    ['a good start before', [loaded(10), initialised(11), failed], [264], [264]],
    ['of the same second', [failed, loaded(40)], [264], [264]],
    ['513 and 517 of the same second', [down, initialised(41, 'WDSTFTP')], [513], [513]],
    ['WDSPXE came through in the same second', [failed, initialised(40)], [264], []],
    ['259, then its 262', [moduleFirst, loaded(90)], [], []],
    ['259, then 262 with its module first', [moduleFirst, ['WDSPXE', 262, 90, dll, 'SMSPXE']], [], []],
    ['259, then 262 of another', [moduleFirst, loaded(90, 'BINLSVC')], [259], [259]],
    ['256, then its 262', [['WDSPXE', 256, 40, 'SYSTEM\\WDSPXE\\Providers', 'SMSPXE', 'SMSPXE'], loaded(90)], [], []],
    ['264 by its path, then 262', [['WDSPXE', 264, 40, dll], loaded(90)], [], []],
    ['517 with WDSPXE as its second text', [failed, ['WDSServer', 517, 41, 'x.dll', 'WDSPXE']], [264], []],
    ['a name in other letters', [failed, loaded(90, 'smspxe')], [], []],
  ] as [string, Listed[], number[], number[]][])('%s', (_, listed, unloaded, stopped) => {
    expect(ids(liveEvents(record(listed)))).toEqual(unloaded);
    expect(ids(faultsOfStart(record(listed)))).toEqual(stopped);
    expect(ids(everyFault(record(listed))).length).toBeGreaterThanOrEqual(unloaded.length);
  });
});

describe('the runtime of SMSPXE', () => {
  const module = ['SideBySide', 33, 39, 'D:\\SMS_DP$\\sms\\bin\\SMSPXE.dll', 'Microsoft.VC90.CRT'] as const;
  test.each([
    ['SideBySide', [module], 1],
    ['SideBySide of another program', [['SideBySide', 33, 39, 'C:\\other.dll']], 0],
    ['0x36B1', [['WDSPXE', 259, 39, 'SMSPXE', 'smspxe.dll', '0x36b1']], 1],
    ['14001', [['WDSServer', 513, 39, 'WDSPXE', 'wdspxe.dll', '14001']], 1],
    ['another code', [['WDSPXE', 259, 39, 'SMSPXE', 'smspxe.dll', '0x7E']], 0],
    ['SideBySide, then loaded', [module, loaded(90)], 0],
    ['SideBySide, then another loaded', [module, loaded(90, 'BINLSVC')], 1],
  ] as [string, Listed[], number][])('%s', (_, listed, count) => {
    expect(liveEvents(record(listed)).runtime).toHaveLength(count);
    expect(faultsOfStart(record(listed)).runtime).toHaveLength(count);
  });
});

test.each([
  ['1803', [['BINLSVC', 1803, 40]], 1],
  ['1803, then BINLSVC of WDS came up', [['BINLSVC', 1803, 40], initialised(60, 'BINLSVC')], 0],
  ['1803, then BINLSVC of its PXE server came up', [['BINLSVC', 1803, 40], loaded(60, 'BINLSVC')], 0],
  ['1803, then SMSPXE came up in the same start', [['BINLSVC', 1803, 40], loaded(60)], 1],
  ['1803, then a good start an hour later', [['BINLSVC', 1803, 40], initialised(3600)], 0],
  ['good, then 1803', [initialised(30, 'BINLSVC'), ['BINLSVC', 1803, 40]], 1],
  ['1803, then WDSPXE came up in the same start', [['BINLSVC', 1803, 40], initialised(60)], 0],
  ['1803 and WDSPXE of the same second', [['BINLSVC', 1803, 40], initialised(40)], 1],
  ['1803 while WDS runs', [initialised(41), ['BINLSVC', 1803, 9000]], 0],
  [
    '1803 at a start after the good one',
    [initialised(41), ['BINLSVC', 1803, 9000], ['WDSPXE', 261, 9001, 'BINLSVC']],
    1,
  ],
  ['1803 at a start that is known', [initialised(41), ['BINLSVC', 1803, 9000]], 1, [9100]],
  ['1803 long before a start that is known', [initialised(41), ['BINLSVC', 1803, 9000]], 0, [20_000]],
] as [string, Listed[], number, number[]?][])('BINLSVC: %s', (_, listed, count, starts = []) => {
  const times = starts.map((seconds) => ({ time: at(seconds) }));
  expect(faultsOfBinlsvc(record(listed), times)).toHaveLength(count);
});
