# What the literal encoder and the JSON writer are tried with.

# PowerShell's own opinion of a literal: one expression, no code, and its value.
function Read-SafeValue {
    param($Parameters)
    foreach ($literal in $Parameters.literals) {
        $tokens = $null
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput([string]$literal, [ref]$tokens, [ref]$errors)
        if ($errors.Count -ne 0 -or $tree.EndBlock.Statements.Count -ne 1) { throw "not one statement: $literal" }
        $elements = $tree.EndBlock.Statements[0].PipelineElements
        if ($elements.Count -ne 1) { throw "a pipeline: $literal" }
        @{ value = (Expand-Literal -Value $elements[0].Expression.SafeGetValue()) }
    }
}

# Whether a line is one physical line that PowerShell reads as whole statements.
function Read-Parsed {
    param($Parameters)
    $tokens = $null
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseInput([string]$Parameters.line, [ref]$tokens, [ref]$errors)
    $commands = $tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)
    @{ errors = $errors.Count; commands = @(foreach ($command in $commands) { $command.GetCommandName() }) }
}

function Read-Table {
    param($Parameters)
    $moment = [datetime]::new(2026, 3, 4, 5, 6, 7, 89)
    $list = [System.Collections.Generic.List[string]]::new()
    $list.Add('only')
    $dictionary = [System.Collections.Generic.Dictionary[string, int]]::new()
    $dictionary['i'] = 1
    @{
        utc = [datetime]::SpecifyKind($moment, [DateTimeKind]::Utc)
        local = [datetime]::SpecifyKind($moment, [DateTimeKind]::Local)
        unspecified = $moment
        localIs = $moment.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffffffZ', [cultureinfo]::InvariantCulture)
        enum = [DayOfWeek]::Friday
        flags = [System.IO.FileAttributes]'Hidden, System'
        longest = [long]::MaxValue
        shortest = [long]::MinValue
        unsigned = [uint64]::MaxValue
        exact = [long]9007199254740991
        inexact = [long]9007199254740992
        int = [int]::MinValue
        byte = [byte]255
        decimal = [decimal]1234.5
        double = 1234567.25
        small = 1.5e-7
        single = [single]0.5
        infinite = [double]::PositiveInfinity
        none = [double]::NaN
        character = [char]0x130
        guid = [guid]'00000000-0000-0000-0000-00000000000a'
        version = [version]'10.0.20348.1'
        title = 'TITLE title'.ToLowerInvariant()
        empty = @{ list = @(); nested = @(, @()); map = @{}; text = '' }
        list = $list
        dictionary = $dictionary
        ordered = [ordered]@{ z = 1; a = 2 }
        shadow = @{ Keys = 1; Count = 2; Values = @(3); Item = $null }
        control = "`0`t`r`n" + [char]0x1b + [char]0x2028 + [char]0xfeff + [char]0xd800
        quotes = '"\/' + "'" + [char]0x2018 + [char]0x201c
        kelvin = [string][char]0x212a + 'k'
        wrapped = [System.Management.Automation.PSObject]::AsPSObject('text')
    }
}

# Lists in lists, so many levels.
function Read-Nested {
    param($Parameters)
    $value = @()
    foreach ($level in 2..($Parameters.levels - 1)) { $value = , $value }
    @{ value = $value }
}

function Read-Untravelled {
    param($Parameters)
    if ($Parameters.type -eq 'custom') { [pscustomobject]@{ a = 1 } }
    elseif ($Parameters.type -eq 'script') { @{ a = { 1 } } }
    elseif ($Parameters.type -eq 'offset') { @{ a = [datetimeoffset]::UtcNow } }
    else { @{ a = [System.Text.StringBuilder]::new() } }
}
