import { type Failure, wasRead } from '../model/answer.ts';
import { upperUnits } from './case-mapping.ts';
import { type BlobBytes, type BlobCopy, iniText } from './content-library.ts';
import { type Damage, damageOf, distinctRefs } from './damage.ts';
import { readUsersIni } from './ini.ts';

/** A file of a content in scope that uses a blob, with the size that its record states. */
export interface BlobUse {
  ref: string;
  path: string;
  size: bigint;
}

/** ERROR_CRC and ERROR_IO_DEVICE: the medium, not the content. */
const diskErrors = ['0x80070017', '0x8007045d'];
/** ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION. */
const lockErrors = ['0x80070020', '0x80070021'];
/** ERROR_FILE_NOT_FOUND and ERROR_PATH_NOT_FOUND, of a copy that was there when it was looked for. */
const goneErrors = ['0x80070002', '0x80070003'];

/** Whom a damage hits: every user of the blob, those in its users lists included, or the files whose record is wrong. */
type Found = Pick<Damage, 'kind'> & Partial<Damage> & { hits: 'scope' | 'everybody' | readonly BlobUse[] };

/**
 * Judges one blob by existence, size and bytes; every copy, because which of two the product serves is not known.
 * `bytes` is null where nobody wanted them read. A blob that no file in scope uses is not judged.
 */
export function judgeBlob(
  blob: string,
  uses: readonly BlobUse[],
  copies: readonly BlobCopy[],
  bytes: readonly BlobBytes[] | null,
): Damage[] {
  if (uses.length === 0) return [];
  const refs = distinctRefs(uses.map(({ ref }) => ref));
  const { path } = first(uses);
  if (copies.length === 0) {
    const since = bytes?.find((read) => 'sha256' in read);
    if (since) return [damageOf('blob-changed', path, refs, { blob, copy: since.path, message: 'it came only now' })];
    return [damageOf('blob-missing', path, refs, { blob })];
  }
  const lists = copies.map(usersOf);
  const users = lists.flatMap((list) => ('refs' in list ? list.refs : []));
  const damage = copies.flatMap((copy) => {
    const read = bytes?.find((each) => each.path === copy.path);
    return copyDamage(blob, uses, copy, read, bytes !== null).map(({ kind, hits, ...rest }) => {
      const own = typeof hits === 'string' ? uses : hits;
      const all = own.map(({ ref }) => ref).concat(hits === 'everybody' ? users : []);
      return damageOf(kind, first(own).path, distinctRefs(all), { ...rest, blob, copy: copy.path });
    });
  });
  return [...damage, ...usersDamage(blob, path, refs, copies, lists)];
}

/** The first in the order of content and path: which file a finding names must not depend on the order of reading. */
function first(uses: readonly BlobUse[]): BlobUse {
  const before = (a: BlobUse, b: BlobUse): boolean => (a.ref === b.ref ? a.path < b.path : a.ref < b.ref);
  return uses.reduce((least, use) => (before(use, least) ? use : least));
}

function copyDamage(
  blob: string,
  uses: readonly BlobUse[],
  copy: BlobCopy,
  read: BlobBytes | undefined,
  wanted: boolean,
): Found[] {
  const hashed = read && 'sha256' in read ? read : undefined;
  if (hashed && hasChanged(copy, hashed))
    return [{ kind: 'blob-changed', message: 'it changed while it was read', hits: 'scope' }];
  // What was read to its end has the size that was read.
  if (!wasRead(copy.size) && !hashed) return [unread(copy.size)];
  const size = wasRead(copy.size) ? copy.size.value : hashed!.bytes;
  const isRight = hashed && hashed.sha256.toUpperCase() === blob.toUpperCase();
  const failed = read && 'hresult' in read ? unreadBytes(read) : undefined;
  const wrong = uses.filter((use) => use.size !== BigInt(size));
  if (wrong.length > 0) {
    const message = isRight === undefined ? '' : isRight ? 'bytes-match' : 'bytes-differ';
    // Where the bytes are right, or another record is, it is the record that is wrong: it breaks nobody else.
    const recordIsWrong = isRight || (isRight === undefined && wrong.length < uses.length);
    const { size: expected } = first(wrong);
    const found: Found = { kind: 'size-wrong', seen: String(size), expected: String(expected), message, hits: wrong };
    // The finding names the file of the record; whom it hits beyond that, the bytes decide.
    const sized: Found = recordIsWrong ? found : { ...found, hits: 'everybody', path: first(wrong).path };
    return failed?.kind === 'disk-error' ? [sized, failed] : [sized];
  }
  if (isRight === false) return [{ kind: 'blob-corrupt', seen: hashed!.sha256, expected: blob, hits: 'everybody' }];
  if (failed) return [failed];
  return wanted && !hashed ? [{ kind: 'bytes-missing', hits: 'scope' }] : [];
}

function hasChanged({ size, modified }: BlobCopy, read: { bytes: number; modified?: string | null }): boolean {
  if (modified && read.modified && modified !== read.modified) return true;
  return wasRead(size) && read.bytes !== size.value;
}

function unread({ message }: Failure): Found {
  return { kind: 'blob-unread', message, hits: 'scope' };
}

function unreadBytes(read: { hresult: string; message: string }): Found {
  const code = read.hresult.toLowerCase();
  const message = code === '' ? read.message : `${read.message} (${read.hresult})`;
  if (diskErrors.includes(code)) return { kind: 'disk-error', message, hits: 'everybody' };
  if (lockErrors.includes(code)) return { kind: 'blob-locked', message, hits: 'scope' };
  if (goneErrors.includes(code)) return { kind: 'blob-changed', message, hits: 'scope' };
  return { kind: 'blob-unread', message, hits: 'scope' };
}

/** The contents in the users list beside a copy; a failure where it could not be read, nothing where nobody looked. */
type Users = { refs: readonly string[] } | { message: string } | { unasked: true };

function usersOf({ users }: BlobCopy): Users {
  if (users === undefined) return { unasked: true };
  if (!wasRead(users)) return { message: users.message };
  return { refs: users.value === null ? [] : readUsersIni(iniText(users.value)).refs };
}

/**
 * A content counts as listed where the list of any copy names it: on which of two drives the product keeps the list is
 * not known. What stands in a list that could not be read is not known either.
 */
function usersDamage(
  blob: string,
  path: string,
  refs: readonly string[],
  copies: readonly BlobCopy[],
  lists: readonly Users[],
): Damage[] {
  const listed = new Set(lists.flatMap((list) => ('refs' in list ? list.refs : [])).map(upperUnits));
  const unlisted = refs.filter((ref) => !listed.has(upperUnits(ref)));
  if (unlisted.length === 0) return [];
  const damage: Damage[] = [];
  for (const [i, { path: copy }] of copies.entries()) {
    const list = lists[i]!;
    // Where a copy could not be looked at, that is said of it already.
    if ('message' in list && wasRead(copies[i]!.size))
      damage.push(damageOf('metadata-unread', path, unlisted, { blob, copy: `${copy}.INI`, message: list.message }));
  }
  if (damage.length > 0 || lists.some((list) => !('refs' in list))) return damage;
  return [damageOf('users-list-wrong', path, unlisted, { blob, copy: copies[0]!.path })];
}
