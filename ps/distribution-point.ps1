# What Configuration Manager wrote on this machine when it made it a distribution point.
function Read-DistributionPoint {
    param($Parameters)
    try {
        $security = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\SMS\Security' -ErrorAction Stop
        # Whether it is there; what it holds is nobody's business here.
        $issuers = @{ value = ($null -ne $security -and $null -ne $security.PSObject.Properties['IssuingCertificateList']) }
    } catch [System.Management.Automation.ItemNotFoundException] {
        $issuers = @{ value = $false }
    } catch { $issuers = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    $values = @{}
    try {
        $key = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\SMS\DP' -ErrorAction Stop
    } catch [System.Management.Automation.ItemNotFoundException] {
        return @{ present = $false; values = $values; issuingCertificateList = $issuers }
    }
    foreach ($name in 'IsPXE', 'PxeInstalled', 'SiteServer', 'ContentLibraryPath', 'ContentLibUsableDrives', 'DoNotListenOnDhcpPort', 'NumberOfThreads', 'SupportUnknownMachines', 'MACIgnoreListFile') {
        # A key without values gives nothing at all.
        $property = $(if ($null -ne $key) { $key.PSObject.Properties[$name] })
        $values[$name] = $(if ($null -ne $property) { , $property.Value })
    }
    @{ present = $true; values = $values; issuingCertificateList = $issuers }
}
