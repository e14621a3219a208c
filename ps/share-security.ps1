# The security descriptors between a network client and a folder: the share's and the folder's, as SDDL.
function Read-ShareSecurity {
    param($Parameters)
    $shares = @()
    try {
        $shares = @(Get-SmbShare -Name $Parameters.share -ErrorAction Stop)
    } catch {
        if ($_.FullyQualifiedErrorId -notlike 'CmdletizationQuery_NotFound*') { throw }
    }
    $rows = @(foreach ($share in $shares) {
        $folder = $share.Path
        if ($Parameters.path) { $folder = $folder.TrimEnd('\') + '\' + $Parameters.path }
        $folderSddl = @{ value = $null }
        try {
            # IPC$ has no folder behind it.
            if ($share.Path) {
                $acl = Get-Acl -LiteralPath $folder -ErrorAction Stop
                $folderSddl = @{ value = $acl.Sddl }
            }
        } catch [System.Management.Automation.ItemNotFoundException] {
            $folderSddl = @{ value = $null }
        } catch {
            $folderSddl = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
        }
        @{
            name = $share.Name; scopeName = $share.ScopeName; path = $share.Path; special = $share.Special
            sddl = $share.SecurityDescriptor; folder = $folder; folderSddl = $folderSddl
        }
    })
    @{ shares = $rows }
}
