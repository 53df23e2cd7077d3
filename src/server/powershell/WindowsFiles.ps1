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
