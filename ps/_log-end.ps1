# The ends of the logs of Configuration Manager, for the snippets that look for something in one. A log is found, opened while
# its writer has it, and may be huge or no text at all.

# A file as it stands there, or why it could not be looked at; nothing where there is none.
function Get-LogFile {
    param([string]$Path)
    $row = @{ path = $Path; native = $null; bytes = [long]0; lastWriteTime = $null; readBytes = 0; records = $null; truncated = $false }
    try {
        $row['native'] = Get-NativePath -Path $Path
        # Says why it fails, which Exists does not.
        [void][System.IO.File]::GetAttributes($row.native)
        $file = [System.IO.FileInfo]::new($row.native)
        $row['bytes'] = $file.Length
        $row['lastWriteTime'] = $file.LastWriteTimeUtc
    } catch {
        if (Test-Absence -ErrorRecord $_) { return }
        $row['records'] = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
    }
    $row
}

# The end of a file as text: UTF-16 where it begins like that, else one character a byte, for what is looked for is ASCII.
function Read-LogEnd {
    param([string]$Native, [long]$Bytes)
    $stream = [System.IO.FileStream]::new($Native, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]'ReadWrite, Delete')
    try {
        $length = $stream.Length
        $mark = [byte[]]::new(2)
        [void]$stream.Read($mark, 0, 2)
        $wide = ($mark[0] -eq 0xff -and $mark[1] -eq 0xfe) -or ($mark[0] -ne 0 -and $mark[1] -eq 0)
        $start = [Math]::Max([long]0, $length - $Bytes)
        if ($wide) { $start += $start -band 1 }
        [void]$stream.Seek($start, [System.IO.SeekOrigin]::Begin)
        $buffer = [byte[]]::new($length - $start)
        $filled = 0
        while ($filled -lt $buffer.Length) {
            $count = $stream.Read($buffer, $filled, $buffer.Length - $filled)
            if ($count -eq 0) { break }
            $filled += $count
        }
        $page = 28591
        if ($wide) { $page = 1200 }
        @{ length = $length; filled = $filled; text = [System.Text.Encoding]::GetEncoding($page).GetString($buffer, 0, $filled) }
    } finally {
        $stream.Dispose()
    }
}

# The record around a place in the text: from its opening mark to behind its attributes, or else the line. Looks no
# further than 4,096 characters. Of a long one the surroundings of the place and the end, which has the time, are kept.
function Get-LogRecord {
    param([string]$Text, [int]$At)
    $back = [Math]::Min(4096, $At + 1)
    $ahead = [Math]::Min(4096, $Text.Length - $At)
    $lead = ''
    $begin = $Text.LastIndexOf('<![LOG[', $At, $back, [StringComparison]::Ordinal)
    if ($begin -gt $Text.LastIndexOf(']LOG]!>', $At, $back, [StringComparison]::Ordinal)) {
        $lead = '<![LOG['
        $next = $Text.IndexOf('<![LOG[', $At, $ahead, [StringComparison]::Ordinal)
        $end = $Text.IndexOf(']LOG]!>', $At, $ahead, [StringComparison]::Ordinal)
        # A record that was never finished ends where the next one begins.
        if ($end -ge 0 -and ($next -eq -1 -or $end -lt $next)) {
            $after = $end + 7
            $end = $Text.IndexOf('>', $after, [Math]::Min(600, $Text.Length - $after), [StringComparison]::Ordinal) + 1
            if ($end -eq 0) { $end = $after }
        } else { $end = $next }
    } else {
        $feed = [string][char]10
        $begin = $Text.LastIndexOf($feed, $At, $back, [StringComparison]::Ordinal) + 1
        if ($begin -eq 0) { $begin = $At + 1 - $back }
        $end = $Text.IndexOf($feed, $At, $ahead, [StringComparison]::Ordinal)
    }
    if ($end -eq -1) { $end = $At + $ahead }
    $record = $Text.Substring($begin, $end - $begin)
    if ($record.Length -gt 1000) {
        $from = [Math]::Max($begin + $lead.Length, $At - 100)
        $cut = [Math]::Max($from, $end - 400)
        $record = $lead + $Text.Substring($from, [Math]::Min(500, $cut - $from)) + ' ... ' + $Text.Substring($cut, $end - $cut)
    }
    @{ begin = $begin; text = ($record -creplace '[\x00-\x08\x0b-\x1f\x7f-\x9f]', ' ') }
}

