import { createHash } from 'node:crypto';
import { checks } from '../checks/index.ts';
import type { FactsHeader } from '../src/facts/encode.ts';
import { openFactsWriter } from '../src/facts/file.ts';
import { emptyConfiguration } from '../src/model/configuration.ts';
import type { GatheredFact, GatheredHost } from '../src/model/gathering.ts';
import type { Json } from '../src/model/json.ts';

/** How many of the machines of a generated estate are in trouble: of a thousand, thirty, ten and five. */
const troubles = [
  { share: 0.03, trouble: 'stopped' },
  { share: 0.01, trouble: 'dead' },
  { share: 0.005, trouble: 'denied' },
] as const;
type Trouble = (typeof troubles)[number]['trouble'];

const readAt = '2026-03-02T14:12:00Z';
const bootTime = '2026-02-26T04:00:00.0000000Z';
const clock = '2026-03-02T14:12:00.0000000Z';

const hostName = (index: number): string => `BR${String(index).padStart(6, '0')}-DP.contoso.com`;

/** The trouble of a machine, spread evenly and the same in every run. */
export function troubleOf(index: number): Trouble | null {
  let place = (index * 0.618034) % 1;
  for (const { share, trouble } of troubles) {
    if (place < share) return trouble;
    place -= share;
  }
  return null;
}

/** What a gathering of the PXE servers of an estate says first. */
export function headerOf(hosts: number): FactsHeader {
  const distributionPoints = Array.from({ length: hosts }, (_, index) => ({ name: hostName(index) }));
  return {
    tool: 'osd-preflight benchmark',
    checkSet: checks.map(({ id }) => id),
    gatheredAt: readAt,
    operator: 'benchmark',
    operations: [],
    configuration: { ...emptyConfiguration, distributionPoints },
  };
}

/** One machine as it was gathered, with its facts. */
export function machine(index: number): { host: GatheredHost; facts: GatheredFact[] } {
  const target = hostName(index);
  const base = { target, aliases: [target.split('.')[0]!], roles: ['distribution-point' as const] };
  const trouble = troubleOf(index);
  if (trouble === 'dead')
    return { host: { ...base, failed: 'unreachable', message: `No answer from ${target}.` }, facts: [] };
  const answer = { target, params: {}, bootTime, collectedAt: readAt, durationMs: 40 };
  const denied = { failed: 'denied' as const, message: 'Access is denied.' };
  const facts = Object.entries(answersOf(trouble === 'stopped')).map(([fact, data]): GatheredFact => {
    const said = trouble === 'denied' && fact === 'pxe-services' ? denied : { data };
    return { ...answer, fact, ...said };
  });
  return { host: { ...base, identity: identityOf(target) }, facts };
}

/** Writes the facts file of an estate, machine by machine. */
export async function writeEstate(file: string, hosts: number): Promise<void> {
  const writer = await openFactsWriter(file, headerOf(hosts));
  for (let index = 0; index < hosts; index++) {
    const { host, facts } = machine(index);
    await writer.host(host);
    for (const fact of facts) await writer.fact(fact);
  }
  await writer.end({ finishedAt: readAt, complete: true, notes: [] });
}

/** What the readers of the PXE checks answer on a distribution point with WDS; a stopped one was not started since the boot. */
function answersOf(stopped: boolean): { [fact: string]: Json } {
  const processes = stopped ? [] : [{ processId: 1200, name: 'svchost.exe', services: ['WDSServer'] }];
  return {
    boot: { localDateTime: clock, lastBootUpTime: bootTime, ...startOfServices },
    'pxe-services': { services: [serviceOf(stopped)], strayProgram: unset },
    'pxe-events': eventsOf(stopped),
    'wds-settings': {
      present: true,
      disabled: null,
      useDhcpPorts: null,
      udpPortPolicy: unset,
      pxeProviders: { value: [{ name: 'SMSPXE', present: true, dll: smsPxe, isCritical: null }] },
    },
    'distribution-point': {
      present: true,
      values: { SiteServer: 'CM01.contoso.com', ...contentLibrary, ...pxeRole },
      issuingCertificateList: { value: true },
    },
    'dhcp-dns': { services: [] },
    'udp-endpoints': {
      ports: processes.flatMap(({ processId }) => [69, 4011].map((port) => ({ port, address: '0.0.0.0', processId }))),
      transportRange: processes.map(({ processId }) => ({ processId, count: 3 })),
      processes,
    },
    'pxe-boot-files': {
      path: 'D:\\RemoteInstall',
      folders: { value: ['SMSBoot', 'SMSImages', 'SMSTemp', 'SMSTempBootFiles', 'Stores'] },
      bootFiles: { value: { files: bootFiles, truncated: false } },
      images: { value: ['PS100005', 'PS100006'].map((image) => ({ package: image, files: [`boot.${image}.wim`] })) },
    },
    'smspxe-log': logOf(stopped ? '25' : '26'),
    'visual-c-runtime': { runtimes: { value: [{ key: '14.0', installed: 1, version: 'v14.38.33135.00' }] } },
  };
}

