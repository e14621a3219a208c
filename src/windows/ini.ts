import { upperUnits } from './case-mapping.ts';

/** A parsed INI text of a content library. Section and key names are compared without case; unknown ones are kept. */
export interface Ini {
  /** The value, blanks around it removed; `undefined` if the section or the key is absent. */
  get(section: string, key: string): string | undefined;
  /** The key names of a section in their original spelling and order; empty if the section is absent. */
  keys(section: string): string[];
  /** The section names in their original spelling and order. */
  sections(): string[];
}

interface Pair {
  readonly name: string;
  value: string;
}

interface Section {
  readonly name: string;
  readonly pairs: Map<string, Pair>;
}

/**
 * Parses the text of a library INI; never throws. `;` starts a comment line, `[x]` a section, the first `=` ends a name.
 * Pairs before the first section and lines without `=` are dropped, a repeated section replaces the earlier one, a
 * repeated name overwrites its value. CRLF, LF and a missing last line end are all the same; a BOM is ignored.
 */
export function parseIni(text: string): Ini {
  const sections = new Map<string, Section>();
  let current: Section | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    // To JavaScript a BOM is a blank: this takes it off the first line, too.
    const trimmed = line.trim();
    if (trimmed.startsWith(';')) continue;
    const bracket = trimmed.lastIndexOf(']');
    if (trimmed.startsWith('[') && bracket > 1) {
      const name = trimmed.slice(1, bracket);
      current = { name, pairs: new Map() };
      sections.set(upperUnits(name), current);
      continue;
    }
    const equals = trimmed.indexOf('=');
    if (equals < 1 || current === undefined) continue;
    const name = trimmed.slice(0, equals).trimEnd();
    const value = trimmed.slice(equals + 1).trimStart();
    const existing = current.pairs.get(upperUnits(name));
    if (existing === undefined) current.pairs.set(upperUnits(name), { name, value });
    else existing.value = value;
  }
  const pairsOf = (section: string) => sections.get(upperUnits(section))?.pairs;
  return {
    get: (section, key) => pairsOf(section)?.get(upperUnits(key))?.value,
    keys: (section) => Array.from(pairsOf(section)?.values() ?? [], (pair) => pair.name),
    sections: () => Array.from(sections.values(), (section) => section.name),
  };
}

/** Text of an INI file: UTF-16LE or UTF-8 by its BOM, which is removed, else Latin-1. Never throws. */
export function decodeIniBytes(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8').decode(bytes);
  // Not TextDecoder('latin1'): that label means Windows-1252, which moves 0x80 to 0x9F.
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function readHash(value: string | undefined): string | null {
  return value !== undefined && /^[0-9A-Fa-f]{64}$/.test(value) ? value.toUpperCase() : null;
}

function readDecimal(value: string | undefined, max: bigint): bigint | null {
  // The length bound comes first: a damaged file must not make BigInt chew on megabytes of digits.
  if (value === undefined || !/^\d{1,20}$/.test(value)) return null;
  const number = BigInt(value);
  return number <= max ? number : null;
}

const INT32_MAX = 0x7fff_ffffn;
const INT64_MAX = 0x7fff_ffff_ffff_ffffn;

/** `PkgLib\<PackageID>.INI`: the contents of one package on a distribution point. */
export interface PackageIni {
  /** Content references in their original spelling. */
  readonly refs: readonly string[];
  /** The version of a classic package; `null` if the key is absent (applications); `malformed` if it is no number. */
  readonly version: number | null | 'malformed';
}

/** Reads `PkgLib\<PackageID>.INI`. The refs are key names: what follows their `=` has no meaning. */
export function readPackageIni(text: string): PackageIni {
  const ini = parseIni(text);
  const value = ini.get('Info', 'Version');
  const refs = ini.keys('Packages');
  if (value === undefined) return { refs, version: null };
  const version = readDecimal(value, INT32_MAX);
  return { refs, version: version === null ? 'malformed' : Number(version) };
}

/** `DataLib\<ref>.INI`: the stored content hash, 64 upper-case hex digits; `null` = unreadable, never a mismatch. */
export interface ContentIni {
  readonly hash: string | null;
}

/** Reads `DataLib\<ref>.INI`. */
export function readContentIni(text: string): ContentIni {
  return { hash: readHash(parseIni(text).get('Info', 'Hash')) };
}

/** `DataLib\<ref>\...\<name>.INI`: what the library recorded about one file. `null` = absent or unreadable. */
export interface FileIni {
  /** SHA-256, 64 upper-case hex digits: also the name of the blob. */
  readonly hash: string | null;
  /** Bytes. */
  readonly size: bigint | null;
  /** Windows attribute bits (0x1 read-only, 0x2 hidden, 0x4 system, 0x20 archive). */
  readonly attributes: number | null;
  /** FILETIME: 100 ns units since 1601-01-01 UTC. */
  readonly timeModified: bigint | null;
}

/** Reads the INI of one mirrored file. */
export function readFileIni(text: string): FileIni {
  const ini = parseIni(text);
  const attributes = ini.get('File', 'Attributes');
  return {
    hash: readHash(ini.get('File', 'Hash')),
    size: readDecimal(ini.get('File', 'Size'), INT64_MAX),
    attributes:
      attributes !== undefined && /^[0-9A-Fa-f]{1,8}$/.test(attributes) ? Number.parseInt(attributes, 16) : null,
    timeModified: readDecimal(ini.get('File', 'TimeModified'), INT64_MAX),
  };
}

/** `FileLib\<4>\<HASH>.INI`: the contents that use one blob. */
export interface UsersIni {
  /** Content references in their original spelling, each once. */
  readonly refs: readonly string[];
}

/** Reads the users INI of a blob. The name of its section is not known, so the keys of every section count. */
export function readUsersIni(text: string): UsersIni {
  const ini = parseIni(text);
  const refs = new Map<string, string>();
  for (const ref of ini.sections().flatMap((section) => ini.keys(section))) {
    if (!refs.has(upperUnits(ref))) refs.set(upperUnits(ref), ref);
  }
  return { refs: [...refs.values()] };
}
