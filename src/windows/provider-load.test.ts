import { expect, test } from 'vitest';
import { judgeLoad, type LoadFacts } from './provider-load.ts';
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
  judgeLoad({ events: recorded(...said), loadedAt: null, lastBootUpTime: boot, isRegistered: true, ...parts });

const failed: Said = ['WDSPXE', 264, 40, 'SMSPXE', 'smspxe.dll', '0x7E'];
const module: Said = ['SideBySide', 33, 39, 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll'];
const good: Said = ['WDSPXE', 262, 9000, 'SMSPXE'];
const without: Said = ['WDSServer', 512, 41, 'WDSPXE', 'wdspxe.dll'];
const old = { loadedAt: at(-60) };

test.each([
  ['nothing was recorded', [], {}, 'loaded', 'SMSPXE'],
  ['the log says loaded since', [], { loadedAt: at(40) }, 'loaded', 'SMSPXE'],
  ['the log says loaded before', [], old, 'old-load', 'SMSPXE'],
  ['the log says loaded before, an event since', [good], old, 'old-load', 'SMSPXE'],
  ['no key', [], { isRegistered: false }, 'not-registered', 'SMSPXE'],
  ['no key and an old load', [], { isRegistered: false, ...old }, 'not-registered', 'SMSPXE'],
  ['the key unread', [], { isRegistered: null }, 'loaded', 'SMSPXE'],
  ['264', [failed], {}, 'failed', 'SMSPXE'],
  ['264 and an old load', [failed], old, 'failed', 'SMSPXE'],
  ['264, then 262', [failed, good], {}, 'loaded', 'SMSPXE'],
  ['264, then the log', [failed], { loadedAt: at(41) }, 'loaded', 'SMSPXE'],
  ['264 of two providers', [['WDSPXE', 264, 50, 'BINLSVC'], failed], {}, 'failed', 'SMSPXE'],
  ['264 of another, and the log', [['WDSPXE', 264, 30, 'BINLSVC']], { loadedAt: at(41) }, 'failed', 'BINLSVC'],
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
