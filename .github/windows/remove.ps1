. "$PSScriptRoot/runner.ps1"
$ErrorActionPreference = 'Continue'

sc.exe delete $service
Remove-SmbShare -Name $share -Force
Remove-Item -Path $pointKey -Recurse -Force
Get-CimInstance -Namespace root -ClassName __Namespace -Filter "Name='SMS'" | Remove-CimInstance
Remove-Item -Path $folder -Recurse -Force
exit 0
