# A boot image: its architecture and how many drivers were added to it, which only the whole instance says.
function Read-CaptureBootImage {
    param($Parameters)
    $filter = 'PackageID=' + (ConvertTo-WqlString -Text $Parameters.package)
    $found = Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_BootImagePackage -Filter $filter -Property PackageID -ErrorAction Stop
    if ($null -eq $found) { return @{ found = $false; name = $null; architecture = $null; drivers = $null } }
    $whole = Get-CimInstance -InputObject $found -ErrorAction Stop
    $drivers = $whole.ReferencedDrivers
    @{
        found = $true; name = $whole.Name; architecture = $(if ($whole.Architecture) { $whole.Architecture })
        drivers = $(if ($null -ne $drivers) { @($drivers).Count })
    }
}
