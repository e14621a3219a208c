# The capture steps of a task sequence and what sets their variables. Of no other step and variable is more read than where it
# stands, and no password ever. Longer than most: steps lie in groups, and what is read of each is named.

# Steps in the order in which they run, with what their groups say, walked down without recursion.
function Get-SequenceStep {
    param($Steps)
    $waiting = [System.Collections.Generic.Stack[object]]::new()
    foreach ($step in Get-StepBackwards -Steps $Steps) { $waiting.Push(@{ step = $step; enabled = $true; conditional = $false }) }
    $position = 0
    while ($waiting.Count -gt 0 -and $position -lt 5000) {
        $item = $waiting.Pop()
        $step = $item.step
        # A switch that is not there is on, as the class has it.
        $enabled = $item.enabled -and (Get-StepValue -Step $step -Name 'Enabled') -ne $false
        $conditional = $item.conditional -or $null -ne (Get-StepValue -Step $step -Name 'Condition')
        if ($step.CimSystemProperties.ClassName -eq 'SMS_TaskSequence_Group') {
            foreach ($inner in Get-StepBackwards -Steps $step.Steps) { $waiting.Push(@{ step = $inner; enabled = $enabled; conditional = $conditional }) }
            continue
        }
        $position++
        @{ step = $step; class = [string]$step.CimSystemProperties.ClassName; position = $position; enabled = $enabled; conditional = $conditional }
    }
    if ($waiting.Count -gt 0) { @{ step = $null; class = $null; position = $position; enabled = $false; conditional = $false } }
}

# The last first, as a stack takes them.
function Get-StepBackwards {
    param($Steps)
    $all = @($Steps)
    for ($i = $all.Count - 1; $i -ge 0; $i--) { if ($null -ne $all[$i]) { $all[$i] } }
}

# A property that not every class and version has; null where it is not there.
function Get-StepValue {
    param($Step, [string]$Name)
    $property = $Step.PSObject.Properties[$Name]
    if ($null -ne $property) { , $property.Value }
}

function Read-CaptureSequence {
    param($Parameters)
    $filter = 'PackageID=' + (ConvertTo-WqlString -Text $Parameters.taskSequence)
    $found = Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -Filter $filter -Property PackageID -ErrorAction Stop
    if ($null -eq $found) { return @{ found = $false; name = $null; type = $null; flags = $null; bootImage = $null; steps = @(); variables = @(); truncated = $false } }
    # The method takes the sequence out of the instance, where it is a lazy property.
    $whole = Get-CimInstance -InputObject $found -ErrorAction Stop
    $result = Invoke-CimMethod -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -MethodName GetSequence -Arguments @{ TaskSequencePackage = $whole } -ErrorAction Stop
    $returned = $result.PSObject.Properties['ReturnValue'].Value
    if ($returned -ne 0) { throw ('GetSequence returned ' + ('0x{0:X8}' -f $returned) + '.') }
    $sequence = $result.PSObject.Properties['TaskSequence'].Value
    if ($null -eq $sequence) { throw 'GetSequence returned no task sequence.' }
    $kinds = 'SMS_TaskSequence_CaptureSystemImageAction', 'SMS_TaskSequence_PrepareOSAction', 'SMS_TaskSequence_PrepareSMSClientAction'
    $wanted = 'OSDCaptureDestination', 'OSDCaptureAccount', 'SMSTSUninstallCCMClient'
    $steps = @(); $variables = @(); $truncated = $false
    foreach ($item in Get-SequenceStep -Steps $sequence.Steps) {
        $step = $item.step
        if ($null -eq $step) { $truncated = $true }
        elseif ($kinds -contains $item.class) {
            $steps += @{
                class = $item.class; name = $step.Name; description = $step.Description; position = $item.position
                enabled = $item.enabled; conditional = $item.conditional; environment = (Get-StepValue -Step $step -Name 'SupportedEnvironment')
                destination = (Get-StepValue -Step $step -Name 'CaptureDestination'); account = (Get-StepValue -Step $step -Name 'CaptureUsername')
                imageVersion = (Get-StepValue -Step $step -Name 'ImageVersion'); imageCreator = (Get-StepValue -Step $step -Name 'ImageCreator')
                imageDescription = (Get-StepValue -Step $step -Name 'ImageDescription')
                shutsDown = (Get-StepValue -Step $step -Name 'ShutdownPreparedOs'); keepsActivation = (Get-StepValue -Step $step -Name 'KeepActivation')
            }
        } elseif ($item.class -eq 'SMS_TaskSequence_SetVariableAction' -and $wanted -contains $step.VariableName) {
            $value = $step.VariableValue
            # What the editor does not show is not shown here.
            if ((Get-StepValue -Step $step -Name 'DoNotShowVariableValue') -eq $true) { $value = $null }
            $variables += @{ name = $step.VariableName; value = $value; position = $item.position; enabled = $item.enabled }
        }
    }
    @{
        found = $true; name = $whole.Name; type = $whole.Type; flags = $whole.TaskSequenceFlags; bootImage = $(if ($whole.BootImageID) { $whole.BootImageID })
        steps = $steps; variables = $variables; truncated = $truncated
    }
}
