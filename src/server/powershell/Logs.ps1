# The logs of the agent as one file that can be given to others: masked, with everything listed before it is written. Nothing
# is restarted for it, and Microsoft's tools module, which waits for input, is not used.

# By its full name, which Windows PowerShell and PowerShell 7 both know.
$null = [Reflection.Assembly]::Load('System.IO.Compression, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')

function Get-BundledFile {
    # The trace files and setup logs written since a moment: entry name and path.
    param([Parameter(Mandatory = $true)][DateTime]$Since)
    $folder = Get-FolderPath -Name 'Trace'
    if ([IO.Directory]::Exists($folder)) {
        foreach ($file in [IO.Directory]::GetFiles($folder, '*.log')) {
            if ([IO.File]::GetLastWriteTimeUtc($file) -ge $Since) { @{ entry = 'trace/' + [IO.Path]::GetFileName($file); path = $file } }
        }
    }
    Get-SetupLogFile -Since $Since
}

function Get-EventText {
    # The events of a log since a moment, oldest first, a line each; in their place the reason, where they cannot be read.
    param([Parameter(Mandatory = $true)][string]$Log, [Parameter(Mandatory = $true)][DateTime]$Since)
    try { $events = @(Get-EventList -Log $Log -Since $Since -Newest 5000) }
    catch { return 'Not read: ' + $_.Exception.Message }
    [Array]::Reverse($events)
    $lines = foreach ($one in $events) { $one.at + ' level ' + $one.level + ' ' + $one.source + ' ' + $one.id + ': ' + $one.text }
    @($lines) -join "`r`n"
}

function Get-FactText {
    # Every fact that is read of this server, masked, as JSON.
    param([Parameter(Mandatory = $true)][object[]]$Mask)
    $facts = @{}
    foreach ($name in @('Get-ServerFacts', 'Get-TlsFacts', 'Get-PolicyFacts', 'Get-AgentFacts', 'Get-WindowsFacts', 'Get-LoggingFacts', 'Get-LogonRightFacts', 'Get-AgentConfiguration', 'Get-AgentHealth', 'Get-ProxyFacts', 'Get-DomainControllerFacts')) { $facts[$name] = & $name }
    ConvertTo-AsciiJson -Value (Protect-LogValue -Value $facts -Mask $Mask)
}

function Get-BundleMask {
    # The masks of a bundle. Names that can be known are: of the accounts of session and services, and of their domains.
    param([Parameter(Mandatory = $true)][bool]$HideNames)
    # Names that cannot be read cannot be hidden: then there is no bundle. Where they may stay, none is looked for.
    if (-not $HideNames) { return Get-LogMask -HideNames $false }
    $accounts = @((Get-SessionIdentity).user)
    foreach ($name in @('AADConnectProvisioningAgent', 'AzureADConnectAgentUpdater')) {
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
        if ($parts[1].Length -ge 3 -and $parts[1] -notin @('administrator', 'admin', 'system', 'service', 'agent', 'user')) { $names += $parts[1] }
    }
    $computer = Get-ComputerState
    $dns = ''
    if ($computer.joined) { $dns = $computer.domain }
    Get-LogMask -HideNames $HideNames -Domains $domains -Names $names -Dns $dns
}

function Get-BundlePart {
    # What a bundle holds: the name of each entry, and what its text is read from.
    param([Parameter(Mandatory = $true)][DateTime]$Since)
    foreach ($file in @(Get-BundledFile -Since $Since)) { @{ entry = $file.entry; kind = 'file'; of = $file.path } }
    foreach ($log in @('Application', 'System', $script:AgentChannel)) { @{ entry = 'events/' + $log.Replace('/', '-') + '.txt'; kind = 'events'; of = $log } }
    @{ entry = 'facts.json'; kind = 'facts'; of = '' }
}

function Get-BundleText {
    # The text of a part, masked. Of files Bytes is the most that is read of their end.
    param(
        [Parameter(Mandatory = $true)][object]$Part,
        [Parameter(Mandatory = $true)][DateTime]$Since,
        [Parameter(Mandatory = $true)][object[]]$Mask,
        [Parameter(Mandatory = $true)][long]$Bytes
    )
    Write-ProgressEvent -Message ('Reading ' + $Part.entry)
    if ($Part.kind -eq 'file') { return Protect-LogText -Text (Read-LogEnd -Path $Part.of -Bytes $Bytes) -Mask $Mask }
    if ($Part.kind -eq 'events') { return Protect-LogText -Text (Get-EventText -Log $Part.of -Since $Since) -Mask $Mask }
    Get-FactText -Mask $Mask
}

