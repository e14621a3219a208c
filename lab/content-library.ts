import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ByteSource } from './content-library-bytes.ts';
import { chunksOf, fileTimeOf, sha256Of, sizeOf } from './content-library-bytes.ts';
import type { IniStyle } from './content-library-ini.ts';
import { writeIni } from './content-library-ini.ts';
import { onDisk, plainContentHash, relativePath, sourceTree } from './content-library-source.ts';

export type { MutationName } from './content-library-mutations.ts';
export { mutations } from './content-library-mutations.ts';

/** A source file: relative path with `\` or `/`, Windows attribute bits (default 0x20), default 2024-01-02T03:04:05Z. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: ByteSource;
  readonly attributes?: number;
  readonly modified?: Date;
}

/** One content of an application: its reference is given, not derived. */
export interface ContentInput {
  /** Such as `Content_<guid>.1`. */
  readonly ref: string;
  readonly files: readonly SourceFile[];
  readonly emptyDirs?: readonly string[];
}

/** A package. With `contents` it is an application: `files` stays empty and the library records no version. */
export interface PackageInput {
  readonly id: string;
  readonly version: number;
  readonly name?: string;
  /** Numeric package type of the site; default 0, or 8 for an application. */
  readonly type?: number;
  readonly files?: readonly SourceFile[];
  readonly emptyDirs?: readonly string[];
  readonly contents?: readonly ContentInput[];
  /** Applications only: write an `[Info]` section without keys. Which form real libraries have is not known. */
  readonly emptyInfo?: boolean;
}

/** A library to build. */
export interface LibraryInput extends IniStyle {
  readonly packages: readonly PackageInput[];
  /** The folder of the primary library: `PkgLib`, `DataLib` and `FileLib` are made in it. */
  readonly primary: string;
  /** Folders that stand for the roots of further drives; each gets a `SCCMContentLib\FileLib`. */
  readonly secondaries?: readonly string[];
  /** Which drive takes a blob: 0 the primary (the default), n the n-th secondary. */
  readonly driveOf?: (blob: { readonly hash: string; readonly size: number; readonly path: string }) => number;
  /** Put a few arbitrary bytes beside each blob as its `.SIG`; nothing may read them. */
  readonly signatures?: boolean;
}

/** One mirrored file as the library records it. `path` has `\`, `timeModified` is a FILETIME in decimal. */
export interface ManifestFile {
  readonly path: string;
  readonly hash: string;
  readonly size: number;
  readonly attributes: number;
  readonly timeModified: string;
}

/** One content: `hash` is the true content hash, `dirs` every directory, `emptyDirs` those without entries. */
export interface ManifestContent {
  readonly ref: string;
  readonly packageId: string;
  readonly hash: string;
  readonly dirs: readonly string[];
  readonly emptyDirs: readonly string[];
  readonly files: readonly ManifestFile[];
}

/** One distinct blob, the drive that took it and the contents that use it. */
export interface ManifestBlob {
  readonly hash: string;
  readonly size: number;
  readonly drive: number;
  readonly users: readonly string[];
}

/** What is true of the library as it was built; plain JSON. Mutations leave it alone: it stays what the site knows. */
export interface Manifest {
  readonly packages: readonly (Required<Pick<PackageInput, 'id' | 'version' | 'name' | 'type'>> & {
    readonly refs: readonly string[];
  })[];
  readonly contents: readonly ManifestContent[];
  readonly blobs: readonly ManifestBlob[];
  /** Registry values of the distribution point; the primary drive is listed twice, as real ones may be. */
  readonly registry: { readonly ContentLibraryPath: string; readonly ContentLibUsableDrives: string };
}

/** A library on disk. `fileLibs` holds the FileLib folder of each drive, the primary first. */
export interface Library {
  readonly primary: string;
  readonly fileLibs: readonly string[];
  readonly manifest: Manifest;
}

type Blobs = Map<string, { hash: string; size: number; drive: number; users: string[] }>;

const MODIFIED = new Date('2024-01-02T03:04:05Z');

/**
 * Builds a synthetic content library: real files in the layout of a distribution point. The folders are made, existing
 * files of the same name are overwritten. Throws `RangeError` for source paths that Windows could not hold.
 */
