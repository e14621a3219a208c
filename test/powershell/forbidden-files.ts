import type { Forbidden } from './forbidden.ts';

const lawful = '# A case.\nfunction Read-Case {\n    param($Parameters)\n    $Parameters.one\n}\n';

/** Whole files. */
export const forbiddenFiles: readonly Forbidden[] = [
  { rule: 'bom', file: 'case.ps1', code: `\uFEFF${lawful}` },
  { rule: 'line-end', file: 'case.ps1', code: lawful.replaceAll('\n', '\r\n') },
  { rule: 'line-end', file: 'case.ps1', code: lawful.trimEnd() },
  { rule: 'tab', file: 'case.ps1', code: lawful.replace('    ', '\t') },
  { rule: 'ascii', file: 'case.ps1', code: lawful.replace('A case', 'Ein schöner Fall') },
  { rule: 'ascii', file: 'case.ps1', code: lawful.replace('.one', ".'one\u2019") },
  { rule: 'header', file: 'case.ps1', code: lawful.replace('# A case.\n', '') },
  { rule: 'length', file: 'case.ps1', code: lawful.replace('    $', `${'    1\n'.repeat(40)}    $`) },
  { rule: 'length', file: '_case.ps1', code: `# A case.\n${'# more\n'.repeat(200)}` },
  { rule: 'file-name', file: 'Case.ps1', code: lawful },
  { rule: 'function-name', file: 'other-case.ps1', code: lawful },
  { rule: 'function-name', file: 'case.ps1', code: lawful.replace('param($Parameters)', 'param($Given)') },
  { rule: 'function-name', file: 'case.ps1', code: `${lawful}function Expand-Literal { 1 }\n` },
  { rule: 'function-name', file: 'case.ps1', code: `${lawful}function Get-Acl { 1 }\n` },
  { rule: 'function-name', file: 'case.ps1', code: `${lawful}function Getacl { 1 }\n` },
  { rule: 'verb', file: 'case.ps1', code: `${lawful}function Set-Answer { 1 }\n` },
  { rule: 'verb', file: 'case.ps1', code: `${lawful}function Start-Answer { 1 }\n` },
  { rule: 'verb', file: 'case.ps1', code: `${lawful}function Fetch-Answer { 1 }\n` },
  { rule: 'unused-function', file: 'case.ps1', code: `${lawful}function Get-Nothing { Get-Nothing }\n` },
  { rule: 'top-level', file: 'case.ps1', code: `${lawful}Read-Case -Parameters 1\n` },
  { rule: 'top-level', file: 'case.ps1', code: `${lawful}Set-StrictMode -Version 3.0\n` },
  { rule: 'requires', file: 'case.ps1', code: `# A case.\n#requires -Modules SmbShare\n${lawful}` },
  { rule: 'node', file: 'case.ps1', code: `# A case.\nusing namespace System.IO\n${lawful}` },
  { rule: 'node', file: 'case.ps1', code: lawful.replace('param(', '[CmdletBinding()] param(') },
  { rule: 'node', file: 'case.ps1', code: lawful.replace('($Parameters)', '([ValidateScript({ 1 })]$Parameters)') },
  { rule: 'function-form', file: 'case.ps1', code: `${lawful}filter Get-One { 1 }\n` },
  { rule: 'function-form', file: 'case.ps1', code: `${lawful}function Get-One($One) { $One }\n` },
  { rule: 'function-form', file: 'case.ps1', code: `${lawful}function Get-One { process { 1 } }\n` },
  { rule: 'type', file: 'case.ps1', code: `${lawful}function Get-One { param([scriptblock]$One) $One }\n` },
];
