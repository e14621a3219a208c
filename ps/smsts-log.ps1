# What smsts.log says of a capture that was tried before, as raw records: of a volume that was not found, of the account
# that writes the image, and errors of the steps that prepare and capture.
function Read-SmstsLog {
    param($Parameters)
    $os = Get-CimInstance -ClassName Win32_OperatingSystem -Property LocalDateTime, WindowsDirectory, SystemDrive -ErrorAction Stop
    $windows = $os.WindowsDirectory.TrimEnd('\')
    # With a client and without one, while a task sequence ran and after it.
    $tried = @(
        $windows + '\CCM\Logs\SMSTSLog\smsts.log'; $windows + '\CCM\Logs\smsts.log'; $windows + '\Temp\SMSTSLog\smsts.log'
        $os.SystemDrive + '\_SMSTaskSequence\Logs\Smstslog\smsts.log'
    )
    $logs = [System.Collections.Generic.List[object]]::new()
    $unseen = @()
    foreach ($path in $tried) {
        $file = Get-LogFile -Path $path
        if ($null -eq $file) { continue }
        if ($null -ne $file.records) { $unseen += $file } else { $logs.Add($file) }
    }
    # The newest first, for all of them together are read no further than one alone.
    $logs.Sort([System.Comparison[object]] { param($a, $b) if ($a.lastWriteTime -gt $b.lastWriteTime) { -1 } elseif ($b.lastWriteTime -gt $a.lastWriteTime) { 1 } else { 0 } })
    $phrases = @('80070490', 'Volume{', 'setup hook', '1326', '8007052e', '8007052E', '80070005', '80070035', '80070040', '80070043', '80070070', 'Access is denied', 'OSDCaptureSystemImage', 'OSDPrepareOS', 'OSDPrepareSMSClient', 'OSDSetupHook')
    $needed = '80070490|Volume\{[^}]*\}\W*not found|Failed to install the setup hook|(?:error|code)\D{0,8}1326\b|8007052e|800700(?:05|35|40|43|70)|Access is denied|"OSD[a-z]+"[^>]*type="3"'
    $rows = @(if ($logs.Count -gt 0) { Get-LogRow -Paths @(foreach ($file in $logs) { $file.path }) -Phrases $phrases -Room @(200) -Needed $needed })
    @{ tried = $tried; clock = $os.LocalDateTime; files = @(foreach ($file in $rows + $unseen) {
        @{ path = $file.path; bytes = $file.bytes; lastWriteTime = $file.lastWriteTime; readBytes = $file.readBytes; records = $file.records; truncated = $file.truncated }
    }) }
}
