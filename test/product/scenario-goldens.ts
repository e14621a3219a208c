import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepEngines } from '../../lab/kept-engines.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario.ts';
import { mustSkip } from '../lab/probe.ts';
import { type Printed, runHere } from './in-process.ts';
import { folder, powerShellMustBeThereInCi, transcript } from './program.ts';

const exitCodes = { go: 0, 'no-go': 1, 'cannot-tell': 3 };
const patience = 240_000;

/** Scenarios of one folder, from the snippets to the printed report. */
interface Goldens {
  /** The folder below `lab/scenarios`, and below `golden`. */
  group: string;
  title: string;
  /** Words of the command line behind `run --lab <name>`. */
  words: (name: string) => string[];
  /** Golden files in the same folder that belong to no scenario but to another test. */
  foreign?: RegExp;
}

const savedAs = (name: string): string => join(folder, `${name.replaceAll('/', '-')}.facts.ndjson`);
const withoutFile = (text: string): string => text.replace(/^facts +\S+ +(?=exit code)/m, '');

/** Runs every scenario of a folder: its golden report, its verdict, and the same from the facts saved. */
export function scenarioGoldens({ group, title, words, foreign }: Goldens): void {
  const names = scenarioNames(group);
  const commandLine = (name: string): string[] => ['run', '--lab', name, ...words(name)];
  powerShellMustBeThereInCi();

  describe.skipIf(mustSkip)(title, () => {
    const runs = new Map<string, Promise<Printed>>();
    // Each scenario in an engine of its own would load and compile the same snippets seventy times.
    const endEngines = keepEngines();
    afterAll(endEngines);

    beforeAll(() => {
      // All are under way from the start, two at a time; each test waits for its own.
      const rows: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
      for (const [index, name] of names.entries()) {
        const row = index % rows.length;
        const run = rows[row]!.then(() => runHere([...commandLine(name), '--save', savedAs(name)]));
        rows[row] = run.catch(() => undefined);
        runs.set(name, run);
      }
    });

    test.each(names)(
      '%s: what it says, its verdict, and the same from the facts saved',
      async (name) => {
        const { code, stdout, stderr } = await runs.get(name)!;
        const ended = { code, signal: null, stdout: withoutFile(stdout), stderr: '' };
        await expect(transcript(commandLine(name), ended)).toMatchFileSnapshot(`golden/${name}.txt`);
        expect([code, stderr]).toEqual([exitCodes[loadScenario(name).expect], expect.not.stringContaining('bug')]);
        const judged = await runHere(['judge', savedAs(name)]);
        expect([judged.code, judged.stdout]).toEqual([code, withoutFile(stdout)]);
      },
      patience,
    );
  });

  test('every golden file belongs to a scenario', () => {
    const files = readdirSync(new URL(`golden/${group}/`, import.meta.url)).filter((file) => !foreign?.test(file));
    expect(files.sort()).toEqual(names.map((name) => `${name.slice(group.length + 1)}.txt`).sort());
  });
}
