# Loaded last: a lab run must not read the real machine, so every command that a snippet can reach has to be the lab's,
# the snippets' own, or one of the language's core.
function Assert-LabComplete {
    $state = $global:LabState
    if ($env:COMPUTERNAME -ne $state.name) { throw ('This PowerShell is to be ' + $state.name + ' and calls itself ' + $env:COMPUTERNAME + '.') }
    # Many hosts that are the same engine and load the same files: the first ones look through them for all. In a function
    # of its own, because what is compiled is whole functions.
    if ($state.verified -and [System.IO.Directory]::Exists($state.verified)) { return }
    Assert-LabCommand -State $state
    if ($state.verified) { [void][System.IO.Directory]::CreateDirectory($state.verified) }
}

function Assert-LabCommand {
    param($State)
    $commands = $ExecutionContext.InvokeCommand
    foreach ($name in $State.commands) {
        $command = $commands.GetCommand($name, [System.Management.Automation.CommandTypes]::All)
        if ($command -isnot [System.Management.Automation.FunctionInfo] -or $State.labFiles -cnotcontains $command.ScriptBlock.File) {
            throw ($name + ' is not the command of the lab' + $(if ($null -ne $command) { ': ' + $command.CommandType + ' ' + $command.Source }) + '.')
        }
    }
    # By name: what came over the wire is of no file. Port functions are the lab's by now, which was just seen.
    $functions = @(foreach ($name in $State.snippetFunctions) {
        $function = $commands.GetCommand($name, [System.Management.Automation.CommandTypes]::Function)
        if ($null -ne $function -and $State.commands -cnotcontains $name) { $function }
    })
    $seen = @{}
    foreach ($function in $functions) {
        foreach ($call in $function.ScriptBlock.Ast.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $name = $call.GetCommandName()
            if (-not $name -or $seen.ContainsKey($name)) { continue }
            $seen[$name] = $true
            $command = $commands.GetCommand($name, [System.Management.Automation.CommandTypes]::All)
            if ($null -eq $command) { throw ($function.Name + ' calls ' + $name + ', which the lab does not simulate.') }
            if ($command -is [System.Management.Automation.FunctionInfo] -and ($State.snippetFunctions -ccontains $command.Name -or $State.labFiles -ccontains $command.ScriptBlock.File)) { continue }
            if ($command -is [System.Management.Automation.CmdletInfo] -and $command.Source -eq 'Microsoft.PowerShell.Core') { continue }
            throw ($function.Name + ' calls ' + $name + ', which is no command of the lab: ' + $command.CommandType + ' ' + $command.Source)
        }
    }
}
Assert-LabComplete
