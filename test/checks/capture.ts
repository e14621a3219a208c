import type { Params } from '../../src/model/answer.ts';
import type { Json } from '../../src/model/json.ts';

/** A capture that will work, as raw facts: share and provider on CM01, reference computer REF01 in a workgroup. */

type Parts = { [key: string]: Json };
const namespace = 'root/SMS/site_PS1';
const domain = 'S-1-5-21-4-5-6';
export const destination = '\\\\CM01\\Captures$\\image.wim';
export const captureAccount = 'CONTOSO\\svc-capture';

const step = (kind: string, position: number, parts: Parts): Parts => ({
  class: `SMS_TaskSequence_${kind}`,
  name: kind,
  description: '',
  position,
  enabled: true,
  conditional: false,
  environment: 'FullOS',
  destination: null,
  account: null,
  imageVersion: null,
  imageCreator: null,
  imageDescription: null,
  shutsDown: null,
  keepsActivation: null,
  ...parts,
});
/** The three steps of a capture, in their order. */
export const captureStep = (parts: Parts = {}): Parts =>
  step('CaptureSystemImageAction', 9, {
    name: 'Capture Operating System Image',
    environment: 'WinPE',
    destination,
    account: captureAccount,
    imageVersion: '1.0',
    imageCreator: 'IT',
    imageDescription: 'Windows 11',
    ...parts,
  });
export const prepareWindows = (parts: Parts = {}): Parts =>
  step('PrepareOSAction', 8, {
    name: 'Prepare Windows for Capture',
    shutsDown: false,
    keepsActivation: false,
    ...parts,
  });
export const prepareClient = (parts: Parts = {}): Parts =>
  step('PrepareSMSClientAction', 7, { name: 'Prepare ConfigMgr Client for Capture', ...parts });

/** `capture-sequence` of a build and capture. */
export const captureSequence = (parts: Parts = {}): Json => ({
  found: true,
  name: 'Build and capture',
  type: 2,
  flags: 0,
  bootImage: 'PS100005',
  steps: [prepareClient(), prepareWindows(), captureStep()],
  variables: [],
  truncated: false,
  ...parts,
});

/** `nature` of an `account-token`: that of a user who may log on. */
export const accountNature = (parts: Parts = {}): Json => ({
  value: {
    classes: ['top', 'person', 'organizationalPerson', 'user'],
    disabled: false,
    lockedOut: false,
    passwordExpired: false,
    ...parts,
  },
});

/** `account-token` of an account of the domain. */
export const accountToken = (rid: number, groups: string[] = [`${domain}-513`], parts: Parts = {}): Json => ({
  sid: { value: `${domain}-${rid}` },
  local: false,
  groups: { value: groups },
  nature: accountNature(),
  ...parts,
});

/** `local-groups` of a member server. */
export const localGroups = (parts: Parts = {}): Json => ({
  domainController: false,
  groups: [
    { sid: 'S-1-5-32-544', members: { value: ['S-1-5-21-1-2-3-500', `${domain}-512`] } },
    { sid: 'S-1-5-32-545', members: { value: ['S-1-5-4', 'S-1-5-11', `${domain}-513`] } },
  ],
  truncated: false,
  ...parts,
});

export const loopbackCheck = (parts: Parts = {}): Json => ({
  disabled: { value: null },
  ownNames: { value: null },
  strictNamesOff: { value: null },
  ...parts,
});

export const shareSpace = (parts: Parts = {}): Json => ({
  spaces: [
    {
      scopeName: '*',
      folder: 'D:\\Captures',
      volume: 'D:\\',
      capacity: 500e9,
      free: 300e9,
      quotas: false,
      ...parts,
    },
  ],
});

export const dfsTargets = (parts: Parts = {}): Json => ({
  available: true,
  namespacePath: null,
  online: null,
  targets: [],
  truncated: false,
  ...parts,
});

