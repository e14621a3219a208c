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
            foreach ($row in Read-ContentMirror -Library $location.path -Ref $ref) {
                $row
                if ($row.kind -ne 'file') { continue }
                $blob = Get-BlobName -Ini $row.ini
                if ($null -eq $blob -or -not $seenBlobs.Add($blob)) { continue }
                foreach ($fileLib in $location.fileLibs) {
                    $path = $fileLib + '\' + $blob.Substring(0, 4) + '\' + $blob
                    try {
                        $native = Get-NativePath -Path $path
                        # Says why it fails, which Exists and Length do not.
                        [void][System.IO.File]::GetAttributes($native)
                        $file = [System.IO.FileInfo]::new($native)
                        @{ kind = 'blob'; blob = $blob; path = $path; size = $file.Length; modified = $file.LastWriteTimeUtc }
                    } catch {
                        if (-not (Test-Absence -ErrorRecord $_)) { @{ kind = 'blob'; blob = $blob; path = $path; error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
                    }
                }
            }
        }
        Write-FactProgress -Text ('content of ' + $package) -Done 0 -Total 0
    }
}
