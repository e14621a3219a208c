# Loaded last: a lab run must not read the real machine, so every command that a snippet can reach has to be the lab's,
# the snippets' own, or one of the language's core.
function Assert-LabComplete {
    $state = $global:LabState
    if ($env:COMPUTERNAME -ne $state.name) { throw ('This PowerShell is to be ' + $state.name + ' and calls itself ' + $env:COMPUTERNAME + '.') }
    foreach ($name in $state.commands) {
        $command = Get-Command -Name $name -ErrorAction Stop
        if ($command -isnot [System.Management.Automation.FunctionInfo] -or $state.labFiles -cnotcontains $command.ScriptBlock.File) {
            throw ($name + ' is not the command of the lab: ' + $command.CommandType + ' ' + $command.Source)
        }
    }
    $ours = $state.labFiles + $state.snippetFiles
    $seen = @{}
    foreach ($function in @(Get-Command -CommandType Function -ListImported)) {
        if ($state.snippetFiles -cnotcontains $function.ScriptBlock.File) { continue }
        foreach ($call in $function.ScriptBlock.Ast.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $name = $call.GetCommandName()
            if (-not $name -or $seen.ContainsKey($name)) { continue }
            $seen[$name] = $true
            $command = Get-Command -Name $name -ErrorAction Ignore
            if ($null -eq $command) { throw ($function.Name + ' calls ' + $name + ', which the lab does not simulate.') }
            if ($command -is [System.Management.Automation.FunctionInfo] -and $ours -ccontains $command.ScriptBlock.File) { continue }
            if ($command -is [System.Management.Automation.CmdletInfo] -and $command.Source -eq 'Microsoft.PowerShell.Core') { continue }
            throw ($function.Name + ' calls ' + $name + ', which is no command of the lab: ' + $command.CommandType + ' ' + $command.Source)
        }
    }
}
Assert-LabComplete
