import * as z from 'zod';
import { referenceSchema, withReferenceDefaults } from './reference-schema.ts';
import { doors, estateSchema } from './scenario-estate.ts';
import { eventLogsSchema, eventsSchema, serviceRegistrySchema, udpSchema } from './scenario-events.ts';
import {
  filesSchema,
  imageToolsSchema,
  logSchema,
  moment,
  providerLogSchema,
  windowsPath,
  withoutSchema,
} from './scenario-files.ts';
import { accountsSchema, shareHostSchema, shareSchema, sid } from './share-host-schema.ts';
import { siteSchema } from './site-schema.ts';
import { windowsVersions } from './windows-tables.ts';

const versions = Object.keys(windowsVersions) as [keyof typeof windowsVersions];

/** A value of the registry: text, a number (DWORD), a list of texts (MULTI_SZ), or one with its type said. */
const registryValue = z.union([
  z.string(),
  z.int().min(0).max(0xffffffff),
  z.array(z.string()),
  z.strictObject({ dword: z.int().min(0).max(0xffffffff) }),
  z.strictObject({ qword: z.string().regex(/^[0-9]+$/) }),
  z.strictObject({ binary: z.string().regex(/^(?:[0-9a-f]{2})*$/i) }),
  z.strictObject({ expand: z.string() }),
]);
export type RegistryValue = z.infer<typeof registryValue>;
const registryKey = z.record(z.string(), registryValue.nullable());

const service = z.strictObject({
  displayName: z.string().optional(),
  state: z
    .enum([
      'Running',
      'Stopped',
      'Start Pending',
      'Stop Pending',
      'Paused',
      'Pause Pending',
      'Continue Pending',
      'Unknown',
    ])
    .default('Running'),
  start: z.enum(['auto', 'delayed', 'manual', 'disabled', 'boot', 'system']).default('auto'),
  exitCode: z.int().min(0).default(0),
  serviceSpecificExitCode: z.int().min(0).default(0),
  account: z.string().default('LocalSystem'),
  path: z.string().optional(),
  /** When its process started; half a minute after the boot if it is not said. */
  startedAt: moment.optional(),
  ...serviceRegistrySchema,
});

/**
 * What a file does that `denied` does not say. `crc` and `io` fail when it is read, `crc-in-the-middle` after the first
 * block; `changing` grows while it is read.
 */
const pathFaults = ['locked', 'too-long', 'crc', 'io', 'crc-in-the-middle', 'changing'] as const;

/** One obstacle. Exactly one of the subjects, and what happens there. */
const fault = z
  .strictObject({
    namespace: z.string().optional(),
    class: z.string().optional(),
    registry: z.string().optional(),
    path: windowsPath.optional(),
    share: z.string().optional(),
    log: z.enum(['System', 'Application']).optional(),
    error: z.enum(['denied', 'dcom-denied', 'failed', 'rpc', 'hangs', ...pathFaults]),
  })
  .refine(
    ({ error: _error, ...subjects }) => Object.values(subjects).filter((subject) => subject !== undefined).length === 1,
    'a fault names one of namespace, class, registry, path, share, log',
  )
  .refine(
    ({ error, path }) => path !== undefined || !(pathFaults as readonly string[]).includes(error),
    'only a path has that error',
  );

const library = z.strictObject({
  path: windowsPath.default(String.raw`D:\SCCMContentLib`),
  /** Letters of further drives with a FileLib. */
  drives: z.array(z.string().regex(/^[A-Z]$/)).default([]),
  /** Damage done after the library was built, by names of lab/content-library-mutations.ts. */
  mutations: z
    .array(
      z.strictObject({
        name: z.string(),
        ref: z.string().optional(),
        path: z.string().optional(),
        version: z.int().min(0).optional(),
        hash: z.string().optional(),
      }),
    )
    .default([]),
  /** SMS_PackagesInContLib against the records in PkgLib: ids on top of them, ids that it lacks; or no such class. */
  listed: z
    .union([
      z.literal('absent'),
      z.strictObject({ also: z.array(z.string()).default([]), lacks: z.array(z.string()).default([]) }),
    ])
    .default({ also: [], lacks: [] }),
});

