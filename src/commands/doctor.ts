import { hostIdentity } from '../../checks/facts.ts';
import { configurationFrom } from '../cli/config.ts';
import type { Reaching } from '../cli/options.ts';
import { noOverrides } from '../cli/options.ts';
import { TargetBook } from '../engine/targets.ts';
import { UsageError } from '../model/usage-error.ts';
import { visible } from '../report/visible.ts';
import type { Surroundings } from '../surroundings.ts';
import { replyTo } from '../transport/connector.ts';
import { reach } from './reach.ts';

/** Which PowerShell would be used, and what it says of itself, line by line. */
export async function doctorLines(options: Reaching, around: Surroundings): Promise<string[]> {
  const { connector, siteFile } = await reach(options, around, null);
  try {
    // A scenario that runs on nobody's machine is asked at the first machine of its site file.
    const configuration = configurationFrom(siteFile, `scenario ${options.lab}`, noOverrides);
    const [target] = new TargetBook(configuration, connector.localNames).all();
    const connection = await connector.connect(target!, around.signal);
    if ('failed' in connection) throw silent(connection.message);
    const limits = { idleMs: 60_000, totalMs: 60_000, signal: around.signal };
    const request = { read: 'Read-HostIdentity', parameters: {} };
    const reply = await replyTo(connection, { request, rows: false, limits });
    if (!reply.ok) throw silent(reply.message);
    const identity = hostIdentity.decode(reply.items[0]);
    const { path, edition, version, languageMode, executionPolicy, elevated } = identity.powerShell;
    const rows: [string, string][] = [
      ['osd-preflight', around.version],
      ['machine', identity.names.join(', ')],
      ['system', [identity.operatingSystem, identity.osVersion].filter(Boolean).join(' ')],
      ['PowerShell', `${version} (${edition})`],
      ['path', path ?? 'unknown'],
      ['language mode', languageMode],
      ['execution policy', executionPolicy ?? 'unknown'],
      ['elevated', elevated === null ? 'unknown' : elevated ? 'yes' : 'no'],
      ['culture', identity.culture],
      ['time zone', identity.timeZone],
    ];
    return rows.map(([label, value]) => `${label.padEnd(17)}${value}\n`);
  } finally {
    await connector.close();
  }
}

/** What `doctor` says where nothing answers; the message may hold whatever that program printed. */
function silent(message: string): UsageError {
  return new UsageError(`No PowerShell answered: ${visible(message.trim())}; name another with --powershell <path>.`);
}
