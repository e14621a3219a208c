# Get-DfsnRootTarget, Get-DfsnFolder and Get-DfsnFolderTarget over $global:LabState.dfs, which is null where Windows has no such commands.

function Find-LabDfs {
    param([string]$Name, [string]$Path, [bool]$Root)
    if ($null -eq $global:LabState.dfs) {
        $exception = [System.Management.Automation.CommandNotFoundException]::new("The term '" + $Name + "' is not recognized as the name of a cmdlet, function, script file, or operable program.")
        throw [System.Management.Automation.ErrorRecord]::new($exception, 'CommandNotFoundException', 'ObjectNotFound', $Name)
    }
    foreach ($entry in $global:LabState.dfs.folders) { if ($entry.path -eq $Path -and $entry.root -eq $Root) { return $entry } }
    # Where a namespace is not known, the error is documented for a path of the domain; for one of a server nobody tells it.
    $parts = @($Path.Split([char]'\', [System.StringSplitOptions]::RemoveEmptyEntries))
    if ($global:LabState.dfs.domains -notcontains $parts[0]) { throw (New-LabGap -Text ($Name + ' of a path that is in no domain: ' + $Path)) }
    if ($parts.Count -lt 2 -or ($Root -and $parts.Count -ne 2) -or (-not $Root -and $parts.Count -lt 3)) { throw (New-LabGap -Text ($Name + ' of ' + $Path)) }
    @{ error = 'not-found'; targets = @() }
}

# The results of MSFT_DfsNamespace... that have been seen: MI RESULT 2 and MI RESULT 6, and their texts.
function New-LabDfsError {
    param([string]$Error_, [string]$Class)
    $text, $code, $id, $category = $(if ($Error_ -ceq 'denied') { 'Access to a CIM resource was not available to the client.', 'AccessDenied', 'MI RESULT 2', 'PermissionDenied' } else { 'The requested object could not be found.', 'NotFound', 'MI RESULT 6', 'ObjectNotFound' })
    $exception = [Activator]::CreateInstance((Get-LabType -Name 'cim'), [object[]]@($text, [enum]::Parse((Get-LabType -Name 'code'), $code)))
    [System.Management.Automation.ErrorRecord]::new($exception, $id, [System.Management.Automation.ErrorCategory]$category, $Class)
}

function ConvertTo-LabDfsTarget {
    param($Entry, [string]$Class)
    foreach ($target in $Entry.targets) {
        $row = [pscustomobject]@{ NamespacePath = $Entry.path; TargetPath = $target.path; State = $target.state; ReferralPriorityClass = 'sitecost-normal'; ReferralPriorityRank = [uint32]0; PSComputerName = $null }
        $row.PSObject.TypeNames.Insert(0, 'Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/DFSN/' + $Class)
        $row
    }
}

function Get-DfsnRootTarget {
    [CmdletBinding(PositionalBinding = $false)]
    param([Parameter(Mandatory, Position = 0)] [string]$Path, [Parameter(Position = 1)] [string]$TargetPath, [object[]]$CimSession, [int]$ThrottleLimit, [switch]$AsJob)
    foreach ($parameter in 'TargetPath', 'CimSession', 'ThrottleLimit', 'AsJob') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-DfsnRootTarget -' + $parameter)) } }
    $entry = Find-LabDfs -Name 'Get-DfsnRootTarget' -Path $Path -Root $true
    if ($entry.error) { $PSCmdlet.WriteError((New-LabDfsError -Error_ $entry.error -Class 'MSFT_DfsNamespaceRootTarget')); return }
    ConvertTo-LabDfsTarget -Entry $entry -Class 'MSFT_DfsNamespaceRootTarget'
}

function Get-DfsnFolder {
    [CmdletBinding(PositionalBinding = $false)]
    param([Parameter(Mandatory, Position = 0)] [string]$Path, [object[]]$CimSession, [int]$ThrottleLimit, [switch]$AsJob)
    foreach ($parameter in 'CimSession', 'ThrottleLimit', 'AsJob') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-DfsnFolder -' + $parameter)) } }
    if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($Path)) { throw (New-LabGap -Text ('Get-DfsnFolder of a pattern: ' + $Path)) }
    $entry = Find-LabDfs -Name 'Get-DfsnFolder' -Path $Path -Root $false
    if ($entry.error) { $PSCmdlet.WriteError((New-LabDfsError -Error_ $entry.error -Class 'MSFT_DfsNamespaceFolder')); return }
    $row = [pscustomobject]@{ NamespacePath = $entry.path; State = $entry.state; TimeToLive = [uint32]1800; Flags = [uint32]0; Description = ''; PSComputerName = $null }
    $row.PSObject.TypeNames.Insert(0, 'Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/DFSN/MSFT_DfsNamespaceFolder')
    $row
}

function Get-DfsnFolderTarget {
    [CmdletBinding(PositionalBinding = $false)]
    param([Parameter(Mandatory, Position = 0)] [string]$Path, [Parameter(Position = 1)] [string]$TargetPath, [object[]]$CimSession, [int]$ThrottleLimit, [switch]$AsJob)
    foreach ($parameter in 'TargetPath', 'CimSession', 'ThrottleLimit', 'AsJob') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-DfsnFolderTarget -' + $parameter)) } }
    $entry = Find-LabDfs -Name 'Get-DfsnFolderTarget' -Path $Path -Root $false
    if ($entry.error) { $PSCmdlet.WriteError((New-LabDfsError -Error_ $entry.error -Class 'MSFT_DfsNamespaceFolderTarget')); return }
    ConvertTo-LabDfsTarget -Entry $entry -Class 'MSFT_DfsNamespaceFolderTarget'
}
