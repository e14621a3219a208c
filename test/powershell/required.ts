import { describe, test } from 'vitest';

/** Tests that need something a machine may lack: skipped by name without it, and a failure in CI. */
export function describeWith(name: string, missing: string | undefined, body: () => void): void {
  test.skipIf(missing === undefined || process.env.CI !== 'true')(`${name}: in CI what they need is there`, () => {
    throw new Error(missing);
  });
  describe.skipIf(missing !== undefined)(name, body);
}
