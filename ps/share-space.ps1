# The volume behind every share of a name: the one whose path is the longest beginning of the folder's.
function Read-ShareSpace {
    param($Parameters)
    $shares = @()
    try {
        $shares = @(Get-SmbShare -Name $Parameters.share -ErrorAction Stop)
    } catch {
        if ($_.FullyQualifiedErrorId -notlike 'CmdletizationQuery_NotFound*') { throw }
    }
    # IPC$ has no folder behind it.
    $shares = @($shares | Where-Object { $_.Path })
    if ($shares.Count -eq 0) { return @{ spaces = @() } }
    $volumes = @(Get-CimInstance -ClassName Win32_Volume -Property Name, Capacity, FreeSpace, QuotasEnabled -ErrorAction Stop)
    $rows = @(foreach ($share in $shares) {
        $folder = $share.Path
        if ($Parameters.path) { $folder = $folder.TrimEnd('\') + '\' + $Parameters.path }
        $behind = $null
        foreach ($volume in $volumes) {
            # A volume without a path has its GUID as name.
            $begins = ($folder.TrimEnd('\') + '\').StartsWith([string]$volume.Name, [StringComparison]::OrdinalIgnoreCase)
            if ($volume.Name -and $begins -and ($null -eq $behind -or $volume.Name.Length -gt $behind.Name.Length)) { $behind = $volume }
        }
        $found = $null -ne $behind
        @{
            scopeName = $share.ScopeName; folder = $folder; volume = $(if ($found) { $behind.Name }); capacity = $(if ($found) { $behind.Capacity })
            free = $(if ($found) { $behind.FreeSpace }); quotas = $(if ($found) { $behind.QuotasEnabled })
        }
    })
    @{ spaces = $rows }
}
