/** .NET types, methods and properties that a snippet may use. All of them are in .NET Framework 4.6.2, which a test proves. */

export interface AllowedType {
  /** cast: `[X]$value`; test: `-is [X]`; parameter; catch; argument: handed to a method; element: of an array or generic type. */
  readonly as?: readonly ('cast' | 'test' | 'parameter' | 'catch' | 'argument' | 'element')[];
  /** Static members; `new` is the constructor. */
  readonly static?: readonly string[];
  /** Enumerations: the only texts that may be cast to it. */
  readonly values?: readonly string[];
  /** A delegate: a script block may be cast to it. */
  readonly delegate?: true;
  /** The only file that may use it. */
  readonly only?: string;
}

/** Type accelerators of Windows PowerShell 5.1, by their lower-case names. Other short names are looked for in System. */
export const accelerators: Readonly<Record<string, string>> = {
  array: 'System.Array',
  bool: 'System.Boolean',
  byte: 'System.Byte',
  char: 'System.Char',
  cultureinfo: 'System.Globalization.CultureInfo',
  datetime: 'System.DateTime',
  decimal: 'System.Decimal',
  double: 'System.Double',
  guid: 'System.Guid',
  hashtable: 'System.Collections.Hashtable',
  int: 'System.Int32',
  long: 'System.Int64',
  regex: 'System.Text.RegularExpressions.Regex',
  sbyte: 'System.SByte',
  single: 'System.Single',
  string: 'System.String',
  uint16: 'System.UInt16',
  uint32: 'System.UInt32',
  uint64: 'System.UInt64',
  version: 'System.Version',
};

const port = '_ports.ps1';
const prelude = '_prelude.ps1';

export const types: Readonly<Record<string, AllowedType>> = {
  // Plain values
  'System.String': { as: ['cast', 'test', 'parameter', 'element'] },
  'System.Boolean': { as: ['test', 'parameter'] },
  'System.Char': { as: ['cast', 'test', 'element'] },
  'System.Byte': { as: ['test', 'element'] },
  'System.Int32': { as: ['cast', 'test', 'parameter'] },
  'System.Int64': { as: ['cast', 'test', 'parameter', 'element'] },
  'System.SByte': { as: ['test'] },
  'System.Int16': { as: ['test'] },
  'System.UInt16': { as: ['test'] },
  'System.UInt32': { as: ['test'] },
  'System.UInt64': { as: ['test'] },
  'System.Single': { as: ['test'] },
  'System.Double': { as: ['test'] },
  'System.Decimal': { as: ['test'] },
  'System.Enum': { as: ['test'] },
  'System.Guid': { as: ['test'] },
  'System.Version': { as: ['test'] },
  'System.DateTime': { as: ['test'], static: ['UtcNow'] },
  'System.Object': { as: ['element'] },
  'System.Array': { as: ['test'] },
  'System.Collections.Hashtable': { as: ['test', 'parameter'] },
  'System.Collections.IDictionary': { as: ['test'] },
  'System.Collections.IEnumerable': { as: ['test'] },
  // To throw a value away
  'System.Void': { as: ['cast'] },

  // Arithmetic on text and numbers
  'System.Math': { static: ['Min', 'Max'] },
  'System.BitConverter': { static: ['ToString'] },
  'System.StringComparer': { static: ['OrdinalIgnoreCase'] },
  'System.Text.Encoding': { static: ['GetEncoding'] },
  'System.Text.RegularExpressions.Regex': { static: ['Unescape'] },
  'System.Globalization.CultureInfo': { static: ['InvariantCulture', 'CurrentCulture'] },
  'System.Security.Cryptography.SHA256': { static: ['Create'] },

  // Collections
  'System.Collections.Generic.HashSet`1': { static: ['new'] },
  'System.Collections.Generic.List`1': { static: ['new'] },
  'System.Collections.Generic.Stack`1': { static: ['new'] },
  'System.Collections.Concurrent.ConcurrentQueue`1': { static: ['new'] },
  'System.Comparison`1': { as: ['cast'], delegate: true },

  // Files. A stream only for reading, which the rule for its constructor sees to; whoever else has the file may go on.
  'System.IO.File': { static: ['Exists'] },
  'System.IO.Directory': { static: ['Exists'] },
  'System.IO.FileInfo': { static: ['new'] },
  'System.IO.DirectoryInfo': { static: ['new'], as: ['test'] },
  'System.IO.FileStream': { static: ['new'] },
  'System.IO.FileMode': { static: ['Open'] },
  'System.IO.FileAccess': { static: ['Read'] },
  'System.IO.FileShare': { as: ['cast'], values: ['ReadWrite, Delete'] },
  'System.IO.FileOptions': { static: ['SequentialScan'] },

  // This machine and this process
  'System.Environment': { static: ['MachineName', 'OSVersion', 'ProcessorCount'] },
  'System.TimeZoneInfo': { static: ['Local'] },
  'System.Diagnostics.Process': { static: ['GetCurrentProcess'] },
  'System.Diagnostics.Stopwatch': { static: ['StartNew'] },
  'System.Threading.Thread': { static: ['Sleep'] },

  // PowerShell's own: an error to catch, and runspaces in this process
  'System.Management.Automation.ItemNotFoundException': { as: ['catch'] },
  'System.Management.Automation.PowerShell': { static: ['Create'] },
  'System.Management.Automation.Runspaces.RunspaceFactory': { static: ['CreateRunspacePool'] },
  'System.Management.Automation.Runspaces.InitialSessionState': { static: ['CreateDefault2'] },

  // Answers leave through standard output.
  'System.Console': { static: ['Out'], only: prelude },

  // Ports
  'System.Security.Principal.NTAccount': { static: ['new'], only: port },
  'System.Security.Principal.SecurityIdentifier': { as: ['argument'], only: port },
  'System.Security.Principal.WindowsPrincipal': { static: ['new'], only: port },
  'System.Security.Principal.WindowsIdentity': { static: ['GetCurrent'], only: port },
  'System.Security.Principal.WindowsBuiltInRole': { static: ['Administrator'], only: port },
};

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
  Trim: ['System.String'],
  TrimEnd: ['System.String'],
  GetString: ['System.Text.Encoding'],
  // Values
  CompareTo: ['System.Int64'],
  GetBaseException: ['System.Exception'],
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
  IsInRole: ['System.Security.Principal.WindowsPrincipal'],
  Translate: ['System.Security.Principal.NTAccount'],
  // Prelude
  WriteLine: ['System.IO.TextWriter'],
};

