# The agent's and the wizard's trace files: which there are, and their text in parts that a session can carry.

function Get-TextEncoding {
    # How a text file is written: by its mark, or by the zeros of a UTF-16 text that has none; else UTF-8. Reads its beginning.
    param([Parameter(Mandatory = $true)][IO.Stream]$Stream)
    $first = New-Object byte[] 64
    $null = $Stream.Seek(0, [IO.SeekOrigin]::Begin)
    $count = $Stream.Read($first, 0, $first.Length)
    if ($count -ge 2 -and $first[0] -eq 255 -and $first[1] -eq 254) { return [Text.Encoding]::Unicode }
    if ($count -ge 2 -and $first[0] -eq 254 -and $first[1] -eq 255) { return [Text.Encoding]::BigEndianUnicode }
    $even = 0
    $odd = 0
    for ($at = 0; $at + 1 -lt $count; $at += 2) {
        if ($first[$at] -eq 0) { $even++ }
        if ($first[$at + 1] -eq 0) { $odd++ }
    }
    if ($odd * 4 -gt $count) { return [Text.Encoding]::Unicode }
    if ($even * 4 -gt $count) { return [Text.Encoding]::BigEndianUnicode }
    [Text.Encoding]::UTF8
}

function Open-Log {
    # A log to be read while somebody goes on writing to it. No link: it could lead to a host that nobody has seen.
    param([Parameter(Mandatory = $true)][string]$Path)
    if ((Get-PathState -Path $Path).kind -in @('symbolicLink', 'junction')) {
        throw (ConvertTo-CodedError -Code 'LogIsLink' -Params @{ path = $Path })
    }
    New-Object IO.FileStream($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
}

function Read-LogEnd {
    # The end of a log, at most so many bytes of it, in whole lines: half a line could hold half of what has to be masked.
    param([Parameter(Mandatory = $true)][string]$Path, [long]$Bytes = 20971520)
    $stream = Open-Log -Path $Path
    try {
        $encoding = Get-TextEncoding -Stream $stream
        $from = [Math]::Max([long]0, $stream.Length - $Bytes)
        if ($encoding -is [Text.UnicodeEncoding]) { $from -= $from % 2 }
        $null = $stream.Seek($from, [IO.SeekOrigin]::Begin)
        $reader = New-Object IO.StreamReader($stream, $encoding, $false)
        if ($from -gt 0) { $null = $reader.ReadLine() }
        $reader.ReadToEnd()
    }
    finally { $stream.Dispose() }
}

function Get-TraceFileList {
    # The trace files, the one written last first.
    param()
    $folder = Get-FolderPath -Name 'Trace'
    if (-not [IO.Directory]::Exists($folder)) { return }
    $files = @([IO.Directory]::GetFiles($folder, '*.log'))
    [Array]::Sort(@(foreach ($file in $files) { [IO.File]::GetLastWriteTimeUtc($file) }), $files)
    [Array]::Reverse($files)
    foreach ($path in $files) {
        $file = New-Object IO.FileInfo($path)
        @{
            name             = $file.Name
            bytes            = $file.Length
            writtenAt        = $file.LastWriteTimeUtc.ToString('o')
            # Its entries tell the time of the server's clock on the wall, without a day.
            utcOffsetMinutes = [int][TimeZoneInfo]::Local.GetUtcOffset($file.LastWriteTimeUtc).TotalMinutes
        }
    }
}

function Get-CloudSyncTraceFile {
    <#
    .SYNOPSIS
    Reads which trace files there are, at most twenty, the one written last first.
    .OUTPUTS
    CloudSync.TraceFile
    .EXAMPLE
    (Get-CloudSyncTraceFile).files
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.TraceFile')]
    param()
    ConvertTo-OutputObject -Type 'TraceFile' -Values ([ordered]@{
        files = Get-Fact -Read {
            $all = @(Get-TraceFileList)
            , @(for ($at = 0; $at -lt $all.Length -and $at -lt 20; $at++) { $all[$at] })
        }
    })
}

function Get-PartLength {
    # How many of the bytes are whole lines; all of them where no line ends.
    param(
        [Parameter(Mandatory = $true)][byte[]]$Buffer,
        [Parameter(Mandatory = $true)][int]$Count,
        [Parameter(Mandatory = $true)][Text.Encoding]$Encoding
    )
    $end = $Encoding.GetBytes("`n")
    if ($end.Length -eq 1) {
        $last = [Array]::LastIndexOf($Buffer, [byte]10, $Count - 1)
        if ($last -lt 0) { return $Count }
        return $last + 1
    }
    for ($at = $Count - 2; $at -ge 0; $at -= 2) {
        if ($Buffer[$at] -eq $end[0] -and $Buffer[$at + 1] -eq $end[1]) { return $at + 2 }
    }
    $Count
}

function Read-TracePart {
    # Whole lines of a trace file from a place on, and the place after them; $null for that at the end of the file.
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][long]$Offset,
        [Parameter(Mandatory = $true)][int]$Bytes
    )
    $stream = Open-Log -Path $Path
    try {
        $encoding = Get-TextEncoding -Stream $stream
        # The units of UTF-16 have two bytes.
        $from = $Offset
        if ($encoding -is [Text.UnicodeEncoding]) { $from -= $Offset % 2 }
        $null = $stream.Seek($from, [IO.SeekOrigin]::Begin)
        $buffer = New-Object byte[] $Bytes
        $count = 0
        while ($count -lt $Bytes -and ($read = $stream.Read($buffer, $count, $Bytes - $count)) -gt 0) { $count += $read }
        $next = $null
        if ($count -eq $Bytes) {
            $count = Get-PartLength -Buffer $buffer -Count $count -Encoding $encoding
            $next = $from + $count
        }
        @{ text = $encoding.GetString($buffer, 0, $count); next = $next }
    }
    finally { $stream.Dispose() }
}

function Get-CloudSyncTracePart {
    <#
    .SYNOPSIS
    Reads a part of a trace file from a place on, at most so many bytes, in whole lines.
    .PARAMETER Name
    Name of the trace file, as Get-CloudSyncTraceFile lists it.
    .PARAMETER Offset
    Where to begin, in bytes.
    .PARAMETER Bytes
    How many bytes to read at most.
    .OUTPUTS
    CloudSync.TracePart
    .EXAMPLE
    (Get-CloudSyncTracePart -Name 'trace.log' -Offset 0 -Bytes 65536).part
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.TracePart')]
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][ValidateRange(0, [long]::MaxValue)][long]$Offset,
        [Parameter(Mandatory = $true)][ValidateRange(1024, 1048576)][int]$Bytes
    )
    # Only what lies in the folder itself: the name is no path.
    if (-not (New-Pattern -Expression '\A[^\\/:*?"<>|\x00-\x1f]+\.log\z' -IgnoreCase).IsMatch($Name)) {
        throw (ConvertTo-CodedError -Code 'BadRequest.traceName')
    }
    ConvertTo-OutputObject -Type 'TracePart' -Values ([ordered]@{
        part = Get-Fact -Read {
            Read-TracePart -Path ([IO.Path]::Combine((Get-FolderPath -Name 'Trace'), $Name)) -Offset $Offset -Bytes $Bytes
        }
    })
}
