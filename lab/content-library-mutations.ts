import { copyFile, mkdir, open, rename, rm, rmdir, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Library, ManifestBlob } from './content-library.ts';
import { sha256Of } from './content-library-bytes.ts';
import { editEveryIni, editIni } from './content-library-ini.ts';
import { linkMutations } from './content-library-link-mutations.ts';
import { recordMutations } from './content-library-record-mutations.ts';
import { onDisk, plainContentHash } from './content-library-source.ts';
import type { MutationTarget } from './content-library-target.ts';
import {
  blobAt,
  blobFile,
  contentAt,
  fileAt,
  fileIni,
  mirrorOf,
  packageIni,
  required,
} from './content-library-target.ts';

/** Damages a library on disk in one way. Throws if the library has nothing of the kind to damage. */
export type Mutation = (library: Library, target?: MutationTarget) => Promise<void>;

const otherDigit = (hash: string): string => (hash.startsWith('0') ? '1' : '0') + hash.slice(1);

async function flipByte(file: string): Promise<void> {
  const { atime, mtime } = await stat(file);
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, size >> 1);
    byte[0]! ^= 0x01;
    await handle.write(byte, 0, 1, size >> 1);
  } finally {
    await handle.close();
  }
  await utimes(file, atime, mtime);
}

async function toSecondDrive(library: Library, blob: ManifestBlob, place: typeof rename): Promise<string> {
  const folder = onDisk(required(library.fileLibs[1], 'second drive'), blob.hash.slice(0, 4));
  if (blob.drive === 1) throw new Error('the blob already lies on the second drive');
  await mkdir(folder, { recursive: true });
  for (const name of [blob.hash, `${blob.hash}.INI`])
    await place(blobFile(library, blob, name), path.join(folder, name));
  return path.join(folder, blob.hash);
}

const lowerHashes = (text: string): string =>
  text.replace(/^Hash=.*$/m, (line) => `Hash=${line.slice(5).toLowerCase()}`);

function untidy(text: string): string {
  const [header = '', ...pairs] = text.split(/\r?\n/).filter((line) => line !== '');
  // A users INI has a header of unknown name and refs for keys: a foreign key there would be one more user.
  if (!['[File]', '[Info]', '[Packages]'].includes(header)) return `; a comment\r\n\r\n${text}`;
  if (header !== '[File]') return `; a comment\r\n\r\n${text}\r\n[Unknown]\r\nHash = 0\r\n`;
  const spaced = pairs.map((pair) => `  ${pair.replace('=', ' =\t')} `).reverse();
  return [header, 'Unknown=1', ';Hash=0', ...spaced, '[Unknown]', 'Hash=0', ''].join('\r\n');
}

