# Stand-ins for exception classes that come with Windows' CIM modules: same full names, built at load time, because the
# bare engine has no Add-Type and a PowerShell class cannot have a namespace.
function New-LabType {
    $name = [System.Reflection.AssemblyName]::new('Lab.WindowsTypes')
    $assembly = [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly($name, [System.Reflection.Emit.AssemblyBuilderAccess]::Run)
    $module = $assembly.DefineDynamicModule('Lab.WindowsTypes')
    $codes = $module.DefineEnum('Microsoft.Management.Infrastructure.NativeErrorCode', [System.Reflection.TypeAttributes]::Public, [int])
    $names = 'Ok', 'Failed', 'AccessDenied', 'InvalidNamespace', 'InvalidParameter', 'InvalidClass', 'NotFound', 'NotSupported', 'ClassHasChildren',
        'ClassHasInstances', 'InvalidSuperClass', 'AlreadyExists', 'NoSuchProperty', 'TypeMismatch', 'QueryLanguageNotSupported', 'InvalidQuery'
    for ($i = 0; $i -lt $names.Count; $i++) { [void]$codes.DefineLiteral($names[$i], $i) }
    $codeType = $codes.CreateTypeInfo().AsType()
    $op = [System.Reflection.Emit.OpCodes]

    $builder = $module.DefineType('Microsoft.Management.Infrastructure.CimException', [System.Reflection.TypeAttributes]::Public, [System.Exception])
    $field = $builder.DefineField('code', $codeType, [System.Reflection.FieldAttributes]::Private)
    $constructor = $builder.DefineConstructor([System.Reflection.MethodAttributes]::Public, [System.Reflection.CallingConventions]::Standard, [type[]]@([string], $codeType))
    $il = $constructor.GetILGenerator()
    $il.Emit($op::Ldarg_0); $il.Emit($op::Ldarg_1)
    $il.Emit($op::Call, [System.Exception].GetConstructor([type[]]@([string])))
    $il.Emit($op::Ldarg_0); $il.Emit($op::Ldarg_2); $il.Emit($op::Stfld, $field); $il.Emit($op::Ret)
    $getter = $builder.DefineMethod('get_NativeErrorCode', [System.Reflection.MethodAttributes]'Public, HideBySig, SpecialName', $codeType, [type]::EmptyTypes)
    $il = $getter.GetILGenerator()
    $il.Emit($op::Ldarg_0); $il.Emit($op::Ldfld, $field); $il.Emit($op::Ret)
    $property = $builder.DefineProperty('NativeErrorCode', [System.Reflection.PropertyAttributes]::None, $codeType, [type]::EmptyTypes)
    $property.SetGetMethod($getter)
    $cimException = $builder.CreateTypeInfo().AsType()

    $made = @{ code = $codeType; cim = $cimException }
    # .NET has the second one off Windows too, but only to say that it is not supported there.
    $plain = @{ job = 'Microsoft.PowerShell.Cmdletization.Cim.CimJobException'; unmapped = 'System.Security.Principal.IdentityNotMappedException'; eventlog = 'System.Diagnostics.Eventing.Reader.EventLogException'; localdenied = 'Microsoft.PowerShell.Commands.AccessDeniedException' }
    foreach ($key in $plain.Keys) {
        $base = $(if ($key -cin 'eventlog', 'localdenied') { [System.Exception] } else { [System.SystemException] })
        $builder = $module.DefineType($plain[$key], [System.Reflection.TypeAttributes]::Public, $base)
        $constructor = $builder.DefineConstructor([System.Reflection.MethodAttributes]::Public, [System.Reflection.CallingConventions]::Standard, [type[]]@([string]))
        $il = $constructor.GetILGenerator()
        $il.Emit($op::Ldarg_0); $il.Emit($op::Ldarg_1)
        $il.Emit($op::Call, $base.GetConstructor([type[]]@([string]))); $il.Emit($op::Ret)
        $made[$key] = $builder.CreateTypeInfo().AsType()
    }
    $made
}

# Made when the first error needs one: building them is a tenth of what a host costs.
$global:LabTypes = $null
function Get-LabType {
    param([string]$Name)
    if ($null -eq $global:LabTypes) { $global:LabTypes = New-LabType }
    $global:LabTypes[$Name]
}

# What the lab does not know must never look like an answer of Windows.
function New-LabGap {
    param([string]$Text)
    [System.NotImplementedException]::new('The lab does not simulate this: ' + $Text)
}

# A CIM error as Windows words it. Callers throw it; the command that was called writes it as its own.
function New-LabCimException {
    param([string]$Code)
    $known = @{
        '0x80041001' = 'Failed|Generic failure|Allgemeiner Fehler'
        '0x80041002' = 'NotFound|Not found|Nicht gefunden'
        '0x80041003' = 'AccessDenied|Access denied|Zugriff verweigert'
        '0x80041008' = 'InvalidParameter|Invalid parameter|Ung\u00fcltiger Parameter'
        '0x8004100e' = 'InvalidNamespace|Invalid namespace|Ung\u00fcltiger Namespace'
        '0x80041010' = 'InvalidClass|Invalid class|Ung\u00fcltige Klasse'
        '0x80041017' = 'InvalidQuery|Invalid query|Ung\u00fcltige Abfrage'
        '0x80070005' = 'AccessDenied|Access is denied.|Zugriff verweigert'
        '0x800706ba' = 'Failed|The RPC server is unavailable.|Der RPC-Server ist nicht verf\u00fcgbar.'
    }
    if (-not $known.ContainsKey($Code)) { throw (New-LabGap -Text ('CIM error ' + $Code)) }
    $name, $english, $german = [regex]::Unescape($known[$Code]).Split('|')
    $message = $(if ([cultureinfo]::CurrentUICulture.TwoLetterISOLanguageName -eq 'de') { $german } else { $english }) + ' '
    $exception = [Activator]::CreateInstance((Get-LabType -Name 'cim'), [object[]]@($message, [enum]::Parse((Get-LabType -Name 'code'), $name)))
    $exception.Data['LabErrorId'] = 'HRESULT ' + $Code
    $exception
}

# The error record for an exception that was thrown on purpose; anything else is thrown on.
function ConvertTo-LabErrorRecord {
    param($Caught, $Target)
    $exception = $Caught.Exception
    if (-not $exception.Data.Contains('LabErrorId')) { throw $exception }
    $id = [string]$exception.Data['LabErrorId']
    $category = switch -Wildcard ($id) {
        '*0x80041003' { 'PermissionDenied' } '*0x80070005' { 'PermissionDenied' } 'Windows System Error 5' { 'PermissionDenied' }
        '*0x8004100e' { 'ObjectNotFound' } '*0x80041002' { 'ObjectNotFound' } '*0x80041010' { 'MetadataError' } '*0x80041017' { 'InvalidArgument' }
        'System.Security.SecurityException' { 'PermissionDenied' } 'System.UnauthorizedAccessException' { 'PermissionDenied' }
        '*NotFound*' { 'ObjectNotFound' } default { 'NotSpecified' }
    }
    [System.Management.Automation.ErrorRecord]::new($exception, $id, [System.Management.Automation.ErrorCategory]$category, $Target)
}
