. "$PSScriptRoot/runner.ps1"

$main = 'dist/src/main.js'
$asked = '--distribution-point', 'localhost', '--package', $package, '--capture-destination', "\\localhost\$share\image.wim"
$shells = [ordered]@{ '5.1' = @(); '7' = @('--powershell', (Get-Command pwsh.exe).Source) }

function Get-Report {
    param([string[]]$Shell, [string[]]$More = @())
    $text = node $main run @asked @Shell @More --format json
    $code = $LASTEXITCODE
    $report = ($text -join "`n") | ConvertFrom-Json
    if ($report.exitCode -ne $code) { throw "The exit code is $code, and the report says $($report.exitCode)." }
    $report
}

function Get-Codes {
    param($Report, [string]$Check)
    @($Report.results | Where-Object check -EQ $Check | ForEach-Object findings | ForEach-Object code)
}

function Get-Verdict {
    param($Report, [string]$Operation)
    ($Report.operations | Where-Object name -EQ $Operation).verdict
}

foreach ($version in $shells.Keys) {
    "--- PowerShell $version"
    $shell = $shells[$version]
    $doctor = node $main doctor @shell
    $doctor
    Assert-That ($LASTEXITCODE -eq 0) 'doctor answers'
    Assert-That ([bool]($doctor -match "^PowerShell\s+$([regex]::Escape($version))\.")) "it is PowerShell $version"

    $report = Get-Report -Shell $shell -More '--save', "$folder\facts-$version.ndjson"
    node $main judge "$folder\facts-$version.ndjson"
    Assert-That ($report.exitCode -eq 1) 'the run is a no-go'
    Assert-That ((Get-Verdict $report 'capture') -eq 'no-go') 'capture is a no-go'
    Assert-That ((Get-Codes $report 'capture-share-provider-access') -contains 'denied') 'SYSTEM is denied by the share'
    Assert-That ((Get-Verdict $report 'deploy') -eq 'go') 'intact content is a go'
    Assert-That (@(Get-Codes $report 'pxe-responder-start-type').Count -eq 0) 'a delayed start is a start'

    # Which of the two depends on how long the runner has been up; both say that the service does not run.
    $stopped = @(Get-Codes $report 'pxe-responder-stopped')
    Assert-That ($stopped.Count -eq 1 -and $stopped[0] -in 'early', 'stopped') "the service does not run ($stopped)"
}

'--- both read the same'
node .github/windows/compare-facts.mjs "$folder\facts-5.1.ndjson" "$folder\facts-7.ndjson"
Assert-That ($LASTEXITCODE -eq 0) '5.1 and 7 read the same facts'

'--- one bit of a file changes'
$blob = Get-ChildItem "$folder\library\D\SCCMContentLib\FileLib" -Recurse -File |
    Where-Object { $_.Name -match '^[0-9A-F]{64}$' -and $_.Length -gt 0 } | Sort-Object Name | Select-Object -First 1
$bytes = [System.IO.File]::ReadAllBytes($blob.FullName)
$bytes[0] = $bytes[0] -bxor 1
[System.IO.File]::WriteAllBytes($blob.FullName, $bytes)
foreach ($version in $shells.Keys) {
    $report = Get-Report -Shell $shells[$version]
    Assert-That ((Get-Codes $report 'content-damaged') -contains 'blob-corrupt') "$version finds it"
    Assert-That ((Get-Verdict $report 'deploy') -eq 'no-go') "$version says no-go for deploy"
}

'--- the commands that the report prints mend the share'
$remedy = ($report.results | Where-Object check -EQ 'capture-share-provider-access').findings[0].remedy.commands
$remedy
& ([scriptblock]::Create($remedy -join "`n"))
foreach ($version in $shells.Keys) {
    $report = Get-Report -Shell $shells[$version]
    Assert-That ((Get-Verdict $report 'capture') -eq 'go') "$version says go for capture"
}
