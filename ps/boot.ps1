# When this machine started, by its own clock, and how long it waits before delayed services.
function Read-Boot {
    param($Parameters)
    # Both times from one instance: the difference holds even where the machine's clock is wrong.
    $os = Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime, LocalDateTime -ErrorAction Stop
    try {
        $control = Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Control' -ErrorAction Stop
        $delay = $control.PSObject.Properties['AutoStartDelay']
        $autoStartDelay = @{ value = $(if ($null -ne $delay) { $delay.Value }) }
    } catch { $autoStartDelay = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{ lastBootUpTime = $os.LastBootUpTime; localDateTime = $os.LocalDateTime; autoStartDelay = $autoStartDelay }
}