function Get-LogPreview {
    <#
    .SYNOPSIS
    What a bundle would hold, masked as it would be: of long texts the newest part.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)][ValidateRange(1, 720)][int]$Hours, [Parameter(Mandatory = $true)][bool]$HideNames)
    # In characters, of a part and of all.
    $shown = 40000
    $left = 2000000
    $since = [DateTime]::UtcNow.AddHours(-$Hours)
    $mask = @(Get-BundleMask -HideNames $HideNames)
    $parts = foreach ($part in @(Get-BundlePart -Since $since)) {
        # More is masked than is shown: what begins before it is recognised all the same.
        $text = Get-BundleText -Part $part -Since $since -Mask $mask -Bytes (4 * $shown)
        $complete = $part.kind -ne 'file' -or (New-Object IO.FileInfo($part.of)).Length -le 4 * $shown
        $most = [Math]::Min($shown, $left)
        if ($text.Length -gt $most) {
            $complete = $false
            # From the beginning of a line.
            $line = $text.IndexOf([char]10, $text.Length - $most)
            $text = $text.Substring($(if ($line -lt 0) { $text.Length - $most } else { $line + 1 }))
        }
        $left -= $text.Length
        @{ entry = $part.entry; text = $text; complete = $complete }
    }
    @{ parts = @($parts) }
}

function Write-BundleEntry {
    param([Parameter(Mandatory = $true)][IO.Compression.ZipArchive]$Archive, [Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    $writer = New-Object IO.StreamWriter($Archive.CreateEntry($Name).Open(), (New-Object Text.UTF8Encoding($false)))
    try { $writer.Write($Text) } finally { $writer.Dispose() }
}

function Write-Bundle {
    # Writes what was collected into a new zip file.
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][object[]]$Content,
        [Parameter(Mandatory = $true)][DateTime]$Since,
        [Parameter(Mandatory = $true)][object[]]$Mask
    )
    $stream = New-Object IO.FileStream($Path, [IO.FileMode]::CreateNew)
    try {
        $archive = New-Object IO.Compression.ZipArchive($stream, [IO.Compression.ZipArchiveMode]::Create)
        foreach ($one in $Content) {
            Write-BundleEntry -Archive $archive -Name $one.entry -Text (Get-BundleText -Part $one -Since $Since -Mask $Mask -Bytes 20971520)
        }
        $archive.Dispose()
    }
    finally {
        # On a full disk closing fails too; the first error is what is told, and the folder goes with what is in it.
        try { $stream.Dispose() } catch { $null = $_ }
    }
}

function Save-LogBundle {
    <#
    .SYNOPSIS
    Writes traces, setup logs, events and facts of the last hours into a new zip file, masked. With -WhatIf: lists them.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][ValidateRange(1, 720)][int]$Hours,
        [Parameter(Mandatory = $true)][bool]$HideNames
    )
    # A name alone goes into this user's folder for temporary files; of a path nothing is guessed.
    if ((New-Pattern -Expression '\A[\w .-]+\z').IsMatch($Path)) { $Path = [IO.Path]::Combine((Get-FolderPath -Name 'Temporary'), $Path) }
    if (-not [IO.Path]::IsPathRooted($Path) -or [IO.Path]::GetExtension($Path) -ne '.zip') { throw (New-CodedError -Code 'BadRequest' -Message ($Path + ' is neither a name nor a full path that ends in .zip.')) }
    if (-not [IO.Directory]::Exists([IO.Path]::GetDirectoryName($Path))) { throw (New-CodedError -Code 'BadRequest' -Message ('There is no folder for ' + $Path + '.')) }
    if ([IO.File]::Exists($Path)) { throw (New-CodedError -Code 'FileExists' -Message ('There is a file ' + $Path + ' already.')) }
    $since = [DateTime]::UtcNow.AddHours(-$Hours)
    $parts = @(Get-BundlePart -Since $since)
    $mask = @(Get-BundleMask -HideNames $HideNames)
    $entries = @($parts | ForEach-Object { $_.entry })
    if ($PSCmdlet.ShouldProcess($Path)) {
        # It is moved into place whole: what is there, a link too, is neither followed nor replaced.
        Invoke-InPrivateFolder -Work {
            param($folder)
            $part = [IO.Path]::Combine($folder, 'logs.zip')
            Write-Bundle -Path $part -Content $parts -Since $since -Mask $mask
            [IO.File]::Move($part, $Path)
        }
    }
    foreach ($entry in $entries) { Write-ChangeEvent -Target ('File ' + $Path) -Before $null -After $entry }
    @{ path = $Path; entries = $entries }
}
