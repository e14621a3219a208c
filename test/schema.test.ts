import { expect, test } from 'vitest';
import { schemaNames } from '../src/cli/options.ts';
import { jsonSchema } from '../src/cli/schema.ts';

// Editors read these files; `npm run docs` writes them anew.
test.each(schemaNames)('schema/%s.json is what the command prints', async (name) => {
  await expect(`${JSON.stringify(jsonSchema(name), null, 2)}\n`).toMatchFileSnapshot(`../schema/${name}.json`);
});
