# When this machine started, by its own clock, and what the registry says of how it starts services.
function Read-Boot {
    param($Parameters)
    # Both times from one instance: the difference holds even where the machine's clock is wrong.
    $os = Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime, LocalDateTime -ErrorAction Stop
    $boot = @{ lastBootUpTime = $os.LastBootUpTime; localDateTime = $os.LocalDateTime }
    $names = @{ autoStartDelay = 'AutoStartDelay'; servicesPipeTimeout = 'ServicesPipeTimeout'; enableAutostartEvents = 'EnableAutostartEvents' }
    try {
        $control = Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Control' -ErrorAction Stop
        foreach ($entry in $names.GetEnumerator()) {
            $value = $control.PSObject.Properties[$entry.Value]
            $boot[$entry.Key] = @{ value = $(if ($null -ne $value) { , $value.Value }) }
        }
    } catch {
        foreach ($entry in $names.GetEnumerator()) { $boot[$entry.Key] = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    }
    $boot
}
