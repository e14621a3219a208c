/** The smallest parts of SDDL: ACE types, flags, rights, GUIDs and SIDs (MS-DTYP 2.5.1.1). */
import { isSidAlias } from './sid.ts';

/** An SDDL text that cannot be read. The message says what was expected, `column` is 1-based. */
export class SddlError extends Error {
  readonly column: number;

  constructor(expected: string, column: number) {
    super(`SDDL, column ${column}: ${expected}`);
    this.name = 'SddlError';
    this.column = column;
  }
}

/** A place in a text. The readers below move `at` (0-based) past what they read. */
export interface Cursor {
  readonly text: string;
  at: number;
}

export function fail(at: number, expected: string): never {
  throw new SddlError(expected, at + 1);
}

/** Matches a sticky pattern at the cursor and moves past it; `null` leaves the cursor where it is. */
export function take(cursor: Cursor, sticky: RegExp): RegExpExecArray | null {
  sticky.lastIndex = cursor.at;
  const match = sticky.exec(cursor.text);
  if (match) cursor.at = sticky.lastIndex;
  return match;
}

const SPACE = /\s*/y;
export function skipSpace(cursor: Cursor): void {
  // There is hardly ever any, and this is asked before and behind every field.
  const next = cursor.text.charCodeAt(cursor.at);
  if (next <= 0x20 || next >= 0x80) take(cursor, SPACE);
}

const ACE_TYPE_LIST = 'A D OA OD XA XD ZA AU AL OU OL XU ML RA SP TL FL'.split(' ');
const ACE_TYPES: ReadonlyMap<string, string> = new Map(ACE_TYPE_LIST.map((type) => [type, type]));

/** Only these carry object GUIDs. */
export const OBJECT_ACE_TYPES: ReadonlySet<string> = new Set(['OA', 'OD', 'ZA', 'OU', 'OL']);
/** Only these carry a seventh field: a condition, or a resource attribute. */
export const TAIL_ACE_TYPES: ReadonlySet<string> = new Set(['XA', 'XD', 'ZA', 'XU', 'RA', 'FL']);

/** In printing order. CR and TP decide nothing; SA and FA matter to audit ACEs only. */
const ACE_FLAG_LIST = 'OI CI NP IO ID CR SA FA TP'.split(' ');
const ACE_FLAGS: ReadonlyMap<string, number> = new Map(ACE_FLAG_LIST.map((flag, place) => [flag, 1 << place]));

const RIGHTS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ CC: 0x1, DC: 0x2, LC: 0x4, SW: 0x8, RP: 0x10, WP: 0x20, DT: 0x40, LO: 0x80, CR: 0x100 },
    ...{ SD: 0x10000, RC: 0x20000, WD: 0x40000, WO: 0x80000 },
    ...{ GA: 0x10000000, GX: 0x20000000, GW: 0x40000000, GR: 0x80000000 },
    ...{ FA: 0x1f01ff, FR: 0x120089, FW: 0x120116, FX: 0x1200a0 },
    ...{ KA: 0xf003f, KR: 0x20019, KW: 0x20006, KX: 0x20019 },
    ...{ NW: 0x1, NR: 0x2, NX: 0x4 },
  }),
);

/** Letters in any case. There are others that `toUpperCase` turns into ASCII: these are none. */
function lookUp<T>(table: ReadonlyMap<string, T>, letters: string): T | undefined {
  return table.get(letters) ?? (/^[a-z]+$/i.test(letters) ? table.get(letters.toUpperCase()) : undefined);
}

export function parseAceType(field: string, at: number): string {
  return lookUp(ACE_TYPES, field) ?? fail(at, `expected an ACE type (${ACE_TYPE_LIST.join(', ')})`);
}

