# How often this Windows can still be rearmed; null where the licensing service does not say.
function Read-ReferenceActivation {
    param($Parameters)
    $service = Get-CimInstance -ClassName SoftwareLicensingService -Property RemainingWindowsReArmCount -ErrorAction Stop
    @{ remainingRearms = $(if ($null -ne $service) { $service.RemainingWindowsReArmCount }) }
}
