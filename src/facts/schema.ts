import * as z from 'zod';
import { failureKinds } from '../model/answer.ts';
import { type Configuration, usualImageRatio } from '../model/configuration.ts';
import type { Json } from '../model/json.ts';
import { operations } from '../model/operation.ts';
import { type HostIdentity, roles, ways } from '../model/target.ts';

/** Name and version of the format; the number grows when an older reader would misread a file. */
export const factsSchemaVersion = 'osd-preflight/facts/1';

/** Times of our own clock. What a target says of itself stays as it said it. */
const ourTime = z.iso.datetime();
const duration = z.number().nonnegative();
const failure = { failed: z.enum(failureKinds), message: z.string() };

const remoting = {
  via: z.enum(ways).optional(),
  port: z.int().optional(),
  user: z.string().optional(),
  keyFile: z.string().optional(),
  configurationName: z.string().optional(),
  useSsl: z.boolean().optional(),
  credential: z.string().optional(),
};
const hostParts = { name: z.string().min(1), address: z.string().optional(), ...remoting };
const host = z.strictObject(hostParts);

const configuration: z.ZodType<Configuration> = z.strictObject({
  site: z.strictObject({ server: host, code: z.string().nullable() }).nullable(),
  distributionPoints: z.array(host),
  pxeServers: z.array(host),
  capture: z
    .strictObject({
      destination: z.string().nullable(),
      account: z.string().nullable(),
      // A file that was written before they were there does not have these.
      taskSequence: z.string().nullable().default(null),
      media: z.string().nullable().default(null),
      imageRatio: z.number().default(usualImageRatio),
    })
    .nullable(),
  taskSequence: z.string().nullable(),
  packages: z.array(z.string()),
  referenceComputer: host.nullable(),
  // Nor these.
  hashWorkers: z.int().nullable().default(null),
  targets: z.array(z.strictObject({ ...hostParts, roles: z.array(z.enum(roles)) })).default([]),
  remoting: z.strictObject(remoting).default({}),
});

const identity: z.ZodType<HostIdentity> = z.strictObject({
  machineName: z.string(),
  names: z.array(z.string()),
  domain: z.string().nullable(),
  machineSid: z.string().nullable(),
  domainSid: z.string().nullable(),
  bootTime: z.string().nullable(),
  installDate: z.string().nullable(),
  clock: z.string().nullable(),
  timeZone: z.string(),
  culture: z.string(),
  operatingSystem: z.string().nullable(),
  osVersion: z.string().nullable(),
  powerShell: z.strictObject({
    path: z.string().nullable(),
    edition: z.string(),
    version: z.string(),
    languageMode: z.string(),
    executionPolicy: z.string().nullable(),
    elevated: z.boolean().nullable(),
  }),
});

const headerLine = z.strictObject({
  kind: z.literal('header'),
  schema: z.literal(factsSchemaVersion),
  tool: z.string(),
  checkSet: z.array(z.string()),
  gatheredAt: ourTime,
  operator: z.string(),
  operations: z.array(z.enum(operations)),
  config: configuration,
});

const machineParts = {
  kind: z.literal('host'),
  target: z.string(),
  aliases: z.array(z.string()),
  roles: z.array(z.enum(roles)),
};
const reachedHost = z.strictObject({ ...machineParts, identity });
const silentHost = z.strictObject({ ...machineParts, ...failure });

const factParts = {
  kind: z.literal('fact'),
  target: z.string(),
  fact: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  bootTime: z.string().nullable(),
  collectedAt: ourTime,
  durationMs: duration,
};
// The text went through JSON.parse, so whatever stands there is JSON; walking it again would only cost time.
const data = z.custom<Json>((value) => value !== undefined, 'is missing').meta({ description: 'Any JSON value.' });
const readFact = z.strictObject({ ...factParts, data });
const failedFact = z.strictObject({ ...factParts, ...failure });

/** What is known only when the reading is over. */
const endLine = z.strictObject({
  kind: z.literal('end'),
  finishedAt: ourTime,
  complete: z.boolean(),
  notes: z.array(z.string()),
});

const footerLine = z.strictObject({
  kind: z.literal('footer'),
  lines: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** One schema for each kind of line. */
const lines = {
  header: headerLine,
  host: z.union([reachedHost, silentHost]),
  fact: z.union([readFact, failedFact]),
  end: endLine,
  footer: footerLine,
};
export type LineKind = keyof typeof lines;
export type LineOf<K extends LineKind> = z.output<(typeof lines)[K]>;

export const lineKinds = Object.keys(lines) as LineKind[];

/** The schema of one line. Of two forms it is the one that the line means to have: trying both takes twice as long. */
export function schemaOfLine(kind: LineKind, line: object): z.ZodType {
  const failed = 'failed' in line;
  if (kind === 'host') return failed ? silentHost : reachedHost;
  if (kind === 'fact') return failed ? failedFact : readFact;
  return lines[kind];
}

/** Any line of a facts file. */
export const factsLineSchema = z.union(Object.values(lines)).meta({ title: 'One line of an osd-preflight facts file' });
