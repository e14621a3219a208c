/**
 * What a snippet may say. Whatever is not listed here or in its two neighbours is refused, and what is listed but used by no
 * snippet has to be taken out again: these lists are what can be said about ps/, not a wish. All names are compared with case.
 */

/** Classes of System.Management.Automation.Language. No class, trap, data section, workflow, chain, ternary or expandable string. */
export const nodeTypes: ReadonlySet<string> = new Set([
  // Structure
  ...['ScriptBlockAst', 'NamedBlockAst', 'ParamBlockAst', 'ParameterAst', 'FunctionDefinitionAst', 'StatementBlockAst'],
  // Statements
  ...[
    'IfStatementAst',
    'ForEachStatementAst',
    'ForStatementAst',
    'WhileStatementAst',
    'TryStatementAst',
    'CatchClauseAst',
  ],
  ...['BreakStatementAst', 'ContinueStatementAst', 'ReturnStatementAst', 'ThrowStatementAst', 'AssignmentStatementAst'],
  // Pipelines and commands
  ...['PipelineAst', 'CommandAst', 'CommandExpressionAst', 'CommandParameterAst'],
  // Expressions
  ...['BinaryExpressionAst', 'UnaryExpressionAst', 'ConvertExpressionAst', 'IndexExpressionAst', 'ParenExpressionAst'],
  ...['MemberExpressionAst', 'InvokeMemberExpressionAst', 'TypeExpressionAst', 'TypeConstraintAst', 'SubExpressionAst'],
  ...['ArrayExpressionAst', 'ArrayLiteralAst', 'HashtableAst', 'VariableExpressionAst', 'ConstantExpressionAst'],
  ...['StringConstantExpressionAst', 'ScriptBlockExpressionAst'],
]);

/** Members of TokenKind; I and C before a name: ignoring case and with case. */
export const operators: ReadonlySet<string> = new Set([
  ...['And', 'Or', 'Not', 'Band', 'Is', 'Join', 'Format', 'DotDot', 'Plus', 'Minus'],
  ...['Ieq', 'Ine', 'Igt', 'Ige', 'Ilt', 'Imatch', 'Ilike', 'Inotlike', 'Icontains', 'Inotcontains'],
  ...['Ccontains', 'Cmatch', 'Cnotmatch', 'Creplace'],
  // Assignment. PostfixPlusPlus and its like only on a variable.
  ...['Equals', 'PlusEquals', 'PostfixPlusPlus', 'PostfixMinusMinus'],
]);

/** How a string may be written. Here-strings could hide code from a reader; a double-quoted one must expand nothing. */
export const stringForms: ReadonlySet<string> = new Set(['SingleQuoted', 'DoubleQuoted', 'BareWord']);

/** Numbers as 5.1 knows them: the suffixes u, s, y, n and the prefix 0b came later. */
export const numberForm = /^(?:0x[0-9a-f]{1,8}|-?\d+(?:\.\d+)?)$/i;

/** Verbs that Windows PowerShell 5.1 approves of and that promise to change nothing. Get-Verb has 98 of them. */
export const readingVerbs: ReadonlySet<string> = new Set(['ConvertTo', 'Expand', 'Get', 'Read', 'Test']);

/** Own functions with a verb that is no reading one, each with the file that has it. */
export const otherVerbs: Readonly<Record<string, string>> = {
  // They open a request and write answer lines to standard output, and change two variables of their own.
  'Start-AnswerChannel': '_prelude.ps1',
  'Start-Answer': '_prelude.ps1',
  'Write-AnswerLine': '_prelude.ps1',
  'Write-AnswerItem': '_prelude.ps1',
  'Write-AnswerEnd': '_prelude.ps1',
  'Write-AnswerFailure': '_prelude.ps1',
  'Write-FactProgress': '_prelude.ps1',
};

/** Functions that src/transport calls and no snippet does. */
export const calledFromOutside: ReadonlySet<string> = new Set([
  ...[
    'Start-AnswerChannel',
    'Start-Answer',
    'Write-AnswerItem',
    'Write-AnswerEnd',
    'Write-AnswerFailure',
    'Expand-Literal',
  ],
]);

