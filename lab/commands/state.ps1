# The state file's data as the commands use it: rows with their values by name, embedded objects as rows too.
function ConvertTo-LabRow {
    param($Data, [string]$Namespace)
    $values = @{}
    foreach ($pair in $Data.values) { $values[$pair[0]] = ConvertTo-LabRaw -Raw $pair[1] -Namespace $Namespace }
    @{ class = $Data.class; namespace = $Namespace; values = $values }
}

function ConvertTo-LabRaw {
    param($Raw, [string]$Namespace)
    if ($Raw -is [hashtable]) { return ConvertTo-LabRow -Data $Raw -Namespace $Namespace }
    if ($Raw -is [array]) {
        $list = @(foreach ($item in $Raw) { , (ConvertTo-LabRaw -Raw $item -Namespace $Namespace) })
        return , $list
    }
    $Raw
}

# The engine becomes another host: what the former one knew goes with its state.
function Read-LabHost {
    param($Parameters)
    . $Parameters.state
    Assert-LabComplete
    @{ name = $global:LabState.name }
}

function Import-LabState {
    param($Data)
    $Data.instances = @(foreach ($row in $Data.instances) { ConvertTo-LabRow -Data $row -Namespace $row.namespace })
    $Data.pathFaults = @($Data.faults | Where-Object { $_.kind -ceq 'path' })
    $Data.streamType = $null
    foreach ($fault in $Data.pathFaults) { if ($global:LabReadFaults -ccontains $fault.error) { $Data.streamType = Install-LabStream -Functions $Data.snippetFunctions } }
    $global:LabGrown = [System.Collections.Generic.HashSet[string]]::new()
    $Data
}
