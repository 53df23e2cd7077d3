# A file that a person or a plan names is opened once, by the act that copies it into the product's own folder; checks look
# at the copy alone. A mere look at a share would sign the session's user in to whoever owns it.

function Get-CopyPath {
    # Where the copy of a named file lies: in the product's own folder, in one folder for each path that was named.
    param([Parameter(Mandatory = $true)][string]$Path)
    $null = Assert-NamedPath -Path $Path -Ending '.exe'
    $algorithm = [Security.Cryptography.SHA256]::Create()
    try {
        $hash = $algorithm.ComputeHash([Text.Encoding]::UTF8.GetBytes($Path.ToUpperInvariant()))
    }
    finally {
        $algorithm.Dispose()
    }
    $folder = [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant().Substring(0, 16)
    [IO.Path]::Combine((Get-FolderPath -Name 'Downloads'), $folder,
        (Get-SafeProgramName -Name $Path.Substring($Path.LastIndexOf('\') + 1)))
}

function Open-NamedProgram {
    # Opens a named file that is a program by its first two bytes (PE format: MZ), and is not larger than an installer can be.
    param([Parameter(Mandatory = $true)][string]$Path)
    try { $stream = Open-NamedFile -Path $Path }
    catch {
        $reason = $_.Exception.GetBaseException()
        if ($reason -is [IO.FileNotFoundException] -or $reason -is [IO.DirectoryNotFoundException]) {
            throw (ConvertTo-CodedError -Code 'FileMissing' -Params @{ path = $Path })
        }
        throw
    }
    try {
        if ($stream.ReadByte() -ne 77 -or $stream.ReadByte() -ne 90) {
            throw (ConvertTo-CodedError -Code 'NotProgram' -Params @{ path = $Path })
        }
        $null = $stream.Seek(0, [IO.SeekOrigin]::Begin)
        Assert-Room -Bytes $stream.Length
    }
    catch {
        $stream.Dispose()
        throw
    }
    $stream
}

function Get-FileHashText {
    # SHA-256 of a file in lower case; $null where there is none.
    param([Parameter(Mandatory = $true)][string]$Path)
    if (-not [IO.File]::Exists($Path)) { return $null }
    $stream = New-Object IO.FileStream($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    try { Get-Sha256 -Stream $stream } finally { $stream.Dispose() }
}

function Copy-CloudSyncInstaller {
    <#
    .SYNOPSIS
    Copies an installer that somebody named into the product's own folder. From a share only where its host was agreed to, and
    along no link to another one.
    .DESCRIPTION
    The file is opened once. What is checked and run afterwards is the copy.
    .PARAMETER Path
    Full path of the file, on a drive or a share.
    .PARAMETER ShareHost
    The host that a person agreed to read from; empty for a drive of the server.
    .OUTPUTS
    CloudSync.InstallerPath
    .EXAMPLE
    Copy-CloudSyncInstaller -Path 'D:\AADConnectProvisioningAgentSetup.exe' -ShareHost ''
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType('CloudSync.InstallerPath')]
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        # The host that a person agreed to read from; empty for a drive of the server.
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$ShareHost
    )
    $server = Assert-NamedPath -Path $Path -Ending '.exe'
    if (-not (Test-SameText -Text $server -As $ShareHost)) {
        throw (ConvertTo-CodedError -Code 'ShareNotAgreed' -Params @{ host = $server })
    }
    $copy = Get-CopyPath -Path $Path
    $isReal = $PSCmdlet.ShouldProcess($copy, 'Copy the installer')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if (-not $isReal) {
        Write-ChangeEvent -Code 'file' -Params @{ path = $copy } -Before $null -After $Path
        return ConvertTo-OutputObject -Type 'InstallerPath' -Values ([ordered]@{ path = $copy })
    }
    # Opened is the file itself: a link could lead to a host that nobody has seen.
    $file = Resolve-NamedPath -Path $Path
    $part = $copy + '.part'
    $stream = Open-NamedProgram -Path $file
    try {
        $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($copy))
        $null = Copy-Arriving -From $stream -Part $part -Have 0 -Total $stream.Length -Code 'copied'
    }
    catch {
        [IO.File]::Delete($part)
        throw
    }
    finally { $stream.Dispose() }
    $before = Get-FileHashText -Path $copy
    $isNew = (Get-FileHashText -Path $part) -ne $before
    [IO.File]::Delete($copy)
    [IO.File]::Move($part, $copy)
    if ($isNew) { Write-ChangeEvent -Code 'file' -Params @{ path = $copy } -Before $before -After $Path }
    ConvertTo-OutputObject -Type 'InstallerPath' -Values ([ordered]@{ path = $copy })
}