const unset = { value: null };
const startOfServices = { autoStartDelay: unset, servicesPipeTimeout: unset, enableAutostartEvents: unset };
const smsPxe = 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll';
const contentLibrary = { ContentLibraryPath: 'D:\\SCCMContentLib', ContentLibUsableDrives: 'D:\\,E:\\,D:\\' };
const pxeRole = { IsPXE: 1, PxeInstalled: 1, SupportUnknownMachines: 1 };
const forBios = ['abortpxe.com', 'bootmgr.exe', 'pxeboot.com', 'pxeboot.n12', 'wdsnbp.com'];
const bootFiles = ['boot.sdi', 'Fonts\\wgl4_boot.ttf', 'x64\\bootmgfw.efi', 'x64\\wdsmgfw.efi'].concat(
  ['x86', 'x64'].flatMap((folder) => forBios.map((file) => `${folder}\\${file}`)),
);
const scm = 'Service Control Manager';
const eventSources = [scm, 'WDSServer', 'WDSPXE', 'BINLSVC', 'WDSTFTP', 'WDSIMGSRV', 'SideBySide'];

function serviceOf(stopped: boolean): Json {
  const actions = { failureActions: null, failureActionsOnNonCrashFailures: null };
  const imagePath = String.raw`C:\Windows\system32\svchost.exe -k WDSServer`;
  return {
    name: 'WDSServer',
    displayName: 'Windows Deployment Services Server',
    state: stopped ? 'Stopped' : 'Running',
    startMode: 'Auto',
    delayedAutoStart: false,
    delayedInRegistry: unset,
    triggers: { value: [] },
    registry: { value: { group: null, dependOnService: ['RpcSs'], serviceSidType: 1, imagePath, ...actions } },
    dependencies: { value: [{ name: 'RpcSs', state: 'Running', startMode: 'Auto' }] },
    exitCode: stopped ? 1077 : 0,
    serviceSpecificExitCode: 0,
    processId: stopped ? 0 : 1200,
    processStarted: { value: stopped ? null : '2026-02-26T04:00:41.0000000Z' },
  };
}

/** WDS loads its provider, which loads SMSPXE; nothing else happens. */
function eventsOf(stopped: boolean): Json {
  const time = '2026-02-26T04:00:42.0000000Z';
  const said: { [source: string]: Json[] } = {
    WDSServer: [{ id: 517, time, texts: ['WDSPXE', 'C:\\Windows\\system32\\wdspxe.dll'] }],
    WDSPXE: [{ id: 262, time, texts: ['SMSPXE', smsPxe] }],
  };
  const oldest = { value: '2025-12-01T03:00:00.0000000Z' };
  const sources = eventSources.map((source) => {
    const log = source === scm ? 'System' : 'Application';
    const events = { value: stopped ? [] : (said[source] ?? []) };
    return { log, source, registered: true, truncated: false, events };
  });
  return { since: bootTime, logs: ['System', 'Application'].map((log) => ({ log, oldest })), sources };
}

/** SMSPXE was loaded on this day of February and answered ten requests, as many as the reader lists. */
function logOf(day: string): Json {
  const texts = ['PXE Provider loaded.', ...Array<string>(10).fill('MP_LookupDevice succeeded.')];
  const value = texts.map((text, index) => {
    const time = `time="04:00:${43 + index}.123+000" date="02-${day}-2026"`;
    return `<![LOG[${text}]LOG]!><${time} component="SMSPXE" context="" type="1" thread="6004" file="smspxe.cpp:137">`;
  });
  const path = 'D:\\SMS_DP$\\sms\\logs\\SMSPXE.log';
  const size = { bytes: 40_000, lastWriteTime: `2026-02-${day}T04:00:53.1230000Z`, readBytes: 40_000 };
  return { tried: [path], files: [{ path, ...size, records: { value }, truncated: false }] };
}

function identityOf(target: string) {
  const bytes = createHash('sha256').update(target).digest();
  const machineName = target.split('.')[0]!;
  const shell = { edition: 'Core', version: '7.6.9' };
  return {
    machineName,
    names: [machineName, target],
    domain: 'contoso.com',
    machineSid: `S-1-5-21-${[0, 4, 8].map((at) => bytes.readUInt32BE(at)).join('-')}`,
    domainSid: 'S-1-5-21-1004336348-1177238915-682003330',
    bootTime,
    installDate: '2023-05-04T09:00:00.0000000Z',
    clock,
    timeZone: 'America/Chicago',
    culture: 'en-US',
    operatingSystem: 'Microsoft Windows Server 2022 Standard',
    osVersion: '10.0.20348',
    powerShell: { path: null, ...shell, languageMode: 'FullLanguage', executionPolicy: 'RemoteSigned', elevated: true },
  };
}
