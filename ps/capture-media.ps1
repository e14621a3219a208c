# The files of the capture media that no FAT32 can hold. Looks at 50,000 entries and for 30 seconds at most, and follows no
# link. A path that names a file, such as an image of a disc, has no files in it. Longer than most: it
# walks folders, and what stops it on the way is told.
function Read-CaptureMedia {
    param($Parameters)
    $root = ([string]$Parameters.path).TrimEnd('\') + '\'
    $none = @{ present = $false; fileSystem = $null; large = @(); truncated = $false }
    $pending = [System.Collections.Generic.Stack[string]]::new()
    try {
        if (([int][System.IO.File]::GetAttributes((Get-NativePath -Path $root)) -band 0x10) -ne 0) { $pending.Push($root) }
    } catch {
        if (Test-Absence -ErrorRecord $_) { return $none }
        throw
    }
    $large = [System.Collections.Generic.List[object]]::new()
    $seen = 0; $truncated = $false
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($pending.Count -gt 0) {
        if ($seen -ge 50000 -or $clock.ElapsedMilliseconds -ge 30000) { $truncated = $true; break }
        $folder = $pending.Pop()
        # What cannot be looked into may hold what is looked for.
        try { $entries = @([System.IO.DirectoryInfo]::new((Get-NativePath -Path $folder)).GetFileSystemInfos()) } catch { $truncated = $true; continue }
        $seen += $entries.Count
        foreach ($entry in $entries) {
            if (([int]$entry.Attributes -band 0x400) -ne 0) { continue }
            if ($entry -is [System.IO.DirectoryInfo]) { $pending.Push($folder + $entry.Name + '\') }
            elseif ($entry.Length -gt 4294967295) {
                if ($large.Count -lt 20) { $large.Add(@{ path = $folder + $entry.Name; bytes = $entry.Length }) } else { $truncated = $true }
            }
        }
    }
    @{ present = $true; fileSystem = Get-MediaFileSystem -Root $root; large = $large; truncated = $truncated }
}

# The file system of the drive; null where there is no drive or Windows does not say.
function Get-MediaFileSystem {
    param([string]$Root)
    if ($Root -notlike '[A-Za-z]:\*') { return $null }
    try {
        $filter = 'DriveLetter=' + (ConvertTo-WqlString -Text $Root.Substring(0, 2))
        $volumes = @(Get-CimInstance -ClassName Win32_Volume -Filter $filter -Property FileSystem -ErrorAction Stop)
        if ($volumes.Count -gt 0) { $volumes[0].FileSystem }
    } catch { $null }
}
