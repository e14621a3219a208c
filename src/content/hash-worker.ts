/** What a worker is started with. */
export interface HashWorkerData {
  algorithm: string;
  blockBytes: number;
  /** 64-bit integers: not zero where the work is to end, then the bytes read by each worker. */
  shared: SharedArrayBuffer;
  /** Where this worker counts its bytes. */
  place: number;
}

/** One file of a batch: its digest in upper-case hex, or the code of the file system's error. */
export type WorkerReply =
  | { path: string; digest: string; bytes: number; modifiedNs: bigint }
  | { path: string; code: string };

/**
 * Hashes batches of paths, one after the other, each batch answered with one message; a batch that is cut short by the
 * end of the work is answered with what was done. Files are opened to be read, shared with everybody.
 */
function work(load: NodeJS.Require): void {
  const { createHash } = load('node:crypto') as typeof import('node:crypto');
  const fs = load('node:fs') as typeof import('node:fs');
  const { parentPort, workerData } = load('node:worker_threads') as typeof import('node:worker_threads');
  const { algorithm, blockBytes, shared, place } = workerData as HashWorkerData;
  const counters = new BigInt64Array(shared);
  const block = Buffer.allocUnsafeSlow(blockBytes);
  const ended = (): boolean => Atomics.load(counters, 0) !== 0n;
  // On Windows _O_SEQUENTIAL, which Node has no name for: the system reads ahead.
  const hint = process.platform === 'win32' ? 0x20 : fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

  const digestOf = (path: string): WorkerReply | null => {
    let file: number | null = null;
    try {
      file = fs.openSync(path, fs.constants.O_RDONLY | hint);
      const hash = createHash(algorithm);
      let bytes = 0;
      for (let read = fs.readSync(file, block); read > 0; read = fs.readSync(file, block)) {
        hash.update(read < blockBytes ? block.subarray(0, read) : block);
        bytes += read;
        Atomics.add(counters, place, BigInt(read));
        if (ended()) return null;
      }
      const { mtimeNs } = fs.fstatSync(file, { bigint: true });
      return { path, digest: hash.digest('hex').toUpperCase(), bytes, modifiedNs: mtimeNs };
    } catch (error) {
      return { path, code: String((error as { code?: unknown }).code ?? 'EUNKNOWN') };
    } finally {
      if (file !== null) fs.closeSync(file);
    }
  };

  parentPort!.on('message', (batch: string[]) => {
    const replies: WorkerReply[] = [];
    for (const path of batch) {
      const reply = ended() ? null : digestOf(path);
      if (reply === null) break;
      replies.push(reply);
    }
    parentPort!.postMessage(replies);
  });
}

/**
 * The program of a worker, as text: a file of its own would have one name and type where TypeScript runs as it is and
 * another where it was compiled. Made from a function, so that compiler and linter see it; it refers to nothing outside
 * itself.
 */
export const hashWorkerCode = `(${work.toString()})(require);`;
