# The local groups of this machine and who is in them, by SID. At most 200 groups, and 1,000 members of each.
function Read-LocalGroups {
    param($Parameters)
    $system = Get-CimInstance -ClassName Win32_ComputerSystem -Property DomainRole -ErrorAction Stop
    if ($system.DomainRole -ge 4) { return @{ domainController = $true; groups = @(); truncated = $false } }
    $found = @(Get-LocalGroup -ErrorAction Stop)
    $truncated = $found.Count -gt 200
    if ($truncated) { $found = @($found[0..199]) }
    $groups = @(foreach ($group in $found) {
        try {
            # One member without a name is enough for the command to fail.
            $sids = @(foreach ($member in @(Get-LocalGroupMember -SID $group.SID -ErrorAction Stop)) { $member.SID.Value })
            if ($sids.Count -gt 1000) { $truncated = $true; $sids = @($sids[0..999]) }
            $members = @{ value = $sids }
        } catch { $members = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        @{ sid = $group.SID.Value; members = $members }
    })
    @{ domainController = $false; groups = $groups; truncated = $truncated }
}
