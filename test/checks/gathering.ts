import { listed } from '../../src/engine/host-facts.ts';
import type { Failure, FailureKind, Params } from '../../src/model/answer.ts';
import { type Configuration, emptyConfiguration, noCapture } from '../../src/model/configuration.ts';
import type { GatheredFact, GatheredHost, Gathering } from '../../src/model/gathering.ts';
import type { Json } from '../../src/model/json.ts';
import type { HostIdentity, Role } from '../../src/model/target.ts';
import { identity as sampleIdentity } from '../facts/sample.ts';
import { captureAccount, destination, healthyCapture } from './capture.ts';
import { hashOf, libraryOf, wanted } from './content.ts';

/** A healthy estate as raw facts, the way the snippets print them: site server CM01 and distribution point DP01. */

const bootTime = '2026-03-02T06:00:00Z';

export function nal(host: string): string {
  return `["Display=\\\\${host}\\"]MSWNET:["SMS_SITE=PS1"]\\\\${host}\\`;
}

/** Times of the machine, so many minutes after its start. */
export function boot(minutes: number, autoStartDelay: Json = { value: null }): Json {
  const now = new Date(Date.parse(bootTime) + minutes * 60_000).toISOString();
  const unset = { value: null };
  return {
    lastBootUpTime: bootTime,
    localDateTime: now,
    autoStartDelay,
    servicesPipeTimeout: unset,
    enableAutostartEvents: unset,
  };
}

type Parts = { [key: string]: Json };

/** What the registry says of a service, as a part of it. */
export const serviceKey = (values: Parts = {}): Parts => ({
  registry: {
    value: {
      group: null,
      dependOnService: ['RpcSs'],
      serviceSidType: 1,
      imagePath: 'C:\\Windows\\system32\\svchost.exe -k WDSServer',
      failureActions: null,
      failureActionsOnNonCrashFailures: null,
      ...values,
    },
  },
});

/** A service as `pxe-services` prints it. */
export function service(name: 'WDSServer' | 'SccmPxe', parts: Parts = {}): Json {
  return {
    name,
    displayName: name === 'WDSServer' ? 'Windows Deployment Services Server' : 'ConfigMgr PXE Responder Service',
    state: 'Running',
    startMode: 'Auto',
    delayedAutoStart: false,
    delayedInRegistry: { value: 0 },
    triggers: { value: [] },
    ...serviceKey(),
    dependencies: { value: [{ name: 'RpcSs', state: 'Running', startMode: 'Auto' }] },
    exitCode: 0,
    serviceSpecificExitCode: 0,
    processId: 1234,
    processStarted: { value: '2026-03-02T06:00:41.1234567Z' },
    ...parts,
  };
}
export const stopped: Parts = { state: 'Stopped', processId: 0, processStarted: { value: null } };
export const services = (...list: Json[]): Json => ({ services: list, strayProgram: { value: null } });

