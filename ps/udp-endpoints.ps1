# Who has the UDP ports of PXE. The range that WDS draws from is counted by process: a DNS server has thousands of ports.
function Read-UdpEndpoints {
    param($Parameters)
    $ports = @()
    $counts = @{}
    $owners = @{}
    foreach ($endpoint in Get-CimInstance -Namespace 'root/StandardCimv2' -ClassName MSFT_NetUDPEndpoint -Property LocalAddress, LocalPort, OwningProcess -ErrorAction Stop) {
        $port = $endpoint.LocalPort
        $isRange = $port -ge 64001 -and $port -le 65000
        if (-not $isRange -and $port -ne 67 -and $port -ne 69 -and $port -ne 4011) { continue }
        $owner = [string]$endpoint.OwningProcess
        $owners[$owner] = $endpoint.OwningProcess
        if (-not $isRange) { $ports += @{ port = $port; address = $endpoint.LocalAddress; processId = $endpoint.OwningProcess } }
        elseif ($counts.ContainsKey($owner)) { $counts[$owner] = $counts[$owner] + 1 }
        else { $counts[$owner] = 1 }
    }
    $processes = @(foreach ($owner in $owners.GetEnumerator()) {
        $filter = 'ProcessId=' + $owner.Key
        $process = @(Get-CimInstance -ClassName Win32_Process -Filter $filter -Property Name -ErrorAction Stop)
        $services = @(Get-CimInstance -ClassName Win32_Service -Filter $filter -Property Name -ErrorAction Stop)
        @{ processId = $owner.Value; name = $(if ($process.Count -eq 1) { $process[0].Name }); services = @(foreach ($service in $services) { $service.Name }) }
    })
    $range = @(foreach ($count in $counts.GetEnumerator()) { @{ processId = $owners[$count.Key]; count = $count.Value } })
    @{ ports = $ports; transportRange = $range; processes = $processes }
}
