# How the agent that runs here is doing: certificate, last contact with the service, errors since it started, what is installed.

function Select-Contact {
    # Of mentions of a contact, the newest first: the newest that was one. What stands before a failure is the attempt that
    # failed, unless it says that it succeeded.
    param([AllowEmptyCollection()][object[]]$Mention = @())
    $failures = New-Pattern -IgnoreCase -Expression 'fail|error|exception|time(?:d )?-?out|unable|could not|cannot|denied|refused|abort|cancel'
    $successes = New-Pattern -IgnoreCase -Expression 'success|succeeded|completed|received'
    $failed = $false
    foreach ($one in $Mention) {
        if ($one.failed -or $failures.IsMatch($one.text)) { $failed = $true }
        elseif (-not $failed -or $successes.IsMatch($one.text)) { return @{ at = $one.at; text = $one.text } }
    }
    $null
}

function Get-AgentTrace {
    # The agent's own trace that was written last; the wizard's only where there is no other. $null where there is none.
    param()
    $all = @(Get-TraceFileList)
    foreach ($file in $all) { if ($file.name -notlike '*wizard*') { return $file } }
    if ($all.Length -gt 0) { return $all[0] }
    $null
}

function Get-TraceContact {
    # The last entry of the agent's trace that tells of a contact with the service: its time and text; $null where none does.
    param()
    $file = Get-AgentTrace
    if ($null -eq $file) { return $null }
    $path = [IO.Path]::Combine((Get-FolderPath -Name 'Trace'), $file.name)
    $written = [IO.File]::GetLastWriteTime($path)
    $entries = New-Pattern -EachLine -Expression '^\[[ \t]{0,9}(\d{1,2}:\d\d:\d\d)[.,]\d{1,7}[ \t]{0,9}\]([^\r\n]*)'
    $contacts = New-Pattern -IgnoreCase -Expression 'bootstrap|successfully registered'
    # What follows the time: number of the thread, then the level.
    $failures = New-Pattern -IgnoreCase -Expression '\A[ \t]{0,9}\[[ \t]{0,9}\d{1,10}[ \t]{0,9}\][ \t]{0,9}\[[ \t]{0,9}(?:err|error|fatal|critical|warn|warning)[ \t]{0,9}\]'
    $mentions = foreach ($match in $entries.Matches((Read-LogEnd -Path $path -Bytes 262144))) {
        if (-not $contacts.IsMatch($match.Groups[2].Value)) { continue }
        $at = $written.Date + [TimeSpan]::Parse($match.Groups[1].Value, [Globalization.CultureInfo]::InvariantCulture)
        # A trace that runs over midnight: the entry is of the day before.
        if ($at -gt $written.AddMinutes(1)) { $at = $at.AddDays(-1) }
        @{
            at     = $at.ToUniversalTime().ToString('o')
            text   = $match.Value.Trim()
            failed = $failures.IsMatch($match.Groups[2].Value)
        }
    }
    $newestFirst = @($mentions)
    [Array]::Reverse($newestFirst)
    Select-Contact -Mention $newestFirst
}

function Get-ChannelContact {
    # The newest event of the agent's own channel that tells of a contact with the service.
    param()
    $contacts = New-Pattern -IgnoreCase -Expression 'bootstrap|successfully registered'
    $events = @(Get-EventList -Log $script:AgentChannel -Since ([DateTime]::UtcNow.AddHours(-24)) -Newest 200)
    $mentions = foreach ($one in $events) {
        # 1 to 3 are critical, error and warning.
        if ($contacts.IsMatch($one.text)) {
            @{ at = $one.at; text = $one.text; failed = ($one.level -ge 1 -and $one.level -le 3) }
        }
    }
    Select-Contact -Mention @($mentions)
}

