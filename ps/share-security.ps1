# The security descriptors between a network client and a folder, the share's and the folder's, and that of an image there.
# Longer than most: of a folder, of an image and of a share each is read on its own.
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

# Null also where a file has that name: there is no such folder.
function Get-FolderText {
    param([string]$Path)
    $isFolder = $true
    try {
        $isFolder = ([int][System.IO.File]::GetAttributes((Get-NativePath -Path $Path)) -band 0x10) -ne 0
    } catch {
        # Whether it is not there, or may only not be looked at, is told below.
        $isFolder = $true
    }
    if ($isFolder) { Get-DescriptorText -Path $Path } else { @{ value = $null } }
}

function Get-ImageState {
    param([string]$Path)
    try {
        $native = Get-NativePath -Path $Path
        # Before the length is asked for, which says the same of a folder as of nothing.
        $attributes = [System.IO.File]::GetAttributes($native)
        if (([int]$attributes -band 0x10) -ne 0) { return @{ error = (Get-Refusal -Id 'ImageIsFolder' -Message ($Path + ' is a folder')) } }
        $file = [System.IO.FileInfo]::new($native)
        @{ value = @{ path = $Path; bytes = $file.Length; lastWriteTime = $file.LastWriteTimeUtc; sddl = (Get-DescriptorText -Path $Path) } }
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
        $image = @{ value = $null }
        # IPC$ has no folder behind it.
        if ($share.Path) {
            $folderSddl = Get-FolderText -Path $folder
            if ($Parameters.file) { $image = Get-ImageState -Path ($folder.TrimEnd('\') + '\' + $Parameters.file) }
        }
        @{
            name = $share.Name; scopeName = $share.ScopeName; path = $share.Path; special = $share.Special
            availability = $(if ($null -ne $share.AvailabilityType) { [int]$share.AvailabilityType })
            sddl = $share.SecurityDescriptor; folder = $folder; folderSddl = $folderSddl; image = $image
        }
    })
    @{ shares = $rows }
}
