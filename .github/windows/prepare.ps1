. "$PSScriptRoot/runner.ps1"

# A share for the capture that its own server's SYSTEM account may not enter.
New-Item -ItemType Directory -Path "$folder\capture" -Force | Out-Null
New-SmbShare -Name $share -Path "$folder\capture" -FullAccess "$env:COMPUTERNAME\$env:USERNAME" | Out-Null
Block-SmbShareAccess -Name $share -AccountName $system -Force | Out-Null

# The role is not installed, so the name is free: a service that is set to delayed start and was never started.
if (Get-Service -Name $service -ErrorAction SilentlyContinue) { throw "$service exists on this runner already." }
sc.exe create $service binPath= "$env:SystemRoot\System32\svchost.exe -k $service" start= delayed-auto
if ($LASTEXITCODE -ne 0) { throw "sc.exe create ended with $LASTEXITCODE" }

# A content library on NTFS, and the values that make this machine a PXE distribution point.
$env:OSD_CI_FOLDER = "$folder\library"
node --input-type=module -e "import { buildExample } from './dist/lab/content-library-example.js'; await buildExample(process.env.OSD_CI_FOLDER);"
if ($LASTEXITCODE -ne 0) { throw "the content library could not be built ($LASTEXITCODE)" }
New-Item -Path $pointKey -Force | Out-Null
New-ItemProperty -Path $pointKey -Name IsPXE -Value 1 -PropertyType DWord | Out-Null
New-ItemProperty -Path $pointKey -Name ContentLibraryPath -Value "$folder\library\D\SCCMContentLib" | Out-Null
New-ItemProperty -Path $pointKey -Name ContentLibUsableDrives -Value "$folder\library\E" | Out-Null

# The one row of a site that the capture question needs: an SMS Provider on this very machine.
$mof = @"
#pragma namespace("\\\\.\\root")
instance of __Namespace { Name = "SMS"; };
#pragma namespace("\\\\.\\root\\SMS")
class SMS_ProviderLocation
{
    [key] string NamespacePath;
    string Machine;
    string SiteCode;
    boolean ProviderForLocalSite;
};
instance of SMS_ProviderLocation
{
    NamespacePath = "\\\\$env:COMPUTERNAME\\root\\sms\\site_PS1";
    Machine = "$env:COMPUTERNAME";
    SiteCode = "PS1";
    ProviderForLocalSite = TRUE;
};
"@
Set-Content -Path "$folder\provider.mof" -Value $mof -Encoding ascii
mofcomp.exe "$folder\provider.mof"
if ($LASTEXITCODE -ne 0) { throw "mofcomp.exe ended with $LASTEXITCODE" }
