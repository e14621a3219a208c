# Ports: the few calls that have no counterpart off Windows, one call each and no logic. Everything else is Windows' own commands.

# The path to open with .NET for a path as Windows writes it.
function Get-NativePath {
    param([string]$Path)
    $Path
}

# The SID of an account, as S-1-... text.
function Get-AccountSid {
    param([string]$Domain, [string]$Account)
    [System.Security.Principal.NTAccount]::new($Domain, $Account).Translate([System.Security.Principal.SecurityIdentifier]).Value
}

# The version of a file as it says it itself; null where it says none.
function Get-FileVersion {
    param([string]$Path)
    [System.Diagnostics.FileVersionInfo]::GetVersionInfo($Path).FileVersion
}

# Whether this process runs with administrator rights.
function Test-Elevation {
    [System.Security.Principal.WindowsPrincipal]::new([System.Security.Principal.WindowsIdentity]::GetCurrent()).IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
}

# Those of a folder's entries whose bytes the file system encrypts.
function Get-EncryptedEntry {
    param($Entries)
    foreach ($entry in $Entries) { if (([int]$entry.Attributes -band 0x4000) -ne 0) { $entry } }
}

# What the directory of a domain tells of an account: the SIDs of its groups, nested ones too, its classes, and its flags, stored
# and worked out. What may not be read is empty.
function Get-DirectoryAccount {
    param([string]$Domain, [string]$Sid)
    $entry = [System.DirectoryServices.DirectoryEntry]::new('LDAP://' + $Domain + '/<SID=' + $Sid + '>')
    $wanted = [string[]]@('tokenGroups', 'objectClass', 'userAccountControl', 'msDS-User-Account-Control-Computed')
    $found = [System.DirectoryServices.DirectorySearcher]::new($entry, '(objectClass=*)', $wanted, [System.DirectoryServices.SearchScope]::Base).FindOne()
    @{
        groups = @(foreach ($bytes in $found.Properties['tokenGroups']) { [System.Security.Principal.SecurityIdentifier]::new($bytes, 0).Value })
        classes = @(foreach ($class in $found.Properties['objectClass']) { $class })
        stored = @(foreach ($flags in $found.Properties['userAccountControl']) { $flags })
        computed = @(foreach ($flags in $found.Properties['msDS-User-Account-Control-Computed']) { $flags })
    }
}
