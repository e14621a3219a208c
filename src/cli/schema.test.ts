import { expect, test } from 'vitest';
import { schemaNames } from './options.ts';
import { jsonSchema } from './schema.ts';

test.each(schemaNames)('%s is a JSON Schema that names its keys', (name) => {
  const schema = jsonSchema(name) as { $schema: string; title: string };
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema.title).toContain('osd-preflight');
});

test('config: unknown keys are refused, and ids and hosts have their form', () => {
  const text = JSON.stringify(jsonSchema('config'));
  expect(text).toContain('"additionalProperties":false');
  expect(text).toContain('"pattern":"^[A-Za-z0-9]{3}[0-9A-Fa-f]{5}$"');
});

test('facts: any of five kinds of line', () => {
  expect((jsonSchema('facts') as { anyOf: unknown[] }).anyOf).toHaveLength(5);
});
