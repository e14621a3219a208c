# Where the SMS Providers of the site are. A machine without root\SMS knows none, which is an answer.
function Read-SmsProviders {
    param($Parameters)
    try {
        $found = @(Get-CimInstance -Namespace 'root/SMS' -ClassName SMS_ProviderLocation -Property Machine, NamespacePath, ProviderForLocalSite, SiteCode -ErrorAction Stop)
    } catch {
        # 0x8004100E: invalid namespace, 0x80041010: invalid class.
        if ($_.FullyQualifiedErrorId -notlike 'HRESULT 0x8004100E*' -and $_.FullyQualifiedErrorId -notlike 'HRESULT 0x80041010*') { throw }
        return @{ present = $false; providers = @() }
    }
    $providers = @(foreach ($provider in $found) {
        @{ machine = $provider.Machine; namespacePath = $provider.NamespacePath; siteCode = $provider.SiteCode; localSite = $provider.ProviderForLocalSite }
    })
    @{ present = $true; providers = $providers }
}
