# What the end of SMSProv.log says of images and of errors, as raw records.

# Where a provider logs: as its tracing says, beside the site that it is installed with, or in a folder of its own.
function Get-ProviderLogPlace {
    $folder = '^([A-Za-z]:\\.*?)\\?$'
    Get-LogPlaceOfKey -Key 'HKLM:\SOFTWARE\Microsoft\SMS\Tracing\SMSPROV' -Name 'TraceFilename' -Form '^([A-Za-z]:\\.*\.log)$' -Rest ''
    Get-LogPlaceOfKey -Key 'HKLM:\SOFTWARE\Microsoft\SMS\Setup' -Name 'Installation Directory' -Form $folder -Rest '\Logs\SMSProv.log'
    Get-LogPlaceOfKey -Key 'HKLM:\SOFTWARE\Microsoft\SMS\Providers' -Name 'Installation Directory' -Form $folder -Rest '\Logs\SMSProv.log'
}

# A record that names an image or a copy and a code, or that is an error by its form: which of them belong together is a matter
# of their threads.
function Read-SmsprovLog {
    param($Parameters)
    $needed = '(?s)(?=.*(?:wim|imagepackage|cop(?:y|ie)))(?=.*(?:error|err=|code|0x[0-9a-f]{8}))|error>|err='
    $os = Get-CimInstance -ClassName Win32_OperatingSystem -Property LocalDateTime -ErrorAction Stop
    $phrases = @('wim', 'WIM', 'Wim', 'imagepackage', 'ImagePackage', 'copy', 'Copy', 'copie', 'Copie', 'ERROR>', 'err=')
    $log = Read-NewestLog -Places @(Get-ProviderLogPlace) -Phrases $phrases -Room @(200) -Needed $needed
    @{ tried = $log.tried; clock = $os.LocalDateTime; files = $log.files }
}
