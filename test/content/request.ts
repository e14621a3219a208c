import type { Library } from '../../lab/content-library.ts';
import type { VerifyRequest } from '../../src/content/library-verdict.ts';

/** Everything of a library, with its further drives; nothing of the machine. */
export function requestFor({ primary, fileLibs }: Library, changes: Partial<VerifyRequest> = {}): VerifyRequest {
  return {
    library: primary,
    fileLibs: fileLibs.slice(1),
    packages: [],
    metadataOnly: false,
    workers: 2,
    cache: null,
    signal: new AbortController().signal,
    now: () => '2026-11-22T06:00:00.000Z',
    ...changes,
  };
}
