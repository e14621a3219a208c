# Who has the UDP ports of PXE. The range that WDS draws from is counted by process: a DNS server has thousands of ports.
# Longer than most: processes and services are asked for at once, since every question goes through all of them.
function Read-UdpEndpoints {
    param($Parameters)
    $ports = @()
    $counts = @{}
    $wanted = 'LocalPort=67 OR LocalPort=69 OR LocalPort=4011 OR (LocalPort>64000 AND LocalPort<65001)'
    foreach ($endpoint in @(Get-CimInstance -Namespace 'root/StandardCimv2' -ClassName MSFT_NetUDPEndpoint -Filter $wanted -Property LocalAddress, LocalPort, OwningProcess -ErrorAction Stop)) {
        $owner = $endpoint.OwningProcess
        if ($endpoint.LocalPort -lt 64001) { $ports += @{ port = $endpoint.LocalPort; address = $endpoint.LocalAddress; processId = $owner } }
        elseif ($counts.ContainsKey($owner)) { $counts[$owner] = $counts[$owner] + 1 }
        else { $counts[$owner] = 1 }
    }
    $range = @(foreach ($count in $counts.GetEnumerator()) { @{ processId = $count.Key; count = $count.Value } })
    $owners = @()
    # Process 0 is nobody: every service that does not run has it.
    foreach ($row in $ports + $range) { if ($row.processId -ne 0 -and $owners -notcontains $row.processId) { $owners += $row.processId } }
    # WMI refuses a very long question; those of the three ports come first.
    if ($owners.Count -gt 100) { $owners = @($owners[0..99]) }
    $programs = @(); $hosted = @()
    if ($owners.Count -gt 0) {
        $filter = 'ProcessId=' + ($owners -join ' OR ProcessId=')
        $programs = @(Get-CimInstance -ClassName Win32_Process -Filter $filter -Property ProcessId, Name -ErrorAction Stop)
        $hosted = @(Get-CimInstance -ClassName Win32_Service -Filter $filter -Property ProcessId, Name -ErrorAction Stop)
    }
    $processes = @(foreach ($owner in $owners) {
        $name = $null
        foreach ($program in $programs) { if ($program.ProcessId -eq $owner) { $name = $program.Name } }
        @{ processId = $owner; name = $name; services = @(foreach ($service in $hosted) { if ($service.ProcessId -eq $owner) { $service.Name } }) }
    })
    @{ ports = $ports; transportRange = $range; processes = $processes }
}