export async function buildContentLibrary(input: LibraryInput): Promise<Library> {
  const secondaries = input.secondaries ?? [];
  const fileLibs = [input.primary, ...secondaries.map((drive) => path.join(drive, 'SCCMContentLib'))].map((library) =>
    path.join(library, 'FileLib'),
  );
  for (const folder of [onDisk(input.primary, 'PkgLib'), onDisk(input.primary, 'DataLib'), ...fileLibs])
    await mkdir(folder, { recursive: true });
  const packages: Manifest['packages'][number][] = [];
  const contents: ManifestContent[] = [];
  const blobs: Blobs = new Map();
  for (const pkg of input.packages) {
    const { id, version, name = id, type = pkg.contents ? 8 : 0 } = pkg;
    if (pkg.contents && pkg.files?.length)
      throw new RangeError(`${id} is an application: its files belong in contents`);
    const parts = pkg.contents ?? [
      { ref: `${id}.${version}`, files: pkg.files ?? [], ...(pkg.emptyDirs && { emptyDirs: pkg.emptyDirs }) },
    ];
    for (const part of parts) contents.push(await writeContent(input, fileLibs, blobs, id, part));
    const refs = parts.map((part) => part.ref);
    const info = pkg.contents ? (pkg.emptyInfo ? ['[Info]'] : []) : ['[Info]', `Version=${version}`];
    const lines = ['[Packages]', ...refs.map((ref) => `${ref}=${input.refValue ?? ''}`), ...info];
    await writeIni(onDisk(input.primary, 'PkgLib', `${id}.INI`), lines, input);
    packages.push({ id, version, name, type, refs });
  }
  await inBatches([...blobs.values()], async ({ hash, drive, users }) => {
    const blob = onDisk(fileLibs[drive]!, hash.slice(0, 4), hash);
    const lines = [`[${input.usersHeader ?? 'Users'}]`, ...users.map((ref) => `${ref}=${input.refValue ?? ''}`)];
    await writeIni(`${blob}.INI`, lines, input);
    if (input.signatures) await writeFile(`${blob}.SIG`, Uint8Array.of(0x53, 0x49, 0x47, 0x00));
  });
  const drives = [path.dirname(input.primary), ...secondaries, path.dirname(input.primary)];
  const registry = {
    ContentLibraryPath: input.primary,
    ContentLibUsableDrives: drives.map((drive) => drive + path.sep).join(','),
  };
  return { primary: input.primary, fileLibs, manifest: { packages, contents, blobs: [...blobs.values()], registry } };
}

// Some at once, because one file waits mostly for the disk; not all at once, because open files are limited.
async function inBatches<T, R>(all: readonly T[], write: (each: T) => Promise<R>): Promise<R[]> {
  const written: R[] = [];
  for (let done = 0; done < all.length; done += 64)
    written.push(...(await Promise.all(all.slice(done, done + 64).map(write))));
  return written;
}

async function writeContent(
  input: LibraryInput,
  fileLibs: readonly string[],
  blobs: Blobs,
  packageId: string,
  content: ContentInput,
): Promise<ManifestContent> {
  const listed = content.files.map((file) => ({ ...file, path: relativePath(file.path), hash: sha256Of(file.bytes) }));
  const hashes = new Map(listed.map((file) => [file.path, file.hash]));
  if (hashes.size < listed.length) throw new RangeError(`${content.ref} lists a file twice`);
  const tree = sourceTree(hashes, (content.emptyDirs ?? []).map(relativePath));
  const mirror = onDisk(input.primary, 'DataLib', content.ref);
  for (const dir of ['', ...tree.dirs]) await mkdir(onDisk(mirror, dir), { recursive: true });
  const files = await inBatches(listed, (file) => writeFileOf(input, fileLibs, blobs, content.ref, file));
  const hash = plainContentHash(tree);
  await writeIni(onDisk(input.primary, 'DataLib', `${content.ref}.INI`), ['[Info]', `Hash=${hash}`], input);
  return { ref: content.ref, packageId, hash, dirs: tree.dirs, emptyDirs: tree.emptyDirs, files };
}

async function writeFileOf(
  input: LibraryInput,
  fileLibs: readonly string[],
  blobs: Blobs,
  ref: string,
  { path: name, hash, bytes, attributes = 0x20, modified = MODIFIED }: SourceFile & { readonly hash: string },
): Promise<ManifestFile> {
  const size = sizeOf(bytes);
  const known = blobs.get(hash);
  if (known === undefined) {
    const drive = input.driveOf?.({ hash, size, path: name }) ?? 0;
    // Registered before anything is awaited: the next file with these bytes must not write the blob again.
    blobs.set(hash, { hash, size, drive, users: [ref] });
    const folder = onDisk(fileLibs[drive] ?? missingDrive(drive), hash.slice(0, 4));
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, hash), bytes instanceof Uint8Array ? bytes : chunksOf(bytes));
    await utimes(path.join(folder, hash), modified, modified);
  } else if (!known.users.includes(ref)) known.users.push(ref);
  const timeModified = String(fileTimeOf(modified));
  const bits = attributes.toString(16).toUpperCase();
  const lines = ['[File]', `Hash=${hash}`, `Size=${size}`, `TimeModified=${timeModified}`, `Attributes=${bits}`];
  await writeIni(onDisk(input.primary, 'DataLib', ref, `${name}.INI`), lines, input);
  return { path: name, hash, size, attributes, timeModified };
}

function missingDrive(drive: number): never {
  throw new RangeError(`there is no drive ${drive}`);
}
