# The SHA-256 of every blob of packages, each copy once, by several workers. Longer than most: the worker is a function
# of its own, because a runspace gets its code as text.
function Get-BlobHash {
    param($Queue, $Done, [int]$BlockBytes, [long[]]$BytesRead, [int]$Worker)
    $sha = [System.Security.Cryptography.SHA256]::Create()
    $buffer = [byte[]]::new($BlockBytes)
    $item = $null
    while ($Queue.TryDequeue([ref]$item)) {
        $stream = $null
        $row = @{ blob = $item.blob; path = $item.path; bytes = [long]0; sha256 = $null; modified = $null; hresult = $null; message = $null }
        try {
            $stream = [System.IO.FileStream]::new($item.native, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]'ReadWrite, Delete', 4096, [System.IO.FileOptions]::SequentialScan)
            $sha.Initialize()
            $count = $stream.Read($buffer, 0, $buffer.Length)
            while ($count -gt 0) {
                [void]$sha.TransformBlock($buffer, 0, $count, $null, 0)
                $row['bytes'] += $count
                $BytesRead[$Worker] += $count
                $count = $stream.Read($buffer, 0, $buffer.Length)
            }
            [void]$sha.TransformFinalBlock($buffer, 0, 0)
            $row['sha256'] = [System.BitConverter]::ToString($sha.Hash).Replace('-', '')
            $row['modified'] = [System.IO.File]::GetLastWriteTimeUtc($item.native)
        } catch {
            $row['hresult'] = '0x{0:X8}' -f $_.Exception.GetBaseException().HResult
            $row['message'] = $_.Exception.GetBaseException().Message
        } finally {
            if ($null -ne $stream) { $stream.Dispose() }
        }
        $Done.Enqueue($row)
    }
    $sha.Dispose()
}

function Read-ContentBlobs {
    param($Parameters)
    $location = Get-ContentLibraryLocation
    if ($null -eq $location.path) { return }
    $blobs = [System.Collections.Generic.HashSet[string]]::new()
    $files = [System.Collections.Generic.List[object]]::new()
    $total = [long]0
    foreach ($package in @($Parameters.packages)) {
        foreach ($ref in (Read-PackageContent -Library $location.path -Package $package).refs) {
            foreach ($row in Read-ContentMirror -Library $location.path -Ref $ref) {
                if ($row.kind -ne 'file') { continue }
                $blob = Get-BlobName -Ini $row.ini
                if ($null -eq $blob -or -not $blobs.Add($blob)) { continue }
                foreach ($copy in Get-BlobCopy -FileLibs $location.fileLibs -Blob $blob) {
                    if ($null -ne $copy.error) {
                        @{ blob = $blob; path = $copy.path; bytes = [long]0; sha256 = $null; hresult = $copy.error.hresults[-1]; message = $copy.error.message }
                    } else {
                        $files.Add(@{ blob = $blob; path = $copy.path; native = $copy.native; size = $copy.size })
                        $total += $copy.size
                    }
                }
            }
        }
    }
    # Largest first, so that a big image does not start last.
    $files.Sort([System.Comparison[object]] { param($a, $b) ([long]$b.size).CompareTo([long]$a.size) })
    $queue = [System.Collections.Concurrent.ConcurrentQueue[object]]::new()
    foreach ($file in $files) { $queue.Enqueue($file) }
    $done = [System.Collections.Concurrent.ConcurrentQueue[object]]::new()
    $workers = [Math]::Max(1, [Math]::Min([Environment]::ProcessorCount, 8))
    $pool = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspacePool([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    [void]$pool.SetMaxRunspaces($workers)
    $bytesRead = [long[]]::new($workers)
    $running = @()
    try {
        $pool.Open()
        for ($i = 0; $i -lt $workers; $i++) {
            $shell = [System.Management.Automation.PowerShell]::Create()
            $shell.RunspacePool = $pool
            [void]$shell.AddScript(${function:Get-BlobHash}.ToString()).AddArgument($queue).AddArgument($done).AddArgument(4194304).AddArgument($bytesRead).AddArgument($i)
            $running += @{ shell = $shell; handle = $shell.BeginInvoke() }
        }
        $left = $files.Count; $row = $null
        $sinceProgress = [System.Diagnostics.Stopwatch]::StartNew()
        while ($left -gt 0) {
            if ($sinceProgress.ElapsedMilliseconds -ge 500) {
                $bytes = [long]0
                foreach ($count in $bytesRead) { $bytes += $count }
                Write-FactProgress -Text 'hashing' -Done $bytes -Total $total
                $sinceProgress.Restart()
            }
            if ($done.TryDequeue([ref]$row)) {
                $left--
                $row
            } elseif (@($running | Where-Object { -not $_.handle.IsCompleted }).Count -eq 0 -and $done.IsEmpty) {
                throw 'The hashing workers ended before every blob was read.'
            } else {
                [System.Threading.Thread]::Sleep(20)
            }
        }
        foreach ($worker in $running) { [void]$worker.shell.EndInvoke($worker.handle) }
    } finally {
        foreach ($worker in $running) { $worker.shell.Dispose() }
        $pool.Dispose()
    }
}
