import { shareText, sizeText } from '../model/sizes.ts';

/** How far a reading is: bytes, and milliseconds since it began. */
export interface Pace {
  done: number;
  total: number;
  sinceMs: number;
}

/** Earlier than this a rate says more about the start than about the rest. */
const settledMs = 1000;

/** `1.2 of 4.0 GB, 310 MB/s, 9 s left`; without rate and time left until they can be told. */
export function paceText({ done, total, sinceMs }: Pace): string {
  // A file that grew while it was read, and a clock that was set back, are no reason for a number below zero.
  const read = Math.min(Math.max(done, 0), total);
  const share = shareText(read, total);
  if (sinceMs < settledMs || read <= 0) return share;
  const rate = (read / sinceMs) * 1000;
  return `${share}, ${sizeText(Math.round(rate))}/s, ${timeText((total - read) / rate)} left`;
}

/** `9 s`, `3 min`, `1 h 10 min`; rounded up, since what was promised and is not over seems to hang. */
function timeText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.ceil(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
