import { sha256Of } from './content-library-bytes.ts';
import { plainContentHash, relativePath, sourceTree } from './content-library-source.ts';
import { fileBytes } from './package-files.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioPackage, ScenarioSite } from './scenario-schema.ts';

/** One CIM instance; values as the scenario says them, typed later by the tables. */
export interface Row {
  namespace: string;
  class: string;
  values: { [property: string]: unknown };
}

/** Package types of the site: class, PackageType, and the ObjectTypeID of its content. */
const kinds = {
  package: { class: 'SMS_Package', type: 0, object: 2 },
  driver: { class: 'SMS_DriverPackage', type: 3, object: 23 },
  updates: { class: 'SMS_SoftwareUpdatesPackage', type: 5, object: 24 },
  image: { class: 'SMS_ImagePackage', type: 257, object: 18 },
  'boot-image': { class: 'SMS_BootImagePackage', type: 258, object: 19 },
  upgrade: { class: 'SMS_OperatingSystemInstallPackage', type: 259, object: 14 },
} as const;

/** Classes that a site describes completely: no row of theirs means that there is none. */
export const siteClasses = [
  'SMS_PackageBaseclass',
  'SMS_ContentPackage',
  'SMS_TaskSequencePackage',
  'SMS_TaskSequencePackageReference_Flat',
  'SMS_TaskSequenceReferenceDps',
  'SMS_PackageStatusDistPointsSummarizer',
  'SMS_DPContentInfo',
  'SMS_DistributionPoint',
  'SMS_DistributionPointInfo',
  'SMS_DistributionDPStatus',
  'SMS_SCI_SysResUse',
  ...Object.values(kinds).map((kind) => kind.class),
];

/** What the site knows of a package on a distribution point, and what the library there holds. */
export interface Distributed {
  point: string;
  version: number;
  state: number;
  stored: boolean;
}

/** Where a package was sent: everywhere in its own version, save for what the scenario says. */
export function distributionOf(site: ScenarioSite, pkg: ScenarioPackage): Distributed[] {
  return Object.keys(site.distributionPoints).flatMap((point) => {
    const said = pkg.distributed[point];
    if (said === null || site.distributionPoints[point] === null) return [];
    return [{ point, version: said?.version ?? pkg.version, state: said?.state ?? 0, stored: said?.stored ?? true }];
  });
}

/** The DNS name of a host; its own name where it is in no domain. */
export function fqdn(scenario: Scenario, name: string): string {
  const domain = scenario.hosts[name]?.domain;
  return domain ? `${name}.${domain}` : name;
}

/** The network abstraction path by which the site names a distribution point. */
function nalPath(scenario: Scenario, site: ScenarioSite, name: string): string {
  const server = String.raw`\\${fqdn(scenario, name)}` + '\\';
  return `["Display=${server}"]MSWNET:["SMS_SITE=${site.code}"]${server}`;
}

/** Every row of the SMS Provider, as the site section of a scenario says. */
export function siteRows(scenario: Scenario): Row[] {
  const { site, now } = scenario;
  if (!site) return [];
  const namespace = `root/SMS/site_${site.code}`;
  const rows: Row[] = [];
  const add = (name: string, values: Row['values']): number => rows.push({ namespace, class: name, values });
  const nal = (name: string): string => nalPath(scenario, site, name);
  const provider = fqdn(scenario, site.provider ?? site.server);
  rows.push({
    namespace: 'root/SMS',
    class: 'SMS_ProviderLocation',
    values: {
      Machine: provider,
      NamespacePath: String.raw`\\${provider}\root\sms\site_${site.code}`,
      ProviderForLocalSite: true,
      SiteCode: site.code,
    },
  });
  for (const role of ['SMS Site Server', 'SMS Provider'])
    add('SMS_SCI_SysResUse', roleOf(site, nal(site.server), role));
  for (const [name, point] of Object.entries(site.distributionPoints)) {
    if (!point) continue;
    const flags = {
      IsPXE: point.pxe,
      IsActive: point.active,
      SccmPxe: point.responder,
      SupportUnknownMachines: point.unknownComputers,
    };
    add('SMS_SCI_SysResUse', {
      ...roleOf(site, nal(name), 'SMS Distribution Point'),
      NetworkOSPath: String.raw`\\${fqdn(scenario, name)}`,
      // The password is there so that a test can see that it never leaves.
      Props: [
        ...Object.entries(flags).map(([flag, on]) => property(flag, on ? 1 : 0)),
        property('PXEPassword', 0, 'never-in-a-report'),
      ],
    });
    add('SMS_DistributionPointInfo', {
      ServerName: fqdn(scenario, name),
      NALPath: nal(name),
      SiteCode: site.code,
      ResourceType: 'Windows NT Server',
      IsPullDP: false,
      IsPeerDP: false,
      IsMulticast: false,
      IsPXE: point.pxe,
      HealthCheckEnabled: true,
      HealthCheckPriority: 4,
    });
  }
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
  return site.overrides.reduce(override, rows);
}

function roleOf(site: ScenarioSite, nal: string, role: string): Row['values'] {
  return {
    FileType: 2,
    ItemName: `${nal},${role}`,
    ItemType: 'System Resource Usage',
    NALPath: nal,
    NALType: 'Windows NT Server',
    RoleName: role,
    SiteCode: site.code,
    Props: [],
  };
}

function property(name: string, value: number, text = ''): object {
  return { PropertyName: name, Value: value, Value1: text, Value2: '' };
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

function override(rows: Row[], change: ScenarioSite['overrides'][number]): Row[] {
  const hit = (row: Row): boolean =>
    row.class === change.class && Object.entries(change.where).every(([name, value]) => row.values[name] === value);
  if (!rows.some(hit)) throw new Error(`site.overrides: no row of ${change.class} has these values`);
  if (change.remove) return rows.filter((row) => !hit(row));
  return rows.map((row) => (hit(row) ? { ...row, values: { ...row.values, ...change.set } } : row));
}
