import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FoundPowerShell, findPowerShell } from '../../lab/powershell.ts';
import { killConsoles, runLines, startConsole } from './console.ts';

const onLine = (line: string) => void process.stderr.write(`${line}\n`);
const hosted = await findPowerShell({ hostedOnly: true, onLine });
const found = await findPowerShell({ onLine });
const ci = process.env.CI === 'true';

test.skipIf('executable' in hosted || !ci)('the hosted engine can be built here (in CI it must)', () => {
  expect(hosted).toHaveProperty('executable');
});

// The whole PowerShell of a machine answers the same questions: that is what shows that the host is not kinder.
const whole = 'executable' in found && found.kind === 'path' ? found : undefined;
const console = [
  { name: 'hosted engine', shell: hosted },
  { name: 'pwsh on PATH', shell: whole ?? { missing: 'no pwsh on PATH' } },
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'osd-pwsh-'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));
afterEach(killConsoles);

async function script(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const quoted = (file: string) => `'${file.replaceAll("'", "''")}'`;

for (const { name, shell } of console) {
  const absent = !('executable' in shell);
  const powershell = shell as FoundPowerShell;
  describe.skipIf(absent)(`${name}, -Command -`, () => {
    test('runs line by line, without a prompt, in one session', async () => {
      const run = await runLines(powershell, ['$a = 20', '"a is $($a + 1)"', "'ä 漢'"]);
      expect(run).toEqual({ code: 0, stdout: 'a is 21\nä 漢\n', stderr: '' });
    });

    test('answers before the input ends, and ends with the input in spite of -NoExit', async () => {
      const run = startConsole(powershell, [
        '-NoExit',
        '-InputFormat',
        'Text',
        '-ExecutionPolicy',
        'Bypass',
        '-Command',
        '-',
      ]);
      run.child.stdin.write("'first'\n");
      await run.said('first');
      run.child.stdin.write("'second'\n");
      await run.said('second');
      expect(await run.ended()).toBe(0);
    });

    test('a block waits for a blank line', async () => {
      const run = startConsole(powershell, ['-NoExit', '-Command', '-']);
      run.child.stdin.write("'ready'\n");
      await run.said('ready');
      run.child.stdin.write("function f {\n 'ran' \n}\nf\n'after'\n");
      await sleep(1000);
      expect(run.stdout()).toBe('ready\n');
      run.child.stdin.write('\n');
      await run.said('after');
      expect(run.stdout()).toBe('ready\nran\nafter\n');
    });

    test('the end of the input drops a block that has begun', async () => {
      const run = await runLines(powershell, ["'before'", 'if ($true) {', "'lost'", '}']);
      expect(run.stdout).toBe('before\n');
    });

    test('a block that a blank line leaves incomplete goes on', async () => {
      const run = await runLines(powershell, ['if ($true) {', '', "'inside'", '}', '', "'outside'"]);
      expect(run.stdout).toBe('inside\noutside\n');
    });

    test('a script that reads standard input steals the next line', async () => {
      const run = await runLines(powershell, ["'got ' + [Console]::In.ReadLine()", "'stolen'", "'kept'"]);
      expect(run.stdout).toBe("got 'stolen'\nkept\n");
    });

    test('exit code: of exit, else by the last $?', async () => {
      expect((await runLines(powershell, ['exit 7', "'never'"])).code).toBe(7);
      expect((await runLines(powershell, ['exit'])).code).toBe(0);
      expect((await runLines(powershell, ["throw 'x'"])).code).toBe(1);
      expect((await runLines(powershell, ["throw 'x'", '1'])).code).toBe(0);
      expect((await runLines(powershell, ['No-SuchCommand'])).code).toBe(1);
    });

    test('errors go to stderr as text, the other streams decorated to stdout', async () => {
      const run = await runLines(powershell, [
        'function f { [CmdletBinding()]param() $PSCmdlet.WriteWarning("w1"); $PSCmdlet.WriteVerbose("v1"); $DebugPreference = "Continue"; $PSCmdlet.WriteDebug("d1"); $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception]::new("e1"), "id", "NotSpecified", $null)); "o1" }',
        'f -Verbose',
        "throw 'e2'",
        "'unclosed' }",
      ]);
      expect(run.stdout.split('\n')).toEqual(['WARNING: w1', 'VERBOSE: v1', 'DEBUG: d1', 'o1', '']);
      expect(run.stderr).toMatch(/e1[\s\S]*e2[\s\S]*'}'/);
    });

    test('a prompt fails instead of waiting', async () => {
      const run = await runLines(powershell, [
        '$Host.UI.ReadLine()',
        'function g { param([Parameter(Mandatory)]$x) "x=$x" }',
        'g',
        "'on'",
      ]);
      expect(run.stdout).toBe('on\n');
      expect(run.stderr).toMatch(/NonInteractive/);
    });

    test('a constrained session stays constrained on the following lines', async () => {
      const dotted = await script('dotted.ps1', "$dotted = 'sourced'");
      const run = await runLines(powershell, [
        `. ${quoted(dotted)}; $dotted`,
        "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'",
        "[Console]::Out.WriteLine('leak')",
        "$ExecutionContext.SessionState.LanguageMode = 'FullLanguage'",
        '"$($ExecutionContext.SessionState.LanguageMode)"',
      ]);
      expect(run.stdout).toBe('sourced\nConstrainedLanguage\n');
      expect(run.stderr).toMatch(/language mode/);
    });

    test.skipIf(process.platform === 'win32')('switches cursor keys around every line, unless TERM=dumb', async () => {
      const noisy = await runLines(powershell, ["'x'", '', "'y'"], { TERM: 'xterm' });
      const on = '\u001b[?1h';
      const off = '\u001b[?1l';
      expect(noisy.stdout).toBe(`${on}${off}x\n${on}${on}${off}y\n${on}`);
      expect((await runLines(powershell, ["'x'"])).stdout).toBe('x\n');
    });

    test('a long line comes whole, in and out', async () => {
      const run = await runLines(powershell, [`'${'a'.repeat(200_000)}'`]);
      expect(run.stdout).toBe(`${'a'.repeat(200_000)}\n`);
    });
  });

  describe.skipIf(absent)(`${name}, other switches`, () => {
    async function call(...args: string[]) {
      const run = startConsole(powershell, args);
      const code = await run.ended();
      return { code, stdout: run.stdout(), stderr: run.stderr() };
    }

    test('-File: arguments, standard input, exit code', async () => {
      const file = await script(
        'args.ps1',
        'param($First, [switch]$Flag) "$First|$Flag|$([Console]::In.ReadToEnd())"; exit 4',
      );
      const run = startConsole(powershell, ['-file', file, 'one two', '-Flag']);
      run.child.stdin.write('sent');
      expect(await run.ended()).toBe(4);
      expect(run.stdout()).toBe('one two|True|sent\n');
    });

    test('-File: $input holds the lines of standard input', async () => {
      const run = startConsole(powershell, ['-File', await script('input.ps1', 'foreach ($l in $input) { "<$l>" }')]);
      run.child.stdin.write('a\nb\n');
      expect(await run.ended()).toBe(0);
      expect(run.stdout()).toBe('<a>\n<b>\n');
    });

    test('-File: an uncaught throw ends it with 1, an error does not, a missing file is 64', async () => {
      const thrown = await call('-File', await script('throw.ps1', "'before'; throw 'bad'; 'after'"));
      expect(thrown).toMatchObject({ code: 1, stdout: 'before\n' });
      expect(thrown.stderr).toMatch(/bad/);
      expect((await call('-File', await script('error.ps1', "No-SuchCommand; 'after'"))).stdout).toBe('after\n');
      expect((await call('-File', join(folder, 'absent.ps1'))).code).toBe(64);
    });

    test('-Command: text, exit code', async () => {
      expect(await call('-COMMAND', '1;', 'exit 5')).toMatchObject({ code: 5, stdout: '1\n' });
      expect((await call('-c', "throw 'x'")).code).toBe(1);
    });

    test('-Version says the version; an unknown switch is exit code 64', async () => {
      expect(await call('-Version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^PowerShell 7\./) });
      const unknown = await call('-NoSuchSwitch');
      expect(unknown).toMatchObject({ code: 64 });
      expect(unknown.stderr).toMatch(/-NoSuchSwitch/);
    });
  });
}

describe.skipIf(!('executable' in hosted))('hosted engine, what only the lab needs', () => {
  const powershell = hosted as FoundPowerShell;
  const culture =
    "\"$PSCulture $PSUICulture $((1234.5).ToString('N1')) $('title'.ToUpper()) $([datetime]::new(2026, 3, 4).ToString('d'))\"";

  test.each([
    ['de-DE', 'de-DE de-DE 1.234,5 TITLE 04.03.2026'],
    ['tr-TR', 'tr-TR tr-TR 1.234,5 TİTLE 4.03.2026'],
  ])('culture %s, also in other threads', async (name, expected) => {
    const inPool =
      '$p = [powershell]::Create([initialsessionstate]::CreateDefault2()); $p.AddScript("[cultureinfo]::CurrentCulture.Name").Invoke(); $p.Dispose()';
    const run = await runLines(powershell, [culture, inPool], { OSD_LAB_CULTURE: name });
    expect(run).toEqual({ code: 0, stdout: `${expected}\n${name}\n`, stderr: '' });
  });

  test.each([
    [{ OSD_LAB_CULTURE: 'xx-YY' }, /OSD_LAB_CULTURE.*xx-YY/],
    [{ OSD_LAB_TIMEZONE: 'Nowhere/Land' }, /OSD_LAB_TIMEZONE.*Nowhere\/Land/],
    [{ OSD_LAB_CULTURE: 'de-DE', DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' }, /ICU/],
  ])('refuses to start under %o', async (env, message) => {
    const run = await runLines(powershell, ["'never'"], env as Record<string, string>);
    expect(run).toMatchObject({ code: 70, stdout: '', stderr: expect.stringMatching(message) });
  });

  test.skipIf(process.platform === 'win32').each([
    [{ OSD_LAB_TIMEZONE: 'Asia/Kolkata' }, '17:30'],
    [{ OSD_LAB_TIMEZONE: 'W. Europe Standard Time' }, '14:00'],
    [{ TZ: 'Asia/Kolkata' }, '17:30'],
  ])('time zone %o', async (env, expected) => {
    const line =
      "[datetime]::new(2026, 7, 1, 12, 0, 0, [DateTimeKind]::Utc).ToLocalTime().ToString('HH:mm', [cultureinfo]::InvariantCulture)";
    expect((await runLines(powershell, [line], env as Record<string, string>)).stdout).toBe(`${expected}\n`);
  });

  test('a runspace pool that a script forgot does not keep it alive', async () => {
    const run = await runLines(powershell, [
      '$pool = [runspacefactory]::CreateRunspacePool([initialsessionstate]::CreateDefault2()); $null = $pool.SetMaxRunspaces(3); $pool.Open()',
      '$p = [powershell]::Create(); $p.RunspacePool = $pool; $null = $p.AddScript("while (1) { [Threading.Thread]::Sleep(50) }").BeginInvoke(); "$($pool.RunspacePoolStateInfo.State)"',
    ]);
    expect(run).toMatchObject({ code: 0, stdout: 'Opened\n' });
  });

  test('-sshs is the far side of remoting: it refuses what is not its protocol, and ends by itself', async () => {
    const far = startConsole(powershell, ['-sshs']);
    far.child.stdin.write('nothing of the protocol\n');
    await far.said('__NamedPipeError__');
    expect(far.stdout()).toContain('nothing of the protocol');
    // By itself, with a code of the engine's choice: a signal would be null.
    expect(await far.ended()).not.toBeNull();
  });

  test('is the engine of 7.6', async () => {
    const run = await runLines(powershell, ['"$($PSVersionTable.PSVersion) $($PSVersionTable.PSEdition)"']);
    expect(run.stdout).toMatch(/^7\.6\.\d+ Core\n$/);
  });
});
