import { join } from 'node:path';
import type { Failure } from '../model/answer.ts';
import type { ContentListing } from '../windows/content-library.ts';
import { failureOf } from './failures.ts';
import { type Entry, type Listing, listFolder } from './folder.ts';
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
  const root = dataLib.pathOf(top);
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const own = folder === '' ? root : join(root, ...folder.split('\\'));
    let entries: Entry[];
    try {
      entries = listFolder(own);
    } catch (error) {
      unread(folder, failureOf(error));
      continue;
    }
    const folders: string[] = [];
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}\\${entry.name}`;
      if (entry.kind === 'file') content.files.push({ path, ini: readSmallFile(join(own, entry.name)) });
      else if (entry.kind === 'folder') folders.push(path);
      else if (entry.kind === 'link') content.links.push(path);
      else unread(path, notOfKind(entry, 'file'));
      if (pace.due) await pace.rest();
      if (signal.aborted) return null;
    }
    content.folders.push(...folders);
    pending.push(...folders.reverse());
  }
  return content;
}
