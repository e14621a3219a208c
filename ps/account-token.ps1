# The SID of an account as this machine knows it, and the SIDs of the groups that Active Directory puts it in.

# Whether an account is none of a domain; null where the machine's own SID cannot be told. A domain controller has no others.
function Test-LocalSid {
    param([string]$Sid, $System)
    # Those of Microsoft Entra begin with S-1-12.
    if ($Sid -cnotmatch '^S-1-(5-21|12)-') { return $true }
    if ($System.DomainRole -ge 4) { return $false }
    # The built-in administrator's SID is the machine SID and -500, whatever the account is called.
    $accounts = @(Get-CimInstance -ClassName Win32_UserAccount -Filter "LocalAccount=TRUE AND SID LIKE 'S-1-5-21-%-500'" -Property SID -ErrorAction Stop)
    if ($accounts.Count -ne 1) { return $null }
    $Sid.StartsWith(($accounts[0].SID -creplace '-500$', '-'), [StringComparison]::Ordinal)
}

function Read-AccountToken {
    param($Parameters)
    $system = Get-CimInstance -ClassName Win32_ComputerSystem -Property Name, Domain, PartOfDomain, DomainRole -ErrorAction Stop
    $domain = $Parameters.domain
    if (-not $domain -and $system.PartOfDomain) { $domain = $system.Domain }
    if (-not $domain -or $domain -eq '.') { $domain = $system.Name }
    $local = $null
    try { $sid = @{ value = (Get-AccountSid -Domain $domain -Account $Parameters.account) } } catch {
        $unread = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
        return @{ sid = $unread; local = $null; groups = $unread }
    }
    try {
        $local = Test-LocalSid -Sid $sid.value -System $system
        $found = @(if ($local -ne $true) { Get-TokenGroupSid -Domain $domain -Sid $sid.value })
        # Whatever may be read has the primary group at least.
        if ($local -ne $true -and $found.Count -eq 0) { throw 'The directory tells no group of the account, not even its primary one.' }
        $groups = @{ value = $found }
    } catch { $groups = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{ sid = $sid; local = $local; groups = $groups }
}
