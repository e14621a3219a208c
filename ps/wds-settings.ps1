# Whether WDS skips its PXE provider: Disabled = 1 does so without any event.
function Read-WdsSettings {
    param($Parameters)
    try {
        $key = Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Services\WDSServer\Providers\WDSPXE' -ErrorAction Stop
    } catch [System.Management.Automation.ItemNotFoundException] {
        return @{ present = $false; disabled = $null }
    }
    # A key without values gives nothing at all.
    if ($null -eq $key) { return @{ present = $true; disabled = $null } }
    $disabled = $key.PSObject.Properties['Disabled']
    @{ present = $true; disabled = $(if ($null -ne $disabled) { $disabled.Value }) }
}
