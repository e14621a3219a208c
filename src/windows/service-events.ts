import { type Reading, wasRead } from '../model/answer.ts';
import { compareText } from '../model/json.ts';
import { inSentence } from './wording.ts';

/** What Windows recorded since the start of the machine, as `pxe-events` reads it. Times are ISO 8601 UTC. */
export interface RecordedEvents {
  since: string;
  /** The time of the oldest record that a log still has; null for an empty log. */
  logs: { log: string; oldest: Reading<string | null> }[];
  sources: EventSource[];
}
interface EventSource {
  log: string;
  source: string;
  registered: boolean;
  truncated: boolean;
  events: Reading<{ id: number; time: string; texts: string[] }[]>;
}

/** An event by its source and id: the same id means different things in two sources. */
export interface RecordedEvent {
  source: string;
  id: number;
  time: string;
  texts: readonly string[];
}
/** What the Service Control Manager said of one service; null where the event says no such thing. */
export interface ServiceEvent extends RecordedEvent {
  /** The Win32 code, or that of the service, for which it did not start or ended. */
  code: number | null;
  timeoutMs: number | null;
  dependency: string | null;
}

export const controlManager = 'Service Control Manager';
const timeouts: readonly number[] = [7009, 7011];
const withCode: readonly number[] = [7000, 7023, 7024];

/** Events of the Service Control Manager about one service, newest first. */
export function serviceEvents(
  events: RecordedEvents,
  { name, displayName }: { name: string; displayName: string },
): ServiceEvent[] {
  const names = [name.toLowerCase(), displayName.toLowerCase()];
  return eventsOf(events, controlManager).flatMap((event): ServiceEvent[] => {
    const { id, texts } = event;
    const isTimeout = timeouts.includes(id);
    if (!names.includes((texts[isTimeout ? 1 : 0] ?? '').toLowerCase())) return [];
    return [
      {
        ...event,
        code: withCode.includes(id) ? codeIn(texts[1]) : id === 7001 ? codeIn(texts[2]) : null,
        timeoutMs: isTimeout ? codeIn(texts[0]) : null,
        dependency: id === 7001 ? (texts[1] ?? null) : null,
      },
    ];
  });
}

/** Events of a source, newest first; of some ids, or all. What could not be read is not among them: see `gapsIn`. */
export function eventsOf(events: RecordedEvents, source: string, ids?: readonly number[]): RecordedEvent[] {
  return events.sources
    .filter((each) => each.source === source)
    .flatMap((each) => (wasRead(each.events) ? each.events.value : []))
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .map((event) => ({ source, ...event }))
    .sort((a, b) => -byTime(a, b) || a.id - b.id || compareText(JSON.stringify(a.texts), JSON.stringify(b.texts)));
}

/** A number as events carry it: `%%1053`, `0xC107010C`, `30000`, or below zero where somebody took it as signed. */
export function codeIn(text: string | undefined): number | null {
  const match = /^(?:%%)?(-?\d{1,10}|0x[0-9a-f]{1,8})$/i.exec(text?.trim() ?? '');
  if (!match) return null;
  const value = Number(match[1]);
  return value < 0 ? value >>> 0 : value;
}

/** Earlier before later, to the tenth of a microsecond that events are recorded with. */
export function byTime(a: { time: string }, b: { time: string }): number {
  return Date.parse(a.time) - Date.parse(b.time) || compareText(fractionOf(a.time), fractionOf(b.time));
}
const fractionOf = (time: string): string => (/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(9, '0');

/** Whether an event is newer than the newest of some others; it is where there are none. */
export function isNewer(event: { time: string }, others: readonly { time: string }[]): boolean {
  return others.every((other) => byTime(event, other) > 0);
}

/**
 * Whether an event is newer than all of some others, or may be: of two with equal times nobody knows which was first, and
 * a time in whole seconds, as WDS's sources carry it, stands for the second that follows.
 */
export function mayBeNewer(event: { time: string }, others: readonly { time: string }[]): boolean {
  const isWhole = Number(fractionOf(event.time)) === 0;
  return others.every(
    (other) => byTime(event, other) >= 0 || (isWhole && Date.parse(event.time) + 1000 > Date.parse(other.time)),
  );
}

const clockToleranceMs = 5 * 60_000;

/** Why it proves nothing that sources have no event: one clause for each reason; none where it does prove something. */
export function gapsIn(events: RecordedEvents, sources: readonly string[], clock: string): string[] {
  const asked = events.sources.filter(({ source }) => sources.includes(source));
  const missing = sources.filter((name) => !asked.some(({ source }) => source === name));
  const logs = [...new Set(asked.map(({ log }) => log))];
  // A log that cannot be read says so once, and not for each of its sources.
  const unread = events.logs.flatMap(({ log, oldest }) => (wasRead(oldest) ? [] : [log]));
  return [
    ...missing.map((source) => `the events of ${source} were not read`),
    ...asked.filter(({ log }) => !unread.includes(log)).flatMap((each) => gapsOfSource(each, clock)),
    ...logs.flatMap((log) => gapsOfLog(events, log)),
  ];
}

const alwaysRegistered: readonly string[] = [controlManager, 'WDSServer', 'WDSPXE'];
function gapsOfSource({ source, registered, truncated, events }: EventSource, clock: string): string[] {
  if (!wasRead(events)) return [`the events of ${source} could not be read: ${inSentence(events.message)}`];
  // Each Windows has a Service Control Manager, and each WDS its own sources; BINLSVC and others may be missing.
  if (!registered && alwaysRegistered.includes(source)) return [`${source} is not registered as a source of events`];
  const isLate = events.value.some(({ time }) => Date.parse(time) > Date.parse(clock) + clockToleranceMs);
  return [
    ...(truncated ? [`only the newest events of ${source} were read`] : []),
    ...(isLate ? [`events of ${source} are later than the machine's clock`] : []),
  ];
}

function gapsOfLog({ logs, since }: RecordedEvents, log: string): string[] {
  const oldest = logs.find((each) => each.log === log)?.oldest;
  if (!oldest) return [`how far the ${log} log reaches back was not read`];
  if (!wasRead(oldest)) return [`the ${log} log could not be read: ${inSentence(oldest.message)}`];
  if (oldest.value === null) return [`the ${log} log is empty`];
  if (Date.parse(oldest.value) <= Date.parse(since)) return [];
  return [
    `the ${log} log begins ${moment(oldest.value)}, after the start of the machine: it was cleared, or rolled over`,
  ];
}

/** Why it proves nothing that no start failed at the boot: `EnableAutostartEvents` 0 lets Windows keep it to itself. */
export function autostartGaps(enableAutostartEvents: Reading<unknown>): string[] {
  if (!wasRead(enableAutostartEvents))
    return [`EnableAutostartEvents could not be read: ${inSentence(enableAutostartEvents.message)}`];
  const { value } = enableAutostartEvents;
  if (value === 0) return ['EnableAutostartEvents is 0, so Windows does not record starts that fail'];
  return value === null || typeof value === 'number' ? [] : ['EnableAutostartEvents is no number in the registry'];
}

/** A time for people: `2026-03-02 06:00:41 UTC`. */
export function moment(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** An event as a line of evidence. */
export function eventLine({ source, id, time, texts }: RecordedEvent): string {
  return `event ${source} ${id} at ${moment(time)}${texts.length > 0 ? `: ${texts.join(', ')}` : ''}`;
}
