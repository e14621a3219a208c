# The version of Configuration Manager that a site has.
function Read-SiteVersion {
    param($Parameters)
    $namespace = [string]$Parameters.namespace
    $site = $namespace.Substring($namespace.LastIndexOf('_', [StringComparison]::Ordinal) + 1)
    $found = Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_Site -Filter ('SiteCode=' + (ConvertTo-WqlString -Text $site)) -Property SiteCode, Version, BuildNumber -ErrorAction Stop
    if ($null -eq $found) { throw ('The provider knows no site ' + $site + '.') }
    @{ version = $found.Version; build = $found.BuildNumber }
}
