# What Configuration Manager wrote on this machine when it made it a distribution point.
function Read-DistributionPoint {
    param($Parameters)
    try {
        $key = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\SMS\DP' -ErrorAction Stop
    } catch [System.Management.Automation.ItemNotFoundException] {
        return @{ present = $false; values = @{} }
    }
    # A key without values gives nothing at all.
    if ($null -eq $key) { return @{ present = $true; values = @{} } }
    $values = @{}
    foreach ($name in 'IsPXE', 'PxeInstalled', 'SiteServer', 'ContentLibraryPath', 'ContentLibUsableDrives') {
        $property = $key.PSObject.Properties[$name]
        $values[$name] = $(if ($null -ne $property) { $property.Value })
    }
    @{ present = $true; values = $values }
}
