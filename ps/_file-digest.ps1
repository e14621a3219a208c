# Hashes of many files by several workers, for the snippets that read bytes. Opens for reading with full sharing.

# What one worker does until the queue is empty. A function of its own, because a runspace gets its code as text. It waits
# while too many of its results were not taken: whoever takes them may be slower than the disk.
function Get-FileDigest {
    param($Queue, $Done, [int]$BlockBytes, [long[]]$BytesRead, [long[]]$Taken, [int]$Worker, [string]$Algorithm)
    $hash = $(if ($Algorithm -eq 'sha1') { [System.Security.Cryptography.SHA1]::Create() } else { [System.Security.Cryptography.SHA256]::Create() })
    $buffer = [byte[]]::new($BlockBytes)
    $item = $null; $given = [long]0
    while ($Queue.TryDequeue([ref]$item)) {
        while ($given - $Taken[$Worker] -gt 500) { [System.Threading.Thread]::Sleep(20) }
        $stream = $null
        $row = @{ item = $item; worker = $Worker; bytes = [long]0; digest = $null; modified = $null; hresult = $null; message = $null }
        try {
            $stream = [System.IO.FileStream]::new($item[1], [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]'ReadWrite, Delete', 4096, [System.IO.FileOptions]::SequentialScan)
            $hash.Initialize()
            $count = $stream.Read($buffer, 0, $buffer.Length)
            while ($count -gt 0) {
                [void]$hash.TransformBlock($buffer, 0, $count, $null, 0)
                $row['bytes'] += $count
                $BytesRead[$Worker] += $count
                $count = $stream.Read($buffer, 0, $buffer.Length)
            }
            [void]$hash.TransformFinalBlock($buffer, 0, 0)
            $row['digest'] = [System.BitConverter]::ToString($hash.Hash).Replace('-', '')
            $row['modified'] = [System.IO.File]::GetLastWriteTimeUtc($item[1])
        } catch {
            $row['hresult'] = '0x{0:X8}' -f $_.Exception.GetBaseException().HResult
            $row['message'] = $_.Exception.GetBaseException().Message
        } finally {
            if ($null -ne $stream) { $stream.Dispose() }
        }
        $Done.Enqueue($row)
        $given++
    }
    $hash.Dispose()
}

# One row a file as each is done: the file as it was given (a list: size, path to open, whatever else), bytes, digest in
# upper-case hex, or hresult and message. Workers: as many as asked for, or as there are cores, eight at most.
function Read-FileDigest {
    param($Files, [string]$Algorithm, [int]$Workers)
    $total = [long]0; $left = 0
    foreach ($file in $Files) { $total += $file[0]; $left++ }
    # Largest first, so that a big image does not start last.
    $Files.Sort([System.Comparison[object]] { param($a, $b) ([long]$b[0]).CompareTo([long]$a[0]) })
    $queue = [System.Collections.Concurrent.ConcurrentQueue[object]]::new()
    foreach ($file in $Files) { $queue.Enqueue($file) }
    $done = [System.Collections.Concurrent.ConcurrentQueue[object]]::new()
    if ($Workers -lt 1) { $Workers = [Math]::Min([Environment]::ProcessorCount, 8) }
    $Workers = [Math]::Max(1, [Math]::Min($Workers, [Math]::Min(64, $left)))
    $pool = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspacePool([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    [void]$pool.SetMaxRunspaces($Workers)
    $bytesRead = [long[]]::new($Workers); $taken = [long[]]::new($Workers)
    $running = @()
    try {
        $pool.Open()
        for ($i = 0; $i -lt $Workers; $i++) {
            $shell = [System.Management.Automation.PowerShell]::Create()
            $shell.RunspacePool = $pool
            [void]$shell.AddScript(${function:Get-FileDigest}.ToString()).AddArgument($queue).AddArgument($done).AddArgument(4194304).AddArgument($bytesRead).AddArgument($taken).AddArgument($i).AddArgument($Algorithm)
            $running += @{ shell = $shell; handle = $shell.BeginInvoke() }
        }
        $row = $null
        Write-FactProgress -Text 'hashing' -Done 0 -Total $total
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
                $taken[$row.worker] += 1
                $row
            } elseif (@($running | Where-Object { -not $_.handle.IsCompleted }).Count -eq 0 -and $done.IsEmpty) {
                throw 'The hashing workers ended before every file was read.'
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
