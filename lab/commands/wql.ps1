# WQL as Windows reads it, for -Filter and -Query: tokens, a tree, and whether an instance matches.
$global:LabWqlToken = [regex]::new('\G(?:(?<space>\s+)|(?<text>''(?:[^''\\]|\\.)*''|"(?:[^"\\]|\\.)*")|(?<number>[+-]?(?:0x[0-9a-f]+|[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)(?![0-9a-z_]))|(?<operator><=|>=|<>|!=|=|<|>)|(?<mark>[(),*])|(?<word>[a-z_][a-z0-9_]*))', 'IgnoreCase, CultureInvariant, Singleline')

function New-LabBadQuery { New-LabCimException -Code '0x80041017' }

function Read-LabWqlTokens {
    param([string]$Text)
    $tokens = [System.Collections.Generic.List[object]]::new()
    $at = 0
    while ($at -lt $Text.Length) {
        $match = $global:LabWqlToken.Match($Text, $at)
        if (-not $match.Success) { throw (New-LabBadQuery) }
        $at += $match.Length
        foreach ($kind in 'text', 'number', 'operator', 'mark', 'word') {
            if (-not $match.Groups[$kind].Success) { continue }
            $value = $match.Value
            if ($kind -eq 'text') {
                $inner = $value.Substring(1, $value.Length - 2)
                # A backslash escapes itself and quotes and nothing else.
                if ($inner -cmatch '^(?:[^\\]|\\[\\''"])*$') { $value = $inner -creplace '\\([\\''"])', '$1' } else { throw (New-LabBadQuery) }
            }
            $tokens.Add(@{ kind = $kind; value = $value })
        }
    }
    , $tokens
}

function Test-LabWqlNext {
    param($Reader, [string]$Kind, [string]$Value)
    if ($Reader.at -ge $Reader.tokens.Count) { return $false }
    $token = $Reader.tokens[$Reader.at]
    $token.kind -ceq $Kind -and (-not $Value -or $token.value.Equals($Value, [System.StringComparison]::OrdinalIgnoreCase))
}

function Step-LabWql {
    param($Reader, [string]$Kind, [string]$Value)
    if (-not (Test-LabWqlNext -Reader $Reader -Kind $Kind -Value $Value)) { throw (New-LabBadQuery) }
    $token = $Reader.tokens[$Reader.at]
    $Reader.at++
    $token.value
}

# A whole SELECT statement: names (null for all), class, condition (null for none).
function Read-LabWqlQuery {
    param([string]$Query, [bool]$Extended)
    if ($Query -match '^\s*(ASSOCIATORS|REFERENCES)\b') { throw (New-LabGap -Text ('WQL ' + $Matches[1])) }
    $reader = @{ tokens = (Read-LabWqlTokens -Text $Query); at = 0; extended = $Extended }
    [void](Step-LabWql -Reader $reader -Kind 'word' -Value 'SELECT')
    $names = $null
    if (Test-LabWqlNext -Reader $reader -Kind 'mark' -Value '*') { $reader.at++ } else {
        $names = @(Step-LabWql -Reader $reader -Kind 'word')
        while (Test-LabWqlNext -Reader $reader -Kind 'mark' -Value ',') { $reader.at++; $names += Step-LabWql -Reader $reader -Kind 'word' }
    }
    [void](Step-LabWql -Reader $reader -Kind 'word' -Value 'FROM')
    $class = Step-LabWql -Reader $reader -Kind 'word'
    $condition = $null
    if (Test-LabWqlNext -Reader $reader -Kind 'word' -Value 'WHERE') { $reader.at++; $condition = Read-LabWqlOr -Reader $reader }
    if ($reader.at -lt $reader.tokens.Count) { throw (New-LabWqlRest -Reader $reader) }
    @{ names = $names; class = $class; condition = $condition }
}

function Read-LabWqlCondition {
    param([string]$Filter, [bool]$Extended)
    $reader = @{ tokens = (Read-LabWqlTokens -Text $Filter); at = 0; extended = $Extended }
    $condition = Read-LabWqlOr -Reader $reader
    if ($reader.at -lt $reader.tokens.Count) { throw (New-LabWqlRest -Reader $reader) }
    $condition
}

# Valid somewhere on Windows, but not here: said aloud instead of being called a bad query.
function New-LabWqlRest {
    param($Reader)
    if ($Reader.at -lt $Reader.tokens.Count -and $Reader.tokens[$Reader.at].kind -ceq 'word') {
        $word = $Reader.tokens[$Reader.at].value.ToUpperInvariant()
        if ($word -in 'ISA', 'WITHIN', 'GROUP', 'HAVING') { return New-LabGap -Text ('WQL ' + $word) }
        # The SMS Provider's own dialect knows more than WQL.
        if ($Reader.extended -and $word -in 'IN', 'NOT', 'BETWEEN', 'ORDER', 'JOIN', 'INNER', 'LEFT', 'EXISTS') { return New-LabGap -Text ('extended WQL ' + $word) }
    }
    New-LabBadQuery
}

