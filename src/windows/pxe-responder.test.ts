import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  duration,
  exitReason,
  graceMs,
  isDelayed,
  judgeState,
  responderOf,
  type Service,
  type ServiceRegistry,
  siteRowOf,
} from './pxe-responder.ts';

const seeded = { seed: 20261122 };
const minute = 60_000;
const failure = { failed: 'denied', message: 'no' } as const;

const registry: ServiceRegistry = {
  group: { value: null },
  dependOnService: { value: ['RpcSs'] },
  serviceSidType: { value: null },
  imagePath: { value: null },
  failureActions: { value: null },
  failureActionsOnNonCrashFailures: { value: null },
};

function service(parts: Partial<Service> = {}): Service {
  return {
    name: 'WDSServer',
    displayName: 'Windows Deployment Services Server',
    state: 'Running',
    startMode: 'Auto',
    delayedAutoStart: null,
    delayedInRegistry: { value: null },
    triggers: { value: [] },
    registry: { value: registry },
    dependencies: { value: [] },
    exitCode: 0,
    serviceSpecificExitCode: 0,
    processId: 0,
    processStarted: { value: null },
    ...parts,
  };
}

describe('delayed start', () => {
  test.each([
    [true, { value: 0 }, true],
    [false, { value: 1 }, false],
    [null, { value: 1 }, true],
    [null, { value: 0 }, false],
    [null, { value: 2 }, false],
    [null, { value: null }, false],
    [false, failure, false],
  ])('CIM %j, registry %j: %j', (delayedAutoStart, delayedInRegistry, value) => {
    expect(isDelayed(service({ delayedAutoStart, delayedInRegistry }))).toEqual({ value });
  });
  test('neither says it: the failure', () => {
    expect(isDelayed(service({ delayedInRegistry: failure }))).toEqual(failure);
  });
});

describe('grace', () => {
  test.each([
    [false, null, 10],
    [false, 600_000, 10],
    [true, null, 12],
    [true, 120_000, 12],
    [true, 600_000, 20],
    [true, 1000, 12],
    [true, 0, 12],
    [true, -1, 12],
    [true, '600000', 12],
    [true, [600_000], 12],
    [true, true, 12],
    [true, undefined, 12],
  ])('delayed %j, AutoStartDelay %j: %d min', (delayed, delay, minutes) => {
    expect(graceMs(delayed, delay)).toBe(minutes * minute);
  });
  test('never shorter for a longer delay, for delayed start, nor than ten minutes', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.boolean(), (a, b, delayed) => {
        const [short, long] = a < b ? [a, b] : [b, a];
        expect(graceMs(delayed, long)).toBeGreaterThanOrEqual(graceMs(delayed, short));
        expect(graceMs(true, a)).toBeGreaterThan(graceMs(false, a));
        expect(graceMs(delayed, a)).toBeGreaterThanOrEqual(10 * minute);
      }),
      seeded,
    );
  });
});

describe('state', () => {
  const now = '2026-03-02T14:00:00Z';
  const states = [
    'Running',
    'Paused',
    'Stopped',
    'Start Pending',
    'Stop Pending',
    'Continue Pending',
    'Pause Pending',
    'Unknown',
  ];

  test.each([
    ['Running', 'running', 'running'],
    ['Paused', 'paused', 'paused'],
    ['Stopped', 'early', 'stopped'],
    ['Start Pending', 'early', 'unclear'],
    ['Stop Pending', 'early', 'stuck'],
    ['Continue Pending', 'early', 'stuck'],
    ['Pause Pending', 'early', 'stuck'],
    ['Unknown', 'unclear', 'unclear'],
    ['StartPending', 'unclear', 'unclear'],
    ['', 'unclear', 'unclear'],
  ])('%s: below grace %s, from then on %s', (state, below, above) => {
    expect(judgeState(service({ state }), 10 * minute - 1, 10 * minute, now)).toBe(below);
    expect(judgeState(service({ state }), 10 * minute, 10 * minute, now)).toBe(above);
  });

  test.each([
    [{ value: '2026-03-02T13:56:00.001Z' }, 'early'],
    [{ value: '2026-03-02T13:56:00.000Z' }, 'stuck'],
    [{ value: '2026-03-02T14:30:00Z' }, 'early'],
    [{ value: null }, 'unclear'],
    [failure, 'unclear'],
  ])('Start Pending of a process that started %j: %s', (processStarted, expected) => {
    expect(judgeState(service({ state: 'Start Pending', processStarted }), 60 * minute, 10 * minute, now)).toBe(
      expected,
    );
  });

  test('only what starts by itself can be early when it is stopped', () => {
    for (const startMode of ['Manual', 'Disabled'])
      expect(judgeState(service({ state: 'Stopped', startMode }), 0, 10 * minute, now)).toBe('stopped');
  });

  test('once it is no longer early, it does not become early again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.nat(7_200_000), fc.nat(7_200_000), (state, a, b) => {
        const at = (uptime: number) => judgeState(service({ state }), uptime, 10 * minute, now);
        const [first, later] = a < b ? [a, b] : [b, a];
        if (at(first) !== 'early') expect(at(later)).toBe(at(first));
      }),
      seeded,
    );
  });
});

