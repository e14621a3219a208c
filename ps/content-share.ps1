# The packages on the package shares of a distribution point without a content library: folders, and files with SHA-1.
# Rows of kind share, package, folder, file, unread. Links are not followed. Longer than most: it walks shares, packages
# and folders.
function Read-ContentShare {
    param($Parameters)
    $shares = @(Get-CimInstance -ClassName Win32_Share -Filter "Name LIKE 'SMSPKG_$'" -Property Name, Path -ErrorAction Stop)
    foreach ($share in $shares) { @{ kind = 'share'; name = $share.Name; path = $share.Path } }
    $files = [System.Collections.Generic.List[object]]::new()
    foreach ($package in @($Parameters.packages)) {
        $folder = $null
        if (Test-PathComponent -Name $package) {
            foreach ($share in $shares) {
                $candidate = ([string]$share.Path).TrimEnd('\') + '\' + $package
                try { [void][System.IO.File]::GetAttributes((Get-NativePath -Path $candidate)); $folder = $candidate; break }
                catch { if (-not (Test-Absence -ErrorRecord $_)) { $folder = $candidate; break } }
            }
        }
        @{ kind = 'package'; package = $package; path = $folder }
        if ($null -eq $folder) { continue }
        $pending = [System.Collections.Generic.Stack[string]]::new()
        $pending.Push('')
        while ($pending.Count -gt 0) {
            $below = $pending.Pop()
            try {
                $native = Get-NativePath -Path ($folder + '\' + $below).TrimEnd('\')
                if ($below -eq '' -and (Test-Link -Native $native)) { @{ kind = 'unread'; package = $package; path = ''; message = 'it is a link, which is not followed' }; continue }
                $entries = [System.IO.DirectoryInfo]::new($native).GetFileSystemInfos()
            } catch {
                @{ kind = 'unread'; package = $package; path = $below.TrimEnd('\'); message = $_.Exception.GetBaseException().Message }
                continue
            }
            foreach ($entry in $entries) {
                $path = $below + $entry.Name
                if (([int]$entry.Attributes -band 0x400) -ne 0) { @{ kind = 'unread'; package = $package; path = $path; message = 'it is a link, which is not followed' }; continue }
                if ($entry -is [System.IO.DirectoryInfo]) { @{ kind = 'folder'; package = $package; path = $path }; $pending.Push($path + '\'); continue }
                try { $files.Add(@($entry.Length, (Get-NativePath -Path ($folder + '\' + $path)), $path, $package)) }
                catch { @{ kind = 'file'; package = $package; path = $path; bytes = [long]0; sha1 = $null; message = $_.Exception.GetBaseException().Message } }
            }
        }
    }
    $workers = $(if ($Parameters.ContainsKey('workers')) { [int]$Parameters.workers } else { 0 })
    if ($files.Count -eq 0) { return }
    Read-FileDigest -Files $files -Algorithm 'sha1' -Workers $workers | ForEach-Object {
        # Progress, where lines leave through the pipeline.
        if ($_ -is [string]) { return $_ }
        @{ kind = 'file'; package = $_.item[3]; path = $_.item[2]; bytes = $_.bytes; sha1 = $_.digest; message = $_.message }
    }
}
