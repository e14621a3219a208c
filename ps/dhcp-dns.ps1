# The services that want ports of a PXE responder when they share a machine with it.
function Read-DhcpDns {
    param($Parameters)
    $found = @(Get-CimInstance -ClassName Win32_Service -Filter "Name='DHCPServer' OR Name='DNS'" -Property Name, State, StartMode, ProcessId -ErrorAction Stop)
    @{ services = @(foreach ($service in $found) {
        @{ name = $service.Name; state = $service.State; startMode = $service.StartMode; processId = $service.ProcessId }
    }) }
}
