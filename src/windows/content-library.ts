import { type Reading, wasRead } from '../model/answer.ts';
import { upperUnits } from './case-mapping.ts';
import { decodeIniBytes, readPackageIni } from './ini.ts';
import type { LibraryEntry } from './package-state.ts';

/** One copy of a blob on one drive. */
export interface BlobCopy {
  path: string;
  size: Reading<number>;
  /** Last write, ISO 8601 UTC; absent where it was not read. */
  modified?: string | null;
  /** Its users INI, one character a byte; null where there is none, absent where nobody looked. */
  users?: Reading<string | null>;
}

/** One content as its mirror lists it, without bytes of its files. INI texts hold one character a byte. */
export interface ContentListing {
  ref: string;
  /** `DataLib\<ref>.INI`; null where there is none. */
  ini: Reading<string | null>;
  /** Whether there is a folder `DataLib\<ref>`. */
  present: boolean;
  /** Paths below the folder, with `\`. */
  folders: string[];
  files: { path: string; ini: Reading<string | null> }[];
  /** Symbolic links and junctions, which nobody followed. */
  links: string[];
  unread: ({ path: string } & { failed: string; message: string })[];
}

/** What was read of a content library, without bytes of its files. */
export interface ContentLibrary {
  /** Null on a machine without a content library. */
  path: string | null;
  fileLibs: string[];
  packages: { package: string; ini: Reading<string | null>; refs: string[] }[];
  contents: ContentListing[];
  blobs: { [blob: string]: BlobCopy[] };
}

/** The result of reading one copy of a blob: its SHA-256 in upper-case hex, or why not. */
export type BlobBytes = { blob: string; path: string } & (
  | { sha256: string; bytes: number /** Last write after the reading. */; modified?: string | null }
  | { hresult: string; message: string }
);

/** What the library's INI says of a package; null where it could not be read. */
export function libraryEntry(library: ContentLibrary, id: string): LibraryEntry | null {
  const entry = library.packages.find((each) => upperUnits(each.package) === upperUnits(id));
  if (!entry || !wasRead(entry.ini)) return null;
  if (entry.ini.value === null) return { present: false };
  return { present: true, ...readPackageIni(iniText(entry.ini.value)) };
}

/** The text of an INI whose bytes came as one character each. */
export function iniText(bytes: string): string {
  // Without a mark the bytes are the text: no copy for the many files that have none.
  return /^(?:\xff\xfe|\xef\xbb\xbf)/.test(bytes) ? decodeIniBytes(Buffer.from(bytes, 'latin1')) : bytes;
}
