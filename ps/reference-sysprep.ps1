# The state in which Setup and Sysprep left this Windows, and what the logs of Sysprep say of BitLocker, Appx packages,
# servicing and a run that failed. Longer than most: values and logs can fail alone.
function Read-ReferenceSysprep {
    param($Parameters)
    $os = Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime, LocalDateTime, WindowsDirectory -ErrorAction Stop
    $folder = $os.WindowsDirectory.TrimEnd('\') + '\System32\Sysprep\Panther\'
    $status = 'HKLM:\SYSTEM\Setup\Status'
    @{
        imageState = Read-RegistryValue -Key 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Setup\State' -Name 'ImageState'
        auditBoot = Read-RegistryValue -Key $status -Name 'AuditBoot'
        generalizationState = Read-RegistryValue -Key ($status + '\SysprepStatus') -Name 'GeneralizationState'
        cleanupState = Read-RegistryValue -Key ($status + '\SysprepStatus') -Name 'CleanupState'
        setupAct = Read-SetupLog -Path ($folder + 'setupact.log')
        setupErr = Read-SetupLog -Path ($folder + 'setuperr.log')
        bootTime = @{ value = $os.LastBootUpTime }
        aheadOfUtc = [int][TimeZoneInfo]::Local.GetUtcOffset($os.LocalDateTime).TotalMinutes
    }
}

# The last 200 lines that hold one of the phrases, of the last 4 MB; null where there is no such log.
function Read-SetupLog {
    param([string]$Path)
    try {
        $native = Get-NativePath -Path $Path
        if (-not (Test-FilePresence -Path $Path)) { return @{ value = $null } }
        $written = [System.IO.FileInfo]::new($native).LastWriteTimeUtc
        $part = Read-LogEnd -Native $native -Bytes 4194304
        $all = $part.text.Split([char]10)
        $isCut = $part.length -gt $part.filled
        $found = @(foreach ($line in $all) {
            if ($line -match 'BitLocker is on for the OS volume|80310039|was installed for a user, but not provisioned|Failed to remove apps for the current user|80073cf2|Audit mode can|800f0975|80070975|Not running DLLs|8007001f') {
                $text = $line -creplace '[\x00-\x08\x0a-\x1f\x7f-\x9f]', ' '
                if ($text.Length -gt 1000) { $text.Substring(0, 1000) } else { $text.TrimEnd(' ') }
            }
        })
        $isMore = $found.Count -gt 200
        if ($isMore) { $found = @($found[-200..-1]) }
        @{ value = @{ path = $Path; lastWriteTime = $written; lines = $found; truncated = $isCut -or $isMore } }
    } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
}
