# The security descriptors between a network client and a folder, the share's and the folder's, and that of an image there.
# Longer than most: of a folder, of an image and of a share each is read on its own.

# The names of the shares that are roots of DFS namespaces on this machine.
function Get-DfsRootShare {
    try {
        $names = @(foreach ($kind in 'Standalone', 'Domain', 'DomainV2') {
            $roots = 'HKLM:\SOFTWARE\Microsoft\Dfs\Roots\' + $kind
            foreach ($root in @(Get-RegistrySubkey -Key $roots)) {
                $name = Get-RegistryValue -Key ($roots + '\' + $root) -Name 'RootShare'
                if ($name) { [string]$name } else { [string]$root }
            }
        })
        @{ value = $names }
    } catch {
        @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
    }
}

# The attributes of a folder and of every one below it on the way down; the list ends before one that is not there.
function Get-FolderAttribute {
    param([string]$Path, [string]$Below)
    $found = @()
    try {
        $folder = $Path
        foreach ($part in @('') + @($Below.Split('\') | Where-Object { $_ })) {
            if ($part) { $folder = $folder.TrimEnd('\') + '\' + $part }
            $found += [int][System.IO.File]::GetAttributes((Get-NativePath -Path $folder))
        }
    } catch {
        if (-not (Test-Absence -ErrorRecord $_)) { return @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    }
    @{ value = $found }
}

function Get-DescriptorText {
    param([string]$Path)
    try {
        $acl = Get-Acl -LiteralPath $Path -ErrorAction Stop
        @{ value = $acl.Sddl }
    } catch [System.Management.Automation.ItemNotFoundException] {
        @{ value = $null }
    } catch {
        @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
    }
}

function Get-ImageState {
    param([string]$Path)
    try {
        $native = Get-NativePath -Path $Path
        # Before the length is asked for, which says the same of a folder as of nothing.
        $attributes = [System.IO.File]::GetAttributes($native)
        if (([int]$attributes -band 0x10) -ne 0) { return @{ error = (Get-Refusal -Id 'ImageIsFolder' -Message ($Path + ' is a folder')) } }
        $file = [System.IO.FileInfo]::new($native)
        @{ value = @{ path = $Path; bytes = $file.Length; lastWriteTime = $file.LastWriteTimeUtc; attributes = [int]$attributes; sddl = (Get-DescriptorText -Path $Path) } }
    } catch {
        if (Test-Absence -ErrorRecord $_) { @{ value = $null } } else { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
    }
}

function Read-ShareSecurity {
    param($Parameters)
    $shares = @()
    try {
        $shares = @(Get-SmbShare -Name $Parameters.share -ErrorAction Stop)
    } catch {
        if ($_.FullyQualifiedErrorId -notlike 'CmdletizationQuery_NotFound*') { throw }
    }
    $rows = @(foreach ($share in $shares) {
        $folder = $share.Path
        if ($Parameters.path) { $folder = $folder.TrimEnd('\') + '\' + $Parameters.path }
        $folderSddl = @{ value = $null }
        $attributes = @{ value = @() }
        $image = @{ value = $null }
        # IPC$ has no folder behind it.
        if ($share.Path) {
            $folderSddl = Get-DescriptorText -Path $folder
            $attributes = Get-FolderAttribute -Path $share.Path -Below ([string]$Parameters.path)
            if ($Parameters.file) { $image = Get-ImageState -Path ($folder.TrimEnd('\') + '\' + $Parameters.file) }
        }
        @{
            name = $share.Name; scopeName = $share.ScopeName; path = $share.Path; special = $share.Special
            availability = $(if ($null -ne $share.AvailabilityType) { [int]$share.AvailabilityType })
            state = $(if ($null -ne $share.ShareState) { [int]$share.ShareState })
            sddl = $share.SecurityDescriptor; folder = $folder; folderSddl = $folderSddl; folderAttributes = $attributes; image = $image
        }
    })
    @{ shares = $rows; dfsRoots = (Get-DfsRootShare) }
}
