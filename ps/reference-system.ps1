# What the reference computer is: domain, Windows, processor, firmware, client, roles and the devices that capturing needs
# drivers for. Longer than most: each part is read on its own, because each can fail alone.
function Read-ReferenceSystem {
    param($Parameters)
    $system = $null; $joined = $null
    try {
        $system = Get-CimInstance -ClassName Win32_ComputerSystem -Property PartOfDomain, Domain, Workgroup -ErrorAction Stop
        $joined = @{ value = $system.PartOfDomain }
    } catch { $joined = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    $isMember = $null -ne $system -and $system.PartOfDomain -eq $true
    @{
        partOfDomain = $joined
        domain = $(if ($isMember) { $system.Domain })
        workgroup = $(if ($null -ne $system) { $system.Workgroup })
        windows = Get-ReferenceWindows
        processor = Get-ReferenceProcessor
        firmware = Read-RegistryValue -Key 'HKLM:\SYSTEM\CurrentControlSet\Control' -Name 'PEFirmwareType'
        client = Get-ReferenceClient
        features = Get-ReferenceFeature
        devices = Get-ReferenceDevice
    }
}

function Get-ReferenceWindows {
    try {
        $os = Get-CimInstance -ClassName Win32_OperatingSystem -Property Version, BuildNumber, Caption, ProductType, SystemDrive -ErrorAction Stop
        @{ value = @{ version = $os.Version; build = [int]$os.BuildNumber; caption = $os.Caption; productType = $os.ProductType; systemDrive = $os.SystemDrive } }
    } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
}

# All processors of a computer are of one architecture.
function Get-ReferenceProcessor {
    try {
        $processors = @(Get-CimInstance -ClassName Win32_Processor -Property Architecture -ErrorAction Stop)
        @{ value = $processors[0].Architecture }
    } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
}

function Get-ReferenceClient {
    try {
        $services = @(Get-CimInstance -ClassName Win32_Service -Filter "Name='CcmExec'" -Property Name -ErrorAction Stop)
        @{ value = $services.Count -gt 0 }
    } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
}

# Only servers have the class.
function Get-ReferenceFeature {
    try {
        $rows = @(Get-CimInstance -ClassName Win32_ServerFeature -Property ID, Name -ErrorAction Stop)
        @{ value = @(foreach ($row in $rows) { @{ id = $row.ID; name = [string]$row.Name } }) }
    } catch {
        if (Test-ClassAbsence -ErrorRecord $_) { @{ value = $null } } else { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    }
}

# Network adapters and controllers of disks, by their setup classes, at most 100. What Windows makes up itself needs no driver.
function Get-ReferenceDevice {
    try {
        $rows = @(Get-CimInstance -ClassName Win32_PnPEntity -Filter "ClassGuid='{4d36e972-e325-11ce-bfc1-08002be10318}' OR ClassGuid='{4d36e97b-e325-11ce-bfc1-08002be10318}' OR ClassGuid='{4d36e96a-e325-11ce-bfc1-08002be10318}'" -Property DeviceID, Name, HardwareID -ErrorAction Stop)
        $devices = @()
        foreach ($row in $rows) {
            if ($devices.Count -ge 100 -or [string]$row.DeviceID -match '^(ROOT|SWD|BTH)\\') { continue }
            $first = $null
            foreach ($id in $row.HardwareID) { if ($null -eq $first) { $first = $id } }
            $devices += @{ name = [string]$row.Name; hardwareId = $first }
        }
        @{ value = $devices }
    } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
}
