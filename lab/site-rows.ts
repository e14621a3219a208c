import type { Scenario } from './scenario.ts';
import { fqdn, nalPath, providersOf, type Row, siteNamespace } from './site-estate.ts';
import { kinds, packageRows } from './site-package-rows.ts';
import type { ScenarioSite } from './site-schema.ts';
import { taskSequenceRows } from './site-sequence-rows.ts';

/** Classes that a site describes completely: no row of theirs means that there is none. */
export const siteClasses = [
  'SMS_PackageBaseclass',
  'SMS_TaskSequencePackage',
  'SMS_TaskSequencePackageReference_Flat',
  'SMS_TaskSequenceReferenceDps',
  'SMS_PackageToContent',
  'SMS_PackageStatusDistPointsSummarizer',
  'SMS_DPContentInfo',
  'SMS_DistributionPoint',
  'SMS_DistributionPointInfo',
  'SMS_DistributionDPStatus',
  'SMS_SCI_SysResUse',
  'SMS_SCI_ClientComp',
  'SMS_Site',
  ...Object.values(kinds).map((kind) => kind.class),
];

/** Every row of the SMS Provider, as the site section of a scenario says. */
export function siteRows(scenario: Scenario): Row[] {
  const { site } = scenario;
  if (!site) return [];
  const namespace = siteNamespace(site);
  const rows: Row[] = [];
  const add = (name: string, values: Row['values']): number => rows.push({ namespace, class: name, values });
  const nal = (name: string): string => nalPath(scenario, site, name);
  for (const provider of providersOf(site).map((name) => fqdn(scenario, name)))
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
      IsPullDP: point.pull,
      IsPeerDP: point.peer,
      IsMulticast: point.multicast,
      IsPXE: point.pxe,
      HealthCheckEnabled: true,
      HealthCheckPriority: 4,
    });
  }
  add('SMS_Site', {
    SiteCode: site.code,
    SiteName: site.code,
    ServerName: fqdn(scenario, site.server),
    Type: 2,
    Version: site.version,
    BuildNumber: site.version?.split('.')[2] ?? null,
  });
  for (const item of ['Software Distribution', 'Client Agent'])
    add('SMS_SCI_ClientComp', {
      ...clientComponent(site.code, item),
      PropLists: item === 'Software Distribution' ? accountLists(site.networkAccessAccounts) : [],
    });
  rows.push(...packageRows(scenario, site), ...taskSequenceRows(scenario, site));
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

function clientComponent(code: string, item: string): Row['values'] {
  return { FileType: 1, ItemType: 'Client Component', SiteCode: code, ItemName: item, Flags: 1, Props: [] };
}

/** The list of the network access accounts, among others; a site that never had one does not have it. */
function accountLists(accounts: readonly string[] | null): object[] {
  const list = (name: string, values: readonly string[]): object => ({
    ItemType: 'Property List',
    PropertyListName: name,
    Values: values,
  });
  return [
    list('Execution Failure Retry Error Codes', ['4', '5']),
    ...(accounts === null ? [] : [list('Network Access User Names', accounts)]),
  ];
}

function property(name: string, value: number, text = ''): object {
  return { PropertyName: name, Value: value, Value1: text, Value2: '' };
}

function override(rows: Row[], change: ScenarioSite['overrides'][number]): Row[] {
  const hit = (row: Row): boolean =>
    row.class === change.class && Object.entries(change.where).every(([name, value]) => row.values[name] === value);
  if (!rows.some(hit)) throw new Error(`site.overrides: no row of ${change.class} has these values`);
  if (change.remove) return rows.filter((row) => !hit(row));
  return rows.flatMap((row) => {
    if (!hit(row)) return [row];
    const changed = { ...row, values: { ...row.values, ...change.set } };
    return change.beside ? [row, changed] : [changed];
  });
}
