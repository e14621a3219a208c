# The registry of the scenario behind Get-ItemProperty and Test-Path.

# Drive or provider form to HKEY_LOCAL_MACHINE\...; null for what is not the registry.
function Resolve-LabKey {
    param([string]$Path)
    $key = $Path -replace '^(Microsoft\.PowerShell\.Core\\)?Registry::', ''
    $key = $key -replace '^HKLM(:\\?|\\)', 'HKEY_LOCAL_MACHINE\' -replace '^HKCU(:\\?|\\)', 'HKEY_CURRENT_USER\'
    if ($key -notmatch '^HKEY_[A-Z_]+(\\|$)') { return $null }
    $key.TrimEnd('\')
}

function Assert-LabKeyAllowed {
    param([string]$Key)
    foreach ($fault in $global:LabState.faults) {
        if ($fault.kind -cne 'registry') { continue }
        if ($Key -ne $fault.subject -and -not $Key.StartsWith($fault.subject + '\', [System.StringComparison]::OrdinalIgnoreCase)) { continue }
        $exception = [System.Security.SecurityException]::new('Requested registry access is not allowed.')
        $exception.Data['LabErrorId'] = 'System.Security.SecurityException'
        throw $exception
    }
}

function Find-LabKey {
    param([string]$Key)
    foreach ($entry in $global:LabState.registry) { if ($entry.key -eq $Key) { return $entry } }
}

function ConvertTo-LabRegistryValue {
    param($Value)
    switch ($Value.type) {
        'dword' { return [int][long]$Value.data }
        'qword' { return [long]::Parse($Value.data, [cultureinfo]::InvariantCulture) }
        'multi' { return , [string[]]@($Value.data) }
        'binary' {
            $bytes = [byte[]]::new($Value.data.Length / 2)
            for ($i = 0; $i -lt $bytes.Length; $i++) { $bytes[$i] = [Convert]::ToByte($Value.data.Substring(2 * $i, 2), 16) }
            return , $bytes
        }
        default { return [string]$Value.data }
    }
}

# One path out of -Path or -LiteralPath; patterns are not simulated.
function Select-LabPath {
    param([string[]]$Path, [string[]]$LiteralPath)
    if ($LiteralPath) { return $LiteralPath }
    foreach ($one in $Path) { if ($one -match '[*?\[]') { throw (New-LabGap -Text ('the pattern ' + $one)) } }
    $Path
}

function Get-ItemProperty {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'Path')] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath')] [Alias('PSPath')] [string[]]$LiteralPath,
        [Parameter(Position = 1)] [Alias('PSProperty')] [string[]]$Name,
        [string]$Filter, [string[]]$Include, [string[]]$Exclude, [pscredential]$Credential, [switch]$UseTransaction
    )
    process {
        foreach ($parameter in 'Filter', 'Include', 'Exclude', 'Credential', 'UseTransaction') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-ItemProperty -' + $parameter)) } }
        foreach ($one in @(Select-LabPath -Path $Path -LiteralPath $LiteralPath)) {
            $key = Resolve-LabKey -Path $one
            if ($null -eq $key) { throw (New-LabGap -Text ('Get-ItemProperty outside the registry: ' + $one)) }
            try {
                Assert-LabKeyAllowed -Key $key
                $entry = Find-LabKey -Key $key
                if ($null -eq $entry) {
                    $exception = [System.Management.Automation.ItemNotFoundException]::new("Cannot find path '" + $one + "' because it does not exist.")
                    $exception.Data['LabErrorId'] = 'PathNotFound'
                    throw $exception
                }
                $values = [ordered]@{}
                foreach ($value in $entry.values) { if (-not $Name -or $Name -contains $value.name) { $values[$value.name] = ConvertTo-LabRegistryValue -Value $value } }
                foreach ($wanted in @($Name)) {
                    if (-not $wanted -or $values.Contains($wanted)) { continue }
                    $missing = [System.Management.Automation.PSArgumentException]::new('Property ' + $wanted + ' does not exist at path ' + $key + '.')
                    $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new($missing, 'System.Management.Automation.PSArgumentException', 'InvalidArgument', $key))
                }
                # A key without values gives nothing at all, on Windows too.
                if ($values.Count -eq 0) { continue }
                $values['PSPath'] = 'Microsoft.PowerShell.Core\Registry::' + $key
                $values['PSParentPath'] = 'Microsoft.PowerShell.Core\Registry::' + $key.Substring(0, [Math]::Max(0, $key.LastIndexOf('\')))
                $values['PSChildName'] = $key.Substring($key.LastIndexOf('\') + 1)
                $values['PSProvider'] = 'Microsoft.PowerShell.Core\Registry'
                [pscustomobject]$values
            } catch {
                $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Caught $_ -Target $one))
            }
        }
    }
}

function Test-Path {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'Path')] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath')] [Alias('PSPath')] [string[]]$LiteralPath,
        [string]$Filter, [string[]]$Include, [string[]]$Exclude, [string]$PathType, [switch]$IsValid,
        [pscredential]$Credential, [datetime]$OlderThan, [datetime]$NewerThan, [switch]$UseTransaction
    )
    process {
        foreach ($parameter in 'Filter', 'Include', 'Exclude', 'PathType', 'IsValid', 'Credential', 'OlderThan', 'NewerThan', 'UseTransaction') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Test-Path -' + $parameter)) } }
        foreach ($one in @(Select-LabPath -Path $Path -LiteralPath $LiteralPath)) {
            $key = Resolve-LabKey -Path $one
            try {
                if ($null -ne $key) {
                    Assert-LabKeyAllowed -Key $key
                    $null -ne (Find-LabKey -Key $key)
                } else {
                    $native = Get-NativePath -Path $one
                    [System.IO.File]::Exists($native) -or [System.IO.Directory]::Exists($native)
                }
            } catch {
                # Windows says false beside the error.
                $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Caught $_ -Target $one))
                $false
            }
        }
    }
}

