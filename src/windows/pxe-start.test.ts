import { describe, expect, test } from 'vitest';
import type { Service, ServiceRegistry } from './pxe-responder.ts';
import { mayBeDelayed, processGapMs, type StartCause, startFailureOf, startHistoryOf } from './pxe-start.ts';
import type { RecordedEvents } from './service-events.ts';

const boot = '2026-03-02T06:00:00Z';
const at = (seconds: number): string => new Date(Date.parse(boot) + seconds * 1000).toISOString();
const scm = 'Service Control Manager';
type Said = [source: string, id: number, seconds: number, ...texts: string[]];

function recorded(said: readonly Said[]): RecordedEvents {
  const sources = [scm, 'WDSServer', 'WDSPXE', 'BINLSVC', 'SideBySide'].map((source) => ({
    log: source === scm ? 'System' : 'Application',
    source,
    registered: true,
    truncated: false,
    events: {
      value: said.flatMap(([of, id, seconds, ...texts]) => (of === source ? [{ id, time: at(seconds), texts }] : [])),
    },
  }));
  return { since: boot, logs: [], sources };
}

const key: ServiceRegistry = {
  group: { value: null },
  dependOnService: { value: [] },
  serviceSidType: { value: null },
  imagePath: { value: null },
  failureActions: { value: null },
  failureActionsOnNonCrashFailures: { value: null },
};
const service = (parts: Partial<Service> = {}): Service => ({
  name: 'WDSServer',
  displayName: 'Windows Deployment Services Server',
  state: 'Stopped',
  startMode: 'Auto',
  delayedAutoStart: false,
  delayedInRegistry: { value: null },
  triggers: { value: [] },
  exitCode: 1077,
  serviceSpecificExitCode: 0,
  processId: 0,
  processStarted: { value: null },
  registry: { value: key },
  dependencies: { value: [] },
  ...parts,
});
const exit = (exitCode: number, serviceSpecificExitCode = 0): Partial<Service> => ({
  exitCode,
  serviceSpecificExitCode,
});

const scmSays = (id: number, seconds: number, ...texts: string[]): Said => [scm, id, seconds, 'WDSServer', ...texts];
const module: Said = ['SideBySide', 33, 39, 'smspxe.dll'];
const sccmTimeout: Said[] = [
  [scm, 7009, 30, '30000', 'SccmPxe'],
  [scm, 7000, 30, 'SccmPxe', '%%1053'],
];
const sccmCrash: Said = [scm, 7034, 20_000, 'SccmPxe', '1'];
const smsPxe: Said = ['WDSPXE', 264, 40, 'SMSPXE', 'smspxe.dll', '0x7E'];
const binlsvc: Said = ['WDSPXE', 261, 45, 'BINLSVC', 'binlsvc.dll', '0x2030'];
const controller: Said = ['BINLSVC', 1050, 44];
const moved: Said = ['BINLSVC', 1800, 44];
const ended = scmSays(7024, 46, '%%3');
const multicast: Said = ['WDSServer', 513, 52, 'WDSMC', 'wdsmc.dll', '0x41D'];
const wdspxe: Said = ['WDSServer', 513, 52, 'WDSPXE', 'wdspxe.dll', '0x7E'];
const waited: Said = [scm, 7009, 70, '30000', 'WDSServer'];
const timedOut = scmSays(7000, 70, '%%1053');
const none: Said = ['WDSPXE', 268, 40, '0xC107010C'];
const allFailed = scmSays(7024, 53, '%%3238461708');
const early: Said = ['WDSServer', 517, 60, 'WDSPXE'];
const hung = scmSays(7022, 161);
const died = scmSays(7034, 7500, '1');
const good: Said = ['WDSServer', 517, 9000, 'WDSPXE'];

