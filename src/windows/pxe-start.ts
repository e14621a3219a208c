import { wasRead } from '../model/answer.ts';
import { crashes, lastAttempt } from './last-attempt.ts';
import { type Service, startHintMs } from './pxe-responder.ts';
import {
  byTime,
  codeIn,
  eventsOf,
  mayBeNewer,
  type RecordedEvent,
  type RecordedEvents,
  type ServiceEvent,
  serviceEvents,
} from './service-events.ts';
import {
  binlsvcBeforeRunning,
  everyFault,
  faultsOfBinlsvc,
  faultsOfStart,
  type LiveEvents,
  names,
  noFaults,
  sideBySide,
} from './wds-faults.ts';

/** Why a start failed. */
export type StartCause =
  | 'runtime'
  | 'provider'
  | 'service-connection-point'
  | 'domain-controller'
  | 'multicast'
  | 'bad-image'
  | 'logon'
  | 'dependency'
  | 'hung'
  | 'timeout'
  | 'crashed'
  | 'refused';

/** The cause that leads, and the events that say so: those that decide, what tells most first, then the others. */
export interface StartFailure {
  cause: StartCause;
  events: RecordedEvent[];
  /** The Win32 or service-specific code of the service's end; null where nothing says one. */
  code: number | null;
}

export type Mode = 'WDS' | 'SccmPxe';
const controllerFaults = [513, 770, 1050, 1803];
const allPxeProvidersFailed = 0xc107010c;

/** Exit codes that say that nothing failed: ended normally, and not started since the boot. */
const uneventful: readonly number[] = [0, 1077];

/** The cause of a start that failed, of a responder that is stopped or starts; null where nothing was recorded. */
export function startFailureOf(service: Service, mode: Mode, events: RecordedEvents): StartFailure | null {
  // A service that is starting has not outlived what was said of this start.
  const isStarting = service.state === 'Start Pending';
  if (!isStarting && service.state !== 'Stopped') return null;
  const recorded = serviceEvents(events, service);
  const initialised = mode === 'WDS' ? eventsOf(events, 'WDSServer', [517]) : [];
  const wds = mode === 'WDS' ? faultsOfStart(events) : noFaults;
  const seen = recorded.filter((event) => (isStarting && event.id === 7022) || mayBeNewer(event, initialised));
  // It came up and was stopped: what failed before is history.
  const endedNormally = !isStarting && service.exitCode === 0;
  if (endedNormally && initialised.length > 0 && wds.server.length === 0) return null;
  const scm = endedNormally ? [] : lastAttempt(seen, isStarting ? null : service);
  const binlsvc = mode === 'WDS' ? faultsOfBinlsvc(events, startsOf(service, recorded)) : [];
  const since = Math.min(...scm.map(({ time }) => Date.parse(time))) - startHintMs;
  const ofAttempt = <E extends RecordedEvent>(list: E[]): E[] =>
    scm.length === 0 ? list : list.filter(({ time }) => Date.parse(time) >= since);
  return leading({
    service,
    scm,
    seen: [...seen, ...wds.runtime, ...wds.provider, ...wds.server],
    binlsvc: ofAttempt(binlsvc),
    runtime: ofAttempt(wds.runtime),
    provider: ofAttempt(wds.provider),
    server: ofAttempt(wds.server),
  });
}

/** When a service is known to have been starting. */
function startsOf({ processStarted }: Service, recorded: readonly ServiceEvent[]): { time: string }[] {
  const process = wasRead(processStarted) && processStarted.value !== null ? [{ time: processStarted.value }] : [];
  return [...recorded.filter(({ id }) => failedStarts.includes(id)), ...process];
}

interface Evidence extends LiveEvents {
  service: Service;
  scm: ServiceEvent[];
  binlsvc: RecordedEvent[];
  /** What else was recorded, and decides nothing. */
  seen: RecordedEvent[];
}

