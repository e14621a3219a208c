# On the machine that runs osd-preflight and never on a target: asks a batch of machines over PowerShell remoting. Each
# one is a job of its own, which opens its session by itself, so that a machine that hangs holds up none of the others.
# No job is stopped: Stop-Job waits up to a minute for a far side that is silent. Who started this process ends it, and
# what it started with it. Windows PowerShell 5.1 syntax; ssh needs PowerShell 7.3 and is not asked of anything older.
$script:FarText = ''
$script:Machines = @()
$script:Credentials = @{}
$script:LineBreak = [string][char]10

# The text that every machine is given, piece by piece: a line of standard input should not be too long.
function Add-FarText {
    param([string]$Text)
    $script:FarText += $Text
}

function Add-Machine {
    param($Machine)
    $script:Machines += , $Machine
}

# Asks all of them, at most Width at a time, and tells of each how it went: started, lines of its own, noise, then end or
# failed (a credential that cannot be read: credential). Milliseconds; a machine that exceeds them frees its place.
function Invoke-FanOut {
    param([int]$Width, [int]$ConnectMs, [int]$HostMs)
    $running = @{}
    $next = 0
    $tick = [datetime]::MinValue
    while ($true) {
        $active = @($running.Values | Where-Object { -not $_.given }).Count
        $left = $next -lt $script:Machines.Count
        if (-not $left -and $active -eq 0) { break }
        if ($left -and $active -lt $Width) {
            # One at a time: in between the others are heard.
            $entry = @{
                id = 'r' + ($next + 1); machine = $script:Machines[$next]; job = $null; heard = $false; noise = 0; trouble = $null
                over = $false; given = $false; busy = $false; begun = [datetime]::UtcNow; alive = [datetime]::UtcNow
            }
            $next++
            Start-Machine -Entry $entry -ConnectMs $ConnectMs
            if ($null -ne $entry.job) { $running[$entry.id] = $entry }
        }
        $busy = $false
        foreach ($id in @($running.Keys)) {
            $entry = $running[$id]
            Read-Machine -Entry $entry
            if ($entry.busy) { $busy = $true }
            if ($entry.over) { $running.Remove($id) }
            elseif (Test-Late -Entry $entry -ConnectMs $ConnectMs -HostMs $HostMs) { $entry.given = $true }
        }
        if (([datetime]::UtcNow - $tick).TotalMilliseconds -ge 1000) {
            $tick = [datetime]::UtcNow
            Write-MachineNews -Id 'r0' -Kind 'tick' -Value @{}
        }
        if (-not $busy -and -not ($left -and $active -lt $Width)) { Wait-Moment -Running $running }
    }
}

function Start-Machine {
    param($Entry, [int]$ConnectMs)
    $machine = $Entry.machine
    Write-MachineNews -Id $Entry.id -Kind 'started' -Value @{}
    $credential = $null
    try {
        if ($machine.ContainsKey('credential')) { $credential = Get-NamedCredential -Name $machine.credential }
    } catch {
        Write-MachineNews -Id $Entry.id -Kind 'credential' -Value (ConvertTo-ErrorFact -ErrorRecord $_)
        return
    }
    try {
        # Text equal to that of the machine before is not parsed again.
        $ask = @{ ScriptBlock = [scriptblock]::Create($script:FarText + $machine.requests); ArgumentList = @($machine.marker); AsJob = $true; ErrorAction = 'Stop' }
        if ($machine.via -eq 'ssh') {
            $way = @{ HostName = $machine.host; Options = $machine.options; ConnectingTimeout = $ConnectMs }
            if ($machine.ContainsKey('user')) { $way.UserName = $machine.user }
            if ($machine.ContainsKey('keyFile')) { $way.KeyFilePath = $machine.keyFile }
        } else {
            # Not a hashtable, which would turn the milliseconds into ticks. IdleTimeout is the least that there is: what
            # a machine still has open when this process is ended does not stay there for two hours.
            $option = New-PSSessionOption -OpenTimeout $ConnectMs -MaxConnectionRetryCount 1 -IdleTimeout 60000 -NoMachineProfile -ErrorAction Stop
            $way = @{ ComputerName = $machine.host; SessionOption = $option }
            if ($machine.ContainsKey('useSsl')) { $way.UseSSL = $machine.useSsl }
            if ($machine.ContainsKey('configurationName')) { $way.ConfigurationName = $machine.configurationName }
            if ($null -ne $credential) { $way.Credential = $credential }
        }
        if ($machine.ContainsKey('port')) { $way.Port = $machine.port }
        $Entry.job = Invoke-Command @ask @way
    } catch {
        Write-MachineNews -Id $Entry.id -Kind 'failed' -Value (ConvertTo-ErrorFact -ErrorRecord $_)
    }
}

