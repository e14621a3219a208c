import type { Remedy } from '../../src/model/finding.ts';

/** The first of some names, and how many there are beside them. */
export function someOf(names: readonly string[], most = 20): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

/** A package with its name, where that is known. */
export const named = ({ id, name }: { id: string; name: string }): string => (name ? `${id} (${name})` : id);

export const hashError = '0x80091007 "The hash value is not correct."';
/** Of content that is announced and not there: its location is found, and the download of it is not (`content` 5.6). */
export const absentFile = 'HTTP 404 while the content is downloaded';

/**
 * What replaces the files of a package on one distribution point. Update and Distribute skip what is there; the library of
 * a site server is the source of what Redistribute sends, and has to be made anew (`content` 5.5, causes 4 and 5).
 */
export function replaceFiles({ id, siteLibrary }: { id: string; siteLibrary: boolean }): Remedy {
  return {
    text:
      siteLibrary === true
        ? `This is the site server's own library, from which Redistribute sends, so that it changes nothing here. At the site that owns ${id}: Update (the package, Update Distribution Points). At any other site: Update there, or ask Microsoft Support.`
        : `Redistribute ${id} (its properties, tab Content Locations, the distribution point, Redistribute). Update and Distribute skip the files that are already there.`,
  };
}
