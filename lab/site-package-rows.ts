import { fileBytes } from './package-files.ts';
import type { Scenario } from './scenario.ts';
import { contentsOf } from './site-contents.ts';
import { type Distributed, distributionOf, nalPath, type Row, siteNamespace } from './site-estate.ts';
import type { ScenarioPackage, ScenarioSite } from './site-schema.ts';

/** Package types of the site: class, PackageType, and the ObjectTypeID of its content. */
export const kinds = {
  package: { class: 'SMS_Package', type: 0, object: 2 },
  driver: { class: 'SMS_DriverPackage', type: 3, object: 23 },
  updates: { class: 'SMS_SoftwareUpdatesPackage', type: 5, object: 24 },
  application: { class: 'SMS_ContentPackage', type: 8, object: 31 },
  image: { class: 'SMS_ImagePackage', type: 257, object: 18 },
  'boot-image': { class: 'SMS_BootImagePackage', type: 258, object: 19 },
  upgrade: { class: 'SMS_OperatingSystemInstallPackage', type: 259, object: 14 },
} as const;

/** Where an object is meant and not its content package, an application has this type. */
const applicationObject = 512;
const severities = { success: 0x40000000, warning: 0x80000000, error: 0xc0000000 };

/** The object behind a package: itself, or the application, which goes by its model name. */
export function objectOf(id: string, pkg: ScenarioPackage): { id: string; type: number } {
  return pkg.type === 'application'
    ? { id: `ScopeId_7D2B1F40-6C1E-4B7A-9A55-0E6C2F8D9B31/Application_${id}`, type: applicationObject }
    : { id, type: kinds[pkg.type].type };
}

/** What the site knows of its packages, and of each on every distribution point that has it. */
export function packageRows(scenario: Scenario, site: ScenarioSite): Row[] {
  const rows: Row[] = [];
  const add = (name: string, values: Row['values']): number =>
    rows.push({ namespace: siteNamespace(site), class: name, values });
  const contents = contentsOf(site);
  for (const [id, pkg] of Object.entries(site.packages)) {
    if (!pkg) continue;
    const kind = kinds[pkg.type];
    add(kind.class, {
      ...packageValues(site, id, pkg.name, kind.type, scenario.now),
      SourceSite: pkg.sourceSite ?? site.code,
      PackageSize: kilobytes(pkg),
      SourceVersion: pkg.version,
      StoredPkgVersion: pkg.storedVersion ?? pkg.version,
      PkgFlags: pkg.flags,
      PkgSourceFlag: pkg.sourceFlag,
      ...(pkg.type === 'boot-image' && {
        Architecture: pkg.architecture ?? 'x64',
        ReferencedDrivers: Array.from({ length: pkg.drivers ?? 2 }, (_, index) => ({
          ID: 16777300 + index,
          SourcePath: `\\\\FS01\\Drivers\\${index}`,
        })),
      }),
    });
    for (const content of contents.get(id) ?? [])
      add('SMS_PackageToContent', {
        PackageID: id,
        PackageType: kind.type,
        ContentID: content.id,
        ContentUniqueID: content.uniqueId,
        ContentVersionInPkg: content.version,
        ContentSubFolder: content.uniqueId,
        MinPackageVersion: 1,
        SecuredTypeID: kind.object,
        SecureObjectID: objectOf(id, pkg).id,
      });
    for (const here of distributionOf(site, pkg)) rows.push(...pointRows(scenario, site, id, pkg, here));
  }
  return rows;
}

/** What the site knows of a package on one distribution point. */
function pointRows(
  scenario: Scenario,
  site: ScenarioSite,
  id: string,
  pkg: ScenarioPackage,
  { point, version, state, summarized, targeted, messages }: Distributed,
): Row[] {
  const { now } = scenario;
  const kind = kinds[pkg.type];
  const object = objectOf(id, pkg);
  const nal = nalPath(scenario, site, point);
  const row = (name: string, values: Row['values']): Row => ({
    namespace: siteNamespace(site),
    class: name,
    values: { PackageID: id, ...values },
  });
  const rows: Row[] = [];
  if (summarized)
    rows.push(
      row('SMS_PackageStatusDistPointsSummarizer', {
        ServerNALPath: nal,
        SiteCode: site.code,
        PackageType: kind.type,
        SecureObjectID: object.id,
        SecuredTypeID: kind.object,
        SourceVersion: version,
        State: state,
        LastCopied: now,
        SummaryDate: now,
        SourceNALPath: nalPath(scenario, site, site.server),
      }),
    );
  rows.push(
    row('SMS_DistributionPoint', {
      ServerNALPath: nal,
      SiteCode: site.code,
      Status: 2,
      LastRefreshTime: now,
      IsPeerDP: site.distributionPoints[point]?.peer ?? false,
      IsProtected: false,
      BitsEnabled: true,
    }),
  );
  if (targeted)
    rows.push(
      row('SMS_DPContentInfo', {
        NALPath: nal,
        ObjectID: object.id,
        Name: pkg.name,
        ObjectType: object.type,
        ObjectTypeID: kind.object,
        SourceSize: kilobytes(pkg),
        IsPredefinedPackage: false,
      }),
    );
  for (const { id: message, severity, state: result, at } of messages)
    rows.push(
      row('SMS_DistributionDPStatus', {
        NalPath: nal,
        ObjectID: object.id,
        ObjectTypeID: kind.object,
        MessageID: message,
        MessageSeverity: severities[severity],
        MessageState: result,
        LastUpdateDate: at ?? now,
        InsString1: id,
      }),
    );
  return rows;
}

/** What every kind of package has. */
export function packageValues(site: ScenarioSite, id: string, name: string, type: number, now: string): Row['values'] {
  return {
    PackageID: id,
    Name: name,
    PackageType: type,
    SourceSite: site.code,
    SourceDate: now,
    LastRefreshTime: now,
    PkgSourcePath: `\\\\FS01\\Sources\\${id}`,
    ActionInProgress: 0,
    ShareType: 1,
    Description: '',
    Version: '',
    Manufacturer: '',
    Language: '',
  };
}

/** What the site takes for the size of a package. */
function kilobytes({ files, contents }: ScenarioPackage): number {
  const all = [files, ...Object.values(contents).map((content) => content?.files ?? {})].flatMap(
    Object.entries<ScenarioPackage['files'][string]>,
  );
  return Math.ceil(all.reduce((sum, [path, file]) => sum + fileBytes(path, file).length, 0) / 1024);
}
