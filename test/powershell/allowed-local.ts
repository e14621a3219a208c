/** What ps/local/ may say, and says: it runs on this machine and never on a target. */

/** Commands with the parameters that are given by name. None of them changes a machine. */
export const localCommands: Readonly<Record<string, readonly string[]>> = {
  'ForEach-Object': [],
  'Get-Secret': ['ErrorAction', 'Name'],
  'Invoke-Command': [],
  'New-PSSessionOption': ['ErrorAction', 'IdleTimeout', 'MaxConnectionRetryCount', 'NoMachineProfile', 'OpenTimeout'],
  'Out-Null': [],
  'Receive-Job': ['ErrorAction', 'ErrorVariable', 'Job'],
  'Wait-Job': ['Any', 'ErrorAction', 'Job', 'Timeout'],
  'Where-Object': [],
};

/** Parameters of Invoke-Command that travel in tables. Those for ssh came with PowerShell 6 and 7.3, and 5.1 is never asked for it. */
export const splatted = {
  always: ['ScriptBlock', 'ArgumentList', 'AsJob', 'ErrorAction', 'Port'],
  winrm: ['ComputerName', 'SessionOption', 'UseSSL', 'ConfigurationName', 'Credential'],
  ssh: ['HostName', 'Options', 'ConnectingTimeout', 'UserName', 'KeyFilePath'],
} as const;

/** Types as they are written, with their full names. */
export const localTypes: Readonly<Record<string, string>> = {
  char: 'System.Char',
  Console: 'System.Console',
  datetime: 'System.DateTime',
  int: 'System.Int32',
  pscredential: 'System.Management.Automation.PSCredential',
  scriptblock: 'System.Management.Automation.ScriptBlock',
  string: 'System.String',
  StringComparison: 'System.StringComparison',
  'System.Threading.Thread': 'System.Threading.Thread',
};

/** Methods, each with the type that has it. */
export const localMembers: Readonly<Record<string, string>> = {
  'scriptblock::Create': 'System.Management.Automation.ScriptBlock',
  'System.Threading.Thread::Sleep': 'System.Threading.Thread',
  ContainsKey: 'System.Collections.Hashtable',
  Remove: 'System.Collections.Hashtable',
  StartsWith: 'System.String',
  Substring: 'System.String',
  WriteLine: 'System.IO.TextWriter',
};
