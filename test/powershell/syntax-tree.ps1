# Prints the syntax trees of PowerShell texts as this engine's own parser makes them: every node, with every public
# property of its class, so that no rule can overlook what this script would have left out.
# The request file has one line a text: base64 of its UTF-8. The answer, fields between tabs, values percent-encoded:
#   text <number>
#   error <line> <column> <error id> <message>
#   node <id> <parent id> <class> <start> <end> <line> <column>     in the parser's own order, parents first
#   child <id> <property> <child id>                                 a property that holds nodes, in order
#   value <id> <property> <text>                                     any other property that is not null
param([string]$RequestFile)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$properties = @{}
$output = [System.Text.StringBuilder]::new()
$tab = [string][char]9
$end = [string][char]10

# The properties of a class, without those that only lead back or repeat the text.
function Get-PropertyList {
    param([type]$Class)
    if (-not $properties.ContainsKey($Class.Name)) {
        $leftOut = 'Parent', 'Extent', 'ErrorPosition', 'StaticType'
        $properties[$Class.Name] = @($Class.GetProperties() | Where-Object { $_.GetIndexParameters().Count -eq 0 -and $leftOut -cnotcontains $_.Name })
    }
    $properties[$Class.Name]
}

function Add-Value {
    param([string]$Place, $Value, $Numbers)
    if ($Value -is [System.Management.Automation.Language.Ast]) {
        # -1: the parser's own visitor did not come by it. The reader refuses such a tree.
        $child = -1
        [void]$Numbers.TryGetValue($Value, [ref]$child)
        [void]$output.Append('child').Append($Place).Append($child).Append($end)
    } elseif ($Value -is [string] -or $Value -is [System.ValueType]) {
        [void]$output.Append('value').Append($Place).Append([uri]::EscapeDataString([string]$Value)).Append($end)
    } elseif ($Value -is [System.Management.Automation.VariablePath]) {
        $owner = $Place.Substring(0, $Place.IndexOf($tab, 1) + 1)
        foreach ($property in Get-PropertyList -Class $Value.GetType()) {
            $part = $property.GetValue($Value)
            if ($null -ne $part) { Add-Value -Place ($owner + $property.Name + $tab) -Value $part -Numbers $Numbers }
        }
    } elseif ($Value -is [System.Management.Automation.Language.ITypeName]) {
        [void]$output.Append('value').Append($Place).Append([uri]::EscapeDataString($Value.FullName)).Append($end)
    } elseif ($Value -is [System.Collections.IEnumerable]) {
        foreach ($item in $Value) { if ($null -ne $item) { Add-Value -Place $Place -Value $item -Numbers $Numbers } }
    } elseif ($Value.GetType().Name -clike 'Tuple*') {
        $stem = $Place.Substring(0, $Place.Length - 1)
        Add-Value -Place ($stem + '.Item1' + $tab) -Value $Value.Item1 -Numbers $Numbers
        Add-Value -Place ($stem + '.Item2' + $tab) -Value $Value.Item2 -Numbers $Numbers
    } else {
        [void]$output.Append('value').Append($Place).Append([uri]::EscapeDataString($Value.GetType().FullName)).Append($end)
    }
}

$number = 0
foreach ($line in [System.IO.File]::ReadAllLines($RequestFile)) {
    [void]$output.Append('text').Append($tab).Append($number).Append($end)
    $number++
    $tokens = $null
    $errors = $null
    $text = [System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($line))
    $root = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$tokens, [ref]$errors)
    foreach ($problem in $errors) {
        $fields = 'error', $problem.Extent.StartLineNumber, $problem.Extent.StartColumnNumber, $problem.ErrorId, [uri]::EscapeDataString($problem.Message)
        [void]$output.Append($fields -join $tab).Append($end)
    }
    $nodes = $root.FindAll({ $true }, $true)
    $numbers = [System.Collections.Generic.Dictionary[object, int]]::new()
    foreach ($node in $nodes) { $numbers[$node] = $numbers.Count }
    foreach ($node in $numbers.Keys) {
        $id = $numbers[$node]
        $parent = -1
        if ($null -ne $node.Parent) { [void]$numbers.TryGetValue($node.Parent, [ref]$parent) }
        $extent = $node.Extent
        $fields = 'node', $id, $parent, $node.GetType().Name, $extent.StartOffset, $extent.EndOffset, $extent.StartLineNumber, $extent.StartColumnNumber
        [void]$output.Append($fields -join $tab).Append($end)
        $owner = $tab + $id + $tab
        foreach ($property in Get-PropertyList -Class $node.GetType()) {
            $value = $property.GetValue($node)
            if ($null -ne $value) { Add-Value -Place ($owner + $property.Name + $tab) -Value $value -Numbers $numbers }
        }
    }
}
[Console]::Out.Write($output.ToString())
