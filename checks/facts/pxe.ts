import { z } from 'zod';
import type { Reading } from '../../src/model/answer.ts';
import type { Service, SitePoint } from '../../src/windows/pxe-responder.ts';
import { binary, fact, ifPresent, onRoles, reading, text, time, whole } from './shape.ts';
import { onSite } from './site.ts';

const onPxeServers = onRoles('distribution-point', 'pxe-server');
const onDistributionPoints = onRoles('distribution-point');

/** Values of the key `Control` that decide how Windows starts services; null where there is no such value. */
export const boot = fact({
  name: 'boot',
  title: 'the start of the machine',
  parametric: false,
  schema: z.object({
    lastBootUpTime: time,
    localDateTime: time,
    autoStartDelay: reading(z.unknown()),
    servicesPipeTimeout: reading(z.unknown()),
    enableAutostartEvents: reading(z.unknown()),
  }),
  ask: onPxeServers,
});

/** What the registry says of a service; each value is null where it is missing, and a failure where it is of another type. */
const serviceRegistry = z.object({
  group: ifPresent(text),
  dependOnService: ifPresent(z.array(text)),
  serviceSidType: ifPresent(whole),
  imagePath: ifPresent(text),
  failureActions: ifPresent(binary),
  failureActionsOnNonCrashFailures: ifPresent(whole),
});
const service: z.ZodType<Service> = z
  .object({
    name: text,
    displayName: text,
    state: text,
    startMode: text,
    delayedAutoStart: z.boolean().nullable(),
    delayedInRegistry: reading(z.unknown()),
    exitCode: z.number(),
    serviceSpecificExitCode: z.number(),
    processId: z.number(),
    processStarted: reading(time.nullable()),
    triggers: reading(z.array(z.object({ type: ifPresent(whole), action: ifPresent(whole) }))),
    registry: reading(serviceRegistry),
    dependencies: reading(z.array(z.object({ name: text, state: text, startMode: text }))),
  })
  .transform(
    ({ delayedInRegistry, ...rest }): Service => ({
      ...rest,
      delayedInRegistry: numberIn(delayedInRegistry, 'DelayedAutostart'),
    }),
  );
/** A value of the registry that should be a number and need not be one. */
function numberIn(part: Reading<unknown>, name: string): Reading<number | null> {
  if (!('value' in part)) return part;
  if (part.value === null || typeof part.value === 'number') return { value: part.value };
  return { failed: 'malformed', message: `${name} is no number in the registry` };
}

export const pxeServices = fact({
  name: 'pxe-services',
  title: 'the PXE services',
  parametric: false,
  schema: z.object({
    services: z.array(service),
    /** A file on which Windows stumbles when it starts a program below `Program Files`; null where there is none. */
    strayProgram: reading(text.nullable()),
  }),
  ask: onPxeServers,
});

const event = z.object({ id: z.number().int(), time, texts: z.array(text) });
/** Events since the start of the machine, newest first. A source that is not registered has none. */
export const pxeEvents = fact({
  name: 'pxe-events',
  title: 'the events since the start of the machine',
  parametric: false,
  schema: z.object({
    since: time,
    /** The time of the oldest record that a log still has; null for an empty log. */
    logs: z.array(z.object({ log: text, oldest: reading(time.nullable()) })),
    sources: z.array(
      z.object({
        log: text,
        source: text,
        registered: z.boolean(),
        /** Whether the list was cut at its bound, which leaves out the oldest. */
        truncated: z.boolean(),
        events: reading(z.array(event)),
      }),
    ),
  }),
  ask: onPxeServers,
});

/** Keys of WDS: its PXE provider, the providers below that, and its ports. */
export const wdsSettings = fact({
  name: 'wds-settings',
  title: 'the settings of WDS',
  parametric: false,
  schema: z.object({
    /** Whether the key of the provider WDSPXE is there. */
    present: z.boolean(),
    disabled: ifPresent(whole),
    useDhcpPorts: ifPresent(whole),
    udpPortPolicy: reading(ifPresent(whole)),
    /** PXE providers below WDSPXE: those of `ProvidersOrder`, and SMSPXE. Null: no key of that name. */
    pxeProviders: reading(
      z.array(
        z.object({
          name: text,
          present: z.boolean(),
          dll: ifPresent(text),
          isCritical: ifPresent(whole),
        }),
      ),
    ),
  }),
  ask: onPxeServers,
});

export const distributionPoint = fact({
  name: 'distribution-point',
  title: 'the settings of the distribution point',
  parametric: false,
  schema: z
    .object({
      present: z.boolean(),
      values: z
        .object({
          IsPXE: z.number().nullable().optional(),
          DoNotListenOnDhcpPort: ifPresent(whole).optional(),
          NumberOfThreads: ifPresent(whole).optional(),
          SupportUnknownMachines: ifPresent(whole).optional(),
        })
        .loose(),
      issuingCertificateList: reading(z.boolean()),
    })
    .transform(({ present, values, issuingCertificateList }) => ({
      present,
      isPxe: values.IsPXE ?? null,
      doNotListenOnDhcpPort: values.DoNotListenOnDhcpPort ?? absent,
      numberOfThreads: values.NumberOfThreads ?? absent,
      supportUnknownMachines: values.SupportUnknownMachines ?? absent,
      /** Whether the value `IssuingCertificateList` of the key `SMS\Security` is there. What it holds is not read. */
      issuingCertificateList,
    })),
  ask: onPxeServers,
});
const absent = { value: null } as const;

