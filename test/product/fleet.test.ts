// The whole estate of the fleet lab as a user meets it. One run of three checks is all that there is time for; the rest is
// judged from it.
import { beforeAll, describe, expect, test } from 'vitest';
import { loadScenario } from '../../lab/scenario.ts';
import type { RunReport } from '../../src/model/report.ts';
import { mustSkipFleet } from '../lab/fleet-estate.ts';
import { type Ended, folder, left, leftFolders, run, transcript } from './program.ts';

const file = 'fleet.facts.ndjson';
/** A machine that is asked with few others needs a few seconds; those that hang use up all of it. */
const asked = ['pxe-responder-missing', 'pxe-responder-start-type', 'pxe-responder-stopped'];
const words = ['run', '--lab', 'fleet', ...asked.flatMap((check) => ['--check', check]), '--throttle', '4'];
words.push('--host-timeout', '60', '--save', file);
const patience = 300_000;
const withoutFile = (text: string): string => text.replace(/^facts +\S+ +(?=exit code)/m, '');

describe.skipIf(mustSkipFleet)('run --lab fleet', { timeout: patience }, () => {
  let live: Ended;
  beforeAll(async () => {
    live = await run(words);
  }, patience);

  test('prints what it always printed, whatever the order of the answers', async () => {
    await expect(transcript(words, live)).toMatchFileSnapshot('golden/fleet.txt');
    expect(live.code).toBe(1);
    expect(loadScenario('fleet').expect).toBe('no-go');
    for (const own of [folder, process.cwd(), '127.']) expect(live.stdout).not.toContain(own);
    expect(live.stderr).not.toMatch(/\n\s+at /);
  });

  test('leaves no process and no folder', async () => {
    expect(await left(20_000)).toEqual([]);
    expect(leftFolders()).toEqual([]);
  });

  test('judge says the same of its facts', async () => {
    const judged = await run(['judge', file]);
    expect(judged).toMatchObject({ code: live.code, stderr: '', stdout: withoutFile(live.stdout) });
  });

  test('judge --only-failing leaves out the machines that are in order, and counts them all the same', async () => {
    const command = ['judge', file, '--only-failing'];
    const judged = await run(command);
    await expect(transcript(command, judged)).toMatchFileSnapshot('golden/fleet.only-failing.txt');
    expect(judged.code).toBe(live.code);
    expect(judged.stdout.split('\n').slice(0, 3)).toEqual(live.stdout.split('\n').slice(0, 3));
    expect(judged.stdout).not.toContain('BR001-DP');
  });

  test('as JSON: 115 machines, of which 100 are in order, 7 stopped and 8 were not reached', async () => {
    const { stdout } = await run(['judge', file, '--format', 'json']);
    const { targets, faults, results } = JSON.parse(stdout) as RunReport;
    expect(targets).toHaveLength(115);
    expect(targets.filter(({ reached }) => !reached)).toHaveLength(8);
    expect(faults.map(({ level, targets: on }) => [level, on.length])).toEqual([
      ['fail', 7],
      // Unreachable, late, without a key, with a profile that prints: those that are the same are one line.
      ['unknown', 4],
      ['unknown', 2],
      ['unknown', 1],
      ['unknown', 1],
    ]);
    expect(results.filter(({ outcome }) => outcome === 'fail')).toHaveLength(7);
  });
});
