import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepEngines } from '../../lab/kept-engines.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario.ts';
import { mustSkip } from '../lab/probe.ts';
import { type Printed, runHere } from './in-process.ts';
import { folder, powerShellMustBeThereInCi, transcript } from './program.ts';

/** Every row of the verdict table and every cause of PXE's silence, from the snippets to the printed report. */
const names = scenarioNames('pxe');
const exitCodes = { go: 0, 'no-go': 1, 'cannot-tell': 3 };
const patience = 240_000;

const words = (name: string): string[] => ['run', '--lab', name, '--for', 'pxe'];
const savedAs = (name: string): string => join(folder, `${name.replaceAll('/', '-')}.facts.ndjson`);
const withoutFile = (text: string): string => text.replace(/^facts +\S+ +(?=exit code)/m, '');

powerShellMustBeThereInCi();

describe.skipIf(mustSkip)('PXE', () => {
  const runs = new Map<string, Promise<Printed>>();
  // Each scenario in an engine of its own would load and compile the same snippets seventy times.
  const endEngines = keepEngines();
  afterAll(endEngines);

  beforeAll(() => {
    // All are under way from the start, two at a time; each test waits for its own.
    const rows: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
    for (const [index, name] of names.entries()) {
      const row = index % rows.length;
      const run = rows[row]!.then(() => runHere([...words(name), '--save', savedAs(name)]));
      rows[row] = run.catch(() => undefined);
      runs.set(name, run);
    }
  });

  test.each(names)(
    '%s: what it says, its verdict, and the same from the facts saved',
    async (name) => {
      const { code, stdout, stderr } = await runs.get(name)!;
      const ended = { code, signal: null, stdout: withoutFile(stdout), stderr: '' };
      await expect(transcript(words(name), ended)).toMatchFileSnapshot(`golden/${name}.txt`);
      expect([code, stderr]).toEqual([exitCodes[loadScenario(name).expect], expect.not.stringContaining('bug')]);
      const judged = await runHere(['judge', savedAs(name)]);
      expect([judged.code, judged.stdout]).toEqual([code, withoutFile(stdout)]);
    },
    patience,
  );
});

test('every golden file belongs to a scenario', () => {
  const files = readdirSync(new URL('golden/pxe/', import.meta.url));
  expect(files.sort()).toEqual(names.map((name) => `${name.slice('pxe/'.length)}.txt`).sort());
});
