/** A package as its site knows it. */
export interface SitePackage {
  package: string;
  name: string;
  /** `PackageType`: 8 is an application, whose version is always 1. */
  type: number;
  sourceVersion: number;
  storedVersion: number;
  sourceSite: string;
  flags: number;
  sourceFlag: number;
}

/** What the site last heard of a package on one distribution point. */
export interface PackageStatus {
  sourceVersion: number;
  /** `SMS_PackageStatusDistPointsSummarizer.State`, 0 to 8. */
  state: number;
}

/** What the content library's own INI says of a package. */
export type LibraryEntry =
  | { present: false }
  | { present: true; version: number | null | 'malformed'; refs: readonly string[] };

/** Where a package stands on a distribution point, by versions and states alone (`content` 5.4, rulings 13, 15, 15a). */
export type PackageState =
  | 'current'
  | 'unknown-to-site'
  | 'no-content'
  | 'not-targeted'
  | 'pending'
  | 'failed'
  | 'removing'
  | 'updating'
  | 'ask-status-message'
  | 'stale'
  | 'site-behind'
  | 'library-disagrees'
  | 'library-unread'
  | 'state-unknown';

const noPackage = 0x10000000;
const sourceNone = 1;
const application = 8;

const installed = 0;
const monitoring = 8;
const byState: { [state: number]: PackageState } = {
  1: 'pending',
  2: 'pending',
  3: 'failed',
  4: 'removing',
  5: 'removing',
  6: 'failed',
  7: 'updating',
};

/** `library` is null where nobody asked the content library: then only the site's word is judged. */
export function packageState(
  site: SitePackage | undefined,
  status: PackageStatus | undefined,
  targeted: boolean,
  library: LibraryEntry | 'unread' | null,
): PackageState {
  if (!site) return 'unknown-to-site';
  if ((site.flags & noPackage) !== 0 || site.sourceFlag === sourceNone) return 'no-content';
  if (!status) return targeted ? 'pending' : 'not-targeted';
  const moving = byState[status.state];
  if (moving) return moving;
  if (status.state !== installed && status.state !== monitoring) return 'state-unknown';
  if (site.type !== application) {
    if (status.sourceVersion < site.sourceVersion) return 'stale';
    if (status.sourceVersion > site.sourceVersion) return 'site-behind';
  }
  if (library === 'unread') return 'library-unread';
  if (library && !library.present) return 'library-disagrees';
  if (library && site.type !== application) {
    const versions = recordedVersions(site.package, library);
    if (versions === null) return 'library-unread';
    if (versions.some((version) => version !== status.sourceVersion)) return 'library-disagrees';
  }
  return status.state === installed ? 'current' : 'ask-status-message';
}

/**
 * The versions that the library's record names: its own, and those in content names of the classic form `<id>.<version>`.
 * That form is not promised for every type of package, and neither is the version; null where the record names nothing.
 */
function recordedVersions(id: string, { version, refs }: LibraryEntry & { present: true }): number[] | null {
  if (version === 'malformed' || refs.length === 0) return null;
  const classic = refs.flatMap((ref) => {
    const match = /^([A-Z0-9]{8})\.(\d+)$/i.exec(ref);
    return match && match[1]!.toUpperCase() === id.toUpperCase() ? [Number(match[2])] : [];
  });
  const named = version === null ? classic : [version, ...classic];
  // A record with a version lists the content of that version, and no other under its name.
  if (version !== null && !classic.includes(version)) return [...named, Number.NaN];
  return named;
}

const readable: readonly PackageState[] = [
  'current',
  'ask-status-message',
  'library-disagrees',
  'library-unread',
  'site-behind',
];

/** Whether the files of a package in this state stay as they are long enough to be read, and are worth reading. */
export function isReadable(state: PackageState): boolean {
  return readable.includes(state);
}
