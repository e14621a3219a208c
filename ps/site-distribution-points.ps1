# How the site has set the PXE role of its distribution points. Only named values leave: Props also holds the PXE password.
function Read-SiteDistributionPoints {
    param($Parameters)
    $wanted = 'IsPXE', 'IsActive', 'SccmPxe', 'SupportUnknownMachines'
    $found = @(Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_SCI_SysResUse -Filter "RoleName='SMS Distribution Point'" -Property NALPath, Props -ErrorAction Stop)
    $points = @(foreach ($point in $found) {
        $values = @{}
        foreach ($property in @($point.Props)) {
            if ($null -ne $property -and $wanted -ccontains $property.PropertyName) { $values[$property.PropertyName] = $property.Value }
        }
        @{ nalPath = $point.NALPath; values = $values }
    })
    @{ points = $points }
}
