# Get-AppxPackage and Get-AppxProvisionedPackage over $global:LabState.appx, which is null where Windows has no such commands.

# Enumerations of Windows' own metadata, which .NET knows nothing of off Windows.
$global:LabAppxTypes = $null
function Get-LabAppxType {
    param([string]$Name)
    if ($null -eq $global:LabAppxTypes) {
        $assembly = [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly([System.Reflection.AssemblyName]::new('Lab.AppxTypes'), [System.Reflection.Emit.AssemblyBuilderAccess]::Run)
        $module = $assembly.DefineDynamicModule('Lab.AppxTypes')
        $global:LabAppxTypes = @{}
        foreach ($type in @(
            @{ key = 'signature'; name = 'Windows.ApplicationModel.PackageSignatureKind'; values = @{ None = 0; Developer = 1; Enterprise = 2; Store = 3; System = 4 } }
            @{ key = 'state'; name = 'Windows.Management.Deployment.PackageInstallState'; values = @{ NotInstalled = 0; Staged = 1; Installed = 2; Paused = 6 } }
            @{ key = 'architecture'; name = 'Windows.System.ProcessorArchitecture'; values = @{ X86 = 0; X64 = 9; Neutral = 11; Arm64 = 12 } }
        )) {
            $builder = $module.DefineEnum($type.name, [System.Reflection.TypeAttributes]::Public, [int])
            foreach ($value in $type.values.GetEnumerator()) { [void]$builder.DefineLiteral($value.Key, [int]$value.Value) }
            $global:LabAppxTypes[$type.key] = $builder.CreateTypeInfo().AsType()
        }
    }
    $global:LabAppxTypes[$Name]
}

# A Windows without Appx has no such command, which PowerShell says itself.
function Assert-LabAppx {
    param([string]$Name)
    if ($null -ne $global:LabState.appx) { return }
    $exception = [System.Management.Automation.CommandNotFoundException]::new("The term '" + $Name + "' is not recognized as the name of a cmdlet, function, script file, or operable program.")
    throw [System.Management.Automation.ErrorRecord]::new($exception, 'CommandNotFoundException', 'ObjectNotFound', $Name)
}

# Get-AppxPackage and Get-AppxProvisionedPackage fail as a whole on a host whose faults name them as a class.
function Assert-LabAppxAllowed {
    param([string]$Name)
    foreach ($fault in $global:LabState.faults) {
        if ($fault.kind -cne 'class' -or $fault.subject -ne $Name) { continue }
        if ($fault.error -ceq 'hangs') { [System.Threading.Thread]::Sleep([System.Threading.Timeout]::Infinite) }
        throw (New-LabGap -Text ('the fault ' + $fault.error + ' of ' + $Name))
    }
}

# Since Windows 10 a package says what signed it and whether it may be removed; before that, nothing.
function Test-LabModernAppx {
    foreach ($row in $global:LabState.instances) {
        if ($row.class -eq 'Win32_OperatingSystem') { return [int]$row.values['BuildNumber'] -ge 10240 }
    }
    throw (New-LabGap -Text 'Appx packages of a Windows that does not say which it is')
}

function Get-AppxPackage {
    [CmdletBinding()]
    param(
        [switch]$AllUsers,
        [ValidateSet('None', 'Main', 'Framework', 'Resource', 'Bundle', 'Xap', 'Optional', 'All')] [string[]]$PackageTypeFilter,
        [Parameter(Position = 0)] [string]$Name, [Parameter(Position = 1)] [string]$Publisher, [string]$User, [object]$Volume
    )
    Assert-LabAppx -Name 'Get-AppxPackage'
    foreach ($parameter in 'Name', 'Publisher', 'User', 'Volume') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-AppxPackage -' + $parameter)) } }
    if (-not $AllUsers) { throw (New-LabGap -Text 'Get-AppxPackage of one user') }
    $wanted = $(if ($PackageTypeFilter) { $PackageTypeFilter } else { 'Main', 'Framework', 'Resource' })
    foreach ($kind in $wanted) { if ($kind -notin 'Main', 'Framework', 'Resource', 'Bundle') { throw (New-LabGap -Text ('Get-AppxPackage -PackageTypeFilter ' + $kind)) } }
    Assert-LabAppxAllowed -Name 'Get-AppxPackage'
    if (-not $global:LabState.elevated) {
        $exception = [System.UnauthorizedAccessException]::new('Access is denied. (Exception from HRESULT: 0x80070005 (E_ACCESSDENIED))')
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, 'System.UnauthorizedAccessException', 'PermissionDenied', $null))
    }
    $modern = Test-LabModernAppx
    foreach ($package in $global:LabState.appx.packages) {
        $kind = $(if ($package.bundle) { 'Bundle' } elseif ($package.framework) { 'Framework' } elseif ($package.resource) { 'Resource' } else { 'Main' })
        if ($wanted -notcontains $kind) { continue }
        $values = [ordered]@{
            Name = $package.name; PublisherId = $package.publisherId; ResourceId = $package.resourceId; Version = $package.version
            Architecture = [enum]::Parse((Get-LabAppxType -Name 'architecture'), $package.architecture)
            PackageFullName = $package.fullName; PackageFamilyName = $package.name + '_' + $package.publisherId
            InstallLocation = 'C:\Program Files\WindowsApps\' + $package.fullName
            IsFramework = [bool]$package.framework; IsResourcePackage = [bool]$package.resource; IsBundle = [bool]$package.bundle
            PackageUserInformation = [System.Collections.Generic.List[object]]@(foreach ($holder in $package.users) {
                [pscustomobject]@{ UserSecurityId = $holder.sid; InstallState = [enum]::Parse((Get-LabAppxType -Name 'state'), $holder.state) }
            })
        }
        if ($modern) {
            $values['NonRemovable'] = [bool]$package.nonRemovable
            $values['SignatureKind'] = [enum]::Parse((Get-LabAppxType -Name 'signature'), $package.signature)
        }
        $found = [pscustomobject]$values
        $found.PSObject.TypeNames.Insert(0, 'Microsoft.Windows.Appx.PackageManager.Commands.AppxPackage')
        $found
    }
}

function Get-AppxProvisionedPackage {
    [CmdletBinding()]
    param(
        [switch]$Online, [string]$Path, [string]$WindowsDirectory, [string]$SystemDrive, [string]$LogPath, [string]$ScratchDirectory, [object]$LogLevel
    )
    Assert-LabAppx -Name 'Get-AppxProvisionedPackage'
    foreach ($parameter in 'Path', 'WindowsDirectory', 'SystemDrive', 'LogPath', 'ScratchDirectory', 'LogLevel') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-AppxProvisionedPackage -' + $parameter)) } }
    if (-not $Online) { throw (New-LabGap -Text 'Get-AppxProvisionedPackage of an image') }
    Assert-LabAppxAllowed -Name 'Get-AppxProvisionedPackage'
    if (-not $global:LabState.elevated) {
        $exception = [System.Runtime.InteropServices.COMException]::new('The requested operation requires elevation.', [int]0x800702E4)
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, 'Microsoft.Dism.Commands.GetAppxProvisionedPackageCommand', 'NotSpecified', $null))
    }
    foreach ($package in $global:LabState.appx.provisioned) {
        $found = [pscustomobject]@{
            DisplayName = $package.name; PackageName = $package.fullName; Version = $package.version; Architecture = [uint32]$package.architecture
            ResourceId = $package.resourceId; PublisherId = $package.publisherId; Regions = 'all'
        }
        $found.PSObject.TypeNames.Insert(0, 'Microsoft.Dism.Commands.AppxPackageObject')
        $found
    }
}
