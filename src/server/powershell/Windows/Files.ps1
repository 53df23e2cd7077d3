# Files: those that somebody names, wherever they lie; what Windows says of a program; what an error of writing or opening means.

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

function Get-FileSignature {
    # Status of the Authenticode signature, and the organisation of its signer.
    param([Parameter(Mandatory = $true)][string]$Path)
    $signature = Get-AuthenticodeSignature -LiteralPath $Path -ErrorAction Stop
    $subject = ''
    if ($null -ne $signature.SignerCertificate) { $subject = [string]$signature.SignerCertificate.Subject }
    @{ status = [string]$signature.Status; signer = (Get-SubjectOrganization -Subject $subject) }
}

function Get-FileProduct {
    # Product name and version of a program file; $null where it has none.
    param([Parameter(Mandatory = $true)][string]$Path)
    $version = [Diagnostics.FileVersionInfo]::GetVersionInfo($Path)
    if ([string]::IsNullOrEmpty($version.ProductName)) { return $null }
    @{ name = [string]$version.ProductName; version = [string]$version.ProductVersion }
}

function Test-DiskFull {
    # Whether an error of writing says that there is no room: ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL or
    # ERROR_DISK_QUOTA_EXCEEDED.
    param([Parameter(Mandatory = $true)][int]$HResult)
    $HResult -in @(0x80070070, 0x80070027, 0x8007050F)
}

function Test-FileInUse {
    # Whether an error of opening a file says that another process has it open: ERROR_SHARING_VIOLATION or ERROR_LOCK_VIOLATION.
    param([Parameter(Mandatory = $true)][int]$HResult)
    $HResult -in @(0x80070020, 0x80070021)
}
