# What a bundle of logs holds, and what it leaves out: the newest of what there is, up to a number of files and a sum of their
# sizes. Whatever is left out is told, with the reason, in the bundle and beside it.

function Get-LogFile {
    # The trace files and setup logs written since a moment: entry name, path, time.
    param([Parameter(Mandatory = $true)][DateTime]$Since)
    $folder = Get-FolderPath -Name 'Trace'
    if ([IO.Directory]::Exists($folder)) {
        foreach ($file in [IO.Directory]::GetFiles($folder, '*.log')) {
            $written = [IO.File]::GetLastWriteTimeUtc($file)
            if ($written -ge $Since) { @{ entry = 'trace/' + [IO.Path]::GetFileName($file); path = $file; written = $written } }
        }
    }
    Get-SetupLogFile -Since $Since
}

function Get-LeftOutReason {
    # Why a file is left out that comes after so many with such a sum of bytes; empty for one that is taken.
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][long]$Bytes,
        [Parameter(Mandatory = $true)][int]$Count,
        [Parameter(Mandatory = $true)][long]$Sum
    )
    if ($Count -ge $script:BundleFiles) { return 'number' }
    if ($Sum + [Math]::Min($Bytes, $script:BundlePartBytes) -gt $script:BundleBytes) { return 'sum' }
    # Others write in folders for temporary files too: what they link to is not theirs to have read.
    if ((Get-PathState -Path $Path).kind -ne 'file') { return 'link' }
    if ($Bytes -gt $script:BundlePartBytes) { return 'beginning' }
    ''
}

function Get-BundleContent {
    # The parts of a bundle - the name of each entry, and what its text is read from - and what is left out, by its reason. With
    # Entries only those are taken: what came after somebody agreed to a list is not in it.
    param([Parameter(Mandatory = $true)][DateTime]$Since, [AllowNull()][AllowEmptyCollection()][string[]]$Entries)
    $files = @(Get-LogFile -Since $Since)
    [Array]::Sort(@(foreach ($file in $files) { $file.written }), $files)
    [Array]::Reverse($files)
    $parts = New-Object Collections.ArrayList
    $left = @{}
    $count = 0
    $sum = [long]0
    $isFull = ''
    foreach ($file in $files) {
        if (-not (Test-Wanted -Entry $file.entry -Entries $Entries)) {
            Add-LeftOut -To $left -Part $file -Why 'new'
            continue
        }
        $bytes = (New-Object IO.FileInfo($file.path)).Length
        $why = $isFull
        if ($why -eq '') { $why = Get-LeftOutReason -Path $file.path -Bytes $bytes -Count $count -Sum $sum }
        # What is older than the first that has no room has none either.
        if ($why -in @('number', 'sum')) { $isFull = $why }
        if ($why -ne '') { Add-LeftOut -To $left -Part $file -Why $why }
        if ($why -notin @('', 'beginning')) { continue }
        $count++
        $sum += [Math]::Min($bytes, $script:BundlePartBytes)
        $null = $parts.Add(@{ entry = $file.entry; kind = 'file'; of = $file.path })
    }
    foreach ($log in @('Application', 'System', $script:AgentChannel)) {
        $null = $parts.Add(@{ entry = 'events/' + $log.Replace('/', '-') + '.txt'; kind = 'events'; of = $log })
    }
    $null = $parts.Add(@{ entry = 'facts.json'; kind = 'facts'; of = '' })
    # In codes, as facts are: who reads the bundle may speak another language than who made it.
    if ($left.Count -gt 0) {
        $text = ConvertTo-AsciiJson -Value @(Get-LeftOut -Content @{ left = $left } -NotWhole @{})
        $null = $parts.Add(@{ entry = 'left-out.json'; kind = 'text'; of = $text })
    }
    $wanted = @(foreach ($part in $parts) { if (Test-Wanted -Entry $part.entry -Entries $Entries) { $part } })
    @{ parts = $wanted; left = $left }
}

