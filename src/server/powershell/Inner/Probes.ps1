# Probes side by side: one loop goes on with each as its tasks end, so that all of them take as long as the slowest.

function Test-HostName {
    # Whether a text is a host name or an address. What is none never gets as far as a resolver or a proxy's request line.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Name)
    if ($Name.Length -gt 253) { return $false }
    $address = $null
    if ([Net.IPAddress]::TryParse($Name, [ref]$address)) { return $true }
    (New-Pattern -Expression '\A[\p{L}\p{N}_][\p{L}\p{N}_-]{0,62}(?:\.[\p{L}\p{N}_-]{1,63})*\z').IsMatch($Name)
}

function Get-ProbeOutcome {
    # What kind of failure an exception is; the message is a code of ours, or Windows' own in its language.
    param([Parameter(Mandatory = $true)][Exception]$Exception)
    $cause = $Exception.GetBaseException()
    $outcome = 'failed'
    if ($cause -is [Net.Sockets.SocketException]) {
        switch ([string]$cause.SocketErrorCode) {
            { $_ -in @('HostNotFound', 'NoData') } { $outcome = 'notFound' }
            { $_ -in @('TimedOut', 'TryAgain') } { $outcome = 'timedOut' }
            'ConnectionRefused' { $outcome = 'refused' }
            { $_ -in @('ConnectionReset', 'ConnectionAborted') } { $outcome = 'reset' }
            { $_ -in @('HostUnreachable', 'NetworkUnreachable', 'AccessDenied') } { $outcome = 'unreachable' }
        }
    }
    @{ outcome = $outcome; message = Get-ErrorReason -Exception $cause }
}

function ConvertTo-ProbeEntry {
    # A host to reach, and what is known of it so far. A target that cannot be one is not tried, and says why.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$HostName,
        [Parameter(Mandatory = $true)][long]$Port,
        [bool]$Tls = $false,
        [Collections.IDictionary]$Proxy = $null,
        # How often its directory is asked what it says of itself.
        [int]$Reads = 0
    )
    $target = @{ host = $HostName; port = $Port; tls = $Tls; proxyHost = ''; proxyPort = 0; reads = $Reads }
    if ($null -ne $Proxy) { $target.proxyHost = [string]$Proxy.host; $target.proxyPort = $Proxy.port }
    $entry = @{ target = $target; probe = $null; problem = ''; clock = $null; taskMs = 0; phaseMs = 0; spentMs = 0 }
    # Its limit, the clock by which that is kept, and when the task that it waits for now is given up.
    $entry += @{ limitMs = 0; since = $null; endMs = 0 }
    if (-not (Test-HostName -Name $HostName)) { $entry.problem = 'Not tried: this is no host name.' }
    elseif ($target.proxyHost -ne '' -and -not (Test-HostName -Name $target.proxyHost)) {
        $entry.problem = 'Not tried: the proxy has no host name.'
    }
    foreach ($number in @($Port, $target.proxyPort)) {
        if ($number -gt 65535 -or $number -lt 0 -or $Port -lt 1 -or ($target.proxyHost -ne '' -and $target.proxyPort -lt 1)) {
            $entry.problem = 'Not tried: ' + $number + ' is no port.'
        }
    }
    $entry
}

function ConvertTo-Probe {
    # A probe before its first phase: what is its own, and what each has - the phase, the task it waits for, what came of those
    # before, what is open.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Own)
    $Own + @{
        phase  = ''
        task   = $null
        facts  = @{}
        open   = New-Object Collections.ArrayList
        stream = $null
        buffer = $null
    }
}

function Open-ProbeEntry {
    # Starts a probe; one that cannot even begin has said why. Since is the clock of those that begin together.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Entry,
        [Parameter(Mandatory = $true)][int]$TimeoutMs,
        [Diagnostics.Stopwatch]$Since = [Diagnostics.Stopwatch]::StartNew(),
        [Parameter(Mandatory = $true)][scriptblock]$Start
    )
    if ($Entry.problem -ne '') { return }
    $Entry.limitMs = $TimeoutMs
    $Entry.since = $Since
    try {
        $Entry.probe = & $Start
        Enter-EntryTask -Entry $Entry
    }
    catch { $Entry.problem = Get-ErrorReason -Exception $_.Exception.GetBaseException() }
}

function Open-HostEntry {
    # Starts a probe of each host. Each name is asked for once.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][object[]]$Entry,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $since = [Diagnostics.Stopwatch]::StartNew()
    # .NET Framework looks names up on threads of its pool, which grows by one or two a second: have them ready.
    $workers = 0
    $others = 0
    [Threading.ThreadPool]::GetMinThreads([ref]$workers, [ref]$others)
    $wanted = [Math]::Min(200, 2 * @($Entry).Length + 8)
    $null = [Threading.ThreadPool]::SetMinThreads([Math]::Max($workers, $wanted), $others)
    $lookups = @{}
    foreach ($one in $Entry) {
        Open-ProbeEntry -Entry $one -TimeoutMs $TimeoutMs -Since $since -Start {
            Open-HostProbe -Target $one.target -Lookups $lookups
        }
    }
}

function Enter-EntryTask {
    # The time of the task that a probe waits for now, and its end; none where it has ended. Probes that begin together end
    # together, or whoever is tried last would make all of them late. What this process took for itself meanwhile is no fault of a
    # host: it is given half of the limit at least.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Entry)
    $Entry.taskMs = 0
    if ($null -eq $Entry.probe.task) { return }
    $now = [int]$Entry.since.ElapsedMilliseconds
    $limit = $Entry.limitMs
    $Entry.endMs = $now + [int][Math]::Min($limit - $Entry.spentMs, [Math]::Max($limit - $now, $limit / 2))
    # One that has sent something has counted since then.
    if ($Entry.probe.ContainsKey('clock') -and $null -ne $Entry.probe.clock) {
        $Entry.clock = $Entry.probe.clock
        $Entry.probe.clock = $null
    }
    else { $Entry.clock = Get-TaskClock -Task $Entry.probe.task }
}