# A key itself, as far as its keys and values are counted.
function Get-Item {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path')] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath')] [Alias('PSPath')] [string[]]$LiteralPath,
        [string]$Filter, [string[]]$Include, [string[]]$Exclude, [switch]$Force, [pscredential]$Credential, [switch]$UseTransaction, [string[]]$Stream
    )
    foreach ($parameter in 'Path', 'Filter', 'Include', 'Exclude', 'Force', 'Credential', 'UseTransaction', 'Stream') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-Item -' + $parameter)) } }
    foreach ($one in $LiteralPath) {
        $key = Resolve-LabKey -Path $one
        if ($null -eq $key) { throw (New-LabGap -Text ('Get-Item outside the registry: ' + $one)) }
        try {
            Assert-LabKeyAllowed -Key $key
            $entry = Find-LabKey -Key $key
            if ($null -eq $entry) {
                $exception = [System.Management.Automation.ItemNotFoundException]::new("Cannot find path '" + $one + "' because it does not exist.")
                $exception.Data['LabErrorId'] = 'PathNotFound'
                throw $exception
            }
            $below = @(foreach ($other in $global:LabState.registry) {
                if ($other.key.StartsWith($key + '\', [System.StringComparison]::OrdinalIgnoreCase) -and $other.key.IndexOf('\', $key.Length + 1) -eq -1) { $other.key.Substring($key.Length + 1) }
            })
            $found = [pscustomobject]@{ Name = $entry.key; SubKeyCount = $below.Count; ValueCount = @($entry.values).Count }
            $found.PSObject.Methods.Add([System.Management.Automation.PSScriptMethod]::new('GetSubKeyNames', { , [string[]]$below }.GetNewClosure()))
            $found.PSObject.TypeNames.Insert(0, 'Microsoft.Win32.RegistryKey')
            $found
        } catch {
            $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Caught $_ -Target $one))
        }
    }
}
