# The SHA-256 of every blob of packages, each copy once, by several workers.
function Read-ContentBlobs {
    param($Parameters)
    $location = Get-ContentLibraryLocation
    if ($null -eq $location.path) { return }
    $blobs = [System.Collections.Generic.HashSet[string]]::new()
    $files = [System.Collections.Generic.List[object]]::new()
    foreach ($package in @($Parameters.packages)) {
        foreach ($ref in (Read-PackageContent -Library $location.path -Package $package).refs) {
            foreach ($row in Read-ContentMirror -Library $location.path -Ref $ref) {
                if ($row.kind -ne 'file') { continue }
                $blob = Get-BlobName -Ini $row.ini
                if ($null -eq $blob -or -not $blobs.Add($blob)) { continue }
                foreach ($copy in Get-BlobCopy -FileLibs $location.fileLibs -Blob $blob) {
                    if ($null -eq $copy.error) { $files.Add(@{ blob = $blob; path = $copy.path; native = $copy.native; size = $copy.size }); continue }
                    # A link is refused by us and has no code of Windows.
                    $hresult = $null
                    foreach ($code in $copy.error.hresults) { $hresult = $code }
                    @{ kind = 'blob'; blob = $blob; path = $copy.path; bytes = [long]0; sha256 = $null; modified = $null; hresult = $hresult; message = $copy.error.message }
                }
            }
        }
    }
    $workers = $(if ($Parameters.ContainsKey('workers')) { [int]$Parameters.workers } else { 0 })
    if ($files.Count -eq 0) { return }
    foreach ($row in Read-FileDigest -Files $files -Algorithm 'sha256' -Workers $workers) {
        @{ kind = 'blob'; blob = $row.item.blob; path = $row.item.path; bytes = $row.bytes; sha256 = $row.digest; modified = $row.modified; hresult = $row.hresult; message = $row.message }
    }
}
