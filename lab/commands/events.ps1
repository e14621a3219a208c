# Event logs of the scenario behind Get-WinEvent. An event that the scenario repeats is copied here, and only as often as
# somebody asks for. Records have neither RecordId nor Level, and a Message in no language.

function New-LabEventError {
    param([string]$Id, [string]$Category, [string]$Message, $Target)
    [System.Management.Automation.ErrorRecord]::new([System.Exception]::new($Message), $Id, [System.Management.Automation.ErrorCategory]$Category, $Target)
}

# What the command does not catch ends it; PowerShell then takes the exception's name for an id.
function ConvertTo-LabUncaught {
    param($Exception)
    [System.Management.Automation.ErrorRecord]::new($Exception, $Exception.GetType().FullName, [System.Management.Automation.ErrorCategory]::NotSpecified, $null)
}

function New-LabEventLogException {
    param([string]$Message)
    [Activator]::CreateInstance((Get-LabType -Name 'eventlog'), [object[]]@($Message))
}

# What stops reading a log; nothing if nothing does.
function Get-LabLogObstacle {
    param([string]$Log)
    foreach ($fault in $global:LabState.faults) {
        if ($fault.kind -cne 'log' -or $fault.subject -ne $Log) { continue }
        if ($fault.error -ceq 'denied') { return [System.UnauthorizedAccessException]::new('Attempted to perform an unauthorized operation.') }
        if ($fault.error -ceq 'failed') { return New-LabEventLogException -Message 'The event log service is unavailable' }
        throw (New-LabGap -Text ('the fault ' + $fault.error + ' on an event log'))
    }
}

# Where a source writes to; nothing for one that is not registered.
function Get-LabSourceLog {
    param([string]$Source)
    if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($Source)) { throw (New-LabGap -Text ('the pattern of event providers ' + $Source)) }
    foreach ($known in $global:LabState.eventSources) { if ($known.name -eq $Source) { return $known.log } }
    throw (New-LabGap -Text ('the event provider ' + $Source + ': whether it is registered is not known'))
}

# The events of a log, newest or oldest first, no more than are wanted. Times are milliseconds since 1970.
function Find-LabEvent {
    param([string]$Log, $Sources, $Ids, [long]$Since, [long]$Most, [bool]$Oldest)
    # Time and place in the scenario in one number: of two at one moment the one that was written later is the newer one.
    $keys = [System.Collections.Generic.List[long]]::new()
    $all = $global:LabState.events
    for ($place = 0; $place -lt $all.Count; $place++) {
        $event = $all[$place]
        if ($event.log -ne $Log -or ($null -ne $Sources -and $Sources -notcontains $event.source) -or ($null -ne $Ids -and $Ids -notcontains $event.id)) { continue }
        $bound = [Math]::Max($Since, [long]$event.since)
        [long]$newest = $event.at; [long]$step = $event.every; [long]$count = $event.repeat
        if ($newest -lt $bound) { continue }
        if ($step -gt 0) { $count = [Math]::Min($count, [Math]::Floor(($newest - $bound) / $step) + 1) }
        [long]$first = 0; [long]$last = $count
        if ($Most -ge 0) { if ($Oldest) { $first = [Math]::Max(0, $count - $Most) } else { $last = [Math]::Min($count, $Most) } }
        for ($copy = $first; $copy -lt $last; $copy++) { $keys.Add(($newest - $copy * $step) * 65536 + $place) }
    }
    $keys.Sort()
    if (-not $Oldest) { $keys.Reverse() }
    if ($Most -ge 0 -and $keys.Count -gt $Most) { $keys.RemoveRange($Most, $keys.Count - $Most) }
    $filled = @{}
    $rows = [object[]]::new($keys.Count)
    $i = 0
    foreach ($key in $keys) {
        $place = [int]($key -band 65535)
        $event = $all[$place]
        if (-not $filled.ContainsKey($place)) {
            $properties = @(foreach ($text in $event.texts) { [pscustomobject]@{ Value = $(if ($text -is [string]) { $text } else { [uint32]$text }) } })
            if ($event.binary) { $properties += [pscustomobject]@{ Value = [System.Convert]::FromHexString($event.binary) } }
            $filled[$place] = $properties
        }
        $rows[$i++] = [pscustomobject]@{
            PSTypeName = 'System.Diagnostics.Eventing.Reader.EventLogRecord'; Id = [int]$event.id; ProviderName = $event.source; LogName = $Log
            TimeCreated = [System.DateTimeOffset]::FromUnixTimeMilliseconds($key -shr 16).LocalDateTime; Properties = $filled[$place]; Message = $null
        }
    }
    , $rows
}

# The table of a filter, looked through as the command does it; what the lab has no answer for is a gap.
function Assert-LabEventFilter {
    param($Tables)
    if ($Tables.Count -ne 1) { throw (New-LabGap -Text 'Get-WinEvent with several tables') }
    foreach ($entry in $Tables[0].GetEnumerator()) {
        if ($entry.Key -notin 'LogName', 'ProviderName', 'Id', 'StartTime') { throw (New-LabGap -Text ('Get-WinEvent with ' + $entry.Key + ' in its table')) }
        if ($null -eq $entry.Value -or ($entry.Value -is [array] -and $entry.Value -contains $null)) {
            return New-LabEventError -Id 'NullNotAllowedInHashtable' -Category 'InvalidArgument' -Message ('A null value was encountered in the ' + $entry.Key + ' hash table key. Null values are not permitted.') -Target $entry.Key
        }
    }
    if ($Tables[0].ContainsKey('Id')) {
        $count = @($Tables[0]['Id']).Count
        if ($count -eq 0) { throw (New-LabGap -Text 'Get-WinEvent with an empty list of ids') }
        if ($count -gt 20) { throw (New-LabGap -Text 'Get-WinEvent with more than 20 ids, of which Windows may find no event without a word') }
    }
}

