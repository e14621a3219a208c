import * as z from 'zod';
import { levels, outcomes } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import { operations } from '../model/operation.ts';
import { faultLevels, type RunReport, reportSchemaVersion } from '../model/report.ts';
import { roles } from '../model/target.ts';

// Text to the compiler, as in RunReport; one value to a reader.
const version: z.ZodType<string> = z.literal(reportSchemaVersion);
const verdict = z.enum(['go', 'no-go', 'cannot-tell']);
const key = { check: z.string(), target: z.string(), code: z.string(), subject: z.string() };
const findingKey = z.strictObject(key);
const json = z.custom<Json>((value) => value !== undefined).meta({ description: 'Any JSON value.' });

export const evidenceSchema = z.strictObject({
  fact: z.string(),
  target: z.string(),
  seen: z.string(),
  expected: z.string().exactOptional(),
});

export const remedySchema = z.strictObject({
  text: z.string(),
  on: z.string().exactOptional(),
  commands: z.array(z.string()).exactOptional(),
});

const finding = z.strictObject({
  ...key,
  level: z.enum(levels),
  text: z.string(),
  arguments: z.record(z.string(), json),
  evidence: z.array(evidenceSchema),
  because: z.string().exactOptional(),
  leadsTo: z.string().exactOptional(),
  remedy: remedySchema.exactOptional(),
  causedBy: findingKey.exactOptional(),
});

const result = z.strictObject({
  check: z.string(),
  area: z.string(),
  title: z.string(),
  target: z.string(),
  gate: z.enum(['blocking', 'advisory']).nullable(),
  outcome: z.enum(outcomes),
  reason: z.string().nullable(),
  waived: z.boolean(),
  stale: z.boolean(),
  findings: z.array(finding),
});

const fault = z.strictObject({
  check: z.string(),
  code: z.string(),
  subject: z.string(),
  level: z.enum(faultLevels),
  targets: z.array(z.string()).meta({ description: 'Machines that have it, sorted; empty where it belongs to none.' }),
});

/** What `--format json` writes. */
export const reportSchema = z
  .strictObject({
    schema: version,
    tool: z.string(),
    verdict,
    operations: z.array(z.strictObject({ name: z.enum(operations), verdict, reason: z.string().nullable() })),
    exitCode: z.int(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    site: z.string().nullable(),
    complete: z.boolean(),
    notes: z.array(z.string()),
    targets: z.array(
      z.strictObject({
        name: z.string(),
        aliases: z.array(z.string()),
        roles: z.array(z.enum(roles)),
        reached: z.boolean(),
      }),
    ),
    results: z.array(result),
    faults: z.array(fault).meta({
      description: 'The roll-up: each fault once, with its machines. Fails first, then unknowns, then warnings.',
    }),
    causes: z.array(z.strictObject({ finding: findingKey, consequences: z.array(findingKey) })),
    counts: z.record(z.enum(outcomes), z.int().nonnegative()),
  })
  .meta({ title: 'osd-preflight report' });

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Both<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Parsed = z.infer<typeof reportSchema>;

/** Does not compile when the schema and the type part ways. */
export const reportSchemaFitsType: Both<Parsed, RunReport> & Same<keyof Parsed, keyof RunReport> = true;
