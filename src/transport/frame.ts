import { encodeBareString, encodeLiteral } from './literal.ts';
import type { Request } from './transport.ts';

/** Id of the answer with which a child reports that everything is loaded. */
export const readyId = 'r0';

/**
 * The first line of a child, on one physical line: it says its language mode by plain language alone (a constrained
 * one has no console to write to), loads our files, and answers {@link readyId}.
 */
export function bootstrapLine(marker: string, scripts: readonly string[]): string {
  const load = scripts.map((script) => `. ${encodeBareString(script)}`).join('; ');
  const mode = '$ExecutionContext.SessionState.LanguageMode';
  // Until the prelude is there nothing can write JSON: what is not plain text in the message becomes a blank.
  const failure = `'${marker} ${readyId} failed {"types":["' + $_.FullyQualifiedErrorId.Split(',')[0] + '"],"hresults":[],"native":null,"id":"' + $_.FullyQualifiedErrorId.Split(',')[0] + '","message":"' + ($_.Exception.Message -creplace '[^\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]', ' ') + '"}'`;
  return [
    `'${marker} ${readyId} hello {"languageMode":"' + ${mode} + '"}'`,
    `try { ${load}; Start-AnswerChannel -Marker '${marker}' -AsObject (${mode} -ne 'FullLanguage'); Start-Answer -Id '${readyId}'; Write-AnswerEnd } catch { ${failure} }`,
  ].join('; ');
}

/** One request as one physical line of constant code around one data literal. */
export function requestLine(id: string, request: Request): string {
  if (!/^Read-[A-Za-z]+$/.test(request.read)) throw new RangeError(`${request.read} is not the name of a snippet`);
  const parameters = encodeLiteral(request.parameters);
  return `Start-Answer -Id '${id}'; try { ${request.read} -Parameters (Expand-Literal -Value ${parameters}) | ForEach-Object { Write-AnswerItem -Value $_ }; Write-AnswerEnd } catch { Write-AnswerFailure -ErrorRecord $_ }`;
}
