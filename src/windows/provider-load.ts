import { byTime, eventsOf, mayBeNewer, type RecordedEvent, type RecordedEvents } from './service-events.ts';
import { isName, liveEvents, names, namesIn } from './wds-faults.ts';

/** Whether a running WDS has loaded what it hands out PXE with (`rulings` 6); `loaded` where nothing speaks against it. */
export interface ProviderLoad {
  verdict: 'wdspxe-failed' | 'runtime' | 'failed' | 'not-registered' | 'old-load' | 'disagreement' | 'loaded';
  /** The provider that is missing, as events name it. */
  provider: string;
  events: RecordedEvent[];
}

export interface LoadFacts {
  events: RecordedEvents;
  /** When SMSPXE.log last said that the provider was loaded; null where it does not. */
  loadedAt: string | null;
  lastBootUpTime: string;
  /** When the process of the running WDS started; null where that is not known. */
  processStarted: string | null;
  /** Whether SMSPXE has a key among the PXE providers; null where that is not known. */
  isRegistered: boolean | null;
}

/** Events that count on their own; 256 to 261 and 263 come with 264 or 265, or tell what those leave out. */
const pxeFaults = [264, 265, 268];
const serverFaults = [513, 514];

export function judgeLoad(facts: LoadFacts): ProviderLoad {
  const { events, loadedAt, lastBootUpTime, isRegistered } = facts;
  const load = (verdict: ProviderLoad['verdict'], seen: RecordedEvent[] = [], provider = 'SMSPXE'): ProviderLoad => ({
    verdict,
    provider,
    events: seen.toSorted((a, b) => byTime(b, a)),
  });
  const withoutPxe = failedWdspxe(events);
  if (withoutPxe.length > 0) return load('wdspxe-failed', withoutPxe, 'WDSPXE');

  const live = liveEvents(events);
  const isSince = (event: RecordedEvent): boolean =>
    loadedAt === null || !concernsSmsPxe(event) || mayBeNewer(event, [{ time: loadedAt }]);
  const runtime = live.runtime.filter(isSince);
  const concerning = live.provider.filter(isSince);
  const ofSmsPxe = concerning.filter(concernsSmsPxe);
  // Where SMSPXE is loaded, another provider that is not keeps no client without an answer.
  const pxe = ofSmsPxe.length === 0 && isSmsPxeLoaded(facts) ? [] : concerning;
  const deciding = [...pxe.filter(({ id }) => pxeFaults.includes(id)), ...live.server.filter(countsOfServer)];
  if (runtime.length > 0) return load('runtime', [...new Set([...runtime, ...pxe])]);
  if (deciding.length > 0) return load('failed', [...new Set([...deciding, ...pxe])], nameIn(deciding));
  if (pxe.length > 0) return load('failed', pxe, nameIn(pxe));
  if (isRegistered === false) return load('not-registered');
  if (loadedAt !== null && Date.parse(loadedAt) < Date.parse(lastBootUpTime))
    return loadsOf(events).length > 0 ? load('disagreement', loadsOf(events)) : load('old-load');
  return load('loaded');
}

const loadsOf = (events: RecordedEvents): RecordedEvent[] =>
  eventsOf(events, 'WDSPXE', [262]).filter((event) => names(event, 'smspxe'));

/** Of signs of a load, whether one is of the process that runs now: what an earlier one loaded ended with it. */
function isOfProcess(signs: readonly { time: string }[], { lastBootUpTime, processStarted }: LoadFacts): boolean {
  return signs.some((sign) => mayBeNewer(sign, [{ time: processStarted ?? lastBootUpTime }, { time: lastBootUpTime }]));
}
const logOf = ({ loadedAt }: LoadFacts): { time: string }[] => (loadedAt === null ? [] : [{ time: loadedAt }]);
const isSmsPxeLoaded = (facts: LoadFacts): boolean => isOfProcess([...loadsOf(facts.events), ...logOf(facts)], facts);

/** Why a load is not proven by the log, an event that names SMSPXE, or WDSPXE that came up, which tells of a failure; null where it is. */
export function unprovenLoad(facts: LoadFacts): string | null {
  const through = eventsOf(facts.events, 'WDSServer', [517]).filter((event) => names(event, 'wdspxe'));
  const signs = [...logOf(facts), ...loadsOf(facts.events), ...through];
  if (signs.length === 0) return 'neither SMSPXE.log nor an event since the restart says that it was loaded';
  return isOfProcess(signs, facts) ? null : 'what says that it was loaded is older than the process that runs now';
}

const countsOfServer = ({ id }: RecordedEvent): boolean => serverFaults.includes(id);

/** 512 that names WDSPXE and is newer than its own newest 517: other providers log theirs later in the same start. */
function failedWdspxe(events: RecordedEvents): RecordedEvent[] {
  const isWdspxe = (event: RecordedEvent): boolean => names(event, 'wdspxe');
  const good = eventsOf(events, 'WDSServer', [517]).filter(isWdspxe);
  return eventsOf(events, 'WDSServer', [512]).filter((event) => isWdspxe(event) && mayBeNewer(event, good));
}

/** SMSPXE.log speaks of SMSPXE alone: an event that names another provider is not refuted by it. */
function concernsSmsPxe(event: RecordedEvent): boolean {
  if (event.source === 'SideBySide') return true;
  if (event.source !== 'WDSPXE') return false;
  return event.id === 268 || namesIn(event).length === 0 || names(event, 'smspxe');
}

/** The provider that the newest event names. */
function nameIn(events: readonly RecordedEvent[]): string {
  if (events.some((event) => names(event, 'smspxe'))) return 'SMSPXE';
  return events.flatMap(({ texts }) => texts.filter(isName)).map((name) => name.trim())[0] ?? 'SMSPXE';
}
