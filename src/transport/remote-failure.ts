import type { Failure, FailureKind } from '../model/answer.ts';
import { failureOf } from '../windows/error-record.ts';
import type { RemoteHost } from './remote-host.ts';

type Sentence = (remote: RemoteHost) => string;

/** Why a session could not be opened, by the code that PowerShell puts first into the error id, whatever its language. */
const connecting: [RegExp, FailureKind, Sentence][] = [
  [
    /^AccessDenied$/,
    'denied',
    () =>
      'PowerShell remoting there refuses this account: it must be in the group Remote Management Users or Administrators there',
  ],
  [
    /^RemoteConnectionDisallowed$|^RemoteSessionDisallowed$/,
    'denied',
    () => 'PowerShell remoting is not allowed there',
  ],
  [/^LogonFailure$/, 'authentication', () => 'the user name or the password was refused'],
  [
    /^(AuthenticationFailed|InvalidAuthentication|ExplicitCredentialsRequired|TargetUnknown)$/,
    'authentication',
    ({ credential }) =>
      credential === undefined
        ? 'Windows could not prove who asks: name a credential, or ask as an account of a domain that the machine trusts'
        : `the credential ${credential} was not accepted`,
  ],
  [
    /^(ServerNotTrusted|ClientKerberosDisabled|WorkgroupCannotUseKerberos)$/,
    'authentication',
    () =>
      'this machine has no way to trust it: use --use-ssl with a credential, or put its name into TrustedHosts of WinRM here',
  ],
  [
    /^CannotUseIPAddress$/,
    'authentication',
    () => 'Kerberos knows no addresses: give its name, or use --use-ssl with a credential',
  ],
  [/^(NetworkPathNotFound|ComputerNotFound)$/, 'unreachable', () => 'Windows does not find it under this name'],
  [
    /^(CannotConnect|CannotConnectWinRMService|WinRMHttpError|ShutDownInProgress)$/,
    'unreachable',
    () => 'something listens there, but WinRM does not answer: run Enable-PSRemoting there',
  ],
  [/^WinRMOperationTimeout$/, 'timeout', () => 'WinRM there did not answer in time'],
  [
    /^(InvalidResourceUri|URLNotAvailable|CannotFindSessionConfiguration)$/,
    'not-supported',
    ({ configurationName }) =>
      configurationName === undefined
        ? 'PowerShell remoting is not set up there: run Enable-PSRemoting'
        : `it has no session configuration ${configurationName}`,
  ],
];

/** An endpoint that takes commands and no text, as JEA makes them. */
const noScripts = /^(ScriptsNotAllowed|ScriptNotAllowed|NoLanguage|CommandNotFoundInNoLanguage)/;

/** Why a machine gave no session, or lost it; `raw` is what `ConvertTo-ErrorFact` of the prelude told. */
export function remoteFailure(raw: unknown, remote: RemoteHost, heard: boolean): Failure {
  const failure = failureOf(raw);
  const id = idOf(raw);
  if (noScripts.test(id)) {
    const which = remote.configurationName === undefined ? 'its session' : `its endpoint ${remote.configurationName}`;
    const message = `${which} runs no scripts (NoLanguage), so that no fact can be read through it: name a configuration whose language mode is ConstrainedLanguage or FullLanguage`;
    return { failed: 'not-supported', message };
  }
  if (heard) return { failed: 'interrupted', message: `the connection ended before it answered: ${failure.message}` };
  const known = connecting.find(([code]) => code.test(id));
  if (known) return { failed: known[1], message: known[2](remote) };
  if (failure.failed === 'missing-command' && remote.via === 'ssh') {
    return {
      failed: 'missing-command',
      message: 'there is no program ssh on this machine: install the OpenSSH client',
    };
  }
  return failure;
}

/** A named credential that PowerShell could not read; nothing of its content is known here. */
export function credentialFailure(raw: unknown, { credential }: RemoteHost): Failure {
  const { failed, message } = failureOf(raw);
  const why =
    failed === 'missing-command'
      ? 'this PowerShell has no Get-Secret (install the module Microsoft.PowerShell.SecretManagement and a vault)'
      : message.replace(/\.$/, '');
  return { failed: 'authentication', message: `the credential ${credential} could not be read: ${why}` };
}

function idOf(raw: unknown): string {
  const id = typeof raw === 'object' && raw !== null ? (raw as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? id : '';
}
