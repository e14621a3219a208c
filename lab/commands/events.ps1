# Event logs of the scenario behind Get-WinEvent. An event that the scenario repeats is copied here, and only as often as
# somebody asks for.

# Stops what is asked of a log that may not be read, or of a service that does not run.
function Assert-LabLogAllowed {
    param([string]$Log, [bool]$Tolerant)
    foreach ($fault in $global:LabState.faults) {
        if ($fault.kind -cne 'log' -or $fault.subject -ne $Log) { continue }
        if ($fault.error -ceq 'denied') {
            # A structured query tolerates a part that fails, so that a forbidden log looks like an empty one.
            if ($Tolerant) { return $false }
            $exception = [System.UnauthorizedAccessException]::new('Attempted to perform an unauthorized operation.')
        } elseif ($fault.error -ceq 'failed') {
            $exception = [Activator]::CreateInstance((Get-LabType -Name 'eventlog'), [object[]]@('The event log service is unavailable'))
        } else { throw (New-LabGap -Text ('the fault ' + $fault.error + ' on an event log')) }
        $exception.Data['LabErrorId'] = $exception.GetType().FullName
        throw $exception
    }
    $true
}

function New-LabEventError {
    param([string]$Id, [string]$Message)
    $exception = [System.Exception]::new($Message)
    $exception.Data['LabErrorId'] = $Id
    $exception
}

# The events of a log, newest or oldest first, no more than are wanted. Times are ticks.
function Find-LabEvent {
    param([string]$Log, $Source, $Ids, [long]$Since, [long]$Most, [bool]$Oldest)
    $culture = [cultureinfo]::InvariantCulture
    $found = [System.Collections.Generic.List[object]]::new()
    $keys = [System.Collections.Generic.List[long]]::new()
    $record = 0
    $cleared = [long]0
    foreach ($entry in $global:LabState.clearedLogs) { if ($entry.log -eq $Log) { $cleared = [datetime]::Parse($entry.at, $culture, [System.Globalization.DateTimeStyles]::RoundtripKind).Ticks } }
    foreach ($event in $global:LabState.events) {
        $record++
        if ($event.log -ne $Log -or ($null -ne $Source -and $event.source -ne $Source) -or ($null -ne $Ids -and $Ids -notcontains $event.id)) { continue }
        $newest = [datetime]::Parse($event.at, $culture, [System.Globalization.DateTimeStyles]::RoundtripKind).Ticks
        $step = [long]$event.every * 10000
        $count = [long]$event.repeat
        $bound = [Math]::Max($Since, $cleared)
        if ($newest -lt $bound) { continue }
        if ($step -gt 0) { $count = [Math]::Min($count, [Math]::Floor(($newest - $bound) / $step) + 1) }
        $first = 0; $last = $count
        if ($Most -ge 0) { if ($Oldest) { $first = [Math]::Max(0, $count - $Most) } else { $last = [Math]::Min($count, $Most) } }
        $properties = $null
        for ($i = $first; $i -lt $last; $i++) {
            if ($null -eq $properties) {
                $properties = @(foreach ($text in $event.texts) { [pscustomobject]@{ Value = [string]$text } })
                if ($event.binary) { $properties += [pscustomobject]@{ Value = [byte[]][Convert]::FromHexString($event.binary) } }
            }
            $ticks = $newest - $i * $step
            $found.Add(@($ticks, $record, $event, $properties))
            # Of two at one moment the one that was written later is the newer one.
            $keys.Add([long][Math]::Floor($ticks / 10000) * 65536 + [Math]::Min($record, 65535))
        }
    }
    $sorted = $found.ToArray()
    [array]::Sort($keys.ToArray(), $sorted)
    if (-not $Oldest) { [array]::Reverse($sorted) }
    $end = $(if ($Most -ge 0) { [Math]::Min($Most, $sorted.Count) } else { $sorted.Count })
    for ($i = 0; $i -lt $end; $i++) {
        $ticks, $record, $event, $properties = $sorted[$i]
        $row = [pscustomobject]@{
            Id = [int]$event.id; ProviderName = $event.source; LogName = $Log; RecordId = [long]$record
            TimeCreated = [datetime]::new($ticks, [System.DateTimeKind]::Utc).ToLocalTime(); Properties = $properties; Message = $null
        }
        $row.PSObject.TypeNames.Insert(0, 'System.Diagnostics.Eventing.Reader.EventLogRecord')
        $row
    }
}