/** The package shares of a distribution point without a content library, with what differs from the source. */
const packageShare = z.strictObject({
  drive: z
    .string()
    .regex(/^[A-Z]$/)
    .default('D'),
  /** By path below the share, such as `PS100012\setup.exe`: another text, or null where the file is gone. */
  files: z.record(z.string(), z.string().nullable()).default({}),
  /** By path below the share: what is a link to somewhere else. */
  links: z.array(z.string()).default([]),
});

const host = z.strictObject({
  windows: z.enum(versions).default('2022'),
  caption: z.string().optional(),
  culture: z.string().default('en-US'),
  timeZone: z.string().default('America/Chicago'),
  /** The machine's own clock; that of the run if it is not said. */
  clock: moment.optional(),
  bootTime: moment,
  installDate: moment.default('2023-05-04T09:00:00Z'),
  domain: z.string().nullable().default('contoso.com'),
  machineSid: sid,
  domainSid: sid.default('S-1-5-21-1004336348-1177238915-682003330'),
  computerRid: z.int().default(1105),
  elevated: z.boolean().default(true),
  executionPolicy: z
    .enum(['Restricted', 'AllSigned', 'RemoteSigned', 'Unrestricted', 'Bypass', 'Undefined'])
    .default('RemoteSigned'),
  administrator: z.string().default('Administrator'),
  /** Why nobody can connect to it. */
  connect: z.enum(['unreachable', 'authentication', 'denied', 'timeout']).optional(),
  /** How it behaves in the fleet lab before a question reaches it. */
  door: z.enum(doors).default('open'),
  services: z.record(z.string(), service.nullable()).default({}),
  processes: z.record(z.string(), z.strictObject({ name: z.string(), startedAt: moment })).default({}),
  registry: z
    .record(z.string().regex(/^HK(LM|CU)\\/, String.raw`a key starts with HKLM\ or HKCU\ `), registryKey.nullable())
    .default({}),
  shares: z.record(z.string(), shareSchema.nullable()).default({}),
  acls: z.record(windowsPath, z.string().nullable()).default({}),
  /** Rows by namespace and class; `absent` for a class that this machine does not have. */
  cim: z
    .record(
      z.string(),
      z.record(z.string(), z.union([z.literal('absent'), z.array(z.record(z.string(), z.unknown()))])),
    )
    .default({}),
  library: library.nullable().optional(),
  packageShare: packageShare.optional(),
  ...shareHostSchema,
  /** It is to be captured; the client Windows 11 23H2 in a workgroup if nothing else is said. */
  reference: referenceSchema.optional(),
  files: filesSchema.default({}),
  smspxeLog: logSchema.optional(),
  /** An SMS Provider has a harmless one if it is not said. */
  smsprovLog: providerLogSchema.optional(),
  /** Of an SMS Provider. */
  imageTools: imageToolsSchema.optional(),
  events: eventsSchema,
  eventLogs: eventLogsSchema,
  udp: udpSchema,
  without: withoutSchema,
  faults: z.array(fault).default([]),
});

export const scenarioSchema = z.strictObject({
  title: z.string().min(1),
  story: z.string().min(1),
  expect: z.enum(['go', 'no-go', 'cannot-tell']),
  now: moment,
  /** What osd-preflight.yaml would say. */
  configuration: z.record(z.string(), z.unknown()).optional(),
  /** The host that osd-preflight runs on; nobody's machine if it is not said. */
  runOn: z.string().optional(),
  site: siteSchema.optional(),
  accounts: accountsSchema,
  /** Hosts by the number; they are among `hosts` already. A scenario with an estate runs in the fleet lab. */
  estate: estateSchema.optional(),
  hosts: z.record(
    z.string().regex(/^[A-Z0-9-]{1,15}$/, 'a host is named by its NetBIOS name'),
    z.preprocess(withReferenceDefaults, host),
  ),
});

export type ScenarioData = z.infer<typeof scenarioSchema>;
export type ScenarioHost = ScenarioData['hosts'][string];