describe('the cause that leads', () => {
  test.each([
    // Each on its own
    ['SideBySide 33', [module], {}, 'runtime'],
    ['0x36B1', [['WDSPXE', 265, 40, 'SMSPXE', 'smspxe.dll', '0x36B1']], {}, 'runtime'],
    ['14001 of WDS', [['WDSServer', 513, 40, 'WDSPXE', 'wdspxe.dll', '14001']], {}, 'runtime'],
    ['7023 with 14001', [scmSays(7023, 60, '%%14001')], {}, 'runtime'],
    ['exit code 14001', [], exit(14001), 'runtime'],
    ['service-specific 14001', [], exit(1066, 14001), 'runtime'],
    ['7024, 261 and 1800', [ended, binlsvc, moved], {}, 'service-connection-point'],
    ['7024, 261 and 1803', [ended, binlsvc, ['BINLSVC', 1803, 44]], {}, 'service-connection-point'],
    ['1803 alone', [['BINLSVC', 1803, 44]], {}, 'domain-controller'],
    ['1800 alone is no proof', [moved], {}, null],
    ...[513, 770, 1050].map((id) => [`BINLSVC ${id}`, [['BINLSVC', id, 44]], {}, 'domain-controller']),
    ['513 of WDSMC', [multicast], {}, 'multicast'],
    ...[256, 257, 258, 259, 260, 261, 263, 264, 265].map((id) => [
      `WDSPXE ${id}`,
      [['WDSPXE', id, 40, 'SMSPXE']],
      {},
      'provider',
    ]),
    ['WDSPXE 268', [['WDSPXE', 268, 40, '0xC107010C']], {}, 'provider'],
    ['WDSPXE 267 is a clean end', [['WDSPXE', 267, 40, 'SMSPXE']], {}, null],
    ...[514, 515, 516].map((id) => [`WDSServer ${id}`, [['WDSServer', id, 40]], {}, 'provider']),
    ['WDSServer 512 does not stop WDS', [['WDSServer', 512, 40, 'WDSIMGSRV']], {}, null],
    ['exit code 0xC107010C', [], exit(1066, 0xc107010c), 'provider'],
    ['0xC107010C, signed', [], exit(1066, -1056505588), 'provider'],
    ['7024 with 0xC107010C', [scmSays(7024, 46, '%%3238461708')], {}, 'provider'],
    ['%%193', [scmSays(7000, 30, '%%193')], {}, 'bad-image'],
    ['exit code 193', [], exit(193), 'bad-image'],
    ['%%1069', [scmSays(7000, 30, '%%1069')], {}, 'logon'],
    ['exit code 1069', [], exit(1069), 'logon'],
    ['7001', [scmSays(7001, 33, 'Netman', '%%1058')], {}, 'dependency'],
    ['exit code 1068', [], exit(1068), 'dependency'],
    ['exit code 1075', [], exit(1075), 'dependency'],
    ['7022', [hung], {}, 'hung'],
    ['7009', [waited], {}, 'timeout'],
    ['7011', [[scm, 7011, 70, '30000', 'WDSServer']], {}, 'timeout'],
    ['%%1053', [timedOut], {}, 'timeout'],
    ['exit code 1053', [], exit(1053), 'timeout'],
    ['1053 as the code of the service is its own', [], exit(1066, 1053), 'refused'],
    ['7034', [died], {}, 'crashed'],
    ['7031', [scmSays(7031, 7500, '1')], {}, 'crashed'],
    ['exit code 1067', [], exit(1067), 'crashed'],
    ['7000 with another code', [scmSays(7000, 30, '%%5')], {}, 'refused'],
    ['7023', [scmSays(7023, 60, '%%126')], {}, 'refused'],
    ['7024', [ended], {}, 'refused'],
    ['another exit code', [], exit(5), 'refused'],
    ['beyond 2^31', [], exit(3222601730), 'refused'],
    ['nothing', [], {}, null],
    ['somebody stopped it', [], exit(0), null],
    // Together: more specific before more general
    ['the runtime before all', [module, smsPxe, controller, ended, hung, waited], {}, 'runtime'],
    ['SMSPXE before BINLSVC', [smsPxe, controller, ended], {}, 'provider'],
    ['SMSPXE before the connection point', [smsPxe, ended, binlsvc, moved], {}, 'provider'],
    ['a controller before the provider BINLSVC', [binlsvc, controller], {}, 'domain-controller'],
    ['a controller before the service-specific end', [controller, ended], {}, 'domain-controller'],
    ['WDSMC and WDSPXE', [multicast, wdspxe], {}, 'provider'],
    ['WDSMC and a PXE provider', [multicast, smsPxe], {}, 'provider'],
    ['a provider is no timeout', [smsPxe, waited, timedOut], exit(1053), 'provider'],
    ['hung leads with what BINLSVC said', [controller, hung], exit(1067), 'hung'],
    ['hung before the timeout', [hung, waited], {}, 'hung'],
    ['a dependency before the timeout', [scmSays(7001, 33, 'Netman', '%%1058'), waited], {}, 'dependency'],
    // The last attempt before older ones, and what its exit code says
    ['a crash closes what is older', [module, smsPxe, waited, died], {}, 'crashed'],
    ['a crash while a provider fails', [smsPxe, scmSays(7034, 45, '1')], exit(1067), 'provider'],
    ['a crash, then a timeout', [scmSays(7034, 60, '1'), [scm, 7009, 9000, '30000', 'WDSServer']], {}, 'timeout'],
    ['an older timeout, and the service ended', [waited, scmSays(7024, 5000, '%%5')], exit(1066, 5), 'refused'],
    ['an older timeout, and a code of the service', [waited], exit(1066, 5), 'refused'],
    [
      'an older dependency, and a timeout',
      [scmSays(7001, 30, 'Netman', '%%1058'), [scm, 7009, 5000, '30000', 'WDSServer']],
      exit(1053),
      'timeout',
    ],
    ['an older timeout, no exit code', [waited, scmSays(7001, 5000, 'Netman', '%%1058')], {}, 'dependency'],
    ['an older timeout, 193', [waited, scmSays(7000, 5000, '%%193')], exit(193), 'bad-image'],
    ['an older provider, and a timeout', [smsPxe, [scm, 7009, 5000, '30000', 'WDSServer']], exit(1053), 'timeout'],
    ['a timeout, then a normal end', [waited, timedOut, died], exit(0), null],
    ['provider events of the same start', [none, wdspxe, allFailed], exit(1066, 0xc107010c), 'provider'],
    ['the runtime of the same start', [module, none, wdspxe, allFailed], exit(1066, 0xc107010c), 'runtime'],
    ['a controller of the same start', [controller, ended], exit(1066, 3), 'domain-controller'],
    ['the connection point of the same start', [moved, binlsvc, ended], exit(1066, 3), 'service-connection-point'],
    // BINLSVC
    ['a controller, then WDSPXE came up and crashed', [controller, early, died], exit(1067), 'crashed'],
    ['a controller while WDS ran', [early, ['BINLSVC', 1050, 7400], died], exit(1067), 'crashed'],
    ['a controller while WDS ran, and no more', [early, ['BINLSVC', 1050, 7400]], {}, null],
    [
      'a controller at a later start',
      [early, ['BINLSVC', 1050, 7400], scmSays(7024, 7401, '%%3')],
      {},
      'domain-controller',
    ],
    // States
    ['a stop that hangs', [waited], { state: 'Stop Pending' }, null],
    ['paused', [waited], { state: 'Paused' }, null],
    // What a good start followed is history
    ['a timeout, and a good start', [timedOut, waited, good], exit(0), null],
    ['a timeout, a good start, a crash', [timedOut, waited, good, scmSays(7034, 9500, '1')], exit(1067), 'crashed'],
    ['513, and a good start', [multicast, good], exit(0), null],
    ['264, then 262', [smsPxe, ['WDSPXE', 262, 9000, 'SMSPXE']], {}, null],
    ['7022 of a start that goes on', [hung, good], { state: 'Start Pending' }, 'hung'],
  ] as [string, Said[], Partial<Service>, StartCause | null][])('%s', (_, said, parts, cause) => {
    expect(startFailureOf(service(parts), 'WDS', recorded(said))?.cause ?? null).toBe(cause);
  });

  test.each([
    ['WDS and BINLSVC say nothing of SccmPxe', [module, smsPxe, controller, multicast], {}, null],
    ['nor do events of WDSServer', [timedOut], {}, null],
    ['a timeout', [[scm, 7009, 70, '30000', 'sccmpxe']], {}, 'timeout'],
    ['an exit code', [], exit(1068), 'dependency'],
    ['an old timeout, and a crash', [...sccmTimeout, sccmCrash], exit(1067), 'crashed'],
    ['an old timeout, a crash, and a normal end', [...sccmTimeout, sccmCrash], exit(0), null],
  ] as [string, Said[], Partial<Service>, StartCause | null][])('SccmPxe: %s', (_, said, parts, cause) => {
    const sccmPxe = service({ name: 'SccmPxe', displayName: 'ConfigMgr PXE Responder Service', ...parts });
    expect(startFailureOf(sccmPxe, 'SccmPxe', recorded(said))?.cause ?? null).toBe(cause);
  });

  test.each([
    ['the specific one', [], exit(1066, 3), 3],
    ['the exit code', [], exit(5), 5],
    ['that of an event', [ended], {}, 3],
    ['none', [died], {}, null],
  ] as [string, Said[], Partial<Service>, number | null][])('its code: %s', (_, said, parts, code) => {
    expect(startFailureOf(service(parts), 'WDS', recorded(said))?.code).toBe(code);
  });

  test('its events begin with those that decide', () => {
    const ids = (said: Said[]) => startFailureOf(service(), 'WDS', recorded(said))?.events.map(({ id }) => id);
    expect(ids([hung, controller])).toEqual([1050, 7022]);
    expect(ids([ended, smsPxe, module])).toEqual([33, 7024, 264]);
  });
});

