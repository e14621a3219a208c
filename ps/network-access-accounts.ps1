# The network access accounts of the site, by name; their passwords are elsewhere.
function Read-NetworkAccessAccounts {
    param($Parameters)
    $namespace = [string]$Parameters.namespace
    $site = $namespace.Substring($namespace.LastIndexOf('_', [StringComparison]::Ordinal) + 1)
    $filter = "FileType=1 AND ItemType='Client Component' AND ItemName='Software Distribution' AND SiteCode=" + (ConvertTo-WqlString -Text $site)
    $components = @(Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_SCI_ClientComp -Filter $filter -Property FileType, ItemType, ItemName, SiteCode, PropLists -ErrorAction Stop)
    # Every site has this component. Without it nothing is known of its accounts.
    if ($components.Count -eq 0) { throw 'The site has no component Software Distribution.' }
    $accounts = @(foreach ($component in $components) {
        foreach ($list in @($component.PropLists)) {
            if ($null -eq $list -or $list.PropertyListName -ne 'Network Access User Names') { continue }
            foreach ($name in @($list.Values)) { if ($name) { $name } }
        }
    })
    $truncated = $accounts.Count -gt 100
    if ($truncated) { $accounts = $accounts[0..99] }
    @{ accounts = $accounts; truncated = $truncated }
}
