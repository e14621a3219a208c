import type { LiteralValue } from '../src/transport/literal.ts';
import { appState } from './reference-appx.ts';
import { conversions, type ScenarioReference } from './reference-schema.ts';
import { encryptable, encryption, encryptionRows, storage, volumeRows } from './reference-volume-rows.ts';
import type { Scenario } from './scenario.ts';
import type { Row } from './site-estate.ts';
import { classExists, isClient } from './windows-tables.ts';

const cimv2 = 'root/cimv2';
const policy = 'root/rsop/computer';

const architectures = { x86: 0, arm: 5, x64: 9, arm64: 12 } as const;

const usualDevices: NonNullable<ScenarioReference['devices']> = [
  {
    name: 'Intel(R) Ethernet Connection (17) I219-LM',
    class: 'Net',
    hardwareIds: [String.raw`PCI\VEN_8086&DEV_1A1C&SUBSYS_0A661028&REV_11`, String.raw`PCI\VEN_8086&DEV_1A1C`],
  },
  {
    name: 'Standard NVM Express Controller',
    class: 'SCSIAdapter',
    hardwareIds: [String.raw`PCI\VEN_144D&DEV_A80A&SUBSYS_A801144D&REV_00`, String.raw`PCI\VEN_144D&DEV_A80A`],
  },
  {
    name: 'Standard SATA AHCI Controller',
    class: 'HDC',
    hardwareIds: [String.raw`PCI\VEN_8086&DEV_7AE2&SUBSYS_0A661028&REV_11`],
  },
  { name: 'High precision event timer', class: 'System', hardwareIds: [String.raw`ACPI\VEN_PNP&DEV_0103`] },
];
/** Device setup classes: system-defined, the same on every Windows. */
const classIds = {
  Net: '{4d36e972-e325-11ce-bfc1-08002be10318}',
  SCSIAdapter: '{4d36e97b-e325-11ce-bfc1-08002be10318}',
  HDC: '{4d36e96a-e325-11ce-bfc1-08002be10318}',
  System: '{4d36e97d-e325-11ce-bfc1-08002be10318}',
  Display: '{4d36e968-e325-11ce-bfc1-08002be10318}',
};

const usualFeatures = [
  { id: 481, name: 'File and Storage Services' },
  { id: 482, name: 'Storage Services' },
];

/** Namespaces that a reference computer has and other hosts of the lab need not have. */
export function referenceNamespaces(scenario: Scenario, name: string): string[] {
  const { reference, windows } = scenario.hosts[name]!;
  if (!reference) return [];
  return [
    ...(classExists('MSFT_Partition', windows) ? [storage] : []),
    ...(reference.bitlocker === 'absent' ? [] : ['root/cimv2/Security', encryption]),
    ...(reference.passwordComplexity === 'absent' ? [] : ['root/rsop', policy]),
  ];
}

/** Classes that a reference computer describes completely, also where it has no instance, and those that it lacks. */
export function referenceClasses(scenario: Scenario, name: string): { described: string[]; absent: string[] } {
  const { reference, windows } = scenario.hosts[name]!;
  if (!reference) return { described: [], absent: [] };
  return {
    described: [
      'Win32_Processor',
      'Win32_PnPEntity',
      'Win32_Volume',
      'Win32_ServerFeature',
      'MSFT_Disk',
      'MSFT_Partition',
      'Win32_EncryptableVolume',
      'RSOP_SecuritySettingBoolean',
      'SoftwareLicensingService',
    ],
    absent: [
      ...(isClient(windows) ? ['Win32_ServerFeature'] : []),
      ...(reference.bitlocker === 'absent' ? ['Win32_EncryptableVolume'] : []),
      ...(reference.passwordComplexity === 'absent' ? ['RSOP_SecuritySettingBoolean'] : []),
    ],
  };
}

/** The rows of a computer that is to be captured; none on other hosts. */
export function referenceRows(scenario: Scenario, name: string): Row[] {
  const { reference, windows } = scenario.hosts[name]!;
  if (!reference) return [];
  const { architecture, devices = usualDevices, features = usualFeatures, rearms } = reference;
  const rows: Row[] = [];
  const add = (namespace: string, kind: string, values: Row['values']): number =>
    rows.push({ namespace, class: kind, values });
  add(cimv2, 'Win32_Processor', { DeviceID: 'CPU0', Architecture: architectures[architecture], Name: 'Processor' });
  for (const [index, device] of devices.entries()) {
    const id = `${device.hardwareIds[0] ?? String.raw`ROOT\UNKNOWN`}\\${index}`;
    add(cimv2, 'Win32_PnPEntity', {
      DeviceID: id,
      PNPDeviceID: id,
      Name: device.name,
      Caption: device.name,
      ClassGuid: classIds[device.class],
      PNPClass: device.class,
      // Windows has no list where a device has none.
      HardwareID: device.hardwareIds.length > 0 ? device.hardwareIds : null,
      Present: true,
      Status: 'OK',
      ConfigManagerErrorCode: 0,
    });
  }
  if (!isClient(windows))
    for (const { id, name: feature } of features)
      add(cimv2, 'Win32_ServerFeature', { ID: id, Name: feature, ParentID: 0 });
  add(cimv2, 'SoftwareLicensingService', { Version: '10.0.22631.1', RemainingWindowsReArmCount: rearms });
  rows.push(...volumeRows(reference, windows), ...encryptionRows(reference), ...policyRows(reference));
  return rows;
}

function policyRows({ passwordComplexity: said }: ScenarioReference): Row[] {
  if (said === null || said === 'absent') return [];
  const instances = typeof said === 'boolean' ? [{ setting: said, precedence: 1 }] : said;
  return instances.map(({ setting, precedence }) => ({
    namespace: policy,
    class: 'RSOP_SecuritySettingBoolean',
    values: { KeyName: 'PasswordComplexity', Setting: setting, id: `{${precedence}}`, precedence },
  }));
}

/** What the lab's own commands know of a reference computer beside its rows. */
export function referenceState(scenario: Scenario, name: string): { [key: string]: LiteralValue } {
  const { reference } = scenario.hosts[name]!;
  return {
    appx: reference ? appState(reference) : null,
    bitlocker: (reference ? encryptable(reference) : []).map(({ id, conversion }) => ({
      id,
      conversion: conversions.indexOf(conversion),
    })),
    encryptedFiles: reference?.encryptedFiles ?? [],
  };
}