/** `image-tools` of a provider with the Windows ADK. */
export const imageTools = (parts: Parts = {}): Json => {
  const kit = 'C:\\Program Files (x86)\\Windows Kits\\10\\';
  const dism = `${kit}Assessment and Deployment Kit\\Deployment Tools\\amd64\\DISM`;
  const driver = `${dism}\\wimmount.sys`;
  return {
    wimMount: { value: { imagePath: `\\??\\${driver}`, path: driver, exists: true } },
    kits: { value: [{ root: kit, imaging: { path: `${dism}\\wimgapi.dll`, version: '10.0.26100.1' } }] },
    installed: { value: [{ name: 'Windows Assessment and Deployment Kit', version: '10.1.26100.1' }] },
    ...parts,
  };
};

/** A log without a record that says anything. */
export const quietLog = (path: string, records: string[] = []): Json => ({
  tried: [path],
  clock: '2026-03-02T14:12:00Z',
  files: [
    {
      path,
      bytes: 40_000,
      lastWriteTime: '2026-03-02T14:00:00Z',
      readBytes: 40_000,
      records: { value: records },
      truncated: false,
    },
  ],
});

export const referenceSystem = (parts: Parts = {}): Json => ({
  partOfDomain: { value: false },
  domain: null,
  workgroup: 'WORKGROUP',
  windows: {
    value: {
      version: '10.0.22631',
      build: 22631,
      caption: 'Microsoft Windows 11 Enterprise',
      productType: 1,
      systemDrive: 'C:',
    },
  },
  processor: { value: 9 },
  firmware: { value: 2 },
  client: { value: false },
  features: { value: null },
  devices: { value: [{ name: 'Intel(R) Ethernet Connection I219-LM', hardwareId: 'PCI\\VEN_8086&DEV_15FB' }] },
  ...parts,
});

const osVolume = '\\\\?\\Volume{11111111-0000-0000-0000-000000000003}\\';
export const referenceVolumes = (parts: Parts = {}): Json => ({
  volumes: [
    {
      id: osVolume,
      letter: 'C:',
      label: 'Windows',
      fileSystem: 'NTFS',
      capacity: 120e9,
      free: 90e9,
    },
  ],
  partitions: [
    {
      disk: 0,
      partition: 1,
      letter: null,
      accessPaths: ['\\\\?\\Volume{11111111-0000-0000-0000-000000000001}\\'],
      isBoot: false,
      isSystem: true,
      noDefaultDriveLetter: false,
    },
    {
      disk: 0,
      partition: 3,
      letter: 'C',
      accessPaths: ['C:\\', osVolume],
      isBoot: true,
      isSystem: false,
      noDefaultDriveLetter: false,
    },
  ],
  disks: [{ disk: 0, bus: 17, style: 2 }],
  ...parts,
});

export const referenceEncryption = (parts: Parts = {}): Json => ({
  present: true,
  volumes: [{ letter: 'C:', conversion: { value: 0 }, protection: 0 }],
  ...parts,
});

/** An Appx package that a user has, as the Store brings it. */
export const appPackage = (name: string, parts: Parts = {}): Parts => ({
  name,
  fullName: `${name}_1.0.0.0_x64__8wekyb3d8bbwe`,
  family: `${name}_8wekyb3d8bbwe`,
  version: '1.0.0.0',
  framework: false,
  resource: false,
  nonRemovable: false,
  signature: 'Store',
  users: 1,
  ...parts,
});
export const referenceAppPackages = (parts: Parts = {}): Json => ({
  installed: { value: [appPackage('Microsoft.WindowsNotepad')] },
  provisioned: {
    value: [
      {
        name: 'Microsoft.WindowsNotepad',
        fullName: 'Microsoft.WindowsNotepad_1.0.0.0_neutral_~_8wekyb3d8bbwe',
        version: '1.0.0.0',
      },
    ],
  },
  truncated: false,
  ...parts,
});