/** First match leads, more specific before more general (`docs/pxe.md`). */
function leading({ service, scm, binlsvc, seen, runtime, provider, server }: Evidence): StartFailure | null {
  const { exitCode, serviceSpecificExitCode } = service;
  const specific = exitCode === 1066 ? serviceSpecificExitCode >>> 0 : null;
  const ids = (...list: number[]): ServiceEvent[] => scm.filter(({ id }) => list.includes(id));
  const coded = (code: number): ServiceEvent[] => scm.filter((event) => event.code === code);
  const ended = ids(7024, 7023, 7000).find(({ code }) => code !== null)?.code;
  const code = specific ?? (uneventful.includes(exitCode) ? null : exitCode) ?? ended ?? null;
  const all: RecordedEvent[] = [...scm, ...binlsvc, ...provider, ...server, ...runtime, ...seen];
  const because = (cause: StartCause, ...decisive: RecordedEvent[]): StartFailure => ({
    cause,
    events: [...new Set([...decisive, ...all.toSorted((a, b) => byTime(b, a))])],
    code,
  });

  const sideBySideCodes = coded(sideBySide);
  if (runtime.length > 0 || sideBySideCodes.length > 0 || exitCode === sideBySide || specific === sideBySide)
    return because('runtime', ...runtime, ...sideBySideCodes);

  const smsPxe = provider.filter((event) => names(event, 'smspxe'));
  const controller = binlsvc.filter(({ id }) => controllerFaults.includes(id));
  const connectionPoint = binlsvc.filter(({ id }) => id === 1800 || id === 1803);
  const initFailed = provider.filter(({ id }) => id === 261);
  const specificEnds = ids(7024);
  const multicast = server.filter((event) => event.id === 513 && names(event, 'wdsmc'));
  const otherServer = server.filter((event) => !multicast.includes(event));
  const hung = ids(7022);
  const noProviderLoaded = specific === allPxeProvidersFailed ? [] : coded(allPxeProvidersFailed);
  const isNoneLoaded = specific === allPxeProvidersFailed || noProviderLoaded.length > 0;

  if (smsPxe.length === 0) {
    if (specificEnds.length > 0 && initFailed.length > 0 && connectionPoint.length > 0)
      return because('service-connection-point', ...connectionPoint, ...initFailed, ...specificEnds);
    // What BINLSVC said while it hung leads there, and is no proof that it gave up.
    if (controller.length > 0 && hung.length === 0) return because('domain-controller', ...controller);
    if (multicast.length > 0 && otherServer.length === 0 && provider.length === 0)
      return because('multicast', ...multicast);
  }
  if (provider.length > 0 || server.length > 0 || isNoneLoaded)
    return because('provider', ...provider, ...server, ...noProviderLoaded);

  const is = (wanted: number): boolean => exitCode === wanted || ids(7000).some((event) => event.code === wanted);
  const refusals = (wanted: number): ServiceEvent[] => ids(7000).filter((event) => event.code === wanted);
  if (is(193)) return because('bad-image', ...refusals(193));
  if (is(1069)) return because('logon', ...refusals(1069));
  if (ids(7001).length > 0 || is(1068) || is(1075))
    return because('dependency', ...ids(7001), ...refusals(1068), ...refusals(1075));
  if (hung.length > 0) return because('hung', ...binlsvc, ...hung);
  if (ids(7009, 7011).length > 0 || is(1053)) return because('timeout', ...ids(7009, 7011), ...refusals(1053));
  if (ids(7031, 7034).length > 0 || exitCode === 1067) return because('crashed', ...ids(7031, 7034));
  if (ids(7000, 7023, 7024).length > 0 || !uneventful.includes(exitCode))
    return because('refused', ...ids(7000, 7023, 7024));
  return null;
}

/** What a running responder went through since the machine started (row 8). */
export interface StartHistory {
  kind: 'needed-help' | 'crash-loop';
  /** Why the start failed that came before the good one. */
  cause: StartCause;
  events: ServiceEvent[];
  /** How often it died, as Windows counts: a log that was cut or cleared holds fewer events. */
  deaths: number;
}
const failedStarts = [7000, 7001, 7009, 7022, 7023, 7024];

/** Dying twice is a loop, whatever else; a start that failed once or a single death needed help. */
export function startHistoryOf(service: Service, mode: Mode, events: RecordedEvents): StartHistory | null {
  const recorded = serviceEvents(events, service);
  const died = recorded.filter(({ id }) => crashes.includes(id));
  const deaths = Math.max(died.length, ...died.map(({ texts }) => codeIn(texts[1]) ?? 0));
  if (deaths > 1) return { kind: 'crash-loop', cause: 'crashed', events: died, deaths };
  const needed = recorded.filter(({ id }) => failedStarts.includes(id) || crashes.includes(id));
  const wds = mode === 'WDS' ? everyFault(events) : noFaults;
  const binlsvc = mode === 'WDS' ? binlsvcBeforeRunning(events, startsOf(service, recorded)) : [];
  // The exit code of a service that runs is none.
  const failure = leading({ service: { ...service, exitCode: 0 }, scm: needed, binlsvc, seen: [], ...wds });
  return needed.length > 0 && failure ? { kind: 'needed-help', cause: failure.cause, events: needed, deaths } : null;
}

/** How long after the machine the process of a service started, in milliseconds; null where that was not read. */
export function processGapMs({ processStarted }: Service, lastBootUpTime: string): number | null {
  if (!wasRead(processStarted) || processStarted.value === null) return null;
  return Date.parse(processStarted.value) - Date.parse(lastBootUpTime);
}

/** Delayed start is offered for two causes and in mode WDS, where it is not set and no group forbids it (`rulings` 3, 7). */
export function mayBeDelayed(cause: StartCause, mode: Mode, isDelayedAlready: boolean, service: Service): boolean {
  if (mode !== 'WDS' || isDelayedAlready || (cause !== 'timeout' && cause !== 'domain-controller')) return false;
  const { registry } = service;
  return wasRead(registry) && wasRead(registry.value.group) && !registry.value.group.value;
}
