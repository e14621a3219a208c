# GetConversionStatus of a volume: how far BitLocker is, from $global:LabState.bitlocker.
function Get-LabConversion {
    param($Instance)
    if ($null -eq $Instance) { throw (New-LabGap -Text 'GetConversionStatus on the class') }
    foreach ($volume in $global:LabState.bitlocker) {
        if ($volume.id -ne $Instance.DeviceID) { continue }
        $result = [ordered]@{}
        # A locked volume tells nothing but that: FVE_E_LOCKED_VOLUME.
        if ($volume.conversion -eq 6) { $result['ReturnValue'] = [uint32]2150694912 }
        else {
            $result['ConversionStatus'] = [uint32]$volume.conversion
            $result['EncryptionPercentage'] = [uint32]$(if ($volume.conversion -eq 0) { 0 } elseif ($volume.conversion -eq 1) { 100 } else { 42 })
            $result['ReturnValue'] = [uint32]0
        }
        $result['PSComputerName'] = $null
        $answer = [pscustomobject]$result
        $answer.PSObject.TypeNames.Insert(0, 'Microsoft.Management.Infrastructure.CimMethodResult')
        return $answer
    }
    throw (New-LabGap -Text ('the conversion of ' + $Instance.DeviceID))
}