export const referenceServicing = (parts: Parts = {}): Json => ({
  pendingKeys: { value: [] },
  activeScenario: { value: 0 },
  pendingRenames: { value: 0 },
  ...parts,
});

/** A log of Windows Setup with these lines. */
export const setupLog = (name: 'setupact' | 'setuperr', lines: string[] = []): Json => ({
  value: {
    path: `C:\\Windows\\System32\\Sysprep\\Panther\\${name}.log`,
    lastWriteTime: '2026-03-01T10:00:00Z',
    lines,
    truncated: false,
  },
});
export const referenceSysprep = (parts: Parts = {}): Json => ({
  imageState: { value: 'IMAGE_STATE_COMPLETE' },
  auditBoot: { value: 0 },
  generalizationState: { value: 7 },
  cleanupState: { value: 2 },
  setupAct: { value: null },
  setupErr: { value: null },
  bootTime: { value: '2026-03-02T06:00:00Z' },
  aheadOfUtc: 0,
  ...parts,
});

export const referenceLeftovers = (parts: Parts = {}): Json => ({
  senseGuid: { value: false },
  setupComplete: { value: null },
  runtime: { value: true },
  ...parts,
});

export const encryptedFiles = (parts: Parts = {}): Json => ({
  files: [],
  count: 0,
  unread: 0,
  truncated: false,
  ...parts,
});
export const captureMedia = (parts: Parts = {}): Json => ({
  present: true,
  fileSystem: 'FAT32',
  large: [],
  truncated: false,
  ...parts,
});

const place = { share: 'Captures$', path: '' };
/** Fact, target, parameters and data of a capture that will work. */
export const healthyCapture: [string, string, Params, Json][] = [
  ['capture-sequence', 'CM01', { namespace, taskSequence: 'PS100043' }, captureSequence()],
  ['dfs-targets', 'CM01', { path: destination }, dfsTargets()],
  ['share-space', 'CM01', place, shareSpace()],
  ['loopback-check', 'CM01', {}, loopbackCheck()],
  ['account-token', 'CM01', { domain: 'CONTOSO', account: 'svc-capture' }, accountToken(2113)],
  ['account-token', 'CM01', { domain: 'contoso.com', account: 'CM01$' }, accountToken(1104, [`${domain}-515`])],
  ['local-groups', 'CM01', {}, localGroups()],
  ['network-access-accounts', 'CM01', { namespace }, { accounts: ['CONTOSO\\svc-naa'], truncated: false }],
  ['site-version', 'CM01', { namespace }, { version: '5.00.9128.1000', build: 9128 }],
  [
    'capture-boot-image',
    'CM01',
    { namespace, package: 'PS100005' },
    { found: true, name: 'Boot image (x64)', architecture: 'x64', drivers: 3 },
  ],
  ['image-tools', 'CM01', {}, imageTools()],
  ['smsprov-log', 'CM01', {}, quietLog('D:\\Program Files\\Microsoft Configuration Manager\\Logs\\SMSProv.log')],
  ['reference-system', 'REF01', {}, referenceSystem()],
  ['reference-volumes', 'REF01', {}, referenceVolumes()],
  ['reference-encryption', 'REF01', {}, referenceEncryption()],
  ['reference-app-packages', 'REF01', {}, referenceAppPackages()],
  ['reference-servicing', 'REF01', {}, referenceServicing()],
  ['reference-sysprep', 'REF01', {}, referenceSysprep()],
  ['reference-activation', 'REF01', {}, { remainingRearms: 1001 }],
  ['reference-leftovers', 'REF01', {}, referenceLeftovers()],
  ['reference-encrypted-files', 'REF01', {}, encryptedFiles()],
  ['reference-password-policy', 'REF01', {}, { complexity: false }],
  ['smsts-log', 'REF01', {}, quietLog('C:\\Windows\\CCM\\Logs\\smsts.log')],
  ['capture-media', 'REF01', { path: 'E:\\' }, captureMedia()],
];
