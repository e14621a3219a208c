import type { Library, ManifestBlob, ManifestContent, ManifestFile } from './content-library.ts';
import { onDisk } from './content-library-source.ts';

/** What a mutation hits. By default the first content and, in it, the first file that is not empty. */
export interface MutationTarget {
  readonly ref?: string;
  /** Source path with `\`. */
  readonly path?: string;
  /** `stale-version` only: the version the library falls back to; by default one less. */
  readonly version?: number;
  /** `wrong-info-hash` only: the hash that is stored; by default one with another first digit. */
  readonly hash?: string;
}

/** The value, or an error that the library has nothing of the kind. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`this library has no ${what} to mutate`);
  return value;
}

/** The content that a mutation hits. */
export const contentAt = ({ manifest }: Library, { ref }: MutationTarget): ManifestContent =>
  required(
    manifest.contents.find((content) => ref === undefined || content.ref === ref),
    'such content',
  );

/** The mirrored file that a mutation hits. */
export function fileAt(library: Library, target: MutationTarget): ManifestFile {
  const wanted = ({ path: name, size }: ManifestFile) => (target.path === undefined ? size > 0 : name === target.path);
  return required(contentAt(library, target).files.find(wanted), 'such file');
}

/** The blob of that file. */
export const blobAt = (library: Library, target: MutationTarget): ManifestBlob => {
  const { hash } = fileAt(library, target);
  return required(
    library.manifest.blobs.find((blob) => blob.hash === hash),
    'such blob',
  );
};

/** A file in the folder of a blob: by default the blob itself. */
export const blobFile = ({ fileLibs }: Library, { drive, hash }: ManifestBlob, name = hash): string =>
  onDisk(fileLibs[drive]!, hash.slice(0, 4), name);

/** The folder `DataLib\<ref>`; with `.INI` behind it, the INI of the content. */
export const mirrorOf = (library: Library, target: MutationTarget): string =>
  onDisk(library.primary, 'DataLib', contentAt(library, target).ref);

/** The INI of the mirrored file. */
export const fileIni = (library: Library, target: MutationTarget): string =>
  onDisk(mirrorOf(library, target), `${fileAt(library, target).path}.INI`);

/** The INI of the package that owns the content. */
export const packageIni = (library: Library, target: MutationTarget): string =>
  onDisk(library.primary, 'PkgLib', `${contentAt(library, target).packageId}.INI`);
