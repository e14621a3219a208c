# Single values of the registry and of CIM, told apart from what cannot be read.

# The value of a key; null where there is no such key or value.
function Get-RegistryValue {
    param([string]$Key, [string]$Name)
    try {
        $values = Get-ItemProperty -LiteralPath $Key -ErrorAction Stop
    } catch [System.Management.Automation.ItemNotFoundException] {
        return $null
    }
    # A key without values gives nothing at all.
    if ($null -eq $values) { return $null }
    $property = $values.PSObject.Properties[$Name]
    if ($null -ne $property) { , $property.Value }
}

# The value as a reading of its own.
function Read-RegistryValue {
    param([string]$Key, [string]$Name)
    try { @{ value = (Get-RegistryValue -Key $Key -Name $Name) } } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
}

# How many keys are below a key; null where there is no such key. Throws where that cannot be seen, which Test-Path calls
# absent.
function Get-RegistrySubkeyCount {
    param([string]$Key)
    try { (Get-Item -LiteralPath $Key -ErrorAction Stop).SubKeyCount } catch [System.Management.Automation.ItemNotFoundException] { $null }
}

# The names of the keys below a key; none where there is no such key.
function Get-RegistrySubkey {
    param([string]$Key)
    try { (Get-Item -LiteralPath $Key -ErrorAction Stop).GetSubKeyNames() } catch [System.Management.Automation.ItemNotFoundException] { }
}

# Whether an error says that this Windows has no such namespace or class.
function Test-ClassAbsence {
    param($ErrorRecord)
    $id = [string]$ErrorRecord.FullyQualifiedErrorId
    $id -like '*0x8004100e*' -or $id -like '*0x80041010*'
}

# Whether a file or folder is there. Says why it cannot tell, which Exists does not.
function Test-FilePresence {
    param([string]$Path)
    try {
        [void][System.IO.File]::GetAttributes((Get-NativePath -Path $Path))
        $true
    } catch {
        if (-not (Test-Absence -ErrorRecord $_)) { throw }
        $false
    }
}

# The folder of Windows, without a backslash at its end.
function Get-WindowsFolder {
    $os = Get-CimInstance -ClassName Win32_OperatingSystem -Property WindowsDirectory -ErrorAction Stop
    $os.WindowsDirectory.TrimEnd('\')
}
