import { type Reading, wasRead } from '../model/answer.ts';
import { upperUnits } from '../windows/case-mapping.ts';
import type { BlobBytes, BlobCopy } from '../windows/content-library.ts';
import { LibraryLedger } from '../windows/library-ledger.ts';
import { type FoundCopy, findCopies } from './blob-walk.ts';
import { HashCache } from './hash-cache.ts';
import { type FileToHash, hashFiles } from './hash-pool.ts';
import { type LibraryFolder, openLibrary } from './library-folder.ts';
import type { LibraryVerdict, VerifiedPackage, VerifyRequest } from './library-verdict.ts';
import { readContent } from './mirror.ts';
import { countContents, OrphanCount } from './orphans.ts';
import { readRecords } from './records.ts';
import { readSmallFile } from './small-file.ts';
import { Pace } from './time.ts';

/** How long the lists are read before anybody else has a turn. */
const stepMs = 50;

/**
 * Judges a content library on this machine's disk by itself: the lists of its contents, every copy of every blob that
 * they name, and its bytes. Writes nothing there and follows no link in it. Throws `UsageError` where the folder is no
 * content library or the cache is not ours; everything else that cannot be read is in the verdict.
 */
export async function verifyLibrary(request: VerifyRequest, hash = hashFiles): Promise<LibraryVerdict> {
  const library = openLibrary(request.library, request.fileLibs);
  const cache = request.metadataOnly ? null : await HashCache.open(request.cache, library, request.now());
  const verification = new Verification(request, library);
  const copies = (await verification.lists()) ? await verification.copies() : null;
  if (copies) await verification.blobs(copies, cache, hash);
  const notKept = (await cache?.write()) ?? null;
  return verification.verdict(notKept);
}

class Verification {
  readonly #request: VerifyRequest;
  readonly #library: LibraryFolder;
  readonly #ledger = new LibraryLedger();
  readonly #packages: VerifiedPackage[];
  readonly #pace = new Pace(stepMs);
  readonly #orphans = new OrphanCount();
  readonly #hashing: LibraryVerdict['hashing'];
  /** Whether every blob that a package uses is known. */
  #whole = true;

