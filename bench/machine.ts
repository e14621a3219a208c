import { readFileSync } from 'node:fs';
import { cpus, release, type as systemType, totalmem } from 'node:os';
import type { Ground } from './benchmark.ts';
import { PlainShell } from './plain-shell.ts';

/** What must be known of a machine to read figures that were measured on it; nothing that tells which one it is. */
export async function describeMachine({ powershell }: Pick<Ground, 'powershell'>): Promise<string> {
  const all = cpus();
  const shell = new PlainShell(await powershell());
  const version = await shell.ask("[Console]::Out.WriteLine('' + $PSVersionTable.PSVersion)");
  await shell.close();
  return [
    `${all[0]?.model.trim() || 'unknown CPU'}, ${all.length} cores`,
    `${Math.round(totalmem() / 1024 ** 3)} GiB of memory`,
    systemName(),
    `Node ${process.versions.node}`,
    `PowerShell ${version}`,
  ].join('; ');
}

function systemName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))![1]!;
  } catch {
    return `${systemType()} ${release()}`;
  }
}