/** Methods that one file may call and no other. */
export const methodsOfOneFile: Readonly<Record<string, string>> = {
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
  Id: ['System.TimeZoneInfo'],
  IsEmpty: [queue],
  Key: ['System.Collections.DictionaryEntry'],
  Length: ['System.String', 'System.Array', 'System.IO.FileStream', 'System.IO.FileInfo'],
  Name: ['System.IO.FileSystemInfo', 'System.Globalization.CultureInfo'],
  Value: [
    'System.Collections.DictionaryEntry',
    'System.Management.Automation.PSPropertyInfo',
    'System.Security.Principal.IdentityReference',
  ],
  // Files
  Attributes: ['System.IO.FileSystemInfo'],
  Exists: ['System.IO.FileInfo'],
  LastWriteTimeUtc: ['System.IO.FileSystemInfo'],
  // Errors
  Exception: errorRecord,
  FullyQualifiedErrorId: errorRecord,
  HResult: anException,
  InnerException: anException,
  Message: anException,
  // This machine and this process
  FileName: ['System.Diagnostics.ProcessModule'],
  MainModule: ['System.Diagnostics.Process'],
  VersionString: ['System.OperatingSystem'],
  // Hashing and runspaces
  ElapsedMilliseconds: ['System.Diagnostics.Stopwatch'],
  Hash: [hash],
  IsCompleted: ['System.IAsyncResult'],
};

/** Properties that PowerShell itself gives to objects, with where that is documented. */
export const powerShellProperties: Readonly<Record<string, string>> = {
  PSObject: 'every object: about_Intrinsic_Members',
  Properties: 'PSObject.Properties: about_Intrinsic_Members',
  TypeNames: 'PSObject.TypeNames: about_Intrinsic_Members',
  Sddl: 'a code property of security descriptors: types.ps1xml of 5.1, System.Security.AccessControl.ObjectSecurity',
};
