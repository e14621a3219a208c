import * as z from 'zod';
import { moment } from './scenario-files.ts';

const logName = z.enum(['System', 'Application']);
const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/i);

const event = z.strictObject({
  source: z.string(),
  id: z.int().min(0).max(65535),
  at: moment,
  /** What the event is filled in with, in order; a number arrives as one. */
  texts: z.array(z.union([z.string(), z.int().min(0).max(0xffffffff)])).default([]),
  /** System for the Service Control Manager, else Application. */
  log: logName.optional(),
  /** Bytes beside the texts, as classic events have them. */
  binary: hex.optional(),
  /** So many copies, each earlier than the one before. */
  repeat: z.int().min(1).max(100_000).default(1),
  everySeconds: z.number().min(0).default(60),
});
export type ScenarioEvent = z.infer<typeof event>;

/** Beside what Windows and WDS record of a good start. */
export const eventsSchema = z.array(event).default([]);

/** What became of a log: older records gone, or all of them. */
export const eventLogsSchema = z
  .partialRecord(logName, z.strictObject({ clearedAt: moment.optional(), empty: z.boolean().default(false) }))
  .default({});

const portRange = z.string().regex(/^\d{1,5}(-\d{1,5})?$/, 'ports are a number, or two with a dash');
export const udpSchema = z
  .array(
    z
      .strictObject({
        service: z.string().optional(),
        processId: z.int().min(0).optional(),
        ports: portRange,
        address: z.string().default('0.0.0.0'),
      })
      .refine(
        ({ service, processId }) => (service === undefined) !== (processId === undefined),
        'an endpoint belongs to a service or to a processId',
      ),
  )
  .default([]);

/** What the registry says of a service beyond its start type. */
export const serviceRegistrySchema = {
  dependsOn: z.array(z.string()).optional(),
  group: z.string().optional(),
  serviceSidType: z.int().min(0).optional(),
  failureActions: hex.optional(),
  failureActionsOnNonCrashFailures: z.int().min(0).optional(),
  triggers: z.array(z.strictObject({ type: z.int().min(0), action: z.int().min(0) })).default([]),
};
