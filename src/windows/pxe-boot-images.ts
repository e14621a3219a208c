/** A boot image as its site knows it. */
export interface SiteImage {
  package: string;
  name: string;
  /** `x86`, `x64` and others; null where the site does not say. */
  architecture: string | null;
}

/** Packages of which SMSImages holds an image, in capitals. A folder without one offers nothing. */
export function offeredImages(folders: readonly { package: string; files: readonly string[] }[]): Set<string> {
  return new Set(folders.filter(({ files }) => files.length > 0).map((folder) => folder.package.toUpperCase()));
}

/**
 * Whether one of the offered images is for an architecture: `none-at-site` where the site itself has no such image,
 * `unclear` where an offered one could be, since the site does not say what it is for.
 */
export function coverageOf(
  architecture: 'x86' | 'x64',
  images: readonly SiteImage[],
  offered: ReadonlySet<string>,
): 'offered' | 'missing' | 'none-at-site' | 'unclear' {
  const isFor = (image: SiteImage): boolean => image.architecture?.toLowerCase() === architecture;
  const isOffered = (image: SiteImage): boolean => offered.has(image.package.toUpperCase());
  if (images.some((image) => isFor(image) && isOffered(image))) return 'offered';
  const known = new Set(
    images.filter((image) => image.architecture !== null).map((image) => image.package.toUpperCase()),
  );
  if ([...offered].some((id) => !known.has(id))) return 'unclear';
  return images.some((image) => isFor(image)) ? 'missing' : 'none-at-site';
}
