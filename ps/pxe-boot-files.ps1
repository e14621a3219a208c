# What WDS and SMSPXE hand out: names of files in the folder behind the share REMINST. Longer than most: three parts, each
# read on its own, so that one that may not be seen does not hide the others.

# The entries of a folder; null where there is no such folder.
function Get-FolderEntry {
    param([string]$Path)
    try {
        @{ list = @([System.IO.DirectoryInfo]::new((Get-NativePath -Path $Path)).GetFileSystemInfos()) }
    } catch {
        if (-not (Test-Absence -ErrorRecord $_)) { throw }
        @{ list = $null }
    }
}

# Files by their path within a folder, three levels deep, 1,000 at most. Null where there is no such folder.
function Get-BootFile {
    param([string]$Path)
    $files = [System.Collections.Generic.List[string]]::new()
    $pending = [System.Collections.Generic.Stack[object]]::new()
    $pending.Push(@{ within = ''; level = 1 })
    while ($pending.Count -gt 0) {
        $folder = $pending.Pop()
        $entries = Get-FolderEntry -Path ($Path + '\' + $folder.within).TrimEnd('\')
        if ($null -eq $entries.list) {
            if ($folder.level -eq 1) { return $null }
            continue
        }
        foreach ($entry in $entries.list) {
            if ($entry -is [System.IO.DirectoryInfo]) {
                if ($folder.level -lt 3) { $pending.Push(@{ within = $folder.within + $entry.Name + '\'; level = $folder.level + 1 }) }
                continue
            }
            if ($files.Count -ge 1000) { return @{ files = $files; truncated = $true } }
            $files.Add($folder.within + $entry.Name)
        }
    }
    @{ files = $files; truncated = $false }
}

# The folders of packages below SMSImages with the images in each, 1,000 at most. Null where there is no such folder.
function Get-BootImageFile {
    param([string]$Path)
    $packages = Get-FolderEntry -Path $Path
    if ($null -eq $packages.list) { return @{ value = $null } }
    $images = @()
    foreach ($package in $packages.list) {
        if (-not ($package -is [System.IO.DirectoryInfo])) { continue }
        if ($images.Count -ge 1000) { break }
        $entries = Get-FolderEntry -Path ($Path + '\' + $package.Name)
        $files = @(foreach ($entry in @($entries.list)) { if ($null -ne $entry -and $entry.Name -match '\.wim$') { $entry.Name } })
        $images += @{ package = $package.Name; files = @(if ($files.Count -gt 1000) { $files[0..999] } else { $files }) }
    }
    @{ value = $images }
}

function Read-PxeBootFiles {
    param($Parameters)
    $path = $null
    try {
        foreach ($share in @(Get-SmbShare -Name 'REMINST' -ErrorAction Stop)) { if ($share.Path) { $path = $share.Path.TrimEnd('\') } }
    } catch {
        if ($_.FullyQualifiedErrorId -notlike 'CmdletizationQuery_NotFound*') { throw }
    }
    $folders = @{ value = $null }; $bootFiles = @{ value = $null }; $images = @{ value = $null }
    if ($null -ne $path) {
        try {
            $entries = Get-FolderEntry -Path $path
            if ($null -ne $entries.list) {
                $names = @(foreach ($entry in $entries.list) { if ($entry -is [System.IO.DirectoryInfo]) { $entry.Name } })
                $folders = @{ value = @(if ($names.Count -gt 1000) { $names[0..999] } else { $names }) }
            }
        } catch { $folders = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        try { $bootFiles = @{ value = (Get-BootFile -Path ($path + '\SMSBoot')) } } catch { $bootFiles = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        try { $images = Get-BootImageFile -Path ($path + '\SMSImages') } catch { $images = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    }
    @{ path = $path; folders = $folders; bootFiles = $bootFiles; images = $images }
}
