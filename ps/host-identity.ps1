# What this machine says it is, and which PowerShell reads it. Longer than most: each part is read on its own, because
# a machine that refuses one of them is still the machine it is.
function Read-HostIdentity {
    param($Parameters)
    $unread = @()
    $machineName = $env:COMPUTERNAME
    if (-not $machineName) { $machineName = [Environment]::MachineName }
    $os = $null; $system = $null; $machineSid = $null; $domainSid = $null; $elevated = $null; $policy = $null; $path = $null
    try {
        $os = Get-CimInstance -ClassName Win32_OperatingSystem -Property Caption, Version, LastBootUpTime, InstallDate, LocalDateTime -ErrorAction Stop
    } catch { $unread += ConvertTo-ErrorFact -ErrorRecord $_ }
    try {
        $system = Get-CimInstance -ClassName Win32_ComputerSystem -Property Name, DNSHostName, Domain, PartOfDomain -ErrorAction Stop
    } catch { $unread += ConvertTo-ErrorFact -ErrorRecord $_ }
    try {
        # The built-in administrator's SID is the machine SID and -500, whatever the account is called.
        $accounts = @(Get-CimInstance -ClassName Win32_UserAccount -Filter "LocalAccount=TRUE AND SID LIKE 'S-1-5-21-%-500'" -Property SID -ErrorAction Stop)
        if ($accounts.Count -eq 1) { $machineSid = $accounts[0].SID -creplace '-500$', '' }
    } catch { $unread += ConvertTo-ErrorFact -ErrorRecord $_ }
    try {
        if ($null -ne $system -and $system.PartOfDomain) {
            $domainSid = (Get-AccountSid -Domain $system.Domain -Account ($system.Name + '$')) -creplace '-[0-9]+$', ''
        }
    } catch { $unread += ConvertTo-ErrorFact -ErrorRecord $_ }
    try { $elevated = Test-Elevation } catch { $unread += ConvertTo-ErrorFact -ErrorRecord $_ }
    try { $policy = [string](Get-ExecutionPolicy -ErrorAction Stop) } catch { $unread += ConvertTo-ErrorFact -ErrorRecord $_ }
    try { $path = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName } catch { $unread += ConvertTo-ErrorFact -ErrorRecord $_ }
    @{
        machineName = $machineName
        dnsHostName = $(if ($null -ne $system) { $system.DNSHostName })
        domain = $(if ($null -ne $system -and $system.PartOfDomain) { $system.Domain })
        machineSid = $machineSid; domainSid = $domainSid
        bootTime = $(if ($null -ne $os) { $os.LastBootUpTime })
        installDate = $(if ($null -ne $os) { $os.InstallDate })
        operatingSystem = $(if ($null -ne $os) { $os.Caption })
        osVersion = $(if ($null -ne $os) { $os.Version })
        clock = $(if ($null -ne $os) { $os.LocalDateTime }); timeZone = [TimeZoneInfo]::Local.Id; culture = [cultureinfo]::CurrentCulture.Name
        powerShell = @{
            path = $path; edition = [string]$PSVersionTable.PSEdition; version = [string]$PSVersionTable.PSVersion
            languageMode = [string]$ExecutionContext.SessionState.LanguageMode; executionPolicy = $policy; elevated = $elevated
        }
        unread = $unread
    }
}