/** Variables that PowerShell sets, readable everywhere. Where `only` is given, just in these expressions. */
export const automaticVariables: Readonly<Record<string, { readonly only?: readonly string[] }>> = {
  null: {},
  true: {},
  false: {},
  _: {},
  Matches: {},
  PSVersionTable: { only: ['$PSVersionTable.PSEdition', '$PSVersionTable.PSVersion'] },
  // Its InvokeCommand could run text.
  ExecutionContext: { only: ['$ExecutionContext.SessionState.LanguageMode'] },
};

/** Readable variables on a drive. None can be assigned. */
export const driveVariables: ReadonlySet<string> = new Set(['env:COMPUTERNAME']);

/** The one assignment to a member, word for word: */
export const memberAssignments: Readonly<Record<string, readonly string[]>> = {
  // A PowerShell object of our own process is told which runspaces it may use; nothing outside the process changes.
  '_file-digest.ps1': ['$shell.RunspacePool = $pool'],
};

export interface AllowedCommand {
  /** What a parameter's value must be: literal text or a list of it, any expression, nothing, or a table of these keys. */
  readonly parameters: Readonly<Record<string, 'literal' | 'any' | 'switch' | readonly string[]>>;
  /** The one positional argument it may have: a script block. */
  readonly block?: boolean;
  /** Why it needs no -ErrorAction Stop. */
  readonly cannotFail?: string;
  /** The CIM class of what it returns. */
  readonly returns?: string;
  /** Not in PowerShell 7's own tables; 7 loads the module of Windows itself. */
  readonly windowsModule?: boolean;
}

const stop = { ErrorAction: 'literal' } as const;

/** Commands with the parameters that may be given. Every one of them only reads. */
export const commands: Readonly<Record<string, AllowedCommand>> = {
  'Get-CimInstance': {
    // No -Query: class and properties shall be readable here. No -CimSession, -ComputerName: no second hop.
    parameters: {
      ClassName: 'literal',
      Namespace: 'any',
      Filter: 'any',
      Property: 'literal',
      InputObject: 'any',
      ...stop,
    },
  },
  // What a class is, its methods included; it calls none.
  'Get-CimClass': { parameters: { ClassName: 'literal', Namespace: 'any', ...stop } },
  // Only the methods of cimMethods, which tell and change nothing.
  'Invoke-CimMethod': {
    parameters: {
      ClassName: 'literal',
      Namespace: 'any',
      InputObject: 'any',
      MethodName: 'literal',
      Arguments: ['PackageID', 'SourceVersion', 'ContentID', 'HashAlgID', 'PrecisionFactor', 'TaskSequencePackage'],
      ...stop,
    },
  },
  'Get-ItemProperty': { parameters: { LiteralPath: 'any', ...stop } },
  'Get-Item': { parameters: { LiteralPath: 'any', ...stop } },
  'Get-AppxPackage': {
    parameters: { AllUsers: 'switch', PackageTypeFilter: 'literal', ...stop },
    windowsModule: true,
  },
  'Get-AppxProvisionedPackage': { parameters: { Online: 'switch', ...stop }, windowsModule: true },
  'Get-Acl': { parameters: { LiteralPath: 'any', ...stop } },
  'Get-SmbShare': { parameters: { Name: 'any', ...stop }, returns: 'MSFT_SmbShare', windowsModule: true },
  'Get-LocalGroup': { parameters: stop, windowsModule: true },
  'Get-LocalGroupMember': { parameters: { SID: 'any', ...stop }, windowsModule: true },
  'Get-DfsnRootTarget': {
    parameters: { Path: 'any', ...stop },
    returns: 'MSFT_DfsNamespaceRootTarget',
    windowsModule: true,
  },
  'Get-DfsnFolder': { parameters: { Path: 'any', ...stop }, returns: 'MSFT_DfsNamespaceFolder', windowsModule: true },
  'Get-DfsnFolderTarget': {
    parameters: { Path: 'any', ...stop },
    returns: 'MSFT_DfsNamespaceFolderTarget',
    windowsModule: true,
  },
  'Get-WinEvent': {
    parameters: {
      FilterHashtable: ['LogName', 'ProviderName', 'Id', 'StartTime'],
      LogName: 'any',
      Oldest: 'switch',
      MaxEvents: 'any',
      ...stop,
    },
  },
  'Get-ExecutionPolicy': { parameters: stop },
  'ForEach-Object': {
    parameters: {},
    block: true,
    cannotFail: 'what fails is inside its block, which is our own code',
  },
  'Where-Object': { parameters: {}, block: true, cannotFail: 'what fails is inside its block, which is our own code' },
};

