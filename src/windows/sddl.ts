/** Security descriptors as SDDL text: parser and printer (MS-DTYP 2.5.1.1). */
import { hexMask } from './access-masks.ts';
import {
  type Cursor,
  fail,
  OBJECT_ACE_TYPES,
  parseAceFlags,
  parseAceType,
  parseGuid,
  parseRights,
  readSid,
  skipSpace,
  TAIL_ACE_TYPES,
  take,
} from './sddl-tokens.ts';

export { SddlError } from './sddl-tokens.ts';

/** One ACE. SIDs and masks are as the text has them: aliases not resolved, generic bits not mapped. */
export interface SddlAce {
  /** `A`, `D`, `OA`, … */
  type: string;
  /** `OI`, `CI`, …, each once, in printing order. */
  flags: string[];
  /** Unsigned. */
  mask: number;
  objectType: string | null;
  inheritedObjectType: string | null;
  /** A two-letter alias or `S-1-…`. */
  sid: string;
  /** The condition or resource attribute with its outer parentheses, not interpreted. */
  tail: string | null;
}

/** A DACL or SACL. `isNull` (NO_ACCESS_CONTROL) is not the same as a list without ACEs. */
export interface Acl {
  protected: boolean;
  autoInheritRequested: boolean;
  autoInherited: boolean;
  isNull: boolean;
  aces: SddlAce[];
}

/** A descriptor. `null` means that the text has no such section; an absent DACL grants everything, an empty one nothing. */
export interface SecurityDescriptor {
  owner: string | null;
  group: string | null;
  dacl: Acl | null;
  sacl: Acl | null;
}

/** An ACE as it was read. Its text is private, so that two spellings of one ACE compare equal. */
class ReadAce implements SddlAce {
  type: string;
  flags: string[];
  mask: number;
  objectType: string | null;
  inheritedObjectType: string | null;
  sid: string;
  tail: string | null;
  readonly #text: string;

  constructor(ace: SddlAce, text: string) {
    this.type = ace.type;
    this.flags = ace.flags;
    this.mask = ace.mask;
    this.objectType = ace.objectType;
    this.inheritedObjectType = ace.inheritedObjectType;
    this.sid = ace.sid;
    this.tail = ace.tail;
    this.#text = text;
  }

  static textOf(ace: SddlAce): string | null {
    return #text in ace ? ace.#text : null;
  }
}

/** The text of an ACE as it was read, or as it would be printed if it was not read from a text. */
export function aceText(ace: SddlAce): string {
  return ReadAce.textOf(ace) ?? printAce(ace);
}

const SECTION = /([OGDS]):/iy;
const SECTIONS = '"O:", "G:", "D:" or "S:"';

/**
 * Parses an SDDL text. Sections come in any order; letters in any case (as ABNF has it); white space is allowed between
 * sections, ACEs and fields. A text without any section is refused: read as "no DACL" it would grant everything.
 * @throws SddlError, with the 1-based column and what was expected there
 */
export function parseSddl(text: string): SecurityDescriptor {
  const cursor: Cursor = { text, at: 0 };
  const descriptor: SecurityDescriptor = { owner: null, group: null, dacl: null, sacl: null };
  let expected = `expected ${SECTIONS}`;
  skipSpace(cursor);
  do {
    const start = cursor.at;
    const letter = take(cursor, SECTION)?.[1]?.toUpperCase() ?? fail(start, expected);
    const key = letter === 'O' ? 'owner' : letter === 'G' ? 'group' : letter === 'D' ? 'dacl' : 'sacl';
    if (descriptor[key] !== null) fail(start, `expected each section once, "${letter}:" came before`);
    skipSpace(cursor);
    if (key === 'owner' || key === 'group') {
      descriptor[key] = readSid(cursor);
      expected = `expected ${SECTIONS} or the end`;
    } else {
      const acl = readAcl(cursor);
      descriptor[key] = acl;
      const more = acl.isNull ? '' : acl.aces.length === 0 ? 'a flag (P, AR, AI, NO_ACCESS_CONTROL), "(", ' : '"(", ';
      expected = `expected ${more}${SECTIONS} or the end`;
    }
    skipSpace(cursor);
  } while (cursor.at < text.length);
  return descriptor;
}

const ACL_FLAG = /NO_ACCESS_CONTROL|AR|AI|P/iy;

