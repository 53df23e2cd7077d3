# The way out, as this server sees it: every probe runs at the same time, so that all of them take as long as the slowest.

function Test-HostName {
    # Whether a text is a host name or an address. What is none never gets as far as a resolver or a proxy's request line.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Name)
    if ($Name.Length -gt 253) { return $false }
    $address = $null
    if ([Net.IPAddress]::TryParse($Name, [ref]$address)) { return $true }
    (New-Pattern -Expression '\A[\p{L}\p{N}_][\p{L}\p{N}_-]{0,62}(?:\.[\p{L}\p{N}_-]{1,63})*\z').IsMatch($Name)
}

function ConvertTo-ProbeEntry {
    # A host to reach, and what is known of it so far. A target that cannot be one is not tried, and says why.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$HostName,
        [Parameter(Mandatory = $true)][long]$Port,
        [bool]$Tls = $false,
        [Collections.IDictionary]$Proxy = $null
    )
    $target = @{ host = $HostName; port = $Port; tls = $Tls; proxyHost = ''; proxyPort = 0 }
    if ($null -ne $Proxy) { $target.proxyHost = [string]$Proxy.host; $target.proxyPort = $Proxy.port }
    $entry = @{ target = $target; probe = $null; problem = '' }
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

function Open-ProbeEntry {
    # Starts a probe; one that cannot even begin has said why.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Entry, [Parameter(Mandatory = $true)][scriptblock]$Start)
    if ($Entry.problem -ne '') { return }
    try { $Entry.probe = & $Start }
    catch { $Entry.problem = Get-ErrorReason -Exception $_.Exception.GetBaseException() }
}

function Wait-ProbeEntry {
    # Drives probes side by side until each has ended or its time is up. All are on their way before this begins.
    param([Parameter(Mandatory = $true)][AllowEmptyCollection()][object[]]$Entry, [Parameter(Mandatory = $true)][int]$TimeoutMs)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $count = @($Entry).Length
    $reported = -1
    while ($true) {
        $open = @(foreach ($one in $Entry) { if ($null -ne $one.probe -and $null -ne $one.probe.task) { $one.probe } })
        $ended = $count - $open.Length
        if ($ended -ne $reported) {
            $reported = $ended
            if ($count -gt 0) {
                Write-ProgressEvent -Code 'probes' -Params @{
                    ended = $ended
                    count = $count
                } -Percent ([int](100 * $ended / $count))
            }
        }
        if ($open.Length -eq 0) { return }
        $left = $TimeoutMs - [int]$watch.ElapsedMilliseconds
        if ($left -le 0) {
            foreach ($probe in $open) {
                $probe.facts[$probe.phase] = @{
                    value = @{ outcome = 'timedOut'; ms = [int]$probe.watch.ElapsedMilliseconds; message = '' }
                }
                Close-Probe -Probe $probe
            }
            continue
        }
        $tasks = [Threading.Tasks.Task[]]@(foreach ($probe in $open) { $probe.task })
        $null = [Threading.Tasks.Task]::WaitAny($tasks, $left)
        foreach ($probe in $open) { if ($probe.task.IsCompleted) { Resume-Probe -Probe $probe } }
    }
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

function Get-CloudSyncNetworkFact {
    <#
    .SYNOPSIS
    Reaches every host and every port of the domain controllers at the same time, and tells each phase: name, connection, proxy,
    TLS.
    .PARAMETER Hosts
    The hosts to reach: a table with host, port and tls for each.
    .PARAMETER DomainControllers
    Names of the domain controllers to reach.
    .PARAMETER DcPorts
    The ports of each domain controller to reach.
    .PARAMETER Proxy
    The proxy through which the hosts are tried as well, with host and port; $null for none.
    .PARAMETER TimeoutMs
    Milliseconds until a probe that has not ended counts as timed out.
    .OUTPUTS
    CloudSync.NetworkFact
    .EXAMPLE
    $hosts = @(@{ host = 'login.microsoftonline.com'; port = 443; tls = $true })
    Get-CloudSyncNetworkFact -Hosts $hosts -DomainControllers @() -DcPorts @() -Proxy $null -TimeoutMs 5000
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.NetworkFact')]
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][object[]]$Hosts,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][string[]]$DomainControllers,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][long[]]$DcPorts,
        # The proxy to try as well; null for none.
        [AllowNull()][Collections.IDictionary]$Proxy,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $direct = @(foreach ($one in $Hosts) { ConvertTo-ProbeEntry -HostName $one.host -Port $one.port -Tls $one.tls })
    $proxied = @(if ($null -ne $Proxy) {
        foreach ($one in $Hosts) { ConvertTo-ProbeEntry -HostName $one.host -Port $one.port -Tls $one.tls -Proxy $Proxy }
    })
    $controllers = @(foreach ($name in $DomainControllers) {
        foreach ($port in $DcPorts) { ConvertTo-ProbeEntry -HostName $name -Port $port }
    })
    $names = @{}
    foreach ($one in $Hosts) { $names[[string]$one.host] = $true }
    $aliases = @(foreach ($name in $names.Keys) { ConvertTo-ProbeEntry -HostName $name -Port 53 })
    $all = $direct + $proxied + $controllers + $aliases
    # .NET Framework looks names up on threads of its pool, which grows by one or two a second: have them ready.
    $workers = 0
    $others = 0
    [Threading.ThreadPool]::GetMinThreads([ref]$workers, [ref]$others)
    $null = [Threading.ThreadPool]::SetMinThreads([Math]::Max($workers, [Math]::Min(200, $all.Length + 8)), $others)
    $lookups = @{}
    foreach ($entry in ($direct + $proxied + $controllers)) {
        Open-ProbeEntry -Entry $entry -Start { Open-HostProbe -Target $entry.target -Lookups $lookups }
    }
    foreach ($entry in $aliases) { Open-ProbeEntry -Entry $entry -Start { Open-DnsProbe -Name $entry.target.host -Type 'A' } }
    Wait-ProbeEntry -Entry $all -TimeoutMs $TimeoutMs
    ConvertTo-OutputObject -Type 'NetworkFact' -Values ([ordered]@{
        hosts             = @(foreach ($entry in $direct) { Get-ProbeResult -Entry $entry })
        throughProxy      = @(foreach ($entry in $proxied) { Get-ProbeResult -Entry $entry })
        domainControllers = @(foreach ($entry in $controllers) { Get-ProbeResult -Entry $entry })
        aliases           = @(foreach ($entry in $aliases) {
                $answer = Get-DnsResult -Entry $entry
                if ($answer.ContainsKey('value')) {
                    $answer = @{ value = @{ names = [string[]]$answer.value.names; complete = $answer.value.complete } }
                }
                @{ host = $entry.target.host; chain = $answer }
            })
        })
}

