import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeLoad } from './provider-load.ts';
import type { Service } from './pxe-responder.ts';
import { mayBeDelayed, startFailureOf, startHistoryOf } from './pxe-start.ts';
import { controlManager, gapsIn, type RecordedEvents } from './service-events.ts';

const since = '2026-03-02T06:00:00Z';
const clock = '2026-03-02T14:00:00Z';
const names = [controlManager, 'WDSServer', 'WDSPXE', 'BINLSVC', 'WDSTFTP', 'WDSIMGSRV', 'SideBySide'];
const ids = [
  ...[7000, 7001, 7009, 7011, 7022, 7023, 7024, 7031, 7034],
  ...[33, 256, 257, 259, 261, 262, 263, 264, 265, 268, 512, 513, 514, 517, 770, 1050, 1800, 1803, 0, -1],
];
const text = fc.oneof(
  fc.constantFrom(
    'WDSServer',
    'wdsserver',
    'Windows Deployment Services Server',
    'SMSPXE',
    'WDSPXE',
    'WDSMC',
    'BINLSVC',
  ),
  fc.constantFrom('D:\\SMS_DP$\\sms\\bin\\smspxe.dll', '0x36B1', '0xC107010C', '%%1053', '%%193', '%%-1', '30000', ''),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const event = fc.record({
  id: fc.constantFrom(...ids),
  // A start takes minutes: many times within one, and some hours apart.
  time: fc
    .oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -4000, max: 40_000 }))
    .map((seconds) => new Date(Date.parse(since) + seconds * 1000).toISOString()),
  texts: fc.array(text, { maxLength: 4 }),
});
const failure = fc.constant({ failed: 'denied', message: 'access denied' } as const);
const source = fc.record({
  log: fc.constantFrom('System', 'Application'),
  source: fc.constantFrom(...names),
  registered: fc.boolean(),
  truncated: fc.boolean(),
  events: fc.oneof(
    { weight: 9, arbitrary: fc.record({ value: fc.array(event, { maxLength: 8 }) }) },
    { weight: 1, arbitrary: failure },
  ),
});
const record: fc.Arbitrary<RecordedEvents> = fc.record({
  since: fc.constant(since),
  logs: fc.array(
    fc.record({
      log: fc.constantFrom('System', 'Application'),
      oldest: fc.oneof(fc.record({ value: fc.constantFrom(null, since, clock) }), failure),
    }),
    { maxLength: 3 },
  ),
  sources: fc.array(source, { maxLength: 8 }),
});
const unset = { value: null };
const service: fc.Arbitrary<Service> = fc.record({
  name: fc.constantFrom('WDSServer', 'SccmPxe'),
  displayName: fc.constantFrom('Windows Deployment Services Server', ''),
  state: fc.constantFrom('Stopped', 'Start Pending', 'Running', 'Unknown'),
  startMode: fc.constant('Auto'),
  delayedAutoStart: fc.constantFrom(true, false, null),
  delayedInRegistry: fc.constant(unset),
  triggers: fc.constant({ value: [] }),
  exitCode: fc.oneof(fc.constantFrom(0, 1053, 1066, 1067, 1068, 1069, 1077, 193, 14001), fc.maxSafeInteger()),
  serviceSpecificExitCode: fc.oneof(fc.constantFrom(0, 14001, 3238461708, -1056505588), fc.maxSafeInteger()),
  processId: fc.constant(0),
  processStarted: fc.constant(unset),
  registry: fc.constant({
    value: {
      group: unset,
      dependOnService: unset,
      serviceSidType: unset,
      imagePath: unset,
      failureActions: unset,
      failureActionsOnNonCrashFailures: unset,
    },
  }),
  dependencies: fc.constant({ value: [] }),
});
const mode = fc.constantFrom('WDS' as const, 'SccmPxe' as const);
const options = { seed: 20261122, numRuns: 400 };

/** The same events, listed the other way round. */
const reversed = ({ sources, ...rest }: RecordedEvents): RecordedEvents => ({
  ...rest,
  sources: sources
    .map((each) =>
      'value' in each.events ? { ...each, events: { value: each.events.value.toReversed() } } : { ...each },
    )
    .toReversed(),
});
const everything = (events: RecordedEvents, of: Service, by: 'WDS' | 'SccmPxe', loadedAt: string | null) => ({
  failure: startFailureOf(of, by, events),
  history: startHistoryOf(of, by, events),
  load: judgeLoad({ events, loadedAt, lastBootUpTime: since, isRegistered: true, processStarted: null }),
});
const loadedAt = fc.constantFrom(null, since, clock, '2026-02-20T06:00:00Z');

test('any events are judged, and in whatever order they are listed, alike', () => {
  fc.assert(
    fc.property(record, service, mode, loadedAt, (events, of, by, loaded) => {
      const found = everything(events, of, by, loaded);
      const again = everything(reversed(events), of, by, loaded);
      expect(again.failure?.cause).toBe(found.failure?.cause);
      expect(again.failure?.code).toBe(found.failure?.code);
      expect(again.history?.kind).toBe(found.history?.kind);
      expect(again.history?.cause).toBe(found.history?.cause);
      expect([again.load.verdict, again.load.provider]).toEqual([found.load.verdict, found.load.provider]);
    }),
    options,
  );
});

test('SccmPxe never fails of what WDS recorded, and never starts delayed', () => {
  const ofWds = ['runtime', 'provider', 'service-connection-point', 'domain-controller', 'multicast'];
  fc.assert(
    fc.property(record, service, (events, of) => {
      const plain = { ...of, exitCode: 1053, serviceSpecificExitCode: 0 };
      const scmOnly = { ...events, sources: events.sources.filter((each) => each.source === controlManager) };
      const { failure, history } = everything(events, plain, 'SccmPxe', null);
      expect(failure?.cause).toBe(startFailureOf(plain, 'SccmPxe', scmOnly)?.cause);
      for (const cause of [failure?.cause, history?.cause]) {
        if (!cause) continue;
        expect(mayBeDelayed(cause, 'SccmPxe', false, of)).toBe(false);
        // A code that means a provider can still be the service's own.
        if (scmOnly.sources.length === 0) expect(ofWds).not.toContain(cause);
      }
    }),
    options,
  );
});

test('what was not read is a gap, whatever else there is', () => {
  fc.assert(
    fc.property(record, fc.subarray(names, { minLength: 1 }), (events, wanted) => {
      const gaps = gapsIn(events, wanted, clock);
      const asked = events.sources.filter(({ source: name }) => wanted.includes(name));
      const unread = asked.some((each) => !('value' in each.events) || each.truncated);
      if (unread || wanted.some((name) => !asked.some((each) => each.source === name))) expect(gaps).not.toEqual([]);
    }),
    options,
  );
});
