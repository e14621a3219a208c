import { readFile } from 'node:fs/promises';
import type { LiteralValue } from '../src/transport/literal.ts';
import { classTable } from './host-classes.ts';
import { eventState } from './host-events.ts';
import { imageToolVersions } from './host-image-tools.ts';
import { type Drives, pointNamespace } from './host-library.ts';
import { hostRegistry } from './host-registry.ts';
import { hostRows } from './host-rows.ts';
import { hasNetworkNamespace, networkNamespace } from './host-udp.ts';
import { referenceNamespaces, referenceState } from './reference-rows.ts';
import type { Scenario } from './scenario.ts';
import type { RegistryValue } from './scenario-schema.ts';
import { aclsOf, sharesOf } from './share-host-shares.ts';
import { shareHostState } from './share-host-state.ts';
import { fqdn, isProvider, type Row } from './site-estate.ts';
import { getterState } from './site-getters.ts';
import { siteRows } from './site-rows.ts';
import { sequencesOf } from './site-sequence-steps.ts';
import { stateLiteral } from './state-literal.ts';
import { propertiesOf, type WindowsVersion, windowsTables } from './windows-tables.ts';

/** Port functions of ps/_ports.ps1 that the lab replaces, and commands that only the lab has. */
const ports = [
  'Get-NativePath',
  'Get-AccountSid',
  'Test-Elevation',
  'Get-EncryptedEntry',
  'Get-DirectoryAccount',
  'Get-FileVersion',
];
const simulated = [
  'Get-CimInstance',
  'Get-CimClass',
  'Invoke-CimMethod',
  'Get-ItemProperty',
  'Get-Item',
  'Test-Path',
  'Get-SmbShare',
  'Get-Acl',
  'Get-LocalGroup',
  'Get-LocalGroupMember',
  'Get-DfsnRootTarget',
  'Get-DfsnFolder',
  'Get-DfsnFolderTarget',
  'Get-ExecutionPolicy',
  'Get-WinEvent',
  'Get-AppxPackage',
  'Get-AppxProvisionedPackage',
];

export interface HostFiles {
  drives: Drives;
  /** Where the file of host-classes.ts is. */
  classFile: string;
  /** A folder that does not exist, for drives that the host does not have. */
  nowhere: string;
  labFiles: string[];
  snippetFunctions: string[];
  /** The folder that says, by being there, that hosts like this one were looked through; empty: each is. */
  verified: string;
}

/** The functions that PowerShell files define. */
export async function functionsOf(files: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/^function ([\w-]+)/gm)].map(([, name]) => name!));
}

/** The PowerShell file that tells the lab's commands what a host is: one data literal. */
export function hostStateFile(scenario: Scenario, name: string, files: HostFiles): string {
  const host = scenario.hosts[name]!;
  const rows = allRows(scenario, name);
  const state: LiteralValue = {
    name,
    names: [name, fqdn(scenario, name), 'localhost', '.'],
    elevated: host.elevated,
    executionPolicy: host.executionPolicy,
    namespaces: [...namespacesOf(rows, host), ...referenceNamespaces(scenario, name)],
    classes: classTable(scenario, name, rows),
    instances: rows.map((row) => ({ namespace: row.namespace, ...encodeRow(row.class, row.values, host.windows) })),
    getters: getterState(scenario, name),
    sequences: sequencesOf(scenario, name).map(({ sequence, ...said }) => ({
      ...said,
      sequence: encodeRow('SMS_TaskSequence', sequence, host.windows),
    })),
    fileVersions: imageToolVersions(scenario, name),
    registry: [...hostRegistry(scenario, name)].map(([key, values]) => ({
      key,
      values: Object.entries(values).map(([value, data]) => ({ name: value, ...encodeRegistry(data) })),
    })),
    // A share of a cluster role is at that role's name, where nobody in the lab looks.
    shares: sharesOf(scenario, name).flatMap((share) =>
      share.scope === '*' ? [{ name: share.name, path: share.path }] : [],
    ),
    acls: Object.entries(aclsOf(scenario, name)).map(([path, sddl]) => ({ path, sddl })),
    ...shareHostState(scenario, name),
    ...eventState(scenario, name),
    ...referenceState(scenario, name),
    faults: host.faults.map(encodeFault),
    drives: files.drives,
    classFile: files.classFile,
    nowhere: files.nowhere,
    commands: [...simulated, ...ports],
    labFiles: files.labFiles,
    snippetFunctions: files.snippetFunctions,
    verified: files.verified,
  };
  return `$global:LabState = Import-LabState -Data ${stateLiteral(state)}\n`;
}

