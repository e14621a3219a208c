/** One line of a log of Windows Setup. What the line does not say, or says in no readable way, is null. */
export interface SetupLogLine {
  text: string;
  /** Date and time on the clock of the machine that wrote it, as if that were UTC; milliseconds. */
  local: number | null;
  /** `Info`, `Warning`, `Error`, `Perf`. */
  level: string | null;
  /** `SYSPRP`, `IBSLIB`, … */
  component: string | null;
}

/** Far longer than any line that Setup writes. */
const longest = 20_000;
const form =
  /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d), (\w{1,20})[ \t]{1,60}(?:\[0x[\da-f]{1,16}\][ \t]{0,60})?(.*)$/is;
const component = /^([A-Z][A-Z\d]{1,15})(?:[ \t]{1,60}|$)(.*)$/s;

/** Reads `2026-03-02 08:15:04, Error      [0x0f0082] SYSPRP text`; anything else is text alone, a line that goes on for one. */
export function parseSetupLine(raw: string): SetupLogLine {
  const whole = raw.slice(0, longest).trim();
  const match = form.exec(whole);
  const local = match && timeOf(match.slice(1, 7).map(Number));
  if (!match || local === null) return { text: whole, local: null, level: null, component: null };
  const [level, rest] = [match[7]!, match[8]!];
  const named = component.exec(rest);
  return { text: (named ? named[2]! : rest).trim(), local, level, component: named ? named[1]! : null };
}

function timeOf(parts: number[]): number | null {
  const [year, month, day, hours, minutes, seconds] = parts as [number, number, number, number, number, number];
  const local = Date.UTC(year, month - 1, day, hours, minutes, seconds);
  // What is no date rolls over into another month, what is no time into another hour.
  const read = new Date(local);
  const isDay = read.getUTCFullYear() === year && read.getUTCMonth() === month - 1 && read.getUTCDate() === day;
  return isDay && hours < 24 && minutes < 60 && seconds < 60 ? local : null;
}

/** When a line was written, in ISO 8601 UTC, where local time is so many minutes ahead of it; null: the line has no time. */
export function setupMoment({ local }: SetupLogLine, aheadOfUtc: number): string | null {
  return local === null ? null : new Date(local - aheadOfUtc * 60_000).toISOString();
}
