import { expect, test } from 'vitest';
import { judgeLoad, type LoadFacts, unprovenLoad } from './provider-load.ts';
import type { RecordedEvents } from './service-events.ts';

const boot = '2026-03-02T06:00:00Z';
const at = (seconds: number): string => new Date(Date.parse(boot) + seconds * 1000).toISOString();
type Said = [source: string, id: number, seconds: number, ...texts: string[]];

function recorded(...said: Said[]): RecordedEvents {
  const sources = ['WDSServer', 'WDSPXE', 'SideBySide'].map((source) => ({
    log: 'Application',
    source,
    registered: true,
    truncated: false,
    events: {
      value: said.flatMap(([of, id, seconds, ...texts]) => (of === source ? [{ id, time: at(seconds), texts }] : [])),
    },
  }));
  return { since: boot, logs: [], sources };
}
const load = (said: Said[], parts: Partial<LoadFacts> = {}) =>
  judgeLoad({
    events: recorded(...said),
    loadedAt: null,
    lastBootUpTime: boot,
    isRegistered: true,
    processStarted: null,
    ...parts,
  });

const failed: Said = ['WDSPXE', 264, 40, 'SMSPXE', 'smspxe.dll', '0x7E'];
const module: Said = ['SideBySide', 33, 39, 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll'];
const moduleFirst: Said = ['WDSPXE', 259, 40, 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll', 'SMSPXE', '0x7E'];
const good: Said = ['WDSPXE', 262, 9000, 'SMSPXE'];
const without: Said = ['WDSServer', 512, 41, 'WDSPXE', 'wdspxe.dll'];
const old = { loadedAt: at(-60) };

test.each([
  ['nothing was recorded', [], {}, 'loaded', 'SMSPXE'],
  ['the log says loaded since', [], { loadedAt: at(40) }, 'loaded', 'SMSPXE'],
  ['the log says loaded before', [], old, 'old-load', 'SMSPXE'],
  ['the log says loaded before, an event since', [good], old, 'disagreement', 'SMSPXE'],
  ['the log says loaded before, another since', [['WDSPXE', 262, 40, 'BINLSVC']], old, 'old-load', 'SMSPXE'],
  ['264 and the log within its second', [failed], { loadedAt: at(40.5) }, 'failed', 'SMSPXE'],
  ['264 and 262 of the same second', [failed, ['WDSPXE', 262, 40, 'SMSPXE']], {}, 'failed', 'SMSPXE'],
  ['512 and 517 of the same second', [without, ['WDSServer', 517, 41, 'WDSPXE']], {}, 'wdspxe-failed', 'WDSPXE'],
  ['259, which names its module first', [moduleFirst], { loadedAt: at(41) }, 'loaded', 'SMSPXE'],
  ['259, then 262', [moduleFirst, good], {}, 'loaded', 'SMSPXE'],
  ['259, then 262 of another', [moduleFirst, ['WDSPXE', 262, 90, 'BINLSVC']], {}, 'failed', 'SMSPXE'],
  ['259 of another', [['WDSPXE', 259, 40, 'C:\\other.dll', 'BINLSVC', '0x7E']], {}, 'failed', 'BINLSVC'],
  ['no key', [], { isRegistered: false }, 'not-registered', 'SMSPXE'],
  ['no key and an old load', [], { isRegistered: false, ...old }, 'not-registered', 'SMSPXE'],
  ['the key unread', [], { isRegistered: null }, 'loaded', 'SMSPXE'],
  ['264', [failed], {}, 'failed', 'SMSPXE'],
  ['264 and an old load', [failed], old, 'failed', 'SMSPXE'],
  ['264, then 262', [failed, good], {}, 'loaded', 'SMSPXE'],
  ['264, then the log', [failed], { loadedAt: at(41) }, 'loaded', 'SMSPXE'],
  ['264 of two providers', [['WDSPXE', 264, 50, 'BINLSVC'], failed], {}, 'failed', 'SMSPXE'],
  ['264 of another, and the log', [['WDSPXE', 264, 30, 'BINLSVC']], { loadedAt: at(41) }, 'loaded', 'SMSPXE'],
  ['264 of another, and 262', [['WDSPXE', 264, 9000, 'BINLSVC'], good], {}, 'loaded', 'SMSPXE'],
  ['264 of another, and an old log', [['WDSPXE', 264, 30, 'BINLSVC']], old, 'failed', 'BINLSVC'],
  [
    '264 of another, and a load of an earlier process',
    [
      ['WDSPXE', 264, 9100, 'BINLSVC'],
      ['WDSPXE', 262, 40, 'SMSPXE'],
    ],
    { loadedAt: at(40), processStarted: at(9050) },
    'failed',
    'BINLSVC',
  ],
  ['263: nothing was registered', [['WDSPXE', 263, 40, 'SMSPXE']], {}, 'failed', 'SMSPXE'],
  ['268, which names none', [['WDSPXE', 268, 40, '0xC107010C']], {}, 'failed', 'SMSPXE'],
  ['SideBySide 33', [module], {}, 'runtime', 'SMSPXE'],
  ['SideBySide 33 and 264', [failed, module], {}, 'runtime', 'SMSPXE'],
  ['SideBySide 33, then the log', [module], { loadedAt: at(41) }, 'loaded', 'SMSPXE'],
  ['SideBySide 33 of another module', [['SideBySide', 33, 39, 'other.dll']], {}, 'loaded', 'SMSPXE'],
  ['0x36B1', [['WDSPXE', 264, 40, 'SMSPXE', 'smspxe.dll', '0x36B1']], {}, 'runtime', 'SMSPXE'],
  ['513 and nothing later', [['WDSServer', 513, 41, 'WDSMC']], {}, 'failed', 'WDSMC'],
  [
    '513, then 517',
    [
      ['WDSServer', 513, 41, 'WDSMC'],
      ['WDSServer', 517, 9000, 'WDSPXE'],
    ],
    {},
    'loaded',
    'SMSPXE',
  ],
  ['512 of WDSPXE', [without], {}, 'wdspxe-failed', 'WDSPXE'],
  ['512 of WDSPXE beside everything', [without, failed, module], old, 'wdspxe-failed', 'WDSPXE'],
  ['512 of WDSPXE, then 517 of another', [without, ['WDSServer', 517, 42, 'WDSTFTP']], {}, 'wdspxe-failed', 'WDSPXE'],
  ['512 of WDSPXE, then its 517', [without, ['WDSServer', 517, 9000, 'WDSPXE']], {}, 'loaded', 'SMSPXE'],
  ['512 of another', [['WDSServer', 512, 41, 'WDSIMGSRV']], {}, 'loaded', 'SMSPXE'],
  ['517 of WDSPXE does not speak for SMSPXE', [failed, ['WDSServer', 517, 41, 'WDSPXE']], {}, 'failed', 'SMSPXE'],
] as [string, Said[], Partial<LoadFacts>, string, string][])('%s', (_, said, parts, verdict, provider) => {
  expect(load(said, parts)).toMatchObject({ verdict, provider });
});

test.each([
  ['nothing', [], {}, /neither/],
  ['the log', [], { loadedAt: at(41) }, null],
  ['the log before the boot', [], old, /older/],
  ['262', [good], {}, null],
  ['517 of WDSPXE', [['WDSServer', 517, 41, 'WDSPXE']], {}, null],
  ['517 of another', [['WDSServer', 517, 41, 'WDSTFTP']], {}, /neither/],
  ['262 of the process', [good], { processStarted: at(8999.5) }, null],
  ['262 within the second in which the process started', [good], { processStarted: at(9000.5) }, null],
  ['262 before the process', [good], { processStarted: at(9100) }, /older/],
  ['517 before the process', [['WDSServer', 517, 41, 'WDSPXE']], { processStarted: at(9100) }, /older/],
  ['the log before the process', [], { loadedAt: at(41), processStarted: at(9100) }, /older/],
  ['the log before, 262 after', [good], { loadedAt: at(41), processStarted: at(8000) }, null],
] as [string, Said[], Partial<LoadFacts>, RegExp | null][])('what proves a load: %s', (_, said, parts, why) => {
  const facts = { loadedAt: null, lastBootUpTime: boot, isRegistered: true, processStarted: null };
  const unproven = unprovenLoad({ events: recorded(...said), ...facts, ...parts });
  expect(unproven).toEqual(why && expect.stringMatching(why));
});
