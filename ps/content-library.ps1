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
            $present = $true
            try { [void][System.IO.File]::GetAttributes((Get-NativePath -Path ($location.path + '\DataLib\' + $ref))) }
            catch { $present = -not (Test-Absence -ErrorRecord $_) }
            @{ kind = 'content'; ref = $ref; ini = (Read-SmallFile -Path ($location.path + '\DataLib\' + $ref + '.INI')); present = $present }
            # A loop would wait for the whole mirror and hold it in memory.
            Read-ContentMirror -Library $location.path -Ref $ref | ForEach-Object {
                $_
                if ($_.kind -ne 'file') { return }
                $blob = Get-BlobName -Ini $_.ini
                if ($null -eq $blob -or -not $seenBlobs.Add($blob)) { return }
                foreach ($copy in Get-BlobCopy -FileLibs $location.fileLibs -Blob $blob) {
                    if ($null -ne $copy.error) { @{ kind = 'blob'; blob = $blob; path = $copy.path; error = $copy.error } }
                    else {
                        $users = Read-SmallFile -Path ($copy.path + '.INI')
                        @{ kind = 'blob'; blob = $blob; path = $copy.path; size = $copy.size; modified = $copy.modified; users = $users }
                    }
                }
            }
        }
        Write-FactProgress -Text ('content of ' + $package) -Done 0 -Total 0
    }
}
