import { encodeBareString, encodeLiteral } from './literal.ts';
import type { Request } from './transport.ts';

/** Id of the answer with which a child reports that everything is loaded. */
export const readyId = 'r0';

const mode = '$ExecutionContext.SessionState.LanguageMode';

/**
 * The first line of a child, on one physical line: it says its language mode by plain language alone (a constrained
 * one has no console to write to), loads our files, and answers {@link readyId}. The mode is told again afterwards,
 * because a file could have changed it.
 */
export function bootstrapLine(marker: string, scripts: readonly string[]): string {
  const load = scripts.map((script) => `. ${encodeBareString(script)}`).join('; ');
  const hello = `'${marker} ${readyId} hello {"languageMode":"' + ${mode} + '"}'`;
  const id = plain("$_.FullyQualifiedErrorId.Split(',')[0]");
  const failure = `'${marker} ${readyId} failed {"types":["' + ${id} + '"],"hresults":[],"native":null,"id":"' + ${id} + '","message":"' + ${plain('$_.Exception.Message')} + '"}'`;
  return [
    // Of the lines that PowerShell reads, which can be long, it shall remember no more than it must.
    '$MaximumHistoryCount = 1',
    hello,
    `try { ${load}; Start-AnswerChannel -Marker '${marker}' -AsObject (${mode} -ne 'FullLanguage'); ${hello}; Start-Answer -Id '${readyId}'; Write-AnswerEnd } catch { ${failure} }`,
  ].join('; ');
}

/** One request as one physical line of constant code around one data literal. */
export function requestLine(id: string, request: Request): string {
  if (!/^Read-[A-Za-z0-9]+$/.test(request.read)) throw new RangeError(`${request.read} is not the name of a snippet`);
  const parameters = encodeLiteral(request.parameters);
  return `Start-Answer -Id '${id}'; try { ${request.read} -Parameters (Expand-Literal -Value ${parameters}) | ForEach-Object { Write-AnswerItem -Value $_ }; Write-AnswerEnd } catch { Write-AnswerFailure -ErrorRecord $_ }`;
}

/** Until the prelude is there nothing can write JSON: what would need an escape in it becomes a blank. */
export function plain(expression: string): string {
  return `(${expression} -creplace '[^\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]', ' ')`;
}
