import type { ListVerdict } from './content-verdict.ts';
import type { SitePackage } from './package-state.ts';

/** Why a download may fail although the content on the distribution point is right (`content` 5.5). */
export type HintKind =
  /** WebDAV of ConfigMgr 2007 does not list hidden files (cause 8). */
  | 'hidden-files'
  /** Names beyond ASCII, ConfigMgr 2007 SP2 (cause 9). */
  | 'unusual-names'
  /** Multicast of a file over 4 GiB, ConfigMgr 2007 SP1 R2 (cause 10). */
  | 'large-multicast'
  /** Multicast of sparse files (cause 11). */
  | 'sparse-multicast'
  /** A part of the path that IIS request filtering hides (cause 12). */
  | 'filtered-path'
  /** Binary differential replication (cause 14). */
  | 'binary-differential'
  /** Everything is right: the client's memory, the network path or a peer's cache are left (causes 16 to 18). */
  | 'content-right';

/** A hint, and what it rests on. */
export interface Hint {
  kind: HintKind;
  /** Files; for `binary-differential` packages, for `content-right` contents. */
  count: number;
  /** The first of them: `<content>\<path>`, or the name of the package or content. */
  example: string;
}

/** Content that is proved right, and what is known around it. */
export interface HintInput {
  contents: readonly Pick<ListVerdict, 'ref' | 'files'>[];
  /** What the site says of their packages; empty where it was not asked. */
  packages: readonly Pick<SitePackage, 'package' | 'flags'>[];
  /** Whether the distribution point multicasts; false where that is not known. */
  multicast: boolean;
  /** Whether these are all contents in scope: then nothing on the distribution point is left to blame. */
  everything: boolean;
}

type File = ListVerdict['files'][number];

const hidden = 0x2;
const sparse = 0x200;
const binaryDifferential = 0x04000000;
const fourGiB = 4_294_967_296n;

const has =
  (bit: number) =>
  (file: File): boolean =>
    file.attributes !== null && (file.attributes & bit) !== 0;
const beyondAscii = ({ path }: File): boolean => /[^\x20-\x7e]/.test(path);
// The only hidden segment that is on record; IIS has more of its own, and an administrator can add to them.
const filtered = ({ path }: File): boolean => path.split('\\').some((part) => part.toLowerCase() === 'bin');

/** The hints for content that is proved right, in the order of their causes. Never a verdict of their own. */
export function contentHints({ contents, packages, multicast, everything }: HintInput): Hint[] {
  const ofFiles = (kind: HintKind, applies: (file: File) => boolean): Hint[] => {
    let count = 0;
    let example = '';
    for (const { ref, files } of contents)
      for (const file of files) if (applies(file) && count++ === 0) example = `${ref}\\${file.path}`;
    return count > 0 ? [{ kind, count, example }] : [];
  };
  const differential = packages.filter(({ flags }) => (flags & binaryDifferential) !== 0);
  const named = (kind: HintKind, names: readonly string[]): Hint[] =>
    names.length > 0 ? [{ kind, count: names.length, example: names[0]! }] : [];
  return [
    ...ofFiles('hidden-files', has(hidden)),
    ...ofFiles('unusual-names', beyondAscii),
    ...(multicast ? ofFiles('large-multicast', ({ size }) => size > fourGiB) : []),
    ...(multicast ? ofFiles('sparse-multicast', has(sparse)) : []),
    ...ofFiles('filtered-path', filtered),
    ...named(
      'binary-differential',
      differential.map((each) => each.package),
    ),
    ...(everything
      ? named(
          'content-right',
          contents.map(({ ref }) => ref),
        )
      : []),
  ];
}
