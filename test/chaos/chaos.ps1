# Loaded on a far side of the fleet lab as its last file: readers for the facts of chaos.ts.

# A second machine that calls itself as another does, under a machine SID of its own.
if ($env:COMPUTERNAME -eq 'CLONE-2') { $env:COMPUTERNAME = 'CLONE-1' }

# Gives signs of life for some seconds: long enough to be struck meanwhile, and well within every deadline if it is not.
function Read-ChaosSigns {
    param($Parameters)
    foreach ($n in 1..250) {
        [System.Threading.Thread]::Sleep(100)
        Write-FactProgress -Text 'sign' -Done $n -Total 0
    }
    @{ value = 80 }
}

function Read-ChaosLarge { param($Parameters) @{ value = [string]::new([char]'x', [int]$Parameters.size) } }

function Read-ChaosNoise {
    param($Parameters)
    foreach ($n in 1..300) { [Console]::Out.WriteLine('noise ' + $n) }
    [Console]::Error.WriteLine('trouble on stderr')
    [Console]::Out.Write('no end of line')
    @{ value = 'heard' }
}

# What a machine says of its boot, in a first and in a second question.
function Get-ChaosBoot {
    $os = Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime -ErrorAction Stop
    @{ value = $os.LastBootUpTime }
}

function Read-ChaosFirst { param($Parameters) Get-ChaosBoot }

function Read-ChaosSecond { param($Parameters) Get-ChaosBoot }
