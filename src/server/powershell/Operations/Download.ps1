# The download of the installer: streamed, with progress, going on where an earlier try stopped.

function Get-DownloadName {
    # A safe file name for what an address points to.
    param([Parameter(Mandatory = $true)][Uri]$Url)
    Get-SafeProgramName -Name ([Uri]::UnescapeDataString($Url.Segments[$Url.Segments.Length - 1]))
}

function Get-Validator {
    # What names this version of the file: a strong ETag, else the date of its last change, else nothing.
    param([Parameter(Mandatory = $true)][Net.HttpWebResponse]$Response)
    $tag = $Response.Headers['ETag']
    if (-not [string]::IsNullOrEmpty($tag) -and -not $tag.StartsWith('W/')) { return $tag }
    [string]$Response.Headers['Last-Modified']
}

function Get-ArrivalNote {
    # What is kept of a finished download: the validator it came with, and its SHA-256.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Validator)
    $stream = New-Object IO.FileStream($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    try { $Validator + "`n" + (Get-Sha256 -Stream $stream) } finally { $stream.Dispose() }
}

function Test-SameDownload {
    # Whether the finished file is the one that an answer brings: same validator, same length, and unchanged since it arrived.
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Validator,
        [Parameter(Mandatory = $true)][long]$Total
    )
    $note = $Path + '.validator'
    if ($Validator -eq '' -or -not [IO.File]::Exists($Path) -or -not [IO.File]::Exists($note)) { return $false }
    if ((New-Object IO.FileInfo($Path)).Length -ne $Total) { return $false }
    $arrived = Get-ArrivalNote -Path $Path -Validator $Validator
    Test-SameText -Text ([IO.File]::ReadAllText($note)) -As $arrived -CaseSensitive
}

function Get-HttpStatus {
    # The status of the answer behind an exception; 0 where there was none.
    param([Parameter(Mandatory = $true)][Exception]$Exception)
    for ($cause = $Exception; $null -ne $cause; $cause = $cause.InnerException) {
        if ($cause -is [Net.WebException] -and $null -ne $cause.Response) { return [int]$cause.Response.StatusCode }
    }
    0
}

function Clear-DownloadPart {
    # Takes away what has arrived of a file, and the note of what it is.
    param([Parameter(Mandatory = $true)][string]$Part)
    [IO.File]::Delete($Part)
    [IO.File]::Delete($Part + '.validator')
}

function Write-DownloadChange {
    # The change that a download makes. The record names the address that gave the file, not the one that sent there.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][Uri]$From)
    Write-ChangeEvent -Code 'file' -Params @{ path = $Path } -Before $null -After (Get-RecordedAddress -Url $From)
}

function Show-Download {
    # What a download would change: asked by HEAD, so that nothing is sent. Where a server does not answer that, the address
    # itself is named.
    param([Parameter(Mandatory = $true)][Uri]$Url, [Parameter(Mandatory = $true)][string]$Path)
    $from = $Url
    try {
        $response = Open-Download -Url $Url -OnlyHead $true
        try {
            $from = $response.ResponseUri
            if (Test-SameDownload -Path $Path -Validator (Get-Validator -Response $response) -Total $response.ContentLength) {
                return
            }
            Assert-Room -Bytes $response.ContentLength
        }
        finally { $response.Close() }
    }
    catch {
        if ((Get-HttpStatus -Exception $_.Exception) -eq 0) {
            throw (ConvertTo-DownloadError -ErrorRecord $_ -Arrived 0 -Total -1)
        }
    }
    Write-DownloadChange -Path $Path -From $from
}

function ConvertTo-DownloadError {
    # The error of a download that the network ended, with how much has arrived, and of how much (negative where nobody said); any
    # other error as it is.
    param(
        [Parameter(Mandatory = $true)][Management.Automation.ErrorRecord]$ErrorRecord,
        [Parameter(Mandatory = $true)][long]$Arrived,
        [Parameter(Mandatory = $true)][long]$Total
    )
    $reason = $ErrorRecord.Exception.GetBaseException()
    # A full disk is no trouble of the network; it is told as what it is.
    if ($reason -is [IO.IOException] -and (Test-DiskFull -HResult $reason.HResult)) { return $ErrorRecord }
    if (-not ($reason -is [IO.IOException] -or $reason -is [Net.WebException] -or $reason -is [Net.Sockets.SocketException] -or
        $reason.GetType().FullName.StartsWith('System.Net.Http.'))) {
        return $ErrorRecord
    }
    if ($Total -ge 0) {
        return ConvertTo-CodedError -Code 'DownloadStopped.networkShort' -Params @{
            arrived = $Arrived
            total   = $Total
            message = $reason.Message
        }
    }
    ConvertTo-CodedError -Code 'DownloadStopped.network' -Params @{ arrived = $Arrived; message = $reason.Message }
}

