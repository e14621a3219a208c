# The Visual C++ runtimes for x64 as their installers record them. Installers are 32-bit programs, so a record may lie in
# either view of the registry, and the one of 2010 has a name of its own.
function Read-VisualCRuntime {
    param($Parameters)
    $runtimes = @()
    try {
        foreach ($version in '10.0', '11.0', '12.0', '14.0') {
            foreach ($view in 'HKLM:\SOFTWARE\Microsoft\VisualStudio\', 'HKLM:\SOFTWARE\Wow6432Node\Microsoft\VisualStudio\') {
                foreach ($record in '\VC\Runtimes\x64', '\VC\VCRedist\x64') {
                    try {
                        $key = Get-ItemProperty -LiteralPath ($view + $version + $record) -ErrorAction Stop
                    } catch [System.Management.Automation.ItemNotFoundException] {
                        continue
                    }
                    # A key without values gives nothing at all.
                    if ($null -eq $key) { continue }
                    $installed = $key.PSObject.Properties['Installed']
                    $build = $key.PSObject.Properties['Version']
                    $runtimes += @{
                        key = $version
                        installed = $(if ($null -ne $installed) { $installed.Value }); version = $(if ($null -ne $build) { $build.Value })
                    }
                }
            }
        }
        @{ runtimes = @{ value = $runtimes } }
    } catch {
        @{ runtimes = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    }
}
