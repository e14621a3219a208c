# What the contract suite asks a real engine: well-behaved answers first, then every way to misbehave.

function Read-Echo { param($Parameters) @{ value = $Parameters.value } }

function Read-Values { param($Parameters) foreach ($value in $Parameters.values) { @{ value = $value } } }

function Read-Rows { param($Parameters) foreach ($n in 1..$Parameters.count) { @{ n = $n; name = 'row ' + $n } } }

function Read-Empty { param($Parameters) }

function Read-Shapes {
    param($Parameters)
    @{ nothing = $null; none = @(); one = @(1); nested = @(, @(, @())); map = @{}; yes = $true; no = $false; text = '' }
}

function Read-Throw { param($Parameters) throw 'it went "wrong"' }

function Read-Denied { param($Parameters) throw [System.UnauthorizedAccessException]::new('no entry') }

function Read-Absent { param($Parameters) throw [System.IO.FileNotFoundException]::new('no such log') }

function Read-Uninstalled { param($Parameters) Get-SomethingThatNobodyHas }

function Read-HalfWay { param($Parameters) @{ n = 1 }; @{ n = 2 }; throw 'the third row is unreadable' }

function Read-RowsThenSleep { param($Parameters) @{ n = 1 }; @{ n = 2 }; Write-FactProgress -Text 'two' -Done 2 -Total 3; [System.Threading.Thread]::Sleep([int]$Parameters.ms); @{ n = 3 } }

function Read-Large { param($Parameters) @{ text = [string]::new([char]'x', [int]$Parameters.size) } }

function Read-Length { param($Parameters) @{ length = $Parameters.text.Length; last = [int]$Parameters.text[$Parameters.text.Length - 1] } }

function Read-Progress {
    param($Parameters)
    foreach ($n in 1..$Parameters.steps) {
        [System.Threading.Thread]::Sleep([int]$Parameters.ms)
        Write-FactProgress -Text 'step' -Done $n -Total $Parameters.steps
    }
    @{ done = $true }
}

function Read-Signs { param($Parameters) foreach ($n in 1..3) { Write-FactProgress -Text 'sign' -Done $n -Total 3 }; @{ done = $true } }

function Read-Sleep { param($Parameters) [System.Threading.Thread]::Sleep([int]$Parameters.ms); @{ slept = $true } }

function Read-Environment { param($Parameters) @{ value = [Environment]::GetEnvironmentVariable($Parameters.name) } }

function Read-Process { param($Parameters) @{ id = [System.Diagnostics.Process]::GetCurrentProcess().Id } }

# What is really held: the collector is in no hurry to give memory back to the system.
function Read-Memory { param($Parameters) @{ managed = [GC]::GetTotalMemory($true) / 1048576 } }

function Read-Grandchild {
    param($Parameters)
    $start = [System.Diagnostics.ProcessStartInfo]::new('sleep', '300')
    $start.UseShellExecute = $false
    $grandchild = [System.Diagnostics.Process]::Start($start)
    Write-FactProgress -Text ([string]$grandchild.Id) -Done 0 -Total 0
    if ($Parameters.wait) { [System.Threading.Thread]::Sleep(300000) }
    @{ id = $grandchild.Id }
}

function Read-Exit { param($Parameters) @{ n = 1 }; [Environment]::Exit([int]$Parameters.code) }

function Read-Kill { param($Parameters) [System.Diagnostics.Process]::GetCurrentProcess().Kill() }

function Read-Noise {
    param($Parameters)
    foreach ($n in 1..200) { [Console]::Out.WriteLine('noise ' + $n) }
    [Console]::Error.WriteLine('trouble on stderr')
    $Host.UI.WriteWarningLine('decorated')
    [Console]::Out.Write('no end of line')
    @{ heard = $true }
}

function Read-Prompt { param($Parameters) @{ said = $Host.UI.ReadLine() } }

function Read-Input { param($Parameters) @{ line = [Console]::In.ReadLine() } }

function Read-Twice { param($Parameters) Write-AnswerEnd; @{ n = 1 } }

function Read-OtherId { param($Parameters) Start-Answer -Id 'r999'; @{ n = 1 } }

function Read-Half { param($Parameters) [Console]::Out.Write($script:AnswerMarker + ' ' + $script:AnswerId + ' item {"n"'); [Environment]::Exit(0) }

function Read-Swallowed {
    param($Parameters)
    # Another program printed into the middle of the marker, so that nobody can tell the line as ours.
    $script:AnswerItems++
    [Console]::Out.WriteLine($script:AnswerMarker.Substring(0, 9) + "noise`n" + $script:AnswerMarker.Substring(9) + ' item {}')
}

function Read-Unsupported { param($Parameters) @{ span = [timespan]::Zero } }

function Read-Constrain { param($Parameters) $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; @{ n = 1 } }
