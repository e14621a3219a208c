# Whether Group Policy demands complex passwords: of several answers the one of precedence 1 counts. Null where no policy
# says anything, which never means that they are not demanded.
function Read-ReferencePasswordPolicy {
    param($Parameters)
    try {
        $rows = @(Get-CimInstance -Namespace root/rsop/computer -ClassName RSOP_SecuritySettingBoolean -Filter "KeyName='PasswordComplexity' AND precedence=1" -Property Setting -ErrorAction Stop)
    } catch {
        if (-not (Test-ClassAbsence -ErrorRecord $_)) { throw }
        $rows = @()
    }
    @{ complexity = $(if ($rows.Count -gt 0) { $rows[0].Setting }) }
}
