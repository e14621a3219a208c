# The site's boot images with their architecture, and the distribution points that each was sent to.
function Read-SiteBootImages {
    param($Parameters)
    $images = @(Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_BootImagePackage -Property PackageID, Name, Architecture -ErrorAction Stop)
    $targeted = @()
    # Fifty to a query: one query for a handful, and none so long that the provider refuses it.
    for ($start = 0; $start -lt $images.Count; $start += 50) {
        $last = [Math]::Min($start + 50, $images.Count) - 1
        $terms = foreach ($image in $images[$start..$last]) { 'PackageID=' + (ConvertTo-WqlString -Text $image.PackageID) }
        $targeted += Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_DPContentInfo -Filter ($terms -join ' OR ') -Property PackageID, NALPath -ErrorAction Stop
    }
    @{
        images = @(foreach ($row in $images) { @{ package = $row.PackageID; name = $row.Name; architecture = $row.Architecture } })
        targeted = @(foreach ($row in $targeted) { @{ package = $row.PackageID; nalPath = $row.NALPath } })
    }
}
