import { type Reading, wasRead } from '../model/answer.ts';

/** One record of a log of Configuration Manager. What the record does not say, or says in no readable way, is null. */
export interface LogRecord {
  text: string;
  /** Date and time on the clock of the machine that wrote it, as if that were UTC; milliseconds. */
  local: number | null;
  /** Minutes, as written behind the time; its sign is not settled, see `biasSign`. */
  bias: number | null;
  component: string | null;
  /** 1 information, 2 warning, 3 error. */
  type: number | null;
  /** By its number; records of one thread belong together. */
  thread: number | null;
}

/** Far longer than any record that somebody writes on purpose. */
const longest = 20_000;
const attribute = /\b(time|date|component|type|thread)="([^"]{0,200})"/g;
const shownEnd = /^\$\$<([^<>]{0,100})><([^<>]{1,80})><thread=(\d{1,10})?/;
const shownTime = /^(\d{1,2}-\d{1,2}-\d{4}) ([\d:.+-]{1,30})$/;
/** `Fri Oct 15 17:09:46.507 1999 Pacific Daylight Time`; the name of the zone is in the language of its machine. */
const oldTime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) ([\d:.]{1,20}) (\d{4})(?: |$)/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Reads one record: as it is written (`<![LOG[text]LOG]!><time="…" date="…" …>`, text of several lines, the beginning
 * possibly cut off), or in the old form, which viewers show too (`text~~ $$<COMPONENT><date time><thread=…>`, where a time in
 * words has no bias), or as cells between tabs, whose time depends on the viewer's culture and is not read. Null for
 * anything else.
 */
export function parseLogRecord(raw: string): LogRecord | null {
  const whole = raw.slice(0, longest);
  const end = whole.indexOf(']LOG]!>');
  if (end >= 0) {
    const said = new Map(Array.from(whole.slice(end).matchAll(attribute), ([, name, value]) => [name, value!]));
    const start = whole.startsWith('<![LOG[') ? '<![LOG['.length : 0;
    const type = /^[1-3]$/.exec(said.get('type') ?? '');
    return {
      text: whole.slice(start, end).trim(),
      ...timeOf(said.get('date') ?? '', said.get('time') ?? ''),
      component: said.get('component') ?? null,
      type: type && Number(type[0]),
      thread: numberOf(/^\d{1,10}$/.exec(said.get('thread') ?? '')?.[0]),
    };
  }
  if (whole.startsWith('<![LOG[')) return null;
  const mark = whole.lastIndexOf('$$<');
  const shown = mark < 0 ? null : shownEnd.exec(whole.slice(mark));
  if (shown) {
    const [, component, moment, thread] = shown;
    const text = whole
      .slice(0, mark)
      .trim()
      .replace(/~{1,2}$/, '')
      .trim();
    return { text, ...shownTimeOf(moment!), component: component!, type: null, thread: numberOf(thread) };
  }
  const cells = whole.trim().split('\t');
  if (cells.length < 4) return null;
  return {
    text: cells.slice(0, -3).join(' ').trim(),
    local: null,
    bias: null,
    component: cells.at(-3)!,
    type: null,
    thread: numberOf(/^(\d{1,10}) \(0x/.exec(cells.at(-1)!)?.[1]),
  };
}

const numberOf = (digits: string | undefined): number | null => (digits === undefined ? null : Number(digits));

function shownTimeOf(moment: string): Pick<LogRecord, 'local' | 'bias'> {
  const [, date, time] = shownTime.exec(moment) ?? [];
  if (date !== undefined) return timeOf(date, time!);
  const [, month, day, clock, year] = oldTime.exec(moment) ?? [];
  return timeOf(month === undefined ? '' : `${months.indexOf(month) + 1}-${day}-${year}`, clock ?? '');
}

function timeOf(date: string, time: string): Pick<LogRecord, 'local' | 'bias'> {
  const day = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(date);
  const clock = /^(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:([+-]|\+-)(\d{1,4}))?$/.exec(time);
  if (!day || !clock) return { local: null, bias: null };
  const [month, dayOfMonth, year] = day.slice(1).map(Number) as [number, number, number];
  const [hours, minutes, seconds] = clock.slice(1, 4).map(Number) as [number, number, number];
  const local = Date.UTC(year, month - 1, dayOfMonth, hours, minutes, seconds);
  // What is no date rolls over into another month, what is no time into another hour.
  const read = new Date(local);
  const isDay = read.getUTCFullYear() === year && read.getUTCMonth() === month - 1 && read.getUTCDate() === dayOfMonth;
  const isReal = isDay && hours < 24 && minutes < 60 && seconds < 60;
  const bias = clock[5] === undefined ? null : Number(clock[6]) * (clock[5] === '+' ? 1 : -1);
  if (!isReal || (bias !== null && Math.abs(bias) > 900)) return { local: null, bias: null };
  return { local: local + Math.floor(Number(`0.${clock[4] ?? 0}`) * 1000), bias };
}

/** The two ways to read a bias: UTC = local time + bias, or the other way round. */
export type BiasSign = 1 | -1;

const toleranceMs = 5 * 60_000;

/**
 * The latest moment that a record of a file can have, in milliseconds: five minutes after the clock of its machine and after
 * the last write of the file, whichever is earlier (`rulings` 8). Both are ISO 8601; an unknown last write says nothing.
 */
export function latestMoment(clock: string, lastWriteTime: string | null): number {
  const written = lastWriteTime === null ? Number.POSITIVE_INFINITY : Date.parse(lastWriteTime);
  return Math.min(Date.parse(clock), written) + toleranceMs;
}

/** How the biases of a log are to be read, decided by its newest record with a time; null: by neither sign. */
export function biasSign(newest: LogRecord, latest: number): BiasSign | null {
  return ([1, -1] as const).find((sign) => momentOf(newest, sign, latest) !== null) ?? null;
}

/** When a record was written, in ISO 8601 UTC; null where it does not say, or says something later than it can be. */
export function momentOf({ local, bias }: LogRecord, sign: BiasSign, latest: number): string | null {
  if (local === null || bias === null) return null;
  const moment = local + sign * bias * 60_000;
  return moment <= latest ? new Date(moment).toISOString() : null;
}

/** A log as it was read: its records as raw text, oldest first. Times are ISO 8601 UTC. */
export interface ReadLog {
  path: string;
  lastWriteTime: string | null;
  records: Reading<string[]>;
}

/** A record with where it stands and when it was written; null where that is not told or cannot be. */
export interface TimedRecord extends LogRecord {
  path: string;
  at: string | null;
}

/**
 * The records of logs of one machine, oldest file first, in the order in which they were written; what is no record is left
 * out. The newest record with a time decides the sign for all; `clock` is the machine's own time (`rulings` 8).
 */
export function timedRecords(files: readonly ReadLog[], clock: string): TimedRecord[] {
  let sign: BiasSign | null | undefined;
  const newestFirst = files.toReversed().map(({ path, lastWriteTime, records }): TimedRecord[] => {
    const latest = latestMoment(clock, lastWriteTime);
    const parsed = wasRead(records) ? records.value.flatMap((raw) => parseLogRecord(raw) ?? []) : [];
    const newest = parsed.findLast(({ local, bias }) => local !== null && bias !== null);
    if (sign === undefined && newest) sign = biasSign(newest, latest);
    // A file of which the newest record is too late has no time that can be believed.
    const known = newest && sign && momentOf(newest, sign, latest) !== null ? sign : null;
    return parsed.map((record) => ({ ...record, path, at: known && momentOf(record, known, latest) }));
  });
  return newestFirst.toReversed().flat();
}
