# The SHA-256 of every blob of packages, each copy once, by several workers. Pipelines and not loops over what a function
# gives: a loop would wait for all of it and hold it in memory.
function Read-ContentBlobs {
    param($Parameters)
    $location = Get-ContentLibraryLocation
    if ($null -eq $location.path) { return }
    $blobs = [System.Collections.Generic.HashSet[string]]::new()
    $files = [System.Collections.Generic.List[object]]::new()
    $sinceProgress = [System.Diagnostics.Stopwatch]::StartNew()
    foreach ($package in @($Parameters.packages)) {
        foreach ($ref in (Read-PackageContent -Library $location.path -Package $package).refs) {
            Read-ContentMirror -Library $location.path -Ref $ref | ForEach-Object {
                if ($_.kind -ne 'file') { return }
                if ($sinceProgress.ElapsedMilliseconds -ge 500) { Write-FactProgress -Text 'the list of files' -Done 0 -Total 0; $sinceProgress.Restart() }
                $blob = Get-BlobName -Ini $_.ini
                if ($null -eq $blob -or -not $blobs.Add($blob)) { return }
                foreach ($copy in Get-BlobCopy -FileLibs $location.fileLibs -Blob $blob) {
                    if ($null -eq $copy.error) { $files.Add(@($copy.size, $copy.native, $copy.path)); continue }
                    # A link is refused by us and has no code of Windows.
                    $hresult = $null
                    foreach ($code in $copy.error.hresults) { $hresult = $code }
                    @{ kind = 'blob'; blob = $blob; path = $copy.path; bytes = [long]0; sha256 = $null; modified = $null; hresult = $hresult; message = $copy.error.message }
                }
            }
        }
    }
    if ($files.Count -eq 0) { return }
    $workers = $(if ($Parameters.ContainsKey('workers')) { [int]$Parameters.workers } else { 0 })
    Read-FileDigest -Files $files -Algorithm 'sha256' -Workers $workers | ForEach-Object {
        # Progress, where lines leave through the pipeline.
        if ($_ -is [string]) { return $_ }
        $path = $_.item[2]
        @{ kind = 'blob'; blob = $path.Substring($path.Length - 64); path = $path; bytes = $_.bytes; sha256 = $_.digest; modified = $_.modified; hresult = $_.hresult; message = $_.message }
    }
}