/** The services that share ports with a PXE responder: DHCPServer and DNS, where they exist. */
export const dhcpDns = fact({
  name: 'dhcp-dns',
  title: 'DHCP and DNS on the same machine',
  parametric: false,
  schema: z.object({
    services: z.array(z.object({ name: text, state: text, startMode: text, processId: z.number() })),
  }),
  ask: onPxeServers,
});

/** Who has the UDP ports of PXE, and how many of the range 64001 to 65000 that WDS takes its ports from. */
export const udpEndpoints = fact({
  name: 'udp-endpoints',
  title: 'the UDP ports of PXE',
  parametric: false,
  schema: z.object({
    ports: z.array(z.object({ port: z.number().int(), address: text, processId: z.number() })),
    transportRange: z.array(z.object({ processId: z.number(), count: z.number().int() })),
    /** The processes of both lists: the name of the program, null where it could not be told, and services in it. */
    processes: z.array(z.object({ processId: z.number(), name: text.nullable(), services: z.array(text) })),
  }),
  ask: onPxeServers,
});

/** What WDS and SMSPXE hand out: the folder behind the share REMINST. */
export const pxeBootFiles = fact({
  name: 'pxe-boot-files',
  title: 'the boot files',
  parametric: false,
  schema: z.object({
    /** The folder behind REMINST; null where there is no such share. */
    path: text.nullable(),
    /** Names of folders directly in it; null where it does not exist. */
    folders: reading(z.array(text).nullable()),
    /** Files below SMSBoot by path within it, such as `x64\bootmgfw.efi`, three levels deep; null without the folder. */
    bootFiles: reading(z.object({ files: z.array(text), truncated: z.boolean() }).nullable()),
    /** Images below SMSImages: the package's folder and its .wim files; null without the folder. */
    images: reading(z.array(z.object({ package: text, files: z.array(text) })).nullable()),
  }),
  ask: onDistributionPoints,
});

/** Records of SMSPXE.log that say something about loading, certificates and the management point; oldest first. */
export const smsPxeLog = fact({
  name: 'smspxe-log',
  title: 'SMSPXE.log',
  parametric: false,
  schema: z.object({
    /** Where it was looked for. */
    tried: z.array(text),
    /** The log and, where there is room for it, what rolled over before it (.lo_), oldest first; empty: no log found. */
    files: z.array(
      z.object({
        path: text,
        bytes: z.number(),
        lastWriteTime: time.nullable(),
        /** How many bytes of its end were read; all of them, or the bound. */
        readBytes: z.number(),
        records: reading(z.array(text)),
        /** Whether more matched than are listed; the newest are. */
        truncated: z.boolean(),
      }),
    ),
  }),
  ask: onDistributionPoints,
});

/** Visual C++ runtimes for x64 as their installers record them. */
export const visualCRuntime = fact({
  name: 'visual-c-runtime',
  title: 'the Visual C++ runtimes',
  parametric: false,
  schema: z.object({
    runtimes: reading(z.array(z.object({ key: text, installed: ifPresent(whole), version: ifPresent(text) }))),
  }),
  ask: onDistributionPoints,
});

export const siteDistributionPoints = fact({
  name: 'site-distribution-points',
  title: "the site's settings of its distribution points",
  parametric: true,
  after: ['sms-providers'],
  schema: z
    .object({ points: z.array(z.object({ nalPath: text, values: z.record(z.string(), z.number().nullable()) })) })
    .transform(({ points }) => ({
      points: points.map(
        ({ nalPath, values }): SitePoint => ({
          nalPath,
          isPxe: values.IsPXE ?? null,
          sccmPxe: values.SccmPxe ?? null,
          isActive: values.IsActive ?? null,
          supportUnknownMachines: values.SupportUnknownMachines ?? null,
        }),
      ),
    })),
  ask: (configuration, known) =>
    known.targets('distribution-point').length > 0 ? onSite(configuration, known, {}) : [],
});

/** The site's boot images with their architecture (`x86`, `x64`), and which distribution points they were sent to. */
export const siteBootImages = fact({
  name: 'site-boot-images',
  title: "the site's boot images",
  parametric: true,
  after: ['sms-providers'],
  schema: z.object({
    images: z.array(z.object({ package: text, name: text, architecture: text.nullable() })),
    targeted: z.array(z.object({ package: text, nalPath: text })),
  }),
  ask: (configuration, known) =>
    known.targets('distribution-point').length > 0 ? onSite(configuration, known, {}) : [],
});
