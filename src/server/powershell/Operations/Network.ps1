# The way out, as this server sees it: every probe runs at the same time, so that all of them take as long as the slowest.

function Get-CloudSyncNetworkFact {
    <#
    .SYNOPSIS
    Reaches every host at the same time, and tells each phase: name, connection, proxy, TLS.
    .PARAMETER Hosts
    The hosts to reach: a table with host, port and tls for each.
    .PARAMETER Proxy
    The proxy through which the hosts are tried as well, with host and port; $null for none.
    .PARAMETER TimeoutMs
    Milliseconds until a probe that has not ended counts as timed out. Each has them for itself.
    .OUTPUTS
    CloudSync.NetworkFact
    .EXAMPLE
    $hosts = @(@{ host = 'login.microsoftonline.com'; port = 443; tls = $true })
    Get-CloudSyncNetworkFact -Hosts $hosts -Proxy $null -TimeoutMs 5000
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.NetworkFact')]
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][object[]]$Hosts,
        # The proxy to try as well; null for none.
        [AllowNull()][Collections.IDictionary]$Proxy,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $direct = @(foreach ($one in $Hosts) { ConvertTo-ProbeEntry -HostName $one.host -Port $one.port -Tls $one.tls })
    $proxied = @(if ($null -ne $Proxy) {
        foreach ($one in $Hosts) { ConvertTo-ProbeEntry -HostName $one.host -Port $one.port -Tls $one.tls -Proxy $Proxy }
    })
    $names = @{}
    foreach ($one in $Hosts) { $names[[string]$one.host] = $true }
    $aliases = @(foreach ($name in $names.Keys) { ConvertTo-ProbeEntry -HostName $name -Port 53 })
    Open-HostEntry -Entry ($direct + $proxied)
    foreach ($entry in $aliases) { Open-ProbeEntry -Entry $entry -Start { Open-DnsProbe -Name $entry.target.host -Type 'A' } }
    $of = @{ direct = $direct; proxied = $proxied; aliases = $aliases }
    Complete-ProbeEntry -Entry ($direct + $proxied + $aliases) -TimeoutMs $TimeoutMs -Of $of -Then {
        param($Of)
        ConvertTo-OutputObject -Type 'NetworkFact' -Values ([ordered]@{
            hosts        = @(foreach ($entry in $Of.direct) { Get-ProbeResult -Entry $entry })
            throughProxy = @(foreach ($entry in $Of.proxied) { Get-ProbeResult -Entry $entry })
            aliases      = @(foreach ($entry in $Of.aliases) {
                    $answer = Get-DnsResult -Entry $entry
                    if ($answer.ContainsKey('value')) {
                        $answer = @{ value = @{ names = [string[]]$answer.value.names; complete = $answer.value.complete } }
                    }
                    @{ host = $entry.target.host; chain = $answer }
                })
            })
    }
}

function Get-CloudSyncControllerPortFact {
    <#
    .SYNOPSIS
    Reaches every port of the domain controllers at the same time, and tells each phase: name, connection.
    .PARAMETER DomainControllers
    Names of the domain controllers to reach.
    .PARAMETER Ports
    The ports of each domain controller to reach.
    .PARAMETER TimeoutMs
    Milliseconds until a probe that has not ended counts as timed out. Each has them for itself.
    .OUTPUTS
    CloudSync.ControllerPortFact
    .EXAMPLE
    Get-CloudSyncControllerPortFact -DomainControllers 'dc1.contoso.com' -Ports 88, 389 -TimeoutMs 5000
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.ControllerPortFact')]
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][string[]]$DomainControllers,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][long[]]$Ports,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $controllers = @(foreach ($name in $DomainControllers) {
        foreach ($port in $Ports) { ConvertTo-ProbeEntry -HostName $name -Port $port }
    })
    Open-HostEntry -Entry $controllers
    Complete-ProbeEntry -Entry $controllers -TimeoutMs $TimeoutMs -Of @{ controllers = $controllers } -Then {
        param($Of)
        ConvertTo-OutputObject -Type 'ControllerPortFact' -Values ([ordered]@{
            domainControllers = @(foreach ($entry in $Of.controllers) { Get-ProbeResult -Entry $entry })
            })
    }
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
    $computer = Get-Fact -Read { Get-ComputerState }
    $asked = @(if ($computer.ContainsKey('value') -and $computer.value.joined) {
        $entry = ConvertTo-ProbeEntry -HostName ('_ldap._tcp.dc._msdcs.' + $computer.value.domain) -Port 53
        Open-ProbeEntry -Entry $entry -Start { Open-DnsProbe -Name $entry.target.host -Type 'SRV' }
        $entry
    })
    Complete-ProbeEntry -Entry $asked -TimeoutMs 5000 -Of @{ computer = $computer; asked = $asked } -Then {
        param($Of)
        ConvertTo-OutputObject -Type 'DomainControllerFact' -Values ([ordered]@{
            names = Get-Fact -Read {
                if ($Of.computer.ContainsKey('unread')) { throw (ConvertTo-ReasonError -Reason $Of.computer.unread) }
                if ($Of.asked.Length -eq 0) { return , [string[]]@() }
                $answer = Get-DnsResult -Entry $Of.asked[0]
                if ($answer.ContainsKey('unread')) { throw (ConvertTo-ReasonError -Reason $answer.unread) }
                if ($answer.value.code -ne 0) {
                    throw (ConvertTo-CodedError -Code 'Dns.controllers' -Params @{
                        domain = $Of.computer.value.domain
                        code   = $answer.value.code
                    })
                }
                , [string[]]$answer.value.targets
            }
            })
    }
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
