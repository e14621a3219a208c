import * as z from 'zod';
import { logSchema, moment, windowsPath } from './scenario-files.ts';

const letter = z.string().regex(/^[A-Z]$/, 'a drive letter is one capital letter');
const number = z.string().regex(/^[0-9]{1,2}$/, 'disks and partitions are numbered');

/** On top of the usual layout; what is not said there or here is that of a plain data partition. */
const partition = z.strictObject({
  letter: letter.nullable().optional(),
  /** Null: a partition without a volume. */
  fileSystem: z.string().nullable().optional(),
  label: z.string().nullable().optional(),
  /** MB. */
  size: z.int().min(1).optional(),
  free: z.int().min(0).optional(),
  isBoot: z.boolean().optional(),
  isSystem: z.boolean().optional(),
  /** Null: Windows does not tell. */
  noDefaultDriveLetter: z.boolean().nullable().optional(),
});
export type ReferencePartition = z.infer<typeof partition>;

const disk = z.strictObject({
  bus: z.enum(['scsi', 'ata', 'usb', 'raid', 'sas', 'sata', 'virtual', 'nvme']).optional(),
  style: z.enum(['raw', 'mbr', 'gpt']).optional(),
  partitions: z.record(number, partition.nullable()).default({}),
});

/** What `GetConversionStatus` answers; a locked volume answers with an error. */
export const conversions = [
  'decrypted',
  'encrypted',
  'encrypting',
  'decrypting',
  'encryption-paused',
  'decryption-paused',
  'locked',
] as const;

const appPackage = z.strictObject({
  /** The key if it is not said. */
  name: z.string().optional(),
  version: z.string().default('1.0.0.0'),
  publisherId: z.string().default('8wekyb3d8bbwe'),
  architecture: z.enum(['X86', 'X64', 'Arm64', 'Neutral']).default('X64'),
  resourceId: z.string().default(''),
  framework: z.boolean().default(false),
  resource: z.boolean().default(false),
  nonRemovable: z.boolean().default(false),
  signature: z.enum(['None', 'Developer', 'Enterprise', 'Store', 'System']).default('Store'),
  /** Install state by user; one user who has it if it is not said. */
  users: z.record(z.string(), z.enum(['Installed', 'Staged', 'Paused', 'NotInstalled'])).optional(),
  /** Version of the bundle that it came in, by which it is provisioned. */
  bundle: z.string().nullable().default(null),
});
export type ReferenceAppPackage = z.infer<typeof appPackage>;

const provisionedPackage = z.strictObject({
  version: z.string().default('1.0.0.0'),
  publisherId: z.string().default('8wekyb3d8bbwe'),
  /** The package and not a bundle of packages. */
  single: z.boolean().default(false),
});

/** A log of Windows Setup; moments are written as the local time of the host. */
const setupLog = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        at: moment,
        level: z.enum(['Info', 'Warning', 'Error']).default('Info'),
        component: z.string().default('SYSPRP'),
        text: z.string(),
      }),
    )
    .default([]),
  /** Appended as it is. */
  raw: z.string().default(''),
  /** Harmless lines come first, until the file has this many bytes. */
  padTo: z.int().min(0).default(0),
  /** The time of the last line if it is not said. */
  modified: moment.optional(),
});
export type SetupLog = z.infer<typeof setupLog>;

/** A computer that is to be captured. By default it is fit for that: all keys change or add. */
export const referenceSchema = z.strictObject({
  architecture: z.enum(['x86', 'x64', 'arm', 'arm64']).default('x64'),
  /** Null: the registry does not tell. */
  firmware: z.enum(['bios', 'uefi']).nullable().default('uefi'),
  disks: z.record(number, disk.nullable()).default({}),
  /** By letter. Every volume with a letter is decrypted if nothing is said of it; `absent`: no BitLocker here. */
  bitlocker: z
    .union([
      z.literal('absent'),
      z.record(
        letter,
        z
          .strictObject({
            conversion: z.enum(conversions).default('decrypted'),
            /** 0 off, 1 on, 2 unknown. */
            protection: z.int().min(0).max(2).default(0),
          })
          .nullable(),
      ),
    ])
    .default({}),
  /** Packages on top of the usual ones; null takes one away. `absent`: Windows has no Appx. */
  appx: z
    .union([
      z.literal('absent'),
      z.strictObject({
        installed: z.record(z.string(), appPackage.nullable()).default({}),
        provisioned: z.record(z.string(), provisionedPackage.nullable()).default({}),
      }),
    ])
    .default({ installed: {}, provisioned: {} }),
  servicing: z
    .strictObject({
      /** Below `HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion`, such as `Component Based Servicing\RebootPending`. */
      keys: z.array(z.string()).default([]),
      /** Null: not set. */
      activeScenario: z.int().min(0).nullable().default(0),
      /** Files to rename or delete at the next start. */
      renames: z.array(z.string()).default([]),
    })
    .default({ keys: [], activeScenario: 0, renames: [] }),
  sysprep: z
    .strictObject({
      imageState: z.string().nullable().default('IMAGE_STATE_COMPLETE'),
      auditBoot: z.int().min(0).nullable().default(0),
      generalization: z.int().min(0).nullable().default(7),
      cleanup: z.int().min(0).nullable().default(2),
      /** Logs in Sysprep\Panther; none if it is not said. */
      setupact: setupLog.nullable().default(null),
      setuperr: setupLog.nullable().default(null),
    })
    .prefault({}),
  /** Null: not told. */
  rearms: z.int().min(0).nullable().default(1000),
  /** Onboarded to Defender for Endpoint. */
  defender: z.boolean().default(false),
  /** The text of SetupComplete.cmd. */
  setupComplete: z.string().nullable().default(null),
  /** VCRUNTIME140_1.dll is there. */
  runtime: z.boolean().default(true),
  /** Paths of files with the attribute Encrypted. */
  encryptedFiles: z.array(windowsPath).default([]),
  /** Instances that Group Policy left of PasswordComplexity; `absent`: no namespace for them. */
  passwordComplexity: z
    .union([
      z.literal('absent'),
      z.boolean(),
      z.array(z.strictObject({ setting: z.boolean(), precedence: z.int().min(1) })),
    ])
    .nullable()
    .default(null),
  /** Roles and features; only a server has them. */
  features: z.array(z.strictObject({ id: z.int().min(1), name: z.string() })).optional(),
  /** Adapters and controllers in place of the usual ones. */
  devices: z
    .array(
      z.strictObject({
        name: z.string(),
        class: z.enum(['Net', 'SCSIAdapter', 'HDC', 'System', 'Display']),
        hardwareIds: z.array(z.string()).default([]),
      }),
    )
    .optional(),
  /** The client of Configuration Manager is installed. */
  client: z.boolean().default(false),
  smstsLog: logSchema
    .extend({ path: windowsPath.default(String.raw`C:\Windows\CCM\Logs\SMSTSLog\smsts.log`) })
    .optional(),
  /** Files of the capture media on a removable drive by their paths there, in bytes; they take no room on this disk. */
  media: z
    .strictObject({
      letter: letter.default('E'),
      fileSystem: z.string().nullable().default('FAT32'),
      files: z.record(z.string(), z.int().min(0)).default({}),
    })
    .optional(),
});
export type ScenarioReference = z.infer<typeof referenceSchema>;

/** What a host with this key is if nothing else is said: a client of no domain. */
export function withReferenceDefaults(host: unknown): unknown {
  if (typeof host !== 'object' || host === null || !('reference' in host)) return host;
  return { windows: 'W11 23H2', domain: null, ...host };
}
