import { describe, expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import {
  boot,
  dpRegistry,
  estate,
  healthyHosts,
  noSite,
  partError,
  service,
  services,
  sitePoint,
  stopped,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './pxe-responder-stopped.ts';

type Parts = { [key: string]: Json };
/** WDS with these parts, so many minutes after the start of the machine. */
const wds = (parts: Parts, minutes = 480, delay: Json = { value: null }) => ({
  'pxe-services': services(service('WDSServer', parts)),
  boot: boot(minutes, delay),
});
const off = (parts: Parts = {}, minutes = 480, delay: Json = { value: null }) =>
  wds({ ...stopped, ...parts }, minutes, delay);
const late = { delayedAutoStart: true };
const old = { delayedAutoStart: null, delayedInRegistry: partError };
/** A process that started at this minute. */
const since = (minutes: number): Parts => ({
  processStarted: { value: new Date(Date.parse('2026-03-02T06:00:00Z') + minutes * 60_000).toISOString() },
});
const start = (minutes: number): Parts => ({ state: 'Start Pending', ...since(minutes) });
const bySccm = { 'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 1 }) };
const sccm = (parts: Parts, minutes = 480) => ({
  'pxe-services': services(service('SccmPxe', parts), service('WDSServer', { ...stopped, startMode: 'Disabled' })),
  boot: boot(minutes),
  ...bySccm,
});
const notPxe = {
  'distribution-point': dpRegistry({ IsPXE: 0 }),
  'site-distribution-points': sitePoint({ IsPXE: 0 }),
};

judges(check, [
  // Row 4: running, whatever else
  ['running', {}, 'pass'],
  ['running, a minute after the start', { facts: wds({}, 1) }, 'pass'],
  ['running and manual is another check', { facts: wds({ startMode: 'Manual' }) }, 'pass'],
  ['running, an old exit code', { facts: wds({ exitCode: 1067 }) }, 'pass'],
  ['running, all about the delay unread', { facts: wds({ ...old, triggers: partError }, 480, partError) }, 'pass'],
  ['SccmPxe runs', { facts: sccm({}) }, 'pass'],
  // Rows 6 and 7: stopped and automatic, grace of ten minutes
  ['stopped, 2 min', { facts: off({}, 2) }, 'unknown early'],
  ['stopped, 9.9 min', { facts: off({}, 9.9) }, 'unknown early'],
  ['stopped, 10 min', { facts: off({}, 10) }, 'fail stopped'],
  ['stopped, exit code 0', { facts: off() }, 'fail stopped'],
  ['stopped, 1053', { facts: off({ exitCode: 1053 }) }, 'fail stopped'],
  ['stopped, 1077', { facts: off({ exitCode: 1077 }) }, 'fail stopped'],
  ['stopped, 1077 within grace', { facts: off({ exitCode: 1077 }, 5) }, 'unknown early'],
  ['stopped, 1066', { facts: off({ exitCode: 1066, serviceSpecificExitCode: 3238461708 }) }, 'fail stopped'],
  ['the clock was set back behind the start', { facts: off({}, -5) }, 'unknown early'],
  // Delayed: two minutes more, or AutoStartDelay if longer
  ['delayed, 11.9 min', { facts: off(late, 11.9) }, 'unknown early'],
  ['delayed, 12 min', { facts: off(late, 12) }, 'fail stopped'],
  ['delayed by 10 min, 19.9 min', { facts: off(late, 19.9, { value: 600_000 }) }, 'unknown early'],
  ['delayed by 10 min, 20 min', { facts: off(late, 20, { value: 600_000 }) }, 'fail stopped'],
  [
    'delayed by 1 s, 11.9 min: never less than the default',
    { facts: off(late, 11.9, { value: 1000 }) },
    'unknown early',
  ],
  ['AutoStartDelay as text, 12 min', { facts: off(late, 12, { value: '600000' }) }, 'fail stopped'],
  ['AutoStartDelay as bytes, 12 min', { facts: off(late, 12, { value: [192, 39, 9, 0] }) }, 'fail stopped'],
  ['AutoStartDelay negative, 12 min', { facts: off(late, 12, { value: -1 }) }, 'fail stopped'],
  ['AutoStartDelay without delayed start, 10 min', { facts: off({}, 10, { value: 600_000 }) }, 'fail stopped'],
  ['AutoStartDelay unread', { facts: off(late, 480, partError) }, 'unknown unclear'],
  ['AutoStartDelay unread, not delayed', { facts: off({}, 480, partError) }, 'fail stopped'],
  [
    '2012 R2, delayed in the registry, 11 min',
    { facts: off({ delayedAutoStart: null, delayedInRegistry: { value: 1 } }, 11) },
    'unknown early',
  ],
  [
    '2012 R2, not delayed, 11 min',
    { facts: off({ delayedAutoStart: null, delayedInRegistry: { value: null } }, 11) },
    'fail stopped',
  ],
  ['2012 R2, registry unread, 11 min', { facts: off(old, 11) }, 'unknown early'],
  ['2012 R2, registry unread', { facts: off(old) }, 'unknown unclear'],
  // Row 3 and ruling 5: what does not start by itself is not late
  ['stopped and manual, 1 min', { facts: off({ startMode: 'Manual' }, 1) }, 'fail stopped'],
  ['stopped and disabled, 1 min', { facts: off({ startMode: 'Disabled' }, 1) }, 'fail stopped'],
  [
    'stopped and disabled, the delay unread',
    { facts: off({ startMode: 'Disabled', ...old, triggers: partError }) },
    'fail stopped',
  ],
  // Triggers
  ['starts on a trigger', { facts: off({ triggers: { value: [{ type: 2, action: 1 }] } }) }, 'unknown unclear'],
  ['triggers unread', { facts: off({ triggers: partError }) }, 'unknown unclear'],
  [
    'disabled, with a trigger',
    { facts: off({ startMode: 'Disabled', triggers: { value: [{ type: 2, action: 1 }] } }) },
    'fail stopped',
  ],
  // Row 5 and ruling 4
  ['Start Pending, 3 min', { facts: wds(start(1), 3) }, 'unknown early'],
  ['Start Pending, 3.9 min of its process', { facts: wds(start(476.1)) }, 'unknown early'],
  ['Start Pending, 4 min of its process', { facts: wds(start(476)) }, 'fail stuck'],
  ['Start Pending, its process unread', { facts: wds({ ...start(1), processStarted: partError }) }, 'unknown unclear'],
  [
    'Start Pending, its process gone',
    { facts: wds({ ...start(1), processStarted: { value: null } }) },
    'unknown unclear',
  ],
  ['Start Pending, the delay unread', { facts: wds({ ...start(1), ...old }, 480, partError) }, 'unknown unclear'],
  ['Stop Pending, 5 min', { facts: wds({ state: 'Stop Pending' }, 5) }, 'unknown early'],
  ['Stop Pending', { facts: wds({ state: 'Stop Pending', ...since(479) }) }, 'fail stuck'],
  ['Continue Pending', { facts: wds({ state: 'Continue Pending' }) }, 'fail stuck'],
  ['Pause Pending, 5 min', { facts: wds({ state: 'Pause Pending' }, 5) }, 'unknown early'],
  ['Pause Pending', { facts: wds({ state: 'Pause Pending' }) }, 'fail stuck'],
  ['Paused', { facts: wds({ state: 'Paused' }) }, 'fail paused'],
  ['Paused, 1 min', { facts: wds({ state: 'Paused' }, 1) }, 'fail paused'],
  ['Unknown', { facts: wds({ state: 'Unknown' }) }, 'unknown unclear'],
  ['a state in another language', { facts: wds({ state: 'Wird ausgeführt' }) }, 'unknown unclear'],
  // Mode SccmPxe
  ['SccmPxe stopped', { facts: sccm(stopped) }, 'fail stopped'],
  ['SccmPxe stopped, 5 min', { facts: sccm(stopped, 5) }, 'unknown early'],
  ['SccmPxe paused', { facts: sccm({ state: 'Paused' }) }, 'fail paused'],
  ['SccmPxe Start Pending', { facts: sccm(start(1)) }, 'fail stuck'],
  [
    'SccmPxe stopped, WDS runs, site 1',
    { facts: { 'pxe-services': services(service('WDSServer'), service('SccmPxe', stopped)), ...bySccm } },
    'fail stopped',
  ],
  // No single responder
  ['no PXE', { facts: notPxe }, 'not-applicable no-responder'],
  [
    'two responders',
    { facts: { 'pxe-services': services(service('WDSServer'), service('SccmPxe')) } },
    'blocked responder-unclear',
  ],
  ['no service', { facts: { 'pxe-services': services() } }, 'blocked responder-unclear'],
  [
    'the host leaves it open',
    { ...noSite, facts: { 'pxe-services': services(service('SccmPxe', stopped)) } },
    'blocked responder-unclear',
  ],
  // Row 1
  ['services unread', { facts: { 'pxe-services': unread() } }, 'unknown fact-unread'],
  ['boot unread', { facts: { boot: unread() } }, 'unknown fact-unread'],
  [
    'boot without a time',
    { facts: { boot: { lastBootUpTime: null, localDateTime: null, autoStartDelay: { value: null } } } },
    'unknown fact-unread',
  ],
  ['site unread', { facts: { 'site-distribution-points': unread() } }, 'unknown fact-unread'],
  ['site unread, stopped', { facts: { 'site-distribution-points': unread(), ...off() } }, 'fail fact-unread stopped'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);

describe('what it says of a stopped service', () => {
  const of = (facts: { [fact: string]: Json }) => resultOf(check, estate({ facts })).findings[0]!;

  test.each([
    [1077, 'no start was attempted since the machine started (exit code 1077)'],
    [1053, 'it did not answer the start request in time (exit code 1053)'],
    [0, 'somebody stopped it'],
    [4711, 'exit code 4711'],
  ])('exit code %d', (exitCode, words) => {
    expect(of(off({ exitCode })).because).toContain(words);
  });

  test('a service-specific code is shown as Windows documents it', () => {
    const { because } = of(off({ exitCode: 1066, serviceSpecificExitCode: 3238461708 }));
    expect(because).toContain('0xC107010C');
  });

  test.each([
    ['1053 of WDS', off({ exitCode: 1053 })],
    ['1053 of WDS that starts delayed already', off({ exitCode: 1053, ...late })],
    ['1053 of SccmPxe', sccm({ ...stopped, exitCode: 1053 })],
    ['1077', off({ exitCode: 1077 })],
    ['0', off()],
  ])('delayed start is the advice of a cause, not of a state: %s', (_, facts) => {
    expect(JSON.stringify(of(facts).remedy)).not.toContain('delayed-auto');
  });

  test('1077 leads to what kept it from starting', () => {
    expect(of(off({ exitCode: 1077 })).remedy?.text).toContain('7001');
  });
});
