# How far BitLocker has converted each volume. The property for that is not on every Windows; the method is, and only tells.
function Read-ReferenceEncryption {
    param($Parameters)
    try {
        $rows = @(Get-CimInstance -Namespace root/cimv2/Security/MicrosoftVolumeEncryption -ClassName Win32_EncryptableVolume -Property DeviceID, DriveLetter, ProtectionStatus -ErrorAction Stop)
    } catch {
        # Only without the feature BitLocker is there no such namespace or class.
        if (-not (Test-ClassAbsence -ErrorRecord $_)) { throw }
        return @{ present = $false; volumes = @() }
    }
    @{
        present = $true
        volumes = @(foreach ($row in $rows) {
            @{ letter = $row.DriveLetter; conversion = Get-ConversionStatus -Id $row.DeviceID; protection = $row.ProtectionStatus }
        })
    }
}

function Get-ConversionStatus {
    param([string]$Id)
    try {
        $filter = 'DeviceID=' + (ConvertTo-WqlString -Text $Id)
        $volume = Get-CimInstance -Namespace root/cimv2/Security/MicrosoftVolumeEncryption -ClassName Win32_EncryptableVolume -Filter $filter -Property DeviceID -ErrorAction Stop
        if ($null -eq $volume) { throw ('The volume ' + $Id + ' is gone.') }
        $result = Invoke-CimMethod -InputObject $volume -MethodName GetConversionStatus -Arguments @{ PrecisionFactor = [uint32]0 } -ErrorAction Stop
        $returned = $result.PSObject.Properties['ReturnValue'].Value
        # A locked volume has no status: 0x80310000.
        if ($returned -ne 0) { throw ('GetConversionStatus returned ' + ('0x{0:X8}' -f $returned) + '.') }
        @{ value = $result.PSObject.Properties['ConversionStatus'].Value }
    } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
}
