# Get-CimClass as far as methods go, and Invoke-CimMethod for the getters of SMS_TaskSequencePackage: what they know is in
# $global:LabState.getters, which only the host of the SMS Provider has.
function Get-LabMethod {
    param($Class, [string]$Name)
    foreach ($method in @($Class.methods)) { if ($null -ne $method -and $method.name -eq $Name) { return $method } }
    throw (New-LabGap -Text ('the method ' + $Name + ' of ' + $Class.name))
}

function Get-CimClass {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)] [string]$ClassName,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName)] [string]$Namespace,
        [uint32]$OperationTimeoutSec, [string]$MethodName, [string]$PropertyName, [string]$QualifierName,
        [string[]]$ComputerName, [object[]]$CimSession
    )
    process {
        foreach ($name in 'OperationTimeoutSec', 'MethodName', 'PropertyName', 'QualifierName', 'ComputerName', 'CimSession') {
            if ($PSBoundParameters.ContainsKey($name)) { throw (New-LabGap -Text ('Get-CimClass -' + $name)) }
        }
        if (-not $ClassName -or $ClassName -match '[*?\[]') { throw (New-LabGap -Text 'Get-CimClass for more than one class') }
        try {
            $where = Resolve-LabNamespace -Namespace $Namespace
            Assert-LabCimAllowed -Namespace $where -Class $ClassName
            $class = Get-LabClass -Namespace $where -Name $ClassName
            $getters = $global:LabState.getters
            if ($null -eq $getters -or @($class.methods).Count -eq 0) { throw (New-LabGap -Text ('the methods of ' + $ClassName)) }
            $marks = @([pscustomobject]@{ Name = 'implemented'; Value = $true })
            if ($getters.form -cne 'instance') { $marks += [pscustomobject]@{ Name = 'static'; Value = $true } }
            $methods = @(foreach ($method in @($class.methods)) {
                if ($getters.form -cne 'absent') { [pscustomobject]@{ Name = $method.name; Qualifiers = $marks } }
            })
            $found = [pscustomobject]@{ CimClassName = $class.name; CimClassMethods = $methods }
            $found.PSObject.TypeNames.Insert(0, 'Microsoft.Management.Infrastructure.CimClass')
            $found
        } catch {
            $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Caught $_ -Target $ClassName))
        }
    }
}

function Invoke-CimMethod {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [object]$InputObject, [string]$ClassName, [object]$CimClass, [string]$Query, [uri]$ResourceUri, [string]$QueryDialect,
        [string]$MethodName, [System.Collections.IDictionary]$Arguments, [string]$Namespace, [uint32]$OperationTimeoutSec,
        [string[]]$ComputerName, [object[]]$CimSession
    )
    foreach ($name in 'CimClass', 'Query', 'ResourceUri', 'QueryDialect', 'OperationTimeoutSec', 'ComputerName', 'CimSession', 'WhatIf', 'Confirm') {
        if ($PSBoundParameters.ContainsKey($name)) { throw (New-LabGap -Text ('Invoke-CimMethod -' + $name)) }
    }
    $onInstance = $PSBoundParameters.ContainsKey('InputObject')
    if ($onInstance -eq $PSBoundParameters.ContainsKey('ClassName') -or ($onInstance -and $Namespace)) { throw (New-LabGap -Text 'Invoke-CimMethod on anything but one class or one instance') }
    if ($onInstance -and $InputObject.PSObject.TypeNames -notcontains 'Microsoft.Management.Infrastructure.CimInstance') { throw (New-LabGap -Text 'Invoke-CimMethod on something that is no instance') }
    $subject = $(if ($onInstance) { $InputObject.CimSystemProperties.ClassName } else { $ClassName })
    try {
        $where = Resolve-LabNamespace -Namespace $(if ($onInstance) { $InputObject.CimSystemProperties.Namespace } else { $Namespace })
        $class = Get-LabClass -Namespace $where -Name $subject
        $method = Get-LabMethod -Class $class -Name $MethodName
        Assert-LabCimAllowed -Namespace $where -Class $subject
        if ($MethodName -eq 'GetSequence') { return Get-LabSequence -Method $method -Arguments $Arguments -Namespace $where -OnInstance $onInstance }
        if ($class.name -eq 'Win32_EncryptableVolume') {
            Assert-LabArgument -Method $method -Arguments $Arguments
            return Get-LabConversion -Instance $(if ($onInstance) { Read-LabWhole -Instance $InputObject -Namespace $where -Name $subject })
        }
        $getters = $global:LabState.getters
        if ($null -eq $getters -or $getters.form -ceq 'absent') { throw (New-LabGap -Text ('calling ' + $MethodName + ', which this host does not have')) }
        # What the SMS Provider answers to the wrong way is not known.
        if (($getters.form -ceq 'instance') -ne $onInstance) { throw (New-LabGap -Text ('calling ' + $MethodName + ' on ' + $(if ($onInstance) { 'an instance' } else { 'the class' }))) }
        if ($onInstance) { [void](Read-LabWhole -Instance $InputObject -Namespace $where -Name $subject) }
        Assert-LabArgument -Method $method -Arguments $Arguments
        if ($getters.form -ceq 'denied') { throw (New-LabCimException -Code '0x80041003') }
        if ($getters.form -ceq 'failing') { throw (New-LabCimException -Code '0x80041001') }
        Get-LabHash -Method $method -Arguments $Arguments
    } catch {
        $PSCmdlet.WriteError((ConvertTo-LabErrorRecord -Caught $_ -Target $subject))
    }
}

