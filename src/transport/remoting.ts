import { bootstrapLine, requestLine } from './frame.ts';
import { encodeBareString } from './literal.ts';
import { ProcessTransport } from './process.ts';
import type { Limits, Reply, Request, Shell, Transport } from './transport.ts';

/** Where PowerShell remoting over WinRM answers. */
export interface RemoteHost {
  /** Name or address, validated where it came in. */
  host: string;
  port?: number | undefined;
}

/**
 * One Windows machine over WinRM, from Windows: a PowerShell of this machine for each request opens a session there,
 * loads our files into it, asks, and closes it. Errors of the reading are caught on the far side and travel as data.
 */
export class RemotingTransport implements Transport {
  #shell: Shell;
  #remote: RemoteHost;
  #process: ProcessTransport;

  constructor(shell: Shell, remote: RemoteHost) {
    this.#shell = shell;
    this.#remote = remote;
    this.#process = new ProcessTransport(shell);
  }

  async request(request: Request, limits: Limits): Promise<Reply> {
    const { scripts } = this.#shell;
    // The local side needs the files too: the prelude tells what kind of error a failed connection is.
    const lines = (marker: string): string[] => [
      bootstrapLine(marker, scripts),
      remotingLine(marker, 'r1', request, this.#remote, scripts),
    ];
    return this.#process.run(lines, limits);
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

/** The request as one physical line for this side. The block that travels is constant code around one data literal. */
export function remotingLine(
  marker: string,
  id: string,
  request: Request,
  remote: RemoteHost,
  scripts: readonly string[],
): string {
  const port = remote.port === undefined ? '' : ` -Port ${remote.port}`;
  // A hashtable would turn the milliseconds into ticks.
  const option = 'New-PSSessionOption -OpenTimeout 20000 -MaxConnectionRetryCount 1 -NoMachineProfile';
  const open = `New-PSSession -ComputerName ${encodeBareString(remote.host)}${port} -SessionOption (${option}) -ErrorAction Stop`;
  const load = scripts.map(
    (script) => `Invoke-Command -Session $s -FilePath ${encodeBareString(script)} -ErrorAction Stop | Out-Null`,
  );
  const there = `Start-AnswerChannel -Marker '${marker}' -AsObject $true; ${requestLine(id, request)}`;
  const ask = `Invoke-Command -Session $s -ScriptBlock { ${there} } -ErrorAction Stop | ForEach-Object { [Console]::Out.WriteLine([string]$_) }`;
  return `Start-Answer -Id '${id}'; $s = $null; try { $s = ${[open, ...load, ask].join('; ')} } catch { Write-AnswerFailure -ErrorRecord $_ } finally { if ($null -ne $s) { Remove-PSSession -Session $s } }`;
}
