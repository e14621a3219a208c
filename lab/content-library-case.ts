import type { MutationName, PackageInput } from './content-library.ts';
import type { MutationTarget } from './content-library-target.ts';

/** One damage that a verification must name. */
export interface ExpectedDamage {
  /** The kind; `algorithm-not-confirmed` where it rests on a hash that nothing proves on this library. */
  kind: string;
  packages: readonly string[];
  /** Path in the content, or the name of the content. */
  path: string;
}

/**
 * A library, what is done to it, and what a verification of the library alone must say. Written from the domain page by
 * hand, so that the program is not its own witness.
 */
export interface LibraryCase {
  /** By default the example's two; where there is one, nothing else proves the algorithm. */
  packages?: readonly PackageInput[];
  mutation?: MutationName;
  target?: MutationTarget;
  /** 1 something fails, 3 something is not known, 0 neither. */
  exit: 0 | 1 | 3;
  damage: readonly ExpectedDamage[];
  /** Packages whose record cannot be used. */
  unread?: readonly string[];
  /** Kinds and file names of what nobody uses, sorted. */
  orphans?: readonly string[];
  /** Means nothing where the tests are root. */
  notAsRoot?: boolean;
  /** The second drive is not there to be named. */
  withoutSecond?: boolean;
}

/** One classic package of text files by path. */
export const one = (files: { readonly [path: string]: string }, attributes = 0x20): PackageInput[] => [
  {
    id: 'PS100030',
    version: 1,
    files: Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text), attributes })),
  },
];

/** The package that mutations hit unless they are told otherwise; and with it the one that shares a blob. */
export const classic = ['PS100012'];
export const both = ['PS100012', 'PS100020'];
/** A damage, by default of the classic package. */
export const of = (kind: string, path: string, packages: readonly string[] = classic): ExpectedDamage => ({
  kind,
  packages,
  path,
});
/** Damages that make the verification say no, or not know. */
export const fails = (...damage: ExpectedDamage[]): { exit: 1; damage: ExpectedDamage[] } => ({ exit: 1, damage });
export const unknown = (...damage: ExpectedDamage[]): { exit: 3; damage: ExpectedDamage[] } => ({ exit: 3, damage });
export const fine = { exit: 0, damage: [] } as const;

/** What mutations of files hit by default, and the names of two blobs. */
export const setup = 'Setup.exe';
export const setupIni = 'Setup.exe.INI';
export const ref = 'PS100012.3';
export const setupBlob = 'CD2ECA3535741F27A8AE40C31B0C41D4057A7A7B912B33B9AED86485D1C84676';
export const emptyBlob = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855';