const table = {
  ...recordMutations,
  ...linkMutations,
  /** One bit in the middle of a blob; size and modification time stay. */
  'flipped-byte': async (library, target = {}) => flipByte(blobFile(library, blobAt(library, target))),
  /** The last byte of a blob is gone. */
  'truncated-blob': async (library, target = {}) => {
    const blob = blobAt(library, target);
    return truncate(blobFile(library, blob), blob.size - 1);
  },
  'missing-blob': async (library, target = {}) => rm(blobFile(library, blobAt(library, target))),
  /** A well-named blob without users INI. */
  'extra-blob': async (library) => {
    const bytes = Buffer.from('nobody uses these bytes');
    const hash = sha256Of(bytes);
    await mkdir(onDisk(library.fileLibs[0]!, hash.slice(0, 4)), { recursive: true });
    await writeFile(onDisk(library.fileLibs[0]!, hash.slice(0, 4), hash), bytes);
  },
  /** Three files that are no blobs: beside the folders, in a folder, and one whose name is a digit short. */
  'odd-file-in-filelib': async (library, target = {}) => {
    const blob = blobAt(library, target);
    await writeFile(onDisk(library.fileLibs[0]!, 'Thumbs.db'), 'odd');
    await writeFile(blobFile(library, blob, 'Thumbs.db'), 'odd');
    await writeFile(blobFile(library, blob, blob.hash.slice(0, 63)), 'odd');
  },
  /** `[Info] Hash` is another value of the right form, or that of the target. */
  'wrong-info-hash': async (library, target = {}) =>
    editIni(`${mirrorOf(library, target)}.INI`, (text) =>
      text.replace(/(?<=^Hash=).*$/m, (hash) => target.hash ?? otherDigit(hash)),
    ),
  'missing-file-ini': async (library, target = {}) => rm(fileIni(library, target)),
  /** The whole package as the library knew it in an earlier version. */
  'stale-version': async (library, target = {}) => {
    const { ref, packageId, files } = contentAt(library, target);
    const current = Number(ref.slice(packageId.length + 1));
    if (!ref.startsWith(`${packageId}.`)) throw new Error(`${ref} has no package version`);
    const version = target.version ?? current - 1;
    const renamed = (text: string) => text.replace(`${ref}=`, `${packageId}.${version}=`);
    const mirror = mirrorOf(library, target);
    const stale = onDisk(library.primary, 'DataLib', `${packageId}.${version}`);
    await rename(mirror, stale);
    await rename(`${mirror}.INI`, `${stale}.INI`);
    await editIni(packageIni(library, target), (text) => renamed(text).replace(/(?<=^Version=).*$/m, String(version)));
    for (const hash of new Set(files.map((file) => file.hash))) {
      const blob = required(
        library.manifest.blobs.find((candidate) => candidate.hash === hash),
        'such blob',
      );
      await editIni(blobFile(library, blob, `${hash}.INI`), renamed);
    }
  },
  'lost-empty-directory': async (library, target = {}) => {
    const { emptyDirs } = contentAt(library, target);
    return rmdir(onDisk(mirrorOf(library, target), required(emptyDirs[0], 'empty directory')));
  },
  /** `[File] Size` is one too large. */
  'wrong-file-size': async (library, target = {}) =>
    editIni(fileIni(library, target), (text) => text.replace(/(?<=^Size=)\d+/m, (size) => String(BigInt(size) + 1n))),
  /** Every recorded hash in lower case: still right. */
  'lower-case-hash': async (library) => {
    for (const { ref, files } of library.manifest.contents) {
      const inis = [ref, ...files.map((file) => `${ref}\\${file.path}`)];
      for (const name of inis) await editIni(onDisk(library.primary, 'DataLib', `${name}.INI`), lowerHashes);
    }
  },
  'utf8-bom': async (library) => editEveryIni(library, (text) => text, 'utf8'),
  'utf16-ini': async (library) => editEveryIni(library, (text) => text, 'utf16le'),
  /** LF instead of CRLF and no line end at the end. */
  'lf-line-ends': async (library) => editEveryIni(library, (text) => text.replaceAll('\r\n', '\n').trimEnd()),
  /** Unknown keys and sections, comments, blanks and another order of keys: still right. */
  'untidy-ini': async (library) => editEveryIni(library, untidy),
  /** `[File] Hash` has 63 digits. */
  'bad-file-hash': async (library, target = {}) =>
    editIni(fileIni(library, target), (text) => text.replace(/(?<=^Hash=.{63})./m, '')),
  /** A mirrored file's INI has no bytes. */
  'empty-ini': async (library, target = {}) => truncate(fileIni(library, target), 0),
  /** The users INI of a blob lacks the content that uses it. */
  'users-list-wrong': async (library, target = {}) => {
    const blob = blobAt(library, target);
    const { ref } = contentAt(library, target);
    return editIni(blobFile(library, blob, `${blob.hash}.INI`), (text) =>
      text
        .split(/(?<=\n)/)
        .filter((line) => !line.startsWith(`${ref}=`))
        .join(''),
    );
  },
  'pkglib-missing': async (library, target = {}) => rm(packageIni(library, target)),
  /** The folder `DataLib\<ref>` is gone, its INI stays. */
  'mirror-missing': async (library, target = {}) => rm(mirrorOf(library, target), { recursive: true }),
  /** The INI `DataLib\<ref>.INI` is gone, the folder stays. */
  'content-ini-missing': async (library, target = {}) => rm(`${mirrorOf(library, target)}.INI`),
  /** A mirrored file has another name and `[Info] Hash` agrees with it: right in itself, not what the site knows. */
  'other-content-same-version': async (library, target = {}) => {
    const { dirs, files } = contentAt(library, target);
    const { path: old } = fileAt(library, target);
    const hashes = new Map(files.map((file) => [file.path === old ? `${old}.new` : file.path, file.hash]));
    await rename(fileIni(library, target), onDisk(mirrorOf(library, target), `${old}.new.INI`));
    const hash = plainContentHash({ dirs, files: hashes });
    await editIni(`${mirrorOf(library, target)}.INI`, (text) => text.replace(/(?<=^Hash=).*$/m, hash));
  },
  /** A blob lies on the second drive only: still right. */
  'second-drive-blob': async (library, target = {}) => {
    await toSecondDrive(library, blobAt(library, target), rename);
  },
  /** A blob lies on both drives and the copy on the second one is corrupt. */
  'second-drive-corrupt-copy': async (library, target = {}) => {
    await flipByte(await toSecondDrive(library, blobAt(library, target), (from, to) => copyFile(from, to)));
  },
  /** A blob, its INI and their folder are named in lower case: still right, Windows does not mind. */
  'lower-case-blob-name': async (library, target = {}) => {
    const blob = blobAt(library, target);
    const file = blobFile(library, blob);
    const lower = (name: string) => path.join(path.dirname(name), path.basename(name).toLowerCase());
    await rename(file, lower(file));
    await rename(`${file}.INI`, lower(`${file}.INI`));
    await rename(path.dirname(file), lower(path.dirname(file)));
  },
  /** A blob and its INI lie in a folder that does not belong to its hash. */
  'wrong-blob-folder': async (library, target = {}) => {
    const blob = blobAt(library, target);
    const folder = onDisk(library.fileLibs[blob.drive]!, otherDigit(blob.hash).slice(0, 4));
    await mkdir(folder, { recursive: true });
    for (const name of [blob.hash, `${blob.hash}.INI`])
      await rename(blobFile(library, blob, name), path.join(folder, name));
  },
} satisfies Record<string, Mutation>;

/** The name of a mutation: says what it leaves behind. */
export type MutationName = keyof typeof table;

/** Every mutation by name. */
export const mutations: Readonly<Record<MutationName, Mutation>> = table;
