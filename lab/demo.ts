import { execPath, exit, stdout } from 'node:process';
import { execa } from 'execa';
import { findPowerShell } from './powershell.ts';
import { loadScenario } from './scenario.ts';
import { builtProgram, recordedFacts, stories } from './stories.ts';

const exitCodes = { go: 0, 'no-go': 1, 'cannot-tell': 3 };

/** Shows each story as a user would run it, and fails when a verdict is not the one that its scenario expects. */
async function demo(): Promise<number> {
  const found = await findPowerShell({ onLine: say });
  const live = 'executable' in found;
  if (!live)
    say(`Replaying recorded facts: there is neither PowerShell nor .NET here to run the snippets. ${found.missing}`);
  else
    say(
      `Running the real snippets in ${found.kind === 'hosted' ? 'the PowerShell 7.6 engine built from NuGet' : found.executable}, against simulated servers.`,
    );
  const wrong: string[] = [];
  for (const name of stories) {
    const { title, story, expect } = loadScenario(name);
    const args = live ? ['run', '--lab', name] : ['judge', recordedFacts(name)];
    say(
      `\n== ${title} ==\n${wrapped(story)}\n$ osd-preflight ${live ? args.join(' ') : `judge lab/recorded/${name}.facts.ndjson`}\n`,
    );
    const run = await execa(execPath, [builtProgram(), ...args], {
      stdin: 'ignore',
      stdout: 'inherit',
      stderr: 'inherit',
      reject: false,
    });
    if (run.exitCode !== exitCodes[expect])
      wrong.push(`${name}: expected ${expect} (exit code ${exitCodes[expect]}), got exit code ${run.exitCode}`);
  }
  say('');
  for (const line of wrong) say(`WRONG ${line}`);
  say(
    wrong.length === 0
      ? `All ${stories.length} verdicts are as expected.`
      : `${wrong.length} of ${stories.length} verdicts are not as expected.`,
  );
  return wrong.length === 0 ? 0 : 1;
}

/** At most 80 columns, like the reports below it. */
function wrapped(text: string): string {
  return text.replace(/(.{1,80})(?:\s+|$)/g, '$1\n');
}

function say(line: string): void {
  stdout.write(`${line}\n`);
}

exit(await demo());
