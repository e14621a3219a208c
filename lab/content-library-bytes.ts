import { createHash } from 'node:crypto';

/** What a file holds: the bytes themselves, or a text (UTF-8) repeated and cut at `length` bytes, for large files. */
export type ByteSource = Uint8Array | { readonly repeat: string; readonly length: number };

const CHUNK_BYTES = 1 << 20;

/** Length in bytes. */
export function sizeOf(source: ByteSource): number {
  return source.length;
}

/** The bytes in pieces of about a megabyte, so that a disk image needs no memory of its size. */
export function* chunksOf(source: ByteSource): Generator<Uint8Array> {
  if (source instanceof Uint8Array) {
    yield source;
    return;
  }
  if (source.length === 0) return;
  const unit = Buffer.from(source.repeat, 'utf8');
  if (unit.length === 0) throw new RangeError('an empty text cannot be repeated to a length');
  // Whole repetitions per chunk: every chunk then starts where the text starts.
  const repetitions = Math.ceil(Math.min(CHUNK_BYTES, source.length) / unit.length);
  const chunk = Buffer.alloc(unit.length * repetitions, unit);
  for (let left = source.length; left > 0; left -= chunk.length)
    yield left < chunk.length ? chunk.subarray(0, left) : chunk;
}

/** Upper-case hex digits. */
export function digestOf(source: ByteSource, algorithm: 'sha256' | 'sha1'): string {
  const sha = createHash(algorithm);
  for (const chunk of chunksOf(source)) sha.update(chunk);
  return sha.digest('hex').toUpperCase();
}

/** SHA-256, 64 upper-case hex digits: the name of the blob. */
export function sha256Of(source: ByteSource): string {
  return digestOf(source, 'sha256');
}

/** FILETIME of a moment: 100 ns units since 1601-01-01 UTC. */
export function fileTimeOf(moment: Date): bigint {
  return (BigInt(moment.getTime()) + 11_644_473_600_000n) * 10_000n;
}
