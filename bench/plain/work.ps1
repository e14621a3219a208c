# A reader whose work takes a known time: it computes for 100 ms.
function Read-BenchWork {
    param($Parameters)
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $rounds = 0
    while ($clock.ElapsedMilliseconds -lt 100) { $rounds++ }
    @{ worked = $rounds -gt 0 }
}
