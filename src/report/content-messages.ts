import type { Message } from '../model/check.ts';
import { countText } from '../model/sizes.ts';

interface Of {
  library: string;
}

/** What is said of a library as a whole, and by no check. */
export const libraryMessages = {
  'library-empty': {
    level: 'unknown',
    text: ({ library }: Of) => `${library} records no package, so nothing was judged.`,
  },
  interrupted: {
    level: 'unknown',
    text: ({ read, blobs }: { read: number; blobs: number }) =>
      blobs > 0
        ? `The reading was interrupted: of ${countText(blobs)} different files ${countText(read)} were read. What is said above is all that is known.`
        : 'The reading was interrupted before the lists were read. What is said above is all that is known.',
    remedy: () => ({ text: 'Run it again and let it read to the end; --hash-cache keeps what was read.' }),
  },
  'not-compared': {
    level: 'info',
    text: ({ library }: Of) =>
      `${library} was not compared with the site: whether versions and content hashes are those that clients expect, "osd-preflight run" tells.`,
  },
  searched: {
    level: 'info',
    text: ({ folders }: { folders: string[] }) =>
      `Files were looked for in ${folders.join(', ') || 'no folder FileLib'}. Where the library has further drives, name the FileLib of each with --file-lib.`,
  },
  'bytes-not-read': {
    level: 'info',
    text: () => 'No bytes were read (--metadata-only): a file that was damaged and kept its size is not noticed.',
  },
  'from-cache': {
    level: 'info',
    text: ({ cached, all }: { cached: number; all: number }) =>
      `${countText(cached)} of ${countText(all)} results came from the cache and not from the disk: a disk that changes bytes silently is not noticed there.`,
  },
  'cache-not-kept': {
    level: 'info',
    text: ({ message }: { message: string }) =>
      `The results were not kept: the cache could not be written, ${message}.`,
  },
  orphans: {
    level: 'info',
    text: ({ total, named }: { total: number; named: string }) =>
      `The library holds ${countText(total)} ${total === 1 ? 'entry that no package uses' : 'entries that no package uses'}: ${named}.`,
  },
  // biome-ignore lint/suspicious/noExplicitAny: each message has arguments of its own
} as const satisfies { [code: string]: Message<any> };