/** CIM classes that may be read; `embedded`: not asked for, found within another's property. */
export const cimClasses: Readonly<Record<string, { readonly embedded?: true }>> = {
  Win32_OperatingSystem: {},
  Win32_ComputerSystem: {},
  Win32_UserAccount: {},
  Win32_Group: {},
  Win32_Service: {},
  Win32_Process: {},
  MSFT_NetUDPEndpoint: {},
  SMS_ProviderLocation: {},
  SMS_SCI_SysResUse: {},
  SMS_EmbeddedProperty: { embedded: true },
  SMS_PackageBaseclass: {},
  SMS_BootImagePackage: {},
  SMS_PackageStatusDistPointsSummarizer: {},
  SMS_DPContentInfo: {},
  SMS_DistributionDPStatus: {},
  SMS_DistributionPointInfo: {},
  SMS_PackageToContent: {},
  SMS_TaskSequencePackage: {},
  SMS_TaskSequence_Reference: { embedded: true },
  SMS_TaskSequencePackageReference_Flat: {},
  SMS_TaskSequenceReferenceDps: {},
  SMS_PackagesInContLib: {},
  SMS_SCI_ClientComp: {},
  SMS_EmbeddedPropertyList: { embedded: true },
  SMS_Site: {},
  SMS_TaskSequence: { embedded: true },
  SMS_TaskSequence_Group: { embedded: true },
  SMS_TaskSequence_CaptureSystemImageAction: { embedded: true },
  SMS_TaskSequence_PrepareOSAction: { embedded: true },
  SMS_TaskSequence_PrepareSMSClientAction: { embedded: true },
  SMS_TaskSequence_SetVariableAction: { embedded: true },
  Win32_Share: {},
  Win32_Processor: {},
  Win32_PnPEntity: {},
  Win32_ServerFeature: {},
  Win32_Volume: {},
  MSFT_Disk: {},
  MSFT_Partition: {},
  Win32_EncryptableVolume: {},
  SoftwareLicensingService: {},
  RSOP_SecuritySettingBoolean: {},
};

/** CIM methods that may be called, by class: getters, documented with nothing that they change. */
export const cimMethods: Readonly<Record<string, readonly string[]>> = {
  SMS_TaskSequencePackage: ['GetPackageHash', 'GetPackageDefaultHash', 'GetContentHash', 'GetSequence'],
  Win32_EncryptableVolume: ['GetConversionStatus'],
};

/** Arguments of those methods that must be an instance which the same function has fetched whole, with its class. */
export const instanceArguments: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GetSequence: { TaskSequencePackage: 'SMS_TaskSequencePackage' },
};

/** Where whole instances are fetched instead of named properties, and why. */
export const wholeInstances: Readonly<Record<string, string>> = {
  'pxe-services.ps1 Win32_Service': 'naming DelayedAutoStart fails on a Windows that does not have it',
  'capture-sequence.ps1 SMS_TaskSequencePackage':
    'GetSequence takes the sequence out of the instance, where it is lazy',
  'capture-boot-image.ps1 SMS_BootImagePackage': 'ReferencedDrivers is lazy: only the instance itself has it',
  'task-sequence.ps1 SMS_TaskSequencePackage': 'BootImageID and References are lazy: only the instance itself has them',
};

/** Beyond the lists, file by file: */
export interface Extras {
  /** Statements outside any function, word for word. */
  readonly topLevel?: readonly string[];
  readonly scriptVariables?: readonly string[];
}

export const extras: Readonly<Record<string, Extras>> = {
  // Loaded once per session: strictness, silence, and what the open request is called.
  '_prelude.ps1': {
    topLevel: [
      'Set-StrictMode -Version 3.0',
      "$ErrorActionPreference = 'Stop'",
      "$ProgressPreference = 'SilentlyContinue'",
      '$script:AnswerMarker = $null',
      '$script:AnswerId = $null',
      '$script:AnswerAsObject = $false',
      '$script:AnswerItems = 0',
    ],
    scriptVariables: ['AnswerMarker', 'AnswerId', 'AnswerAsObject', 'AnswerItems'],
  },
};
