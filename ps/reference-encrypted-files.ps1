# Encrypted files below the profiles and the other folders of the fixed volumes, but for those of Windows and of programs.
# Looks at 200,000 entries and for 30 seconds at most, and follows no link.
function Read-ReferenceEncryptedFiles {
    param($Parameters)
    $windows = Get-WindowsFolder
    $left = @($windows, 'Program Files', 'Program Files (x86)', '$Recycle.Bin', 'System Volume Information', 'Recovery', '$WinREAgent')
    $pending = [System.Collections.Generic.Stack[string]]::new()
    $system = $windows.Substring(0, 3)
    foreach ($volume in @(Get-CimInstance -ClassName Win32_Volume -Filter 'DriveType=3' -Property DriveLetter -ErrorAction Stop)) {
        if ($volume.DriveLetter -and $volume.DriveLetter + '\' -ne $system) { $pending.Push($volume.DriveLetter + '\') }
    }
    # What is on the stack last is looked at first: the volume of Windows, and there the profiles.
    $pending.Push($system)
    $files = [System.Collections.Generic.List[object]]::new()
    $seen = 0; $count = 0; $unread = 0; $truncated = $false
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($pending.Count -gt 0) {
        if ($seen -ge 200000 -or $clock.ElapsedMilliseconds -ge 30000) { $truncated = $true; break }
        $folder = $pending.Pop()
        $isRoot = $folder.Length -eq 3
        try { $entries = @([System.IO.DirectoryInfo]::new((Get-NativePath -Path $folder)).GetFileSystemInfos()) } catch { $unread++; continue }
        $seen += $entries.Count
        foreach ($entry in @(Get-EncryptedEntry -Entries $entries)) {
            if ($entry -is [System.IO.DirectoryInfo]) { continue }
            $count++
            if ($files.Count -lt 20) { $files.Add($folder + $entry.Name) }
        }
        $profiles = $null
        foreach ($entry in $entries) {
            if (-not ($entry -is [System.IO.DirectoryInfo]) -or ([int]$entry.Attributes -band 0x400) -ne 0) { continue }
            $path = $folder + $entry.Name
            if ($isRoot -and ($left -contains $entry.Name -or $left -contains $path)) { continue }
            if ($isRoot -and $entry.Name -eq 'Users') { $profiles = $path + '\' } else { $pending.Push($path + '\') }
        }
        if ($null -ne $profiles) { $pending.Push($profiles) }
    }
    @{ files = $files; count = $count; unread = $unread; truncated = $truncated }
}