function Read-LabWqlOr {
    param($Reader)
    $left = Read-LabWqlAnd -Reader $Reader
    while (Test-LabWqlNext -Reader $Reader -Kind 'word' -Value 'OR') { $Reader.at++; $left = @{ is = 'or'; left = $left; right = (Read-LabWqlAnd -Reader $Reader) } }
    $left
}

function Read-LabWqlAnd {
    param($Reader)
    $left = Read-LabWqlNot -Reader $Reader
    while (Test-LabWqlNext -Reader $Reader -Kind 'word' -Value 'AND') { $Reader.at++; $left = @{ is = 'and'; left = $left; right = (Read-LabWqlNot -Reader $Reader) } }
    $left
}

function Read-LabWqlNot {
    param($Reader)
    if (Test-LabWqlNext -Reader $Reader -Kind 'word' -Value 'NOT') { $Reader.at++; return @{ is = 'not'; left = (Read-LabWqlNot -Reader $Reader) } }
    if (Test-LabWqlNext -Reader $Reader -Kind 'mark' -Value '(') {
        $Reader.at++
        $inner = Read-LabWqlOr -Reader $Reader
        [void](Step-LabWql -Reader $Reader -Kind 'mark' -Value ')')
        return $inner
    }
    Read-LabWqlComparison -Reader $Reader
}

function Read-LabWqlConstant {
    param($Reader)
    if ($Reader.at -ge $Reader.tokens.Count) { throw (New-LabBadQuery) }
    $token = $Reader.tokens[$Reader.at]
    if ($token.kind -ceq 'text' -or $token.kind -ceq 'number') { $Reader.at++; return $token }
    if ($token.kind -ceq 'word' -and $token.value -in 'TRUE', 'FALSE', 'NULL') {
        $Reader.at++
        return @{ kind = $(if ($token.value -eq 'NULL') { 'null' } else { 'truth' }); value = $token.value.ToUpperInvariant() }
    }
    throw (New-LabBadQuery)
}

function Read-LabWqlComparison {
    param($Reader)
    if (-not (Test-LabWqlNext -Reader $Reader -Kind 'word') -or $Reader.tokens[$Reader.at].value -in 'TRUE', 'FALSE', 'NULL') {
        # WQL also takes the constant first.
        $constant = Read-LabWqlConstant -Reader $Reader
        $operator = Step-LabWql -Reader $Reader -Kind 'operator'
        $mirrored = @{ '<' = '>'; '>' = '<'; '<=' = '>='; '>=' = '<=' }
        if ($mirrored.ContainsKey($operator)) { $operator = $mirrored[$operator] }
        return @{ is = 'compare'; name = (Step-LabWql -Reader $Reader -Kind 'word'); operator = $operator; constant = $constant }
    }
    $name = Step-LabWql -Reader $Reader -Kind 'word'
    if (Test-LabWqlNext -Reader $Reader -Kind 'word' -Value 'IS') {
        $Reader.at++
        $not = Test-LabWqlNext -Reader $Reader -Kind 'word' -Value 'NOT'
        if ($not) { $Reader.at++ }
        [void](Step-LabWql -Reader $Reader -Kind 'word' -Value 'NULL')
        return @{ is = 'compare'; name = $name; operator = $(if ($not) { '<>' } else { '=' }); constant = @{ kind = 'null'; value = 'NULL' } }
    }
    if (Test-LabWqlNext -Reader $Reader -Kind 'word' -Value 'LIKE') {
        $Reader.at++
        return @{ is = 'like'; name = $name; pattern = (ConvertTo-LabLikePattern -Text (Step-LabWql -Reader $Reader -Kind 'text')) }
    }
    if (-not (Test-LabWqlNext -Reader $Reader -Kind 'operator')) { throw (New-LabWqlRest -Reader $Reader) }
    $operator = Step-LabWql -Reader $Reader -Kind 'operator'
    $constant = Read-LabWqlConstant -Reader $Reader
    if ($constant.kind -ceq 'null' -and $operator -notin '=', '<>', '!=') { throw (New-LabBadQuery) }
    @{ is = 'compare'; name = $name; operator = $operator; constant = $constant }
}

