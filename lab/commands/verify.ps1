# Loaded last: a lab run must not read the real machine, so every command that a snippet can reach has to be the lab's,
# the snippets' own, or one of the language's core.
function Assert-LabComplete {
    $state = $global:LabState
    if ($env:COMPUTERNAME -ne $state.name) { throw ('This PowerShell is to be ' + $state.name + ' and calls itself ' + $env:COMPUTERNAME + '.') }
    $commands = $ExecutionContext.InvokeCommand
    foreach ($name in $state.commands) {
        $command = $commands.GetCommand($name, [System.Management.Automation.CommandTypes]::All)
        if ($command -isnot [System.Management.Automation.FunctionInfo] -or $state.labFiles -cnotcontains $command.ScriptBlock.File) {
            throw ($name + ' is not the command of the lab' + $(if ($null -ne $command) { ': ' + $command.CommandType + ' ' + $command.Source }) + '.')
        }
    }
    # By name: what came over the wire is of no file. Port functions are the lab's by now, which was just seen.
    $functions = @(foreach ($name in $state.snippetFunctions) {
        $function = $commands.GetCommand($name, [System.Management.Automation.CommandTypes]::Function)
        if ($null -ne $function -and $state.commands -cnotcontains $name) { $function }
    })
    if (Test-LabVerified -Functions $functions) { return }
    $seen = @{}
    foreach ($function in $functions) {
        foreach ($call in $function.ScriptBlock.Ast.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $name = $call.GetCommandName()
            if (-not $name -or $seen.ContainsKey($name)) { continue }
            $seen[$name] = $true
            $command = $commands.GetCommand($name, [System.Management.Automation.CommandTypes]::All)
            if ($null -eq $command) { throw ($function.Name + ' calls ' + $name + ', which the lab does not simulate.') }
            if ($command -is [System.Management.Automation.FunctionInfo] -and ($state.snippetFunctions -ccontains $command.Name -or $state.labFiles -ccontains $command.ScriptBlock.File)) { continue }
            if ($command -is [System.Management.Automation.CmdletInfo] -and $command.Source -eq 'Microsoft.PowerShell.Core') { continue }
            throw ($function.Name + ' calls ' + $name + ', which is no command of the lab: ' + $command.CommandType + ' ' + $command.Source)
        }
    }
    if ($state.verified) { [void][System.IO.Directory]::CreateDirectory((Get-LabVerifiedFolder -Functions $functions)) }
}

# Where many hosts are the same engine with the same functions, the first one looks through them for all.
function Test-LabVerified {
    param($Functions)
    if (-not $global:LabState.verified) { return $false }
    [System.IO.Directory]::Exists((Get-LabVerifiedFolder -Functions $Functions))
}

function Get-LabVerifiedFolder {
    param($Functions)
    $texts = foreach ($function in $Functions) { $function.Name + $function.Definition }
    $hash = [System.Security.Cryptography.MD5]::Create().ComputeHash([System.Text.Encoding]::UTF8.GetBytes($texts -join ' '))
    [System.IO.Path]::Combine($global:LabState.verified, [BitConverter]::ToString($hash))
}
Assert-LabComplete
