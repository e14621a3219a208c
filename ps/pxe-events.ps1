# What Windows and WDS recorded since this machine started, newest first: source, id, time and texts. Never the message
# that Windows makes of them: it is in the machine's language. Longer than most: seven sources, each with its own bound.

# One source of one log. A source that nobody registered has no events; any other trouble is said.
function Get-SourceEvent {
    param([string]$Log, [string]$Source, $Ids, $Since, [int]$Most)
    $result = @{ log = $Log; source = $Source; registered = $true; truncated = $false; records = @(); events = $null }
    try {
        # StartTime counts whole seconds only.
        if (@($Ids).Count -gt 0) { $found = @(Get-WinEvent -FilterHashtable @{ LogName = $Log; ProviderName = $Source; Id = @($Ids); StartTime = $Since } -MaxEvents ($Most + 1) -ErrorAction Stop) }
        else { $found = @(Get-WinEvent -FilterHashtable @{ LogName = $Log; ProviderName = $Source; StartTime = $Since } -MaxEvents ($Most + 1) -ErrorAction Stop) }
        if ($found.Count -gt $Most) { $result['truncated'] = $true; $found = $found[0..($Most - 1)] }
        $result['records'] = $found
    } catch {
        $id = $_.FullyQualifiedErrorId
        if ($id -like 'NoMatchingProvidersFound*' -or $id -like 'LogsAndProvidersDontOverlap*') { $result['registered'] = $false }
        elseif ($id -notlike 'NoMatchingEventsFound*') { $result['events'] = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    }
    $result
}

# Texts and numbers of an event; what else comes with it are bytes.
function Get-EventText {
    param($Record)
    $texts = @(foreach ($property in $Record.Properties) {
        $value = $property.Value
        if ($value -is [string] -or $value -is [int] -or $value -is [uint32] -or $value -is [long] -or $value -is [uint64]) {
            $text = [string]$value
            if ($text.Length -gt 300) { $text.Substring(0, 300) } else { $text }
        }
    })
    if ($texts.Count -gt 10) { , $texts[0..9] } else { , $texts }
}

# The events that say one of the words, or all; 200 at most.
function ConvertTo-EventFact {
    param($Found, [string[]]$Words, [bool]$Within)
    if ($null -ne $Found.events) { return @{ log = $Found.log; source = $Found.source; registered = $Found.registered; truncated = $Found.truncated; events = $Found.events } }
    $truncated = $Found.truncated
    $kept = @(foreach ($record in $Found.records) {
        $texts = Get-EventText -Record $record
        $isMeant = @($Words).Count -eq 0
        foreach ($text in $texts) { foreach ($word in $Words) { if ($text -eq $word -or ($Within -and $text -like ('*' + $word + '*'))) { $isMeant = $true } } }
        if ($isMeant) { @{ id = $record.Id; time = $record.TimeCreated; texts = $texts } }
    })
    if ($kept.Count -gt 200) { $truncated = $true; $kept = $kept[0..199] }
    @{ log = $Found.log; source = $Found.source; registered = $Found.registered; truncated = $truncated; events = @{ value = $kept } }
}

function Read-PxeEvents {
    param($Parameters)
    $since = (Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime -ErrorAction Stop).LastBootUpTime
    # An event names a service by its display name, which Windows may have translated, or by its own.
    $names = @('WDSServer', 'SccmPxe')
    foreach ($service in @(Get-CimInstance -ClassName Win32_Service -Filter "Name='WDSServer' OR Name='SccmPxe'" -Property DisplayName -ErrorAction Stop)) {
        if ($service.DisplayName) { $names += $service.DisplayName }
    }
    $logs = @(foreach ($log in 'System', 'Application') {
        $oldest = @{ value = $null }
        try { $oldest = @{ value = @(Get-WinEvent -LogName $log -Oldest -MaxEvents 1 -ErrorAction Stop)[0].TimeCreated } }
        catch { if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { $oldest = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } } }
        @{ log = $log; oldest = $oldest }
    })
    $sources = @(
        # The Service Control Manager speaks of all services, so many events are looked through and few are ours.
        ConvertTo-EventFact -Words $names -Within $false -Found (Get-SourceEvent -Log 'System' -Source 'Service Control Manager' -Ids @(7000, 7001, 7009, 7011, 7022, 7023, 7024, 7031, 7034) -Since $since -Most 2000)
        ConvertTo-EventFact -Words @() -Within $false -Found (Get-SourceEvent -Log 'Application' -Source 'WDSServer' -Ids @(257, 512, 513, 514, 515, 516, 517, 518, 519, 520) -Since $since -Most 200)
        ConvertTo-EventFact -Words @() -Within $false -Found (Get-SourceEvent -Log 'Application' -Source 'WDSPXE' -Ids @(256, 257, 258, 259, 260, 261, 262, 263, 264, 265, 267, 268) -Since $since -Most 200)
        ConvertTo-EventFact -Words @() -Within $false -Found (Get-SourceEvent -Log 'Application' -Source 'BINLSVC' -Ids @(513, 770, 1050, 1800, 1803) -Since $since -Most 200)
        ConvertTo-EventFact -Words @() -Within $false -Found (Get-SourceEvent -Log 'Application' -Source 'WDSTFTP' -Ids @() -Since $since -Most 200)
        ConvertTo-EventFact -Words @() -Within $false -Found (Get-SourceEvent -Log 'Application' -Source 'WDSIMGSRV' -Ids @(266) -Since $since -Most 200)
        ConvertTo-EventFact -Words @('smspxe') -Within $true -Found (Get-SourceEvent -Log 'Application' -Source 'SideBySide' -Ids @(33) -Since $since -Most 200)
    )
    @{ since = $since; logs = $logs; sources = $sources }
}
