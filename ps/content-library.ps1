# What the content library holds for packages, without reading their bytes: INIs, mirror, and size of each blob.
# Rows of kind library, package, content, folder, file, link, unread, blob.
function Read-ContentLibrary {
    param($Parameters)
    $location = Get-ContentLibraryLocation
    @{ kind = 'library'; path = $location.path; fileLibs = $location.fileLibs }
    if ($null -eq $location.path) { return }
    $seenRefs = [System.Collections.Generic.HashSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
    $seenBlobs = [System.Collections.Generic.HashSet[string]]::new()
    foreach ($package in @($Parameters.packages)) {
        $content = Read-PackageContent -Library $location.path -Package $package
        @{ kind = 'package'; package = $package; ini = $content.ini; refs = $content.refs }
        foreach ($ref in $content.refs) {
            if (-not $seenRefs.Add($ref)) { continue }
            $present = [System.IO.Directory]::Exists((Get-NativePath -Path ($location.path + '\DataLib\' + $ref)))
            @{ kind = 'content'; ref = $ref; ini = (Read-SmallFile -Path ($location.path + '\DataLib\' + $ref + '.INI')); present = $present }
            foreach ($row in Read-ContentMirror -Library $location.path -Ref $ref) {
                $row
                if ($row.kind -ne 'file') { continue }
                $blob = Get-BlobName -Ini $row.ini
                if ($null -eq $blob -or -not $seenBlobs.Add($blob)) { continue }
                foreach ($fileLib in $location.fileLibs) {
                    $path = $fileLib + '\' + $blob.Substring(0, 4) + '\' + $blob
                    try {
                        $file = [System.IO.FileInfo]::new((Get-NativePath -Path $path))
                        if ($file.Exists) { @{ kind = 'blob'; blob = $blob; path = $path; size = $file.Length; modified = $file.LastWriteTimeUtc } }
                    } catch { @{ kind = 'blob'; blob = $blob; path = $path; error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
                }
            }
        }
        Write-FactProgress -Text ('content of ' + $package) -Done 0 -Total 0
    }
}
