/** .NET types that a snippet may use, and their static members. All of them are in .NET Framework 4.6.2, which a test proves. */

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
  'System.StringComparison': { static: ['Ordinal', 'OrdinalIgnoreCase'] },
  'System.String': { as: ['cast', 'test', 'parameter', 'element'] },
  'System.Boolean': { as: ['test', 'parameter'] },
  'System.Char': { as: ['cast', 'test', 'element'] },
  'System.Byte': { as: ['test', 'element'] },
  'System.Int32': { as: ['cast', 'test', 'parameter'] },
  'System.Int64': { as: ['cast', 'test', 'parameter', 'element'] },
  'System.SByte': { as: ['test'] },
  'System.Int16': { as: ['test'] },
  'System.UInt16': { as: ['test'] },
  'System.UInt32': { as: ['cast', 'test'] },
  'System.UInt64': { as: ['test'] },
  'System.Single': { as: ['test'] },
  'System.Double': { as: ['test'] },
  'System.Decimal': { as: ['test'] },
  'System.Enum': { as: ['test'] },
  'System.Guid': { as: ['test'] },
  'System.Version': { as: ['test'] },
  'System.DateTime': { as: ['test'] },
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
  'System.Security.Cryptography.SHA1': { static: ['Create'] },
  'System.Security.Cryptography.SHA256': { static: ['Create'] },

  // Collections
  'System.Collections.Generic.HashSet`1': { static: ['new'] },
  'System.Collections.Generic.List`1': { static: ['new'] },
  'System.Collections.Generic.Stack`1': { static: ['new'] },
  'System.Collections.Concurrent.ConcurrentQueue`1': { static: ['new'] },
  'System.Comparison`1': { as: ['cast'], delegate: true },

  // Files. A stream only for reading, which the rule for its constructor sees to; whoever else has the file may go on.
  'System.IO.File': { static: ['GetAttributes', 'GetLastWriteTimeUtc'] },
  'System.IO.FileInfo': { static: ['new'] },
  'System.IO.DirectoryInfo': { static: ['new'], as: ['test'] },
  'System.IO.FileStream': { static: ['new'] },
  'System.IO.FileMode': { static: ['Open'] },
  'System.IO.FileAccess': { static: ['Read'] },
  'System.IO.FileShare': { as: ['cast'], values: ['ReadWrite, Delete'] },
  'System.IO.FileOptions': { static: ['SequentialScan'] },
  'System.IO.SeekOrigin': { static: ['Begin'] },

  // This machine and this process
  'System.Environment': { static: ['MachineName', 'ProcessorCount'] },
  'System.TimeZoneInfo': { static: ['Local'] },
  'System.Diagnostics.Process': { static: ['GetCurrentProcess'] },
  'System.Diagnostics.Stopwatch': { static: ['StartNew'] },
  'System.Threading.Thread': { static: ['Sleep'] },

  // PowerShell's own: an error to catch, and runspaces in this process
  'System.Management.Automation.ItemNotFoundException': { as: ['catch'] },
  'System.Management.Automation.CommandNotFoundException': { as: ['catch'] },
  'System.Management.Automation.PowerShell': { static: ['Create'] },
  'System.Management.Automation.Runspaces.RunspaceFactory': { static: ['CreateRunspacePool'] },
  'System.Management.Automation.Runspaces.InitialSessionState': { static: ['CreateDefault2'] },

  // Answers leave through standard output.
  'System.Console': { static: ['Out'], only: prelude },

  // Ports
  'System.Diagnostics.FileVersionInfo': { static: ['GetVersionInfo'], only: port },
  'System.Security.Principal.NTAccount': { static: ['new'], only: port },
  'System.Security.Principal.SecurityIdentifier': { as: ['argument'], static: ['new'], only: port },
  'System.DirectoryServices.DirectoryEntry': { static: ['new'], only: port },
  'System.DirectoryServices.DirectorySearcher': { static: ['new'], only: port },
  'System.DirectoryServices.SearchScope': { static: ['Base'], only: port },
  'System.Security.Principal.WindowsPrincipal': { static: ['new'], only: port },
  'System.Security.Principal.WindowsIdentity': { static: ['GetCurrent'], only: port },
  'System.Security.Principal.WindowsBuiltInRole': { static: ['Administrator'], only: port },
};
