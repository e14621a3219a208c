import { byTime, codeIn, eventsOf, isNewer, type RecordedEvent, type RecordedEvents } from './service-events.ts';
import { liveEvents } from './wds-faults.ts';

/** Whether a running WDS has loaded what it hands out PXE with (`rulings` 6); `loaded` where nothing speaks against it. */
export interface ProviderLoad {
  verdict: 'wdspxe-failed' | 'runtime' | 'failed' | 'not-registered' | 'old-load' | 'loaded';
  /** The provider that is missing, as events name it. */
  provider: string;
  events: RecordedEvent[];
}

export interface LoadFacts {
  events: RecordedEvents;
  /** When SMSPXE.log last said that the provider was loaded; null where it does not. */
  loadedAt: string | null;
  lastBootUpTime: string;
  /** Whether SMSPXE has a key among the PXE providers; null where that is not known. */
  isRegistered: boolean | null;
}

/** Events that count on their own; 256 to 261 and 263 come with 264 or 265, or tell what those leave out. */
const pxeFaults = [264, 265, 268];
const serverFaults = [513, 514];

export function judgeLoad({ events, loadedAt, lastBootUpTime, isRegistered }: LoadFacts): ProviderLoad {
  const load = (verdict: ProviderLoad['verdict'], seen: RecordedEvent[] = [], provider = 'SMSPXE'): ProviderLoad => ({
    verdict,
    provider,
    events: seen.toSorted((a, b) => byTime(b, a)),
  });
  const withoutPxe = failedWdspxe(events);
  if (withoutPxe.length > 0) return load('wdspxe-failed', withoutPxe, 'WDSPXE');

  const live = liveEvents(events);
  const isSince = (event: RecordedEvent): boolean =>
    loadedAt === null || !concernsSmsPxe(event) || isNewer(event, [{ time: loadedAt }]);
  const runtime = live.runtime.filter(isSince);
  const pxe = live.provider.filter(isSince);
  const deciding = [...pxe.filter(({ id }) => pxeFaults.includes(id)), ...live.server.filter(countsOfServer)];
  if (runtime.length > 0) return load('runtime', [...new Set([...runtime, ...pxe])]);
  if (deciding.length > 0) return load('failed', [...new Set([...deciding, ...pxe])], nameIn(deciding));
  if (pxe.length > 0) return load('failed', pxe, nameIn(pxe));
  if (isRegistered === false) return load('not-registered');
  if (loadedAt !== null && Date.parse(loadedAt) < Date.parse(lastBootUpTime)) return load('old-load');
  return load('loaded');
}

/** Whether an event of this boot says that SMSPXE was loaded, or that WDSPXE came up, which would have told of a failure. */
export function isLoadRecorded(events: RecordedEvents): boolean {
  const names = (name: string) => (event: RecordedEvent) => event.texts[0]?.toLowerCase() === name;
  return (
    eventsOf(events, 'WDSPXE', [262]).some(names('smspxe')) ||
    eventsOf(events, 'WDSServer', [517]).some(names('wdspxe'))
  );
}

const countsOfServer = ({ id }: RecordedEvent): boolean => serverFaults.includes(id);

/** 512 that names WDSPXE and is newer than its own newest 517: other providers log theirs later in the same start. */
function failedWdspxe(events: RecordedEvents): RecordedEvent[] {
  const isWdspxe = ({ texts }: RecordedEvent): boolean => (texts[0] ?? '').toLowerCase() === 'wdspxe';
  const good = eventsOf(events, 'WDSServer', [517]).filter(isWdspxe);
  return eventsOf(events, 'WDSServer', [512]).filter((event) => isWdspxe(event) && isNewer(event, good));
}

/** SMSPXE.log speaks of SMSPXE alone: an event that names another provider is not refuted by it. */
function concernsSmsPxe({ source, id, texts }: RecordedEvent): boolean {
  if (source === 'SideBySide') return true;
  if (source !== 'WDSPXE') return false;
  const name = texts[0] ?? '';
  return id === 268 || name === '' || name.toLowerCase() === 'smspxe';
}

/** The provider that the newest event names; a code or a path is no name. */
function nameIn(events: readonly RecordedEvent[]): string {
  const names = events.map(({ texts }) => texts[0] ?? '').filter((text) => /^\w+$/.test(text) && codeIn(text) === null);
  return names.find((name) => name.toLowerCase() === 'smspxe') ?? names[0] ?? 'SMSPXE';
}