export const scm = 'Service Control Manager';
const eventSources = ['WDSServer', 'WDSPXE', 'BINLSVC', 'WDSTFTP', 'WDSIMGSRV', 'SideBySide'];
/** An event so many seconds after the start of the machine. */
export function event(id: number, seconds: number, ...texts: string[]): Json {
  return { id, time: new Date(Date.parse(bootTime) + seconds * 1000).toISOString(), texts };
}
/** `pxe-events` with these events by source; both logs reach back beyond the start of the machine. */
export function events(bySource: { [source: string]: Json[] } = {}, parts: Parts = {}): Json {
  const oldest = { value: '2025-12-01T03:00:00Z' };
  return {
    since: bootTime,
    logs: [
      { log: 'System', oldest },
      { log: 'Application', oldest },
    ],
    sources: [scm, ...eventSources].map((source) => ({
      log: source === scm ? 'System' : 'Application',
      source,
      registered: true,
      truncated: false,
      events: { value: bySource[source] ?? [] },
    })),
    ...parts,
  };
}
/** What WDS records when all goes well. */
export const goodStart: { [source: string]: Json[] } = {
  WDSServer: [event(517, 43, 'WDSPXE', 'C:\\Windows\\system32\\wdspxe.dll')],
  WDSPXE: [event(262, 42, 'SMSPXE', 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll')],
};

/** `wds-settings` of a healthy distribution point. */
export const wdsSettings = (parts: Parts = {}): Json => ({
  present: true,
  disabled: 0,
  useDhcpPorts: null,
  udpPortPolicy: { value: null },
  pxeProviders: {
    value: [{ name: 'SMSPXE', present: true, dll: 'D:\\SMS_DP$\\sms\\bin\\smspxe.dll', isCritical: null }],
  },
  ...parts,
});
/** `distribution-point` with these values of its registry key. */
export const dpRegistry = (values: Parts = {}, parts: Parts = {}): Json => ({
  present: true,
  values: { IsPXE: 1, PxeInstalled: 1, SiteServer: 'CM01', ...values },
  issuingCertificateList: { value: true },
  ...parts,
});
/** `distribution-point` of a machine that is none. */
export const noRegistry: Json = { present: false, values: {}, issuingCertificateList: { value: false } };
/** `udp-endpoints` where WDS has the ports of PXE. */
export const udpEndpoints = (parts: Parts = {}): Json => ({
  ports: [69, 4011].map((port) => ({ port, address: '0.0.0.0', processId: 1234 })),
  transportRange: [{ processId: 1234, count: 3 }],
  processes: [{ processId: 1234, name: 'svchost.exe', services: ['WDSServer'] }],
  ...parts,
});
/** `pxe-boot-files` of a healthy distribution point: both architectures, two boot images. */
export const bootFiles = (parts: Parts = {}): Json => ({
  path: 'D:\\RemoteInstall',
  folders: { value: ['SMSBoot', 'SMSImages', 'SMSTemp', 'SMSTempBootFiles', 'Stores'] },
  bootFiles: {
    value: {
      files: [
        'boot.sdi',
        'Fonts\\wgl4_boot.ttf',
        ...['x86', 'x64'].flatMap((folder) =>
          ['abortpxe.com', 'bootmgr.exe', 'pxeboot.com', 'pxeboot.n12', 'wdsnbp.com'].map(
            (file) => `${folder}\\${file}`,
          ),
        ),
        'x64\\bootmgfw.efi',
        'x64\\wdsmgfw.efi',
      ],
      truncated: false,
    },
  },
  images: {
    value: [
      { package: 'PS100005', files: ['boot.PS100005.wim'] },
      { package: 'PS100006', files: ['boot.PS100006.wim'] },
    ],
  },
  ...parts,
});
/** A record of SMSPXE.log in the form of CMTrace, so many seconds after the start of the machine, in UTC. */
export function logRecord(message: string, seconds: number): string {
  const time = new Date(Date.parse(bootTime) + seconds * 1000).toISOString();
  const [year, month, day] = time.slice(0, 10).split('-');
  return `<![LOG[${message}]LOG]!><time="${time.slice(11, 23)}+000" date="${month}-${day}-${year}" component="SMSPXE" context="" type="1" thread="6004" file="smspxe.cpp:137">`;
}
/** `smspxe-log` with these records. */
export const smspxeLog = (records: string[], parts: Parts = {}): Json => ({
  tried: ['D:\\SMS_DP$\\sms\\logs\\SMSPXE.log'],
  files: [
    {
      path: 'D:\\SMS_DP$\\sms\\logs\\SMSPXE.log',
      bytes: 40_000,
      lastWriteTime: '2026-03-02T14:00:00Z',
      readBytes: 40_000,
      records: { value: records },
      truncated: false,
      ...parts,
    },
  ],
});

/** The site's row of one distribution point. */
export const sitePoint = (values: { [name: string]: number | null }, host = 'DP01.CONTOSO.COM'): Json => ({
  points: [{ nalPath: nal(host), values }],
});

/** `site-boot-images`: one for each architecture, sent to DP01. */
export const bootImages = (parts: Parts = {}): Json => ({
  images: [
    { package: 'PS100005', name: 'Boot image (x64)', architecture: 'x64' },
    { package: 'PS100006', name: 'Boot image (x86)', architecture: 'x86' },
  ],
  targeted: ['PS100005', 'PS100006'].map((id) => ({ package: id, nalPath: nal('DP01.CONTOSO.COM') })),
  ...parts,
});

export const provider = (machine: string, parts: Parts = {}): Json => ({
  machine,
  namespacePath: `\\\\${machine}\\root\\sms\\site_PS1`,
  siteCode: 'PS1',
  localSite: true,
  ...parts,
});
export const providers = (...list: Json[]): Json => ({ present: list.length > 0, providers: list });

/** SYSTEM and administrators everything, whoever has logged on may change. */
export const fullAccess = 'O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1301bf;;;AU)';
/** `share-security` with one row for each of these. */
export const shareRows = (...rows: Parts[]): Json => ({
  shares: rows.map((parts) => ({
    name: 'Captures$',
    scopeName: '*',
    path: 'D:\\Captures',
    special: false,
    availability: 0,
    state: 1,
    sddl: fullAccess,
    folder: 'D:\\Captures',
    folderSddl: { value: fullAccess },
    folderAttributes: { value: [0x10] },
    image: { value: null },
    ...parts,
  })),
  dfsRoots: { value: [] },
});
export const share = (parts: Parts = {}): Json => shareRows(parts);

/** What the site says of one package, with its status on DP01. */
export interface SiteView {
  id: string;
  version: number;
  package?: Parts;
  status?: Parts | null;
  targeted?: boolean;
  /** Its latest status message; null for none. */
  message?: Parts | null;
  /** Contents of an application: id, name and version. */
  contents?: { contentId: number; uniqueId: string; version: number | null }[];
}
/** A distribution point as the site describes it. */
export const pointKind = (parts: Parts = {}): Json => ({
  nalPath: nal('DP01.CONTOSO.COM'),
  pull: false,
  peer: false,
  multicast: false,
  ...parts,
});
export function site(...views: SiteView[]): Json {
  return {
    packages: views.map(({ id, version, package: parts }) => ({
      package: id,
      name: `Package ${id}`,
      type: 0,
      sourceVersion: version,
      storedVersion: version,
      sourceSite: 'PS1',
      flags: 0,
      sourceFlag: 2,
      ...parts,
    })),
    status: views.flatMap(({ id, version, status = {} }) =>
      status === null
        ? []
        : [
            {
              package: id,
              nalPath: nal('DP01.CONTOSO.COM'),
              sourceVersion: version,
              state: 0,
              summarized: null,
              ...status,
            },
          ],
    ),
    targeted: views.flatMap(({ id, targeted = true }) =>
      targeted ? [{ package: id, nalPath: nal('DP01.CONTOSO.COM') }] : [],
    ),
    messages: {
      value: views.flatMap(({ id, message = {} }) =>
        message === null
          ? []
          : [
              {
                package: id,
                nalPath: nal('DP01.CONTOSO.COM'),
                messageId: 2330,
                severity: 0x40000000,
                state: 1,
                updated: '2026-02-20T10:00:00Z',
                ...message,
              },
            ],
      ),
    },
    contents: { value: views.flatMap(({ id, contents = [] }) => contents.map((each) => ({ package: id, ...each }))) },
    points: { value: [pointKind()] },
  };
}
export const healthySite: SiteView[] = wanted.map(({ id, version }) => ({ id, version: version ?? 1 }));

/** `site-content-hashes` where the references of the task sequence answer for every package, with these on DP01. */
export const contentHashes = (parts: Parts = {}): Json => ({
  references: {
    value: wanted.map((each) => ({
      taskSequence: 'PS100042',
      package: each.id,
      nalPath: nal('DP01.CONTOSO.COM'),
      sourceVersion: each.version,
      hash: hashOf(each),
    })),
  },
  packages: [],
  contents: [],
  ...parts,
});
/** The question that goes with it. */
export const hashQuestion = (parts: Params = {}): Params => ({
  namespace: 'root/SMS/site_PS1',
  taskSequences: ['PS100042'],
  packages: wanted.map(({ id, version }) => `${id}.${version}`),
  contents: [],
  algorithm: 'sha256',
  ...parts,
});

export const sequence = (parts: Parts = {}): Json => ({
  found: true,
  name: 'Install Windows 11',
  bootImage: 'PS100005',
  references: [{ package: 'PS100012', object: 'PS100012', name: 'Client', type: 0 }],
  children: [],
  truncated: false,
  ...parts,
});

export function identity(machineName: string): HostIdentity {
  return sampleIdentity({
    machineName,
    names: [machineName, `${machineName}.contoso.com`],
    domainSid: 'S-1-5-21-4-5-6',
    bootTime,
    clock: '2026-03-02T14:12:00Z',
  });
}
export const host = (target: string, roles: Role[], aliases = [`${target}.contoso.com`]): GatheredHost => ({
  target,
  aliases,
  roles,
  identity: identity(target),
});

const packages = wanted.map(({ id }) => id);
/** `content-library-list` where both lists name the same packages. */
export const libraryLists = (parts: Parts = {}): Json => ({
  listed: { value: packages },
  recorded: { value: packages },
  truncated: false,
  ...parts,
});
const namespace = 'root/SMS/site_PS1';
const healthyLibrary = libraryOf(wanted);

/** Fact, target, parameters and data of the healthy estate. */
const healthy: [string, string, Params, Json][] = [
  ['boot', 'DP01', {}, boot(8 * 60)],
  ['pxe-services', 'DP01', {}, services(service('WDSServer'))],
  ['pxe-events', 'DP01', {}, events(goodStart)],
  ['wds-settings', 'DP01', {}, wdsSettings()],
  ['distribution-point', 'DP01', {}, dpRegistry()],
  ['dhcp-dns', 'DP01', {}, { services: [] }],
  ['udp-endpoints', 'DP01', {}, udpEndpoints()],
  ['pxe-boot-files', 'DP01', {}, bootFiles()],
  ['smspxe-log', 'DP01', {}, smspxeLog([logRecord('PXE Provider loaded.', 41)])],
  [
    'visual-c-runtime',
    'DP01',
    {},
    { runtimes: { value: [{ key: '14.0', installed: 1, version: 'v14.38.33135.00' }] } },
  ],
  ['sms-providers', 'CM01', {}, providers(provider('CM01.contoso.com'))],
  [
    'site-distribution-points',
    'CM01',
    { namespace },
    sitePoint({ IsPXE: 1, IsActive: 1, SccmPxe: 0, SupportUnknownMachines: 1 }),
  ],
  ['site-boot-images', 'CM01', { namespace }, bootImages()],
  ['share-security', 'CM01', { share: 'Captures$', path: '', file: 'image.wim' }, share()],
  ...healthyCapture,
  ['task-sequence', 'CM01', { namespace, taskSequence: 'PS100042' }, sequence()],
  ['site-packages', 'CM01', { namespace, packages }, site(...healthySite)],
  ['site-content-hashes', 'CM01', hashQuestion(), contentHashes()],
  ['content-library', 'DP01', { packages }, healthyLibrary.rows],
  ['content-library-list', 'DP01', {}, libraryLists()],
  ['content-blobs', 'DP01', { packages }, healthyLibrary.bytes],
];

const healthyConfiguration: Configuration = {
  ...emptyConfiguration,
  site: { server: { name: 'CM01.contoso.com' }, code: 'PS1' },
  distributionPoints: [{ name: 'DP01.contoso.com' }],
  capture: { ...noCapture, destination, account: captureAccount, taskSequence: 'PS100043', media: 'E:\\' },
  referenceComputer: { name: 'REF01' },
  taskSequence: 'PS100042',
};
export const healthyHosts: GatheredHost[] = [
  host('CM01', ['site-server', 'sms-provider', 'share-host']),
  host('DP01', ['distribution-point']),
  host('REF01', ['reference-computer'], []),
];

/** Why a fact could not be read. */
export const unread = (failed: FailureKind = 'denied', message = 'Access is denied.'): Failure => ({ failed, message });
/** The error record of a part that could not be read. */
export const partError: Json = {
  error: {
    types: ['System.UnauthorizedAccessException'],
    hresults: ['0x80070005'],
    native: null,
    id: 'UnauthorizedAccessException',
    message: 'Access is denied.',
  },
};

export interface Changes {
  /** Data or a failure in place of the healthy answer. */
  facts?: { [fact: string]: Json | Failure };
  /** Facts that nobody asked. */
  without?: string[];
  configuration?: Partial<Configuration>;
  hosts?: GatheredHost[];
  /** Answers beside the healthy ones. */
  more?: GatheredFact[];
  /** Parameters in place of the healthy ones, by fact. */
  params?: { [fact: string]: Params };
}

export function gatheredFact(fact: string, target: string, params: Params, answer: Json | Failure): GatheredFact {
  const base = { target, fact, params, bootTime, collectedAt: '2026-03-02T14:12:00Z', durationMs: 5 };
  return isFailure(answer) ? { ...base, ...answer } : { ...base, data: answer };
}
function isFailure(answer: Json | Failure): answer is Failure {
  return typeof answer === 'object' && answer !== null && 'failed' in answer;
}

/** No site is configured, and nothing that leads to one. */
export const noSite = {
  configuration: { site: null, capture: null, taskSequence: null, referenceComputer: null },
  without: [
    'sms-providers',
    'site-distribution-points',
    'site-boot-images',
    'task-sequence',
    'site-packages',
    'site-content-hashes',
    'share-security',
    ...new Set(healthyCapture.map(([fact]) => fact)),
  ],
} satisfies Changes;

/** Every fact of a gathering, machine by machine. */
export function factsIn({ hosts, facts }: Gathering): GatheredFact[] {
  return hosts.flatMap(({ target }) => facts.of(target));
}

/** The healthy estate with changes. */
export function estate({
  facts = {},
  without = [],
  configuration = {},
  hosts,
  more = [],
  params = {},
}: Changes = {}): Gathering {
  return {
    tool: 'osd-preflight 0.0.0',
    checkSet: [],
    gatheredAt: '2026-03-02T14:12:00Z',
    finishedAt: '2026-03-02T14:12:10Z',
    operator: 'CONTOSO\\admin',
    operations: [],
    configuration: { ...healthyConfiguration, ...configuration },
    hosts: hosts ?? healthyHosts,
    facts: listed([
      ...healthy
        .filter(([fact]) => !without.includes(fact))
        .map(([fact, target, own, data]) => gatheredFact(fact, target, params[fact] ?? own, facts[fact] ?? data)),
      ...more,
    ]),
    complete: true,
    notes: [],
  };
}
