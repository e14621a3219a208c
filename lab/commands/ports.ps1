# The port functions over the scenario, and Get-ExecutionPolicy, which off Windows knows no policy.

# The faults of a path and of the folders that it lies in.
function Find-LabPathFault {
    param([string]$Path)
    $plain = $Path.TrimEnd('\')
    foreach ($fault in $global:LabState.pathFaults) {
        if ($plain -eq $fault.subject -or $plain.StartsWith($fault.subject + '\', [System.StringComparison]::OrdinalIgnoreCase)) { $fault }
    }
}

# Whether Windows was told to take paths of more than 259 characters, which it is not by default.
function Test-LabLongPath {
    foreach ($key in $global:LabState.registry) {
        if ($key.key -ne 'HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\FileSystem') { continue }
        foreach ($value in $key.values) { if ($value.name -eq 'LongPathsEnabled' -and [string]$value.data -ceq '1') { return $true } }
    }
    $false
}

# What stops a path on the simulated disk, thrown as .NET throws it on Windows.
function Assert-LabPathAllowed {
    param([string]$Path)
    $faults = @(Find-LabPathFault -Path $Path)
    if ($Path.TrimEnd('\').Length -ge 260 -and -not (Test-LabLongPath)) { $faults += @{ error = 'too-long' } }
    foreach ($fault in $faults) {
        if ($global:LabReadFaults -ccontains $fault.error) { continue }
        $exception = switch ($fault.error) {
            'denied' { [System.UnauthorizedAccessException]::new("Access to the path '" + $Path + "' is denied.") }
            'locked' { [System.IO.IOException]::new("The process cannot access the file '" + $Path + "' because it is being used by another process.", [int]0x80070020) }
            'too-long' { [System.IO.PathTooLongException]::new('The specified path, file name, or both are too long. The fully qualified file name must be less than 260 characters, and the directory name must be less than 248 characters.') }
            default { throw (New-LabGap -Text ('the fault ' + $fault.error + ' on a path')) }
        }
        $exception.Data['LabErrorId'] = $exception.GetType().FullName
        throw $exception
    }
}

# The path to open for a Windows path; what its faults do when it is read is told to the stream that will.
function Get-NativePath {
    param([string]$Path)
    # Asked for every file of a library: most hosts have no such fault.
    if ($global:LabState.pathFaults.Count -eq 0 -and $Path.Length -lt 260) { return Resolve-LabPath -Path $Path }
    Assert-LabPathAllowed -Path $Path
    $native = Resolve-LabPath -Path $Path
    foreach ($fault in Find-LabPathFault -Path $Path) {
        if ($global:LabReadFaults -ccontains $fault.error) { Set-LabBrokenFile -Native $native -Fault $fault.error }
    }
    $native
}

# Where a Windows path lies in the lab: drive and UNC to folders, each component found without regard to case.
function Resolve-LabPath {
    param([string]$Path)
    $folder = $null; $rest = ''
    if ($Path -match '^\\\\([^\\]+)\\([^\\]+)(\\.*)?$') {
        $server = $Matches[1]; $share = $Matches[2]; $rest = [string]$(if ($Matches.ContainsKey(3)) { $Matches[3] })
        foreach ($entry in $global:LabState.shares) {
            if ($entry.name -eq $share -and $global:LabState.names -contains $server) { return Get-NativePath -Path ($entry.path.TrimEnd('\') + $rest) }
        }
        throw [System.IO.IOException]::new("The network path was not found. : '" + $Path + "'", [int]0x80070035)
    }
    if ($Path -notmatch '^([A-Za-z]:)(\\.*)?$') { throw (New-LabGap -Text ('a path that names no drive and no share: ' + $Path)) }
    $drive = $Matches[1]; $rest = [string]$(if ($Matches.ContainsKey(2)) { $Matches[2] })
    foreach ($entry in $global:LabState.drives) { if ($entry.letter -eq $drive) { $folder = $entry.folder } }
    if ($null -eq $folder) { $folder = [System.IO.Path]::Combine($global:LabState.nowhere, $drive.Substring(0, 1)) }
    $parts = $rest.Split([char[]]'\', [System.StringSplitOptions]::RemoveEmptyEntries)
    $quick = [System.IO.Path]::Combine([string[]](@($folder) + $parts))
    if ([System.IO.File]::Exists($quick) -or [System.IO.Directory]::Exists($quick)) { return $quick }
    foreach ($part in $parts) {
        $next = [System.IO.Path]::Combine($folder, $part)
        if (-not [System.IO.File]::Exists($next) -and -not [System.IO.Directory]::Exists($next) -and [System.IO.Directory]::Exists($folder)) {
            foreach ($entry in [System.IO.Directory]::GetFileSystemEntries($folder)) {
                if ([System.IO.Path]::GetFileName($entry).Equals($part, [System.StringComparison]::OrdinalIgnoreCase)) { $next = $entry; break }
            }
        }
        $folder = $next
    }
    $folder
}

function Get-AccountSid {
    param([string]$Domain, [string]$Account)
    foreach ($entry in $global:LabState.accounts) {
        if ($entry.account -eq $Account -and $entry.domains -contains $Domain) { return $entry.sid }
    }
    if ($Domain -in 'NT AUTHORITY', 'NT SERVICE', 'BUILTIN') { throw (New-LabGap -Text ('the account ' + $Domain + '\' + $Account)) }
    # A method of .NET throws through PowerShell, which wraps it.
    $inner = [Activator]::CreateInstance((Get-LabType -Name 'unmapped'), [object[]]@('Some or all identity references could not be translated.'))
    throw [System.Management.Automation.MethodInvocationException]::new('Exception calling "Translate" with "1" argument(s): "' + $inner.Message + '"', $inner)
}

# Off Windows only programs of .NET have one; the scenario says it.
function Get-FileVersion {
    param([string]$Path)
    foreach ($file in $global:LabState.fileVersions) { if ($file.path -eq $Path) { return $file.version } }
    if (-not [System.IO.File]::Exists((Resolve-LabPath -Path $Path))) { throw [System.IO.FileNotFoundException]::new($Path) }
}

function Test-Elevation { $global:LabState.elevated }

function Get-ExecutionPolicy {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [object]$Scope, [switch]$List)
    if ($List -or $null -ne $Scope) { throw (New-LabGap -Text 'Get-ExecutionPolicy -Scope or -List') }
    [Microsoft.PowerShell.ExecutionPolicy]$global:LabState.executionPolicy
}

# Off Windows no file system says so; the scenario does.
function Get-EncryptedEntry {
    param($Entries)
    if (@($global:LabState.encryptedFiles).Count -eq 0) { return }
    $wanted = @(foreach ($path in $global:LabState.encryptedFiles) { Resolve-LabPath -Path $path })
    foreach ($entry in $Entries) { if ($wanted -ccontains $entry.FullName) { $entry } }
}