function Get-AgentError {
    # Errors of the agent's channel, and of the Service Control Manager about the agent, since a moment; newest first in each.
    param([Parameter(Mandatory = $true)][DateTime]$Since)
    foreach ($one in @(Get-EventList -Log $script:AgentChannel -Since $Since -Newest 200)) {
        if ($one.level -eq 1 -or $one.level -eq 2) {
            @{ at = $one.at; log = $script:AgentChannel; id = $one.id; source = $one.source; text = $one.text }
        }
    }
    foreach ($one in @(Get-EventList -Log 'System' -Since $Since -Newest 1000)) {
        if ($one.level -le 2 -and (Test-AboutAgent -Event $one)) {
            @{ at = $one.at; log = 'System'; id = $one.id; source = $one.source; text = $one.text }
        }
    }
}

function Test-AboutAgent {
    # Whether an event is of the Service Control Manager and about the agent's service, whatever that is called today.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Event)
    $Event.source -eq 'Service Control Manager' -and
        (New-Pattern -IgnoreCase -Expression ('provisioning agent|' + $script:AgentService)).IsMatch($Event.text)
}

function Select-DecidingEvent {
    # What of events decides between causes.
    param([object[]]$Of)
    foreach ($one in $Of) { @{ at = $one.at; id = $one.id; source = $one.source; text = $one.text } }
}

function Get-CloudSyncDecidingEvent {
    <#
    .SYNOPSIS
    Reads the events that decide between causes, of so many seconds until now: starts of the agent's service, managed accounts,
    KDS.
    .PARAMETER Seconds
    How far back to look, in seconds.
    .OUTPUTS
    CloudSync.DecidingEvent
    .EXAMPLE
    Get-CloudSyncDecidingEvent -Seconds 3600
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.DecidingEvent')]
    param([Parameter(Mandatory = $true)][ValidateRange(1, 8640000)][int]$Seconds)
    $since = [DateTime]::UtcNow.AddSeconds(-$Seconds)
    ConvertTo-OutputObject -Type 'DecidingEvent' -Values ([ordered]@{
        # Did not start, did not answer, wrong password, no right to log on.
        services        = Get-Fact -Read {
            $starts = @(Get-EventList -Log 'System' -Since $since -Newest 100 -Id 7000, 7009, 7038, 7041)
            , @(Select-DecidingEvent -Of @(foreach ($one in $starts) { if (Test-AboutAgent -Event $one) { $one } }))
        }
        # The account cannot be used here: 9001 for its encryption types, 9002 for its password.
        managedAccounts = Get-Fact -Read {
            $log = 'Microsoft-Windows-Security-Netlogon/Operational'
            , @(Select-DecidingEvent -Of @(Get-EventList -Log $log -Since $since -Newest 20 -Id 9001, 9002))
        }
        # A KDS root key was created on this computer; it can be used ten hours later.
        rootKeys        = Get-Fact -Read {
            $since = [DateTime]::UtcNow.AddHours(-10)
            $log = 'Microsoft-Windows-KdsSvc/Operational'
            , @(Select-DecidingEvent -Of @(Get-EventList -Log $log -Since $since -Newest 20 -Id 4004))
        }
        })
}

function Get-CloudSyncAgentHealth {
    <#
    .SYNOPSIS
    Reads how the running agent is doing: start, certificate, last contact, errors since its start, products.
    .OUTPUTS
    CloudSync.AgentHealth
    .EXAMPLE
    Get-CloudSyncAgentHealth | Format-List
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.AgentHealth')]
    param()
    $started = Get-Fact -Read { Get-ServiceStart -Name $script:AgentService }
    $since = [DateTime]::UtcNow.AddHours(-24)
    if ($started.ContainsKey('value') -and $null -ne $started.value) { $since = Read-Moment -Text $started.value }
    ConvertTo-OutputObject -Type 'AgentHealth' -Values ([ordered]@{
        startedAt      = $started
        certificates   = Get-Fact -Read { , @(Get-CertificateList -Issuer 'HISConnectorRegistrationCA') }
        channelContact = Get-Fact -Read { Get-ChannelContact }
        traceContact   = Get-Fact -Read { Get-TraceContact }
        errors         = Get-Fact -Read { , @(Get-AgentError -Since $since) }
        managedAccount = Get-Fact -Read { Get-ManagedAccountFlag -Service $script:AgentService }
        products       = Get-Fact -Read { , @(Get-AgentProduct) }
        })
}
