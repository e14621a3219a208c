import * as z from 'zod';
import { factsLineSchema } from '../facts/schema.ts';
import { accessSchema } from '../report/access-schema.ts';
import { contentSchema } from '../report/content-schema.ts';
import { reportSchema } from '../report/report-schema.ts';
import type { SchemaName } from './options.ts';
import { siteFileSchema } from './site-file-schema.ts';

const schemas = {
  config: siteFileSchema,
  facts: factsLineSchema,
  report: reportSchema,
  content: contentSchema,
  access: accessSchema,
};

/** The JSON Schema (draft 2020-12) of a file that this tool reads or writes; for facts, of one line. */
export function jsonSchema(name: SchemaName): object {
  // What a schema cannot say (any JSON value) stands as the schema that allows everything.
  return z.toJSONSchema(schemas[name], { unrepresentable: 'any', io: 'input' });
}