# Read once for all machines that name it, and never written anywhere.
function Get-NamedCredential {
    param([string]$Name)
    if (-not $script:Credentials.ContainsKey($Name)) {
        $secret = Get-Secret -Name $Name -ErrorAction Stop
        if ($secret -isnot [pscredential]) { throw 'it is not a PSCredential' }
        $script:Credentials[$Name] = $secret
    }
    $script:Credentials[$Name]
}

function Read-Machine {
    param($Entry)
    $job = $Entry.job
    # First the state and then the lines: what came before the end is there when the end is seen.
    $state = [string]$job.State
    $over = $state -ne 'NotStarted' -and $state -ne 'Running' -and $state -ne 'Blocked' -and $state -ne 'Stopping'
    $Entry.busy = $job.ChildJobs[0].Output.Count -gt 0
    # Blocked: the far side waits for an answer to a prompt, and gets a no.
    if ($over -or $Entry.busy -or $state -eq 'Blocked') {
        $trouble = @()
        Receive-Job -Job $job -ErrorAction SilentlyContinue -ErrorVariable trouble | ForEach-Object { Write-MachineLine -Entry $Entry -Value $_ }
        foreach ($record in $trouble) { $Entry.trouble = $record }
    }
    if (-not $over) { return }
    $Entry.over = $true
    if ($Entry.given) { return }
    if ($state -eq 'Completed') { Write-MachineNews -Id $Entry.id -Kind 'end' -Value @{} }
    else {
        if ($null -eq $Entry.trouble) {
            $Entry.trouble = @{ Exception = $job.ChildJobs[0].JobStateInfo.Reason; FullyQualifiedErrorId = $state }
        }
        Write-MachineNews -Id $Entry.id -Kind 'failed' -Value (Get-JobError -Trouble $Entry.trouble)
    }
}

# A job that ended without a word has no exception to tell of.
function Get-JobError {
    param($Trouble)
    if ($null -ne $Trouble.Exception) { return ConvertTo-ErrorFact -ErrorRecord $Trouble }
    @{ types = @(); hresults = @(); native = $null; message = 'the job ended as ' + $Trouble.FullyQualifiedErrorId; id = $Trouble.FullyQualifiedErrorId }
}

# A line of an answer begins with the machine's own marker and is passed on as it is. Anything else is noise, and so is
# what is no plain line: a line break in it could begin a line of somebody else's.
function Write-MachineLine {
    param($Entry, $Value)
    if ($Entry.given) { return }
    if ($Value -is [string] -and $Value.StartsWith($Entry.machine.marker + ' ', [StringComparison]::Ordinal) -and $Value -cnotmatch '[^\x20-\x7e]') {
        $Entry.heard = $true
        $Entry.alive = [datetime]::UtcNow
        if ($script:AnswerAsObject) { [string]$Value }
        # What a far side printed without a line's end must not swallow somebody else's line.
        else { [Console]::Out.WriteLine($script:LineBreak + [string]$Value) }
        return
    }
    if ($Entry.noise -ge 200) { return }
    $Entry.noise++
    $text = [string]$Value
    if ($text.Length -gt 500) { $text = $text.Substring(0, 500) }
    Write-MachineNews -Id $Entry.id -Kind 'noise' -Value @{ text = $text }
}

function Write-MachineNews {
    param([string]$Id, [string]$Kind, $Value)
    Start-Answer -Id $Id
    if (-not $script:AnswerAsObject) { [Console]::Out.WriteLine() }
    Write-AnswerLine -Kind $Kind -Value $Value
}

# Later than who asked is: the deadlines are kept there, and here only a place is freed for the next machine.
function Test-Late {
    param($Entry, [int]$ConnectMs, [int]$HostMs)
    if ($Entry.given) { return $false }
    $now = [datetime]::UtcNow
    $quiet = $ConnectMs + 5000
    if ($Entry.heard) { $quiet = $Entry.machine.idleMs }
    ($now - $Entry.alive).TotalMilliseconds -gt $quiet + 2000 -or ($now - $Entry.begun).TotalMilliseconds -gt $HostMs + 2000
}

# In a constrained language mode only a job can be waited for.
function Wait-Moment {
    param($Running)
    if (-not $script:AnswerAsObject) { [System.Threading.Thread]::Sleep(20) }
    elseif ($Running.Count -gt 0) {
        $jobs = @(foreach ($entry in $Running.Values) { $entry.job })
        Wait-Job -Job $jobs -Any -Timeout 1 -ErrorAction SilentlyContinue | Out-Null
    }
}
