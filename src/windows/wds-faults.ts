import { startHintMs } from './pxe-responder.ts';
import {
  byTime,
  codeIn,
  eventsOf,
  isNewer,
  mayBeNewer,
  type RecordedEvent,
  type RecordedEvents,
} from './service-events.ts';

const providerFaults = [256, 257, 258, 259, 260, 261, 263, 264, 265, 268];
const serverFaults = [513, 514, 515, 516];
/** ERROR_SXS_CANT_GEN_ACTCTX: what a program is made of could not be put together. */
export const sideBySide = 14001;
export const noFaults: LiveEvents = { runtime: [], provider: [], server: [] };

const says = (event: RecordedEvent, word: string): boolean =>
  event.texts.some((text) => text.toLowerCase().includes(word));
/**
 * Names of providers that an event may carry, in small letters, and SMSPXE for a path of its module: 259 lists the module
 * before the provider, 256 the key, and others the provider first.
 */
export const namesIn = ({ texts }: RecordedEvent): string[] =>
  texts.flatMap((text) => {
    if (/\\smspxe\.dll$/i.test(text.trim())) return ['smspxe'];
    return isName(text) ? [text.trim().toLowerCase()] : [];
  });
/** A code or a path is no name. */
export const isName = (text: string): boolean => /^[\w -]*\w$/.test(text.trim()) && codeIn(text) === null;
export const names = (event: RecordedEvent, name: string): boolean => namesIn(event).includes(name);

/** Events of WDS that no later success has made history (`rulings` 6). */
export interface LiveEvents {
  runtime: RecordedEvent[];
  /** WDSPXE: a PXE provider did not load. */
  provider: RecordedEvent[];
  /** WDSServer: a provider of WDS itself did not, and WDS shut down. */
  server: RecordedEvent[];
}
export function liveEvents(events: RecordedEvents): LiveEvents {
  return faultsIn(events, mayBeNewer);
}

type Counts = (event: RecordedEvent, successes: readonly RecordedEvent[]) => boolean;
function faultsIn(events: RecordedEvents, counts: Counts): LiveEvents {
  const loaded = eventsOf(events, 'WDSPXE', [262]);
  const initialised = eventsOf(events, 'WDSServer', [517]);
  const loadedLike = (name: string) => loaded.filter((event) => names(event, name));
  const provider = eventsOf(events, 'WDSPXE', providerFaults).filter((event) => {
    const fault = namesIn(event);
    // 268 names no provider: all of them failed.
    if (event.id === 268 || fault.length === 0) return counts(event, loaded);
    return counts(
      event,
      loaded.filter((success) => fault.some((name) => names(success, name))),
    );
  });
  const modules = eventsOf(events, 'SideBySide', [33]).filter(
    (event) => says(event, 'smspxe') && counts(event, loadedLike('smspxe')),
  );
  const server = eventsOf(events, 'WDSServer', serverFaults).filter((event) => counts(event, initialised));
  const runtime = [...modules, ...[...provider, ...server].filter(namesSideBySide)];
  return { runtime, provider, server };
}
const namesSideBySide = ({ texts }: RecordedEvent): boolean => texts.some((text) => codeIn(text) === sideBySide);

/** Those that the present start failed of. */
export function faultsOfStart(events: RecordedEvents): LiveEvents {
  return faultsIn(events, failsStart(events));
}

/** All of this boot, whatever came later. */
export function everyFault(events: RecordedEvents): LiveEvents {
  return faultsIn(events, () => true);
}

type Times = readonly { time: string }[];
/** What BINLSVC said at a start that failed: it comes up within WDSPXE, and once that is up the start failed of neither. */
export function faultsOfBinlsvc(events: RecordedEvents, starts: Times): RecordedEvent[] {
  const counts = failsStart(events);
  const cameUp = goodIn(events).filter((event) => isThrough(event) || names(event, 'binlsvc'));
  return binlsvcBeforeRunning(events, starts).filter((event) => counts(event, cameUp));
}

/** What BINLSVC said, unless WDS was up and none of the times of `starts`, nor a fault, tells of a start after that. */
export function binlsvcBeforeRunning(events: RecordedEvents, starts: Times): RecordedEvent[] {
  const { provider, server } = everyFault(events);
  const attempts = [...starts, ...provider, ...server];
  return eventsOf(events, 'BINLSVC').filter((event) => {
    const before = goodIn(events).filter((sign) => isThrough(sign) && byTime(sign, event) < 0);
    return before.length === 0 || attempts.some((attempt) => isNewer(attempt, before) && isNear(attempt, event));
  });
}
const isNear = (a: { time: string }, b: { time: string }): boolean =>
  Math.abs(Date.parse(a.time) - Date.parse(b.time)) <= startHintMs;

const isThrough = (event: RecordedEvent): boolean => event.source === 'WDSServer' && names(event, 'wdspxe');
const goodIn = (events: RecordedEvents): RecordedEvent[] => [
  ...eventsOf(events, 'WDSServer', [517]),
  ...eventsOf(events, 'WDSPXE', [262]),
];

/**
 * Whether a start failed of an event. Unlike `rulings` 6, which asks whether SMSPXE is loaded: a start that came through
 * WDSPXE in spite of it did not, and signs of a good start that are further apart than one start takes are of a later one.
 */
function failsStart(events: RecordedEvents): Counts {
  const good = goodIn(events);
  const through = good.filter(isThrough);
  return (event, successes) => {
    if (good.some((sign) => Date.parse(sign.time) - Date.parse(event.time) > startHintMs)) return false;
    if (!mayBeNewer(event, successes)) return false;
    // Within one start a provider of PXE comes before WDSPXE, also within one second.
    return event.source === 'WDSPXE' || event.source === 'SideBySide' ? isNewer(event, through) : true;
  };
}
