import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import type { RunReport } from '../../src/model/report.ts';
import { mustSkip } from '../lab/probe.ts';
import { type Ended, folder, killPrograms, leftFolders, powerShellMustBeThereInCi, run } from './program.ts';

const patience = 120_000;
const file = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(file(name), 'utf8');
const report = ({ stdout }: Ended): RunReport => JSON.parse(stdout) as RunReport;

/** The facts of a file without how long each took to read. */
const facts = (name: string): object[] =>
  read(name)
    .trimEnd()
    .split('\n')
    .slice(0, -1)
    .map((line) => ({ ...(JSON.parse(line) as object), durationMs: 0 }));

/** One sentence on stderr, nothing on stdout, exit code 2. */
function expectRefusal({ code, stdout, stderr }: Ended, sentence: RegExp): void {
  expect(stderr).toMatch(/^osd-preflight: [^\n]+\.\n$/);
  expect(stderr).toMatch(sentence);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
}

powerShellMustBeThereInCi();
afterEach(killPrograms);

describe.skipIf(mustSkip)('gather and judge', () => {
  const both = ['--distribution-point', 'DP01', '--site-server', 'CM01', '--package', 'PS100012'];
  let live: Ended;
  let gathered: Ended;

  beforeAll(async () => {
    const denied = ['--lab', 'access-denied'];
    [live, gathered] = await Promise.all([
      run(['run', ...denied, '--save', 'live.facts.ndjson']),
      run(['gather', ...denied, '--output', 'dp01.facts.ndjson']),
      // The site server sees only its own share and site, the distribution point only itself.
      run(['gather', '--lab', 'capture-share-no-system', '--for', 'capture', '--output', 'cm01.facts.ndjson']),
      run(['gather', '--lab', 'content-stale-version', ...both, '--for', 'deploy', '--output', 'whole.facts.ndjson']),
    ]);
  }, patience);

  test('say together what run says, and leave no simulated machine behind', async () => {
    const judged = await run(['judge', 'dp01.facts.ndjson']);
    expect(judged.stdout).toBe(live.stdout.replace(/^facts +\S+ +(?=exit code)/m, ''));
    expect(judged.code).toBe(live.code);
    expect(leftFolders()).toEqual([]);
  });

  test('gather ends with 3 where only a part was read, and says what it wrote', () => {
    expect(gathered).toMatchObject({ code: 3, stdout: '' });
    expect(gathered.stderr).toMatch(/\d+ answers from 1 machines? written to dp01\.facts\.ndjson\n$/);
  });

  test('gather and run --save write the same facts', () => {
    expect(facts('dp01.facts.ndjson')).toEqual(facts('live.facts.ndjson'));
  });

  test('two files of two machines give one verdict', async () => {
    const ended = await run(['judge', 'cm01.facts.ndjson', 'whole.facts.ndjson', '--format', 'json']);
    const { verdict, operations, targets, notes } = report(ended);
    expect({ verdict, code: ended.code }).toEqual({ verdict: 'no-go', code: 1 });
    expect(operations.map(({ name }) => name)).toEqual(['capture', 'deploy']);
    expect(targets.map(({ name }) => name)).toEqual(['CM01.contoso.com', 'DP01.contoso.com']);
    expect(notes).toContainEqual(
      'whole.facts.ndjson was gathered under another configuration; that of cm01.facts.ndjson is used.',
    );
  });

  test('the configuration given now decides', async () => {
    writeFileSync(file('other.yaml'), 'packages: [PS100099]\n');
    const ended = await run(['judge', 'whole.facts.ndjson', '--config', 'other.yaml', '--format', 'json']);
    expect(report(ended).notes).toContainEqual(expect.stringContaining('the site file given now is used'));
  });

  test('facts that are cut short are judged as far as they go, and are at best cannot tell', async () => {
    const lines = read('whole.facts.ndjson').trimEnd().split('\n');
    for (let count = 1; count < lines.length; count += 3) {
      writeFileSync(file('cut.ndjson'), `${lines.slice(0, count).join('\n')}\n`);
      const ended = await run(['judge', 'cut.ndjson', '--format', 'json']);
      const { complete, operations, verdict, notes } = report(ended);
      expect([count, complete]).toEqual([count, false]);
      expect(['cannot-tell', 'no-go']).toContain(verdict);
      expect(operations.map((operation) => operation.verdict)).not.toContain('go');
      expect(ended.code).toBe(verdict === 'no-go' ? 1 : 3);
      expect(notes.join()).toMatch(/cut\.ndjson has no footer: it is cut short/);
    }
  });

  test('facts that were changed afterwards are refused', async () => {
    writeFileSync(file('changed.ndjson'), read('whole.facts.ndjson').replace('"PS100012"', '"PS100013"'));
    expectRefusal(await run(['judge', 'changed.ndjson']), /the file was changed after it was written/);
  });

  test('facts of a newer schema are refused, beside good ones too', async () => {
    writeFileSync(file('newer.ndjson'), read('whole.facts.ndjson').replace('/facts/1"', '/facts/2"'));
    expectRefusal(await run(['judge', 'newer.ndjson']), /newer version than this one reads/);
    expectRefusal(await run(['judge', 'dp01.facts.ndjson', 'newer.ndjson']), /newer\.ndjson line 1/);
  });

  test('a file of which nothing was chosen is judged so', async () => {
    const words = ['--lab', 'access-denied', '--check', 'pxe', '--skip', 'pxe'];
    const ran = await run(['run', ...words, '--save', 'none.ndjson', '--format', 'json']);
    const judged = await run(['judge', 'none.ndjson', '--format', 'json']);
    expect(judged.stdout).toBe(ran.stdout);
    expect(report(ran)).toMatchObject({ verdict: 'cannot-tell', counts: { pass: 1, skipped: checks.length } });
  });

  test('where facts cannot be saved is said before anything is read', async () => {
    mkdirSync(file('folder'));
    writeFileSync(file('mine.txt'), 'something of mine\n');
    for (const [option, name, sentence] of [
      ['--save', 'folder', /The facts file folder cannot be written: it is a folder/],
      ['--output', 'none/a.ndjson', /cannot be written: its folder does not exist/],
      ['--output', 'mine.txt', /mine\.txt is there and is no facts file/],
    ] as const) {
      const command = option === '--save' ? 'run' : 'gather';
      expectRefusal(await run([command, '--lab', 'access-denied', option, name]), sentence);
    }
    expect(read('mine.txt')).toBe('something of mine\n');
  });
});

describe('a facts file that is none', () => {
  test.each([
    ['missing.ndjson', undefined, /does not exist/],
    ['empty.ndjson', '', /the file is empty/],
    ['report.json', '{\n  "schema": "osd-preflight/report/1"\n}\n', /is not the header of a facts file/],
    ['bytes.ndjson', Buffer.from([0xff, 0xff, 0x00]), /is not UTF-8 text/],
  ])('%s', async (name, content, sentence) => {
    if (content !== undefined) writeFileSync(file(name), content);
    expectRefusal(await run(['judge', name]), sentence);
  });
});
