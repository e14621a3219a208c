# The two services that can answer PXE: WDSServer, and SccmPxe (the responder without WDS), with what the registry adds.
# Longer than most: each part is read on its own, so that one that may not be seen does not hide the others.

# A value of a registry key as it is; bytes as hexadecimal digits behind a mark.
function Get-KeyValue {
    param($Key, [string]$Name)
    $property = $(if ($null -ne $Key) { $Key.PSObject.Properties[$Name] })
    if ($null -eq $property) { return $null }
    if ($property.Value -is [byte[]]) { return 'hex:' + [System.BitConverter]::ToString($property.Value).Replace('-', '') }
    , $property.Value
}

# What starts or stops the service beside the start type; subkeys are numbered from 0.
function Get-ServiceTrigger {
    param([string]$Key)
    for ($number = 0; $number -lt 16; $number++) {
        try { $trigger = Get-ItemProperty -LiteralPath ($Key + '\TriggerInfo\' + [string]$number) -ErrorAction Stop }
        catch [System.Management.Automation.ItemNotFoundException] { break }
        @{ type = (Get-KeyValue -Key $trigger -Name 'Type'); action = (Get-KeyValue -Key $trigger -Name 'Action') }
    }
}

# The services of these names that exist.
function Get-ServiceDependency {
    param($Names)
    $texts = @(foreach ($name in $Names) { if ($name -is [string] -and $name) { $name } })
    $filter = @(foreach ($text in $texts) { 'Name=' + (ConvertTo-WqlString -Text $text) }) -join ' OR '
    if (-not $filter) { return }
    foreach ($service in @(Get-CimInstance -ClassName Win32_Service -Filter $filter -Property Name, State, StartMode -ErrorAction Stop)) {
        @{ name = $service.Name; state = $service.State; startMode = $service.StartMode }
    }
}

# The file that Windows starts instead of an unquoted path below "Program Files"; null where there is none. Exists is not
# asked: it says false for what may not be seen, too.
function Get-StrayProgram {
    $path = (Get-CimInstance -ClassName Win32_OperatingSystem -Property SystemDrive -ErrorAction Stop).SystemDrive + '\Program'
    try {
        if (([int][System.IO.File]::GetAttributes((Get-NativePath -Path $path)) -band 0x10) -eq 0) { $path }
    } catch {
        if (-not (Test-Absence -ErrorRecord $_)) { throw }
    }
}

function Read-PxeServices {
    param($Parameters)
    # Whole instances: naming DelayedAutoStart in -Property fails on a Windows that does not have it yet (before 2016).
    $found = @(Get-CimInstance -ClassName Win32_Service -Filter "Name='WDSServer' OR Name='SccmPxe'" -ErrorAction Stop)
    $services = @(foreach ($service in $found) {
        $key = 'HKLM:\SYSTEM\CurrentControlSet\Services\' + $service.Name
        $delayed = $service.PSObject.Properties['DelayedAutoStart']
        try {
            $values = Get-ItemProperty -LiteralPath $key -ErrorAction Stop
            $delayedInRegistry = @{ value = (Get-KeyValue -Key $values -Name 'DelayedAutostart') }
            $registry = @{ value = @{
                group = (Get-KeyValue -Key $values -Name 'Group'); dependOnService = (Get-KeyValue -Key $values -Name 'DependOnService')
                serviceSidType = (Get-KeyValue -Key $values -Name 'ServiceSidType'); imagePath = (Get-KeyValue -Key $values -Name 'ImagePath')
                failureActions = (Get-KeyValue -Key $values -Name 'FailureActions')
                failureActionsOnNonCrashFailures = (Get-KeyValue -Key $values -Name 'FailureActionsOnNonCrashFailures')
            } }
        } catch {
            $delayedInRegistry = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
            $registry = $delayedInRegistry
        }
        $triggers = $registry
        $dependencies = $registry
        if ($registry.ContainsKey('value')) {
            try { $triggers = @{ value = @(Get-ServiceTrigger -Key $key) } }
            catch { $triggers = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
            try { $dependencies = @{ value = @(Get-ServiceDependency -Names $registry.value.dependOnService) } }
            catch { $dependencies = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        }
        $started = @{ value = $null }
        if ($service.ProcessId -ne 0) {
            try {
                $process = @(Get-CimInstance -ClassName Win32_Process -Filter ('ProcessId=' + [string]$service.ProcessId) -Property CreationDate -ErrorAction Stop)
                if ($process.Count -eq 1) { $started = @{ value = $process[0].CreationDate } }
            } catch { $started = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        }
        @{
            name = $service.Name; displayName = $service.DisplayName; state = $service.State; startMode = $service.StartMode
            delayedAutoStart = $(if ($null -ne $delayed) { $delayed.Value }); delayedInRegistry = $delayedInRegistry
            exitCode = $service.ExitCode; serviceSpecificExitCode = $service.ServiceSpecificExitCode
            processId = $service.ProcessId; processStarted = $started
            triggers = $triggers; registry = $registry; dependencies = $dependencies
        }
    })
    try { $strayProgram = @{ value = (Get-StrayProgram) } } catch { $strayProgram = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{ services = $services; strayProgram = $strayProgram }
}