function Get-WinEvent {
    [CmdletBinding(DefaultParameterSetName = 'GetLogSet')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'ListLogSet')] [string[]]$ListLog, [Parameter(Mandatory, ParameterSetName = 'ListProviderSet')] [string[]]$ListProvider,
        [Parameter(Position = 0, ParameterSetName = 'GetLogSet')] [string[]]$LogName, [Parameter(Mandatory, ParameterSetName = 'GetProviderSet')] [string[]]$ProviderName,
        [Parameter(Mandatory, ParameterSetName = 'FileSet')] [string[]]$Path, [Parameter(Mandatory, Position = 0, ParameterSetName = 'HashQuerySet')] [hashtable[]]$FilterHashtable,
        [Parameter(Mandatory, ParameterSetName = 'XmlQuerySet')] [xml]$FilterXml, [string]$FilterXPath,
        [ValidateRange(1, [long]::MaxValue)] [long]$MaxEvents, [string]$ComputerName, [pscredential]$Credential, [switch]$Force, [switch]$Oldest
    )
    foreach ($parameter in 'ListLog', 'ListProvider', 'ProviderName', 'Path', 'FilterXml', 'FilterXPath', 'ComputerName', 'Credential', 'Force') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-WinEvent -' + $parameter)) } }
    $isFilter = $PSCmdlet.ParameterSetName -eq 'HashQuerySet'
    $table = @{}
    if ($isFilter) {
        $refusal = Assert-LabEventFilter -Tables $FilterHashtable
        if ($null -ne $refusal) { $PSCmdlet.ThrowTerminatingError($refusal) }
        $table = $FilterHashtable[0]
    }
    $logs = @(if ($isFilter) { $table['LogName'] } else { $LogName })
    if ($logs.Count -ne 1 -or $logs[0] -notin 'System', 'Application') { throw (New-LabGap -Text ('the event log ' + [string]$logs)) }
    $log = [string]$logs[0]
    # A filter tolerates a part that fails, so that a log that may not be read looks like an empty one.
    $obstacle = Get-LabLogObstacle -Log $log
    $isEmpty = $isFilter -and $obstacle -is [System.UnauthorizedAccessException]
    if ($null -ne $obstacle -and -not $isEmpty) { $PSCmdlet.ThrowTerminatingError((ConvertTo-LabUncaught -Exception $obstacle)) }
    $sources = $null
    if ($table.ContainsKey('ProviderName')) {
        $sources = @(foreach ($name in $table['ProviderName']) {
            $writesTo = Get-LabSourceLog -Source $name
            if (-not $writesTo) { $PSCmdlet.WriteError((New-LabEventError -Id 'NoMatchingProvidersFound' -Category 'ObjectNotFound' -Message ('There is not an event provider on the localhost computer that matches "' + $name + '".') -Target $name)) }
            elseif ($writesTo -eq $log) { [string]$name }
        })
        if ($sources.Count -eq 0) {
            $PSCmdlet.WriteError((New-LabEventError -Id 'LogsAndProvidersDontOverlap' -Category 'InvalidArgument' -Message 'The specified providers do not write events to any of the specified logs.'))
            # Then it asks with an empty list of questions.
            $PSCmdlet.ThrowTerminatingError((ConvertTo-LabUncaught -Exception (New-LabEventLogException -Message 'The parameter is incorrect')))
        }
    }
    [long]$since = [long]::MinValue
    if ($table.ContainsKey('StartTime')) {
        # The command makes text of the time and reads that again, in the machine's culture; milliseconds are all it keeps.
        $text = $table['StartTime'].ToString()
        $start = [datetime]::MinValue
        if ([datetime]::TryParse($text, [cultureinfo]::CurrentCulture, [System.Globalization.DateTimeStyles]::None, [ref]$start)) { $since = [System.DateTimeOffset]::new($start.ToUniversalTime()).ToUnixTimeMilliseconds() }
        # And goes on without it.
        else { $PSCmdlet.WriteError((New-LabEventError -Id 'DateTimeExpected' -Category 'InvalidArgument' -Message ('The date and time format is not valid: ' + $text + '.'))) }
    }
    $most = $(if ($PSBoundParameters.ContainsKey('MaxEvents')) { $MaxEvents } else { -1 })
    $found = @()
    if (-not $isEmpty) { $found = Find-LabEvent -Log $log -Sources $sources -Ids $table['Id'] -Since $since -Most $most -Oldest $Oldest.IsPresent }
    $found
    if ($found.Count -eq 0) { $PSCmdlet.WriteError((New-LabEventError -Id 'NoMatchingEventsFound' -Category 'ObjectNotFound' -Message 'No events were found that match the specified selection criteria.')) }
}
