# The targets of the longest beginning of a path that DFS knows, at most 64 of them.

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

function Read-DfsTargets {
    param($Parameters)
    $parts = @($Parameters.path.Split('\') | Where-Object { $_ })
    $known = '\\' + $parts[0] + '\' + $parts[1]
    try {
        $targets = @(Get-DfsTarget -Path $known -Root $true)
    } catch [System.Management.Automation.CommandNotFoundException] {
        return @{ available = $false; namespacePath = $null; targets = @(); truncated = $false }
    }
    if ($targets.Count -eq 0) { return @{ available = $true; namespacePath = $null; targets = @(); truncated = $false } }
    for ($depth = $parts.Count; $depth -gt 2; $depth--) {
        $folder = '\\' + ($parts[0..($depth - 1)] -join '\')
        $below = @(Get-DfsTarget -Path $folder -Root $false)
        if ($below.Count -gt 0) { $known = $folder; $targets = $below; break }
    }
    $truncated = $targets.Count -gt 64
    if ($truncated) { $targets = @($targets[0..63]) }
    $rows = @(foreach ($target in $targets) {
        # The value, or its name where PowerShell shows that.
        $state = [string]$target.State
        $online = $(if ('Online', '4' -contains $state) { $true } elseif ('Offline', '3' -contains $state) { $false })
        @{ targetPath = $target.TargetPath; online = $online }
    })
    @{ available = $true; namespacePath = $known; targets = $rows; truncated = $truncated }
}