function Get-CloudSyncDomainControllerFact {
    <#
    .SYNOPSIS
    Reads which domain controllers the server's domain has, as Windows itself finds them: by their service records in DNS.
    .OUTPUTS
    CloudSync.DomainControllerFact
    .EXAMPLE
    (Get-CloudSyncDomainControllerFact).names
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.DomainControllerFact')]
    param()
    ConvertTo-OutputObject -Type 'DomainControllerFact' -Values ([ordered]@{
        names = Get-Fact -Read {
            $computer = Get-ComputerState
            if (-not $computer.joined) { return , [string[]]@() }
            $entry = ConvertTo-ProbeEntry -HostName ('_ldap._tcp.dc._msdcs.' + $computer.domain) -Port 53
            Open-ProbeEntry -Entry $entry -Start { Open-DnsProbe -Name $entry.target.host -Type 'SRV' }
            Wait-ProbeEntry -Entry @($entry) -TimeoutMs 5000
            $answer = Get-DnsResult -Entry $entry
            if ($answer.ContainsKey('unread')) { throw (ConvertTo-ReasonError -Reason $answer.unread) }
            if ($answer.value.code -ne 0) {
                throw (ConvertTo-CodedError -Code 'Dns.controllers' -Params @{
                    domain = $computer.domain
                    code   = $answer.value.code
                })
            }
            , [string[]]$answer.value.targets
        }
        })
}

function Select-ServiceHost {
    # Hosts of the cloud service that a text names, each once, in lower case, at most ten.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    $found = New-Object 'Collections.Generic.SortedSet[string]'
    foreach ($match in (New-Pattern -Expression $script:ServiceHosts -IgnoreCase).Matches($Text)) {
        $null = $found.Add($match.Value.ToLowerInvariant())
    }
    $left = 10
    foreach ($name in $found) { if ($left -gt 0 -and (Test-HostName -Name $name)) { $left--; $name } }
}

function Get-CloudSyncAgentHost {
    <#
    .SYNOPSIS
    Reads which hosts of the cloud service the installed agent names in its event channel and its newest trace, at most ten.
    .OUTPUTS
    CloudSync.AgentHost
    .EXAMPLE
    (Get-CloudSyncAgentHost).names
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.AgentHost')]
    param()
    ConvertTo-OutputObject -Type 'AgentHost' -Values ([ordered]@{
        names = Get-Fact -Read {
            if ($null -eq (Get-ServiceState -Name $script:AgentService)) { return , [string[]]@() }
            $channel = Get-Fact -Read {
                $events = @(Get-EventList -Log $script:AgentChannel -Since ([DateTime]::UtcNow.AddHours(-24)) -Newest 200)
                @(foreach ($one in $events) { $one.text }) -join "`n"
            }
            $trace = Get-Fact -Read {
                $file = Get-AgentTrace
                if ($null -eq $file) {
                    ''
                }
                else {
                    Read-LogEnd -Path ([IO.Path]::Combine((Get-FolderPath -Name 'Trace'), $file.name)) -Bytes 262144
                }
            }
            # One of the two is enough.
            if ($channel.ContainsKey('unread') -and $trace.ContainsKey('unread')) {
                throw (ConvertTo-ReasonError -Reason $channel.unread)
            }
            $text = @(foreach ($one in @($channel, $trace)) { if ($one.ContainsKey('value')) { $one.value } }) -join "`n"
            , [string[]]@(Select-ServiceHost -Text $text)
        }
        })
}

# Names below those that the agent's prerequisites publish with a wildcard, by cloud.
$script:ServiceHosts = '(?<![a-z0-9._-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:servicebus\.(?:windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)|msappproxy\.(?:net|us|cn)|cloudwebappproxy\.net)(?![a-z0-9_-]|\.[a-z0-9])'
