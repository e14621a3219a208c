# What an SMS Provider works on images with: the driver that WIMMount names, the Windows ADK, and whether they are there.
# Longer than most: driver, kits and the list of products can fail alone.

# ImagePath of a driver as a path: Windows writes it with prefixes of its own, or below its folder.
function Get-DriverPath {
    param([string]$ImagePath)
    $plain = $ImagePath.Trim() -creplace '^"([^"]*)".*$', '$1' -creplace '^\\\?\?\\', ''
    if ($plain -match '^(?:\\SystemRoot\\|%SystemRoot%\\|%windir%\\)(.+)$') { return (Get-WindowsFolder) + '\' + $Matches[1] }
    if ($plain -match '^system32\\') { return (Get-WindowsFolder) + '\' + $plain }
    $plain
}

function Get-WimMount {
    $imagePath = Get-RegistryValue -Key 'HKLM:\SYSTEM\CurrentControlSet\Services\WIMMount' -Name 'ImagePath'
    if (-not ($imagePath -is [string])) { return $null }
    $path = Get-DriverPath -ImagePath $imagePath
    # What names no drive is no path that could be looked at.
    $exists = $path -match '^[A-Za-z]:\\' -and (Test-FilePresence -Path $path)
    @{ imagePath = $imagePath; path = $path; exists = $exists }
}

# Each root that one of the two views of the registry names, with the imaging library of its Deployment Tools. Other kits set
# the same value, so the file decides.
function Get-Kit {
    $roots = @()
    foreach ($view in 'HKLM:\SOFTWARE\WOW6432Node', 'HKLM:\SOFTWARE') {
        $root = Get-RegistryValue -Key ($view + '\Microsoft\Windows Kits\Installed Roots') -Name 'KitsRoot10'
        if (-not ($root -is [string]) -or $roots -contains $root) { continue }
        $roots += $root
        $path = $root.TrimEnd('\') + '\Assessment and Deployment Kit\Deployment Tools\amd64\DISM\wimgapi.dll'
        $imaging = $null
        if ($root -match '^[A-Za-z]:\\' -and (Test-FilePresence -Path $path)) { $imaging = @{ path = $path; version = (Get-FileVersion -Path $path) } }
        @{ root = $root; imaging = $imaging }
    }
}

# Products of both views of the uninstall list.
function Get-InstalledKit {
    foreach ($view in 'HKLM:\SOFTWARE\WOW6432Node', 'HKLM:\SOFTWARE') {
        $list = $view + '\Microsoft\Windows\CurrentVersion\Uninstall'
        foreach ($name in Get-RegistrySubkey -Key $list) {
            $key = $list + '\' + $name
            $product = Get-RegistryValue -Key $key -Name 'DisplayName'
            if (-not ($product -is [string]) -or $product -notlike 'Windows Assessment and Deployment Kit*') { continue }
            $version = Get-RegistryValue -Key $key -Name 'DisplayVersion'
            @{ name = $product; version = $(if ($version -is [string]) { $version }) }
        }
    }
}

function Read-ImageTools {
    param($Parameters)
    try { $wimMount = @{ value = (Get-WimMount) } } catch { $wimMount = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    try { $kits = @{ value = @(Get-Kit) } } catch { $kits = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    try { $installed = @{ value = @(Get-InstalledKit) } } catch { $installed = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{ wimMount = $wimMount; kits = $kits; installed = $installed }
}
