import { startHintMs } from './pxe-responder.ts';
import { codeIn, eventsOf, isNewer, type RecordedEvent, type RecordedEvents } from './service-events.ts';

const providerFaults = [256, 257, 258, 259, 260, 261, 263, 264, 265, 268];
const serverFaults = [513, 514, 515, 516];
/** ERROR_SXS_CANT_GEN_ACTCTX: what a program is made of could not be put together. */
export const sideBySide = 14001;
export const noFaults: LiveEvents = { runtime: [], provider: [], server: [] };

export const says = (event: RecordedEvent, word: string): boolean =>
  event.texts.some((text) => text.toLowerCase().includes(word));
export const names = ({ texts }: RecordedEvent, name: string): boolean => (texts[0] ?? '').toLowerCase() === name;

/** Events of WDS that no later success has made history (`rulings` 6). */
export interface LiveEvents {
  runtime: RecordedEvent[];
  /** WDSPXE: a PXE provider did not load. */
  provider: RecordedEvent[];
  /** WDSServer: a provider of WDS itself did not, and WDS shut down. */
  server: RecordedEvent[];
}
export function liveEvents(events: RecordedEvents): LiveEvents {
  return faultsIn(events, isNewer);
}

type Counts = (event: RecordedEvent, successes: readonly RecordedEvent[]) => boolean;
function faultsIn(events: RecordedEvents, counts: Counts): LiveEvents {
  const loaded = eventsOf(events, 'WDSPXE', [262]);
  const initialised = eventsOf(events, 'WDSServer', [517]);
  const loadedLike = (name: string) => loaded.filter((event) => names(event, name));
  const provider = eventsOf(events, 'WDSPXE', providerFaults).filter((event) => {
    const name = (event.texts[0] ?? '').toLowerCase();
    // 268 names no provider: all of them failed.
    return counts(event, event.id === 268 || name === '' ? loaded : loadedLike(name));
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

/** What BINLSVC said, unless it came up later, as a provider of WDS or of its PXE server. */
export function faultsOfBinlsvc(events: RecordedEvents): RecordedEvent[] {
  const counts = failsStart(events);
  const cameUp = goodIn(events).filter((event) => names(event, 'binlsvc'));
  return eventsOf(events, 'BINLSVC').filter((event) => counts(event, cameUp));
}

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
  const through = good.filter((event) => event.source === 'WDSServer' && names(event, 'wdspxe'));
  return (event, successes) =>
    isNewer(
      event,
      event.source === 'WDSPXE' || event.source === 'SideBySide' ? [...successes, ...through] : successes,
    ) && !good.some((sign) => Date.parse(sign.time) - Date.parse(event.time) > startHintMs);
}
