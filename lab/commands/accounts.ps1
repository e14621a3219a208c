# Local groups and their members, and what a directory tells of an account.

# Before Windows PowerShell 5.1 these commands came with no Windows, which PowerShell says itself.
function Assert-LabLocalAccounts {
    param([string]$Name)
    if ($global:LabState.domainController) { throw (New-LabGap -Text ($Name + ' on a domain controller')) }
    if ($global:LabState.localAccountCommands) { return }
    $exception = [System.Management.Automation.CommandNotFoundException]::new("The term '" + $Name + "' is not recognized as the name of a cmdlet, function, script file, or operable program.")
    throw [System.Management.Automation.ErrorRecord]::new($exception, 'CommandNotFoundException', 'ObjectNotFound', $Name)
}

# Off Windows .NET has no SecurityIdentifier.
function New-LabSid {
    param([string]$Value)
    $sid = [pscustomobject]@{ Value = $Value }
    $sid.PSObject.TypeNames.Insert(0, 'System.Security.Principal.SecurityIdentifier')
    $sid
}

function Get-LocalGroup {
    [CmdletBinding(DefaultParameterSetName = 'Default')]
    param([Parameter(Position = 0, ParameterSetName = 'Default')] [string[]]$Name, [Parameter(ParameterSetName = 'SecurityIdentifier')] [object[]]$SID)
    Assert-LabLocalAccounts -Name 'Get-LocalGroup'
    if ($Name -or $SID) { throw (New-LabGap -Text 'Get-LocalGroup -Name or -SID') }
    foreach ($entry in $global:LabState.localGroups) {
        $group = [pscustomobject]@{ Description = ''; Name = $entry.name; SID = (New-LabSid -Value $entry.sid); PrincipalSource = 'Local'; ObjectClass = 'Group' }
        $group.PSObject.TypeNames.Insert(0, 'Microsoft.PowerShell.Commands.LocalGroup')
        $group
    }
}

# The error of a member without a name is the one that administrators report of Windows PowerShell 5.1; it comes of sorting,
# so a group with that one member alone is another matter.
function Get-LocalGroupMember {
    [CmdletBinding(DefaultParameterSetName = 'Default')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Group')] [object]$Group, [Parameter(Position = 1)] [string]$Member,
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Default')] [string]$Name, [Parameter(Mandatory, Position = 0, ParameterSetName = 'SecurityIdentifier')] [object]$SID
    )
    Assert-LabLocalAccounts -Name 'Get-LocalGroupMember'
    foreach ($parameter in 'Group', 'Member', 'Name') { if ($PSBoundParameters.ContainsKey($parameter)) { throw (New-LabGap -Text ('Get-LocalGroupMember -' + $parameter)) } }
    $wanted = $(if ($SID -is [string]) { $SID } else { $SID.Value })
    foreach ($entry in $global:LabState.localGroups) {
        if ($entry.sid -cne $wanted) { continue }
        if ($entry.denied) {
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Activator]::CreateInstance((Get-LabType -Name 'localdenied'), [object[]]@('Access denied.')), 'AccessDenied', 'PermissionDenied', $SID))
            return
        }
        if ($entry.orphans -gt 0) {
            if ($entry.orphans + @($entry.members).Count -lt 2) { throw (New-LabGap -Text 'Get-LocalGroupMember of a group with one member, which has no name') }
            $inner = [System.NullReferenceException]::new('Object reference not set to an instance of an object.')
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new('Failed to compare two elements in the array.', $inner), 'An unspecified error occurred.', 'NotSpecified', $null))
            return
        }
        foreach ($value in $entry.members) {
            $found = [pscustomobject]@{ Name = $value; SID = (New-LabSid -Value $value); PrincipalSource = 'Unknown'; ObjectClass = 'User' }
            $found.PSObject.TypeNames.Insert(0, 'Microsoft.PowerShell.Commands.LocalPrincipal')
            $found
        }
        return
    }
    throw (New-LabGap -Text ('Get-LocalGroupMember of a group that is not there: ' + $wanted))
}

# The port: what a directory tells of an account of its domain. A method of .NET throws through PowerShell, which wraps it.
function Get-DirectoryAccount {
    param([string]$Domain, [string]$Sid)
    foreach ($entry in $global:LabState.accounts) {
        if ($entry.local -or $entry.sid -cne $Sid -or $entry.domains -notcontains $Domain) { continue }
        $inner = switch ($entry.groupsError) {
            'unreachable' { [System.Runtime.InteropServices.COMException]::new('The server is not operational.', [int]0x8007203A) }
            'denied' { [System.UnauthorizedAccessException]::new('Access is denied.') }
        }
        if ($inner) { throw [System.Management.Automation.MethodInvocationException]::new('Exception calling "FindOne" with "0" argument(s): "' + $inner.Message + '"', $inner) }
        return @{ groups = @($entry.groups); classes = @($entry.classes); stored = @($entry.stored); computed = @($entry.computed) }
    }
    throw (New-LabGap -Text ('what the directory tells of ' + $Sid + ' in ' + $Domain))
}
