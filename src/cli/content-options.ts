/** More files than this at a time only stand in each other's way. */
export const mostHashWorkers = 64;

export const contentFormats = ['text', 'json'] as const;
export type ContentFormat = (typeof contentFormats)[number];

export const hashAlgorithms = ['sha256', 'sha1', 'md5'] as const;

interface Hashing {
  /** Null: as many as there are cores, eight at most. */
  hashWorkers: number | null;
  format: ContentFormat;
}

export type ContentVerifyOptions = {
  command: 'content verify';
  library: string;
  /** Ids in upper case, each once; empty: every package of the library. */
  packages: string[];
  metadataOnly: boolean;
  fileLibs: string[];
  /** Null: nothing is kept or used. */
  hashCache: string | null;
  verbose: boolean;
  color: boolean;
} & Hashing;

export type ContentHashOptions = {
  command: 'content hash';
  folder: string;
  algorithm: (typeof hashAlgorithms)[number];
} & Hashing;
