# What a task sequence refers to. BootImageID and References are lazy properties: the instance itself has to be fetched for them.
function Read-TaskSequence {
    param($Parameters)
    $filter = 'PackageID=' + (ConvertTo-WqlString -Text $Parameters.taskSequence)
    $found = @(Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -Filter $filter -Property PackageID, Name -ErrorAction Stop)
    if ($found.Count -eq 0) { return @{ found = $false; name = $null; bootImage = $null; references = @(); children = @(); truncated = $false } }
    $whole = Get-CimInstance -InputObject $found[0] -ErrorAction Stop
    $rows = @(Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackageReference_Flat -Filter $filter -Property RefPackageID, ObjectID, ObjectName, ObjectType -ErrorAction Stop)
    $references = @(foreach ($row in $rows) {
        @{ package = $row.RefPackageID; object = $row.ObjectID; name = $row.ObjectName; type = $row.ObjectType }
    })
    # Whatever is known to be something else need not be asked for.
    $known = @{}
    $known[$Parameters.taskSequence] = $true
    $children = @(foreach ($reference in $references) {
        $id = $(if ($reference.package) { $reference.package } else { $reference.object })
        if (-not $id -or $known.ContainsKey($id)) { continue }
        $known[$id] = $true
        if ($reference.type -eq 4) { $id }
    })
    $others = @(foreach ($step in @($whole.References)) {
        if ($null -eq $step -or -not $step.Package -or $known.ContainsKey($step.Package)) { continue }
        $known[$step.Package] = $true
        # The model name of an application is no package id.
        if ($step.Type -ne 1) { $step.Package }
    })
    $truncated = $references.Count -gt 5000 -or $others.Count -gt 5000
    if ($references.Count -gt 5000) { $references = $references[0..4999] }
    if ($others.Count -gt 5000) { $others = $others[0..4999] }
    # Fifty to a query: one query for a handful, and none so long that the provider refuses it.
    for ($start = 0; $start -lt $others.Count; $start += 50) {
        $last = [Math]::Min($start + 50, $others.Count) - 1
        $terms = foreach ($id in $others[$start..$last]) { 'PackageID=' + (ConvertTo-WqlString -Text $id) }
        $sequences = @(Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -Filter ($terms -join ' OR ') -Property PackageID -ErrorAction Stop)
        foreach ($row in $sequences) { $children += $row.PackageID }
    }
    @{ found = $true; name = $whole.Name; bootImage = $whole.BootImageID; references = $references; children = $children; truncated = $truncated }
}
