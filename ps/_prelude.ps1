# Loaded once per session, before the snippets: how requests are opened and answers are written.
# Windows PowerShell 5.1 syntax and ASCII only. No cmdlet of Microsoft.PowerShell.Utility, because the bare engine has none.
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$script:AnswerMarker = $null
$script:AnswerId = $null
$script:AnswerItems = 0
$script:AnswerAsObject = $false

# AsObject: lines leave through the pipeline, for a constrained language mode and for a remote runspace,
# neither of which has a console to write to.
function Start-AnswerChannel {
    param([string]$Marker, [bool]$AsObject)
    $script:AnswerMarker = $Marker
    $script:AnswerAsObject = $AsObject
}

function Start-Answer {
    param([string]$Id)
    $script:AnswerId = $Id
    $script:AnswerItems = 0
}

function Write-AnswerLine {
    param([string]$Kind, $Value)
    $line = $script:AnswerMarker + ' ' + $script:AnswerId + ' ' + $Kind + ' ' + (ConvertTo-AnswerJson -Value $Value -Depth 0)
    if ($script:AnswerAsObject) { $line } else { [Console]::Out.WriteLine($line) }
}

# In object mode a progress line has travelled through the snippet's own pipeline and is a line already.
function Write-AnswerItem {
    param($Value)
    if ($script:AnswerAsObject -and $Value -is [string] -and $Value.StartsWith($script:AnswerMarker + ' ', [StringComparison]::Ordinal)) { $Value }
    else {
        Write-AnswerLine -Kind 'item' -Value $Value
        $script:AnswerItems++
    }
}

# The count: what another program prints into the middle of a line could swallow an item.
function Write-AnswerEnd { Write-AnswerLine -Kind 'end' -Value @{ items = $script:AnswerItems } }

function Write-AnswerFailure {
    param($ErrorRecord)
    Write-AnswerLine -Kind 'failed' -Value (ConvertTo-ErrorFact -ErrorRecord $ErrorRecord)
}

function Write-FactProgress {
    param([string]$Text, [long]$Done, [long]$Total)
    Write-AnswerLine -Kind 'progress' -Value @{ text = $Text; done = $Done; total = $Total }
}

# What an error says without its localised sentence: classes, HRESULTs, the id before its first comma, the CIM code.
function ConvertTo-ErrorFact {
    param($ErrorRecord)
    $types = @()
    $hresults = @()
    $native = $null
    $exception = $ErrorRecord.Exception
    while ($null -ne $exception) {
        # Not GetType(): a constrained language mode forbids the call.
        $types += [string]$exception.PSObject.TypeNames[0]
        $hresults += '0x{0:X8}' -f $exception.HResult
        $code = $exception.PSObject.Properties['NativeErrorCode']
        if ($null -ne $code) { $native = [string]$code.Value }
        $exception = $exception.InnerException
    }
    $spoken = $ErrorRecord.Exception
    # Around what a method of .NET throws PowerShell puts a sentence about the call, which tells nothing of the cause.
    if ($types[0] -eq 'System.Management.Automation.MethodInvocationException' -and $null -ne $spoken.InnerException) { $spoken = $spoken.InnerException }
    $message = [string]$spoken.Message
    if ($message.Length -gt 2000) { $message = $message.Substring(0, 2000) }
    @{
        types = $types; hresults = $hresults; native = $native; message = $message
        id = ([string]$ErrorRecord.FullyQualifiedErrorId).Split(',')[0]
    }
}

# Undoes the request encoder: every string of a literal holds printable ASCII with \uXXXX for the rest.
function Expand-Literal {
    param($Value)
    if ($Value -is [string]) { return [regex]::Unescape($Value) }
    if ($Value -is [hashtable]) {
        $map = @{}
        # Not .Keys: an entry of that name would be taken for it.
        foreach ($entry in $Value.GetEnumerator()) { $map[$entry.Key] = Expand-Literal -Value $entry.Value }
        return $map
    }
    if ($Value -is [array]) {
        $list = @(foreach ($item in $Value) { , (Expand-Literal -Value $item) })
        return , $list
    }
    $Value
}

# A WQL string literal for a filter.
function ConvertTo-WqlString {
    param([string]$Text)
    "'" + $Text.Replace('\', '\\').Replace("'", "\'").Replace('"', '\"') + "'"
}

# Pure ASCII. Case-sensitive match: ignoring case, U+212A would pass for the letter k.
function ConvertTo-AnswerString {
    param([string]$Text)
    if ($Text -cnotmatch '[^\x20-\x21\x23-\x5b\x5d-\x7e]') { return '"' + $Text + '"' }
    # What is ASCII but for line ends, such as an INI, need not be gone through unit by unit.
    $escaped = $Text.Replace('\', '\\').Replace('"', '\"').Replace([string][char]13, '\r').Replace([string][char]10, '\n')
    if ($escaped -cnotmatch '[^\x20-\x7e]') { return '"' + $escaped + '"' }
    $parts = foreach ($character in [char[]]$Text) {
        $unit = [int]$character
        if ($unit -lt 32 -or $unit -gt 126 -or $unit -eq 34 -or $unit -eq 92) { '\u{0:x4}' -f $unit } else { $character }
    }
    '"' + ($parts -join '') + '"'
}

# The three hosts share no JSON cmdlet. Whole numbers beyond 2^53 and everything that is not JSON's own travel as text.
function ConvertTo-AnswerJson {
    param($Value, [int]$Depth)
    if ($null -eq $Value) { return 'null' }
    if ($Value -is [string] -or $Value -is [char] -or $Value -is [enum] -or $Value -is [guid] -or $Value -is [version]) {
        return ConvertTo-AnswerString -Text ([string]$Value)
    }
    if ($Value -is [bool]) { if ($Value) { return 'true' } else { return 'false' } }
    if ($Value -is [int] -or $Value -is [uint32] -or $Value -is [uint16] -or $Value -is [int16] -or $Value -is [byte] -or $Value -is [sbyte]) {
        return [string]$Value
    }
    if ($Value -is [long] -or $Value -is [uint64] -or $Value -is [decimal]) {
        if ($Value -gt 9007199254740991 -or $Value -lt -9007199254740991) { return '"' + [string]$Value + '"' }
        return [string]$Value
    }
    if ($Value -is [double] -or $Value -is [single]) {
        $text = $Value.ToString('R', [cultureinfo]::InvariantCulture)
        if ($text -cmatch '^-?[0-9.]+(E[+-]?[0-9]+)?$') { return $text }
        return '"' + ($text -creplace '[^A-Za-z0-9.+-]', '') + '"'
    }
    if ($Value -is [datetime]) {
        return '"' + $Value.ToUniversalTime().ToString('o', [cultureinfo]::InvariantCulture) + '"'
    }
    if ($Depth -ge 16) { throw 'An answer is nested deeper than 16 levels.' }
    if ($Value -is [System.Collections.IDictionary]) {
        $members = foreach ($entry in $Value.GetEnumerator()) {
            (ConvertTo-AnswerString -Text ([string]$entry.Key)) + ':' + (ConvertTo-AnswerJson -Value $entry.Value -Depth ($Depth + 1))
        }
        return '{' + ($members -join ',') + '}'
    }
    if ($Value -is [System.Collections.IEnumerable]) {
        $items = foreach ($item in $Value) { ConvertTo-AnswerJson -Value $item -Depth ($Depth + 1) }
        return '[' + ($items -join ',') + ']'
    }
    throw ('An answer holds a ' + $Value.PSObject.TypeNames[0] + ', which it cannot carry.')
}
