# Readings that wait for the network and need nothing of this process until something comes. Meanwhile the session answers others
# that only read; what changes the server does not begin before the last of them is answered.

function Test-Wait {
    # Whether an operation answered with what it waits for (Complete-ProbeEntry).
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Value)
    $Value -is [Management.Automation.PSCustomObject] -and $Value.PSObject.TypeNames[0] -eq 'CloudSync.Wait'
}

function Add-WaitingRequest {
    # The request whose turn it is waits, which is told: from now on another may be asked.
    param([Parameter(Mandatory = $true)][object]$Wait)
    $null = $script:Session.Waiting.Add(@{ id = $script:Session.Id; wait = $Wait })
    Write-SessionEvent -Values @{ id = $script:Session.Id; event = 'waits' }
}

function Resume-WaitingRequest {
    # Goes on with each, and answers those that have nothing more to wait for.
    param()
    $id = $script:Session.Id
    foreach ($one in $script:Session.Waiting.ToArray()) {
        $wait = $one.wait
        $script:Session.Id = $one.id
        $open = Step-ProbeEntry -Entry $wait.entry -Reported $wait.reported
        if ($open -gt 0) { continue }
        $script:Session.Waiting.Remove($one)
        try { Write-SessionEvent -Values @{ id = $one.id; event = 'result'; value = (& $wait.then -Of $wait.of) } }
        catch { Write-Failure -ErrorRecord $_ }
    }
    $script:Session.Id = $id
}

function Get-WaitOfSession {
    # What the requests wait for.
    param()
    foreach ($one in $script:Session.Waiting) { $one.wait }
}

function Complete-WaitingRequest {
    # Answers all of them.
    param()
    while ($script:Session.Waiting.Count -gt 0) {
        Wait-ProbeTask -Wait @(Get-WaitOfSession)
        Resume-WaitingRequest
    }
}

function Read-RequestLine {
    # The next line; $null at the end of the input. Until it comes, what waits goes on. Nothing else reads meanwhile: the reading
    # begins when nothing is worked on, and has ended before the next request is.
    param()
    $reader = $script:Session.Reader
    if ($script:Session.Waiting.Count -eq 0) { return $reader.ReadLine() }
    $reading = $reader.ReadLineAsync()
    # However many lines are there already, what waits goes on before the next.
    Resume-WaitingRequest
    while ($script:Session.Waiting.Count -gt 0 -and -not $reading.IsCompleted) {
        Wait-ProbeTask -Wait @(Get-WaitOfSession) -Other $reading
        Resume-WaitingRequest
    }
    $reading.Result
}
