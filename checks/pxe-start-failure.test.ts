import { describe, expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import {
  boot,
  type Changes,
  dpRegistry,
  estate,
  event,
  events,
  goodStart,
  healthyHosts,
  partError,
  scm,
  service,
  serviceKey,
  services,
  sitePoint,
  stopped,
  unread,
} from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import stoppedCheck from './pxe-responder-stopped.ts';
import check from './pxe-start-failure.ts';

type Parts = { [key: string]: Json };
type BySource = { [source: string]: Json[] };
const wdsName = 'Windows Deployment Services Server';
const dll = 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll';
const sxs = event(33, 39, dll, 'Microsoft.VC90.CRT');
const timedOut = [event(7000, 70, wdsName, '%%1053'), event(7009, 70, '30000', wdsName)];
const ended = (code: number) => event(7024, 60, wdsName, `%%${code}`);

/** WDS with these parts and events, eight hours after the start of the machine. */
const wds = (parts: Parts, bySource: BySource = {}, more: NonNullable<Changes['facts']> = {}): Changes => ({
  facts: { 'pxe-services': services(service('WDSServer', parts)), 'pxe-events': events(bySource), ...more },
});
const off = (bySource: BySource = {}, parts: Parts = {}, more: NonNullable<Changes['facts']> = {}): Changes =>
  wds({ ...stopped, exitCode: 1077, ...parts }, bySource, more);
const on = (bySource: BySource = {}, parts: Parts = {}, more: NonNullable<Changes['facts']> = {}): Changes =>
  wds(parts, { ...goodStart, ...bySource }, more);
const sccm = (bySource: BySource, parts: Parts): Changes => ({
  facts: {
    'pxe-services': services(service('SccmPxe', parts), service('WDSServer', { ...stopped, startMode: 'Disabled' })),
    'pxe-events': events(bySource),
    'site-distribution-points': sitePoint({ IsPXE: 1, SccmPxe: 1 }),
  },
});
const suppressed = { boot: { ...(boot(480) as Parts), enableAutostartEvents: { value: 0 } } };
const late = { delayedAutoStart: true };
const old = { delayedAutoStart: null, delayedInRegistry: partError };
const cleared = (log: string, oldest: Json, bySource: BySource = {}) => ({
  'pxe-events': events(bySource, {
    logs: ['System', 'Application'].map((name) => ({
      log: name,
      oldest: name === log ? oldest : { value: '2025-12-01T03:00:00Z' },
    })),
  }),
});
const crash = { [scm]: [event(7034, 7500, wdsName, '1')] };
const unseen = ({ facts }: Changes): Changes => ({ facts: { ...facts, ...cleared('Application', partError) } });
const died = (seconds: number, times: string) => event(7031, seconds, wdsName, times, '120000', '1');

judges(check, [
  // Running: row 8
  ['running', {}, 'pass'],
  ['running, started by hand after a timeout', on({ [scm]: timedOut }), 'warn needed-help'],
  ['running, and 7022 before', on({ [scm]: [event(7022, 20, wdsName)] }), 'warn needed-help'],
  ['running, died once', on({ [scm]: [died(7000, '1')] }), 'warn needed-help'],
  ['running, died twice', on({ [scm]: [died(7000, '1'), died(9000, '2')] }), 'warn crash-loop'],
  ['running, died for the third time, and the log was cut', on({ [scm]: [died(9000, '3')] }), 'warn crash-loop'],
  ['running delayed, died twice', on({ [scm]: [died(7000, '1'), died(9000, '2')] }, late), 'warn crash-loop'],
  ['running delayed, a start failed', on({ [scm]: timedOut }, late), 'pass delayed-trouble'],
  ['running delayed, the log cleared', on({}, late, cleared('System', { value: null })), 'pass'],
  ['running, the System log unread', on({}, {}, cleared('System', partError)), 'unknown evidence-missing'],
  ['running, the System log empty', on({}, {}, cleared('System', { value: null })), 'unknown evidence-missing'],
  [
    'running, the System log cleared since',
    on({}, {}, cleared('System', { value: '2026-03-02T07:00:00Z' })),
    'unknown evidence-missing',
  ],
  ['running, the Application log empty', on({}, {}, cleared('Application', { value: null }, goodStart)), 'pass'],
  ['running, events suppressed', on({}, {}, suppressed), 'unknown evidence-missing'],
  ['running, events suppressed, trouble all the same', on({ [scm]: timedOut }, {}, suppressed), 'warn needed-help'],
  ['running, whether delayed unread', on({}, old), 'pass'],
  ['running, whether delayed unread, a start failed', on({ [scm]: timedOut }, old), 'unknown evidence-missing'],
  ['running, another service timed out', on({ [scm]: [event(7009, 70, '30000', 'Spooler')] }), 'pass'],
  // Stopped: each cause
  ['SideBySide', off({ SideBySide: [sxs], WDSPXE: [event(268, 40, '0xC107010C')] }), 'fail runtime'],
  ['0x36B1', off({ WDSPXE: [event(265, 40, 'SMSPXE', dll, '0x36B1')] }), 'fail runtime'],
  ['264', off({ WDSPXE: [event(264, 40, 'SMSPXE', dll, '0x7E')] }), 'fail provider'],
  ['0xC107010C alone', off({}, { exitCode: 1066, serviceSpecificExitCode: 3238461708 }), 'fail provider'],
  [
    'the service connection point',
    off({
      BINLSVC: [event(1803, 44), event(1800, 44)],
      WDSPXE: [event(261, 45, 'BINLSVC', 'binlsvc.dll', '0x2030')],
      [scm]: [ended(3)],
    }),
    'fail service-connection-point',
  ],
  ['no domain controller', off({ BINLSVC: [event(1050, 50)], [scm]: [ended(19)] }), 'fail domain-controller'],
  ['WDSMC', off({ WDSServer: [event(513, 52, 'WDSMC', 'wdsmc.dll', '0x41D')] }), 'fail multicast'],
  ['%%193', off({ [scm]: [event(7000, 30, wdsName, '%%193')] }), 'fail bad-image'],
  ['1069', off({}, { exitCode: 1069 }), 'fail logon'],
  ['7001', off({ [scm]: [event(7001, 33, wdsName, 'Example Dependency', '%%1058')] }), 'fail dependency'],
  ['7022', off({ BINLSVC: [event(770, 58)], [scm]: [event(7022, 161, wdsName)] }), 'fail hung'],
  ['7009', off({ [scm]: timedOut }, { exitCode: 1053 }), 'fail timeout'],
  ['7034', off({ ...goodStart, [scm]: [event(7034, 7500, wdsName, '1')] }, { exitCode: 1067 }), 'fail crashed'],
  ['7023', off({ [scm]: [event(7023, 60, wdsName, '%%126')] }), 'fail refused'],
  ['an exit code beyond 2^31', off({}, { exitCode: 3222601730 }), 'fail refused'],
  ['1053, all logs unread', off({}, { exitCode: 1053 }, cleared('System', partError)), 'fail timeout'],
  ['1053, wds-settings unread', off({}, { exitCode: 1053 }, { 'wds-settings': unread() }), 'fail fact-unread timeout'],
  [
    'a timeout, the Application log unread',
    off({}, { exitCode: 1053 }, cleared('Application', partError)),
    'fail timeout cause-open',
  ],
  [
    '7034, the Application log empty',
    off({}, {}, cleared('Application', { value: null }, crash)),
    'fail crashed cause-open',
  ],
  ['1053 of SccmPxe, the Application log unread', unseen(sccm({}, { ...stopped, exitCode: 1053 })), 'fail timeout'],
  [
    'a runtime, the Application log cut',
    off({}, {}, cleared('Application', partError, { SideBySide: [sxs] })),
    'fail runtime',
  ],
  // Stopped, and nothing failed
  ['stopped by somebody', off(goodStart, { exitCode: 0 }), 'pass nothing-recorded'],
  ['1077', off(), 'pass nothing-recorded'],
  [
    'a failed start, a good one, stopped by somebody',
    off({ ...goodStart, [scm]: [event(7009, 20, '30000', wdsName)] }, { exitCode: 0 }),
    'pass nothing-recorded',
  ],
  ['1077, the Application log empty', off({}, {}, cleared('Application', { value: null })), 'unknown evidence-missing'],
  ['1077, events suppressed', off({}, {}, suppressed), 'unknown evidence-missing'],
  // It is not known that it should run
  ['5 min', off({ [scm]: timedOut }, {}, { boot: boot(5) }), 'blocked not-running'],
  ['Start Pending', wds({ state: 'Start Pending' }), 'blocked not-running'],
  [
    'Start Pending, hung',
    wds({ state: 'Start Pending' }, { ...goodStart, [scm]: [event(7022, 20, wdsName)] }),
    'fail hung',
  ],
  ['paused', wds({ state: 'Paused' }), 'blocked not-running'],
  ['Stop Pending after a timeout', wds({ state: 'Stop Pending' }, { [scm]: timedOut }), 'blocked not-running'],
  ['a trigger', off({}, { triggers: { value: [{ type: 2, action: 1 }] } }), 'blocked not-running'],
  ['whether delayed unread', off({}, old), 'blocked not-running'],
  ['whether delayed unread, a start failed', off({ [scm]: timedOut }, old), 'fail timeout'],
  ['disabled', off({ [scm]: timedOut }, { startMode: 'Disabled' }), 'not-applicable not-automatic-start'],
  // SccmPxe
  ['SccmPxe runs', sccm({}, {}), 'pass'],
  ['SccmPxe, 1053', sccm({}, { ...stopped, exitCode: 1053 }), 'fail timeout'],
  ['SccmPxe, events of WDS are not its own', sccm({ SideBySide: [sxs] }, { ...stopped }), 'pass nothing-recorded'],
  // No single responder, and row 1
  [
    'two responders',
    { facts: { 'pxe-services': services(service('WDSServer'), service('SccmPxe')) } },
    'blocked responder-unclear',
  ],
  [
    'no PXE',
    { facts: { 'distribution-point': dpRegistry({ IsPXE: 0 }), 'site-distribution-points': sitePoint({ IsPXE: 0 }) } },
    'not-applicable no-responder',
  ],
  ['events unread', { facts: { 'pxe-events': unread() } }, 'unknown fact-unread'],
  ['no distribution point', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);

const found = (changes: Changes) => resultOf(check, estate(changes)).findings[0]!;
const commands = (changes: Changes): string[] => found(changes).remedy?.commands ?? [];
const start = 'Start-Service -Name WDSServer';
const delay = 'sc.exe config WDSServer start= delayed-auto';
const recover = 'sc.exe failure WDSServer reset= 86400 actions= restart/60000/restart/60000/restart/120000';
const flag = 'sc.exe failureflag WDSServer 1';
/** Reset after a day; restart after 60 s, twice, then nothing. */
const restartsSet = `hex:8051010000000000000000000300000014000000${'0100000060ea0000'.repeat(2)}0000000000000000`;

describe('what mends it', () => {
  const crashed = { [scm]: [event(7034, 7500, wdsName, '1')] };
  const noController = { BINLSVC: [event(1050, 50)], [scm]: [ended(19)] };
  test.each([
    ['a timeout', off({ [scm]: timedOut }), [delay, start]],
    ['a timeout of a delayed service', off({ [scm]: timedOut }, late), [start]],
    ['a timeout in a group', off({ [scm]: timedOut }, serviceKey({ group: 'NetworkProvider' })), [start]],
    ['a timeout, the group unread', off({ [scm]: timedOut }, { registry: partError }), [start]],
    [
      'a timeout, a provider unseen',
      off({ [scm]: timedOut }, {}, cleared('Application', partError, { [scm]: timedOut })),
      [start],
    ],
    ['a timeout of SccmPxe', sccm({}, { ...stopped, exitCode: 1053 }), ['Start-Service -Name SccmPxe']],
    ['a timeout that somebody helped', on({ [scm]: timedOut }), [delay]],
    ['7022', off({ [scm]: [event(7022, 161, wdsName)] }), [start]],
    ['no domain controller', off(noController), [recover, flag, delay, start]],
    [
      'no domain controller, the flag set',
      off(noController, serviceKey({ failureActionsOnNonCrashFailures: 1 })),
      [recover, delay, start],
    ],
    ['a crash', off(crashed), [recover, start]],
    ['a crash with a restart set', off(crashed, serviceKey({ failureActions: restartsSet })), [start]],
    ['a crash with actions that cannot be read', off(crashed, serviceKey({ failureActions: 'hex:8051' })), [start]],
    ['a runtime', off({ SideBySide: [sxs] }), ["& 'D:\\SMS_DP$\\sms\\bin\\vcredist_x64.exe'", start]],
    ['a provider', off({ WDSPXE: [event(264, 40, 'SMSPXE', dll, '0x7E')], [scm]: [ended(3238461708)] }), [start]],
  ])('%s', (_, changes, wanted) => {
    expect(commands(changes)).toEqual(wanted);
  });

  test.each([
    [{ value: null }, '/d 60000 /f (not set, so 30000 ms)'],
    [{ value: 60_000 }, '/d 90000 /f (now 60000 ms)'],
    [{ value: 600_000 }, 'waits 600000 ms for a service already'],
    [{ value: 'long' }, 'no number'],
    [partError, 'could not be read'],
  ])('how long Windows waits: %j', (servicesPipeTimeout, words) => {
    const facts = { boot: { ...(boot(480) as Parts), servicesPipeTimeout } };
    expect(found(off({ [scm]: timedOut }, {}, facts)).remedy?.text).toContain(words);
  });

  test('of a dependency names each service', () => {
    const dependencies = {
      value: [
        { name: 'RpcSs', state: 'Running', startMode: 'Auto' },
        { name: 'Example Dep', state: 'Stopped', startMode: 'Disabled' },
      ],
    };
    const parts = {
      exitCode: 1068,
      dependencies,
      ...serviceKey({ dependOnService: ['RpcSs', 'Example Dep', 'Gone', '+TDI'] }),
    };
    expect(commands(off({}, parts))).toEqual([
      "sc.exe config 'Example Dep' start= demand",
      "Start-Service -Name 'Example Dep'",
      start,
    ]);
    expect(found(off({}, parts)).remedy?.text).toContain('No service Gone was found');
    expect(JSON.stringify(found(off({}, parts)).evidence)).toContain(
      'depends on Example Dep: Stopped, start type Disabled',
    );
  });

  test('of a file in the way names it', () => {
    const at = (imagePath: string) => ({
      services: [service('WDSServer', { ...stopped, exitCode: 193, ...serviceKey({ imagePath }) })],
      strayProgram: { value: 'C:\\Program' },
    });
    const changes = (imagePath: string) => ({ facts: { 'pxe-services': at(imagePath), 'pxe-events': events() } });
    const rename = "Rename-Item -LiteralPath 'C:\\Program' -NewName Program.old";
    expect(commands(changes('C:\\Program Files\\wds\\host.exe'))).toEqual([rename, start]);
    // A path without a space, or in quotes, is not what Windows stumbles over.
    for (const path of ['C:\\Windows\\system32\\svchost.exe', '"C:\\Program Files\\wds\\host.exe"'])
      expect(commands(changes(path))).toEqual(['sc.exe qc WDSServer', start]);
  });
});

test('evidence names source, id, time and texts', () => {
  const [first] = found(off({ [scm]: timedOut })).evidence;
  expect(first?.seen).toBe(`event ${scm} 7009 at 2026-03-02 06:01:10 UTC: 30000, ${wdsName}`);
});

test('the runtimes that are installed are shown, and rule nothing out', () => {
  const finding = found(off({ SideBySide: [sxs] }));
  expect(finding.code).toBe('runtime');
  expect(finding.evidence.at(-1)?.seen).toBe('Visual C++ runtimes listed: 14.0 (v14.38.33135.00)');
});

test('the stopped responder follows from the cause', () => {
  const { findings } = resultOf(stoppedCheck, estate(off({ [scm]: timedOut })));
  expect(findings[0]?.causedBy).toEqual({ check: check.id, target: 'DP01', code: 'timeout', subject: 'WDSServer' });
});
