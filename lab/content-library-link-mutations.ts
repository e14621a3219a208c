import { mkdir, rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Library } from './content-library.ts';
import { onDisk } from './content-library-source.ts';
import type { MutationTarget } from './content-library-target.ts';
import { blobAt, blobFile, contentAt, fileIni, mirrorOf, packageIni, required } from './content-library-target.ts';

/** Moves something out of the library and leaves a link to it: whoever follows the link finds nothing wrong. */
async function linkOut(library: Library, at: string): Promise<void> {
  const outside = path.join(path.dirname(library.primary), 'Outside');
  await mkdir(outside, { recursive: true });
  const moved = path.join(outside, path.basename(at));
  await rename(at, moved);
  await symlink(moved, at);
}

/** Symbolic links to things outside the library, which nobody may read. */
export const linkMutations = {
  'link-file-ini': (library, target = {}) => linkOut(library, fileIni(library, target)),
  /** The first folder of a mirror. */
  'link-folder': (library, target = {}) =>
    linkOut(library, onDisk(mirrorOf(library, target), required(contentAt(library, target).dirs[0], 'folder'))),
  'link-blob': (library, target = {}) => linkOut(library, blobFile(library, blobAt(library, target))),
  'link-blob-folder': (library, target = {}) =>
    linkOut(library, path.dirname(blobFile(library, blobAt(library, target)))),
  'link-users-ini': (library, target = {}) => {
    const blob = blobAt(library, target);
    return linkOut(library, blobFile(library, blob, `${blob.hash}.INI`));
  },
  'link-mirror': (library, target = {}) => linkOut(library, mirrorOf(library, target)),
  'link-content-ini': (library, target = {}) => linkOut(library, `${mirrorOf(library, target)}.INI`),
  'link-package-ini': (library, target = {}) => linkOut(library, packageIni(library, target)),
} satisfies Record<string, (library: Library, target?: MutationTarget) => Promise<void>>;
