# What the end of SMSPXE.log says of loading, certificates and the management point, as raw records.

# Where the log may lie: beside the bin folder of either responder, behind the share of the distribution point, or where a
# site server keeps its logs. What could not be asked is emitted as a failure.
function Get-LogPlace {
    $services = 'HKLM:\SYSTEM\CurrentControlSet\Services\'
    $beside = '^"?([A-Za-z]:\\[^"]*)\\bin\\'
    Get-LogPlaceOfKey -Key ($services + 'WDSServer\Providers\WDSPXE\Providers\SMSPXE') -Name 'ProviderDll' -Form $beside -Rest '\logs\SMSPXE.log'
    Get-LogPlaceOfKey -Key ($services + 'SccmPxe') -Name 'ImagePath' -Form $beside -Rest '\logs\SMSPXE.log'
    Get-LogPlaceOfKey -Key 'HKLM:\SOFTWARE\Microsoft\SMS\Tracing\SMSPXE' -Name 'TraceFilename' -Form '^([A-Za-z]:\\.*\.log)$' -Rest ''
    Get-LogPlaceOfKey -Key 'HKLM:\SOFTWARE\Microsoft\SMS\Setup' -Name 'Installation Directory' -Form '^([A-Za-z]:\\.*?)\\?$' -Rest '\Logs\SMSPXE.log'
    try {
        foreach ($share in @(Get-SmbShare -Name 'SMS_DP$' -ErrorAction Stop)) { if ($share.Path) { @{ path = $share.Path.TrimEnd('\') + '\sms\logs\SMSPXE.log'; failure = $null } } }
    } catch {
        if ($_.FullyQualifiedErrorId -notlike 'CmdletizationQuery_NotFound*') { @{ path = $null; failure = $_ } }
    }
}

# Of the two good ones, of which a busy server writes one for every client, ten are enough: only the last counts.
function Read-SmspxeLog {
    param($Parameters)
    $phrases = @(
        'PXE Provider loaded', 'MP_LookupDevice succeeded'
        'PXE Provider failed to initialize MP connection', 'PXE::MP_GetList failed', 'PXE::MP_LookupDevice failed', 'PXE::MP_ReportStatus failed'
        'Failed to create certificate store from encoded certificate', '80092002', 'PXE Provider failed to process message'
        'PXE Provider failed to read configuration parameters', '800B0101', '800b0101'
    )
    Read-NewestLog -Places @(Get-LogPlace) -Phrases $phrases -Room @(10, 10, 180) -Needed ''
}
