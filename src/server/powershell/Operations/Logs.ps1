# The logs of the agent as one file that can be given to others: masked, with everything listed before it is written. Nothing
# is restarted for it, and Microsoft's tools module, which waits for input, is not used.

# By its full name, which Windows PowerShell and PowerShell 7 both know.
$null = [Reflection.Assembly]::Load('System.IO.Compression, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')

function Get-FactText {
    # Every fact that is read of this server, masked, as JSON.
    param([Parameter(Mandatory = $true)][object[]]$Mask)
    $facts = @{}
    $names = @(
        'Get-CloudSyncServerFact', 'Get-CloudSyncTlsFact', 'Get-CloudSyncPolicyFact', 'Get-CloudSyncAgentFact',
        'Get-CloudSyncWindowsFact', 'Get-CloudSyncLoggingFact', 'Get-CloudSyncLogonRightFact',
        'Get-CloudSyncAgentConfiguration', 'Get-CloudSyncAgentHealth', 'Get-CloudSyncProxyFact',
        'Get-CloudSyncDomainControllerFact'
    )
    foreach ($name in $names) {
        $facts[$name] = & $name
    }
    ConvertTo-AsciiJson -Value (Protect-LogValue -Value $facts -Mask $Mask)
}

function Get-BundleMask {
    # The masks of a bundle. Names that can be known are: of the accounts of session and services, and of their domains.
    param([Parameter(Mandatory = $true)][bool]$HideNames)
    # Names that cannot be read cannot be hidden: then there is no bundle. Where they may stay, none is looked for.
    if (-not $HideNames) { return Get-LogMask -HideNames $false }
    $accounts = @((Get-SessionIdentity).user)
    foreach ($name in @($script:AgentService, $script:UpdaterService)) {
        $service = Get-ServiceState -Name $name
        if ($null -ne $service) { $accounts += $service.account }
    }
    $domains = @()
    $names = @()
    foreach ($account in $accounts) {
        $parts = ([string]$account).Split('\')
        if ($parts.Length -ne 2 -or $parts[0] -in @('NT SERVICE', 'NT AUTHORITY', 'BUILTIN', '.')) { continue }
        $domains += $parts[0]
        # A word that everybody uses is no name.
        if ($parts[1].Length -ge 3 -and $parts[1] -notin @('administrator', 'admin', 'system', 'service', 'agent', 'user')) {
            $names += $parts[1]
        }
    }
    $computer = Get-ComputerState
    $dns = ''
    if ($computer.joined) { $dns = $computer.domain }
    Get-LogMask -HideNames $HideNames -Domains $domains -Names $names -Dns $dns
}

function Get-CloudSyncLogPreview {
    <#
    .SYNOPSIS
    What a bundle would hold, masked as it would be: of long texts the newest part.
    .PARAMETER Hours
    How many hours back.
    .PARAMETER HideNames
    Whether names of tenants and users are hidden too.
    .OUTPUTS
    CloudSync.LogPreview
    .EXAMPLE
    (Get-CloudSyncLogPreview -Hours 24 -HideNames $true).parts
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.LogPreview')]
    param([Parameter(Mandatory = $true)][ValidateRange(1, 720)][int]$Hours, [Parameter(Mandatory = $true)][bool]$HideNames)
    # In characters, of a part and of all.
    $shown = 40000
    $left = 2000000
    $since = [DateTime]::UtcNow.AddHours(-$Hours)
    $mask = @(Get-BundleMask -HideNames $HideNames)
    $content = Get-BundleContent -Since $since
    $notWhole = @{}
    $parts = foreach ($part in $content.parts) {
        # More is masked than is shown: what begins before it is recognised all the same.
        $read = Get-BundleText -Part $part -Since $since -Mask $mask -Bytes (4 * $shown)
        $text = $read.text
        if ($read.older) { Add-LeftOut -To $notWhole -Part $part }
        $complete = -not $read.older -and ($part.kind -ne 'file' -or (New-Object IO.FileInfo($part.of)).Length -le 4 * $shown)
        $most = [Math]::Min($shown, $left)
        if ($text.Length -gt $most) {
            $complete = $false
            # From the beginning of a line.
            $line = $text.IndexOf([char]10, $text.Length - $most)
            $text = $text.Substring($(if ($line -lt 0) { $text.Length - $most } else { $line + 1 }))
        }
        $left -= $text.Length
        $said = @{ entry = $part.entry; text = $text; complete = $complete }
        if ($null -ne $read['unread']) { $said.unread = $read['unread'] }
        $said
    }
    ConvertTo-OutputObject -Type 'LogPreview' -Values ([ordered]@{
        parts = @($parts)
        left  = @(Get-LeftOut -Content $content -NotWhole $notWhole)
    })
}

function Write-BundleEntry {
    param(
        [Parameter(Mandatory = $true)][IO.Compression.ZipArchive]$Archive,
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text
    )
    $writer = New-Object IO.StreamWriter($Archive.CreateEntry($Name).Open(), (New-Object Text.UTF8Encoding($false)))
    try { $writer.Write($Text) } finally { $writer.Dispose() }
}

function Hide-KnownText {
    # A text without what was typed in VS Code: passwords and tokens, which only the session's other end knows, and recognises
    # in more forms than any mask. It is asked in pieces, of a long text twice: those of the second time end in the middle of
    # those of the first, so that nothing shorter than half of one is cut both times. By hand nothing was typed.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    if ($null -eq $script:Session) { return $Text }
    # In characters.
    $longest = 524288
    foreach ($first in @($longest, ($longest / 2))) {
        if ($first -lt $longest -and $Text.Length -le $longest) { break }
        $clean = New-Object Text.StringBuilder
        for ($from = 0; $from -lt $Text.Length; $from = $end) {
            $end = [Math]::Min($Text.Length, $from + $(if ($from -eq 0) { $first } else { $longest }))
            # Both halves of a character go together.
            if ($end -lt $Text.Length -and ([int]$Text[$end] -band 0xFC00) -eq 0xDC00) { $end++ }
            $null = $clean.Append((Request-HiddenText -Text $Text.Substring($from, $end - $from)))
        }
        $Text = $clean.ToString()
    }
    $Text
}

function Write-Bundle {
    # Writes what was collected into a new zip file; notes the parts that are not whole.
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][object[]]$Content,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][Collections.IDictionary]$NotWhole,
        [Parameter(Mandatory = $true)][DateTime]$Since,
        [Parameter(Mandatory = $true)][object[]]$Mask
    )
    $stream = New-Object IO.FileStream($Path, [IO.FileMode]::CreateNew)
    try {
        $archive = New-Object IO.Compression.ZipArchive($stream, [IO.Compression.ZipArchiveMode]::Create)
        foreach ($one in $Content) {
            $read = Get-BundleText -Part $one -Since $Since -Mask $Mask -Bytes $script:BundlePartBytes
            if ($read.older) { Add-LeftOut -To $NotWhole -Part $one }
            Write-BundleEntry -Archive $archive -Name $one.entry -Text (Hide-KnownText -Text $read.text)
        }
        $archive.Dispose()
    }
    finally {
        # On a full disk closing fails too; the first error is what is told, and the folder goes with what is in it.
        try { $stream.Dispose() } catch { $null = $_ }
    }
}

