import { closeSync, constants, openSync, readSync } from 'node:fs';
import { toNamespacedPath } from 'node:path';
import type { Reading } from '../model/answer.ts';
import { failureOf } from './failures.ts';

const mostBytes = 1 << 20;
// Windows knows neither; there, what is a link was seen in the listing.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
// One block for all: nothing else runs between reading a file and turning it into text.
const block = Buffer.allocUnsafeSlow(mostBytes + 1);

/** An INI file as text of one character a byte. A long one is not read: a part of it proves nothing. */
export function readSmallFile(path: string): Reading<string> {
  let file: number | null = null;
  try {
    file = openSync(toNamespacedPath(path), flags);
    let filled = 0;
    for (let read = -1; read !== 0 && filled <= mostBytes; filled += read)
      read = readSync(file, block, filled, block.length - filled, null);
    if (filled > mostBytes) return { failed: 'malformed', message: 'it is longer than 1 MiB' };
    return { value: block.toString('latin1', 0, filled) };
  } catch (error) {
    return failureOf(error);
  } finally {
    if (file !== null) closeSync(file);
  }
}
