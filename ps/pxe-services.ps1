# The two services that can answer PXE: WDSServer, and SccmPxe (the responder without WDS).
function Read-PxeServices {
    param($Parameters)
    # Whole instances: naming DelayedAutoStart in -Property fails on a Windows that does not have it yet (before 2016).
    $found = @(Get-CimInstance -ClassName Win32_Service -Filter "Name='WDSServer' OR Name='SccmPxe'" -ErrorAction Stop)
    $services = @(foreach ($service in $found) {
        $key = 'HKLM:\SYSTEM\CurrentControlSet\Services\' + $service.Name
        $delayed = $service.PSObject.Properties['DelayedAutoStart']
        try {
            $values = Get-ItemProperty -LiteralPath $key -ErrorAction Stop
            $flag = $values.PSObject.Properties['DelayedAutostart']
            $delayedInRegistry = @{ value = $(if ($null -ne $flag) { $flag.Value }) }
            $triggered = @{ value = (Test-Path -LiteralPath ($key + '\TriggerInfo') -ErrorAction Stop) }
        } catch {
            $delayedInRegistry = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
            $triggered = $delayedInRegistry
        }
        $started = $null
        if ($service.ProcessId -ne 0) {
            try {
                $process = @(Get-CimInstance -ClassName Win32_Process -Filter ('ProcessId=' + [string]$service.ProcessId) -Property CreationDate -ErrorAction Stop)
                if ($process.Count -eq 1) { $started = @{ value = $process[0].CreationDate } }
            } catch { $started = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        }
        if ($null -eq $started) { $started = @{ value = $null } }
        @{
            name = $service.Name; displayName = $service.DisplayName; state = $service.State; startMode = $service.StartMode
            delayedAutoStart = $(if ($null -ne $delayed) { $delayed.Value }); delayedInRegistry = $delayedInRegistry; triggered = $triggered
            exitCode = $service.ExitCode; serviceSpecificExitCode = $service.ServiceSpecificExitCode
            processId = $service.ProcessId; processStarted = $started
        }
    })
    @{ services = $services }
}
