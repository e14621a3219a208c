import { type Reading, wasRead } from '../model/answer.ts';

/** An event as it was recorded. `time` is ISO 8601 UTC; `texts` are its data, never the message in the machine's language. */
export interface LoggedEvent {
  id: number;
  time: string;
  texts: string[];
}

/** The events since the start of a machine, by source. */
export interface EventRecord {
  since: string;
  /** The time of the oldest record of a log; null for an empty log. */
  logs: { log: string; oldest: Reading<string | null> }[];
  sources: {
    log: string;
    source: string;
    registered: boolean;
    /** Whether older events were left out. */
    truncated: boolean;
    events: Reading<LoggedEvent[]>;
  }[];
}

export interface SourcedEvent extends LoggedEvent {
  source: string;
}

export const serviceControlManager = 'Service Control Manager';

/** The events of a source with these ids, newest first. What was not read is not among them: see {@link gapsOf}. */
export function eventsOf({ sources }: EventRecord, source: string, ids: readonly number[]): SourcedEvent[] {
  return sources
    .filter((each) => isSame(each.source, source))
    .flatMap(({ events }) => (wasRead(events) ? events.value : []))
    .filter(({ id }) => ids.includes(id))
    .map((event) => ({ ...event, source }))
    .sort(newestFirst);
}

/** Total, so that the same events come in the same order however they were listed. */
export function newestFirst(a: SourcedEvent, b: SourcedEvent): number {
  const key = ({ source, id, texts }: SourcedEvent): string => JSON.stringify([source, id, texts]);
  return momentOf(b) - momentOf(a) || (key(a) < key(b) ? -1 : Number(key(a) > key(b)));
}
export const momentOf = ({ time }: LoggedEvent): number => Date.parse(time);

const ofStart = [7000, 7001, 7009, 7011, 7022, 7023, 7024, 7031, 7034];
/** Here the first text is a number of milliseconds and the second the service; everywhere else the first is the service. */
const withTimeoutFirst = [7009, 7011];

/** What the Service Control Manager recorded about a service, called by its own name or by the displayed one. */
export function serviceEvents(record: EventRecord, service: { name: string; displayName: string }): SourcedEvent[] {
  return eventsOf(record, serviceControlManager, ofStart).filter(({ id, texts }) => {
    const named = texts[withTimeoutFirst.includes(id) ? 1 : 0];
    return named !== undefined && (isSame(named, service.name) || isSame(named, service.displayName));
  });
}

/** The number in a text of an event: `%%1053`, `1053`, `0x41D`; unsigned, as Windows documents its codes. */
export function codeIn(text: string | undefined): number | null {
  const digits = /^(?:%%)?(-?\d{1,10}|0x[0-9a-f]{1,8})$/i.exec(text?.trim() ?? '')?.[1];
  return digits === undefined ? null : Number(digits) >>> 0;
}

/** Why events that are not there prove nothing. */
export interface EventGaps {
  /** What hides events of any age. */
  unread: string[];
  /** What hides older events than the oldest that is there. */
  older: string[];
}

/** What is missing of these sources. A source that is not registered has no events, which is no gap. */
export function gapsOf({ since, logs, sources }: EventRecord, wanted: readonly string[]): EventGaps {
  const gaps: EventGaps = { unread: [], older: [] };
  const inLogs = new Set<string>();
  for (const name of wanted) {
    const found = sources.filter(({ source }) => isSame(source, name));
    if (found.length === 0) gaps.unread.push(`the events of ${name} were not read`);
    for (const { log, events, truncated } of found) {
      inLogs.add(log.toLowerCase());
      if (!wasRead(events)) gaps.unread.push(`the events of ${name} could not be read: ${events.message}`);
      if (truncated) gaps.older.push(`only the newest events of ${name} were looked through`);
    }
  }
  for (const log of inLogs) {
    const found = logs.find((each) => each.log.toLowerCase() === log);
    if (!found) gaps.older.push(`how far the ${log} log reaches back was not read`);
    else if (!wasRead(found.oldest))
      gaps.older.push(`how far the ${found.log} log reaches back could not be read: ${found.oldest.message}`);
    // Windows writes to both logs while it starts.
    else if (found.oldest.value === null) gaps.unread.push(`the ${found.log} log is empty`);
    else if (Date.parse(found.oldest.value) > Date.parse(since))
      gaps.older.push(`the ${found.log} log begins at ${timeText(found.oldest.value)}, after the machine started`);
  }
  return gaps;
}

/** Why a failed start may have left no event of the Service Control Manager; null where Windows records them. */
export function suppression(enableAutostartEvents: Reading<unknown>): string | null {
  if (!wasRead(enableAutostartEvents))
    return `whether Windows records failed starts could not be read: ${enableAutostartEvents.message}`;
  const { value } = enableAutostartEvents;
  if (value === 0) return 'Windows is told not to record failed starts (EnableAutostartEvents = 0)';
  return value === null || typeof value === 'number' ? null : 'EnableAutostartEvents is no number in the registry';
}

/** `2026-03-02 06:00:41 UTC` */
export function timeText(time: string): string {
  return `${new Date(Date.parse(time)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** An event for people: source, id, time and what it says. */
export function eventText({ source, id, time, texts }: SourcedEvent): string {
  const said = texts.join(', ');
  return `event ${source} ${id} at ${timeText(time)}${said ? `: ${said.length > 300 ? `${said.slice(0, 300)}…` : said}` : ''}`;
}

export function isSame(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}
