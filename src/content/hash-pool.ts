import { toNamespacedPath } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HashAlgorithm } from '../windows/content-hash.ts';
import { bytesFailure } from './failures.ts';
import { type HashWorkerData, hashWorkerCode, type WorkerReply } from './hash-worker.ts';
import { isoOf } from './time.ts';

/** A file that is to be hashed; its size decides when. */
export interface FileToHash {
  path: string;
  size: number;
}

/** The digest of a file in upper-case hex with its last write after the reading, or why there is none. */
export type HashedFile = { digest: string; bytes: number; modified: string } | { hresult: string; message: string };

export interface HashOptions {
  algorithm: HashAlgorithm;
  /** Files that are read at a time, each by a thread of its own. */
  workers: number;
  /** Ends the reading; what is known by then is the result. */
  signal: AbortSignal;
  /** Bytes read so far, some times a second. */
  onProgress?: ((bytes: number) => void) | undefined;
  /** The program of the workers. */
  code?: string;
}

const blockBytes = 1 << 20;
/** A batch: one message to a worker and one back. Small files travel together. */
const batchBytes = 16 << 20;
const batchFiles = 64;
/** A worker with a small batch gets the next one before it is done, so that it never waits. */
const batchesAhead = 2;
const progressMs = 200;
/** So many workers may end over their work before no more are started. */
const mostDeaths = 16;
const lostFile: HashedFile = { hresult: '0x80004005', message: 'the thread that read it ended' };
/** How long an interrupted worker may take to answer with what it has. */
const patienceMs = 2_000;

interface Job extends FileToHash {
  native: string;
  /** A worker ended over it. */
  lost: boolean;
}

/**
 * Hashes files with several workers, the largest first, so that a big one does not start last. At most two batches are
 * on their way to each worker. A worker that ends is replaced; a file over which two ended has no digest. Files that
 * nobody came to before an interruption are not in the result.
 */
export function hashFiles(files: Iterable<FileToHash>, options: HashOptions): Promise<Map<string, HashedFile>> {
  return new Promise((resolve) => new Pool(files, options, resolve).start());
}

class Pool {
  readonly #queue: Job[];
  #next = 0;
  readonly #results = new Map<string, HashedFile>();
  /** Each worker with the batches that are on their way to it. */
  readonly #crew = new Map<Worker, Job[][]>();
  readonly #options: HashOptions;
  readonly #workers: number;
  readonly #shared: SharedArrayBuffer;
  readonly #counters: BigInt64Array;
  readonly #resolve: (results: Map<string, HashedFile>) => void;
  readonly #timers: NodeJS.Timeout[] = [];
  #deaths = 0;

  constructor(files: Iterable<FileToHash>, options: HashOptions, resolve: (results: Map<string, HashedFile>) => void) {
    this.#options = options;
    this.#resolve = resolve;
    this.#workers = Math.max(1, options.workers);
    this.#queue = Array.from(files, (file) => ({ ...file, native: toNamespacedPath(file.path), lost: false }));
    this.#queue.sort((a, b) => b.size - a.size);
    this.#shared = new SharedArrayBuffer(8 * (1 + this.#workers));
    this.#counters = new BigInt64Array(this.#shared);
  }

  start(): void {
    const { signal } = this.#options;
    if (signal.aborted || this.#queue.length === 0) {
      this.#end();
      return;
    }
    signal.addEventListener('abort', this.#interrupt);
    this.#timers.push(setInterval(() => this.#tell(), progressMs));
    for (let place = 1; place <= this.#workers && this.#next < this.#queue.length; place++) this.#hire(place);
  }

  #hire(place: number): void {
    const { algorithm, code = hashWorkerCode } = this.#options;
    const workerData: HashWorkerData = { algorithm, blockBytes, shared: this.#shared, place };
    const worker = new Worker(code, { eval: true, workerData });
    this.#crew.set(worker, []);
    worker.on('message', (replies: WorkerReply[]) => this.#take(worker, replies));
    // Every error is followed by an exit, which says that the worker is gone.
    worker.on('error', () => undefined);
    worker.on('exit', () => this.#lose(worker, place));
    this.#feed(worker);
  }

  #feed(worker: Worker): void {
    const batches = this.#crew.get(worker)!;
    while (batches.length < batchesAhead && this.#next < this.#queue.length && !batches.some(isLarge)) {
      const batch = this.#nextBatch();
      batches.push(batch);
      worker.postMessage(batch.map(({ native }) => native));
    }
    if (batches.length === 0) this.#dismiss(worker);
  }

  #nextBatch(): Job[] {
    const batch = [this.#queue[this.#next++]!];
    let bytes = batch[0]!.size;
    for (; batch.length < batchFiles; batch.push(this.#queue[this.#next++]!)) {
      const job = this.#queue[this.#next];
      if (job === undefined || job.lost || batch[0]!.lost) break;
      bytes += job.size;
      if (bytes > batchBytes) break;
    }
    return batch;
  }

  #take(worker: Worker, replies: readonly WorkerReply[]): void {
    const batch = this.#crew.get(worker)?.shift();
    if (!batch) return;
    // Cut short by an interruption, there are fewer replies than files.
    for (const [index, reply] of replies.entries()) {
      const { path } = batch[index]!;
      if ('code' in reply) this.#results.set(path, bytesFailure(reply.code));
      else {
        const { digest, bytes, modifiedNs } = reply;
        this.#results.set(path, { digest, bytes, modified: isoOf(modifiedNs) });
      }
    }
    if (this.#options.signal.aborted) this.#dismiss(worker);
    else this.#feed(worker);
  }

  #lose(worker: Worker, place: number): void {
    const batches = this.#crew.get(worker);
    if (!batches) return;
    this.#crew.delete(worker);
    // It ended over the first batch; the others it had not come to.
    for (const [index, batch] of batches.entries())
      for (const job of batch) {
        if (index === 0 && job.lost) this.#results.set(job.path, lostFile);
        else this.#queue.push({ ...job, lost: job.lost || index === 0 });
      }
    if (++this.#deaths <= mostDeaths && this.#next < this.#queue.length && !this.#options.signal.aborted)
      this.#hire(place);
    if (this.#crew.size === 0) this.#end();
  }

  #dismiss(worker: Worker): void {
    this.#crew.delete(worker);
    void worker.terminate();
    if (this.#crew.size === 0) this.#end();
  }

  #interrupt = (): void => {
    Atomics.store(this.#counters, 0, 1n);
    this.#timers.push(setTimeout(() => this.#end(), patienceMs));
  };

  #tell(): void {
    let bytes = 0n;
    for (const count of this.#counters.subarray(1)) bytes += count;
    this.#options.onProgress?.(Number(bytes));
  }

  #end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#options.signal.removeEventListener('abort', this.#interrupt);
    for (const worker of this.#crew.keys()) void worker.terminate();
    this.#crew.clear();
    if (!this.#options.signal.aborted)
      for (const job of this.#queue.slice(this.#next)) this.#results.set(job.path, lostFile);
    this.#tell();
    this.#resolve(this.#results);
  }
}

const isLarge = (batch: readonly Job[]): boolean => batch.length === 1 && batch[0]!.size > batchBytes / 2;
