import type { PlacedDamage } from '../windows/library-ledger.ts';

/** What is to be verified of a content library on this machine's own disk. */
export interface VerifyRequest {
  /** The folder that holds `PkgLib`, `DataLib` and `FileLib`. */
  library: string;
  /** Further `FileLib` folders, as of second drives, in the order of the search. */
  fileLibs: readonly string[];
  /** Ids of packages; empty: every package that the library records. */
  packages: readonly string[];
  /** No bytes of blobs are read. */
  metadataOnly: boolean;
  /** Files that are hashed at a time. */
  workers: number;
  /** The file that keeps good results, keyed by path, size and time of the last write; null: none is kept or used. */
  cache: string | null;
  /** Ends the reading; what is known by then is returned. */
  signal: AbortSignal;
  /** ISO 8601 UTC. */
  now: () => string;
  onProgress?: (progress: VerifyProgress) => void;
}

/** How far it is: contents and files while lists are read, bytes while blobs are. */
export type VerifyProgress =
  | { stage: 'listing'; contents: number; ofContents: number; files: number }
  | { stage: 'hashing'; bytes: number; ofBytes: number };

/** One package of the library. */
export interface VerifiedPackage {
  id: string;
  /** As its record says; null where it says none (applications), or could not be read. */
  version: number | null;
  /** Names of its contents. */
  refs: string[];
  /** Files of all its contents, and their bytes as recorded. */
  files: number;
  bytes: number;
  /** Why its record could not be used; null where it could. */
  unread: string | null;
  /** False where it was asked for and the library has no record of it. */
  present: boolean;
}

/** Something in the library that no package in it uses. */
export interface Orphan {
  kind: 'orphan-blob' | 'odd-file' | 'orphan-content';
  /** On disk. */
  path: string;
}

/** What became of a verification, wording apart. */
export interface LibraryVerdict {
  library: string;
  fileLibs: string[];
  packages: VerifiedPackage[];
  /** In order of content and path, those of blobs behind those of lists. */
  damage: PlacedDamage[];
  /** Looked for only where every package is verified. The list is bounded; `orphans` counts all. */
  orphans: { total: number; first: Orphan[] };
  /** `wanted` is false for metadata alone; `read` and `bytes` count what was hashed, `cached` what the cache knew. */
  hashing: {
    wanted: boolean;
    blobs: number;
    read: number;
    bytes: number;
    cached: number;
    workers: number;
    /** Why the cache could not be written; absent where it was, or none is kept. */
    notKept?: string;
  };
  /** False where it was interrupted. */
  complete: boolean;
}
