import { z } from 'zod';
import type { Service, SitePoint } from '../../src/windows/pxe-responder.ts';
import { fact, onRoles, reading, text, time } from './shape.ts';
import { onSite } from './site.ts';

const onPxeServers = onRoles('distribution-point', 'pxe-server');

export const boot = fact({
  name: 'boot',
  title: 'the start of the machine',
  parametric: false,
  schema: z.object({ lastBootUpTime: time, localDateTime: time, autoStartDelay: reading(z.unknown()) }),
  ask: onPxeServers,
});

const service: z.ZodType<Service> = z.object({
  name: text,
  displayName: text,
  state: text,
  startMode: text,
  delayedAutoStart: z.boolean().nullable(),
  delayedInRegistry: reading(z.number().nullable()),
  triggered: reading(z.boolean()),
  exitCode: z.number(),
  serviceSpecificExitCode: z.number(),
  processId: z.number(),
  processStarted: reading(time.nullable()),
});
export const pxeServices = fact({
  name: 'pxe-services',
  title: 'the PXE services',
  parametric: false,
  schema: z.object({ services: z.array(service) }),
  ask: onPxeServers,
});

export const wdsPxeProvider = fact({
  name: 'wds-pxe-provider',
  title: 'the PXE provider of WDS',
  parametric: false,
  schema: z.object({ present: z.boolean(), disabled: z.number().nullable() }),
  ask: onPxeServers,
});

export const distributionPoint = fact({
  name: 'distribution-point',
  title: 'the settings of the distribution point',
  parametric: false,
  schema: z
    .object({ present: z.boolean(), values: z.object({ IsPXE: z.number().nullable().optional() }).loose() })
    .transform(({ present, values }) => ({ present, isPxe: values.IsPXE ?? null })),
  ask: onPxeServers,
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
        }),
      ),
    })),
  ask: (configuration, known) =>
    known.targets('distribution-point').length > 0 ? onSite(configuration, known, {}) : [],
});
