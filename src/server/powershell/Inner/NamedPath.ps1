# Paths of files that somebody names: which are taken, and where they lead. This is the one place that says what a full path
# is; namedFile.ts says it for the extension, by the same cases (test/unit/support/pathCases.ts).

function Get-PathRefusal {
    # Why a path is not taken, by code (PathRefused); empty for a full Windows path to a file with this ending, on a drive or a
    # share. https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    param(
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Ending
    )
    $root = Get-NamedRoot -Path $Path
    if ($root -eq '') { return 'root' }
    $parts = $Path.Substring($root.Length).Split('\')
    $share = Get-ShareName -Root $root
    if ($share -ne '') {
        # Not a folder of files: a path of WebDAV's, named pipes, mail slots.
        if (Test-SameText -Text $share -As 'DavWWWRoot', 'pipe', 'mailslot', 'IPC$') { return 'share' }
        $parts = @($share) + $parts
    }
    # A colon would name a stream of the file; < > " ? * are wildcards to Windows, and double quotes of every kind end a name
    # where one is typed; nobody sees what has no shape, or is left undrawn (Unicode's Default_Ignorable_Code_Point), or is the
    # empty Braille pattern.
    $refused = New-Pattern -Expression '["\u201c-\u201f<>:/|?*\p{C}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]|(?! )\p{Zs}'
    foreach ($part in $parts) {
        if ($part -eq '' -or $refused.IsMatch($part)) { return 'character' }
        if ($part.StartsWith(' ') -or $part.EndsWith(' ') -or $part.EndsWith('.')) { return 'ends' }
        if (Test-DeviceName -Name $part) { return 'device' }
    }
    if (-not $Path.EndsWith($Ending, [StringComparison]::OrdinalIgnoreCase) -or $parts[-1].Length -le $Ending.Length) {
        return 'ending'
    }
    ''
}

function Get-NamedRoot {
    # What a full path begins with: a drive's letter, or host and share, with the backslash behind; empty for any other path.
    # C:x is none: it begins in whatever folder somebody was in.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path)
    (New-Pattern -Expression '\A(?:[A-Za-z]:|\\\\[A-Za-z0-9][A-Za-z0-9._-]*\\[^\\]+)\\').Match($Path).Value
}

function Get-ShareName {
    # The share that a root names; empty for a drive's.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Root)
    if ($Root.StartsWith('\\')) { return $Root.Split('\')[3] }
    ''
}

function Get-NamedHost {
    # The host of a share's path; empty for a path on a drive.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path)
    if ($Path.StartsWith('\\')) { return $Path.Split('\')[2] }
    ''
}

function Assert-NamedPath {
    # Refuses a path that is not taken; answers the host of a share, empty for a drive.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Ending
    )
    $refusal = Get-PathRefusal -Path $Path -Ending $Ending
    if ($refusal -ne '') { throw (ConvertTo-CodedError -Code 'PathRefused' -Params @{ why = $refusal }) }
    Get-NamedHost -Path $Path
}

function Find-Link {
    # The first part of a path that is a link: its own path, what comes after it, and what it leads to (empty where Windows does
    # not tell). $null where there is none, or nothing is there. Each part is looked at itself, before whatever lies behind it.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][bool]$LeavesLast)
    $root = Get-NamedRoot -Path $Path
    $isShare = $root.StartsWith('\\')
    $at = $root.TrimEnd('\')
    $parts = $Path.Substring($root.Length).Split('\')
    $count = $parts.Length
    if ($LeavesLast) { $count-- }
    for ($number = 0; $number -lt $count; $number++) {
        $at += '\' + $parts[$number]
        $state = Get-PathState -Path $at
        if ($state.kind -eq 'missing') { return $null }
        if ($state.kind -in @('file', 'folder')) { continue }
        # A mount point leads to another disk of the server.
        if ($state.kind -eq 'junction' -and
            (New-Pattern -Expression '\A(?:\\(?:\?\?|\\\?)\\)?Volume\{[0-9a-f-]{36}\}\\?\z' -IgnoreCase).IsMatch($state.target)) {
            continue
        }
        # All but symbolic links that stand on a share are followed by its own host.
        if ($isShare -and $state.kind -ne 'symbolicLink') { continue }
        $rest = ''
        for ($next = $number + 1; $next -lt $parts.Length; $next++) { $rest += '\' + $parts[$next] }
        return @{ path = $at; rest = $rest; target = [string]$state.target }
    }
    $null
}

function Get-LinkedPath {
    # Where a link leads to, with what comes after it, as a path that can be named; what has no such form stays as it is.
    # https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/ns-ntifs-_reparse_data_buffer
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Link)
    $target = $Link.target
    $isWhole = $target.StartsWith('\??\', [StringComparison]::Ordinal) -or $target.StartsWith('\\?\', [StringComparison]::Ordinal)
    if ($isWhole) { $target = $target.Substring(4) }
    # Windows PowerShell shows \??\UNC\host\share without its beginning.
    if ($target.StartsWith('UNC\', [StringComparison]::OrdinalIgnoreCase)) { $target = '\\' + $target.Substring(4) }
    elseif (-not (New-Pattern -Expression '\A(?:[A-Za-z]:|\\)').IsMatch($target)) {
        if ($isWhole -or $target -eq '') { return $Link.target }
        $target = $Link.path.Substring(0, $Link.path.LastIndexOf('\') + 1) + $target
    }
    $target = $target.TrimEnd('\') + $Link.rest
    $root = Get-NamedRoot -Path $target
    if ($root -eq '') { return $target }
    $parts = New-Object Collections.ArrayList
    foreach ($part in $target.Substring($root.Length).Split('\')) {
        if ($part -eq '..' -and $parts.Count -gt 0) { $parts.RemoveAt($parts.Count - 1) }
        elseif ($part -notin @('', '.', '..')) { $null = $parts.Add($part) }
    }
    $root + ($parts -join '\')
}

function Resolve-NamedPath {
    # The path of the thing itself that a path names: each link on the way is followed by what it says, and none by Windows. Fails
    # where one leads to another host than the path's own - of a path on a drive to any - or to where nobody can tell.
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        # Whether the last part is taken as it is: for a file that is to be made.
        [bool]$LeavesLast = $false
    )
    $server = Assert-NamedPath -Path $Path -Ending ''
    # Windows follows as many at most.
    for ($links = 0; $links -le 63; $links++) {
        # Under a drive's letter may stand a host that nobody has seen.
        if ($server -eq '' -and (Get-DriveKind -Path $Path) -eq 'Network') {
            throw (ConvertTo-CodedError -Code 'PathRefused.drive' -Params @{ drive = $Path.Substring(0, 2) })
        }
        $link = Find-Link -Path $Path -LeavesLast $LeavesLast
        if ($null -eq $link) { return $Path }
        $Path = Get-LinkedPath -Link $link
        if ((Get-PathRefusal -Path $Path -Ending '') -eq '' -and (Test-SameText -Text (Get-NamedHost -Path $Path) -As $server)) {
            continue
        }
        if ($link.target -eq '') { throw (ConvertTo-CodedError -Code 'PathRefused.leadsNowhere' -Params @{ path = $link.path }) }
        throw (ConvertTo-CodedError -Code 'PathRefused.leads' -Params @{ path = $link.path; target = $link.target })
    }
    throw (ConvertTo-CodedError -Code 'PathRefused.links' -Params @{ path = $Path })
}
