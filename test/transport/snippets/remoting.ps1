# Stand-ins for the remoting cmdlets, which need WinRM: the far side is a runspace of its own in this process, and a job
# is an object that has of a job what our code looks at. What they were called with goes into a file of the test.

function Write-Call {
    param([string]$Text)
    [System.IO.File]::AppendAllText([Environment]::GetEnvironmentVariable('OSD_TEST_CALLS'), $Text + [char]10)
}

function New-Refusal {
    param([string]$Id)
    $exception = [System.Management.Automation.Remoting.PSRemotingTransportException]::new('refused as ' + $Id)
    [System.Management.Automation.ErrorRecord]::new($exception, $Id + ',PSSessionStateBroken', 'OpenError', $null)
}

function New-PSSessionOption {
    [CmdletBinding()]
    param([int]$OpenTimeout, [int]$MaxConnectionRetryCount, [int]$IdleTimeout, [switch]$NoMachineProfile)
    "open $OpenTimeout ms, $MaxConnectionRetryCount retry, idle $IdleTimeout ms, no profile $NoMachineProfile"
}

function Get-Secret {
    [CmdletBinding()]
    param([string]$Name)
    Write-Call "Get-Secret $Name"
    if ($Name -eq 'absent') { throw 'The secret absent was not found.' }
    if ($Name -eq 'text') { return 'hidden text' }
    $password = [securestring]::new()
    foreach ($character in [char[]]'hidden text') { $password.AppendChar($character) }
    [pscredential]::new('CORP\reader', $password)
}

function Invoke-Command {
    [CmdletBinding()]
    param(
        [scriptblock]$ScriptBlock, [object[]]$ArgumentList, [switch]$AsJob,
        [string]$ComputerName, [int]$Port, [switch]$UseSSL, [string]$ConfigurationName, $SessionOption, [pscredential]$Credential
    )
    $user = $(if ($null -ne $Credential) { $Credential.UserName })
    Write-Call ('Invoke-Command ' + (ConvertTo-AnswerString -Text $ComputerName) + " port $Port, ssl $UseSSL, configuration '$ConfigurationName', user '$user', job $AsJob, $SessionOption, $($PSBoundParameters['ErrorAction'])")
    if ($ComputerName -eq 'cannot') { throw [System.NotSupportedException]::new('there is no client for this') }
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $job = [pscustomobject]@{ ChildJobs = @([pscustomobject]@{ Output = $output; JobStateInfo = @{ Reason = $null } }); Refusal = $null; Handle = $null }
    $job.PSObject.Properties.Add([System.Management.Automation.PSScriptProperty]::new('State', {
        if ($null -ne $this.Refusal -and $this.ChildJobs[0].Output.Count -eq 0) { 'Failed' }
        elseif ($null -ne $this.Handle -and $this.Handle.IsCompleted) { 'Completed' }
        else { 'Running' }
    }))
    if ($ComputerName -eq 'hangs') { return $job }
    if ($ComputerName.StartsWith('refuses-')) { $job.Refusal = New-Refusal -Id $ComputerName.Substring(8); return $job }
    if ($ComputerName -eq 'breaks') {
        $output.Add([string]$ArgumentList[0] + ' r0 hello {"languageMode":"FullLanguage"}')
        $job.Refusal = New-Refusal -Id 'WinRMOperationAborted'
        return $job
    }
    $there = [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript($ScriptBlock.ToString())
    foreach ($argument in $ArgumentList) { $there = $there.AddArgument($argument) }
    $job.Handle = $there.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
    $job
}

function Receive-Job {
    [CmdletBinding()]
    param($Job)
    $Job.ChildJobs[0].Output.ReadAll()
    if ($null -ne $Job.Refusal) { $PSCmdlet.WriteError($Job.Refusal) }
}
