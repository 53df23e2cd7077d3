# A directory is asked for its RootDSE, without signing in, several times over one connection. Nothing waits here.

function Enter-RootDse {
    # Asks, and begins to wait for the answer: the first one is what it says, the others how long it takes.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe)
    if ($null -eq $Probe.directory) { $Probe.directory = @{ asked = 0; filled = 0; at = $null } }
    $Probe.directory.asked++
    $Probe.directory.filled = 0
    $number = $Probe.directory.asked
    # Named before anything is sent: what fails from here on is this answer.
    $Probe.phase = if ($number -eq 1) { 'directory' } else { 'again' + $number }
    $Probe.buffer = New-Object byte[] $script:RootDseBytes
    $question = Get-RootDseQuestion -Number $number
    # From before the question is sent, or an answer that is quick would seem quicker still.
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $Probe.directory.at = [DateTime]::UtcNow
    $Probe.stream.Write($question, 0, $question.Length)
    Enter-ProbePhase -Probe $Probe -Phase $Probe.phase -Task $Probe.stream.ReadAsync($Probe.buffer, 0, $Probe.buffer.Length)
    $Probe.clock = Get-TaskClock -Task $Probe.task -Clock $clock
}

function Complete-RootDse {
    # Some of the answer has come: read on until it is there as a whole, then ask again as often as is wanted.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe, [Parameter(Mandatory = $true)][int]$Ms)
    $directory = $Probe.directory
    $count = [int]$Probe.task.Result
    if ($count -eq 0) { throw (ConvertTo-CodedError -Code 'Probe.closed') }
    $directory.filled += $count
    $entry = Test-RootDse -Bytes $Probe.buffer -Have $directory.filled -Number $directory.asked
    if ($null -eq $entry) {
        $room = $Probe.buffer.Length - $directory.filled
        if ($room -eq 0) { throw (ConvertTo-CodedError -Code 'Probe.long' -Params @{ kb = $Probe.buffer.Length / 1024 }) }
        Enter-ProbePhase -Probe $Probe -Phase $Probe.phase -Task $Probe.stream.ReadAsync($Probe.buffer, $directory.filled, $room)
        return
    }
    $value = @{ outcome = 'ok'; ms = $Ms }
    if ($directory.asked -eq 1) {
        $value += ConvertTo-RootDseFact -Found (Read-RootDseEntry -Bytes $Probe.buffer -From $entry.from -End $entry.end)
        # The directory looked at its own clock somewhere between question and answer.
        $value.at = $directory.at.AddMilliseconds($Ms / 2).ToString('o')
    }
    $Probe.facts[$Probe.phase] = @{ value = $value }
    if ($directory.asked -lt $Probe.target.reads) { Enter-RootDse -Probe $Probe } else { Close-Probe -Probe $Probe }
}
