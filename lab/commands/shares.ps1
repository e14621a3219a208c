# Shares and security descriptors of the scenario behind Get-SmbShare and Get-Acl.

function Get-SmbShare {
    [CmdletBinding(DefaultParameterSetName = 'Query (default)', PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]]$Name, [Parameter(Position = 1)] [string[]]$ScopeName, [bool[]]$Special, [switch]$IncludeHidden,
        [bool[]]$Scoped, [bool[]]$ContinuouslyAvailable, [bool[]]$EncryptData, [object[]]$AvailabilityType, [uint32[]]$CaTimeout,
        [object[]]$CachingMode, [uint32[]]$ConcurrentUserLimit, [object[]]$FolderEnumerationMode, [object[]]$ShareState, [object]$SmbInstance,
        [object[]]$CimSession, [int]$ThrottleLimit, [switch]$AsJob
    )
    foreach ($parameter in $PSBoundParameters.Keys) {
        if ($parameter -notin 'Name', 'ScopeName', 'Special', 'IncludeHidden' -and $parameter -notin [System.Management.Automation.PSCmdlet]::CommonParameters) { throw (New-LabGap -Text ('Get-SmbShare -' + $parameter)) }
    }
    try {
        $namespace = Resolve-LabNamespace -Namespace 'root/Microsoft/Windows/Smb'
        foreach ($fault in $global:LabState.faults) {
            if ($fault.kind -cne 'share' -or $Name -notcontains $fault.subject) { continue }
            $exception = [Activator]::CreateInstance((Get-LabType -Name 'cim'), [object[]]@('Access is denied. ', [enum]::Parse((Get-LabType -Name 'code'), 'AccessDenied')))
            $exception.Data['LabErrorId'] = 'Windows System Error 5'
            throw $exception
        }
        $class = Get-LabClass -Namespace $namespace -Name 'MSFT_SmbShare'
        $shares = @(foreach ($row in @(Find-LabRow -Class $class -Condition $null -Shallow $false)) { ConvertTo-LabInstance -Row $row -Names $null -Lazy $true })
    } catch {
        $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Caught $_ -Target $Name))
        return
    }
    foreach ($wanted in $(if ($Name) { $Name } else { '*' })) {
        $found = @($shares | Where-Object { $_.Name -like $wanted -and (-not $ScopeName -or $ScopeName -contains $_.ScopeName) -and ($null -eq $Special -or $Special -contains $_.Special) })
        $found
        # Only a plain name that nothing has is an error; a pattern without a match is not.
        if ($found.Count -eq 0 -and -not [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($wanted)) {
            $exception = [Activator]::CreateInstance((Get-LabType -Name 'job'), [object[]]@("No MSFT_SmbShare objects found with property 'Name' equal to '" + $wanted + "'.  Verify the value of the property and retry."))
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new($exception, 'CmdletizationQuery_NotFound_Name', 'ObjectNotFound', $wanted))
        }
    }
}

function Get-Acl {
    [CmdletBinding(DefaultParameterSetName = 'ByPath')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ByPath')] [ValidateNotNullOrEmpty()] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'ByInputObject')] [psobject]$InputObject,
        [Parameter(ParameterSetName = 'ByLiteralPath')] [Alias('PSPath')] [ValidateNotNullOrEmpty()] [string[]]$LiteralPath,
        [switch]$Audit, [switch]$AllCentralAccessPolicies, [string]$Filter, [string[]]$Include, [string[]]$Exclude, [switch]$UseTransaction
    )
    process {
        foreach ($parameter in 'InputObject', 'Audit', 'AllCentralAccessPolicies', 'Filter', 'Include', 'Exclude', 'UseTransaction') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-Acl -' + $parameter)) } }
        foreach ($one in @(Select-LabPath -Path $Path -LiteralPath $LiteralPath)) {
            try {
                Assert-LabPathAllowed -Path $one
                $acl = $null
                foreach ($entry in $global:LabState.acls) { if ($entry.path.TrimEnd('\') -eq $one.TrimEnd('\')) { $acl = $entry } }
                if ($null -eq $acl) {
                    $native = Resolve-LabPath -Path $one
                    if ([System.IO.File]::Exists($native)) { throw (New-LabGap -Text ('the security descriptor of ' + $one)) }
                    $exception = [System.Management.Automation.ItemNotFoundException]::new("Cannot find path '" + $one + "' because it does not exist.")
                    $exception.Data['LabErrorId'] = 'GetAcl_PathNotFound_Exception'
                    throw $exception
                }
                $security = [pscustomobject]@{ Path = 'Microsoft.PowerShell.Core\FileSystem::' + $one; Sddl = $acl.sddl }
                $security.PSObject.TypeNames.Insert(0, 'System.Security.AccessControl.DirectorySecurity')
                $security
            } catch {
                $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Caught $_ -Target $one))
            }
        }
    }
}
