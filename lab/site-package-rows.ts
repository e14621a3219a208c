import { sha256Of } from './content-library-bytes.ts';
import { plainContentHash, relativePath, sourceTree } from './content-library-source.ts';
import { fileBytes } from './package-files.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioPackage, ScenarioSite } from './scenario-schema.ts';
import { distributionOf, nalPath, type Row, siteNamespace } from './site-estate.ts';

/** Package types of the site: class, PackageType, and the ObjectTypeID of its content. */
export const kinds = {
  package: { class: 'SMS_Package', type: 0, object: 2 },
  driver: { class: 'SMS_DriverPackage', type: 3, object: 23 },
  updates: { class: 'SMS_SoftwareUpdatesPackage', type: 5, object: 24 },
  image: { class: 'SMS_ImagePackage', type: 257, object: 18 },
  'boot-image': { class: 'SMS_BootImagePackage', type: 258, object: 19 },
  upgrade: { class: 'SMS_OperatingSystemInstallPackage', type: 259, object: 14 },
} as const;

/** What the site knows of its packages, and of each on every distribution point that has it. */
export function packageRows(scenario: Scenario, site: ScenarioSite): Row[] {
  const { now } = scenario;
  const rows: Row[] = [];
  const add = (name: string, values: Row['values']): number =>
    rows.push({ namespace: siteNamespace(site), class: name, values });
  const nal = (name: string): string => nalPath(scenario, site, name);
  for (const [id, pkg] of Object.entries(site.packages)) {
    if (!pkg) continue;
    const kind = kinds[pkg.type];
    const size = Math.ceil(
      Object.entries(pkg.files).reduce((sum, entry) => sum + fileBytes(...entry).length, 0) / 1024,
    );
    add(kind.class, {
      ...packageValues(site, id, pkg.name, kind.type, now),
      PackageSize: size,
      SourceVersion: pkg.version,
      StoredPkgVersion: pkg.storedVersion ?? pkg.version,
      PkgFlags: pkg.flags,
      PkgSourceFlag: pkg.sourceFlag,
      ...(pkg.type === 'boot-image' && { Architecture: pkg.architecture ?? 'x64' }),
    });
    for (const { point, version, state } of distributionOf(site, pkg)) {
      const shared = { PackageID: id, ServerNALPath: nal(point), SiteCode: site.code };
      add('SMS_PackageStatusDistPointsSummarizer', {
        ...shared,
        PackageType: kind.type,
        SecureObjectID: id,
        SecuredTypeID: kind.object,
        SourceVersion: version,
        State: state,
        LastCopied: now,
        SummaryDate: now,
        SourceNALPath: nal(site.server),
      });
      add('SMS_DistributionPoint', {
        ...shared,
        Status: 2,
        LastRefreshTime: now,
        IsPeerDP: false,
        IsProtected: false,
        BitsEnabled: true,
      });
      add('SMS_DPContentInfo', {
        NALPath: nal(point),
        ObjectID: id,
        PackageID: id,
        Name: pkg.name,
        ObjectType: kind.type,
        ObjectTypeID: kind.object,
        SourceSize: size,
        IsPredefinedPackage: false,
      });
      add('SMS_DistributionDPStatus', {
        NalPath: nal(point),
        PackageID: id,
        ObjectID: id,
        MessageID: 2330,
        MessageSeverity: 0x40000000,
        MessageState: 1,
        LastUpdateDate: now,
      });
    }
  }
  return rows;
}

/** What the site knows of its task sequences and of what they refer to. */
export function taskSequenceRows(scenario: Scenario, site: ScenarioSite): Row[] {
  const { now } = scenario;
  const rows: Row[] = [];
  const add = (name: string, values: Row['values']): number =>
    rows.push({ namespace: siteNamespace(site), class: name, values });
  const nal = (name: string): string => nalPath(scenario, site, name);
  for (const [id, sequence] of Object.entries(site.taskSequences)) {
    if (!sequence) continue;
    const references = sequence.references.map((ref) => ({ Package: ref, Program: '*', Type: 0 }));
    add('SMS_TaskSequencePackage', {
      ...packageValues(site, id, sequence.name, 4, now),
      SourceVersion: 1,
      StoredPkgVersion: 0,
      PkgFlags: 0,
      PkgSourceFlag: 1,
      BootImageID: sequence.bootImage ?? '',
      ReferencesCount: references.length,
      References: references,
    });
    for (const ref of sequence.references) {
      const pkg = site.packages[ref]!;
      add('SMS_TaskSequencePackageReference_Flat', {
        PackageID: id,
        ObjectID: ref,
        RefPackageID: ref,
        ObjectName: pkg.name,
        ObjectType: kinds[pkg.type].type,
        Level: '0',
        SourceID: '',
        Version: pkg.displayVersion,
      });
      for (const { point, version } of distributionOf(site, pkg))
        add('SMS_TaskSequenceReferenceDps', {
          TaskSequenceID: id,
          PackageID: ref,
          ServerNALPath: nal(point),
          SiteCode: site.code,
          SourceVersion: version,
          Hash: contentHash(pkg),
        });
    }
  }
  return rows;
}

function packageValues(site: ScenarioSite, id: string, name: string, type: number, now: string): Row['values'] {
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

/** The content hash that the site has for a package. */
function contentHash(pkg: ScenarioPackage): string {
  const hashes = new Map(
    Object.entries(pkg.files).map(([path, file]) => [relativePath(path), sha256Of(fileBytes(path, file))]),
  );
  return plainContentHash(sourceTree(hashes, pkg.emptyDirs.map(relativePath)));
}
