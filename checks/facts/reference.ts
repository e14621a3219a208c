import { z } from 'zod';
import { logSchema } from './cm-logs.ts';
import { count, fact, maybeText, onRoles, reading, text, time, whole } from './shape.ts';

/** Facts of the reference computer: the machine that is captured, in its full Windows. */
const ask = onRoles('reference-computer');

export const referenceSystem = fact({
  name: 'reference-system',
  title: 'the system of the reference computer',
  parametric: false,
  schema: z.object({
    partOfDomain: reading(z.boolean()),
    domain: maybeText,
    workgroup: maybeText,
    /** Win32_OperatingSystem: `10.0.26100`, its build, its caption, 1 a client and 2 or 3 a server. */
    windows: reading(z.object({ version: text, build: whole, caption: text, productType: whole, systemDrive: text })),
    /** Win32_Processor.Architecture: 0 x86, 5 ARM, 9 x64, 12 ARM64. */
    processor: reading(whole),
    /** PEFirmwareType: 1 BIOS, 2 UEFI; null: not told. */
    firmware: reading(whole.nullable()),
    /** Service CcmExec is there. */
    client: reading(z.boolean()),
    /** Of a server, names and ids of Win32_ServerFeature; null: Windows has no such class. */
    features: reading(z.array(z.object({ id: whole, name: text })).nullable()),
    /** Names of the adapters and controllers, with their first hardware id. */
    devices: reading(z.array(z.object({ name: text, hardwareId: maybeText }))),
  }),
  ask,
});

export const referenceVolumes = fact({
  name: 'reference-volumes',
  title: 'the volumes of the reference computer',
  parametric: false,
  schema: z.object({
    /** Win32_Volume with DriveType 3. */
    volumes: z.array(
      z.object({
        /** `\\?\Volume{…}\` */
        id: text,
        letter: maybeText,
        label: maybeText,
        fileSystem: maybeText,
        capacity: count.nullable(),
        free: count.nullable(),
      }),
    ),
    partitions: z.array(
      z.object({
        disk: whole,
        partition: whole,
        letter: maybeText,
        accessPaths: z.array(text),
        isBoot: z.boolean(),
        isSystem: z.boolean(),
        /** Null: Windows does not tell. */
        noDefaultDriveLetter: z.boolean().nullable(),
      }),
    ),
    disks: z.array(
      z.object({
        disk: whole,
        /** MSFT_Disk.BusType: 7 USB. */
        bus: whole,
        /** MSFT_Disk.PartitionStyle: 1 MBR, 2 GPT. */
        style: whole,
      }),
    ),
  }),
  ask,
});

export const referenceEncryption = fact({
  name: 'reference-encryption',
  title: 'the BitLocker state of the reference computer',
  parametric: false,
  schema: z.object({
    /** False: no namespace or class of BitLocker, so it is not installed. */
    present: z.boolean(),
    volumes: z.array(
      z.object({
        letter: maybeText,
        /** GetConversionStatus: 0 decrypted, 1 encrypted, 2 and 3 under way, 4 and 5 paused. */
        conversion: reading(whole),
        protection: whole.nullable(),
      }),
    ),
  }),
  ask,
});

export const referenceAppPackages = fact({
  name: 'reference-app-packages',
  title: 'the Appx packages of the reference computer',
  parametric: false,
  schema: z.object({
    installed: reading(
      z.array(
        z.object({
          name: text,
          fullName: text,
          family: text,
          version: text,
          framework: z.boolean(),
          resource: z.boolean(),
          /** Null: this Windows does not tell. */
          nonRemovable: z.boolean().nullable(),
          /** `SignatureKind` as a name: None, Developer, Enterprise, Store, System. */
          signature: maybeText,
          /** Users in whose `InstallState` it is Installed. */
          users: whole,
          /** Versions of the bundles that its family is installed from; packages are provisioned by those. */
          bundles: z.array(text).optional(),
        }),
      ),
    ),
    provisioned: reading(z.array(z.object({ name: text, fullName: text, version: text }))),
    truncated: z.boolean(),
  }),
  ask,
});

