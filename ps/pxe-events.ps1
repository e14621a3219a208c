# What Windows and WDS recorded since this machine started, newest first: source, id, time and texts. Never the message
# that Windows makes of them: it is in the machine's language. Longer than most: seven sources, each with its own bound.

# Texts and numbers of an event; lists are bytes.
function Get-EventText {
    param($Record)
    $texts = @(foreach ($property in $Record.Properties) {
        if ($null -eq $property.Value -or $property.Value -is [array]) { continue }
        $text = [string]$property.Value
        if ($text.Length -gt 300) { $text.Substring(0, 300) } else { $text }
    })
    if ($texts.Count -gt 10) { $texts[0..9] } else { $texts }
}

# The names that an event may call our services by: their own, and the displayed ones, which Windows may have translated.
function Get-ServiceWord {
    'WDSServer'
    'SccmPxe'
    foreach ($service in @(Get-CimInstance -ClassName Win32_Service -Filter "Name='WDSServer' OR Name='SccmPxe'" -Property DisplayName -ErrorAction Stop)) {
        if ($service.DisplayName) { $service.DisplayName }
    }
}

# One source of one log; Silence is what its log said when it was asked alone. Of a source with a subject only events with
# a text that is one of our services' names, or that holds the subject; among more events of others these are looked for.
function Get-SourceEvent {
    param([string]$Log, [string]$Source, [string]$Subject, $Ids, [string]$Since, $Silence)
    $registered = $true; $truncated = $false; $kept = @(); $answer = $null
    $most = 200
    if ($Subject) { $most = 2000 }
    try {
        $names = @(); $pattern = $null
        if ($Subject -eq 'services') { $names = @(Get-ServiceWord) } elseif ($Subject) { $pattern = '*' + $Subject + '*' }
        if ($null -eq $Ids) { $found = @(Get-WinEvent -FilterHashtable @{ LogName = $Log; ProviderName = $Source; StartTime = $Since } -MaxEvents ($most + 1) -ErrorAction Stop) }
        else { $found = @(Get-WinEvent -FilterHashtable @{ LogName = $Log; ProviderName = $Source; Id = @($Ids); StartTime = $Since } -MaxEvents ($most + 1) -ErrorAction Stop) }
        $truncated = $found.Count -gt $most
        $kept = @(foreach ($record in $found) {
            $texts = @(Get-EventText -Record $record)
            $isMeant = -not $Subject
            foreach ($text in $texts) { if ($names -contains $text -or ($pattern -and $text -like $pattern)) { $isMeant = $true } }
            if ($isMeant) { @{ id = $record.Id; time = $record.TimeCreated; texts = $texts } }
        })
        if ($kept.Count -gt 200) { $truncated = $true; $kept = @($kept[0..199]) }
    } catch {
        $id = ([string]$_.FullyQualifiedErrorId).Split(',')[0]
        if ($id -eq 'NoMatchingProvidersFound') { $registered = $false }
        # A filter finds no events in a log that may not be read, too, and does not say why.
        elseif ($id -eq 'NoMatchingEventsFound') { $answer = $Silence }
        else { $answer = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    }
    if ($null -eq $answer) { $answer = @{ value = $kept } }
    @{ log = $Log; source = $Source; registered = $registered; truncated = $truncated; events = $answer }
}

function Read-PxeEvents {
    param($Parameters)
    $since = (Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime -ErrorAction Stop).LastBootUpTime
    # As text that says UTC: Get-WinEvent makes text of a time and reads that again, and of two equal hours it takes one.
    $start = $since.ToUniversalTime().ToString('o', [cultureinfo]::InvariantCulture)
    $silence = @{}
    $logs = @(foreach ($log in 'System', 'Application') {
        $oldest = @{ value = $null }
        try { $oldest = @{ value = @(Get-WinEvent -LogName $log -Oldest -MaxEvents 1 -ErrorAction Stop)[0].TimeCreated } }
        catch {
            if (([string]$_.FullyQualifiedErrorId).Split(',')[0] -ne 'NoMatchingEventsFound') {
                $oldest = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
                $silence[$log] = $oldest
            }
        }
        @{ log = $log; oldest = $oldest }
    })
    $sources = @(foreach ($source in @(
        @{ log = 'System'; name = 'Service Control Manager'; subject = 'services'; ids = @(7000, 7001, 7009, 7011, 7022, 7023, 7024, 7031, 7034) }
        @{ log = 'Application'; name = 'WDSServer'; subject = ''; ids = @(257, 512, 513, 514, 515, 516, 517, 518, 519, 520) }
        @{ log = 'Application'; name = 'WDSPXE'; subject = ''; ids = @(256, 257, 258, 259, 260, 261, 262, 263, 264, 265, 267, 268) }
        @{ log = 'Application'; name = 'BINLSVC'; subject = ''; ids = @(513, 770, 1050, 1800, 1803) }
        @{ log = 'Application'; name = 'WDSTFTP'; subject = ''; ids = $null }
        @{ log = 'Application'; name = 'WDSIMGSRV'; subject = ''; ids = @(266) }
        @{ log = 'Application'; name = 'SideBySide'; subject = 'smspxe'; ids = @(33) }
    )) { Get-SourceEvent -Log $source.log -Source $source.name -Subject $source.subject -Ids $source.ids -Since $start -Silence $silence[$source.log] })
    @{ since = $since; logs = $logs; sources = $sources }
}
