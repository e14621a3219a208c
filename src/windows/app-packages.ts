import type { RefusedPackage } from './sysprep-log.ts';

/** An Appx package that Windows has, and how many users it is installed for. */
export interface InstalledPackage {
  name: string;
  fullName: string;
  family: string;
  version: string;
  framework: boolean;
  resource: boolean;
  nonRemovable: boolean | null;
  signature: string | null;
  users: number;
  /** Versions of the bundles that its family is installed from. */
  bundles?: string[] | undefined;
}
/** A package that every new user gets. */
export interface ProvisionedPackage {
  name: string;
  fullName: string;
  version: string;
}

export type PackageState =
  | { kind: 'not-provisioned'; package: InstalledPackage }
  /** Nor is it known whether it is a part of Windows. */
  | { kind: 'origin-unclear'; package: InstalledPackage }
  | { kind: 'other-version'; package: InstalledPackage; version: string; provisioned: ProvisionedPackage }
  /** Sysprep stopped at it, and it still is as it was. */
  | { kind: 'refused'; package: InstalledPackage; provisioned: ProvisionedPackage | null; by: RefusedPackage }
  /** Sysprep stopped at it, and it is installed for no user any more, or provisioned now. */
  | { kind: 'mended'; by: RefusedPackage };

/**
 * What Sysprep will stop at: packages installed for a user and not provisioned, or provisioned in another version.
 * Families are compared first, then versions. Frameworks, resources and parts of Windows do not count, unless the log of
 * Sysprep names them (`rulings` 9).
 */
export function packageStates(
  installed: readonly InstalledPackage[],
  provisioned: readonly ProvisionedPackage[],
  refused: readonly RefusedPackage[],
): PackageState[] {
  const provisions = new Map<string, ProvisionedPackage[]>();
  for (const each of provisioned) {
    const key = familyKey(each.fullName);
    provisions.set(key, [...(provisions.get(key) ?? []), each]);
  }
  const refusals = new Map(refused.map((each) => [familyKey(each.package), each]));
  const open = new Set<string>();
  const packages = [...new Map(installed.map((each) => [each.fullName.toLowerCase(), each])).values()];
  const states = packages.flatMap((each): PackageState[] => {
    if (each.users === 0) return [];
    const family = each.family.toLowerCase();
    const match = provisions.get(family) ?? [];
    const by = refusals.get(family);
    const other = otherVersion(each, match);
    if (match.length > 0 && other === null) return [];
    if (by !== undefined) {
      open.add(family);
      return [{ kind: 'refused', package: each, provisioned: match[0] ?? null, by }];
    }
    if (each.framework || each.resource || each.nonRemovable === true || each.signature === 'System') return [];
    if (other !== null) return [{ kind: 'other-version', package: each, ...other }];
    const isUnclear = each.nonRemovable === null && each.signature === null;
    return [{ kind: isUnclear ? 'origin-unclear' : 'not-provisioned', package: each }];
  });
  const mended = [...refusals].filter(([family]) => !open.has(family));
  return [...states, ...mended.map(([, by]): PackageState => ({ kind: 'mended', by }))];
}

/** The version that differs from every provisioned one of the family; a bundle is compared with bundles. */
function otherVersion(
  { version, bundles = [] }: InstalledPackage,
  match: readonly ProvisionedPackage[],
): { version: string; provisioned: ProvisionedPackage } | null {
  const last = match.at(-1);
  if (!last) return null;
  const versions = isBundle(last.fullName) && bundles.length > 0 ? bundles : [version];
  const other = versions.find((each) => !match.some((one) => compareVersions(one.version, each) === 0));
  return other === undefined ? null : { version: other, provisioned: last };
}

/** `Name_Version_Architecture_ResourceId_PublisherId` belongs to the family `Name_PublisherId`. */
export function familyOf(fullName: string): string {
  const parts = fullName.split('_');
  return parts.length < 3 ? fullName : `${parts[0]}_${parts.at(-1)}`;
}
const familyKey = (fullName: string): string => familyOf(fullName).toLowerCase();

/** The full name of a bundle has `~` for its resource id. */
function isBundle(fullName: string): boolean {
  return fullName.split('_').at(-2) === '~';
}

/** Versions number by number, what is missing being 0: negative, 0 or positive. What is no version is compared as text. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((each) =>
    /^\d{1,9}(\.\d{1,9}){0,7}$/.test(each) ? each.split('.').map(Number) : null,
  );
  if (!left || !right) return a === b ? 0 : a < b ? -1 : 1;
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
