# Files that somebody names, wherever they lie. As in Windows.ps1, nothing here judges.

function Open-NamedFile {
    # Opens a file for reading; nobody writes to it meanwhile. .NET opens files on disks this way, and no device.
    param([Parameter(Mandatory = $true)][string]$Path)
    New-Object IO.FileStream($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
}

function Get-DriveKind {
    # What kind of drive a path's letter stands for: Fixed, Network, Removable, CDRom, Ram, NoRootDirectory.
    param([Parameter(Mandatory = $true)][string]$Path)
    [string](New-Object IO.DriveInfo($Path.Substring(0, 1))).DriveType
}

function Get-PathState {
    # What is at a path, looked at itself and not followed: missing, file, folder, symbolicLink, junction (a mount point too), or
    # other for any reparse point that Windows PowerShell knows no more of; and what a link says it leads to.
    param([Parameter(Mandatory = $true)][string]$Path)
    try { $attributes = [IO.File]::GetAttributes($Path) }
    catch [IO.FileNotFoundException] { return @{ kind = 'missing'; target = '' } }
    catch [IO.DirectoryNotFoundException] { return @{ kind = 'missing'; target = '' } }
    if (($attributes -band [IO.FileAttributes]::ReparsePoint) -eq 0) {
        if (($attributes -band [IO.FileAttributes]::Directory) -ne 0) { return @{ kind = 'folder'; target = '' } }
        return @{ kind = 'file'; target = '' }
    }
    $item = Get-Item -LiteralPath $Path -Force -ErrorAction Stop
    $kind = 'other'
    if ($item.LinkType -eq 'SymbolicLink') { $kind = 'symbolicLink' }
    elseif ($item.LinkType -eq 'Junction') { $kind = 'junction' }
    @{ kind = $kind; target = [string](@($item.Target) | Where-Object { $null -ne $_ }) }
}

function Move-ToNamedFile {
    # Moves a file to where somebody named it. What is there, a link too, is neither followed nor replaced: it fails.
    param([Parameter(Mandatory = $true)][string]$From, [Parameter(Mandatory = $true)][string]$Path)
    [IO.File]::Move($From, $Path)
}