function Save-CloudSyncInstaller {
    <#
    .SYNOPSIS
    Downloads the installer into the product's own folder, over https only, going on where an earlier try stopped.
    .PARAMETER Url
    The address of the installer; https only.
    .OUTPUTS
    CloudSync.InstallerPath
    .EXAMPLE
    Save-CloudSyncInstaller -Url 'https://download.contoso.com/AADConnectProvisioningAgentSetup.exe'
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType('CloudSync.InstallerPath')]
    param([Parameter(Mandatory = $true)][Uri]$Url)
    Assert-DownloadAddress -Url $Url
    $folder = Get-FolderPath -Name 'Downloads'
    $path = [IO.Path]::Combine($folder, (Get-DownloadName -Url $Url))
    $isReal = $PSCmdlet.ShouldProcess($path, 'Download the installer')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if (-not $isReal) {
        Show-Download -Url $Url -Path $path
        return ConvertTo-OutputObject -Type 'InstallerPath' -Values ([ordered]@{ path = $path })
    }
    $null = [IO.Directory]::CreateDirectory($folder)
    $part = $path + '.part'
    $note = $part + '.validator'
    $have = [long]0
    $validator = ''
    if ([IO.File]::Exists($part) -and [IO.File]::Exists($note)) {
        $have = (New-Object IO.FileInfo($part)).Length
        $validator = [IO.File]::ReadAllText($note)
    }
    $total = [long]-1
    try {
        $response = $null
        try { $response = Open-Download -Url $Url -From $have -Validator $validator }
        catch {
            # 416: the part is as long as the file, or longer; it is fetched anew.
            if ((Get-HttpStatus -Exception $_.Exception) -ne 416) { throw }
            $have = [long]0
            $response = Open-Download -Url $Url
        }
        try {
            if ([int]$response.StatusCode -ne 206) { $have = [long]0 }
            elseif (-not ([string]$response.Headers['Content-Range']).StartsWith('bytes ' + $have +
                '-', [StringComparison]::OrdinalIgnoreCase)) {
                throw (ConvertTo-CodedError -Code 'DownloadStopped.range' -Params @{ from = $have })
            }
            if ($response.ContentLength -ge 0) { $total = $have + $response.ContentLength }
            $validator = Get-Validator -Response $response
            $from = $response.ResponseUri
            if (Test-SameDownload -Path $path -Validator $validator -Total $total) {
                # Facts look at the newest file, and this is the one that was asked for.
                [IO.File]::SetLastWriteTimeUtc($path, [DateTime]::UtcNow)
                return ConvertTo-OutputObject -Type 'InstallerPath' -Values ([ordered]@{ path = $path })
            }
            Assert-Room -Bytes $total
            # What is there of another file goes first: under the new validator it would be taken for a part of this one.
            if ($have -eq 0) { [IO.File]::Create($part).Dispose() }
            if ($validator -ne '') { [IO.File]::WriteAllText($note, $validator) } else { [IO.File]::Delete($note) }
            $have = Copy-Arriving -From $response.GetResponseStream() -Part $part -Have $have -Total $total -Code 'downloaded'
        }
        finally { $response.Close() }
    }
    catch {
        if ((Get-ErrorCode -ErrorRecord $_).Split('.')[0] -in @('TooBig', 'AddressRefused')) { Clear-DownloadPart -Part $part }
        if ([IO.File]::Exists($part)) { $have = (New-Object IO.FileInfo($part)).Length }
        throw (ConvertTo-DownloadError -ErrorRecord $_ -Arrived $have -Total $total)
    }
    if ($total -ge 0 -and $have -ne $total) {
        throw (ConvertTo-CodedError -Code 'DownloadStopped.short' -Params @{ arrived = $have; total = $total })
    }
    [IO.File]::Delete($path)
    [IO.File]::Move($part, $path)
    [IO.File]::Delete($path + '.validator')
    [IO.File]::Delete($note)
    if ($validator -ne '') { [IO.File]::WriteAllText($path + '.validator', (Get-ArrivalNote -Path $path -Validator $validator)) }
    Write-DownloadChange -Path $path -From $from
    ConvertTo-OutputObject -Type 'InstallerPath' -Values ([ordered]@{ path = $path })
}
