import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtProgram } from '../../lab/stories.ts';
import { mustSkip } from '../lab/probe.ts';
import { runHere } from './in-process.ts';
import { folder, powerShellMustBeThereInCi } from './program.ts';

const patience = 120_000;
const captures = String.raw`\\CM01\Captures$`;
const access = (lab: string, path: string, ...words: string[]) => runHere(['access', path, '--lab', lab, ...words]);

/** The capture account of the scenarios, in the folder that commands are carried out in. */
const token = 'capture-account.json';
const groups = ['S-1-1-0', 'S-1-5-11', 'S-1-5-2'].map((sid) => ({ sid, attributes: 7 }));
const user = 'S-1-5-21-1004336348-1177238915-682003330-2113';
writeFileSync(join(folder, token), JSON.stringify({ user, groups, groupsComplete: true }));

powerShellMustBeThereInCi();

describe.skipIf(mustSkip)('access, of a path whose host is asked', () => {
  const stories: [name: string, lab: string, path: string, words: string[], code: number][] = [
    ['path-granted', 'healthy', String.raw`${captures}\W11-reference.wim`, ['--need', 'full'], 0],
    ['path-shut-out', 'capture-share-no-system', captures, ['--need', 'full'], 1],
    // The image keeps its own descriptor, and what is short is granted on it.
    [
      'path-image',
      'capture/image-protected',
      String.raw`${captures}\W11-reference.wim`,
      ['--need', 'change', '--token', token],
      1,
    ],
    ['path-no-folder', 'healthy', `${captures}\\none\\`, ['--need', 'read'], 3],
  ];
  test.each(stories)(
    '%s',
    async (name, lab, path, words, code) => {
      const { stdout, code: ended } = await access(lab, path, ...words);
      expect(ended).toBe(code);
      await expect(stdout).toMatchFileSnapshot(`golden/access/${name}.txt`);
    },
    patience,
  );

  test('a file that is no image is one all the same', { timeout: patience }, async () => {
    const { stdout } = await access('capture/folder-is-file', String.raw`${captures}\notes.txt`, '--need', 'full');
    expect(stdout).toMatch(/icacls "D:\\Captures\\notes\.txt" \/grant "\*S-1-5-18:F"/);
    expect(stdout).toContain('share Captures$, file D:\\Captures\\notes.txt.');
  });

  const unknown: [lab: string, path: string, why: string][] = [
    ['healthy', String.raw`\\CM01\Nowhere`, 'CM01 has no share Nowhere'],
    ['healthy', String.raw`\\CM01\C$`, 'share: it is an administrative share'],
    ['healthy', String.raw`\\FS9\Captures$`, 'FS9 was not reached: The name FS9 does not resolve.'],
    ['capture/nas', String.raw`\\NAS01\Captures$`, 'NAS01 was not reached'],
    ['capture/dfs-commands-absent', String.raw`\\CM01\Deploy`, 'this is the root of a DFS namespace'],
  ];
  test.each(unknown)(
    'in %s %s is unknown, and never granted: %s',
    async (lab, path, why) => {
      const { stdout, stderr, code } = await access(lab, path, '--need', 'read', '--format', 'json');
      expect([code, JSON.parse(stdout).masks.both.granted]).toEqual([3, 0]);
      expect(stderr).toContain(why);
    },
    patience,
  );

  test(
    'a share of several cluster roles is that of the role the path names, or of --scope',
    async () => {
      const grants = async (path: string, ...words: string[]) =>
        (await access('capture/cluster', path, '--token', 'system', '--format', 'json', ...words)).stdout;
      const first = JSON.parse(await grants(String.raw`\\FSCLU1\Captures$`));
      const second = JSON.parse(await grants(String.raw`\\FSCLU1\Captures$`, '--scope', 'fsclu2'));
      const folderAces = [first, second].map(({ bits }) => bits[1].folderReason.ace.text);
      expect(folderAces).toEqual(['(A;OICI;FA;;;SY)', '(A;OICI;FA;;;WD)']);
      await expect(grants(String.raw`\\FSCLU1\Captures$`, '--scope', 'FSCLU3')).rejects.toThrow(
        /^--scope is "FSCLU3", but .* is a share of FSCLU1, FSCLU2\.$/,
      );
    },
    patience,
  );
});

describe('access --batch of the built program', () => {
  const line = `${JSON.stringify({
    shareSddl: 'O:BAG:SYD:(A;;FA;;;SY)',
    folderSddl: null,
    token: { user: 'S-1-5-18', groups: [], groupsComplete: true },
    shareAliases: {},
    folderAliases: {},
  })}\n`;
  const begin = () => spawn(process.execPath, [builtProgram(), 'access', '--batch'], { stdio: 'pipe' });

  test('answers while its input is open, and ends quietly when whoever reads goes away', async () => {
    const program = begin();
    let told = '';
    program.stderr.on('data', (text) => (told += text));
    program.stdin.on('error', () => undefined);
    program.stdin.write(line);
    const [first] = await once(program.stdout, 'data');
    expect(JSON.parse(String(first)).canConnect).toBe('granted');
    program.stdout.destroy();
    // Its input stays open: without a reader it does not wait for more.
    program.stdin.write(line.repeat(2000));
    const [code] = await once(program, 'close');
    expect([code, told]).toEqual([0, '']);
  });

  test.skipIf(process.platform === 'win32')('Ctrl-C ends it with 130', async () => {
    const program = begin();
    program.stdin.write(line);
    await once(program.stdout, 'data');
    program.kill('SIGINT');
    const [code] = await once(program, 'close');
    expect(code).toBe(130);
  });
});
