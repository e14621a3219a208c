# What would go into the image beside Windows: the identity of Defender for Endpoint, SetupComplete.cmd, and whether the
# runtime that capture media need is there. The text of SetupComplete.cmd may hold secrets: only its lines are counted.
function Read-ReferenceLeftovers {
    param($Parameters)
    try {
        $identity = Get-RegistryValue -Key 'HKLM:\SOFTWARE\Microsoft\Windows Advanced Threat Protection' -Name 'senseGuid'
        $sense = @{ value = $null -ne $identity }
    } catch { $sense = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    try {
        $windows = Get-WindowsFolder
        $script = Get-SetupScript -Path ($windows + '\Setup\Scripts\SetupComplete.cmd')
        try { $runtime = @{ value = (Test-FilePresence -Path ($windows + '\System32\VCRUNTIME140_1.dll')) } } catch { $runtime = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    } catch {
        $script = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
        $runtime = $script
    }
    @{ senseGuid = $sense; setupComplete = $script; runtime = $runtime }
}

# How many lines do something; comments, labels, echo off, exit and setlocal do nothing. A null character after each letter
# is UTF-16.
function Get-SetupScript {
    param([string]$Path)
    $file = Read-SmallFile -Path $Path
    if ($file.ContainsKey('error')) { return $file }
    if ($null -eq $file.value) { return @{ value = $null } }
    $lines = 0; $hooks = 0
    foreach ($line in ($file.value -creplace '[\x00\x0d]', '').Split([char]10)) {
        $command = ($line -creplace '^(\xef\xbb\xbf|\xff\xfe)', '') -creplace '^[@\s]+|\s+$', ''
        if ($command -eq '' -or $command -match '^(rem(\s|$)|:|echo\s+(off|on)$|exit(\s|$)|(set|end)local(\s|$))') { continue }
        $lines++
        if ($command -match '\bosdsetuphook\.exe\b') { $hooks++ }
    }
    @{ value = @{ path = $Path; bytes = $file.value.Length; lines = $lines; hookLines = $hooks } }
}
