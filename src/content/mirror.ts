import { join } from 'node:path';
import type { Failure } from '../model/answer.ts';
import type { ContentListing } from '../windows/content-library.ts';
import { below, type Listing, walkFolder } from './folder.ts';
import { entryOf, isName, notOfKind, readIniOf } from './library-folder.ts';
import { readSmallFile } from './small-file.ts';
import type { Pace } from './time.ts';

/** Reads the list of one content: its INI and its mirror, folder by folder. Null where it was interrupted. */
export async function readContent(
  dataLib: Listing,
  ref: string,
  pace: Pace,
  signal: AbortSignal,
): Promise<ContentListing | null> {
  const content: ContentListing = {
    ref,
    ini: { value: null },
    present: true,
    folders: [],
    files: [],
    links: [],
    unread: [],
  };
  const unread = (path: string, failure: Failure): void => void content.unread.push({ path, ...failure });
  if (!isName(ref)) {
    const refused: Failure = { failed: 'malformed', message: 'its name is none that a content can have' };
    unread('', refused);
    return { ...content, ini: refused };
  }
  content.ini = readIniOf(dataLib, `${ref}.INI`);
  const top = entryOf(dataLib, ref, 'folder');
  if (top === null) return { ...content, present: false };
  if ('failed' in top) {
    unread('', top);
    return content;
  }
  for (const visit of walkFolder(dataLib.pathOf(top))) {
    if (visit.failure) unread(visit.path, visit.failure);
    for (const entry of visit.entries) {
      const path = below(visit, entry);
      if (entry.kind === 'file') content.files.push({ path, ini: readSmallFile(join(visit.own, entry.name)) });
      else if (entry.kind === 'folder') content.folders.push(path);
      else if (entry.kind === 'link') content.links.push(path);
      else unread(path, notOfKind(entry, 'file'));
      if (pace.due) await pace.rest();
      if (signal.aborted) return null;
    }
  }
  return content;
}
