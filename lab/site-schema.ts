import * as z from 'zod';
import { moment } from './scenario-files.ts';
import { stepSchema } from './site-sequence-schema.ts';

const packageId = z.string().regex(/^[A-Z0-9]{3}[0-9A-F]{5}$/, 'a package id is a site code and five hex digits');
const contentRef = z
  .string()
  .regex(/^[^\\/:*?"<>|]+\.[1-9]\d*$/, 'a content has a name and a version, such as Content_<guid>.1');
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A status message of a package on one distribution point. */
const message = z.strictObject({
  id: z.int().min(0),
  severity: z.enum(['success', 'warning', 'error']).default('success'),
  /** `MessageState`: 1 success, 2 in progress, above that not good. */
  state: z.int().min(0).default(1),
  /** When the row was last written; the clock of the run if it is not said. */
  at: moment.optional(),
});

const distributed = z.strictObject({
  version: z.int().min(0).optional(),
  /** State of the summarizer, 0 to 8. */
  state: z.int().min(0).max(8).default(0),
  /** False: the library does not hold it although the site says so. */
  stored: z.boolean().default(true),
  /** Contents of an application that the library does not hold although it holds the others. */
  lacks: z.array(contentRef).default([]),
  /** False: no row of the summarizer. */
  summarized: z.boolean().default(true),
  /** False: no row of SMS_DPContentInfo. */
  targeted: z.boolean().default(true),
  /** In any order; 2330, success, if it is not said. */
  messages: z.array(message).optional(),
});

const file = z.strictObject({
  text: z.string().optional(),
  size: z.int().min(0).optional(),
  /** Bits of Windows: 2 hidden, 4 system, 0x20 archive, 0x200 sparse. */
  attributes: z.int().min(0).optional(),
});
const files = { files: z.record(z.string(), file).default({}), emptyDirs: z.array(z.string()).default([]) };

/** What the site has as the hash of a content, in place of the true one; any text. */
const hashes = { siteHash: z.string().optional(), siteSha1: z.string().optional() };

const content = z.strictObject({
  /** `ContentID`; counted on through the site from 16777300 if it is not said. */
  id: z.int().min(0).max(0x7fffffff).optional(),
  ...files,
  ...hashes,
});

const sitePackage = z
  .strictObject({
    name: z.string(),
    type: z.enum(['package', 'driver', 'updates', 'image', 'boot-image', 'upgrade', 'application']).default('package'),
    version: z.int().min(1).default(1),
    storedVersion: z.int().min(0).optional(),
    /** The site that owns it; this one if it is not said. */
    sourceSite: z.string().optional(),
    /** Of a boot image; x64 if it is not said. */
    architecture: z.enum(['x86', 'x64', 'ia64', 'arm64', '']).optional(),
    /** Of a boot image: how many drivers were added to it. */
    drivers: z.int().min(0).optional(),
    flags: z.int().min(0).default(0x01000000),
    sourceFlag: z.int().min(0).max(4).default(2),
    displayVersion: z.string().default('1.2.3'),
    ...files,
    ...hashes,
    /** By name in the library. The files of an application; of others only what SMS_PackageToContent says. */
    contents: z.record(contentRef, content.nullable()).default({}),
    /** By distribution point; null: not sent there. Every distribution point, in this version, if it is not said. */
    distributed: z.record(z.string(), distributed.nullable()).default({}),
  })
  .refine(
    ({ type, files, emptyDirs, siteHash, siteSha1 }) =>
      type !== 'application' ||
      (Object.keys(files).length + emptyDirs.length === 0 && siteHash === undefined && siteSha1 === undefined),
    'the files and hashes of an application belong to its contents',
  );

const taskSequence = z.strictObject({
  name: z.string(),
  /** 1 generic, 2 OS deployment. */
  type: z.int().min(1).max(2).default(2),
  /** Bit 0: it refers to a package that the site does not have. */
  flags: z.int().min(0).default(0),
  /** Its steps as far as capturing goes. */
  steps: z.array(stepSchema).default([]),
  /** What GetSequence returns. */
  returns: z.int().default(0),
  /** Said in BootImageID alone. */
  bootImage: packageId.nullable().default(null),
  /** Packages and applications. */
  references: z.array(packageId).default([]),
  /** Task sequences that it runs as steps. */
  children: z.array(packageId).default([]),
  /** Where these are named: which of the two Windows has is not documented. */
  childrenIn: z.enum(['references', 'flat', 'both']).default('both'),
});

const distributionPoint = z.strictObject({
  pxe: z.boolean().default(false),
  /** The PXE responder without WDS. */
  responder: z.boolean().default(false),
  active: z.boolean().default(true),
  unknownComputers: z.boolean().default(true),
  pull: z.boolean().default(false),
  peer: z.boolean().default(false),
  multicast: z.boolean().default(false),
  /** How NAL paths write its name; its DNS name if it is not said. */
  nalName: z.string().optional(),
});

/** What a site is, from which all rows of its SMS Provider come. */
export const siteSchema = z.strictObject({
  code: z.string().regex(/^[A-Z0-9]{3}$/, 'a site code is three letters or digits'),
  server: z.string(),
  /** The host of the SMS Provider; the site server if it is not said. */
  provider: z.string().optional(),
  /** All of its SMS Providers where it has several. */
  providers: z.array(z.string()).min(1).optional(),
  version: z.string().nullable().default('5.00.9128.1000'),
  /** `DOMAIN\\name`; null: the site never had one. */
  networkAccessAccounts: z.array(z.string()).nullable().default([String.raw`CONTOSO\svc-naa`]),
  distributionPoints: z.record(z.string(), distributionPoint.nullable()).default({}),
  packages: z.record(packageId, sitePackage.nullable()).default({}),
  taskSequences: z.record(packageId, taskSequence.nullable()).default({}),
  /** How the methods of SMS_TaskSequencePackage that tell hashes behave. */
  getters: z.enum(['static', 'instance', 'absent', 'denied', 'failing']).default('static'),
  /** Changes of generated rows: those of a class that have these values get others, get a changed copy beside, or go. */
  overrides: z
    .array(
      z.strictObject({
        class: z.string(),
        where: z.record(z.string(), scalar).default({}),
        set: z.record(z.string(), z.unknown()).default({}),
        beside: z.boolean().default(false),
        remove: z.boolean().default(false),
      }),
    )
    .default([]),
});

export type ScenarioSite = z.infer<typeof siteSchema>;
export type ScenarioPackage = z.infer<typeof sitePackage>;
