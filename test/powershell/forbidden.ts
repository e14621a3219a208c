// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how PowerShell names a variable on a drive.

import type { Rule } from './violation.ts';

/** A form that must be refused by the named rule. */
export interface Forbidden {
  readonly rule: Rule;
  /** Statements of a function, or with `file` the whole text of a file of that name. */
  readonly code: string;
  readonly file?: string;
  /** Windows PowerShell's own parser does not know it, so that under 5.1 it is an error of syntax. */
  readonly newer?: true;
}

const onSequence = (method: string): string =>
  `Invoke-CimMethod -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -MethodName ${method} -ErrorAction Stop`;
const onVolume = (method: string): string =>
  `$one = Get-CimInstance -Namespace root/cimv2/Security/MicrosoftVolumeEncryption -ClassName Win32_EncryptableVolume -Property DeviceID -ErrorAction Stop; Invoke-CimMethod -InputObject $one -MethodName ${method} -ErrorAction Stop`;
const ofPackage = (text: string): string => onSequence(`GetSequence -Arguments @{ TaskSequencePackage = ${text} }`);
const aSequence =
  '$one = Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -Property PackageID -ErrorAction Stop';

/** Statements, each put into an otherwise lawful function `Read-Case` with a parameter $Parameters. */
export const forbiddenStatements: readonly Forbidden[] = [
  // Assignment to anything but a local variable or table
  { rule: 'assignment', code: "$env:Path = 'x'" },
  { rule: 'assignment', code: '${function:Get-Acl} = 1' },
  { rule: 'assignment', code: "$global:answer = 'x'" },
  { rule: 'assignment', code: "$script:AnswerMarker = 'x'" },
  { rule: 'assignment', code: "${C:\\Windows\\win.ini} = 'x'" },
  { rule: 'assignment', code: '$HKLM:Software = 1' },
  { rule: 'assignment', code: '$row = @{}; $row.value = 1' },
  { rule: 'assignment', code: '$row = @{}; $row.list[0] = 1' },
  { rule: 'assignment', code: '[System.Environment]::CurrentDirectory = 1' },
  { rule: 'assignment', code: '$one, $two = 1, 2' },
  { rule: 'assignment', code: '[int]$one = 1' },
  { rule: 'assignment', code: "$ErrorActionPreference = 'Continue'" },
  { rule: 'assignment', code: '$PSDefaultParameterValues = @{}' },
  { rule: 'assignment', code: '$PSVersionTable[0] = 1' },
  { rule: 'assignment', code: '$Parameters.count++' },
  { rule: 'assignment', code: '$shell = @{}; $pool = 1; $shell.RunspacePool = $pool' },
  { rule: 'operator', code: '$one = $null; $one ??= 1', newer: true },

  { rule: 'assignment', code: "foreach ($env:COMPUTERNAME in 'x') { 1 }" },
  { rule: 'assignment', code: 'foreach ($PSDefaultParameterValues in @{}) { 1 }' },
  { rule: 'assignment', code: '$queue = @{}; $queue.TryDequeue([ref]$env:COMPUTERNAME)' },
  { rule: 'assignment', code: '$env:COMPUTERNAME++' },

  // Variables
  { rule: 'variable', code: '$env:USERNAME' },
  { rule: 'variable', code: '$global:x' },
  { rule: 'variable', code: '$undeclared' },
  { rule: 'variable', code: '$args' },
  { rule: 'variable', code: '$input' },
  { rule: 'variable', code: '$Host' },
  { rule: 'variable', code: '$_' },
  { rule: 'variable', code: '$ExecutionContext.InvokeCommand' },
  { rule: 'variable', code: '$PSVersionTable' },
  { rule: 'variable', code: '${function:Get-FileDigest}.ToString()' },
  { rule: 'variable', code: '${function:Read-Case}' },
  { rule: 'splat', code: '$values = @{}; Get-ExecutionPolicy @values -ErrorAction Stop' },

  // Running what is not written out, and code that is text
  { rule: 'invocation', code: "& 'Get-Acl'" },
  { rule: 'invocation', code: '$name = 1; & $name' },
  { rule: 'invocation', code: '. Get-ExecutionPolicy' },
  { rule: 'invocation', code: '& { 1 }' },
  { rule: 'invocation', code: "'x' | & 'y'" },
  { rule: 'command', code: "Invoke-Expression -Command '1' -ErrorAction Stop" },
  { rule: 'command', code: "iex '1'" },
  { rule: 'type', code: "[scriptblock]::Create('1')" },
  { rule: 'type', code: "[scriptblock]'1'" },
  { rule: 'node', code: '"$(1)"' },
  { rule: 'node', code: '"$Parameters"' },
  { rule: 'literal', code: "@'\n1\n'@" },
  { rule: 'literal', code: '@"\n1\n"@' },
  { rule: 'script-block', code: '{ 1 }' },
  { rule: 'script-block', code: '$block = { 1 }' },
  { rule: 'script-block', code: 'Expand-Literal -Value { 1 }' },
  { rule: 'script-block', code: "'a' -replace 'a', { 'b' }" },
  { rule: 'script-block', code: '[string]{ 1 }' },
  { rule: 'method', code: '{ 1 }.Invoke()' },
  { rule: 'argument', code: "[System.Management.Automation.PowerShell]::Create().AddScript('1')" },
  { rule: 'argument', code: '[System.Management.Automation.PowerShell]::Create().AddScript($Parameters.code)' },
  { rule: 'method', code: "[System.Management.Automation.PowerShell]::Create().AddCommand('x')" },
  { rule: 'positional', code: "@(1) | Where-Object 'Delete'" },
  { rule: 'positional', code: '@(1) | ForEach-Object Delete' },

  // Commands
  { rule: 'command', code: "Set-ItemProperty -LiteralPath 'HKLM:\\x' -Name y -Value 1 -ErrorAction Stop" },
  { rule: 'command', code: "New-Item -Path 'C:\\x' -ErrorAction Stop" },
  { rule: 'command', code: "Remove-Item -LiteralPath 'C:\\x' -ErrorAction Stop" },
  { rule: 'command', code: 'Start-Service -Name WDSServer -ErrorAction Stop' },
  { rule: 'command', code: 'Stop-Service -Name WDSServer -ErrorAction Stop' },
  { rule: 'command', code: 'Restart-Service -Name WDSServer -ErrorAction Stop' },
  { rule: 'command', code: 'Grant-SmbShareAccess -Name x -ErrorAction Stop' },
  { rule: 'command', code: "Set-Acl -LiteralPath 'C:\\x' -AclObject 1 -ErrorAction Stop" },
  { rule: 'command', code: 'Get-WmiObject -Class Win32_Service -ErrorAction Stop' },
  { rule: 'command', code: "New-Object -TypeName 'System.Object' -ErrorAction Stop" },
  { rule: 'command', code: "Add-Type -TypeDefinition 'x' -ErrorAction Stop" },
  { rule: 'command', code: 'Invoke-Command -ScriptBlock { 1 } -ArgumentList 1 -ErrorAction Stop' },
  { rule: 'command', code: 'Start-Job -ScriptBlock { 1 } -ErrorAction Stop' },
  { rule: 'command', code: "Write-Host 'x'" },
  { rule: 'command', code: 'gcim -ClassName Win32_Service' },
  { rule: 'command', code: '@(1) | % { 1 }' },
  { rule: 'command', code: '@(1) | ? { 1 }' },
  { rule: 'command', code: 'sc.exe stop WDSServer' },
  { rule: 'command', code: 'get-executionpolicy -ErrorAction Stop' },
  { rule: 'command', code: 'CimCmdlets\\Get-CimInstance -ClassName Win32_Service -ErrorAction Stop' },
  { rule: 'foreign-function', code: 'Read-Boot -Parameters $Parameters' },
  { rule: 'error-action', code: 'Get-ExecutionPolicy' },
  { rule: 'error-action', code: 'Get-ExecutionPolicy -ErrorAction SilentlyContinue' },
  { rule: 'error-action', code: "Get-Acl -LiteralPath 'C:\\x' -ErrorAction $Parameters.action" },
  { rule: 'parameter', code: "Get-Acl -LiteralPath 'C:\\x' -EA Stop" },
  { rule: 'parameter', code: "Get-Acl -Literal 'C:\\x' -ErrorAction Stop" },
  { rule: 'parameter', code: "Get-Acl -literalpath 'C:\\x' -ErrorAction Stop" },
  { rule: 'parameter', code: "Get-Acl -Path 'C:\\*' -ErrorAction Stop" },
  { rule: 'parameter', code: "Get-Acl -LiteralPath:'C:\\x' -ErrorAction Stop" },
  {
    rule: 'parameter',
    code: 'Get-CimInstance -ComputerName x -ClassName Win32_Service -Property Name -ErrorAction Stop',
  },
  { rule: 'parameter', code: "Get-CimInstance -Query 'SELECT * FROM Win32_Service' -ErrorAction Stop" },
  { rule: 'parameter', code: 'Get-CimInstance -ClassName $Parameters.class -Property Name -ErrorAction Stop' },
  { rule: 'parameter', code: '$filter = @{}; Get-WinEvent -FilterHashtable $filter -MaxEvents 1 -ErrorAction Stop' },
  { rule: 'parameter', code: "Get-WinEvent -FilterHashtable @{ Path = 'C:\\x.evtx' } -MaxEvents 1 -ErrorAction Stop" },
  { rule: 'parameter', code: "Get-WinEvent -FilterHashtable @{ LogName = 'System'; Data = 1 } -ErrorAction Stop" },
  { rule: 'literal', code: "$key = 'Path'; Get-WinEvent -FilterHashtable @{ $key = 1 } -ErrorAction Stop" },
  { rule: 'parameter', code: "Get-WinEvent -LogName System -ComputerName 'x' -MaxEvents 1 -ErrorAction Stop" },
  { rule: 'parameter', code: "Expand-Literal -Value 'x' -Other 1" },
  { rule: 'parameter', code: 'Expand-Literal' },
  { rule: 'positional', code: "Get-Acl 'C:\\x' -ErrorAction Stop" },
  { rule: 'positional', code: "Expand-Literal 'x'" },
  { rule: 'pipeline', code: "'C:\\x' | Get-Acl -ErrorAction Stop" },
  { rule: 'redirection', code: "'x' > 'C:\\x'" },
  { rule: 'redirection', code: 'Get-ExecutionPolicy -ErrorAction Stop 2>&1' },
  { rule: 'redirection', code: 'Get-ExecutionPolicy -ErrorAction Stop *> $null' },
  { rule: 'background', code: 'Get-ExecutionPolicy -ErrorAction Stop &', newer: true },

  // CIM
  { rule: 'cim-class', code: 'Get-CimInstance -ClassName Win32_Printer -Property Name -ErrorAction Stop' },
  {
    rule: 'cim-class',
    code: "Get-CimInstance -Namespace 'root/SMS' -ClassName Win32_Service -Property Name -ErrorAction Stop",
  },
  {
    rule: 'cim-class',
    code: 'Get-CimInstance -Namespace $Parameters.namespace -ClassName Win32_Service -Property Name -ErrorAction Stop',
  },
  { rule: 'cim-class', code: 'Get-CimInstance -ClassName SMS_DPContentInfo -Property PackageID -ErrorAction Stop' },
  { rule: 'cim-class', code: '$one = 1; Get-CimInstance -InputObject $one -ErrorAction Stop' },
  { rule: 'cim-property', code: 'Get-CimInstance -ClassName Win32_Service -Property Name, Colour -ErrorAction Stop' },
  {
    rule: 'cim-property',
    code: `Get-CimInstance -ClassName Win32_Service -Filter "Colour='x'" -Property Name -ErrorAction Stop`,
  },
  {
    rule: 'cim-property',
    code: 'Get-CimInstance -ClassName Win32_Service -Filter $Parameters.filter -Property Name -ErrorAction Stop',
  },
  { rule: 'whole-instance', code: 'Get-CimInstance -ClassName Win32_Service -ErrorAction Stop' },
  {
    rule: 'member',
    code: '$found = Get-CimInstance -ClassName Win32_Service -Property Name -ErrorAction Stop; $found.State',
  },

  {
    rule: 'filter-value',
    code: "Get-CimInstance -ClassName Win32_Service -Filter ('Name=' + $Parameters.name) -Property Name -ErrorAction Stop",
  },
  {
    rule: 'filter-value',
    code: "$f = foreach ($n in 'a') { 'Name=' + $n }; Get-CimInstance -ClassName Win32_Service -Filter $f -Property Name -ErrorAction Stop",
  },
  {
    rule: 'cim-property',
    code: 'Get-CimInstance -ClassName Win32_Service -Property DelayedAutoStart -ErrorAction Stop',
  },
  {
    rule: 'cim-property',
    code: 'Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -Property BootImageID -ErrorAction Stop',
  },

  {
    rule: 'cim-class',
    code: 'Get-CimClass -ClassName Win32_Printer -ErrorAction Stop',
  },
  { rule: 'cim-class', code: 'Get-CimClass -ClassName SMS_TaskSequencePackage -ErrorAction Stop' },
  { rule: 'parameter', code: 'Get-CimClass -ClassName $Parameters.class -ErrorAction Stop' },

  // Methods of CIM: those on the list, each of its class and by its name
  ...[
    'Invoke-CimMethod -ClassName Win32_Process -MethodName Create -ErrorAction Stop',
    onSequence('SetSequence'),
    onSequence('RefreshPkgSource'),
    onSequence('AddDistributionPoints'),
    onSequence('getpackagehash'),
    onSequence('GetSequence'),
    `${aSequence}; ${ofPackage('$one')}`,
    ofPackage('$Parameters.package'),
    ofPackage('@{ PackageID = 1 }'),
    `${aSequence}; $two = Get-CimInstance -InputObject $one -ErrorAction Stop; $two = $Parameters.package; ${ofPackage('$two')}`,
    'Invoke-CimMethod -Namespace $Parameters.namespace -ClassName SMS_DistributionPoint -MethodName GetPackageHash -ErrorAction Stop',
    'Invoke-CimMethod -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -ErrorAction Stop',
    'Invoke-CimMethod -MethodName GetPackageHash -ErrorAction Stop',
    'Invoke-CimMethod -InputObject $Parameters.instance -MethodName GetPackageHash -ErrorAction Stop',
    `${aSequence}; Invoke-CimMethod -InputObject $one -MethodName SetSequence -ErrorAction Stop`,
    `${aSequence}; $one = $Parameters.instance; Invoke-CimMethod -InputObject $one -MethodName GetPackageHash -ErrorAction Stop`,
    '$one = Get-CimInstance -ClassName Win32_Process -Property Name -ErrorAction Stop; Invoke-CimMethod -InputObject $one -MethodName GetPackageHash -ErrorAction Stop',
    `${aSequence}; Invoke-CimMethod -ClassName SMS_TaskSequencePackage -InputObject $one -MethodName GetPackageHash -ErrorAction Stop`,
    onVolume('Decrypt'),
    onVolume('GetKeyProtectorNumericalPassword'),
    onVolume('GetPackageHash'),
  ].map((code): Forbidden => ({ rule: 'cim-method', code })),
  { rule: 'parameter', code: onSequence('$Parameters.method') },
  {
    rule: 'parameter',
    code: '$name = 1; Invoke-CimMethod -ClassName SMS_TaskSequencePackage -MethodName $name -ErrorAction Stop',
  },
  { rule: 'parameter', code: `${onSequence('GetPackageHash')} -Arguments $Parameters.arguments` },
  { rule: 'parameter', code: `${onSequence('GetPackageHash')} -Arguments @{ Sequence = 1 }` },
  { rule: 'parameter', code: `${onSequence('GetPackageHash')} -Query 'SELECT * FROM SMS_TaskSequencePackage'` },
  { rule: 'parameter', code: `${onSequence('GetPackageHash')} -CimSession 1` },
  { rule: 'error-action', code: 'Invoke-CimMethod -ClassName SMS_TaskSequencePackage -MethodName GetPackageHash' },
  {
    rule: 'cim-class',
    code: 'Invoke-CimMethod -ClassName SMS_TaskSequencePackage -MethodName GetPackageHash -ErrorAction Stop',
  },

  // Types and members
  {
    rule: 'argument',
    code: "[System.IO.FileStream]::new('x', [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]'ReadWrite, Delete', 4096, 'DeleteOnClose')",
  },
  { rule: 'method', code: "[System.IO.File]::Delete('C:\\x')" },
  { rule: 'method', code: "[System.IO.File]::WriteAllText('C:\\x', 'y')" },
  { rule: 'method', code: "[System.IO.FileInfo]::new('C:\\x').Delete()" },
  { rule: 'method', code: '$row = @{}; $row.Invoke()' },
  { rule: 'member', code: "$row = @{}; $row.'Delete'()" },
  { rule: 'method', code: '[System.Diagnostics.Process]::GetCurrentProcess().Kill()' },
  { rule: 'method', code: "[System.Diagnostics.Process]::Start('x')" },
  { rule: 'method', code: "[Environment]::SetEnvironmentVariable('x', 'y')" },
  { rule: 'type', code: '[Convert]::ToHexString(1)' },
  { rule: 'method', code: '@(1).ForEach({ 1 })' },
  { rule: 'method', code: '$Parameters.text.ToUpper()' },
  { rule: 'method', code: '[Console]::Out.WriteLine(1)' },
  { rule: 'type', code: '[Console]::Out' },
  { rule: 'type', code: '[System.Net.WebClient]::new()' },
  { rule: 'type', code: "[wmi]'x'" },
  { rule: 'type', code: "[adsi]'WinNT://x'" },
  { rule: 'type', code: '[pscustomobject]@{}' },
  { rule: 'type', code: "[System.IO.FileShare]'None'" },
  { rule: 'type', code: "[System.IO.FileMode]'Create'" },
  { rule: 'type', code: '$type = [string]' },
  { rule: 'type', code: '$one = 1; $two = [ref]$one' },
  { rule: 'type', code: 'try { 1 } catch [System.IO.IOException] { 2 }' },
  { rule: 'type', code: '[System.Collections.Generic.List[scriptblock]]::new()' },
  { rule: 'member', code: '$name = 1; $Parameters.$name' },
  { rule: 'member', code: "$Parameters.('na' + 'me')" },
  { rule: 'member', code: '$Parameters."$Parameters"' },
  { rule: 'member', code: '$type = 1; $type::Name' },
  { rule: 'member', code: '$one = 1; $one.Secret' },
  { rule: 'argument', code: "[System.IO.FileStream]::new('C:\\x', [System.IO.FileMode]::Open)" },
  { rule: 'argument', code: "[IO.FileStream]::new('C:\\x', 'Create', 'Write', 'None')" },
  { rule: 'argument', code: "$Parameters.text.Split('::')" },
  { rule: 'argument', code: "$Parameters.text.StartsWith('x')" },
  { rule: 'argument', code: '$Parameters.number.ToString()' },

  {
    rule: 'count',
    code: 'Get-CimInstance -ClassName Win32_Service -Property Name -ErrorAction Stop; $Parameters.list.refs.Count',
  },
  {
    rule: 'count',
    code: '$found = Get-CimInstance -ClassName Win32_Service -Property Name -ErrorAction Stop; $found.Count',
  },

  // Syntax that 5.1 does not have, or that nobody needs here
  { rule: 'node', code: '$true ? 1 : 2', newer: true },
  { rule: 'node', code: 'Get-ExecutionPolicy -ErrorAction Stop && 1', newer: true },
  { rule: 'node', code: 'Get-ExecutionPolicy -ErrorAction Stop || 1', newer: true },
  { rule: 'operator', code: '$null ?? 1', newer: true },
  { rule: 'null-conditional', code: '${Parameters}?.name', newer: true },
  { rule: 'null-conditional', code: '${Parameters}?[0]', newer: true },
  { rule: 'method', code: '$Parameters.Cast[int]()', newer: true },
  { rule: 'literal', code: '0b1', newer: true },
  { rule: 'literal', code: '1u', newer: true },
  { rule: 'literal', code: '1kb' },
  { rule: 'literal', code: '@{ $true = 1 }' },
  { rule: 'operator', code: "'a' -isplit 'b'" },
  { rule: 'operator', code: "'a' -as [int]" },
  { rule: 'node', code: 'exit 0' },
  { rule: 'node', code: 'trap { 1 }' },
  { rule: 'node', code: 'data { 1 }' },
  { rule: 'node', code: "switch -File 'C:\\x' { 1 { 2 } }" },
  { rule: 'node', code: 'do { 1 } while ($false)' },
  { rule: 'node', code: '$using:one' },
  { rule: 'node', code: 'class One { }' },
  { rule: 'loop', code: ':outer foreach ($one in 1) { continue outer }' },
  { rule: 'backtick', code: '"`e"' },
  { rule: 'backtick', code: 'Get-ExecutionPolicy `\n-ErrorAction Stop' },
  { rule: 'function-form', code: 'function Get-Inner { 1 }' },
  { rule: 'syntax', code: 'if (' },
];
