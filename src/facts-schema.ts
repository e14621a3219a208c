import * as z from 'zod';
import { failureKinds } from './model/answer.ts';
import type { Configuration } from './model/configuration.ts';
import type { Json } from './model/json.ts';
import { operations } from './model/operation.ts';
import { type HostIdentity, roles, ways } from './model/target.ts';

/** Name and version of the format; the number grows when an older reader would misread a file. */
export const factsSchemaVersion = 'osd-preflight/facts/1';

/** Times of our own clock. What a target says of itself stays as it said it. */
const ourTime = z.iso.datetime();
const duration = z.number().nonnegative();
const failure = { failed: z.enum(failureKinds), message: z.string() };

const host = z.strictObject({
  name: z.string().min(1),
  address: z.string().optional(),
  port: z.int().optional(),
  via: z.enum(ways).optional(),
  user: z.string().optional(),
});

const configuration: z.ZodType<Configuration> = z.strictObject({
  site: z.strictObject({ server: host, code: z.string().nullable() }).nullable(),
  distributionPoints: z.array(host),
  pxeServers: z.array(host),
  capture: z.strictObject({ destination: z.string(), account: z.string().nullable() }).nullable(),
  taskSequence: z.string().nullable(),
  packages: z.array(z.string()),
  referenceComputer: host.nullable(),
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

const hostParts = {
  kind: z.literal('host'),
  target: z.string(),
  aliases: z.array(z.string()),
  roles: z.array(z.enum(roles)),
};
const hostLine = z.union([z.strictObject({ ...hostParts, identity }), z.strictObject({ ...hostParts, ...failure })]);

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
const factLine = z.union([z.strictObject({ ...factParts, data }), z.strictObject({ ...factParts, ...failure })]);

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
export const factsLines = { header: headerLine, host: hostLine, fact: factLine, end: endLine, footer: footerLine };
export type LineKind = keyof typeof factsLines;

/** Any line of a facts file. */
export const factsLineSchema = z
  .union([headerLine, hostLine, factLine, endLine, footerLine])
  .meta({ title: 'One line of an osd-preflight facts file' });
