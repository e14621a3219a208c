# The packages that a distribution point lists: those of its WMI class, which content validation walks, and the records in
# the library. At most 20,000 of each.
function Read-ContentLibraryList {
    param($Parameters)
    $truncated = $false
    $listed = try {
        $ids = @(foreach ($row in Get-CimInstance -Namespace 'root/SCCMDP' -ClassName SMS_PackagesInContLib -Property PackageID -ErrorAction Stop) { $row.PackageID })
        if ($ids.Count -gt 20000) { $ids = $ids[0..19999]; $truncated = $true }
        @{ value = $ids }
    } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    $recorded = try {
        $location = Get-ContentLibraryLocation
        if ($null -eq $location.path) { @{ value = $null } }
        else {
            $folder = [System.IO.DirectoryInfo]::new((Get-NativePath -Path ($location.path + '\PkgLib')))
            $names = @(foreach ($entry in $folder.GetFileSystemInfos()) { if ($entry.Name -match '^(.+)\.INI$') { $Matches[1] } })
            if ($names.Count -gt 20000) { $names = $names[0..19999]; $truncated = $true }
            @{ value = $names }
        }
    } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    @{ listed = $listed; recorded = $recorded; truncated = $truncated }
}
