import { chmod, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Library } from './content-library.ts';
import { editEveryIni, editIni } from './content-library-ini.ts';
import { onDisk } from './content-library-source.ts';
import type { MutationTarget } from './content-library-target.ts';
import { blobAt, blobFile, contentAt, fileIni, mirrorOf, packageIni, required } from './content-library-target.ts';

const withRef = (library: Library, target: MutationTarget, ref: string): Promise<void> =>
  editIni(packageIni(library, target), (text) => text.replace(/(?<=^\[Packages\]\r?\n)/m, `${ref}=\r\n`));

/** Records that say what no record should, or nothing: of packages, contents, files and users. */
export const recordMutations = {
  /** A blob has no users INI at all. */
  'users-list-missing': async (library, target = {}) => {
    const blob = blobAt(library, target);
    return rm(blobFile(library, blob, `${blob.hash}.INI`));
  },
  /** Both the mirror and `[Info] Hash` are changed: nothing agrees with anything. */
  'nothing-agrees': async (library, target = {}) => {
    await rm(fileIni(library, target));
    return editIni(`${mirrorOf(library, target)}.INI`, (text) => text.replace(/(?<=^Hash=).*$/m, '0'.repeat(64)));
  },
  'content-ini-without-hash': async (library, target = {}) =>
    editIni(`${mirrorOf(library, target)}.INI`, (text) => text.replace(/^Hash=.*\r?\n/m, '')),
  'ini-without-section': async (library, target = {}) =>
    editIni(fileIni(library, target), (text) => text.replace(/^\[File\]\r?\n/, '')),
  /** A wrong hash stands before the right one, which overwrites it: still right. */
  'key-twice': async (library, target = {}) =>
    editIni(fileIni(library, target), (text) => text.replace(/^(?=Hash=)/m, `Hash=${'0'.repeat(64)}\r\n`)),
  /** The right hash stands before a wrong one, which overwrites it. */
  'key-twice-wrong-last': async (library, target = {}) =>
    editIni(fileIni(library, target), (text) => text.replace(/^(Hash=.*\r?\n)/m, `$1hash=${'0'.repeat(64)}\r\n`)),
  /** Sections and keys of every INI in another case: still right. */
  'wrong-case': async (library) =>
    editEveryIni(library, (text) =>
      text
        .replace(/^\[(\w+)\]/gm, (line) => line.toLowerCase())
        .replace(/^(Hash|Size|TimeModified|Attributes|Version)(?==)/gm, (key) => key.toUpperCase()),
    ),
  'nul-bytes': async (library, target = {}) => writeFile(fileIni(library, target), Buffer.alloc(200)),
  /** Ten million bytes, most of them digits. */
  'huge-ini': async (library, target = {}) =>
    writeFile(fileIni(library, target), `[File]\r\nHash=${'9'.repeat(10_000_000)}\r\n`),
  'negative-size': async (library, target = {}) =>
    editIni(fileIni(library, target), (text) => text.replace(/^Size=/m, 'Size=-')),
  'ref-climbs-out': async (library, target = {}) => {
    await mkdir(onDisk(path.dirname(library.primary), 'Outside'), { recursive: true });
    await writeFile(onDisk(path.dirname(library.primary), 'Outside', 'sentinel.INI'), '[File]\r\n');
    return withRef(library, target, '..\\..\\Outside');
  },
  'ref-absolute': async (library, target = {}) => withRef(library, target, 'C:\\Outside'),
  /** A content with the name of a device. */
  'ref-reserved': async (library, target = {}) => withRef(library, target, 'NUL'),
  /** A folder and a file in the mirror have names of devices. */
  'reserved-name': async (library, target = {}) => {
    const folder = onDisk(mirrorOf(library, target), 'CON');
    await mkdir(folder);
    await writeFile(path.join(folder, 'NUL.txt.INI'), `[File]\r\nHash=${blobAt(library, target).hash}\r\nSize=7\r\n`);
  },
  'package-ini-empty': async (library, target = {}) => truncate(packageIni(library, target), 0),
  'package-ini-malformed': async (library, target = {}) =>
    writeFile(packageIni(library, target), Buffer.from('\u0000[Packages\u0000\r\nPS100012.3\r\n=\r\n', 'latin1')),
  'package-ini-bad-version': async (library, target = {}) =>
    editIni(packageIni(library, target), (text) => text.replace(/(?<=^Version=).*$/m, 'three')),
  /** It lists a further content that the library does not hold. */
  'package-ini-extra-ref': async (library, target = {}) =>
    withRef(library, target, `${contentAt(library, target).packageId}.2`),
  /** A package whose content the library does not hold. */
  'package-ini-without-mirror': async (library) =>
    writeFile(
      onDisk(library.primary, 'PkgLib', 'PS100099.INI'),
      '[Packages]\r\nPS100099.1=\r\n[Info]\r\nVersion=1\r\n',
    ),
  /** Nobody may read a blob; to root that means nothing. */
  'blob-denied': async (library, target = {}) => chmod(blobFile(library, blobAt(library, target)), 0),
  /** The folder of the second drive is gone: still right where no blob lies there. */
  'second-drive-absent': async (library) => rm(required(library.fileLibs[1], 'second drive'), { recursive: true }),
} satisfies Record<string, (library: Library, target?: MutationTarget) => Promise<void>>;