/** The flags of an ACE, each once and in printing order. */
export function parseAceFlags(field: string, at: number): string[] {
  if (field === '') return [];
  // As Windows prints them: nothing to sort.
  if (field === 'OICI') return ['OI', 'CI'];
  let seen = 0;
  for (let i = 0; i < field.length; i += 2) {
    const flag = lookUp(ACE_FLAGS, field.slice(i, i + 2));
    seen |= flag ?? fail(at + i, `expected an ACE flag (${ACE_FLAG_LIST.join(', ')})`);
  }
  return ACE_FLAG_LIST.filter((_, place) => (seen & (1 << place)) !== 0);
}

/** A mask, unsigned: hex with `0x`, octal with a leading `0`, decimal, or right letters. An empty field is 0. */
export function parseRights(field: string, at: number): number {
  if (!/^[-+\d]/.test(field)) return parseRightLetters(field, at);
  let mask = Number.NaN;
  if (/^0x[\da-f]+$/i.test(field)) mask = Number.parseInt(field.slice(2), 16);
  else if (/^0[0-7]*$/.test(field)) mask = Number.parseInt(field, 8);
  else if (/^[1-9]\d*$/.test(field)) mask = Number.parseInt(field, 10);
  if (mask <= 0xffffffff) return mask;
  return fail(at, 'expected a mask from 0 to 0xffffffff (0x hex, 0 octal, decimal) or right letters');
}

function parseRightLetters(field: string, at: number): number {
  let mask = 0;
  for (let i = 0; i < field.length; i += 2) {
    const value = lookUp(RIGHTS, field.slice(i, i + 2));
    if (value === undefined) return fail(at + i, 'expected a two-letter right such as FA, GR or CC');
    mask |= value;
  }
  return mask >>> 0;
}

/** An object GUID in lower case, `null` for an empty field. */
export function parseGuid(field: string, at: number): string | null {
  if (field === '') return null;
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(field)) return field.toLowerCase();
  return fail(at, 'expected a GUID (8-4-4-4-12 hex digits) or nothing');
}

/** A SID that is canonical as it stands, as Windows prints nearly all; its numbers are small enough at a glance. */
const CANONICAL_SID = /S-1-(?:0|[1-9]\d{0,8})(?:-(?:0|[1-9]\d{0,8}|[1-3]\d{9})){1,15}(?![-\d])/y;
const SID_TEXT = /S-1-(0x[\da-f]{1,12}|\d{1,15})((?:-\d+)+)/iy;
const TWO_LETTERS = /[a-z]{2}/iy;
const EXPECTED_SID = 'expected a SID: a two-letter alias or S-1-…';

/** Reads an alias (upper case) or a SID (`S-1-…`, decimal) at the cursor. A SID has 1 to 15 sub-authorities of 32 bits. */
export function readSid(cursor: Cursor): string {
  if (cursor.text[cursor.at + 1] !== '-') return readAlias(cursor);
  const canonical = take(cursor, CANONICAL_SID);
  if (canonical) return canonical[0];
  const start = cursor.at;
  const match = take(cursor, SID_TEXT) ?? fail(start, EXPECTED_SID);
  const authority = Number(match[1]);
  const parts = (match[2] ?? '').slice(1).split('-').map(Number);
  if (authority > 0xffffffffffff || parts.length > 15 || parts.some((part) => part > 0xffffffff)) {
    fail(start, 'expected a SID with a 48-bit authority and 1 to 15 sub-authorities of 32 bits');
  }
  // Windows prints an authority of more than 32 bits as 12 hex digits, any other as decimal (MS-DTYP 2.4.2.1).
  const head = authority > 0xffffffff ? `0x${authority.toString(16).padStart(12, '0')}` : authority;
  return `S-1-${head}-${parts.join('-')}`;
}

function readAlias(cursor: Cursor): string {
  const start = cursor.at;
  const alias = (take(cursor, TWO_LETTERS)?.[0] ?? fail(start, EXPECTED_SID)).toUpperCase();
  return isSidAlias(alias) ? alias : fail(start, `expected a known SID alias, "${alias}" is none`);
}
