import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { FleetHost } from '../../lab/fleet-plan.ts';
import { packageFolder } from '../../src/transport/snippets.ts';
import { answers, eventually, everyDoor, mustSkipFleet, processesAbout, ssh } from './fleet-estate.ts';
import { shell } from './probe.ts';

interface Started {
  folder: string;
  guard: number;
  user: string;
  keyFile: string;
  sshOptions: { [name: string]: string };
  hosts: FleetHost[];
}

/** Starts a fleet out of the built lab and tells of it; then waits for its end. */
const owner = `
const { startFleet } = await import(process.argv[1]);
const fleet = await startFleet(JSON.parse(process.argv[2]));
const { folder, guard, user, keyFile, sshOptions, hosts } = fleet;
process.stdout.write(JSON.stringify({ folder, guard, user, keyFile, sshOptions, hosts: [...hosts.values()] }) + '\\n');
process.stdin.on('end', () => process.exit()).resume();
`;

function startOwner() {
  const module = pathToFileURL(join(packageFolder(), 'dist', 'lab', 'fleet.js')).href;
  const options = { scenario: everyDoor, executable: shell!.executable, env: shell!.env, snippets: [] };
  const args = ['--input-type=module', '-e', owner, module, JSON.stringify(options)];
  const child = spawn(execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const started = new Promise<Started>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.endsWith('\n')) resolve(JSON.parse(text) as Started);
    });
    child.once('exit', (code) => reject(new Error(`the owner of the fleet ended with ${code}: ${text}`)));
  });
  return { child, started };
}

describe.skipIf(mustSkipFleet)('a fleet whose owner ends without stopping it', () => {
  test.each([
    ['is killed', (child: ReturnType<typeof startOwner>['child']) => child.kill('SIGKILL')],
    ['just exits', (child: ReturnType<typeof startOwner>['child']) => child.stdin.end()],
  ])('leaves nothing behind when it %s', async (_, end) => {
    const { child, started } = startOwner();
    const fleet = await started;
    const open = fleet.hosts.filter(({ door }) => door !== 'refuses');
    expect(new Set(await Promise.all(open.map(answers)))).toEqual(new Set([true, 'silent']));
    // A far side that nobody can end by closing the connection: it is stopped, and its client is gone.
    const frozen = fleet.hosts.find(({ door }) => door === 'frozen')!;
    const client = ssh(fleet, frozen, ['-s', 'powershell']);
    const far = () => processesAbout(`OSD_LAB_FLEET=${fleet.folder}`);
    expect(await eventually(async () => (await far()).length > 0)).toBe(true);
    client.kill('SIGKILL');
    await client;
    expect(await far()).not.toEqual([]);

    end(child);
    expect(await eventually(async () => !existsSync(fleet.folder))).toBe(true);
    expect(await processesAbout(fleet.folder)).toEqual([]);
    expect(await Promise.all(fleet.hosts.map(answers))).toEqual(fleet.hosts.map(() => false));
  });
});
