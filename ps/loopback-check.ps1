# The values that decide under which names a machine accepts its own share.
function Get-NumberValue {
    param([string]$Key, [string]$Name)
    $value = Get-RegistryValue -Key $Key -Name $Name
    if ($null -ne $value -and -not ($value -is [int])) { throw ($Name + ' is of another type than Windows uses') }
    $value
}

function Read-LoopbackCheck {
    param($Parameters)
    $lsa = 'HKLM:\SYSTEM\CurrentControlSet\Control\Lsa'
    try { $disabled = @{ value = (Get-NumberValue -Key $lsa -Name 'DisableLoopbackCheck') } } catch { $disabled = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    try {
        $names = Get-RegistryValue -Key ($lsa + '\MSV1_0') -Name 'BackConnectionHostNames'
        if ($null -ne $names -and -not ($names -is [array])) { throw 'BackConnectionHostNames is of another type than Windows uses' }
        $ownNames = @{ value = $names }
    } catch { $ownNames = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    try {
        $strictNamesOff = @{ value = (Get-NumberValue -Key 'HKLM:\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters' -Name 'DisableStrictNameChecking') }
    } catch { $strictNamesOff = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{ disabled = $disabled; ownNames = $ownNames; strictNamesOff = $strictNamesOff }
}