function Test-Wanted {
    # Whether an entry is one of a list; without a list each is.
    param([Parameter(Mandatory = $true)][string]$Entry, [AllowNull()][AllowEmptyCollection()][string[]]$Entries)
    $null -eq $Entries -or $Entries -ccontains $Entry
}

function Add-LeftOut {
    # Notes a part that is left out, or is not whole, under its reason: how many there are, and the first of their names.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][Collections.IDictionary]$To,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Part,
        [string]$Why = 'older'
    )
    if (-not $To.Contains($Why)) { $To[$Why] = @{ why = $Why; limit = $script:BundleLimits[$Why]; count = 0; entries = @() } }
    $group = $To[$Why]
    $group.count++
    if ($group.entries.Length -lt 20) { $group.entries += [string]$Part.entry }
}

function Get-LeftOut {
    # All that is left out of a bundle: reason, limit, number, the newest names.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Content,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][Collections.IDictionary]$NotWhole
    )
    foreach ($table in @($Content.left, $NotWhole)) {
        foreach ($why in @('number', 'sum', 'link', 'new', 'beginning', 'older')) { if ($table.Contains($why)) { $table[$why] } }
    }
}

function Get-EventText {
    # The events of a log since a moment, oldest first, a line each, and whether there may be older ones; where they cannot be
    # read the reason (Get-ErrorReason).
    param([Parameter(Mandatory = $true)][string]$Log, [Parameter(Mandatory = $true)][DateTime]$Since)
    try { $events = @(Get-EventList -Log $Log -Since $Since -Newest $script:BundleEvents) }
    catch {
        $reason = Get-ErrorReason -Exception $_.Exception
        return @{ text = (ConvertTo-AsciiJson -Value @{ unread = $reason }); older = $false; unread = $reason }
    }
    $lines = New-Object Collections.ArrayList
    $room = $script:BundlePartBytes
    foreach ($one in $events) {
        $line = $one.at + ' level ' + $one.level + ' ' + $one.source + ' ' + $one.id + ': ' + $one.text
        $room -= $line.Length + 2
        if ($room -lt 0) { break }
        $null = $lines.Add($line)
    }
    $older = $lines.Count -lt $events.Length -or $events.Length -ge $script:BundleEvents
    if ($older) { $null = $lines.Add((ConvertTo-AsciiJson -Value @{ leftOut = 'older' })) }
    $lines = $lines.ToArray()
    [Array]::Reverse($lines)
    @{ text = $lines -join "`r`n"; older = $older }
}

function Get-BundleText {
    # The text of a part, masked, and whether it is one of events that there are older ones of. Of files Bytes is the most that is
    # read of their end.
    param(
        [Parameter(Mandatory = $true)][object]$Part,
        [Parameter(Mandatory = $true)][DateTime]$Since,
        [Parameter(Mandatory = $true)][object[]]$Mask,
        [Parameter(Mandatory = $true)][long]$Bytes
    )
    Write-ProgressEvent -Code 'reading' -Params @{ entry = $Part.entry }
    if ($Part.kind -eq 'facts') { return @{ text = (Get-FactText -Mask $Mask); older = $false } }
    if ($Part.kind -eq 'events') { $read = Get-EventText -Log $Part.of -Since $Since }
    elseif ($Part.kind -eq 'text') { $read = @{ text = $Part.of; older = $false } }
    else { $read = @{ text = (Read-LogEnd -Path $Part.of -Bytes $Bytes); older = $false } }
    @{ text = (Protect-LogText -Text $read.text -Mask $Mask); older = $read.older; unread = $read['unread'] }
}

# Of files; of all of them, and of one, in bytes; of the events of one log.
$script:BundleFiles = 500
$script:BundleBytes = 200MB
$script:BundlePartBytes = 20MB
$script:BundleEvents = 5000
# What a reason's words name: a number, or megabytes.
$script:BundleLimits = @{
    number    = $script:BundleFiles
    sum       = $script:BundleBytes / 1MB
    link      = 0
    new       = 0
    beginning = $script:BundlePartBytes / 1MB
    older     = $script:BundleEvents
}