function readAcl(cursor: Cursor): Acl {
  const acl: Acl = { protected: false, autoInheritRequested: false, autoInherited: false, isNull: false, aces: [] };
  for (let flag = take(cursor, ACL_FLAG); flag; flag = take(cursor, ACL_FLAG)) {
    const name = flag[0].toUpperCase();
    if (name === 'P') acl.protected = true;
    else if (name === 'AR') acl.autoInheritRequested = true;
    else if (name === 'AI') acl.autoInherited = true;
    else acl.isNull = true;
    skipSpace(cursor);
  }
  while (cursor.text[cursor.at] === '(') {
    if (acl.isNull) fail(cursor.at, 'expected no ACE after NO_ACCESS_CONTROL');
    acl.aces.push(readAce(cursor));
    skipSpace(cursor);
  }
  return acl;
}

/** Where a field ends: before `;`, `(`, `)` or the end of the text. */
function fieldEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x3b || code === 0x28 || code === 0x29) break;
  }
  return at;
}

function readField<T>(cursor: Cursor, name: string, parse: (field: string, at: number) => T): T {
  skipSpace(cursor);
  const start = cursor.at;
  cursor.at = fieldEnd(cursor.text, start);
  const value = parse(cursor.text.slice(start, cursor.at).trimEnd(), start);
  if (cursor.text[cursor.at] !== ';') fail(cursor.at, `expected ";" after the ${name}`);
  cursor.at++;
  return value;
}

function readAce(cursor: Cursor): SddlAce {
  const start = cursor.at++;
  const type = readField(cursor, 'ACE type', parseAceType);
  const flags = readField(cursor, 'ACE flags', parseAceFlags);
  const mask = readField(cursor, 'rights', parseRights);
  const guid = (field: string, at: number): string | null => {
    if (field !== '' && !OBJECT_ACE_TYPES.has(type))
      fail(at, `expected an empty field, an ACE of type ${type} has no GUID`);
    return parseGuid(field, at);
  };
  const objectType = readField(cursor, 'object GUID', guid);
  const inheritedObjectType = readField(cursor, 'inherited object GUID', guid);
  skipSpace(cursor);
  const sid = readSid(cursor);
  skipSpace(cursor);
  let tail: string | null = null;
  if (TAIL_ACE_TYPES.has(type) && cursor.text[cursor.at] === ';') {
    cursor.at++;
    tail = readTail(cursor);
  }
  if (cursor.text[cursor.at] !== ')') {
    fail(
      cursor.at,
      `expected ")"${TAIL_ACE_TYPES.has(type) && tail === null ? ' or ";" and "(…)"' : ''} after the SID`,
    );
  }
  cursor.at++;
  const text = cursor.text.slice(start, cursor.at);
  return new ReadAce({ type, flags, mask, objectType, inheritedObjectType, sid, tail }, text);
}

/** Conditions and attributes nest parentheses and quote strings that may hold them: count, do not look for `)`. */
function readTail(cursor: Cursor): string {
  skipSpace(cursor);
  const start = cursor.at;
  if (cursor.text[start] !== '(') fail(start, 'expected "(" before the condition or attribute');
  let depth = 0;
  do {
    const char = cursor.text[cursor.at];
    if (char === undefined) fail(cursor.at, `expected ")" to close the parenthesis of column ${start + 1}`);
    if (char === '"') {
      const close = cursor.text.indexOf('"', cursor.at + 1);
      if (close < 0) fail(cursor.text.length, `expected a quote to close the string of column ${cursor.at + 1}`);
      cursor.at = close;
    } else if (char === '(') depth++;
    else if (char === ')') depth--;
    cursor.at++;
  } while (depth > 0);
  const tail = cursor.text.slice(start, cursor.at);
  skipSpace(cursor);
  return tail;
}

/** Prints a descriptor: O, G, D, S; hex masks; no white space. What it prints parses to an equal descriptor. */
export function printSddl(descriptor: SecurityDescriptor): string {
  const { owner, group, dacl, sacl } = descriptor;
  return [
    owner === null ? '' : `O:${owner}`,
    group === null ? '' : `G:${group}`,
    dacl === null ? '' : `D:${printAcl(dacl)}`,
    sacl === null ? '' : `S:${printAcl(sacl)}`,
  ].join('');
}

function printAcl(acl: Acl): string {
  return [
    acl.protected ? 'P' : '',
    acl.autoInheritRequested ? 'AR' : '',
    acl.autoInherited ? 'AI' : '',
    acl.isNull ? 'NO_ACCESS_CONTROL' : '',
    ...acl.aces.map(printAce),
  ].join('');
}

function printAce(ace: SddlAce): string {
  const rights = ace.mask === 0 ? '' : hexMask(ace.mask);
  const fields = [ace.type, ace.flags.join(''), rights, ace.objectType ?? '', ace.inheritedObjectType ?? '', ace.sid];
  return `(${fields.join(';')}${ace.tail === null ? '' : `;${ace.tail}`})`;
}
