# The fixed volumes of the reference computer, and the partitions and disks that they lie on.
function Read-ReferenceVolumes {
    param($Parameters)
    $volumes = @(Get-CimInstance -ClassName Win32_Volume -Filter 'DriveType=3' -Property DeviceID, DriveLetter, Label, FileSystem, Capacity, FreeSpace -ErrorAction Stop)
    $partitions = @(Get-CimInstance -Namespace root/Microsoft/Windows/Storage -ClassName MSFT_Partition -Property DiskNumber, PartitionNumber, DriveLetter, AccessPaths, IsBoot, IsSystem, NoDefaultDriveLetter -ErrorAction Stop)
    $disks = @(Get-CimInstance -Namespace root/Microsoft/Windows/Storage -ClassName MSFT_Disk -Property Number, BusType, PartitionStyle -ErrorAction Stop)
    @{
        volumes = @(foreach ($row in $volumes) {
            @{ id = $row.DeviceID; letter = $row.DriveLetter; label = $row.Label; fileSystem = $row.FileSystem; capacity = $row.Capacity; free = $row.FreeSpace }
        })
        partitions = @(foreach ($row in $partitions) {
            # Without a letter it is the character 0.
            $letter = [string]$row.DriveLetter
            @{
                disk = $row.DiskNumber; partition = $row.PartitionNumber; letter = $(if ($letter -match '^[A-Z]$') { $letter })
                accessPaths = @(foreach ($path in $row.AccessPaths) { if ($path) { $path } })
                isBoot = $row.IsBoot -eq $true; isSystem = $row.IsSystem -eq $true; noDefaultDriveLetter = $row.NoDefaultDriveLetter
            }
        })
        disks = @(foreach ($row in $disks) { @{ disk = $row.Number; bus = $row.BusType; style = $row.PartitionStyle } })
    }
}
