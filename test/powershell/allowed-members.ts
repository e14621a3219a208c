/** Methods and properties of objects that a snippet may use. .NET Framework 4.6.2 has them all, which a test proves. */

const port = '_ports.ps1';
const prelude = '_prelude.ps1';
const list = 'System.Collections.Generic.List`1';
const set = 'System.Collections.Generic.HashSet`1';
const stack = 'System.Collections.Generic.Stack`1';
const queue = 'System.Collections.Concurrent.ConcurrentQueue`1';
const powerShell = 'System.Management.Automation.PowerShell';
const pool = 'System.Management.Automation.Runspaces.RunspacePool';
const hash = 'System.Security.Cryptography.HashAlgorithm';

/** Methods of objects by name, each with the types it is called on. None of these names changes anything outside the process. */
export const methods: Readonly<Record<string, readonly string[]>> = {
  // Text
  Replace: ['System.String'],
  Split: ['System.String'],
  StartsWith: ['System.String'],
  Substring: ['System.String'],
  ToString: ['System.Double', 'System.DateTime', 'System.Management.Automation.ScriptBlock'],
  ToUpperInvariant: ['System.String'],
  GetSubKeyNames: ['Microsoft.Win32.RegistryKey'],
  Trim: ['System.String'],
  TrimEnd: ['System.String'],
  GetString: ['System.Text.Encoding'],
  IndexOf: ['System.String'],
  LastIndexOf: ['System.String'],
  // Values
  CompareTo: ['System.Int64'],
  GetBaseException: ['System.Exception'],
  GetUtcOffset: ['System.TimeZoneInfo'],
  ToUniversalTime: ['System.DateTime'],
  // Collections in memory
  Add: [list, set],
  ContainsKey: ['System.Collections.Hashtable'],
  Enqueue: [queue],
  GetEnumerator: ['System.Collections.IDictionary'],
  Pop: [stack],
  Push: [stack],
  Sort: [list],
  TryDequeue: [queue],
  // Files, for reading
  GetFileSystemInfos: ['System.IO.DirectoryInfo'],
  Read: ['System.IO.FileStream'],
  Seek: ['System.IO.FileStream'],
  // Hashing
  Initialize: [hash],
  TransformBlock: [hash],
  TransformFinalBlock: [hash],
  // What is ours alone: streams, hashes, runspaces, a stopwatch
  AddArgument: [powerShell],
  AddScript: [powerShell],
  BeginInvoke: [powerShell],
  Dispose: [powerShell, pool, 'System.IO.Stream', hash],
  EndInvoke: [powerShell],
  Open: [pool],
  Restart: ['System.Diagnostics.Stopwatch'],
  SetMaxRunspaces: [pool],
  // Ports
  FindOne: ['System.DirectoryServices.DirectorySearcher'],
  IsInRole: ['System.Security.Principal.WindowsPrincipal'],
  Translate: ['System.Security.Principal.NTAccount'],
  // Prelude
  WriteLine: ['System.IO.TextWriter'],
};

/** Methods that one file may call and no other. */
export const methodsOfOneFile: Readonly<Record<string, string>> = {
  FindOne: port,
  IsInRole: port,
  Translate: port,
  WriteLine: prelude,
};

const anException = ['System.Exception'];
const errorRecord = ['System.Management.Automation.ErrorRecord'];

/** Properties of .NET objects by name, each with the types it is read on. Reading one has no effect. */
export const properties: Readonly<Record<string, readonly string[]>> = {
  // Values and collections
  Count: [list, stack, 'System.Collections.ICollection'],
  Id: ['System.TimeZoneInfo', 'System.Diagnostics.Eventing.Reader.EventRecord'],
  IsEmpty: [queue],
  Key: ['System.Collections.DictionaryEntry'],
  Length: ['System.String', 'System.Array', 'System.IO.FileStream', 'System.IO.FileInfo'],
  Name: ['System.IO.FileSystemInfo', 'System.Globalization.CultureInfo'],
  Value: [
    'System.Collections.DictionaryEntry',
    'System.Management.Automation.PSPropertyInfo',
    'System.Security.Principal.IdentityReference',
    'System.Diagnostics.Eventing.Reader.EventProperty',
  ],
  // Events
  TimeCreated: ['System.Diagnostics.Eventing.Reader.EventRecord'],
  // Files
  Attributes: ['System.IO.FileSystemInfo'],
  LastWriteTimeUtc: ['System.IO.FileSystemInfo'],
  // Errors
  Exception: errorRecord,
  FullyQualifiedErrorId: errorRecord,
  HResult: anException,
  InnerException: anException,
  Message: anException,
  // This machine and this process
  FileName: ['System.Diagnostics.ProcessModule'],
  FileVersion: ['System.Diagnostics.FileVersionInfo'],
  MainModule: ['System.Diagnostics.Process'],
  TotalMinutes: ['System.TimeSpan'],
  SubKeyCount: ['Microsoft.Win32.RegistryKey'],
  // Hashing and runspaces
  ElapsedMilliseconds: ['System.Diagnostics.Stopwatch'],
  Hash: [hash],
  IsCompleted: ['System.IAsyncResult'],
};

/** Properties that PowerShell itself gives to objects, or types outside .NET Framework, with where that is documented. */
export const powerShellProperties: Readonly<Record<string, string>> = {
  CimClassMethods: 'what Get-CimClass returns: Microsoft.Management.Infrastructure.CimClass',
  Qualifiers: 'of a method of a class: Microsoft.Management.Infrastructure.CimMethodDeclaration',
  CimSystemProperties: 'of an instance: Microsoft.Management.Infrastructure.CimInstance',
  ClassName: 'of those: Microsoft.Management.Infrastructure.CimSystemProperties',
  PSObject: 'every object: about_Intrinsic_Members',
  Properties:
    'PSObject.Properties: about_Intrinsic_Members; of a result: System.DirectoryServices.SearchResult; of an event: System.Diagnostics.Eventing.Reader.EventRecord',
  TypeNames: 'PSObject.TypeNames: about_Intrinsic_Members',
  SID: 'what Get-LocalGroup and Get-LocalGroupMember return: Microsoft.PowerShell.Commands.LocalPrincipal',
  Sddl: 'a code property of security descriptors: types.ps1xml of 5.1, System.Security.AccessControl.ObjectSecurity',
};
