# The targets of the longest beginning of a path that DFS knows, at most 14 folders below the root and 64 targets.
# Longer than most: three commands, each of which may know nothing of the path.

# Rows of the targets; nothing where DFS knows no such root or folder.
function Get-DfsTarget {
    param([string]$Path, [bool]$Root)
    try {
        if ($Root) { Get-DfsnRootTarget -Path $Path -ErrorAction Stop } else { Get-DfsnFolderTarget -Path $Path -ErrorAction Stop }
    } catch {
        $fact = ConvertTo-ErrorFact -ErrorRecord $_
        if ($fact.native -ne 'NotFound') { throw }
    }
}

# The value, or its name where PowerShell shows that; null for one that is not documented.
function Test-DfsOnline {
    param([string]$State)
    if ('Online', '4' -contains $State) { $true } elseif ('Offline', '3' -contains $State) { $false }
}

function Read-DfsTargets {
    param($Parameters)
    $parts = @($Parameters.path.Split('\') | Where-Object { $_ })
    $known = '\\' + $parts[0] + '\' + $parts[1]
    try {
        $targets = @(Get-DfsTarget -Path $known -Root $true)
    } catch [System.Management.Automation.CommandNotFoundException] {
        return @{ available = $false; namespacePath = $null; online = $null; targets = @(); truncated = $false }
    }
    if ($targets.Count -eq 0) { return @{ available = $true; namespacePath = $null; online = $null; targets = @(); truncated = $false } }
    $online = $null
    # The image is no folder.
    $folders = $(if ($parts[-1] -like '*.wim') { $parts.Count - 1 } else { $parts.Count })
    $truncated = $folders -gt 16
    for ($depth = [Math]::Min($folders, 16); $depth -gt 2; $depth--) {
        $folder = '\\' + ($parts[0..($depth - 1)] -join '\')
        $below = @(Get-DfsTarget -Path $folder -Root $false)
        if ($below.Count -eq 0) { continue }
        $known = $folder; $targets = $below; $truncated = $false
        $entry = Get-DfsnFolder -Path $folder -ErrorAction Stop
        $online = Test-DfsOnline -State ([string]$entry.State)
        break
    }
    if ($targets.Count -gt 64) { $truncated = $true; $targets = @($targets[0..63]) }
    $rows = @(foreach ($target in $targets) {
        @{ targetPath = $target.TargetPath; online = (Test-DfsOnline -State ([string]$target.State)) }
    })
    @{ available = $true; namespacePath = $known; online = $online; targets = $rows; truncated = $truncated }
}
