# How WDS is told to answer PXE. Longer than most: its provider (skipped without any event where Disabled is 1), the PXE
# providers below that, and its ports. Values travel as they are, whatever their type.

# The values of a key by name; null where there is no such key.
function Get-WdsKey {
    param([string]$Name, [string[]]$Wanted)
    try {
        $key = Get-ItemProperty -LiteralPath ('HKLM:\SYSTEM\CurrentControlSet\Services\WDSServer\' + $Name) -ErrorAction Stop
    } catch [System.Management.Automation.ItemNotFoundException] {
        return $null
    }
    $values = @{}
    foreach ($each in $Wanted) {
        # A key without values gives nothing at all.
        $property = $(if ($null -ne $key) { $key.PSObject.Properties[$each] })
        $values[$each] = $(if ($null -ne $property) { , $property.Value })
    }
    $values
}

function Read-WdsSettings {
    param($Parameters)
    $provider = Get-WdsKey -Name 'Providers\WDSPXE' -Wanted 'Disabled', 'UseDHCPPorts', 'ProvidersOrder'
    $present = $null -ne $provider
    if (-not $present) { $provider = @{ Disabled = $null; UseDHCPPorts = $null; ProvidersOrder = $null } }
    try {
        $ports = Get-WdsKey -Name 'Parameters' -Wanted 'UdpPortPolicy'
        $udpPortPolicy = @{ value = $(if ($null -ne $ports) { , $ports['UdpPortPolicy'] }) }
    } catch { $udpPortPolicy = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    try {
        $names = @('SMSPXE')
        foreach ($name in @($provider['ProvidersOrder'])) {
            if ($name -is [string] -and $name -match '^[^\\]+$' -and $names.Count -lt 16 -and $names -notcontains $name) { $names += $name }
        }
        $pxeProviders = @{ value = @(foreach ($name in $names) {
            $key = Get-WdsKey -Name ('Providers\WDSPXE\Providers\' + $name) -Wanted 'ProviderDll', 'IsCritical'
            if ($null -eq $key) { @{ name = $name; present = $false; dll = $null; isCritical = $null } }
            else { @{ name = $name; present = $true; dll = $key['ProviderDll']; isCritical = $key['IsCritical'] } }
        }) }
    } catch { $pxeProviders = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{ present = $present; disabled = $provider['Disabled']; useDhcpPorts = $provider['UseDHCPPorts']; udpPortPolicy = $udpPortPolicy; pxeProviders = $pxeProviders }
}