function Get-WinEvent {
    [CmdletBinding(DefaultParameterSetName = 'GetLogSet')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'ListLogSet')] [string[]]$ListLog, [Parameter(Mandatory, ParameterSetName = 'ListProviderSet')] [string[]]$ListProvider,
        [Parameter(Position = 0, ParameterSetName = 'GetLogSet')] [string[]]$LogName, [Parameter(Mandatory, ParameterSetName = 'GetProviderSet')] [string[]]$ProviderName,
        [Parameter(Mandatory, ParameterSetName = 'FileSet')] [string[]]$Path, [Parameter(Mandatory, ParameterSetName = 'HashQuerySet')] [hashtable[]]$FilterHashtable,
        [Parameter(Mandatory, ParameterSetName = 'XmlQuerySet')] [xml]$FilterXml, [string]$FilterXPath,
        [ValidateRange(1, [long]::MaxValue)] [long]$MaxEvents, [string]$ComputerName, [pscredential]$Credential, [switch]$Force, [switch]$Oldest
    )
    foreach ($parameter in 'ListLog', 'ListProvider', 'ProviderName', 'Path', 'FilterXml', 'FilterXPath', 'ComputerName', 'Credential', 'Force') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-WinEvent -' + $parameter)) } }
    $most = $(if ($PSBoundParameters.ContainsKey('MaxEvents')) { $MaxEvents } else { -1 })
    $isFilter = $PSCmdlet.ParameterSetName -eq 'HashQuerySet'
    $log = $LogName; $source = $null; $ids = $null; $since = [long]0
    if ($isFilter) {
        if ($FilterHashtable.Count -ne 1) { throw (New-LabGap -Text 'Get-WinEvent with several tables') }
        foreach ($key in $FilterHashtable[0].Keys) { if ($key -notin 'LogName', 'ProviderName', 'Id', 'StartTime') { throw (New-LabGap -Text ('Get-WinEvent with ' + $key + ' in its table')) } }
        $log = $FilterHashtable[0]['LogName']; $source = $FilterHashtable[0]['ProviderName']; $ids = $FilterHashtable[0]['Id']
        if ($null -ne $ids -and @($ids).Count -eq 0) { throw (New-LabGap -Text 'Get-WinEvent with an empty list of ids') }
        # The command makes text of the time and reads that again, in the machine's culture; milliseconds are all it keeps.
        if ($FilterHashtable[0].ContainsKey('StartTime')) { $since = [datetime]::Parse([string]$FilterHashtable[0]['StartTime'].ToString(), [cultureinfo]::CurrentCulture).ToUniversalTime().Ticks }
    }
    if (@($log).Count -ne 1 -or [string]$log -notin 'System', 'Application') { throw (New-LabGap -Text ('the event log ' + [string]$log)) }
    if ($null -ne $source -and @($source).Count -ne 1) { throw (New-LabGap -Text 'Get-WinEvent with several providers') }
    try {
        $isReadable = Assert-LabLogAllowed -Log $log -Tolerant $isFilter
    } catch {
        $PSCmdlet.ThrowTerminatingError((ConvertTo-LabErrorRecord -Caught $_ -Target $null))
    }
    try {
        if ($null -ne $source) {
            if ($global:LabState.eventSources -notcontains $source) {
                $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Target $source -Caught @{ Exception = (New-LabEventError -Id 'NoMatchingProvidersFound' -Message ('There is not an event provider on the localhost computer that matches "' + $source + '".')) }))
                throw (New-LabEventError -Id 'LogsAndProvidersDontOverlap' -Message 'The specified providers do not write events to any of the specified logs.')
            }
            $isItsLog = $false
            foreach ($known in 'Service Control Manager', 'EventLog', 'Microsoft-Windows-Eventlog') { if ($source -eq $known) { $isItsLog = $true } }
            if ($isItsLog -ne ($log -eq 'System')) { throw (New-LabEventError -Id 'LogsAndProvidersDontOverlap' -Message 'The specified providers do not write events to any of the specified logs.') }
        }
        $found = @(if ($isReadable) { Find-LabEvent -Log $log -Source $source -Ids $ids -Since $since -Most $most -Oldest $Oldest.IsPresent })
        $found
        if ($found.Count -eq 0) { throw (New-LabEventError -Id 'NoMatchingEventsFound' -Message 'No events were found that match the specified selection criteria.') }
    } catch {
        $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Caught $_ -Target $null))
    }
}
