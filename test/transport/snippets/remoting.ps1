# Stand-ins for the remoting cmdlets, which need WinRM: the far side is a runspace of its own in this process. What they
# were called with goes to stderr, where the test finds it as noise.

function Write-Call { param([string]$Text) [Console]::Error.WriteLine('call: ' + $Text) }

function New-Refusal {
    param([string]$Id)
    $exception = [System.Management.Automation.Remoting.PSRemotingTransportException]::new('refused as ' + $Id)
    [System.Management.Automation.ErrorRecord]::new($exception, $Id + ',PSSessionStateBroken', 'OpenError', $null)
}

function New-PSSessionOption {
    param([int]$OpenTimeout, [int]$MaxConnectionRetryCount, [switch]$NoMachineProfile)
    "open $OpenTimeout ms, $MaxConnectionRetryCount retry, no profile $NoMachineProfile"
}

function New-PSSession {
    [CmdletBinding()]
    param([string]$ComputerName, [int]$Port, $SessionOption)
    Write-Call ('New-PSSession ' + (ConvertTo-AnswerString -Text $ComputerName) + " port $Port, $SessionOption, $($PSBoundParameters['ErrorAction'])")
    if ($ComputerName.StartsWith('refuses-')) { throw (New-Refusal -Id $ComputerName.Substring(8)) }
    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    $runspace.Open()
    @{ Runspace = $runspace; ComputerName = $ComputerName }
}

function Invoke-Command {
    [CmdletBinding()]
    param($Session, [scriptblock]$ScriptBlock, [string]$FilePath)
    if ($FilePath) { $text = [System.IO.File]::ReadAllText($FilePath) } else { $text = $ScriptBlock.ToString() }
    if ($Session.ComputerName -eq 'breaks' -and $ScriptBlock) { throw (New-Refusal -Id 'WinRMOperationAborted') }
    $there = [powershell]::Create()
    $there.Runspace = $Session.Runspace
    $there.AddScript($text).Invoke()
    $there.Dispose()
}

function Remove-PSSession {
    param($Session)
    $Session.Runspace.Dispose()
    Write-Call 'Remove-PSSession'
}
