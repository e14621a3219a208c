import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readerOf } from '../model/fact.ts';
import { plain, requestLine } from './frame.ts';
import { encodeLiteral, type LiteralValue } from './literal.ts';
import { type RemoteHost, type SshOptions, sshOptionsOf } from './remote-host.ts';
import { packageFolder } from './snippets.ts';
import type { Request } from './transport.ts';

/** One machine of a batch, as the local PowerShell is told of it. */
export interface MachineLine {
  remote: RemoteHost;
  marker: string;
  requests: readonly Request[];
  /** Milliseconds that it may be silent once it has spoken. */
  idleMs: number;
}

/** How a batch is run. */
export interface BatchSettings {
  width: number;
  connectMs: number;
  hostMs: number;
  sshOptions?: SshOptions | undefined;
}

const mode = '$ExecutionContext.SessionState.LanguageMode';

/** Of the files that a far side could load, those that it needs: a snippet that is not asked need not travel and be parsed. */
export function scriptsFor(scripts: readonly string[], requests: readonly Request[]): string[] {
  const asked = new Set(requests.map(({ read }) => read));
  const snippets = join(packageFolder(), 'ps');
  return scripts.filter((script) => {
    const name = basename(script, '.ps1');
    return name.startsWith('_') || dirname(script) !== snippets || asked.has(readerOf(name));
  });
}

/**
 * The text that every machine runs, in pieces; {@link requestsText} follows it. It says that it is there by plain
 * language alone, loads our files, and answers `r0`. Files are read here: the far side has none of them.
 */
export function farText(scripts: readonly string[]): string[] {
  const hello = `$marker + ' r0 hello {"languageMode":"' + ${mode} + '"}'`;
  const files = scripts.map((script) => `${readFileSync(script, 'utf8').replace(/^\ufeff/, '')}\n`);
  const id = plain("$_.FullyQualifiedErrorId.Split(',')[0]");
  const failure = `$marker + ' r0 failed {"types":["' + ${id} + '"],"hresults":[],"native":null,"id":"' + ${id} + '","message":"' + ${plain('$_.Exception.Message')} + '"}'`;
  return [
    `param($marker)\n${hello}\ntry {\n`,
    ...files,
    `Start-AnswerChannel -Marker $marker -AsObject $true; Start-Answer -Id 'r0'; Write-AnswerEnd\n} catch { ${failure}; return }\n`,
  ];
}

/** The questions of one machine: `r1`, `r2` and so on. Equal for machines that are asked the same. */
export function requestsText(requests: readonly Request[]): string {
  return requests.map((request, index) => `${requestLine(`r${index + 1}`, request)}\n`).join('');
}

/** What the local PowerShell reads after its bootstrap: physical lines of constant code around data literals. */
export function batchLines(
  far: readonly string[],
  machines: readonly MachineLine[],
  settings: BatchSettings,
): string[] {
  const { width, connectMs, hostMs } = settings;
  const numbers = [width, connectMs, hostMs].map((number) => encodeLiteral(Math.round(number)));
  return [
    ...far.map((text) => `Add-FarText -Text (Expand-Literal -Value ${encodeLiteral(text)})`),
    ...machines.map((machine) => `Add-Machine -Machine (Expand-Literal -Value ${machineLiteral(machine, settings)})`),
    `try { Invoke-FanOut -Width ${numbers[0]} -ConnectMs ${numbers[1]} -HostMs ${numbers[2]} } catch { Start-Answer -Id 'r0'; Write-AnswerFailure -ErrorRecord $_ }`,
  ];
}

function machineLiteral({ remote, marker, requests, idleMs }: MachineLine, settings: BatchSettings): string {
  const options = remote.via === 'ssh' ? { ...sshOptionsOf(settings.connectMs, settings.sshOptions) } : undefined;
  const { via, host, port, user, keyFile, configurationName, useSsl, credential } = remote;
  const all = { marker, requests: requestsText(requests), idleMs, via, host, port, user, keyFile, options };
  const winrm = via === 'winrm' ? { configurationName, useSsl, credential } : {};
  const known = Object.entries({ ...all, ...winrm }).filter(([, value]) => value !== undefined);
  return encodeLiteral(Object.fromEntries(known) as { [key: string]: LiteralValue });
}
