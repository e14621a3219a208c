import { readdirSync, readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { estateNames, loadScenario, scenarioNames } from '../../lab/scenario.ts';
import type { RunReport } from '../../src/model/report.ts';
import { reportSchema } from '../../src/report/report-schema.ts';
import { mustSkip } from '../lab/probe.ts';
import { type Ended, folder, powerShellMustBeThereInCi, run, transcript } from './program.ts';

const names = scenarioNames();
const places = ['de-DE,Europe/Berlin', 'tr-TR,Europe/Istanbul', 'en-IN,Asia/Kolkata'];
const exitCodes = { go: 0, 'no-go': 1, 'cannot-tell': 3 };
const patience = 240_000;

const saved = (name: string): string => `${name}.facts.ndjson`;
const words = (name: string): string[] => ['run', '--lab', name, '--save', saved(name)];
// A file of its own: that of healthy is judged while this one is still being written.
const elsewhere = (place: string): string[] => ['run', '--lab', `healthy@${place}`, '--save', saved(place.slice(0, 5))];
const withoutFile = (text: string): string => text.replace(/^facts +\S+ +(?=exit code)/m, '');
const plain = ['run', '--lab', 'access-denied', '--format', 'json'];

powerShellMustBeThereInCi();

describe.skipIf(mustSkip)('the built program', () => {
  const runs = new Map<string, Promise<Ended>>();
  const of = (command: string[]): Promise<Ended> => runs.get(command.join(' '))!;

  beforeAll(() => {
    // All are under way from the start, two at a time; each test waits for its own.
    const commands = [...names.map(words), plain, ...places.map(elsewhere)];
    for (const command of commands) runs.set(command.join(' '), run(command));
  });

  test.each(names)(
    'on %s prints what it always printed, and its verdict is the expected one',
    async (name) => {
      const ended = await of(words(name));
      await expect(transcript(words(name), ended)).toMatchFileSnapshot(`golden/${name}.txt`);
      expect(ended.code).toBe(exitCodes[loadScenario(name).expect]);
    },
    patience,
  );

  test.each(names)(
    'judges the facts saved from %s alike',
    async (name) => {
      const { stdout, code } = await of(words(name));
      const judged = await run(['judge', saved(name)]);
      expect(judged.stderr).toBe('');
      expect(judged.stdout).toBe(withoutFile(stdout));
      expect(judged.code).toBe(code);
    },
    patience,
  );

  test(
    'writes the same JSON at once and from the facts saved',
    async () => {
      const live = await of(plain);
      await of(words('access-denied'));
      const judged = await run(['judge', saved('access-denied'), '--format', 'json']);
      expect(judged).toEqual({ ...live, stderr: '' });
      expect(JSON.parse(live.stdout)).toMatchObject({ verdict: 'cannot-tell', exitCode: 3 });
    },
    patience,
  );

  test.each(places)(
    'on healthy says the same in %s',
    async (place) => {
      const { stdout, code } = await of(words('healthy'));
      const there = await of(elsewhere(place));
      expect({ ...there, stdout: withoutFile(there.stdout) }).toMatchObject({ stdout: withoutFile(stdout), code });
    },
    patience,
  );

  test.each(['healthy', 'content-stale-version'])(
    'writes %s as JSON that fits its schema',
    async (name) => {
      await of(words(name));
      const { stdout, code } = await run(['judge', saved(name), '--format', 'json']);
      const report = JSON.parse(stdout) as RunReport;
      expect(reportSchema.safeParse(report).error).toBeUndefined();
      expect(report).toMatchObject({ verdict: loadScenario(name).expect, exitCode: code, complete: true });
      // The version of the program is the only thing in it that another build would say otherwise.
      const unversioned = stdout.replace(/("tool": "osd-preflight )[^"]+/, '$1VERSION');
      await expect(unversioned).toMatchFileSnapshot(`golden/${name}.json.txt`);
    },
    patience,
  );

  test.each(['healthy', 'capture-share-no-system', 'access-denied'])(
    'writes %s as JUnit that its schema accepts',
    async (name) => {
      await of(words(name));
      const { stdout, code } = await run(['judge', saved(name), '--format', 'junit']);
      expect(code).toBe(exitCodes[loadScenario(name).expect]);
      using xsdText = XmlDocument.fromBuffer(readFileSync(new URL('../junit/jenkins-junit.xsd', import.meta.url)));
      using xsd = XsdValidator.fromDoc(xsdText);
      using document = XmlDocument.fromString(stdout);
      xsd.validate(document);
      await expect(stdout).toMatchFileSnapshot(`golden/${name}.junit.xml`);
    },
    patience,
  );

  test(
    'writes nothing into a report that belongs to this machine',
    async () => {
      for (const command of [...names.map(words), plain]) {
        const { stdout } = await of(command);
        for (const own of [folder, process.cwd(), process.versions.node]) expect(stdout).not.toContain(own);
      }
    },
    patience,
  );
});

test('every golden file belongs to a scenario, and every scenario has one', () => {
  const entries = readdirSync(new URL('golden/', import.meta.url), { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const all = [...names, ...estateNames()];
  expect([...new Set(files.map((file) => file.split('.')[0]))].filter((name) => !all.includes(name!))).toEqual([]);
  expect(files.filter((file) => /^[^.]+\.txt$/.test(file))).toHaveLength(all.length);
});