export const referenceServicing = fact({
  name: 'reference-servicing',
  title: 'the servicing state of the reference computer',
  parametric: false,
  schema: z.object({
    /** Keys below `…\CurrentVersion` that are there, as `Component Based Servicing\RebootPending`. */
    pendingKeys: reading(z.array(text)),
    /** `ReserveManager\ActiveScenario`; null: not set. */
    activeScenario: reading(whole.nullable()),
    /** How many entries PendingFileRenameOperations has. */
    pendingRenames: reading(count),
  }),
  ask,
});

/** Lines of a log of Windows Setup: `2026-03-02 08:15:04, Error  SYSPRP …`, local time. */
const setupLog = reading(
  z.object({ path: text, lastWriteTime: time, lines: z.array(text), truncated: z.boolean() }).nullable(),
);

export const referenceSysprep = fact({
  name: 'reference-sysprep',
  title: 'what Sysprep and Setup left on the reference computer',
  parametric: false,
  schema: z.object({
    /** `ImageState`; null: not set. */
    imageState: reading(maybeText),
    /** `AuditBoot`; null: not set. */
    auditBoot: reading(whole.nullable()),
    generalizationState: reading(whole.nullable()),
    cleanupState: reading(whole.nullable()),
    /** Sysprep\Panther\setupact.log and setuperr.log: lines that hold one of the phrases looked for; null: no such file. */
    setupAct: setupLog,
    setupErr: setupLog,
    /** The start of this machine by its own clock, ISO 8601 UTC, and how far its local time is ahead of UTC, in minutes. */
    bootTime: reading(time),
    aheadOfUtc: whole,
  }),
  ask,
});

export const referenceActivation = fact({
  name: 'reference-activation',
  title: 'the rearm count of the reference computer',
  parametric: false,
  schema: z.object({ remainingRearms: whole.nullable() }),
  ask,
});

export const referenceLeftovers = fact({
  name: 'reference-leftovers',
  title: 'what would go into the image beside Windows',
  parametric: false,
  schema: z.object({
    /** The value `senseGuid` is there: onboarded to Defender for Endpoint. */
    senseGuid: reading(z.boolean()),
    /** SetupComplete.cmd; null: none. Lines that do something, and those among them that call osdsetuphook.exe. */
    setupComplete: reading(z.object({ path: text, bytes: count, lines: whole, hookLines: whole }).nullable()),
    /** `VCRUNTIME140_1.dll` is in System32. */
    runtime: reading(z.boolean()),
  }),
  ask,
});

export const referenceEncryptedFiles = fact({
  name: 'reference-encrypted-files',
  title: 'the encrypted files of the reference computer',
  parametric: false,
  schema: z.object({
    /** The first of them. */
    files: z.array(text),
    count,
    /** Folders that could not be looked into. */
    unread: count,
    /** The search ended at its bound: there may be more. */
    truncated: z.boolean(),
  }),
  ask,
});

export const referencePasswordPolicy = fact({
  name: 'reference-password-policy',
  title: 'the password policy of the reference computer',
  parametric: false,
  schema: z.object({
    /** `PasswordComplexity` by Group Policy, the instance of precedence 1; null: no policy set it. */
    complexity: z.boolean().nullable(),
  }),
  ask,
});

/** What smsts.log says of a capture that was tried before. */
export const smsTsLog = fact({
  name: 'smsts-log',
  title: 'smsts.log',
  parametric: false,
  schema: logSchema,
  ask,
});

export const captureMedia = fact({
  name: 'capture-media',
  title: 'the capture media',
  parametric: true,
  schema: z.object({
    present: z.boolean(),
    fileSystem: maybeText,
    /** Files over 4 GB less one byte, the first of them. */
    large: z.array(z.object({ path: text, bytes: count })),
    truncated: z.boolean(),
  }),
  ask: (configuration, known) => {
    const media = configuration.capture?.media;
    return media ? ask(configuration, known).map((question) => ({ ...question, params: { path: media } })) : [];
  },
});