# LIKE: % any text, _ one character, [a-z] one of a set, [^a-z] one not of it.
function ConvertTo-LabLikePattern {
    param([string]$Text)
    $pattern = ''
    for ($i = 0; $i -lt $Text.Length; $i++) {
        $end = $(if ($Text[$i] -ceq [char]'[') { $Text.IndexOf(']', [Math]::Min($i + 2, $Text.Length)) } else { -1 })
        if ($Text[$i] -ceq [char]'%') { $pattern += '.*' }
        elseif ($Text[$i] -ceq [char]'_') { $pattern += '.' }
        elseif ($end -gt 0) {
            $set = $Text.Substring($i + 1, $end - $i - 1)
            $negated = $set.StartsWith('^', [System.StringComparison]::Ordinal) -and $set.Length -gt 1
            if ($negated) { $set = $set.Substring(1) }
            $pattern += '[' + $(if ($negated) { '^' }) + $set.Replace('\', '\\').Replace('[', '\[').Replace(']', '\]').Replace('^', '\^') + ']'
            $i = $end
        } else { $pattern += [regex]::Escape([string]$Text[$i]) }
    }
    [regex]::new('\A(?:' + $pattern + ')\z', 'IgnoreCase, CultureInvariant, Singleline')
}

# Every property that a condition names.
function Get-LabWqlName {
    param($Condition)
    if ($null -eq $Condition) { return }
    if ($Condition.ContainsKey('name')) { return $Condition.name }
    foreach ($side in 'left', 'right') { if ($Condition.ContainsKey($side)) { Get-LabWqlName -Condition $Condition[$side] } }
}

# Value is a script block that gives the value of a property by name.
function Test-LabWql {
    param($Condition, [scriptblock]$Value)
    switch ($Condition.is) {
        'and' { return (Test-LabWql -Condition $Condition.left -Value $Value) -and (Test-LabWql -Condition $Condition.right -Value $Value) }
        'or' { return (Test-LabWql -Condition $Condition.left -Value $Value) -or (Test-LabWql -Condition $Condition.right -Value $Value) }
        'not' { return -not (Test-LabWql -Condition $Condition.left -Value $Value) }
    }
    $found = & $Value $Condition.name
    if ($found -is [array]) { throw (New-LabBadQuery) }
    if ($Condition.is -ceq 'like') { return $null -ne $found -and $Condition.pattern.IsMatch([string]$found) }
    $constant = $Condition.constant
    if ($constant.kind -ceq 'null') { return ($null -eq $found) -eq ($Condition.operator -ceq '=') }
    # What Windows answers for a comparison with a property that is null: no match.
    if ($null -eq $found) { return $false }
    $order = Compare-LabWqlValue -Found $found -Constant $constant
    switch ($Condition.operator) {
        '=' { $order -eq 0 } '<>' { $order -ne 0 } '!=' { $order -ne 0 }
        '<' { $order -lt 0 } '>' { $order -gt 0 } '<=' { $order -le 0 } '>=' { $order -ge 0 }
    }
}

function Compare-LabWqlValue {
    param($Found, $Constant)
    $culture = [cultureinfo]::InvariantCulture
    if ($Found -is [bool]) {
        $wanted = switch -Regex ($Constant.value) { '^(TRUE|1|-1)$' { $true } '^(FALSE|0)$' { $false } default { throw (New-LabBadQuery) } }
        return ([int]$Found).CompareTo([int]$wanted)
    }
    if ($Found -is [string]) {
        if ($Constant.kind -cne 'text') { throw (New-LabGap -Text 'a text property compared with something that is not text') }
        return [string]::Compare($Found, $Constant.value, [System.StringComparison]::OrdinalIgnoreCase)
    }
    if ($Found -is [datetime]) {
        if ($Constant.kind -cne 'text' -or $Constant.value -cnotmatch '^([0-9]{14}\.[0-9]{6})([+-])([0-9]{3})$') { throw (New-LabGap -Text 'a date that is not yyyymmddHHMMSS.mmmmmm+UUU') }
        $local = [datetime]::ParseExact($Matches[1], 'yyyyMMddHHmmss.ffffff', $culture)
        $minutes = [int]($Matches[2] + $Matches[3])
        return $Found.ToUniversalTime().CompareTo([datetime]::SpecifyKind($local.AddMinutes(-$minutes), [System.DateTimeKind]::Utc))
    }
    $number = [decimal]0
    $text = $Constant.value
    if ($Constant.kind -ceq 'truth') { $text = $(if ($text -ceq 'TRUE') { '1' } else { '0' }) }
    if ($text -match '^0x[0-9a-f]+$') { $number = [decimal][Convert]::ToUInt64($text, 16) }
    elseif (-not [decimal]::TryParse($text, [System.Globalization.NumberStyles]::Float, $culture, [ref]$number)) { throw (New-LabBadQuery) }
    ([decimal]$Found).CompareTo($number)
}
