# The content library on disk, as two snippets walk it. Reads only, never follows a link, never leaves the library.

# Library folder and the FileLib folders in the order in which they are searched, each once.
function Get-ContentLibraryLocation {
    $key = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\SMS\DP' -ErrorAction Stop
    if ($null -eq $key) { return @{ path = $null; fileLibs = @() } }
    $library = $key.PSObject.Properties['ContentLibraryPath']
    if ($null -eq $library -or -not $library.Value) { return @{ path = $null; fileLibs = @() } }
    $path = ([string]$library.Value).TrimEnd('\')
    $fileLibs = @($path + '\FileLib')
    $drives = $key.PSObject.Properties['ContentLibUsableDrives']
    if ($null -ne $drives) {
        foreach ($drive in ([string]$drives.Value).Split(',')) {
            if (-not $drive.Trim()) { continue }
            $candidate = $drive.Trim().TrimEnd('\') + '\SCCMContentLib\FileLib'
            if ($fileLibs -notcontains $candidate) { $fileLibs += $candidate }
        }
    }
    @{ path = $path; fileLibs = $fileLibs }
}

# Whether an error says that there is no such file or folder. Exists is never asked: it says false for what may not be
# seen, too, and what cannot be read is not absent.
function Test-Absence {
    param($ErrorRecord)
    (0x80070002, 0x80070003) -ccontains $ErrorRecord.Exception.GetBaseException().HResult
}

# The error fact of something in the library that is not read although Windows would: a link could lead out of it, and of
# a long file nothing may be concluded from a part.
function Get-Refusal {
    param([string]$Id, [string]$Message)
    @{ types = @(); hresults = @(); native = $null; id = $Id; message = $Message }
}

# Whether a path is a symbolic link or a junction. Throws where it cannot be looked at, or is not there.
function Test-Link {
    param([string]$Native)
    ([int][System.IO.File]::GetAttributes($Native) -band 0x400) -ne 0
}

# The bytes of a small file as text of one character a byte; null where there is no such file.
function Read-SmallFile {
    param([string]$Path)
    $stream = $null
    try {
        $native = Get-NativePath -Path $Path
        if (Test-Link -Native $native) { return @{ error = (Get-Refusal -Id 'Link' -Message 'it is a link, which is not followed') } }
        $stream = [System.IO.FileStream]::new($native, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]'ReadWrite, Delete')
        if ($stream.Length -gt 1048576) { return @{ error = (Get-Refusal -Id 'TooLong' -Message 'it is longer than 1 MiB') } }
        $buffer = [byte[]]::new($stream.Length)
        $filled = 0
        while ($filled -lt $buffer.Length) {
            $count = $stream.Read($buffer, $filled, $buffer.Length - $filled)
            if ($count -eq 0) { break }
            $filled += $count
        }
        @{ value = [System.Text.Encoding]::GetEncoding(28591).GetString($buffer, 0, $filled) }
    } catch {
        if (Test-Absence -ErrorRecord $_) { @{ value = $null } } else { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    } finally {
        if ($null -ne $stream) { $stream.Dispose() }
    }
}

# One path component that cannot lead out of its folder, and that is not read as another name or as a device.
function Test-PathComponent {
    param([string]$Name)
    $Name -cmatch '^[^\\/:*?"<>|\x00-\x1f]*[^\\/:*?"<>|\x00-\x1f. ]$' -and -not ($Name -match '^(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3])(\.|$)')
}

# The contents of a package: its INI and the names of its contents (key names of section Packages).
function Read-PackageContent {
    param([string]$Library, [string]$Package)
    if (-not (Test-PathComponent -Name $Package)) {
        return @{ ini = @{ error = (Get-Refusal -Id 'Name' -Message 'its id is no name of a file') }; refs = @() }
    }
    $ini = Read-SmallFile -Path ($Library + '\PkgLib\' + $Package + '.INI')
    $refs = @()
    if ($ini.ContainsKey('value') -and $null -ne $ini.value) {
        # A marked UTF-16 file shows a NUL between its characters here; a marked UTF-8 file, three odd characters.
        $section = ''
        foreach ($line in ($ini.value -creplace '\x00', '' -creplace '^(\xff\xfe|\xef\xbb\xbf)', '').Split([char]10)) {
            if ($line -cmatch '^\s*;') { continue }
            if ($line -cmatch '^\s*\[(.+)\]\s*$') { $section = $Matches[1]; continue }
            if ($section -eq 'Packages' -and $line -cmatch '^\s*([^=]+?)\s*=' -and (Test-PathComponent -Name $Matches[1])) { $refs += $Matches[1] }
        }
    }
    @{ ini = $ini; refs = $refs }
}

# Every entry of a content's mirror: folders, and files with the text of their INI. Emits one row an entry.
function Read-ContentMirror {
    param([string]$Library, [string]$Ref)
    $pending = [System.Collections.Generic.Stack[string]]::new()
    $pending.Push('')
    while ($pending.Count -gt 0) {
        $folder = $pending.Pop()
        try {
            $native = Get-NativePath -Path ($Library + '\DataLib\' + $Ref + '\' + $folder)
            # Folders below the top are looked at before they are pushed.
            if ($folder -eq '' -and (Test-Link -Native $native)) { @{ kind = 'link'; ref = $Ref; path = '' }; return }
            $entries = [System.IO.DirectoryInfo]::new($native).GetFileSystemInfos()
        } catch {
            if ($folder -eq '' -and (Test-Absence -ErrorRecord $_)) { return }
            @{ kind = 'unread'; ref = $Ref; path = $folder.TrimEnd('\'); error = (ConvertTo-ErrorFact -ErrorRecord $_) }
            continue
        }
        foreach ($entry in $entries) {
            $path = $folder + $entry.Name
            if (([int]$entry.Attributes -band 0x400) -ne 0) { @{ kind = 'link'; ref = $Ref; path = $path }; continue }
            if ($entry -is [System.IO.DirectoryInfo]) { @{ kind = 'folder'; ref = $Ref; path = $path }; $pending.Push($path + '\'); continue }
            @{ kind = 'file'; ref = $Ref; path = $path; ini = (Read-SmallFile -Path ($Library + '\DataLib\' + $Ref + '\' + $path)) }
        }
    }
}

# Every copy of a blob, by the FileLib folders in the order of the search: its size, or why it could not be looked at or
# must not be.
function Get-BlobCopy {
    param([string[]]$FileLibs, [string]$Blob)
    foreach ($fileLib in $FileLibs) {
        $folder = $fileLib + '\' + $Blob.Substring(0, 4)
        $path = $folder + '\' + $Blob
        try {
            # Asking for attributes says why it fails, which Exists and Length do not.
            $isLink = Test-Link -Native (Get-NativePath -Path $folder)
            $native = Get-NativePath -Path $path
            if ((Test-Link -Native $native) -or $isLink) {
                @{ path = $path; error = (Get-Refusal -Id 'Link' -Message 'it is a link, which is not followed') }
                continue
            }
            $file = [System.IO.FileInfo]::new($native)
            @{ path = $path; native = $native; size = $file.Length; modified = $file.LastWriteTimeUtc; error = $null }
        } catch {
            if (-not (Test-Absence -ErrorRecord $_)) { @{ path = $path; error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        }
    }
}

# The hash that a file INI names, in upper case; null where it names none.
function Get-BlobName {
    param([hashtable]$Ini)
    if (-not $Ini.ContainsKey('value') -or $null -eq $Ini.value) { return $null }
    if (($Ini.value -creplace '\x00', '') -match '(?m)^[^;\r\n]*?\bHash[ \t]*=[ \t]*([0-9A-Fa-f]{64})[ \t]*\r?$') { return $Matches[1].ToUpperInvariant() }
    $null
}
