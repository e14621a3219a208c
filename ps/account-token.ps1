# The SID of an account as this machine knows it, the SIDs of the groups that Active Directory puts it in, of which kind it is,
# and what keeps it from logging on. Longer than most: a domain and the machine itself tell it in ways of their own.

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

# A SID of this machine is that of a user or of a group; Windows lists the two apart.
function Get-LocalAccountFact {
    param([string]$Sid)
    $filter = 'LocalAccount=TRUE AND SID=' + (ConvertTo-WqlString -Text $Sid)
    $users = @(Get-CimInstance -ClassName Win32_UserAccount -Filter $filter -Property SID, Disabled, Lockout -ErrorAction Stop)
    if ($users.Count -gt 0) { return @{ classes = @('user'); disabled = $users[0].Disabled; lockedOut = $users[0].Lockout; passwordExpired = $null } }
    $groups = @(Get-CimInstance -ClassName Win32_Group -Filter $filter -Property SID -ErrorAction Stop)
    @{ classes = @(if ($groups.Count -gt 0) { 'group' }); disabled = $null; lockedOut = $null; passwordExpired = $null }
}

# Of the flags in Active Directory; null where the directory shows none, as of a group.
function Test-AccountFlag {
    param($Flags, [int]$Bit)
    $read = @($Flags)
    if ($read.Count -eq 0) { return $null }
    ([int]$read[0] -band $Bit) -ne 0
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
        return @{ sid = $unread; local = $null; groups = $unread; nature = $unread }
    }
    try { $local = Test-LocalSid -Sid $sid.value -System $system } catch {
        $unread = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
        return @{ sid = $sid; local = $null; groups = $unread; nature = $unread }
    }
    if ($local -eq $true) {
        try { $nature = @{ value = (Get-LocalAccountFact -Sid $sid.value) } } catch { $nature = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        return @{ sid = $sid; local = $true; groups = @{ value = @() }; nature = $nature }
    }
    try {
        $entry = Get-DirectoryAccount -Domain $domain -Sid $sid.value
        $nature = @{ value = @{
                classes = $entry.classes; disabled = (Test-AccountFlag -Flags $entry.stored -Bit 0x2)
                lockedOut = (Test-AccountFlag -Flags $entry.computed -Bit 0x10); passwordExpired = (Test-AccountFlag -Flags $entry.computed -Bit 0x800000)
            }
        }
    } catch {
        $unread = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
        return @{ sid = $sid; local = $local; groups = $unread; nature = $unread }
    }
    try {
        $found = @($entry.groups)
        # Whatever may be read has the primary group at least.
        if ($found.Count -eq 0) { throw 'The directory tells no group of the account, not even its primary one.' }
        $groups = @{ value = $found }
    } catch { $groups = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{ sid = $sid; local = $local; groups = $groups; nature = $nature }
}
