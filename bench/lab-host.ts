import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadScenario } from '../lab/scenario.ts';
import { prepareHost } from '../lab/transport.ts';
import { snippetFiles } from '../src/transport/snippets.ts';
import type { Shell } from '../src/transport/transport.ts';
import type { Ground } from './benchmark.ts';
import { program } from './program.ts';

/** The host of the scenario `healthy` that answers PXE: a shell that is it, as the lab would start it. */
export async function labHost(ground: Ground): Promise<Shell> {
  const options = { scenario: loadScenario('healthy'), ...(await ground.powershell()), snippets: snippetFiles() };
  return await prepareHost(options, 'DP01', join(ground.folder, 'DP01'));
}

/**
 * Arguments of a run on that host alone. Of two hosts a run would start two PowerShells, which no script that reads one
 * machine does.
 */
export async function oneHost({ folder }: Ground, command: 'run' | 'gather', ...more: string[]): Promise<string[]> {
  const siteFile = join(folder, 'one-host.yaml');
  await writeFile(siteFile, 'distributionPoints: [DP01.contoso.com]\n');
  return program(command, '--lab', 'healthy', '--config', siteFile, ...more);
}
