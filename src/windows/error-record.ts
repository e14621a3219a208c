import type { Failure, FailureKind } from '../model/answer.ts';

/** What `ConvertTo-ErrorFact` of the prelude tells of an error: codes and classes, and the localised sentence to show. */
export interface ErrorRecord {
  types: string[];
  hresults: string[];
  native: string | null;
  /** The part of the error id before its first comma; what follows differs between commands and functions. */
  id: string;
  message: string;
}

/**
 * Which kind of failure an error is, by class, HRESULT and error id and never by its text. First match wins.
 * Codes: Windows `winerror.h` and `wbemcli.h`; ids of remoting: PowerShell's `PSSessionStateBroken` codes.
 */
const rules: [FailureKind, (e: ErrorRecord) => boolean][] = [
  ['missing-command', (e) => e.types.includes('System.Management.Automation.CommandNotFoundException')],
  [
    'authentication',
    (e) =>
      /^(LogonFailure|AuthenticationFailed|InvalidAuthentication|ExplicitCredentialsRequired|ServerNotTrusted|ClientKerberosDisabled|WorkgroupCannotUseKerberos|CannotUseIPAddress|TargetUnknown)$/.test(
        e.id,
      ),
  ],
  [
    'unreachable',
    (e) =>
      /^(NetworkPathNotFound|ComputerNotFound|CannotConnect|CannotConnectWinRMService|URLNotAvailable|WinRMHttpError|ShutDownInProgress|PSSessionOpenFailed|2100)$/.test(
        e.id,
      ),
  ],
  [
    'timeout',
    (e) =>
      e.id === 'WinRMOperationTimeout' ||
      e.types.includes('System.TimeoutException') ||
      has(e, '80041069', '8004106A', '800705B4'),
  ],
  [
    'denied',
    (e) =>
      /^(AccessDenied|RemoteConnectionDisallowed|RemoteSessionDisallowed)$/.test(e.id) || e.native === 'AccessDenied',
  ],
  [
    'denied',
    (e) => e.types.some((t) => t === 'System.UnauthorizedAccessException' || t === 'System.Security.SecurityException'),
  ],
  ['denied', (e) => has(e, '80070005', '80041003', '80041062')],
  [
    'not-found',
    (e) => has(e, '80041002', '8004100E', '80041010', '8004102E', '80070002', '80070003', '80070035', '80070043'),
  ],
  [
    'not-found',
    (e) =>
      e.types.some((t) =>
        /\.(ItemNotFound|FileNotFound|DirectoryNotFound|DriveNotFound|IdentityNotMapped)Exception$/.test(t),
      ),
  ],
  [
    'not-supported',
    (e) => has(e, '8004100C', '80041017', '80041018') || e.types.some((t) => t.endsWith('NotSupportedException')),
  ],
  [
    'not-supported',
    (e) => e.id === 'UnauthorizedAccess' || e.types.includes('System.Management.Automation.PSSecurityException'),
  ],
  ['not-supported', (e) => /ConstrainedLanguage$|^ConversionSupportedOnlyToCoreTypes$/.test(e.id)],
  [
    'not-supported',
    (e) => /^(InvalidResourceUri|IncorrectProtocolVersion|WinRMOperationNotSupportedOnServer)$/.test(e.id),
  ],
  // The third and fourth: no server of a directory answers, no domain controller is found.
  ['unreachable', (e) => has(e, '800706BA', '80072EE7', '8007203A', '8007054B', '80338012')],
  // Whatever else ends a connection, also one that was open.
  ['unreachable', (e) => e.types.includes('System.Management.Automation.Remoting.PSRemotingTransportException')],
];

export function classifyError(record: ErrorRecord): FailureKind {
  return rules.find(([, matches]) => matches(record))?.[0] ?? 'script-error';
}

/** A failure from an error record as it came over the wire; anything else is `malformed`. */
export function failureOf(raw: unknown): Failure {
  const record = errorRecord(raw);
  if (record === null) return { failed: 'malformed', message: 'the error could not be read' };
  return {
    failed: classifyError(record),
    message: record.message.replace(/\s+/g, ' ').trim() || record.types[0] || 'no message',
  };
}

/** HRESULTs appear as numbers of the exception and, for CIM, in the error id. */
function has(record: ErrorRecord, ...codes: string[]): boolean {
  const all = [...record.hresults, record.id].map((text) => text.toUpperCase());
  return codes.some((code) => all.some((text) => text.endsWith(`0X${code}`)));
}

function errorRecord(raw: unknown): ErrorRecord | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const { types, hresults, native, id, message } = raw as { [key: string]: unknown };
  return {
    types: texts(types),
    hresults: texts(hresults),
    native: typeof native === 'string' ? native : null,
    id: typeof id === 'string' ? id : '',
    message: typeof message === 'string' ? message : '',
  };
}

/** PowerShell writes a list of one as a list here, and absence as null. */
function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
