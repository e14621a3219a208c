import * as z from 'zod';
import {
  type ContentHashReport,
  type ContentReport,
  contentHashSchemaVersion,
  contentLevels,
  contentSchemaVersion,
  contentVerdicts,
  orphanKinds,
  packageStatuses,
} from '../model/content-report.ts';
import { evidenceSchema, remedySchema } from './report-schema.ts';

const count = z.int().nonnegative();
const finding = z.strictObject({
  check: z.string().nullable().meta({ description: 'The check that says the same in a run.' }),
  code: z.string(),
  level: z.enum(contentLevels),
  subject: z.string(),
  packages: z.array(z.string()),
  path: z.string(),
  blob: z.string(),
  copy: z.string(),
  text: z.string(),
  because: z.string().exactOptional(),
  leadsTo: z.string().exactOptional(),
  remedy: remedySchema.exactOptional(),
  evidence: z.array(evidenceSchema),
});

/** What `content verify --format json` writes. */
export const contentReportSchema: z.ZodType<ContentReport> = z.strictObject({
  schema: z.literal(contentSchemaVersion),
  tool: z.string(),
  verdict: z.enum(contentVerdicts),
  exitCode: z.int(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  library: z.string(),
  fileLibs: z.array(z.string()),
  asked: z.array(z.string()).meta({ description: 'Packages that were asked for; empty: all of the library.' }),
  complete: z.boolean(),
  hashing: z.strictObject({
    wanted: z.boolean(),
    blobs: count,
    read: count,
    bytes: count,
    cached: count,
    workers: count,
    milliseconds: z.number().nonnegative(),
  }),
  packages: z.array(
    z.strictObject({
      id: z.string(),
      version: z.int().nullable(),
      refs: z.array(z.string()),
      files: count,
      bytes: count,
      status: z.enum(packageStatuses),
    }),
  ),
  findings: z.array(finding).meta({ description: 'Every one, file by file; worst first.' }),
  orphans: z.strictObject({
    total: count,
    first: z.array(z.strictObject({ kind: z.enum(orphanKinds), path: z.string() })),
  }),
});

/** What `content hash --format json` writes. */
export const contentHashSchema: z.ZodType<ContentHashReport> = z.strictObject({
  schema: z.literal(contentHashSchemaVersion),
  tool: z.string(),
  exitCode: z.int(),
  folder: z.string(),
  algorithm: z.string(),
  hash: z.string().nullable(),
  order: z.string(),
  orderMatters: z.boolean(),
  files: count,
  bytes: count,
  complete: z.boolean(),
  incomplete: z.array(z.strictObject({ path: z.string(), message: z.string() })),
});

/** Either of them; `schema` tells which. */
export const contentSchema = z
  .union([contentReportSchema, contentHashSchema])
  .meta({ title: 'What osd-preflight content writes' });
