# The Appx packages that any user has, and those that every new user gets. Longer than most: what packages tell of
# themselves differs between versions of Windows, and PowerShell 7 gets it from Windows PowerShell as text.
function Read-ReferenceAppPackages {
    param($Parameters)
    $truncated = $false
    try {
        $bundles = @{}
        foreach ($bundle in @(Get-AppxPackage -AllUsers -PackageTypeFilter Bundle -ErrorAction Stop)) {
            if ((Get-AppxUserCount -Package $bundle) -eq 0) { continue }
            $family = [string]$bundle.PSObject.Properties['PackageFamilyName'].Value
            $bundles[$family] = @($bundles[$family]) + @([string]$bundle.PSObject.Properties['Version'].Value)
        }
        $rows = @()
        foreach ($package in @(Get-AppxPackage -AllUsers -ErrorAction Stop)) {
            if ($rows.Count -ge 2000) { $truncated = $true; break }
            $rows += ConvertTo-AppxRow -Package $package -Bundles $bundles
        }
        $installed = @{ value = $rows }
    } catch { $installed = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    try {
        $packages = @(Get-AppxProvisionedPackage -Online -ErrorAction Stop)
        if ($packages.Count -gt 2000) { $truncated = $true; $packages = @($packages[0..1999]) }
        $provisioned = @{ value = @(foreach ($package in $packages) {
            $told = $package.PSObject.Properties
            @{ name = [string]$told['DisplayName'].Value; fullName = [string]$told['PackageName'].Value; version = [string]$told['Version'].Value }
        }) }
    } catch { $provisioned = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{ installed = $installed; provisioned = $provisioned; truncated = $truncated }
}

function ConvertTo-AppxRow {
    param($Package, $Bundles)
    $told = $Package.PSObject.Properties
    $family = [string]$told['PackageFamilyName'].Value
    $fixed = $told['NonRemovable']; $signature = $told['SignatureKind']
    @{
        name = [string]$told['Name'].Value; fullName = [string]$told['PackageFullName'].Value; family = $family
        version = [string]$told['Version'].Value
        framework = $told['IsFramework'].Value -eq $true; resource = $told['IsResourcePackage'].Value -eq $true
        nonRemovable = $(if ($null -ne $fixed -and $null -ne $fixed.Value) { $fixed.Value -eq $true })
        signature = $(if ($null -ne $signature -and $null -ne $signature.Value) { [string]$signature.Value })
        users = Get-AppxUserCount -Package $Package
        bundles = @(foreach ($version in $Bundles[$family]) { if ($null -ne $version) { $version } })
    }
}

# In how many users' lists the package is Installed; Staged is only on the disk. As text, it
# ends like this: [name]: Installed.
function Get-AppxUserCount {
    param($Package)
    $count = 0
    $users = $Package.PSObject.Properties['PackageUserInformation']
    if ($null -eq $users) { throw 'Appx packages do not say here who has them.' }
    foreach ($user in $users.Value) {
        if ($null -eq $user) { continue }
        $state = $user.PSObject.Properties['InstallState']
        $text = $(if ($null -ne $state) { [string]$state.Value } else { [string]$user })
        if ($text -match '(^|: )Installed') { $count++ }
    }
    $count
}
