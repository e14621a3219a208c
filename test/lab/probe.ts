import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FoundPowerShell, findPowerShell } from '../../lab/powershell.ts';
import type { Scenario } from '../../lab/scenario.ts';
import { prepareHost } from '../../lab/transport.ts';
import { SessionTransport } from '../../src/transport/session.ts';
import { snippetFiles } from '../../src/transport/snippets.ts';

const onLine = (line: string) => void process.stderr.write(`${line}\n`);
const found = await findPowerShell({ onLine });

/** The PowerShell for lab tests; without one they are skipped, save in CI. */
export const shell: FoundPowerShell | undefined = 'executable' in found ? found : undefined;
export const mustSkip = shell === undefined && process.env.CI !== 'true';

/** What ConvertTo-ErrorFact says of an error. */
export interface ErrorFact {
  types: string[];
  hresults: string[];
  native: string | null;
  message: string;
  id: string;
}
interface Probed {
  values?: unknown[];
  error?: ErrorFact;
}

/** A simulated host on which a test runs PowerShell of its own. */
export interface ProbedHost {
  run(code: string): Promise<Probed>;
  close(): Promise<void>;
}

export async function probeHost(scenario: Scenario, name: string): Promise<ProbedHost> {
  const folder = await mkdtemp(join(tmpdir(), 'osd-lab-test-'));
  const probe = fileURLToPath(new URL('probe.ps1', import.meta.url));
  const options = { scenario, executable: shell!.executable, env: shell!.env, snippets: [...snippetFiles(), probe] };
  const transport = new SessionTransport(await prepareHost(options, name, folder));
  return {
    async run(code) {
      const limits = { idleMs: 30_000, totalMs: 60_000 };
      const reply = await transport.request({ read: 'Read-Probe', parameters: { code } }, limits);
      if (!reply.ok) throw new Error(`${reply.failed}: ${reply.message}`);
      return reply.items[0] as Probed;
    },
    async close() {
      await transport.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
