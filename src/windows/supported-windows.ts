/**
 * Which Windows a version of Configuration Manager supports as a client (`capture-readiness` 11). The list changes with
 * every release: what is not in it is not known. Sources and certainty of each row: docs/domain.md.
 */

/** The third part of `5.00.9128.1000`, by the name of the version. */
const siteBuilds = {
  2107: 9058,
  2111: 9068,
  2203: 9078,
  2207: 9088,
  2211: 9096,
  2303: 9106,
  2309: 9122,
  2403: 9128,
  2409: 9132,
  2503: 9135,
  2509: 9141,
  2603: 9146,
};

interface Row {
  name: string;
  /** The first version of Configuration Manager that supports it. */
  since: number;
  /** The last that does, where a later list lacks it. */
  until?: number;
  /** Of clients only the long-term servicing channel; the lists do not have the others of that build any more. */
  longTerm?: true;
}

/** By build; clients and servers share builds, and are supported alike where they do. */
const supported: { readonly [build: number]: Row } = {
  14393: { name: 'Windows 10 LTSB 2016 or Windows Server 2016', since: siteBuilds[2107], longTerm: true },
  17763: { name: 'Windows 10 LTSC 2019 or Windows Server 2019', since: siteBuilds[2107], longTerm: true },
  19044: { name: 'Windows 10 21H2 or LTSC 2021', since: siteBuilds[2107] },
  19045: { name: 'Windows 10 22H2', since: siteBuilds[2207] },
  20348: { name: 'Windows Server 2022', since: siteBuilds[2107] },
  22000: { name: 'Windows 11 21H2', since: siteBuilds[2107], until: siteBuilds[2303] },
  22621: { name: 'Windows 11 22H2', since: siteBuilds[2207], until: siteBuilds[2409] },
  22631: { name: 'Windows 11 23H2', since: siteBuilds[2309] },
  26100: { name: 'Windows 11 24H2 or Windows Server 2025', since: siteBuilds[2409] },
  26200: { name: 'Windows 11 25H2', since: siteBuilds[2509] },
};
/** Windows 8.1 and Windows Server 2012 R2: neither these nor older ones are more than updated by any version in the list. */
const lastUnsupported = 9600;

export type Support =
  | { kind: 'supported'; name: string }
  /** This Windows is, and this version of Configuration Manager is older than the first that is known to support it. */
  | { kind: 'too-early'; name: string; since: string }
  | { kind: 'unsupported' }
  | { kind: 'unknown' };

/** `5.00.9128.1000` is 9128; null for anything else. */
export function siteBuild(version: string | null): number | null {
  const build = /^5\.00\.(\d{4,5})\.\d+$/.exec(version ?? '')?.[1];
  return build === undefined ? null : Number(build);
}

/** The name of a version of Configuration Manager by its build, `2403`; null where it is not in the list. */
export function siteVersionName(build: number): string | null {
  return Object.entries(siteBuilds).find(([, each]) => each === build)?.[0] ?? null;
}

/** `Win32_OperatingSystem`: BuildNumber, ProductType (1 is a client), and Caption, which names the channel in every language. */
export interface WindowsRelease {
  build: number;
  productType: number;
  caption: string;
}

/** Whether a site of this build supports that Windows; a site of null is not known. */
export function supportOf({ build, productType, caption }: WindowsRelease, site: number | null): Support {
  if (build <= lastUnsupported) return { kind: 'unsupported' };
  const row = supported[build];
  if (!row || (row.longTerm && productType === 1 && !/\bLTS[BC]\b/.test(caption))) return { kind: 'unknown' };
  const { name, since, until } = row;
  if (site === null) return { kind: 'supported', name };
  if (siteVersionName(site) === null) return { kind: 'unknown' };
  if (site < since) return { kind: 'too-early', name, since: siteVersionName(since) ?? '' };
  // A list that lacks it does not say that it is refused: its own support has ended.
  return until !== undefined && site > until ? { kind: 'unknown' } : { kind: 'supported', name };
}