function Get-BundlePath {
    # Where a bundle is written: a name alone goes into this user's folder for temporary files; of a path nothing is guessed, and
    # it is on a drive of the server. Writing to a share, or looking at one, would sign the session's user in there.
    param([Parameter(Mandatory = $true)][string]$Path)
    if ((New-Pattern -Expression '\A[\w .-]+\z').IsMatch($Path)) {
        $null = Assert-BundlePath -Path ('C:\' + $Path) -Named $Path
        $Path = [IO.Path]::Combine((Get-FolderPath -Name 'Temporary'), $Path)
    }
    else {
        $null = Assert-BundlePath -Path $Path -Named $Path
        $Path = Resolve-NamedPath -Path $Path -LeavesLast $true
        if ((Get-PathState -Path $Path.Substring(0, $Path.LastIndexOf('\') + 1)).kind -in @('missing', 'file')) {
            throw (ConvertTo-CodedError -Code 'BadRequest.folder' -Params @{ path = $Path })
        }
    }
    # A link that leads nowhere is there too.
    if ((Get-PathState -Path $Path).kind -ne 'missing') {
        throw (ConvertTo-CodedError -Code 'FileExists' -Params @{ path = $Path })
    }
    $Path
}

function Assert-BundlePath {
    # Refuses what is no full path to a file that ends in .zip, on a drive.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Named)
    $refusal = Get-PathRefusal -Path $Path -Ending '.zip'
    if ($refusal -ne '') { throw (ConvertTo-CodedError -Code 'BadRequest.bundle' -Params @{ path = $Named; why = $refusal }) }
    if ((Get-NamedHost -Path $Path) -ne '') {
        throw (ConvertTo-CodedError -Code 'BadRequest.bundleShare' -Params @{ path = $Named })
    }
}

function Save-CloudSyncLogBundle {
    <#
    .SYNOPSIS
    Writes traces, setup logs, events and facts of the last hours into a new zip file, masked. With -WhatIf: lists them.
    .PARAMETER Path
    Name, or full path on a drive, of the new file; it ends in .zip.
    .PARAMETER Hours
    How many hours back.
    .PARAMETER HideNames
    Whether names of tenants and users are hidden too.
    .PARAMETER Entries
    The only entries that are taken, as a preview named them; $null for all there are. Files that came since are left out.
    .OUTPUTS
    CloudSync.LogBundle
    .EXAMPLE
    Save-CloudSyncLogBundle -Path 'logs.zip' -Hours 24 -HideNames $true -Entries $null
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType('CloudSync.LogBundle')]
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][ValidateRange(1, 720)][int]$Hours,
        [Parameter(Mandatory = $true)][bool]$HideNames,
        [Parameter(Mandatory = $true)][AllowNull()][AllowEmptyCollection()][string[]]$Entries
    )
    $Path = Get-BundlePath -Path $Path
    $since = [DateTime]::UtcNow.AddHours(-$Hours)
    $content = Get-BundleContent -Since $since -Entries $Entries
    $mask = @(Get-BundleMask -HideNames $HideNames)
    $written = @($content.parts | ForEach-Object { $_.entry })
    $notWhole = @{}
    $isReal = $PSCmdlet.ShouldProcess($Path, 'Write the logs')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) {
        # It is moved into place whole: what is there, a link too, is neither followed nor replaced.
        Invoke-InPrivateFolder -Work {
            param($folder)
            $part = [IO.Path]::Combine($folder, 'logs.zip')
            Write-Bundle -Path $part -Content $content.parts -NotWhole $notWhole -Since $since -Mask $mask
            Move-ToNamedFile -From $part -Path $Path
        }
    }
    foreach ($entry in $written) { Write-ChangeEvent -Code 'file' -Params @{ path = $Path } -Before $null -After $entry }
    ConvertTo-OutputObject -Type 'LogBundle' -Values ([ordered]@{
        path    = $Path
        entries = $written
        left    = @(Get-LeftOut -Content $content -NotWhole $notWhole)
    })
}