describe('what a running responder went through', () => {
  test.each([
    ['nothing', [], null],
    ['a good start', [good], null],
    ['a control that took long', [[scm, 7011, 70, '30000', 'WDSServer']], null],
    ['a timeout', [waited, good], 'needed-help timeout'],
    ['a timeout and a provider that failed', [waited, smsPxe, good], 'needed-help provider'],
    ['no domain controller', [ended, controller, good], 'needed-help domain-controller'],
    ['hung', [hung], 'needed-help hung'],
    ['a timeout, and a controller while it ran', [waited, early, ['BINLSVC', 1050, 7400]], 'needed-help timeout'],
    ['died once', [died], 'needed-help crashed'],
    ['died twice', [died, scmSays(7031, 9000, '2')], 'crash-loop crashed'],
    ['a provider that failed, and no start', [smsPxe], null],
  ] as [string, Said[], string | null][])('%s', (_, said, expected) => {
    const history = startHistoryOf(service({ state: 'Running', exitCode: 1067 }), 'WDS', recorded(said));
    expect(history && `${history.kind} ${history.cause}`).toBe(expected);
  });

  test.each([
    [{ value: at(7500) }, 7_500_000],
    [{ value: null }, null],
    [{ failed: 'denied', message: 'no' } as const, null],
  ])('its process started %j: %j', (processStarted, gap) => {
    expect(processGapMs(service({ processStarted }), boot)).toBe(gap);
  });
});

describe('delayed start', () => {
  const inGroup = { registry: { value: { ...key, group: { value: 'NetworkProvider' } } } };
  const unread = { registry: { failed: 'denied', message: 'no' } as const };
  const all: StartCause[] = ['timeout', 'domain-controller', 'hung', 'runtime', 'provider', 'crashed', 'refused'];

  test('is offered for two causes', () => {
    const offered = all.filter((cause) => mayBeDelayed(cause, 'WDS', false, service()));
    expect(offered).toEqual(['timeout', 'domain-controller']);
  });

  test.each([
    ['SccmPxe', 'SccmPxe', false, {}],
    ['delayed already', 'WDS', true, {}],
    ['in a group', 'WDS', false, inGroup],
    ['the group unread', 'WDS', false, unread],
  ] as const)('is not offered: %s', (_, mode, delayed, parts) => {
    expect(mayBeDelayed('timeout', mode, delayed, service(parts))).toBe(false);
  });
});
