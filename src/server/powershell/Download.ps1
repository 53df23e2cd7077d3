# The download of the installer: streamed, with progress, going on where an earlier try stopped.

function Get-DownloadName {
    # A safe file name for what an address points to.
    param([Parameter(Mandatory = $true)][Uri]$Url)
    $last = $Url.Segments[$Url.Segments.Length - 1]
    $name = (New-Pattern -Expression '[^A-Za-z0-9._-]').Replace([Uri]::UnescapeDataString($last), '_')
    if ((New-Pattern -Expression '\A[A-Za-z0-9][A-Za-z0-9._-]*\.exe\z' -IgnoreCase).IsMatch($name)) { return $name }
    'AADConnectProvisioningAgentSetup.exe'
}

function Open-Download {
    # Asks for an address from an offset on. The validator ties a continued download to the same file.
    param([Parameter(Mandatory = $true)][Uri]$Url, [Parameter(Mandatory = $true)][long]$From, [string]$Validator = '')
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
    $request = [Net.WebRequest]::CreateHttp($Url)
    $request.Timeout = 60000
    $request.ReadWriteTimeout = 60000
    $request.UserAgent = 'Cloud-Sync-Agent-Setup'
    if ($null -ne $request.Proxy) { $request.Proxy.Credentials = [Net.CredentialCache]::DefaultCredentials }
    if ($From -gt 0) {
        $request.AddRange($From)
        $request.Headers.Set('If-Range', $Validator)
    }
    $request.GetResponse()
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
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Validator, [Parameter(Mandatory = $true)][long]$Total)
    $note = $Path + '.validator'
    if ($Validator -eq '' -or -not [IO.File]::Exists($Path) -or -not [IO.File]::Exists($note)) { return $false }
    (New-Object IO.FileInfo($Path)).Length -eq $Total -and [IO.File]::ReadAllText($note) -eq (Get-ArrivalNote -Path $Path -Validator $Validator)
}

function Get-HttpStatus {
    # The status of the answer behind an exception; 0 where there was none.
    param([Parameter(Mandatory = $true)][Exception]$Exception)
    for ($cause = $Exception; $null -ne $cause; $cause = $cause.InnerException) {
        if ($cause -is [Net.WebException] -and $null -ne $cause.Response) { return [int]$cause.Response.StatusCode }
    }
    0
}

function Copy-Download {
    # Appends the response to the part, with at most five progress events a second. Answers the bytes of the part.
    param(
        [Parameter(Mandatory = $true)][IO.Stream]$From,
        [Parameter(Mandatory = $true)][string]$Part,
        [Parameter(Mandatory = $true)][long]$Have,
        [Parameter(Mandatory = $true)][long]$Total
    )
    $mode = [IO.FileMode]::Create
    if ($Have -gt 0) { $mode = [IO.FileMode]::Append }
    $file = New-Object IO.FileStream($Part, $mode, [IO.FileAccess]::Write, [IO.FileShare]::Read)
    try {
        $buffer = New-Object byte[] 131072
        $next = [DateTime]::UtcNow
        while (($count = $From.Read($buffer, 0, $buffer.Length)) -gt 0) {
            $file.Write($buffer, 0, $count)
            $Have += $count
            if ([DateTime]::UtcNow -lt $next) { continue }
            $next = [DateTime]::UtcNow.AddMilliseconds(200)
            $message = 'Downloaded ' + [Math]::Round($Have / 1MB, 1) + ' MB'
            if ($Total -gt 0) { Write-ProgressEvent -Message $message -Percent ([int][Math]::Min(100, 100 * $Have / $Total)) }
            else { Write-ProgressEvent -Message $message }
        }
    }
    finally { $file.Dispose() }
    $Have
}

function Save-Installer {
    <#
    .SYNOPSIS
    Downloads the installer into the product's own folder, going on where an earlier try stopped.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([Parameter(Mandatory = $true)][Uri]$Url)
    $folder = Get-FolderPath -Name 'Downloads'
    $path = [IO.Path]::Combine($folder, (Get-DownloadName -Url $Url))
    $part = $path + '.part'
    $note = $part + '.validator'
    $isReal = $PSCmdlet.ShouldProcess($path)
    if ($isReal) { $null = [IO.Directory]::CreateDirectory($folder) }
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
            $response = Open-Download -Url $Url -From 0
        }
        try {
            if ([int]$response.StatusCode -ne 206) { $have = [long]0 }
            elseif (-not ([string]$response.Headers['Content-Range']).StartsWith('bytes ' + $have + '-', [StringComparison]::OrdinalIgnoreCase)) {
                throw (New-CodedError -Code 'DownloadStopped' -Message ('The server was asked for the bytes from ' + $have + ' on and sent others.'))
            }
            if ($response.ContentLength -ge 0) { $total = $have + $response.ContentLength }
            $validator = Get-Validator -Response $response
            if (Test-SameDownload -Path $path -Validator $validator -Total $total) {
                # Facts look at the newest file, and this is the one that was asked for.
                if ($isReal) { [IO.File]::SetLastWriteTimeUtc($path, [DateTime]::UtcNow) }
                return @{ path = $path }
            }
            if (-not $isReal) {
                Write-ChangeEvent -Target ('File ' + $path) -Before $null -After $Url.AbsoluteUri
                return @{ path = $path }
            }
            # What is there of another file goes first: under the new validator it would be taken for a part of this one.
            if ($have -eq 0) { [IO.File]::Create($part).Dispose() }
            if ($validator -ne '') { [IO.File]::WriteAllText($note, $validator) } else { [IO.File]::Delete($note) }
            $have = Copy-Download -From $response.GetResponseStream() -Part $part -Have $have -Total $total
        }
        finally { $response.Close() }
    }
    catch {
        $reason = $_.Exception.GetBaseException()
        # A full disk is no trouble of the network; it is told as what it is.
        if ($reason -is [IO.IOException] -and (Test-DiskFull -HResult $reason.HResult)) { throw }
        if (-not ($reason -is [IO.IOException] -or $reason -is [Net.WebException] -or $reason -is [Net.Sockets.SocketException] -or $reason.GetType().FullName -like 'System.Net.Http.*')) { throw }
        if ([IO.File]::Exists($part)) { $have = (New-Object IO.FileInfo($part)).Length }
        $arrived = '' + $have
        if ($total -ge 0) { $arrived += ' of ' + $total }
        throw (New-CodedError -Code 'DownloadStopped' -Message ($arrived + ' bytes have arrived. ' + $reason.Message))
    }
    if ($total -ge 0 -and $have -ne $total) { throw (New-CodedError -Code 'DownloadStopped' -Message ('' + $have + ' of ' + $total + ' bytes have arrived.')) }
    [IO.File]::Delete($path)
    [IO.File]::Move($part, $path)
    [IO.File]::Delete($path + '.validator')
    [IO.File]::Delete($note)
    if ($validator -ne '') { [IO.File]::WriteAllText($path + '.validator', (Get-ArrivalNote -Path $path -Validator $validator)) }
    Write-ChangeEvent -Target ('File ' + $path) -Before $null -After $Url.AbsoluteUri
    @{ path = $path }
}
