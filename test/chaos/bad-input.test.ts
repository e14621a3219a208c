// What somebody may get wrong about many servers, as the program answers it. Options and lists line by line: src/cli/*.test.ts.
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/model/report.ts';
import { folder, killPrograms, run } from '../product/program.ts';

/** No PowerShell is started where nothing can be reached, so any program will do for one. */
const quick = ['--powershell', process.execPath];
const posix = process.platform !== 'win32';
let closedPort = 0;

beforeAll(async () => {
  const files: { [name: string]: string } = {
    'empty.txt': '',
    'comments.txt': '# none yet\n\n   # really\n',
    'comma.txt': 'DP01,2222\n',
    'bytes.txt': 'DP01\n\u0000\n',
    'two-ports.csv': 'name,port\nDP01,22\ndp01.,2222\n',
    'secret.csv': 'name,password\nDP01,hunter2\n',
    'private.key': 'no key\n',
    'open.key': 'no key\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  chmodSync(join(folder, 'private.key'), 0o600);
  chmodSync(join(folder, 'open.key'), 0o644);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closedPort = (server.address() as { port: number }).port;
  await new Promise((resolve) => server.close(resolve));
});
afterEach(killPrograms);
afterAll(killPrograms);

describe('is one sentence on stderr, nothing on stdout, and exit code 2:', () => {
  const cases: [words: string[], sentence: RegExp][] = [
    [['--targets', 'empty.txt'], /empty\.txt names no host/],
    [['--targets', 'comments.txt'], /comments\.txt names no host/],
    [['--targets', 'nowhere.txt'], /nowhere\.txt" does not exist/],
    [['--targets', '.'], /is a folder/],
    [['--targets', 'comma.txt'], /comma\.txt line 1 is "DP01,2222"/],
    [['--targets', 'bytes.txt'], /bytes\.txt line 2/],
    [['--targets', 'two-ports.csv'], /names dp01\. in lines 2 and 3 with a different port/],
    [['--targets', 'secret.csv'], /password/],
    [['--throttle', '0'], /--throttle is "0", but a whole number from 1 to 256/],
    [['--throttle', '-1'], /--throttle is "-1"/],
    [['--throttle', 'abc'], /--throttle is "abc"/],
    [['--host-timeout', '0'], /--host-timeout is "0"/],
    [['--port', '70000'], /--port is "70000"/],
    [['--via', 'telnet'], /--via.*local, winrm, ssh/],
    [['--target', 'DP01', '--via', 'ssh', '--key-file', 'none.key'], /The key file .*none\.key does not exist/],
    ...(posix
      ? ([
          [
            ['--target', 'DP01', '--via', 'ssh', '--key-file', 'open.key'],
            /can be read by others \(mode 0644\).*chmod 600/,
          ],
        ] as [string[], RegExp][])
      : []),
  ];

  test.each(cases.map(([words, sentence]) => [words.join(' '), words, sentence] as const))(
    'run %s',
    async (_, words, sentence) => {
      const { code, stdout, stderr } = await run(['run', ...quick, ...words]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^osd-preflight: [^\n]+\n$/);
      expect(stderr).toMatch(sentence);
      expect(stderr).not.toContain('hunter2');
    },
  );
});

describe('is one finding of the machine that it is about:', () => {
  /** A run on machines of which none can be reached: what is said of each, by name. */
  async function reasons(words: readonly string[]): Promise<{ [name: string]: string }> {
    const { code, stdout, stderr } = await run(['run', ...quick, ...words, '--format', 'json']);
    expect(stderr).not.toMatch(/\n\s+at /);
    const { results, targets, verdict } = JSON.parse(stdout) as RunReport;
    expect({ code, verdict }).toEqual({ code: 3, verdict: 'cannot-tell' });
    const found = results
      .filter(({ target }) => target !== '')
      .flatMap(({ findings }) => findings)
      .filter(({ causedBy }) => !causedBy);
    expect(found.map(({ check, target }) => [check, target])).toEqual(
      targets.map(({ name }) => ['target-reachable', name]),
    );
    return Object.fromEntries(found.map(({ target, text }) => [target, text]));
  }

  test('an unknown host', async () => {
    const said = await reasons(['--target', 'dp01.nowhere.invalid', '--via', 'ssh']);
    expect(said['dp01.nowhere.invalid']).toMatch(/the name (does not resolve|gives no answer)/);
  });

  test('a wrong port', async () => {
    const said = await reasons(['--target', '127.0.0.9', '--via', 'ssh', '--port', String(closedPort)]);
    expect(said['127.0.0.9']).toContain(`TCP ${closedPort} is closed there`);
  });

  test.skipIf(!posix)('WinRM where there is none', async () => {
    const said = await reasons(['--target', 'DP01', '--via', 'winrm']);
    expect(said.DP01).toMatch(/WinRM is not available on this machine, only on Windows: use --via ssh/);
    expect((await reasons(['--target', 'DP01'])).DP01).toMatch(/WinRM is there on Windows only.*--via ssh/);
  });

  test.skipIf(!posix)('a key of one machine that is missing, or can be read by others', async () => {
    const hosts = ['127.0.0.9,none.key', '127.0.0.10,open.key', '127.0.0.11,private.key'];
    writeFileSync(join(folder, 'keys.csv'), `name,keyFile\n${hosts.join('\n')}\n`);
    const said = await reasons(['--targets', 'keys.csv', '--via', 'ssh', '--port', String(closedPort)]);
    expect(said['127.0.0.9']).toMatch(/none\.key does not exist/);
    expect(said['127.0.0.10']).toMatch(/can be read by others/);
    expect(said['127.0.0.11']).toMatch(/is closed there/);
  });

  test('a host that comes twice is one', async () => {
    writeFileSync(
      join(folder, 'twice.txt'),
      'dp01.nowhere.invalid\nDP01.nowhere.invalid\n# once more\ndp01.Nowhere.invalid.\n',
    );
    const said = await reasons(['--targets', 'twice.txt', '--via', 'ssh', '--port', String(closedPort)]);
    expect(Object.keys(said)).toEqual(['dp01.nowhere.invalid']);
  });
});