  constructor(request: VerifyRequest, library: LibraryFolder) {
    this.#request = request;
    this.#library = library;
    this.#packages = readRecords(library.pkgLib, request.packages);
    for (const { id, refs } of this.#packages) this.#ledger.package(id, refs);
    this.#hashing = { wanted: !request.metadataOnly, blobs: 0, read: 0, bytes: 0, cached: 0, workers: 0 };
  }

  /** Judges the list of each content once, in the order of the packages. False where it was interrupted. */
  async lists(): Promise<boolean> {
    const users = new Map<string, { ref: string; packages: VerifiedPackage[] }>();
    for (const each of this.#packages) {
      if (each.unread !== null) this.#whole = false;
      for (const ref of each.refs) {
        const known = users.get(upperUnits(ref));
        if (known) known.packages.push(each);
        else users.set(upperUnits(ref), { ref, packages: [each] });
      }
    }
    let files = 0;
    let contents = 0;
    const { signal, onProgress } = this.#request;
    for (const { ref, packages } of users.values()) {
      const content = await readContent(this.#library.dataLib, ref, this.#pace, signal);
      if (!content) return false;
      const list = this.#ledger.list(content, null);
      if (list.damage.some(({ kind }) => kind === 'mirror-missing' || kind === 'metadata-unread')) this.#whole = false;
      const bytes = list.files.reduce((sum, { size }) => sum + Number(size), 0);
      for (const each of packages) {
        each.files += list.files.length;
        each.bytes += bytes;
      }
      files += content.files.length;
      contents++;
      if (!this.#pace.due && contents < users.size) continue;
      onProgress?.({ stage: 'listing', contents, ofContents: users.size, files });
      await this.#pace.rest();
      if (signal.aborted) return false;
    }
    if (this.#all) countContents(this.#library.dataLib, new Set(users.keys()), this.#orphans);
    return true;
  }

  /** Looks for the blobs. Null where it was interrupted. */
  copies(): Promise<Map<string, FoundCopy[]> | null> {
    const wanted = Array.from(this.#ledger.blobs(), ([blob]) => blob);
    this.#hashing.blobs = wanted.length;
    const orphans = this.#all ? { count: this.#orphans, blobs: this.#whole } : null;
    return findCopies({
      fileLibs: this.#library.fileLibs,
      wanted,
      orphans,
      pace: this.#pace,
      signal: this.#request.signal,
    });
  }

  /** Judges each blob once, with its bytes where they are wanted; what was not come to, without. */
  async blobs(copies: Map<string, FoundCopy[]>, cache: HashCache | null, hash: typeof hashFiles): Promise<void> {
    const { signal } = this.#request;
    const bytes = cache && (await this.#read(copies, cache, hash));
    for (const [blob, found] of copies) {
      // Whoever interrupts does not wait for lists of users.
      const judged = found.map(({ copy, users }) => (signal.aborted ? copy : { ...copy, users: usersOf(users) }));
      const isKnown = ({ path, size }: BlobCopy): boolean => !wasRead(size) || bytes?.has(path) === true;
      const known = bytes && signal.aborted ? judged.filter(isKnown) : judged;
      const rest = judged.filter((copy) => !known.includes(copy));
      const read = bytes && known.flatMap(({ path }) => bytes.get(path) ?? []);
      if (known.length > 0 || judged.length === 0) this.#ledger.blob(blob, known, read);
      if (rest.length > 0) this.#ledger.blob(blob, rest, null);
      if (this.#pace.due) await this.#pace.rest();
    }
  }

  async #read(
    copies: Map<string, FoundCopy[]>,
    cache: HashCache,
    hash: typeof hashFiles,
  ): Promise<Map<string, BlobBytes>> {
    const { workers, signal, onProgress } = this.#request;
    const hashing = this.#hashing;
    const bytes = new Map<string, BlobBytes>();
    const files: (FileToHash & { blob: string; modified: string })[] = [];
    for (const [blob, found] of copies)
      for (const { copy } of found) {
        const { path, size, modified } = copy;
        if (!wasRead(size) || !modified) continue;
        if (cache.knows(path, size.value, modified, blob)) {
          hashing.cached++;
          bytes.set(path, { blob, path, sha256: blob, bytes: size.value, modified });
        } else files.push({ blob, path, size: size.value, modified });
      }
    hashing.workers = Math.min(workers, files.length);
    const ofBytes = files.reduce((sum, { size }) => sum + size, 0);
    const tell = onProgress && ((done: number) => onProgress({ stage: 'hashing', bytes: done, ofBytes }));
    const hashed = await hash(files, { algorithm: 'sha256', workers, signal, onProgress: tell });
    for (const { blob, path, size, modified } of files) {
      const result = hashed.get(path);
      if (!result) continue;
      if ('hresult' in result) {
        cache.forget(path);
        bytes.set(path, { blob, path, ...result });
        continue;
      }
      hashing.read++;
      hashing.bytes += result.bytes;
      const { digest, ...read } = result;
      bytes.set(path, { blob, path, sha256: digest, ...read });
      const isGood = digest === blob && read.bytes === size && read.modified === modified;
      if (isGood) cache.keep(path, size, modified, blob);
      else cache.forget(path);
    }
    return bytes;
  }

  /** Everything found so far. */
  verdict(notKept: string | null): LibraryVerdict {
    const { path, fileLibs } = this.#library;
    return {
      library: path,
      fileLibs: fileLibs.map((each) => each.path),
      packages: this.#packages,
      damage: this.#ledger.damage(),
      orphans: this.#orphans.found,
      hashing: { ...this.#hashing, ...(notKept !== null && { notKept }) },
      complete: !this.#request.signal.aborted,
    };
  }

  get #all(): boolean {
    return this.#request.packages.length === 0;
  }
}

/** The text of a users list by where it lies. */
const usersOf = (users: Reading<string | null>): Reading<string | null> =>
  wasRead(users) && users.value !== null ? readSmallFile(users.value) : users;
