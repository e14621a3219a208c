# Get-CimInstance over the classes and instances of the scenario. $global:LabState comes with the state file.

# root\CIMV2 and root/cimv2 are one namespace; a query of the SMS Provider may know more than WQL.
function Resolve-LabNamespace {
    param([string]$Namespace)
    $name = $(if ($Namespace) { $Namespace } else { 'root/cimv2' }).Replace('\', '/').Trim('/')
    foreach ($known in $global:LabState.namespaces) {
        if ($known.Equals($name, [System.StringComparison]::OrdinalIgnoreCase)) { return $known }
    }
    throw (New-LabCimException -Code '0x8004100e')
}

function Assert-LabCimAllowed {
    param([string]$Namespace, [string]$Class)
    foreach ($fault in $global:LabState.faults) {
        if (($fault.kind -ceq 'namespace' -and $Namespace -eq $fault.subject) -or ($fault.kind -ceq 'class' -and $Class -eq $fault.subject)) {
            # A provider that never comes back, as WMI has them: nothing but the end of the process ends the call.
            if ($fault.error -ceq 'hangs') { [System.Threading.Thread]::Sleep([System.Threading.Timeout]::Infinite) }
            throw (New-LabCimException -Code $fault.error)
        }
    }
}

# The classes that the scenario has no rows of lie in a file of their own, read when one of them is asked for.
function Import-LabFurtherClass {
    if (-not $global:LabState.classFile) { return $false }
    $file = $global:LabState.classFile
    $global:LabState.classFile = $null
    $global:LabFurtherClasses = @()
    . $file
    $known = @(foreach ($class in $global:LabState.classes) { $class.namespace + ':' + $class.name })
    $global:LabState.classes = @($global:LabState.classes) + @(foreach ($class in $global:LabFurtherClasses) {
        if ($known -notcontains ($class.namespace + ':' + $class.name)) { $class }
    })
    $true
}

# Class by name within a namespace, properties unpacked on first use.
function Get-LabClass {
    param([string]$Namespace, [string]$Name)
    if ($Name -cnotmatch '\A[A-Za-z_][A-Za-z0-9_]*\z') { throw (New-LabCimException -Code '0x80041010') }
    $elsewhere = $false
    foreach ($class in $global:LabState.classes) {
        if ($class.name -ne $Name) { continue }
        if ($class.namespace -ne $Namespace) { $elsewhere = $true; continue }
        if ($class.absent) { throw (New-LabCimException -Code '0x80041010') }
        if ($class.properties -is [string]) {
            $unpacked = [System.Collections.Specialized.OrderedDictionary]::new([System.StringComparer]::OrdinalIgnoreCase)
            foreach ($part in $class.properties.Split(';')) {
                $property, $type, $marks = $part.Split('|')
                $unpacked[$property] = @{ name = $property; type = $type; key = $marks.Contains('k'); lazy = $marks.Contains('l') }
            }
            $class.properties = $unpacked
        }
        return $class
    }
    if (Import-LabFurtherClass) { return Get-LabClass -Namespace $Namespace -Name $Name }
    if ($elsewhere) { throw (New-LabCimException -Code '0x80041010') }
    throw (New-LabGap -Text ('class ' + $Name + ', which is in none of its tables'))
}

function Test-LabKindOf {
    param([string]$Namespace, [string]$Name, [string]$Ancestor)
    while ($Name) {
        if ($Name -eq $Ancestor) { return $true }
        $parent = ''
        foreach ($class in $global:LabState.classes) { if ($class.name -eq $Name -and $class.namespace -eq $Namespace) { $parent = $class.parent; break } }
        $Name = $parent
    }
    $false
}

# A value as the scenario has it (text, list, embedded object) with the .NET type that Windows gives it.
function ConvertTo-LabCimValue {
    param($Raw, [string]$Type, [string]$Namespace)
    if ($null -eq $Raw) { return $null }
    if ($Type.EndsWith('[]')) {
        $inner = $Type.Substring(0, $Type.Length - 2)
        $items = @(foreach ($item in $Raw) { , (ConvertTo-LabCimValue -Raw $item -Type $inner -Namespace $Namespace) })
        $element = switch ($inner) { 'string' { [string] } 'uint8' { [byte] } 'uint16' { [uint16] } 'uint32' { [uint32] } default { [object] } }
        $array = [array]::CreateInstance($element, $items.Count)
        for ($i = 0; $i -lt $items.Count; $i++) { $array.SetValue($items[$i], $i) }
        return , $array
    }
    $culture = [cultureinfo]::InvariantCulture
    switch ($Type) {
        'string' { return [string]$Raw }
        'boolean' { return $Raw -ceq 'true' }
        'char16' { return [char]$Raw }
        'uint8' { return [byte]::Parse($Raw, $culture) }
        'uint16' { return [uint16]::Parse($Raw, $culture) }
        'uint32' { return [uint32]::Parse($Raw, $culture) }
        'uint64' { return [uint64]::Parse($Raw, $culture) }
        'sint16' { return [int16]::Parse($Raw, $culture) }
        'sint32' { return [int]::Parse($Raw, $culture) }
        'sint64' { return [long]::Parse($Raw, $culture) }
        'datetime' { return [datetime]::Parse($Raw, $culture, [System.Globalization.DateTimeStyles]::RoundtripKind).ToLocalTime() }
    }
    if ($Type.StartsWith('object:')) { return ConvertTo-LabInstance -Row $Raw -Names $null -Lazy $true }
    throw (New-LabGap -Text ('CIM type ' + $Type))
}

# An instance as Get-CimInstance gives it: every property of its class, null where it was not asked for.
function ConvertTo-LabInstance {
    param($Row, $Names, [bool]$Lazy, [bool]$KeyOnly)
    $class = Get-LabClass -Namespace $Row.namespace -Name $Row.class
    $values = [ordered]@{}
    foreach ($entry in $class.properties.GetEnumerator()) {
        $property = $entry.Value
        $asked = $null -eq $Names -or $Names -contains $property.name
        $filled = $asked -and (-not $property.lazy -or $Lazy) -and (-not $KeyOnly -or $property.key)
        $values[$property.name] = $(if ($filled -and $Row.values.ContainsKey($property.name)) { , (ConvertTo-LabCimValue -Raw $Row.values[$property.name] -Type $property.type -Namespace $Row.namespace) })
    }
    $values['PSComputerName'] = $null
    $values['CimSystemProperties'] = [pscustomobject]@{ ClassName = $class.name; Namespace = $Row.namespace; ServerName = $global:LabState.name; Path = $null }
    $instance = [pscustomobject]$values
    $instance.PSObject.TypeNames.Insert(0, 'Microsoft.Management.Infrastructure.CimInstance')
    $instance.PSObject.TypeNames.Insert(0, 'Microsoft.Management.Infrastructure.CimInstance#' + $Row.namespace + '/' + $class.name)
    $instance
}

# The rows of a class and of those derived from it, in the scenario's order.
function Find-LabRow {
    param($Class, $Condition, [bool]$Shallow)
    if (-not $Class.described) { throw (New-LabGap -Text ('instances of ' + $Class.name + ': the scenario does not describe them')) }
    foreach ($name in Get-LabWqlName -Condition $Condition) {
        if ($name -eq '__CLASS') { continue }
        if (-not $Class.properties.Contains($name)) { throw (New-LabBadQuery) }
        if ($Class.properties[$name].lazy) { throw (New-LabGap -Text ('a condition on the lazy property ' + $name)) }
    }
    foreach ($row in $global:LabState.instances) {
        if ($row.namespace -ne $Class.namespace) { continue }
        if ($Shallow -and $row.class -ne $Class.name -or -not (Test-LabKindOf -Namespace $row.namespace -Name $row.class -Ancestor $Class.name)) { continue }
        $value = {
            param($Name)
            if ($Name -eq '__CLASS') { return $row.class }
            if ($row.values.ContainsKey($Name)) { , (ConvertTo-LabCimValue -Raw $row.values[$Name] -Type $Class.properties[$Name].type -Namespace $Class.namespace) }
        }
        if ($null -eq $Condition -or (Test-LabWql -Condition $Condition -Value $value)) { $row }
    }
}

function Get-CimInstance {
    [CmdletBinding(DefaultParameterSetName = 'ClassNameComputerSet')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ClassNameComputerSet')] [string]$ClassName,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'CimInstanceComputerSet')] [object]$InputObject,
        [Parameter(Mandatory, ParameterSetName = 'QueryComputerSet')] [string]$Query,
        [Parameter(Mandatory, ParameterSetName = 'ResourceUriComputerSet')] [uri]$ResourceUri,
        [Parameter(ParameterSetName = 'ClassNameComputerSet')] [string]$Filter,
        [Parameter(ParameterSetName = 'ClassNameComputerSet')] [Alias('SelectProperties')] [string[]]$Property,
        [Parameter(ParameterSetName = 'ClassNameComputerSet')] [switch]$KeyOnly,
        [Parameter(ParameterSetName = 'ClassNameComputerSet')] [Parameter(ParameterSetName = 'QueryComputerSet')] [Parameter(ParameterSetName = 'ResourceUriComputerSet')] [string]$Namespace,
        [Parameter(ParameterSetName = 'ClassNameComputerSet')] [Parameter(ParameterSetName = 'QueryComputerSet')] [string]$QueryDialect,
        [Parameter(ParameterSetName = 'ClassNameComputerSet')] [Parameter(ParameterSetName = 'QueryComputerSet')] [switch]$Shallow,
        [Alias('OT')] [uint32]$OperationTimeoutSec,
        [Alias('CN', 'ServerName')] [string[]]$ComputerName,
        [object[]]$CimSession
    )
    process {
        foreach ($name in 'ComputerName', 'CimSession', 'ResourceUri', 'QueryDialect') {
            if ($PSBoundParameters.ContainsKey($name)) { throw (New-LabGap -Text ('Get-CimInstance -' + $name)) }
        }
        $subject = $ClassName
        try {
            if ($PSCmdlet.ParameterSetName -eq 'CimInstanceComputerSet') {
                if ($InputObject.PSObject.TypeNames -notcontains 'Microsoft.Management.Infrastructure.CimInstance') { throw (New-LabGap -Text 'Get-CimInstance -InputObject with something that is no instance') }
                $subject = $InputObject.CimSystemProperties.ClassName
                $where = Resolve-LabNamespace -Namespace $InputObject.CimSystemProperties.Namespace
                Assert-LabCimAllowed -Namespace $where -Class $subject
                return Read-LabWhole -Instance $InputObject -Namespace $where -Name $subject
            }
            $where = Resolve-LabNamespace -Namespace $Namespace
            $extended = $where.StartsWith('root/SMS/', [System.StringComparison]::OrdinalIgnoreCase)
            $names = $null; $condition = $null
            if ($PSCmdlet.ParameterSetName -eq 'QueryComputerSet') {
                $parsed = Read-LabWqlQuery -Query $Query -Extended $extended
                $subject = $parsed.class; $names = $parsed.names; $condition = $parsed.condition
            } else {
                if ($Property) { $names = $Property }
                if ($Filter) { $condition = Read-LabWqlCondition -Filter $Filter -Extended $extended }
            }
            Assert-LabCimAllowed -Namespace $where -Class $subject
            $class = Get-LabClass -Namespace $where -Name $subject
            foreach ($name in @($names)) { if ($null -ne $name -and $name -ne '*' -and -not $class.properties.Contains($name)) { throw (New-LabBadQuery) } }
            if (@($names) -contains '*') { $names = $null }
            foreach ($row in @(Find-LabRow -Class $class -Condition $condition -Shallow $Shallow.IsPresent)) {
                ConvertTo-LabInstance -Row $row -Names $names -Lazy $false -KeyOnly $KeyOnly.IsPresent
            }
        } catch {
            $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Caught $_ -Target $subject))
        }
    }
}

# An instance fetched by its keys, lazy properties and all.
function Read-LabWhole {
    param($Instance, [string]$Namespace, [string]$Name)
    $class = Get-LabClass -Namespace $Namespace -Name $Name
    $keys = @(foreach ($entry in $class.properties.GetEnumerator()) { if ($entry.Value.key) { $entry.Value } })
    if ($keys.Count -eq 0) { throw (New-LabGap -Text ('fetching an instance of ' + $Name + ', whose keys are not in the tables')) }
    # A key that was not asked for is not in the instance, so there is no path to fetch by.
    foreach ($key in $keys) { if ($null -eq $Instance.($key.name)) { throw (New-LabCimException -Code '0x80041008') } }
    foreach ($row in $global:LabState.instances) {
        if ($row.namespace -ne $Namespace -or $row.class -ne $Name) { continue }
        $same = $true
        foreach ($key in $keys) {
            $value = ConvertTo-LabCimValue -Raw $row.values[$key.name] -Type $key.type -Namespace $Namespace
            if ([string]$value -ne [string]$Instance.($key.name)) { $same = $false }
        }
        if ($same) { return ConvertTo-LabInstance -Row $row -Names $null -Lazy $true }
    }
    throw (New-LabCimException -Code '0x80041002')
}
