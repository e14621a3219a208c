# What a task sequence refers to. BootImageID is a lazy property: the instance itself has to be fetched for it.
function Read-TaskSequence {
    param($Parameters)
    $filter = 'PackageID=' + (ConvertTo-WqlString -Text $Parameters.taskSequence)
    $found = @(Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -Filter $filter -Property PackageID, Name -ErrorAction Stop)
    if ($found.Count -eq 0) { return @{ found = $false; name = $null; bootImage = $null; references = @(); truncated = $false } }
    $whole = Get-CimInstance -InputObject $found[0] -ErrorAction Stop
    $rows = @(Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackageReference_Flat -Filter $filter -Property RefPackageID, ObjectID, ObjectName, ObjectType -ErrorAction Stop)
    $references = @(foreach ($row in $rows) {
        @{ package = $row.RefPackageID; object = $row.ObjectID; name = $row.ObjectName; type = $row.ObjectType }
    })
    $truncated = $references.Count -gt 5000
    if ($truncated) { $references = $references[0..4999] }
    @{ found = $true; name = $whole.Name; bootImage = $whole.BootImageID; references = $references; truncated = $truncated }
}
