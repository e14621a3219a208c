import { parseSetupLine, type SetupLogLine } from './setup-log.ts';

/** A line in which Sysprep names an Appx package that stopped it. */
export interface RefusedPackage {
  package: string;
  line: SetupLogLine;
}

// English in every language of Windows: these logs are not translated.
const notProvisioned = /\bPackage (\S{1,255}) was installed for a user, but not provisioned for all users/i;
/** `cannot`, or `can't` with any apostrophe in any encoding; because of reserved storage, or of an active scenario. */
const auditRefused = /\bAudit mode can.{1,4} be turned on\b/i;
const invalidState = /\bNot running DLLs; either the machine is in an invalid state/i;

/** Every package that the log names as installed for a user and not provisioned, each with its last line. */
export function refusedPackages(lines: readonly string[]): RefusedPackage[] {
  const found = new Map<string, RefusedPackage>();
  for (const line of lines.map(parseSetupLine)) {
    const name = notProvisioned.exec(line.text)?.[1];
    if (name !== undefined) found.set(name.toLowerCase(), { package: name, line });
  }
  return [...found.values()];
}

/** The last line in which Sysprep refused because Windows was servicing itself; null: none. */
export function servicingRefusal(lines: readonly string[]): SetupLogLine | null {
  return lines.map(parseSetupLine).findLast(({ text }) => auditRefused.test(text)) ?? null;
}

/** The last line in which Sysprep refused because an earlier run had failed; null: none. */
export function invalidStateLine(lines: readonly string[]): SetupLogLine | null {
  return lines.map(parseSetupLine).findLast(({ text }) => invalidState.test(text)) ?? null;
}
