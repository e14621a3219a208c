# What the steps of the Windows job share. They change the machine, so they run on a hosted CI runner and nowhere else.
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
if ($env:GITHUB_ACTIONS -ne 'true' -or $env:RUNNER_ENVIRONMENT -ne 'github-hosted') {
    throw 'This prepares a hosted CI runner and changes the machine it runs on. It does not run anywhere else.'
}

$folder = 'C:\osd-preflight-ci'
$share = 'OsdCapture$'
$service = 'WDSServer'
$pointKey = 'HKLM:\SOFTWARE\Microsoft\SMS\DP'
$package = 'PS100012'

# SYSTEM by its SID: its name depends on the language of Windows.
$system = ([System.Security.Principal.SecurityIdentifier]'S-1-5-18').Translate([System.Security.Principal.NTAccount]).Value

function Assert-That {
    param([bool]$Condition, [string]$Claim)
    if (-not $Condition) { throw "Not so: $Claim" }
    "ok  $Claim"
}