/** A site server without an SMS Provider knows where there is one, and nothing else of the site. */
function siteRowsAt(scenario: Scenario, name: string): Row[] {
  if (isProvider(scenario, name)) return siteRows(scenario);
  if (scenario.site?.server !== name) return [];
  return siteRows(scenario).filter((row) => row.class === 'SMS_ProviderLocation');
}

function allRows(scenario: Scenario, name: string): Row[] {
  const { cim } = scenario.hosts[name]!;
  const own = Object.entries(cim).flatMap(([namespace, classes]) =>
    Object.entries(classes).flatMap(([kind, rows]) =>
      rows === 'absent'
        ? []
        : rows.map((values) => ({ namespace: namespace.replaceAll('\\', '/'), class: kind, values })),
    ),
  );
  // What a scenario says of a class is all there is of it.
  const said = new Set(Object.values(cim).flatMap((classes) => Object.keys(classes)));
  const generated = [...hostRows(scenario, name), ...siteRowsAt(scenario, name)];
  return [...generated.filter((row) => !said.has(row.class)), ...own];
}

function namespacesOf(rows: readonly Row[], { cim, windows, library }: Scenario['hosts'][string]): string[] {
  const all = new Set(['root', 'root/cimv2', 'root/Microsoft/Windows/Smb']);
  if (library) all.add(pointNamespace);
  if (hasNetworkNamespace(windows)) all.add(networkNamespace);
  for (const namespace of [...rows.map((row) => row.namespace), ...Object.keys(cim)])
    all.add(namespace.replaceAll('\\', '/'));
  return [...all];
}

function encodeRow(
  kind: string,
  values: Row['values'],
  windows: WindowsVersion,
): { class: string; values: LiteralValue } {
  if (!windowsTables().classes[kind]) throw new Error(`a row of ${kind}: there is no such class in lab/tables`);
  const present = propertiesOf(kind, windows);
  const everywhere = propertiesOf(kind, '2025');
  const pairs = Object.entries(values).flatMap(([name, value]): LiteralValue[] => {
    const property = present[name];
    if (!property && !everywhere[name] && !windowsTables().classes[kind]!.properties[name])
      throw new Error(`a row of ${kind}: it has no property ${name}`);
    return property && value !== null && value !== undefined
      ? [[name, encodeValue(value, property.type, windows)]]
      : [];
  });
  return { class: kind, values: pairs };
}

function encodeValue(value: unknown, type: string, windows: WindowsVersion): LiteralValue {
  if (Array.isArray(value)) return value.map((item) => encodeValue(item, type, windows));
  if (type.startsWith('object:')) {
    if (typeof value !== 'object' || value === null) throw new Error(`not an object of ${type}: ${String(value)}`);
    // Of a class below the one that the property is of.
    const { __CLASS: own = type.slice('object:'.length), ...values } = value as Row['values'];
    return encodeRow(String(own), values, windows);
  }
  if (type === 'boolean' && typeof value !== 'boolean') throw new Error(`not a boolean: ${String(value)}`);
  if (/int/.test(type) && !/^-?[0-9]+$/.test(String(value))) throw new Error(`not a whole number: ${String(value)}`);
  return String(value);
}

function encodeRegistry(value: RegistryValue): { type: string; data: LiteralValue } {
  if (typeof value === 'string') return { type: 'string', data: value };
  if (Array.isArray(value)) return { type: 'multi', data: value };
  if (typeof value === 'number') return encodeRegistry({ dword: value });
  // PowerShell shows a DWORD as a signed number.
  if ('dword' in value) return { type: 'dword', data: value.dword | 0 };
  if ('qword' in value) return { type: 'qword', data: value.qword };
  if ('binary' in value) return { type: 'binary', data: value.binary };
  return { type: 'string', data: value.expand };
}

const cimCodes = {
  denied: '0x80041003',
  'dcom-denied': '0x80070005',
  failed: '0x80041001',
  rpc: '0x800706ba',
  hangs: 'hangs',
} as const;

function encodeFault(fault: Scenario['hosts'][string]['faults'][number]): LiteralValue {
  const { error, ...subjects } = fault;
  const [kind, subject] = Object.entries(subjects)[0] as [string, string];
  if (kind === 'namespace' || kind === 'class') {
    if (!(error in cimCodes)) throw new Error(`faults: ${error} is nothing that CIM answers`);
    return { kind, subject: subject.replaceAll('\\', '/'), error: cimCodes[error as keyof typeof cimCodes] };
  }
  const plain = subject
    .replace(/\\$/, '')
    .replace(/^HKLM\\/i, 'HKEY_LOCAL_MACHINE\\')
    .replace(/^HKCU\\/i, 'HKEY_CURRENT_USER\\');
  return { kind, subject: plain, error };
}