# Without the declaration of the class Invoke-CimMethod takes the CIM type from the .NET type, so that has to be right.
function Assert-LabArgument {
    param($Method, $Arguments)
    $types = @{ string = [string]; uint32 = [uint32] }
    $names = @(foreach ($pair in $Method.in) { $pair[0] })
    foreach ($name in @($Arguments.Keys)) { if ($names -notcontains $name) { throw (New-LabGap -Text ('the argument ' + $name + ' of ' + $Method.name)) } }
    foreach ($pair in $Method.in) {
        if (-not $Arguments.Contains($pair[0])) { throw (New-LabGap -Text ($Method.name + ' without ' + $pair[0])) }
        if ($pair[1].StartsWith('object:')) {
            $kind = $pair[1].Substring(7)
            if ($Arguments[$pair[0]].PSObject.TypeNames -notcontains 'Microsoft.Management.Infrastructure.CimInstance' -or $Arguments[$pair[0]].CimSystemProperties.ClassName -ne $kind) { throw (New-LabGap -Text ($pair[0] + ' of ' + $Method.name + ' that is no ' + $kind)) }
            continue
        }
        if ($Arguments[$pair[0]] -isnot $types[$pair[1]]) { throw (New-LabGap -Text ($pair[0] + ' of ' + $Method.name + ' that is no ' + $pair[1])) }
    }
}

# 0 and the task sequence, or another number and none. How Windows answers where the package is not whole or is no package is
# not known.
function Get-LabSequence {
    param($Method, $Arguments, [string]$Namespace, [bool]$OnInstance)
    if ($OnInstance) { throw (New-LabGap -Text 'calling GetSequence on an instance') }
    Assert-LabArgument -Method $Method -Arguments $Arguments
    $package = $Arguments.TaskSequencePackage
    if ($null -eq $package.Sequence) { throw (New-LabGap -Text 'GetSequence of a package that was read without its lazy properties') }
    foreach ($known in $global:LabState.sequences) {
        if ($known.package -ne $package.PackageID) { continue }
        $result = [ordered]@{ ReturnValue = [int]$known.returns; PSComputerName = $null }
        if ($known.returns -eq 0) { $result['TaskSequence'] = ConvertTo-LabInstance -Row (ConvertTo-LabRow -Data $known.sequence -Namespace $Namespace) -Names $null -Lazy $true }
        $answer = [pscustomobject]$result
        $answer.PSObject.TypeNames.Insert(0, 'Microsoft.Management.Infrastructure.CimMethodResult')
        return $answer
    }
    throw (New-LabGap -Text ('GetSequence of ' + $package.PackageID))
}

# 0 and the hash, or another number and no out parameter.
function Get-LabHash {
    param($Method, $Arguments)
    $hash = $null
    if ($Method.name -eq 'GetContentHash') {
        $algorithm = switch ($Arguments.HashAlgID) { 32780 { 'sha256' } 32772 { 'sha1' } }
        foreach ($content in $global:LabState.getters.contents) { if ($algorithm -and $content.id -eq $Arguments.ContentID) { $hash = $content[$algorithm] } }
    } else {
        $algorithm = $(if ($Method.name -eq 'GetPackageHash') { 'sha1' } else { 'sha256' })
        foreach ($package in $global:LabState.getters.packages) { if ($package.id -eq $Arguments.PackageID -and $package.version -eq $Arguments.SourceVersion) { $hash = $package[$algorithm] } }
    }
    $result = [ordered]@{}
    if ($null -ne $hash) { $result['Hash'] = [string]$hash }
    if ($null -ne $hash -and $Method.name -eq 'GetPackageHash') { $result['HashVersion'] = [uint32]2 }
    $result['ReturnValue'] = $(if ($null -ne $hash) { 0 } else { -2147217406 })
    $result['PSComputerName'] = $null
    $answer = [pscustomobject]$result
    $answer.PSObject.TypeNames.Insert(0, 'Microsoft.Management.Infrastructure.CimMethodResult')
    $answer
}
