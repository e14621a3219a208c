import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { codeOf, failureOf } from './failures.ts';
import type { LibraryFolder } from './library-folder.ts';

const header = JSON.stringify({ kind: 'osd-preflight hash cache', version: 1 });
const mostAgeMs = 7 * 24 * 60 * 60 * 1000;

/** One file whose bytes had the SHA-256 that they should have. */
interface Entry {
  path: string;
  size: number;
  /** Last write, ISO 8601 UTC with nanoseconds. */
  modified: string;
  sha256: string;
  /** When it was read. */
  read: string;
}

/**
 * Good results of earlier readings, by path, size and last write. Weaker than reading again: a disk that changes bytes
 * silently changes none of the three, so nothing is trusted for longer than a week.
 */
export class HashCache {
  readonly #file: string | null;
  readonly #now: string;
  readonly #entries = new Map<string, Entry>();

  private constructor(file: string | null, now: string) {
    this.#file = file;
    this.#now = now;
  }

  /**
   * Reads a cache file, which need not exist yet; without a file, a cache that knows nothing. Throws `UsageError` where
   * the file is something else, or would lie in the library.
   */
  static async open(file: string | null, library: LibraryFolder, now: string): Promise<HashCache> {
    if (file === null) return new HashCache(null, now);
    const folder = await realpath(dirname(resolve(file))).catch((error: unknown) => {
      throw new UsageError(`The folder of the cache ${file} cannot be used: ${failureOf(error).message}.`);
    });
    for (const own of [library.path, ...library.fileLibs.map(({ path }) => path)])
      if (isWithin(own, folder)) throw new UsageError(`The cache ${file} must not lie in the library ${own}.`);
    const cache = new HashCache(join(folder, basename(file)), now);
    await cache.#load(file);
    return cache;
  }

  /** Whether a file of this size and time was read within the last week and had this SHA-256. */
  knows(path: string, size: number, modified: string, sha256: string): boolean {
    const entry = this.#entries.get(path);
    return entry?.size === size && entry.modified === modified && entry.sha256 === sha256;
  }

  keep(path: string, size: number, modified: string, sha256: string): void {
    this.#entries.set(path, { path, size, modified, sha256, read: this.#now });
  }

  forget(path: string): void {
    this.#entries.delete(path);
  }

  /** Puts the file in the place of the earlier one. Answers why that could not be done; null where it was. */
  async write(): Promise<string | null> {
    if (this.#file === null) return null;
    const draft = `${this.#file}.${randomBytes(6).toString('hex')}`;
    let handle: FileHandle | undefined;
    try {
      handle = await open(draft, 'wx', 0o600);
      await writeFile(handle, this.#lines());
      await handle.close();
      await rename(draft, this.#file);
      return null;
    } catch (error) {
      await handle?.close().catch(() => undefined);
      await rm(draft, { force: true });
      return failureOf(error).message;
    }
  }

  *#lines(): Iterable<string> {
    yield `${header}\n`;
    for (const entry of this.#entries.values()) yield `${JSON.stringify(entry)}\n`;
  }

  async #load(named: string): Promise<void> {
    const foreign = new UsageError(`${named} is no cache of osd-preflight, and is neither used nor replaced.`);
    let handle: FileHandle;
    try {
      // Before it is opened: a pipe that nobody writes to would be waited for.
      if (!(await stat(this.#file!)).isFile()) throw foreign;
      handle = await open(this.#file!, 'r');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      if (error === foreign) throw error;
      throw new UsageError(`The cache ${named} cannot be read: ${failureOf(error).message}.`);
    }
    try {
      const start = Buffer.alloc(header.length + 1);
      const { bytesRead } = await handle.read(start, 0, start.length, 0);
      if (start.toString('latin1', 0, bytesRead) !== `${header}\n`) throw foreign;
      for await (const line of handle.readLines({ start: start.length })) this.#learn(line);
    } finally {
      await handle.close().catch(() => undefined);
    }
  }

  /** Takes a line over, unless it is damaged, too old, or of the future. */
  #learn(line: string): void {
    const entry = parsed(line);
    if (!entry) return;
    const age = Date.parse(this.#now) - Date.parse(entry.read);
    if (age >= 0 && age <= mostAgeMs) this.#entries.set(entry.path, entry);
  }
}

function parsed(line: string): Entry | null {
  try {
    const entry = JSON.parse(line) as Partial<Entry> | null;
    const { path, size, modified, sha256, read } = entry ?? {};
    const texts = [path, modified, sha256, read].every((value) => typeof value === 'string');
    return texts && typeof size === 'number' ? (entry as Entry) : null;
  } catch {
    return null;
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way.split(/[\\/]/)[0] !== '..');
}
