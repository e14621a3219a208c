import { upperUnits } from './case-mapping.ts';

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

/** The latest status message about a package on one distribution point; null where there is none. */
export interface LatestMessage {
  messageId: number;
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
  | 'contents-missing'
  | 'contents-unread'
  | 'validation-bad'
  | 'no-snapshot'
  | 'state-unknown';

/** What more the site may say of a package. What is absent was not asked, and nothing is concluded from it. */
export interface SiteEvidence {
  /** The code of the site that was asked: `StoredPkgVersion` means something at the package's own site alone. */
  siteCode?: string | null;
  /** About the package on this distribution point. */
  message?: LatestMessage | null;
  /** `ContentUniqueID` of the contents of an application, or that they could not be read. */
  contents?: readonly string[] | 'unread';
}

const noPackage = 0x10000000;
const sourceNone = 1;
const application = 8;

const installed = 0;
const monitoring = 8;
/** Content validation found the content bad, or right (`content` 4.6). */
const validatedBad: readonly number[] = [2382, 2383];
const validatedGood = 2384;
const byState: { [state: number]: PackageState } = {
  1: 'pending',
  2: 'pending',
  3: 'failed',
  4: 'removing',
  5: 'removing',
  6: 'removing',
  7: 'updating',
};

/**
 * `library` is null where nobody asked the content library: then only the site's word is judged. Of several states the
 * worst is told: what fails, then what is not known, then what deserves a warning.
 */
export function packageState(
  site: SitePackage | undefined,
  status: PackageStatus | undefined,
  targeted: boolean,
  library: LibraryEntry | 'unread' | null,
  evidence: SiteEvidence = {},
): PackageState {
  if (!site) return 'unknown-to-site';
  if ((site.flags & noPackage) !== 0 || site.sourceFlag === sourceNone) return 'no-content';
  if (!status) return targeted ? 'pending' : 'not-targeted';
  const moving = byState[status.state];
  if (moving) return moving;
  if (status.state !== installed && status.state !== monitoring) return 'state-unknown';
  const disagreement = versionState(site, status, library) ?? contentsState(site, library, evidence);
  if (disagreement) return disagreement;
  const validated = evidence.message?.messageId;
  if (validated !== undefined && validatedBad.includes(validated)) return 'validation-bad';
  if (status.state === monitoring && validated !== validatedGood) return 'ask-status-message';
  return lacksSnapshot(site, evidence.siteCode) ? 'no-snapshot' : 'current';
}

/** The versions of site, distribution point and library; an application's are always 1 and say nothing. */
function versionState(
  site: SitePackage,
  status: PackageStatus,
  library: LibraryEntry | 'unread' | null,
): PackageState | undefined {
  const versioned = site.type !== application;
  if (versioned && status.sourceVersion < site.sourceVersion) return 'stale';
  if (versioned && status.sourceVersion > site.sourceVersion) return 'site-behind';
  if (library === 'unread') return 'library-unread';
  if (library === null) return undefined;
  if (!library.present) return 'library-disagrees';
  const versions = versioned ? recordedVersions(site.package, library) : [];
  if (versions === null) return 'library-unread';
  return versions.length > 0 && !versions.includes(status.sourceVersion) ? 'library-disagrees' : undefined;
}

/** An application is current where the library lists every content that the site knows of it. */
function contentsState(
  site: SitePackage,
  library: LibraryEntry | 'unread' | null,
  { contents }: SiteEvidence,
): PackageState | undefined {
  if (site.type !== application || contents === undefined || library === null || library === 'unread') return undefined;
  if (contents === 'unread') return 'contents-unread';
  return library.present && contentsMissing(contents, library.refs).length > 0 ? 'contents-missing' : undefined;
}

/** Whether a content name of a library stands for the content that the site knows by this id: it may end in a version. */
export function namesContent(ref: string, uniqueId: string): boolean {
  const [name, id] = [upperUnits(ref), upperUnits(uniqueId)];
  return name === id || name.replace(/\.\d+$/, '') === id;
}

/** Of the contents that the site knows (`ContentUniqueID`), those that no content name of the library stands for. */
export function contentsMissing(expected: readonly string[], refs: readonly string[]): string[] {
  return expected.filter((id) => !refs.some((ref) => namesContent(ref, id)));
}

/**
 * Whether the site has no snapshot of the version that it offers: nothing can be sent, and no hash was made. Elsewhere
 * than at the package's own site an older `StoredPkgVersion` is normal.
 */
function lacksSnapshot(site: SitePackage, siteCode: string | null | undefined): boolean {
  if (!siteCode || site.type === application) return false;
  return upperUnits(site.sourceSite) === upperUnits(siteCode) && site.storedVersion < site.sourceVersion;
}

/**
 * Whether the version in `SMS_TaskSequenceReferenceDps` is another one than that of the package and of its status on the
 * distribution point, which agree (ruling 13: whose version it is, is not documented).
 */
export function referenceVersionDiffers(
  site: SitePackage,
  status: PackageStatus | undefined,
  reference: number | null,
): boolean {
  if (reference === null || status === undefined || site.type === application) return false;
  return status.sourceVersion === site.sourceVersion && reference !== site.sourceVersion;
}

/**
 * The versions that the library's record names: its own, else those in content names of the classic form
 * `<id>.<version>`. That form is not promised for every type of package. Null where the record names nothing usable.
 */
function recordedVersions(id: string, { version, refs }: LibraryEntry & { present: true }): number[] | null {
  if (version === 'malformed' || refs.length === 0) return null;
  const classic = refs.flatMap((ref) => {
    const match = /^([A-Z0-9]{8})\.(\d+)$/i.exec(ref);
    return match && match[1]!.toUpperCase() === id.toUpperCase() ? [Number(match[2])] : [];
  });
  if (version === null) return classic;
  // A record with a version lists the content of that version; without it there is nothing of that version.
  return classic.includes(version) ? [version] : [Number.NaN];
}

const readable: readonly PackageState[] = [
  'current',
  'failed',
  'ask-status-message',
  'library-disagrees',
  'library-unread',
  'site-behind',
  'contents-missing',
  'contents-unread',
  'validation-bad',
  'no-snapshot',
];

/**
 * Whether the bytes of a package in this state are to be read (`content` 5.2): not while they are being changed, and not
 * those of an old version, which will be replaced.
 */
export function isReadable(state: PackageState): boolean {
  return readable.includes(state);
}

/** Whether list and sizes of a package in this state are to be judged: those of an old version as well. */
export function isListed(state: PackageState): boolean {
  return state === 'stale' || isReadable(state);
}
