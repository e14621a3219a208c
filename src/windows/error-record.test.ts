import { describe, expect, test } from 'vitest';
import { classifyError, type ErrorRecord, failureOf } from './error-record.ts';

function record(part: Partial<ErrorRecord>): ErrorRecord {
  return { types: [], hresults: [], native: null, id: '', message: 'what Windows said', ...part };
}

const transport = 'System.Management.Automation.Remoting.PSRemotingTransportException';

describe('the kind of a failed connection, by the first part of its error id', () => {
  test.each([
    ['AccessDenied', 'denied'],
    ['RemoteConnectionDisallowed', 'denied'],
    ['RemoteSessionDisallowed', 'denied'],
    ['LogonFailure', 'authentication'],
    ['AuthenticationFailed', 'authentication'],
    ['InvalidAuthentication', 'authentication'],
    ['ExplicitCredentialsRequired', 'authentication'],
    ['ServerNotTrusted', 'authentication'],
    ['ClientKerberosDisabled', 'authentication'],
    ['WorkgroupCannotUseKerberos', 'authentication'],
    ['CannotUseIPAddress', 'authentication'],
    ['TargetUnknown', 'authentication'],
    ['NetworkPathNotFound', 'unreachable'],
    ['ComputerNotFound', 'unreachable'],
    ['CannotConnect', 'unreachable'],
    ['CannotConnectWinRMService', 'unreachable'],
    ['URLNotAvailable', 'unreachable'],
    ['WinRMHttpError', 'unreachable'],
    ['2100', 'unreachable'],
    ['WinRMOperationTimeout', 'timeout'],
    ['InvalidResourceUri', 'not-supported'],
    ['IncorrectProtocolVersion', 'not-supported'],
    ['SomethingNobodyListed', 'unreachable'],
    ['PSSessionStateBroken', 'unreachable'],
  ])('%s: %s', (id, kind) => {
    expect(classifyError(record({ types: [transport], id }))).toBe(kind);
  });
});

describe('the kind of an error of a command', () => {
  test.each([
    [{ types: ['System.Management.Automation.CommandNotFoundException'] }, 'missing-command'],
    [{ types: ['System.Management.Automation.RuntimeException', 'System.UnauthorizedAccessException'] }, 'denied'],
    [{ hresults: ['0x80070005'] }, 'denied'],
    [{ native: 'AccessDenied' }, 'denied'],
    [{ id: 'HRESULT 0x80041003' }, 'denied'],
    [{ id: 'HRESULT 0x8004100e' }, 'not-found'],
    [{ id: 'HRESULT 0x80041010' }, 'not-found'],
    [{ id: 'HRESULT 0x8004102e' }, 'not-found'],
    [{ types: ['System.IO.DirectoryNotFoundException'] }, 'not-found'],
    [{ types: ['System.Management.Automation.ItemNotFoundException'] }, 'not-found'],
    [{ types: ['System.Security.Principal.IdentityNotMappedException'] }, 'not-found'],
    [{ types: ['System.TimeoutException'] }, 'timeout'],
    [{ id: 'HRESULT 0x80041017' }, 'not-supported'],
    [{ id: 'UnauthorizedAccess', types: ['System.Management.Automation.PSSecurityException'] }, 'not-supported'],
    [{ id: 'MethodInvocationNotSupportedInConstrainedLanguage' }, 'not-supported'],
    [{ id: 'CannotCreateTypeConstrainedLanguage' }, 'not-supported'],
    [{ id: 'ConversionSupportedOnlyToCoreTypes' }, 'not-supported'],
    [{ hresults: ['0x800706BA'] }, 'unreachable'],
    [{ hresults: ['0x80131501', '0x8007203A'] }, 'unreachable'],
    [{ hresults: ['0x8007054B'] }, 'unreachable'],
    [{ types: ['System.Exception'], hresults: ['0x80131500'], id: 'whatever' }, 'script-error'],
  ] as const)('%o: %s', (part, kind) => {
    expect(classifyError(record(part as Partial<ErrorRecord>))).toBe(kind);
  });

  test('never by its text', () => {
    expect(classifyError(record({ message: 'Access is denied. 0x80070005 CommandNotFoundException' }))).toBe(
      'script-error',
    );
  });
});

describe('an error as it came over the wire', () => {
  test('keeps its sentence, or names its class where it has none', () => {
    expect(failureOf(record({ message: ' Zugriff verweigert \n', hresults: ['0x80070005'] }))).toEqual({
      failed: 'denied',
      message: 'Zugriff verweigert',
    });
    expect(failureOf(record({ message: '', types: ['System.Exception'] })).message).toBe('System.Exception');
    expect(failureOf({})).toEqual({ failed: 'script-error', message: 'no message' });
  });

  test.each([null, 'text', 7, undefined])('%o is malformed', (raw) => {
    expect(failureOf(raw)).toMatchObject({ failed: 'malformed' });
  });

  test('members of a wrong type count as absent', () => {
    expect(failureOf({ types: 'x', hresults: [5, '0x80070005'], id: 3, native: {}, message: [] })).toMatchObject({
      failed: 'denied',
    });
  });
});
