import { join } from 'node:path';
import {
  buildContentLibrary,
  type ContentInput,
  type Library,
  type LibraryInput,
  type PackageInput,
  type SourceFile,
} from './content-library.ts';

/** About 20, 1,000 and 10,000 files; `drivers` is one driver package of 100,000 files, for runs by hand. */
export type LibrarySize = 'small' | 'medium' | 'large' | 'drivers';

/** Files of each package in turn; the last one is an application of two contents. */
const counts: { readonly [size in Exclude<LibrarySize, 'drivers'>]: readonly number[] } = {
  small: [5, 6, 4, 5],
  medium: [100, 300, 200, 150, 150, 100],
  large: [500, 3000, 2000, 1500, 1500, 500, 500, 500],
};

/** Every so many files: one that is empty, one that every package has, one on the second drive. */
const emptyEach = 29;
const sharedEach = 7;
const secondDriveEach = 5;

const id = (index: number): string => `PS1${String(index + 16).padStart(5, '0')}`;

/** Files in nested folders, with tiny bytes that depend on nothing but their package and number. */
function files(owner: string, count: number): SourceFile[] {
  return Array.from({ length: count }, (_, i) => {
    const folder = i % 10 === 0 ? '' : `dir${i % 13}\\sub${i % 3}\\`;
    const text =
      i % emptyEach === 3
        ? ''
        : i % sharedEach === 2
          ? // One of a few texts that several packages and files have.
            `shared ${i % 60}`
          : `${owner} ${i}`;
    return { path: `${folder}file-${i}.${i % 2 === 0 ? 'dll' : 'ini'}`, bytes: Buffer.from(text) };
  });
}

/** The packages of a library of that size: classic ones, one of them with an empty folder, and an application. */
export function sizedPackages(size: LibrarySize): PackageInput[] {
  if (size === 'drivers') return [{ id: id(0), version: 1, type: 3, files: files(id(0), 100_000) }];
  const all = counts[size];
  return all.map((count, index): PackageInput => {
    if (index < all.length - 1)
      return { id: id(index), version: index + 1, files: files(id(index), count), emptyDirs: [`empty${index}`] };
    const half = Math.floor(count / 2);
    const part = (number: number, of: number): ContentInput => {
      const ref = `Content_00000000-0000-4000-8000-00000000000${number}.1`;
      return { ref, files: files(ref, of) };
    };
    return { id: id(index), version: 1, contents: [part(1, half), part(2, count - half)] };
  });
}

/**
 * Builds a sound library of that size below a folder: drive `D` is the primary, and drive `E` takes some of the blobs.
 * The same size always gives the same library.
 */
export function sizedLibrary(folder: string, size: LibrarySize, options: Partial<LibraryInput> = {}): Promise<Library> {
  return buildContentLibrary({
    packages: sizedPackages(size),
    primary: join(folder, 'D', 'SCCMContentLib'),
    secondaries: [join(folder, 'E')],
    driveOf: ({ hash }) => (Number.parseInt(hash.slice(0, 4), 16) % secondDriveEach === 0 ? 1 : 0),
    ...options,
  });
}
