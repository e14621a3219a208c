import { expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import {
  type Changes,
  dpRegistry,
  estate,
  event,
  events,
  goodStart,
  healthyHosts,
  host,
  logRecord,
  partError,
  service,
  services,
  sitePoint,
  smspxeLog,
  stopped,
  unread,
  wdsSettings,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './pxe-provider-not-loaded.ts';

const dll = 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll';
const wdspxe = 'C:\\Windows\\system32\\wdspxe.dll';
const damaged = event(264, 40, 'SMSPXE', dll, '0x36B1');
const failed = event(264, 40, 'SMSPXE', dll, '0x7E');
const good = (seconds: number, name = 'SMSPXE') => event(262, seconds, name, dll);
const other = (id: number, seconds: number) => event(id, seconds, 'BINLSVC', 'C:\\Windows\\system32\\binlsvc.dll');
const log = (...seconds: number[]) => smspxeLog(seconds.map((at) => logRecord('PXE Provider loaded.', at)));
const aWeekBefore = -7 * 24 * 3600;
const unloaded = log(aWeekBefore);

/** Events of this boot, and what the log says: nothing about loading. */
const since = (bySource: { [source: string]: Json[] }, records: Json = log()): Changes => ({
  facts: { 'pxe-events': events(bySource), 'smspxe-log': records },
});
const process = (started: string): Changes => ({
  facts: { 'pxe-services': services(service('WDSServer', { processStarted: { value: started } })) },
});
const unregistered = events(goodStart, {
  sources: ['WDSServer', 'WDSPXE', 'SideBySide'].map((source) => ({
    log: 'Application',
    source,
    registered: source === 'SideBySide',
    truncated: false,
    events: { value: goodStart[source] ?? [] },
  })),
});
const oldest = (log: string, time: Json) => ({
  'pxe-events': events(goodStart, {
    logs: ['System', 'Application'].map((name) => ({
      log: name,
      oldest: name === log ? time : { value: '2025-12-01T03:00:00Z' },
    })),
  }),
});
const smsPxe = (present: boolean) =>
  wdsSettings({ pxeProviders: { value: [{ name: 'SMSPXE', present, dll: present ? dll : null, isCritical: null }] } });

judges(check, [
  ['loaded', {}, 'pass'],
  ['loaded after a restart of WDS', { facts: { 'smspxe-log': log(42, 9000) } }, 'pass'],
  ['the log does not say', { facts: { 'smspxe-log': log() } }, 'pass'],
  ['a load older than the boot', since({}, unloaded), 'warn old-load'],
  ['a load older than the boot, 262 since', { facts: { 'smspxe-log': unloaded } }, 'unknown evidence-missing'],
  ['a load a second older', since({}, log(-1)), 'warn old-load'],
  ['a load with the boot', { facts: { 'smspxe-log': log(0) } }, 'pass'],
  // The order rule of ruling 6
  ['264 and nothing later', since({ WDSPXE: [failed] }), 'warn failed'],
  ['265', since({ WDSPXE: [event(265, 40, 'SMSPXE', dll, '0x7E')] }), 'warn failed'],
  ['264 with 0x36B1', since({ WDSPXE: [damaged] }), 'warn runtime'],
  ['SideBySide 33', since({ SideBySide: [event(33, 39, dll)], WDSPXE: [damaged] }), 'warn runtime'],
  ['SideBySide 33, then loaded', since({ SideBySide: [event(33, 39, dll)], WDSPXE: [damaged, good(9000)] }), 'pass'],
  [
    '264 older than 517, newer than 262',
    since({ WDSPXE: [good(10), failed], WDSServer: [event(517, 41, 'WDSPXE', wdspxe)] }),
    'warn failed',
  ],
  ['264 older than 262', since({ WDSPXE: [failed, good(9000)] }), 'pass'],
  ['264 older than 262 of another', since({ WDSPXE: [failed, other(262, 9000)] }), 'warn failed'],
  ['264 older than the load in the log', since({ WDSPXE: [failed] }, log(42)), 'pass'],
  ['264 newer than the load in the log', since({ WDSPXE: [event(264, 9000, 'SMSPXE', dll)] }, log(42)), 'warn failed'],
  ['264 of another, SMSPXE loaded', since({ WDSPXE: [other(264, 40)] }, log(42)), 'pass'],
  ['264 of another, and 262', since({ WDSPXE: [good(42), other(264, 43)] }), 'pass'],
  ['264 of another, SMSPXE not loaded', since({ WDSPXE: [other(264, 40)] }), 'warn failed'],
  ['264 and 262 of the same second', since({ WDSPXE: [failed, good(40)] }), 'warn failed'],
  ['259 with its module first, then 262', since({ WDSPXE: [event(259, 40, dll, 'SMSPXE', '0x7E'), good(90)] }), 'pass'],
  // A process that is newer than all that says so
  ['loaded by an earlier process', process('2026-03-02T08:00:00Z'), 'unknown evidence-missing'],
  ['loaded by this process', process('2026-03-02T06:00:42.5Z'), 'pass'],
  ['WDS is no source of events', { facts: { 'pxe-events': unregistered } }, 'unknown evidence-missing'],
  ['268 older than any 262', since({ WDSPXE: [event(268, 40, '0xC107010C'), good(9000)] }), 'pass'],
  ['268 and nothing later', since({ WDSPXE: [event(268, 40, '0xC107010C')] }), 'warn failed'],
  [
    '513 newer than 517',
    since({ WDSServer: [event(517, 40, 'WDSPXE'), event(513, 41, 'WDSMC', 'wdsmc.dll')] }),
    'warn failed',
  ],
  ['513 older than 517', since({ WDSServer: [event(513, 40, 'WDSPXE'), event(517, 9000, 'WDSPXE')] }), 'pass'],
  ['514', since({ WDSServer: [event(514, 40)] }), 'warn failed'],
  ['259 alone', since({ WDSPXE: [event(259, 40, 'SMSPXE', dll, '0x7E')] }), 'warn failed'],
  // 512
  ['512 of WDSPXE', since({ WDSServer: [event(512, 41, 'WDSPXE', wdspxe, '0x51')] }), 'fail wdspxe-failed'],
  [
    '512 of WDSPXE, and 517 of others later',
    since({ WDSServer: [event(512, 41, 'WDSPXE'), event(517, 42, 'WDSTFTP')] }),
    'fail wdspxe-failed',
  ],
  ['512 of WDSPXE, then its 517', since({ WDSServer: [event(512, 41, 'WDSPXE'), event(517, 9000, 'WDSPXE')] }), 'pass'],
  ['512 of another', since({ ...goodStart, WDSServer: [event(512, 41, 'WdsImgSrv')] }), 'pass'],
  [
    '512 of another, and nothing says loaded',
    since({ WDSServer: [event(512, 41, 'WdsImgSrv')] }),
    'unknown evidence-missing',
  ],
  ['WDSPXE came up without a word of SMSPXE', since({ WDSServer: [event(517, 43, 'WDSPXE', wdspxe)] }), 'pass'],
  ['another was loaded', since({ WDSPXE: [other(262, 39)] }), 'unknown evidence-missing'],
  ['nothing says loaded, and nothing failed', since({}), 'unknown evidence-missing'],
  ['512 beside an old load', since({ WDSServer: [event(512, 41, 'WDSPXE')] }, unloaded), 'fail wdspxe-failed'],
  // Registration
  ['SMSPXE has no key', { facts: { 'wds-settings': smsPxe(false) } }, 'warn not-registered'],
  [
    'SMSPXE is not listed',
    { facts: { 'wds-settings': wdsSettings({ pxeProviders: { value: [] } }) } },
    'warn not-registered',
  ],
  [
    'the PXE providers unread',
    { facts: { 'wds-settings': wdsSettings({ pxeProviders: partError }) } },
    'unknown evidence-missing',
  ],
  // What is missing proves nothing
  ['no log', { facts: { 'smspxe-log': { tried: [], files: [] } } }, 'unknown evidence-missing'],
  ['the log unread', { facts: { 'smspxe-log': smspxeLog([], { records: partError }) } }, 'unknown evidence-missing'],
  ['no log, and 264', since({ WDSPXE: [failed] }, { tried: [], files: [] }), 'warn failed'],
  ['the Application log empty', { facts: oldest('Application', { value: null }) }, 'unknown evidence-missing'],
  ['the Application log unread', { facts: oldest('Application', partError) }, 'unknown evidence-missing'],
  [
    'the Application log begins after the boot',
    { facts: oldest('Application', { value: '2026-03-02T07:00:00Z' }) },
    'unknown evidence-missing',
  ],
  ['the System log empty', { facts: oldest('System', { value: null }) }, 'pass'],
  ['events later than the clock', since({ WDSPXE: [failed, good(72_000)] }, log(42)), 'unknown evidence-missing'],
  // Not its business
  ['stopped', { facts: { 'pxe-services': services(service('WDSServer', stopped)) } }, 'blocked not-running'],
  [
    'in a state that is unknown',
    { facts: { 'pxe-services': services(service('WDSServer', { state: 'Unknown' })) } },
    'blocked not-running',
  ],
  [
    'disabled in WDS',
    { facts: { ...since({}, unloaded).facts, 'wds-settings': wdsSettings({ disabled: 1 }) } },
    'warn old-load',
  ],
  ['SccmPxe', { facts: { 'pxe-services': services(service('SccmPxe')) } }, 'not-applicable no-provider'],
  [
    'plain WDS on a distribution point without PXE',
    {
      facts: { 'distribution-point': dpRegistry({ IsPXE: 0 }), 'site-distribution-points': sitePoint({ IsPXE: 0 }) },
      hosts: [healthyHosts[0]!, host('DP01', ['distribution-point', 'pxe-server'])],
    },
    'not-applicable no-provider',
  ],
  [
    'PXE known to the site alone',
    { facts: { ...since({}, unloaded).facts, 'distribution-point': dpRegistry({ IsPXE: 0 }) } },
    'warn old-load',
  ],
  [
    'no PXE',
    { facts: { 'distribution-point': dpRegistry({ IsPXE: 0 }), 'site-distribution-points': sitePoint({ IsPXE: 0 }) } },
    'not-applicable no-responder',
  ],
  ['no service', { facts: { 'pxe-services': services() } }, 'blocked responder-unclear'],
  ['the log denied', { facts: { 'smspxe-log': unread() } }, 'unknown fact-unread'],
  ['events denied', { facts: { 'pxe-events': unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);

const found = (changes: Changes) => resultOf(check, estate(changes)).findings[0]!;

test('the provider that an event names is named', () => {
  expect(found(since({ WDSPXE: [other(264, 40)] })).text).toContain('runs without BINLSVC');
  expect(found(since({ WDSPXE: [event(268, 40, '0xC107010C')] })).text).toContain('runs without SMSPXE');
});

test('what could not load for its runtime gets the runtime', () => {
  const commands = ["& 'D:\\SMS_DP$\\sms\\bin\\vcredist_x64.exe'", 'Restart-Service -Name WDSServer'];
  expect(found(since({ WDSPXE: [damaged] })).remedy?.commands).toEqual(commands);
});

test('an old load says both times', () => {
  const { text } = found(since({}, unloaded));
  expect(text).toContain('2026-02-23 06:00:00 UTC');
  expect(text).toContain('2026-03-02 06:00:00 UTC');
});

test('a provider that is disabled is the cause', () => {
  const { causedBy } = found({
    facts: { ...since({}, unloaded).facts, 'wds-settings': wdsSettings({ disabled: 1 }) },
  });
  expect(causedBy?.code).toBe('provider-disabled');
});
