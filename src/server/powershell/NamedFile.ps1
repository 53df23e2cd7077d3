# A file that a person or a plan names is opened once, by the act that copies it into the product's own folder; checks look
# at the copy alone. A mere look at a share would sign the session's user in to whoever owns it.

function Get-PathRefusal {
    # Why a path is not taken, in words; empty for a full Windows path to a program, on a drive or a share.
    # https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path)
    $root = (New-Pattern -Expression '\A(?:[A-Za-z]:|\\\\[A-Za-z0-9][A-Za-z0-9._-]*\\[^\\]+)\\').Match($Path)
    if (-not $root.Success) { return 'It is no full path on a drive or a share.' }
    $parts = $Path.Substring($root.Length).Split('\')
    if ($Path.StartsWith('\\')) {
        $share = $Path.Split('\')[3]
        # Not a folder of files: a path of WebDAV's, named pipes, mail slots.
        if (Test-SameText -Text $share -As 'DavWWWRoot', 'pipe', 'mailslot', 'IPC$') { return 'It is no share of files.' }
        $parts = @($share) + $parts
    }
    # A colon would name a stream of the file; < > " ? * are wildcards to Windows; nobody sees what has no shape, or is left
    # undrawn (Unicode's Default_Ignorable_Code_Point), or is the empty Braille pattern.
    $refused = New-Pattern -Expression '["''\u2018-\u201f<>:/|?*\p{C}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]|(?! )\p{Zs}'
    foreach ($part in $parts) {
        if ($part -eq '' -or $refused.IsMatch($part)) { return 'A part of it is empty, or holds a character that is not taken.' }
        if ($part.StartsWith(' ') -or $part.EndsWith(' ') -or $part.EndsWith('.')) { return 'A part of it begins with a space, or ends with a space or a dot.' }
        if (Test-DeviceName -Name $part) { return 'A part of it is the name of a device.' }
    }
    if (-not $Path.EndsWith('.exe', [StringComparison]::OrdinalIgnoreCase) -or $parts[-1].Length -lt 5) { return 'It does not name a program (.exe).' }
    ''
}

function Assert-NamedPath {
    # Refuses a path that is not taken; answers the host of a share, empty for a drive.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path)
    $refusal = Get-PathRefusal -Path $Path
    if ($refusal -ne '') { throw (New-CodedError -Code 'PathRefused' -Message $refusal) }
    if ($Path.StartsWith('\\')) { return $Path.Split('\')[2] }
    ''
}

function Get-CopyPath {
    # Where the copy of a named file lies: in the product's own folder, in one folder for each path that was named.
    param([Parameter(Mandatory = $true)][string]$Path)
    $null = Assert-NamedPath -Path $Path
    $algorithm = [Security.Cryptography.SHA256]::Create()
    try { $hash = $algorithm.ComputeHash([Text.Encoding]::UTF8.GetBytes($Path.ToUpperInvariant())) } finally { $algorithm.Dispose() }
    $folder = [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant().Substring(0, 16)
    [IO.Path]::Combine((Get-FolderPath -Name 'Downloads'), $folder, (Get-SafeProgramName -Name $Path.Substring($Path.LastIndexOf('\') + 1)))
}

function Open-NamedProgram {
    # Opens a named file that is a program by its first two bytes (PE format: MZ), and is not larger than an installer can be.
    param([Parameter(Mandatory = $true)][string]$Path)
    try { $stream = Open-NamedFile -Path $Path }
    catch {
        $reason = $_.Exception.GetBaseException()
        if ($reason -is [IO.FileNotFoundException] -or $reason -is [IO.DirectoryNotFoundException]) { throw (New-CodedError -Code 'FileMissing' -Message ('There is no file ' + $Path + '.')) }
        throw
    }
    try {
        if ($stream.ReadByte() -ne 77 -or $stream.ReadByte() -ne 90) { throw (New-CodedError -Code 'NotProgram' -Message ($Path + ' is not a program.')) }
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

function Copy-Installer {
    <#
    .SYNOPSIS
    Copies an installer that somebody named into the product's own folder. From a share only where its host was agreed to.
    .DESCRIPTION
    The file is opened once. What is checked and run afterwards is the copy.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        # The host that a person agreed to read from; empty for a drive of the server.
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$ShareHost
    )
    $server = Assert-NamedPath -Path $Path
    if (-not (Test-SameText -Text $server -As $ShareHost)) { throw (New-CodedError -Code 'ShareNotAgreed' -Message ('Nobody agreed to read from ' + $server + '.')) }
    $copy = Get-CopyPath -Path $Path
    if (-not $PSCmdlet.ShouldProcess($copy)) {
        Write-ChangeEvent -Target ('File ' + $copy) -Before $null -After $Path
        return @{ path = $copy }
    }
    # Under a drive's letter stands a host that nobody has seen.
    if ($server -eq '' -and (Get-DriveKind -Path $Path) -eq 'Network') { throw (New-CodedError -Code 'PathRefused' -Message ($Path.Substring(0, 2) + ' is a share. Name the file by the share''s own path.')) }
    $part = $copy + '.part'
    $stream = Open-NamedProgram -Path $Path
    try {
        $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($copy))
        $null = Copy-Arriving -From $stream -Part $part -Have 0 -Total $stream.Length -What 'Copied'
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
    if ($isNew) { Write-ChangeEvent -Target ('File ' + $copy) -Before $before -After $Path }
    @{ path = $copy }
}