function Step-ProbeEntry {
    # Goes on with each probe that has something to go on with, and ends those whose time is up; answers how many go on.
    # Reported holds how many had ended when that was last told.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][object[]]$Entry,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Reported
    )
    $open = 0
    foreach ($one in $Entry) {
        $probe = $one.probe
        if ($null -eq $probe -or $null -eq $probe.task) { continue }
        $hasEnded = $probe.task.IsCompleted
        $one.taskMs = [int]$one.clock.ElapsedMilliseconds
        if ($hasEnded) {
            $phase = $probe.phase
            $one.spentMs += $one.taskMs
            $one.phaseMs += $one.taskMs
            Resume-Probe -Probe $probe -Ms $one.phaseMs
            if ($probe.phase -ne $phase) { $one.phaseMs = 0 }
            Enter-EntryTask -Entry $one
        }
        elseif ([int]$one.since.ElapsedMilliseconds -ge $one.endMs) {
            $probe.facts[$probe.phase] = @{
                value = @{ outcome = 'timedOut'; ms = $one.phaseMs + $one.taskMs; message = '' }
            }
            Close-Probe -Probe $probe
        }
        if ($null -ne $probe.task) { $open++ }
    }
    $count = $Entry.Length
    if ($count -gt 0 -and $count - $open -ne $Reported.ended) {
        $Reported.ended = $count - $open
        Write-ProgressEvent -Code 'probes' -Params @{
            ended = $Reported.ended
            count = $count
        } -Percent ([int](100 * $Reported.ended / $count))
    }
    $open
}

function Wait-ProbeTask {
    # Until a probe has something to go on with, its time is up, or another task has ended.
    param(
        [Parameter(Mandatory = $true)][object[]]$Wait,
        [Threading.Tasks.Task]$Other = $null
    )
    $tasks = New-Object 'Collections.Generic.List[Threading.Tasks.Task]'
    if ($null -ne $Other) { $tasks.Add($Other) }
    $left = [int]::MaxValue
    foreach ($one in $Wait) {
        # Hundreds of them at a time, after each task of one of them: nothing is called here that need not be.
        foreach ($entry in $one.entry) {
            if ($null -eq $entry.probe -or $null -eq $entry.probe.task) { continue }
            $tasks.Add($entry.probe.task)
            $of = $entry.endMs - [int]$entry.since.ElapsedMilliseconds
            if ($of -lt $left) { $left = $of }
        }
    }
    $null = [Threading.Tasks.Task]::WaitAny($tasks.ToArray(), [Math]::Max(0, $left))
}

function Complete-ProbeEntry {
    # What is made of probes once each has ended or its time is up: Then is given Of. All are on their way before this begins.
    # A session answers others meanwhile and comes back to it (Session/Waiting.ps1); by hand it is waited for here.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][object[]]$Entry,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Of,
        [Parameter(Mandatory = $true)][scriptblock]$Then
    )
    $wait = @{ entry = $Entry; reported = @{ ended = -1 }; of = $Of; then = $Then }
    if ($Entry.Length -gt 0 -and (Step-ProbeEntry -Entry $Entry -Reported $wait.reported) -gt 0) {
        if ($null -ne $script:Session) { return ConvertTo-OutputObject -AsItIs -Type 'Wait' -Values $wait }
        do { Wait-ProbeTask -Wait $wait } while ((Step-ProbeEntry -Entry $Entry -Reported $wait.reported) -gt 0)
    }
    & $Then -Of $Of
}

function Get-ProbePhase {
    # One phase of a probe as a fact; a phase that was not reached says so.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Entry, [Parameter(Mandatory = $true)][string]$Phase)
    if ($Entry.problem -ne '') { return @{ unread = $Entry.problem } }
    if ($Entry.probe.facts.ContainsKey($Phase)) { return $Entry.probe.facts[$Phase] }
    @{ unread = @{ code = 'Probe.notTried'; params = @{} } }
}

function Get-ProbeResult {
    # Everything that is known of one host after its probe. What a probe does not need is null.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Entry)
    $none = @{ value = $null }
    @{
        host    = $Entry.target.host
        port    = $Entry.target.port
        lookup  = Get-ProbePhase -Entry $Entry -Phase 'lookup'
        connect = Get-ProbePhase -Entry $Entry -Phase 'connect'
        tunnel  = if ($Entry.target.proxyHost -eq '') { $none } else { Get-ProbePhase -Entry $Entry -Phase 'tunnel' }
        tls     = if ($Entry.target.tls) { Get-ProbePhase -Entry $Entry -Phase 'tls' } else { $none }
    }
}

function Get-DnsResult {
    # What a DNS server answered, as a fact.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Entry)
    $answer = Get-ProbePhase -Entry $Entry -Phase 'answer'
    if (-not $answer.ContainsKey('value')) { return $answer }
    if ($answer.value.ContainsKey('outcome')) { return @{ unread = @{ code = 'Dns.silent'; params = @{} } } }
    $answer
}

function Get-RootDseResult {
    # What the directory of one host said of itself, and how each further answer went. One that was not asked for any more is not
    # there.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Entry)
    @{
        host      = $Entry.target.host
        directory = Get-ProbePhase -Entry $Entry -Phase 'directory'
        again     = @(for ($number = 2; $number -le $Entry.target.reads; $number++) {
                $answer = Get-ProbePhase -Entry $Entry -Phase ('again' + $number)
                if ($answer.ContainsKey('value')) { $answer.value }
            })
    }
}
