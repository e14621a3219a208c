import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { loadScenario, scenarioNames } from '../../lab/scenario.ts';
import { builtProgram } from '../../lab/stories.ts';
import { siteFileSchema } from '../../src/cli/site-file-schema.ts';
import { packageFolder } from '../../src/transport/snippets.ts';
import { mustSkip, shell } from '../lab/probe.ts';
import { type Ended, folder, killPrograms, powerShellMustBeThereInCi, run } from './program.ts';

const patience = 120_000;
const lab = (...words: string[]): Promise<Ended> => run(['run', '--lab', 'access-denied', ...words]);

powerShellMustBeThereInCi();
afterEach(killPrograms);

describe('without any machine', () => {
  test('--version is the one of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string };
    for (const words of [['--version'], ['run', '--version']])
      expect(await run(words)).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('help shows every command, and its examples', async () => {
    const [nothing, help, ofRun] = await Promise.all([run([]), run(['--help']), run(['run', '--help'])]);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(nothing).toEqual(help);
    for (const name of ['run', 'gather', 'judge', 'list', 'explain', 'doctor', 'schema'])
      expect(help.stdout).toContain(`osd-preflight ${name}`);
    expect(ofRun.stdout).toContain('osd-preflight run --lab healthy');
  });

  test('list names every check, and explain knows each', async () => {
    const list = await run(['list']);
    expect(list).toMatchObject({ code: 0, stderr: '' });
    const explained = await Promise.all(checks.map(({ id }) => run(['explain', id])));
    for (const [index, { id }] of checks.entries()) {
      expect(list.stdout).toContain(id);
      expect(explained[index]).toMatchObject({ code: 0, stderr: '' });
      expect(explained[index]!.stdout).toContain(id);
    }
  });

  test.each(['config', 'facts', 'report'])('schema %s is a JSON Schema', async (name) => {
    const { code, stdout } = await run(['schema', name]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringMatching(/^https:\/\/json-schema\.org\//) });
  });

  test("the lab's site files fit the schema of site files", () => {
    for (const name of scenarioNames()) {
      const { configuration } = loadScenario(name);
      if (configuration) expect([name, siteFileSchema.safeParse(configuration).error]).toEqual([name, undefined]);
    }
  });

  test.skipIf(process.platform === 'win32')('a reader that leaves early is no fault', () => {
    const words = `"${process.execPath}" "${builtProgram()}"`;
    for (const command of ['schema facts', '--help', 'list']) {
      const script = `{ ${words} ${command}; echo "exit code $?" >&2; } | head -c 1 >/dev/null`;
      const { stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', cwd: folder });
      expect(stderr).toBe('exit code 0\n');
    }
  });

  test.skipIf(process.platform !== 'linux')('a full disk is one sentence', () => {
    const script = `"${process.execPath}" "${builtProgram()}" list >/dev/full`;
    const { stderr, status } = spawnSync('sh', ['-c', script], { encoding: 'utf8', cwd: folder });
    expect({ stderr, status }).toEqual({
      stderr: 'osd-preflight: The output cannot be written (ENOSPC).\n',
      status: 2,
    });
  });
});

describe('bad input is one sentence on stderr, nothing on stdout, and exit code 2:', () => {
  const files: { [name: string]: string } = {
    'list.yaml': '- a\n- b\n',
    'broken.yaml': 'site: { server: CM01\n',
    'unknown.yaml': 'distributionPoint: [DP01]\n',
    'type.yaml': 'packages: PS100012\n',
    'deep.yaml': 'site: { server: { name: CM01, port: http } }\n',
    'option.yaml': 'distributionPoints: ["-x"]\n',
    'empty-value.yaml': 'site: { server: "" }\n',
    'id.yaml': 'packages: [PS1]\n',
    'unc.yaml': 'capture: { destination: D:\\Captures }\n',
  };
  const config = (name: string): string[] => ['run', '--config', name];
  const cases: [string[], RegExp][] = [
    [config('missing.yaml'), /missing\.yaml" does not exist/],
    [config('.'), /is a folder/],
    [config('broken.yaml'), /broken\.yaml.*not YAML/],
    [config('list.yaml'), /list\.yaml/],
    [config('unknown.yaml'), /distributionPoint".*Did you mean "?distributionPoints/i],
    [config('type.yaml'), /"?packages/],
    [config('deep.yaml'), /site\.server/],
    [config('option.yaml'), /"-x"/],
    [config('empty-value.yaml'), /site\.server/],
    [config('id.yaml'), /five hex digits/],
    [config('unc.yaml'), /UNC path/],
    [['run', '--site-server', '-x'], /--site-server needs a value.*"-x" looks like an option/],
    [['run', '--site-server='], /--site-server is empty/],
    [['run', '--site-server', 'a b'], /--site-server is "a b", but a host is named by/],
    [['run', '--site-code', 'PS12', '--site-server', 'CM01'], /--site-code/],
    [['run', '--package', 'PS10001G'], /--package is "PS10001G", but a package id is three/],
    [['run', '--task-sequence', 'PS1'], /--task-sequence/],
    [['run', '--capture-destination', String.raw`D:\Captures`], /--capture-destination.*UNC path/],
    [['run', '--capture-media', 'a'], /--capture-media is "a", but capture media are named by their path/],
    [['run', '--fact-timeout', '0'], /--fact-timeout is "0"/],
    [['run', '--format', 'xml'], /text, json, junit/],
    [['run', '--for', 'nothing'], /--for.*capture, pxe, deploy, policy/],
    [['run', '--check', 'pxe-responder-stoped'], /did you mean "?pxe-responder-stopped/i],
    [['run', '--skip', 'nothing'], /--skip "nothing" is neither an area/],
    [['run', '--nope'], /run has no option "--nope"/],
    [['run', 'stray'], /stray/],
    [['run', '--strict=yes'], /--strict takes no value/],
    [['run', '--lab', 'nope'], /no scenario nope/],
    [['run', '--lab', '../healthy'], /no scenario/],
    [['run', '--lab', 'healthy', '--powershell', 'no/such'], /no\/such/],
    [['run', '--powershell', 'no/such'], /no\/such/],
    [['doctor', '--powershell', 'no/such'], /no\/such/],
    [['rum'], /"rum" is not a command.*run/],
    [['--lab', 'healthy'], /command comes first/],
    [['explain', 'nope'], /explain does not know "nope"/],
    [['explain'], /explain needs/],
    [['schema', 'nope'], /config, facts, report/],
    [['judge'], /judge needs a facts file/],
    [['gather', '--format', 'json'], /gather has no option "--format"/],
  ];

  test.each(cases.map(([words, sentence]) => [words.join(' '), words, sentence] as const))(
    '%s',
    async (_, words, sentence) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      const { code, stdout, stderr } = await run(words);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^osd-preflight: [^\n]+\n$/);
      expect(stderr).toMatch(sentence);
    },
  );

  test.skipIf(process.platform === 'win32')('no PowerShell on this machine', async () => {
    for (const command of ['run', 'gather', 'doctor']) {
      const { code, stdout, stderr } = await run([command], { PATH: delimiter });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^osd-preflight: There is no PowerShell here: install [^\n]+\n$/);
    }
  });
});

describe.skipIf(mustSkip)('with a PowerShell', () => {
  test('doctor says which one answers', { timeout: patience }, async () => {
    const [somebody, nobody] = await Promise.all(
      ['access-denied', 'healthy'].map((name) => run(['doctor', '--lab', name])),
    );
    expect(somebody).toMatchObject({ code: 0, stdout: expect.stringMatching(/^machine +DP01, DP01\.contoso\.com$/m) });
    expect(nobody).toMatchObject({ code: 0, stdout: expect.stringMatching(/^machine +CM01, CM01\.contoso\.com$/m) });
    for (const row of ['PowerShell', 'path', 'language mode', 'execution policy', 'elevated', 'culture', 'time zone'])
      expect(somebody!.stdout).toMatch(new RegExp(`^${row} +\\S`, 'm'));
  });

  test('what only advises ends with 4 under --strict, and with 0 without', { timeout: patience }, async () => {
    const words = ['run', '--lab', 'pxe-stopped-after-restart', '--for', 'deploy', '--save', 'deploy.ndjson'];
    expect(await run(words)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^GO for deploy/) });
    expect(await run(['judge', 'deploy.ndjson', '--strict'])).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('exit code 4'),
    });
  });

  test('--check and --skip choose by id and by area', { timeout: patience }, async () => {
    const chosen = async (...words: string[]): Promise<string[]> => {
      const { results } = JSON.parse((await lab('--format', 'json', ...words)).stdout) as {
        results: { check: string; outcome: string }[];
      };
      return results.filter(({ outcome }) => outcome !== 'skipped').map(({ check }) => check);
    };
    const of = (wanted: string): string[] => checks.filter(({ area }) => area === wanted).map(({ id }) => id);
    const [byArea, byId, without] = await Promise.all([
      chosen('--check', 'pxe'),
      chosen('--check', 'pxe-responder-missing', '--check', 'content'),
      chosen('--skip', 'content', '--skip', 'pxe-responder-missing'),
    ]);
    expect(byArea).toEqual(['target-reachable', ...of('pxe')]);
    expect([...new Set(byId)]).toEqual(['target-reachable', 'pxe-responder-missing', ...of('content')]);
    expect(without).not.toContain('pxe-responder-missing');
    expect(without).not.toContain('content-damaged');
    expect(without).toContain('capture-share-provider-access');
  });

  test('a report is plain ASCII where the console shows no more', { timeout: patience }, async () => {
    const words = ['run', '--lab', 'access-denied', '--verbose'];
    const environments = [{ NO_UNICODE: '1' }, { LANG: 'C' }];
    for (const { stdout, stderr, code } of await Promise.all(environments.map((env) => run(words, env)))) {
      expect(code).toBe(3);
      expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
      expect(stderr).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });

  test.skipIf(process.platform === 'win32')(
    'a machine without anything cannot tell',
    { timeout: patience },
    async () => {
      const { code, stdout } = await run(['run', '--powershell', shell!.executable], { ...shell!.env });
      expect(code).toBe(3);
      expect(stdout).toMatch(/^CANNOT TELL[^\n]*as far as this machine can tell/);
    },
  );
});
