# The last script that the fleet lab sends to a far side: it becomes the host whose address was called. Which one that is
# was settled by lab/fleet-scripts.ts, before this PowerShell began.
if (-not $env:OSD_LAB_HOST) { throw 'This is no host of the fleet lab: it was not started by its sshd.' }
foreach ($LabFile in [System.IO.File]::ReadAllLines([System.IO.Path]::Combine($env:OSD_LAB_HOST, 'load'))) { . $LabFile }
