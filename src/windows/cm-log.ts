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
}

/** Far longer than any record that somebody writes on purpose. */
const longest = 20_000;
const attribute = /\b(time|date|component|type)="([^"]{0,200})"/g;
const shownEnd = /^\$\$<([^<>]{0,100})><(\d{1,2}-\d{1,2}-\d{4}) ([\d:.+-]{1,30})><thread=/;

/**
 * Reads one record: as it is written (`<![LOG[text]LOG]!><time="…" date="…" …>`, text of several lines, the beginning
 * possibly cut off), or as viewers show it (`text~~ $$<COMPONENT><date time><thread=…>`, or cells between tabs, whose time
 * depends on the viewer's culture and is not read). Null for anything else.
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
    };
  }
  if (whole.startsWith('<![LOG[')) return null;
  const mark = whole.lastIndexOf('$$<');
  const shown = mark < 0 ? null : shownEnd.exec(whole.slice(mark));
  if (shown) {
    const [, component, date, time] = shown;
    const text = whole
      .slice(0, mark)
      .trim()
      .replace(/~{1,2}$/, '')
      .trim();
    return { text, ...timeOf(date!, time!), component: component!, type: null };
  }
  const cells = whole.trim().split('\t');
  if (cells.length < 4) return null;
  return { text: cells.slice(0, -3).join(' ').trim(), local: null, bias: null, component: cells.at(-3)!, type: null };
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
