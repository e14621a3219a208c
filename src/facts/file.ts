import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listed } from '../engine/host-facts.ts';
import type { Gathering } from '../model/gathering.ts';
import { UsageError } from '../model/usage-error.ts';
import { RangedFacts, type ReadRanges } from './ranges.ts';
import { FactsScan } from './scan.ts';

export { encodeFacts } from './encode.ts';
export { mergeGatherings } from './merge.ts';
export { demandWritable, openFactsWriter, writeFactsFile } from './writer.ts';

/** A facts file that was gone through once: its facts stay in it, and are read when they are asked for. */
export interface OpenFactsFile extends Gathering {
  facts: RangedFacts;
  /** Afterwards no facts can be had. */
  close(): Promise<void>;
}

/** Read at a time, and held once. */
const chunkBytes = 256 * 1024;

/**
 * Opens a facts file and checks every line of it. What is kept in memory is the hosts and where their facts are. A pipe
 * is copied to a temporary file without a name, since it can be read only once. Throws a UsageError.
 */
export async function openFactsFile(file: string): Promise<OpenFactsFile> {
  const handle = await open(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  let copy: FileHandle | null = null;
  let kept = false;
  try {
    const before = await handle.stat();
    if (!before.isFile()) copy = await namelessFile(file);
    const scan = new FactsScan(file);
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let size = 0;
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, null).catch((error: unknown) => {
        throw unreadable(file, error);
      });
      if (bytesRead === 0) break;
      const bytes = chunk.subarray(0, bytesRead);
      await copy?.appendFile(bytes).catch((error: unknown) => {
        throw uncopied(file, error);
      });
      scan.push(bytes);
      size += bytesRead;
    }
    if (!copy && !isUnchanged(before, await handle.stat(), size)) throw changed(file);
    const { gathering, machines } = scan.finish();
    const spool = copy;
    const read = spool ? (ranges: Ranges) => readAt(spool.fd, ranges, file) : reopened(file, before);
    kept = true;
    return { ...gathering, facts: new RangedFacts(machines, read), close: async () => spool?.close() };
  } finally {
    await handle.close();
    if (!kept) await copy?.close();
  }
}

/** Reads one facts file as a whole, for those that are known to be small. */
export async function readFactsFile(file: string): Promise<Gathering> {
  const { close, facts, ...gathering } = await openFactsFile(file);
  try {
    return { ...gathering, facts: listed(gathering.hosts.flatMap(({ target }) => facts.of(target))) };
  } finally {
    await close();
  }
}

type Ranges = Parameters<ReadRanges>[0];

/** Opened for each machine: of thousands of small files not all can stay open. */
function reopened(file: string, scanned: Stats): ReadRanges {
  return (ranges) => {
    let opened: number;
    try {
      opened = openSync(file, 'r');
    } catch (error) {
      throw unreadable(file, error);
    }
    try {
      if (!isUnchanged(scanned, fstatSync(opened), scanned.size)) throw changed(file);
      return readAt(opened, ranges, file);
    } finally {
      closeSync(opened);
    }
  };
}

function isUnchanged(before: Stats, now: Stats, size: number): boolean {
  return now.size === size && now.mtimeMs === before.mtimeMs && now.ino === before.ino;
}

function readAt(opened: number, ranges: Ranges, file: string): Buffer {
  const bytes = Buffer.allocUnsafe(ranges.reduce((sum, [start, end]) => sum + end - start, 0));
  let filled = 0;
  for (const [start, end] of ranges) {
    for (let at = start; at < end; ) {
      const read = readSync(opened, bytes, filled, end - at, at);
      if (read === 0) throw changed(file);
      at += read;
      filled += read;
    }
  }
  return bytes;
}

/** Without a name from the start, so that nothing is left behind however the program ends. */
async function namelessFile(file: string): Promise<FileHandle> {
  const path = join(tmpdir(), `osd-preflight-${randomUUID()}`);
  try {
    const handle = await open(path, 'wx+', 0o600);
    await unlink(path);
    return handle;
  } catch (error) {
    throw uncopied(file, error);
  }
}

function unreadable(file: string, error: unknown): UsageError {
  const { code } = error as NodeJS.ErrnoException;
  const what = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
  return new UsageError(`${file} ${what}; a facts file is written by "osd-preflight gather".`);
}

function uncopied(file: string, error: unknown): UsageError {
  const { code } = error as NodeJS.ErrnoException;
  return new UsageError(
    `${file} is no file on disk and cannot be copied to ${tmpdir()} (${code}); save it to a file and name that.`,
  );
}

function changed(file: string): UsageError {
  return new UsageError(`${file} was changed while it was being read; try again when nothing writes to it.`);
}
