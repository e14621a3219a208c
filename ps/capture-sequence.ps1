# The capture steps of a task sequence, of those that it runs as steps too, and what sets their variables. Of no other step and
# variable is more read than where it stands, and no password ever. Longer than most: steps lie in groups, and what is read of
# each is named.

# Package and steps of a task sequence; nothing where the site does not have it.
function Get-Sequence {
    param([string]$Namespace, [string]$TaskSequence)
    $filter = 'PackageID=' + (ConvertTo-WqlString -Text $TaskSequence)
    $found = Get-CimInstance -Namespace $Namespace -ClassName SMS_TaskSequencePackage -Filter $filter -Property PackageID -ErrorAction Stop
    if ($null -eq $found) { return }
    # The method takes the sequence out of the instance, where it is a lazy property.
    $whole = Get-CimInstance -InputObject $found -ErrorAction Stop
    $result = Invoke-CimMethod -Namespace $Namespace -ClassName SMS_TaskSequencePackage -MethodName GetSequence -Arguments @{ TaskSequencePackage = $whole } -ErrorAction Stop
    $returned = $result.PSObject.Properties['ReturnValue'].Value
    if ($returned -ne 0) { throw ('GetSequence of ' + $TaskSequence + ' returned ' + ('0x{0:X8}' -f $returned) + '.') }
    $sequence = $result.PSObject.Properties['TaskSequence'].Value
    if ($null -eq $sequence) { throw ('GetSequence of ' + $TaskSequence + ' returned no task sequence.') }
    @{ package = $whole; steps = $sequence.Steps }
}

# Steps in the order in which they run, with what their groups say, walked down without recursion: into groups, and into the
# task sequences that a step runs, which share its variables. An item without a step stands for what was not read.
function Get-SequenceStep {
    param([string]$Namespace, $Steps)
    $waiting = [System.Collections.Generic.Stack[object]]::new()
    foreach ($step in Get-StepBackwards -Steps $Steps) { $waiting.Push(@{ step = $step; enabled = $true; conditional = $false }) }
    $position = 0
    $run = 0
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
        if ($enabled -and $step.CimSystemProperties.ClassName -eq 'SMS_TaskSequence_SubTasksequence') {
            $inner = $null
            # One that runs itself, by whatever way, ends here.
            if ($run -lt 50) { $inner = Get-Sequence -Namespace $Namespace -TaskSequence ([string](Get-StepValue -Step $step -Name 'TsPackageID')) }
            $run++
            if ($null -eq $inner) { @{ step = $null }; continue }
            foreach ($each in Get-StepBackwards -Steps $inner.steps) { $waiting.Push(@{ step = $each; enabled = $true; conditional = $conditional }) }
            continue
        }
        @{ step = $step; class = [string]$step.CimSystemProperties.ClassName; position = $position; enabled = $enabled; conditional = $conditional }
    }
    if ($waiting.Count -gt 0) { @{ step = $null } }
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
    $sequence = Get-Sequence -Namespace $Parameters.namespace -TaskSequence $Parameters.taskSequence
    if ($null -eq $sequence) { return @{ found = $false; name = $null; type = $null; flags = $null; bootImage = $null; steps = @(); variables = @(); truncated = $false } }
    $whole = $sequence.package
    $kinds = 'SMS_TaskSequence_CaptureSystemImageAction', 'SMS_TaskSequence_PrepareOSAction', 'SMS_TaskSequence_PrepareSMSClientAction'
    $wanted = 'OSDCaptureDestination', 'OSDCaptureAccount', 'SMSTSUninstallCCMClient'
    $steps = @(); $variables = @(); $truncated = $false
    foreach ($item in Get-SequenceStep -Namespace $Parameters.namespace -Steps $sequence.steps) {
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
            $variables += @{ name = $step.VariableName; value = $value; position = $item.position; enabled = $item.enabled; conditional = $item.conditional }
        }
    }
    @{
        found = $true; name = $whole.Name; type = $whole.Type; flags = $whole.TaskSequenceFlags; bootImage = $(if ($whole.BootImageID) { $whole.BootImageID })
        steps = $steps; variables = $variables; truncated = $truncated
    }
}
