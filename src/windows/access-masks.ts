/** Access masks of files and folders: named masks, names of bits, and the file mapping of generic rights. */

export const FILE_READ_DATA = 0x1;
export const FILE_WRITE_DATA = 0x2;
export const READ_CONTROL = 0x20000;
export const WRITE_DAC = 0x40000;
export const WRITE_OWNER = 0x80000;

/** Read and Write: FILE_GENERIC_READ | FILE_GENERIC_WRITE. */
export const READ_WRITE = 0x12019f;
/** The share right "Read": FILE_GENERIC_READ | FILE_GENERIC_EXECUTE. */
export const READ = 0x1200a9;
/** The share right "Change", the same bits as NTFS "Modify". */
export const CHANGE = 0x1301bf;
/** "Full Control": every bit a file or folder knows. */
export const FULL = 0x1f01ff;
/** What Full Control has and Change lacks: FILE_DELETE_CHILD, WRITE_DAC, WRITE_OWNER. */
export const FULL_BEYOND_CHANGE = 0xc0040;
/** Overwriting a file that exists: DELETE and FILE_WRITE_DATA, on that file's own descriptor. */
export const REPLACE_FILE = 0x10002;

/** The 14 bits of {@link FULL}, ascending, by their file names (a folder calls 0x1 FILE_LIST_DIRECTORY and so on). */
export const FILE_RIGHTS: readonly { readonly bit: number; readonly name: string }[] = [
  { bit: 0x1, name: 'FILE_READ_DATA' },
  { bit: 0x2, name: 'FILE_WRITE_DATA' },
  { bit: 0x4, name: 'FILE_APPEND_DATA' },
  { bit: 0x8, name: 'FILE_READ_EA' },
  { bit: 0x10, name: 'FILE_WRITE_EA' },
  { bit: 0x20, name: 'FILE_EXECUTE' },
  { bit: 0x40, name: 'FILE_DELETE_CHILD' },
  { bit: 0x80, name: 'FILE_READ_ATTRIBUTES' },
  { bit: 0x100, name: 'FILE_WRITE_ATTRIBUTES' },
  { bit: 0x10000, name: 'DELETE' },
  { bit: 0x20000, name: 'READ_CONTROL' },
  { bit: 0x40000, name: 'WRITE_DAC' },
  { bit: 0x80000, name: 'WRITE_OWNER' },
  { bit: 0x100000, name: 'SYNCHRONIZE' },
];

/** The names of the bits of a mask, ascending; a bit that is no file right is shown as hex. */
export function rightNames(mask: number): string[] {
  const names = FILE_RIGHTS.filter((right) => (mask & right.bit) !== 0).map((right) => right.name);
  const rest = (mask & ~FULL) >>> 0;
  return rest === 0 ? names : [...names, hexMask(rest)];
}

/** A mask as text, `0x1f01ff`. */
export function hexMask(mask: number): string {
  return `0x${(mask >>> 0).toString(16)}`;
}

const GENERIC_READ = 0x80000000;
const GENERIC_WRITE = 0x40000000;
const GENERIC_EXECUTE = 0x20000000;
const GENERIC_ALL = 0x10000000;

/** Replaces generic bits by file rights (MS-DTYP 2.5.3.2 with the file mapping). Takes signed input, returns unsigned. */
export function mapGenericBits(mask: number): number {
  let mapped = mask & 0x0fffffff;
  if ((mask & GENERIC_READ) !== 0) mapped |= 0x120089;
  if ((mask & GENERIC_WRITE) !== 0) mapped |= 0x120116;
  if ((mask & GENERIC_EXECUTE) !== 0) mapped |= 0x1200a0;
  if ((mask & GENERIC_ALL) !== 0) mapped |= FULL;
  return mapped >>> 0;
}