# The newest records that hold one of the phrases, oldest first. Room: how many of each of the first phrases and, last, of all
# others together, of which alone the end is a loss. Needed: what a record matches besides. Searched backwards phrase by
# phrase, so no text costs more, and no more than 10,000 records are looked at.
function Get-LogFinding {
    param([string]$Text, $Phrases, $Room, [string]$Needed)
    $found = [System.Collections.Generic.List[string]]::new()
    $truncated = $false
    $others = @($Room).Count - 1
    $looked = 0
    $places = @(foreach ($phrase in $Phrases) { $Text.LastIndexOf($phrase, [StringComparison]::Ordinal) })
    while ($true) {
        $newest = 0
        for ($i = 1; $i -lt $places.Count; $i++) { if ($places[$i] -gt $places[$newest]) { $newest = $i } }
        if ($places[$newest] -eq -1) { break }
        $kind = [Math]::Min($newest, $others)
        if ($Room[$kind] -eq 0 -or $looked -eq 10000) {
            if ($kind -eq $others) { $truncated = $true }
            $places[$newest] = -1
            continue
        }
        $record = Get-LogRecord -Text $Text -At $places[$newest]
        $looked++
        if ($record.text -match $Needed) {
            $Room[$kind] = $Room[$kind] - 1
            $found.Add($record.text)
        }
        for ($i = 0; $i -lt $places.Count; $i++) {
            if ($places[$i] -lt $record.begin) { continue }
            $places[$i] = -1
            if ($record.begin -gt 0) { $places[$i] = $Text.LastIndexOf($Phrases[$i], $record.begin - 1, [StringComparison]::Ordinal) }
        }
    }
    @{ records = @(for ($i = $found.Count - 1; $i -ge 0; $i--) { $found[$i] }); truncated = $truncated }
}

# The records of several logs, each with what rolled over before it, of which at most 4 MB are read together: the newest
# first, whose rows come last.
function Get-LogRow {
    param($Paths, $Phrases, $Room, [string]$Needed)
    $rows = @()
    $bytes = 4194304
    foreach ($path in @(foreach ($each in $Paths) { $each; ($each.Substring(0, $each.Length - 1) + '_') })) {
        if ($bytes -eq 0) { break }
        $file = Get-LogFile -Path $path
        if ($null -eq $file) { continue }
        if ($null -eq $file.records) {
            try {
                $part = Read-LogEnd -Native $file.native -Bytes $bytes
                $finding = Get-LogFinding -Text $part.text -Phrases $Phrases -Room $Room -Needed $Needed
                $file['bytes'] = $part.length; $file['readBytes'] = $part.filled; $file['truncated'] = $finding.truncated
                $file['records'] = @{ value = $finding.records }
                $bytes = $bytes - $part.filled
            } catch { $file['records'] = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        }
        $rows = @($file) + $rows
    }
    foreach ($file in $rows) { $file }
}

# The place that a value of the registry gives: what its text matches, and the rest of the path; nothing where there is none.
# What could not be asked is a failure.
function Get-LogPlaceOfKey {
    param([string]$Key, [string]$Name, [string]$Form, [string]$Rest)
    try {
        $text = Get-RegistryValue -Key $Key -Name $Name
        if ($text -is [string] -and $text -match $Form) { @{ path = $Matches[1] + $Rest; failure = $null } }
    } catch { @{ path = $null; failure = $_ } }
}

# Of the places, each a path or a failure, the log that was written last. Throws a failure where no other place has a log:
# no log at the places that could be asked for is not the same as no log.
function Read-NewestLog {
    param($Places, $Phrases, $Room, [string]$Needed)
    $tried = @(); $unseen = @(); $lost = $null; $newest = $null
    foreach ($place in $Places) {
        if ($null -ne $place.failure) { $lost = $place.failure; continue }
        $file = $null
        if ($tried -notcontains $place.path) { $tried += $place.path; $file = Get-LogFile -Path $place.path }
        if ($null -eq $file) { continue }
        if ($null -ne $file.records) { $unseen += $file }
        elseif ($null -eq $newest -or $file.lastWriteTime -gt $newest.lastWriteTime) { $newest = $file }
    }
    if ($null -eq $newest -and $unseen.Count -eq 0 -and $null -ne $lost) { throw $lost }
    $files = @(if ($null -ne $newest) { Get-LogRow -Paths @($newest.path) -Phrases $Phrases -Room $Room -Needed $Needed })
    # What could not be looked at may be the newest.
    @{ tried = $tried; files = @(foreach ($file in $files + $unseen) {
        @{ path = $file.path; bytes = $file.bytes; lastWriteTime = $file.lastWriteTime; readBytes = $file.readBytes; records = $file.records; truncated = $file.truncated }
    }) }
}
