import path from 'node:path';
import type { Library, LibraryInput, PackageInput } from './content-library.ts';
import { buildContentLibrary } from './content-library.ts';

const bytes = (text: string) => Buffer.from(text);

/** SHA-256 of the bytes of `Setup.exe`. */
export const SETUP = 'CD2ECA3535741F27A8AE40C31B0C41D4057A7A7B912B33B9AED86485D1C84676';
/** SHA-256 of no bytes: `readme.txt`. */
export const EMPTY = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855';
/** SHA-256 of the bytes of `x86\MigApp.xml`, and of the application's `a.ini`. */
export const MIGAPP = '29114363F749A0226B6988DDA3CA2492A954117AB6B5F382706C20300DABC079';
/** A small classic package with an empty directory and an empty file. */
export const CLASSIC: PackageInput = {
  id: 'PS100012',
  version: 3,
  files: [
    { path: 'Setup.exe', bytes: bytes('hello\r\n') },
    { path: 'readme.txt', bytes: bytes('') },
    { path: 'x86/MigApp.xml', bytes: bytes('<a/>') },
  ],
  emptyDirs: ['Empty'],
};
/** An application of two contents; one shares a blob with the classic package. */
export const APPLICATION: PackageInput = {
  id: 'PS100020',
  version: 1,
  name: 'An application',
  contents: [
    { ref: 'Content_0001.1', files: [{ path: 'a.ini', bytes: bytes('<a/>'), attributes: 0x22 }] },
    { ref: 'Content_0002.2', files: [], emptyDirs: ['only\\this'] },
  ],
};

/** Builds both packages (or what `options` says) below a folder: drive `D` is the primary, `E` the second. */
export function buildExample(folder: string, options: Partial<LibraryInput> = {}): Promise<Library> {
  return buildContentLibrary({
    packages: [CLASSIC, APPLICATION],
    primary: path.join(folder, 'D', 'SCCMContentLib'),
    secondaries: [path.join(folder, 'E')],
    ...options,
  });
}
