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

function Read-LogEnd {
    # The end of a log that somebody may still be writing, at most 20 MB of it.
    param([Parameter(Mandatory = $true)][string]$Path)
    $stream = New-Object IO.FileStream($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
    try {
        if ($stream.Length -gt 20971520) { $null = $stream.Seek(-20971520, [IO.SeekOrigin]::End) }
        (New-Object IO.StreamReader($stream)).ReadToEnd()
    }
    finally { $stream.Dispose() }
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
    # Every fact that is read of this server, as JSON.
    param()
    $facts = @{}
    foreach ($name in @('Get-ServerFacts', 'Get-TlsFacts', 'Get-PolicyFacts', 'Get-AgentFacts', 'Get-WindowsFacts', 'Get-LoggingFacts', 'Get-LogonRightFacts', 'Get-AgentConfiguration', 'Get-AgentHealth')) { $facts[$name] = & $name }
    ConvertTo-AsciiJson -Value $facts
}

function Protect-LogText {
    # Takes out of a text what is nobody else's: tokens, passwords, addresses; with HideNames also tenants and users.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text, [Parameter(Mandatory = $true)][bool]$HideNames, [AllowEmptyCollection()][string[]]$Domains = @())
    $masks = @(
        @('eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)?', '[token]'),
        @('(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}', '$1 [token]'),
        @('(?i)((?:password|passwd|pwd|secret|access_?token|refresh_?token|client_?secret|sharedaccesskey|sig)["'']?\s*[=:]\s*)(?:"[^"\r\n]*"|''[^''\r\n]*''|[^\s;,&<>"'']+)', '$1[hidden]'),
        @('(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])', '[address]'),
        # IPv6: three groups and more, or a double colon. A time of day has two colons.
        @('(?i)(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}(?![\w:])', '[address]'),
        @('(?i)(?<![\w:])[0-9a-f:]*::[0-9a-f:]*(?![\w:])', '[address]')
    )
    if ($HideNames) {
        $masks += @(
            , @('(?i)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b', '[id]')
            , @('(?i)\b[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,}\b', '[user]')
        )
        foreach ($domain in $Domains) { $masks += , @(('(?i)\b' + [regex]::Escape($domain) + '\\{1,2}[^\s\\,;:"''<>()]+'), '[user]') }
    }
    foreach ($mask in $masks) { $Text = [regex]::Replace($Text, $mask[0], $mask[1]) }
    $Text
}

function Get-AccountDomain {
    # The short names of the domains that accounts on this server belong to, as they stand before the backslash.
    param()
    $accounts = @((Get-SessionIdentity).user)
    foreach ($name in @('AADConnectProvisioningAgent', 'AzureADConnectAgentUpdater')) {
        $service = Get-ServiceState -Name $name
        if ($null -ne $service) { $accounts += $service.account }
    }
    $domains = @()
    foreach ($account in $accounts) {
        $short = ([string]$account).Split('\')[0]
        if (([string]$account).Contains('\') -and $short -notin @('NT SERVICE', 'NT AUTHORITY', 'BUILTIN', '.') -and $domains -notcontains $short) { $domains += $short }
    }
    $domains
}

function Write-BundleEntry {
    param([Parameter(Mandatory = $true)][IO.Compression.ZipArchive]$Archive, [Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    $writer = New-Object IO.StreamWriter($Archive.CreateEntry($Name).Open(), (New-Object Text.UTF8Encoding($false)))
    try { $writer.Write($Text) } finally { $writer.Dispose() }
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
    if (-not [IO.Path]::IsPathRooted($Path) -or [IO.Path]::GetExtension($Path) -ne '.zip') { throw (New-CodedError -Code 'BadRequest' -Message 'The file is a full path that ends in .zip.') }
    if ([IO.File]::Exists($Path)) { throw (New-CodedError -Code 'FileExists' -Message ('There is a file ' + $Path + ' already.')) }
    $since = [DateTime]::UtcNow.AddHours(-$Hours)
    $logs = @('Application', 'System', $script:AgentChannel)
    $files = @(Get-BundledFile -Since $since)
    $domains = @(Get-AccountDomain)
    $entries = @($files | ForEach-Object { $_.entry }) + @($logs | ForEach-Object { 'events/' + $_.Replace('/', '-') + '.txt' }) + 'facts.json'
    if ($PSCmdlet.ShouldProcess($Path)) {
        $part = $Path + '.part'
        $stream = New-Object IO.FileStream($part, [IO.FileMode]::Create)
        try {
            $archive = New-Object IO.Compression.ZipArchive($stream, [IO.Compression.ZipArchiveMode]::Create)
            foreach ($file in $files) {
                Write-ProgressEvent -Message ('Collecting ' + $file.entry)
                Write-BundleEntry -Archive $archive -Name $file.entry -Text (Protect-LogText -Text (Read-LogEnd -Path $file.path) -HideNames $HideNames -Domains $domains)
            }
            foreach ($log in $logs) {
                Write-ProgressEvent -Message ('Collecting the events of ' + $log)
                Write-BundleEntry -Archive $archive -Name ('events/' + $log.Replace('/', '-') + '.txt') -Text (Protect-LogText -Text (Get-EventText -Log $log -Since $since) -HideNames $HideNames -Domains $domains)
            }
            Write-BundleEntry -Archive $archive -Name 'facts.json' -Text (Protect-LogText -Text (Get-FactText) -HideNames $HideNames -Domains $domains)
            $archive.Dispose()
        }
        catch {
            # A full disk, most often: nothing half-written stays.
            $failure = $_
            try { $stream.Dispose() } catch { $null = $_ }
            [IO.File]::Delete($part)
            throw $failure
        }
        $stream.Dispose()
        [IO.File]::Move($part, $Path)
    }
    foreach ($entry in $entries) { Write-ChangeEvent -Target ('File ' + $Path) -Before $null -After $entry }
    @{ path = $Path; entries = $entries }
}
