# What of servicing is open: keys that wait for a restart, reserved storage in use, files to be renamed at the next start.
function Read-ReferenceServicing {
    param($Parameters)
    $current = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\'
    try {
        $keys = @(foreach ($key in 'Component Based Servicing\RebootPending', 'Component Based Servicing\RebootInProgress', 'Component Based Servicing\PackagesPending', 'WindowsUpdate\Auto Update\RebootRequired') {
            if ($null -ne (Get-RegistrySubkeyCount -Key ($current + $key))) { $key }
        })
        # This one alone says nothing; what is open is below it.
        $services = 'WindowsUpdate\Services\Pending'
        if ((Get-RegistrySubkeyCount -Key ($current + $services)) -gt 0) { $keys += $services }
        $pending = @{ value = $keys }
    } catch { $pending = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    try {
        $renames = Get-RegistryValue -Key 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager' -Name 'PendingFileRenameOperations'
        $count = 0
        # In pairs of a file and its new name; an empty new name means that the file is deleted.
        for ($i = 0; $i -lt @($renames).Count; $i += 2) { if (@($renames)[$i]) { $count++ } }
        $open = @{ value = $count }
    } catch { $open = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{
        pendingKeys = $pending
        activeScenario = Read-RegistryValue -Key ($current + 'ReserveManager') -Name 'ActiveScenario'
        pendingRenames = $open
    }
}
