import type { Evidence, Level, Remedy } from './finding.ts';

/** Names and versions of the formats; a number grows when a reader of the older one would misread it. */
export const contentSchemaVersion = 'osd-preflight/content/1';
export const contentHashSchemaVersion = 'osd-preflight/content-hash/1';

export const contentVerdicts = ['intact', 'damaged', 'cannot-tell'] as const;

/** Levels of what is said of a library, worst first. */
export const contentLevels = ['fail', 'unknown', 'warn', 'info'] as const satisfies readonly Level[];
export type ContentLevel = (typeof contentLevels)[number];

/** What became of a package, worst first. */
export const packageStatuses = ['fail', 'unknown', 'warn', 'pass'] as const;
export type PackageStatus = (typeof packageStatuses)[number];

export const orphanKinds = ['orphan-blob', 'odd-file', 'orphan-content'] as const;

/** One thing that is wrong with one file or list of a library, could not be read, or is good to know. */
export interface ContentFinding {
  /** The check that says the same in a run; null for what only this command says. */
  check: string | null;
  code: string;
  level: ContentLevel;
  subject: string;
  /** Packages that it breaks; then contents that belong to none of those that were verified. */
  packages: string[];
  /** Path in the content, or the name of the content; empty like the others where it is not about a file. */
  path: string;
  blob: string;
  /** The copy of the blob on disk. */
  copy: string;
  text: string;
  because?: string;
  leadsTo?: string;
  remedy?: Remedy;
  evidence: Evidence[];
}

export interface PackageRow {
  id: string;
  /** Null where its record says none, as of an application, or could not be read. */
  version: number | null;
  refs: string[];
  files: number;
  bytes: number;
  status: PackageStatus;
}

/** A verification of a content library as plain JSON: everything that its texts print comes from here. */
export interface ContentReport {
  schema: string;
  tool: string;
  verdict: (typeof contentVerdicts)[number];
  exitCode: number;
  startedAt: string;
  finishedAt: string;
  library: string;
  fileLibs: string[];
  /** Ids of the packages that were asked for; empty: all of the library. */
  asked: string[];
  /** False where it was interrupted. */
  complete: boolean;
  hashing: {
    /** False for metadata alone. */
    wanted: boolean;
    /** Different files that the lists name. */
    blobs: number;
    /** Copies that were read, their bytes, and copies that the cache knew. */
    read: number;
    bytes: number;
    cached: number;
    workers: number;
    milliseconds: number;
  };
  packages: PackageRow[];
  /** Worst first, then in the order in which they were found. */
  findings: ContentFinding[];
  /** What no package uses: how much, and the first of it. */
  orphans: { total: number; first: { kind: (typeof orphanKinds)[number]; path: string }[] };
}

/** The hash of a folder as plain JSON. */
export interface ContentHashReport {
  schema: string;
  tool: string;
  exitCode: number;
  folder: string;
  algorithm: string;
  /** In upper-case hex; null where the folder was not read whole. */
  hash: string | null;
  /** The order of names under which it was made, and whether another order would give another hash. */
  order: string;
  orderMatters: boolean;
  files: number;
  bytes: number;
  complete: boolean;
  /** What could not be read, by path in the folder. */
  incomplete: { path: string; message: string }[];
}

/** 130 interrupted, 1 where something is damaged, 3 where something was not judged, else 0. */
export function contentExitCode(findings: readonly Pick<ContentFinding, 'level'>[], complete: boolean): number {
  if (!complete) return 130;
  if (findings.some(({ level }) => level === 'fail')) return 1;
  return findings.some(({ level }) => level === 'unknown') ? 3 : 0;
}