describe('exit code', () => {
  const reason = (exitCode: number, serviceSpecificExitCode = 0) =>
    exitReason(service({ exitCode, serviceSpecificExitCode }));

  test.each([0, 1053, 1058, 1060, 1067, 1068, 1069, 1075, 1077])('%d has words', (code) => {
    expect(reason(code)).toMatch(new RegExp(`^[a-z].* \\(exit code ${code}\\)$`));
  });
  test('others are given as they are', () => {
    expect(reason(4711)).toBe('exit code 4711');
  });
  test.each([
    [3238461708, '0xC107010C'],
    [-1056505588, '0xC107010C'],
    [3, '0x00000003'],
    [4294967295, '0xFFFFFFFF'],
  ])('1066 with %d, signed or not: %s', (code, hex) => {
    expect(reason(1066, code)).toBe(`service-specific error ${hex} (exit code 1066)`);
  });
  test('signed and unsigned say the same', () => {
    fc.assert(
      fc.property(fc.integer(), (code) => reason(1066, code) === reason(1066, code >>> 0)),
      seeded,
    );
  });
});

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [minute, '1 min'],
  [59 * minute, '59 min'],
  [60 * minute, '1 h 0 min'],
  [192 * minute, '3 h 12 min'],
  [47 * 60 * minute + 59 * minute, '47 h 59 min'],
  [48 * 60 * minute, '2 days'],
  [100 * 24 * 60 * minute, '100 days'],
])('%d ms: %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

describe('responder', () => {
  const row = { nalPath: '', isPxe: 1, sccmPxe: null, isActive: 1, supportUnknownMachines: 1 };
  const names = fc.subarray(['WDSServer', 'SccmPxe']);
  const flag = fc.constantFrom(0, 1, null);

  test('whatever the site says: both running are two, and a responder is one of the services there', () => {
    fc.assert(
      fc.property(
        names,
        fc.boolean(),
        fc.boolean(),
        flag,
        flag,
        flag,
        (list, run, named, isPxe, siteIsPxe, sccmPxe) => {
          const services = list.map((name) => service({ name, state: run ? 'Running' : 'Stopped' }));
          const site = { ...row, isPxe: siteIsPxe, sccmPxe };
          const responder = responderOf({ services, isPxe, namedPxeServer: named, site });
          if (run && list.length === 2) expect(responder.kind).toBe('two-responders');
          if (responder.kind === 'responder') {
            expect(services).toContain(responder.service);
            expect(responder.service.name).toBe(responder.mode === 'WDS' ? 'WDSServer' : 'SccmPxe');
          }
          if (responder.kind === 'not-pxe') expect([isPxe, siteIsPxe, named]).not.toContain(1);
        },
      ),
      seeded,
    );
  });

  test.each([
    [['DP01'], 0],
    [['dp01.CONTOSO.com'], 1],
    [['DP09', 'dp01'], 0],
  ])('the row of %j', (names, index) => {
    const at = (name: string) => ({ ...row, nalPath: `["Display=\\\\X\\"]MSWNET:["SMS_SITE=PS1"]\\\\${name}\\` });
    const points = [at('DP01'), at('DP01.contoso.com'), { ...row, nalPath: 'no path' }];
    expect(siteRowOf(points, names)).toBe(points[index]);
    expect(siteRowOf(points, ['DP0'])).toBe('no-row');
    expect(siteRowOf(points, [''])).toBe('no-row');
  });
});
