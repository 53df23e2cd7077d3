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
    Milliseconds from the beginning until a probe that has not ended counts as timed out; what is asked late has half of them.
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
    Open-HostEntry -Entry ($direct + $proxied) -TimeoutMs $TimeoutMs
    foreach ($entry in $aliases) {
        Open-ProbeEntry -Entry $entry -TimeoutMs $TimeoutMs -Start { Open-DnsProbe -Name $entry.target.host -Type 'A' }
    }
    $of = @{ direct = $direct; proxied = $proxied; aliases = $aliases }
    Complete-ProbeEntry -Entry ($direct + $proxied + $aliases) -Of $of -Then {
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

function Get-CloudSyncControllerFact {
    <#
    .SYNOPSIS
    Reaches every port of the domain controllers at the same time, and asks each over LDAP what it says of itself (RootDSE).
    .DESCRIPTION
    Each phase of each port is told: name, connection. On port 389, where it is among the ports, the directory is asked without
    signing in, several times over one connection.
    .PARAMETER DomainControllers
    Names of the domain controllers to reach.
    .PARAMETER Ports
    The ports of each domain controller to reach.
    .PARAMETER Reads
    How often each directory is asked: the first answer is told as a whole, and of each how long it took.
    .PARAMETER TimeoutMs
    Milliseconds from the beginning until a probe that has not ended counts as timed out; what is asked late has half of them.
    .OUTPUTS
    CloudSync.ControllerFact
    .EXAMPLE
    Get-CloudSyncControllerFact -DomainControllers 'dc1.contoso.com' -Ports 88, 389 -Reads 5 -TimeoutMs 5000
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.ControllerFact')]
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][string[]]$DomainControllers,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][long[]]$Ports,
        [Parameter(Mandatory = $true)][ValidateRange(1, 100)][int]$Reads,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $controllers = @(foreach ($name in $DomainControllers) {
        foreach ($port in $Ports) {
            $asked = if ($port -in $script:LdapPorts) { $Reads } else { 0 }
            ConvertTo-ProbeEntry -HostName $name -Port $port -Reads $asked
        }
    })
    Open-HostEntry -Entry $controllers -TimeoutMs $TimeoutMs
    Complete-ProbeEntry -Entry $controllers -Of @{ controllers = $controllers } -Then {
        param($Of)
        ConvertTo-OutputObject -Type 'ControllerFact' -Values ([ordered]@{
            ports       = @(foreach ($entry in $Of.controllers) { Get-ProbeResult -Entry $entry })
            directories = @(foreach ($entry in $Of.controllers) {
                    if ($entry.target.reads -gt 0) { Get-RootDseResult -Entry $entry }
                })
            })
    }
}

function Get-SiteName {
    # The site of this computer: the one that a policy or an administrator set; where none is, the one that Net Logon found
    # (Microsoft, "SiteName" and "DynamicSiteName" of Netlogon\Parameters; policy "Specify site name"). $null where there is none.
    param()
    $service = 'SYSTEM\CurrentControlSet\Services\Netlogon\Parameters'
    $policy = 'SOFTWARE\Policies\Microsoft\Netlogon\Parameters'
    foreach ($place in @(@($policy, 'SiteName'), @($service, 'SiteName'), @($service, 'DynamicSiteName'))) {
        $name = Get-RegistryText -Path $place[0] -Name $place[1]
        if (-not [string]::IsNullOrEmpty($name)) { return $name }
    }
    $null
}

function Open-ControllerQuestion {
    # Asks DNS which domain controllers a domain has, all of them or those of a site.
    param([Parameter(Mandatory = $true)][string]$Domain, [AllowEmptyString()][string]$Site = '')
    $below = if ($Site -eq '') { '' } else { $Site + '._sites.' }
    $entry = ConvertTo-ProbeEntry -HostName ('_ldap._tcp.' + $below + 'dc._msdcs.' + $Domain) -Port 53
    Open-ProbeEntry -Entry $entry -TimeoutMs 5000 -Start { Open-DnsProbe -Name $entry.target.host -Type 'SRV' }
    $entry
}

function Get-ControllerName {
    # Who DNS names. A name that it does not know is none of a site, and an error for a whole domain.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Entry,
        [Parameter(Mandatory = $true)][string]$Domain,
        [switch]$MayBeNone
    )
    $answer = Get-DnsResult -Entry $Entry
    if ($answer.ContainsKey('unread')) { throw (ConvertTo-ReasonError -Reason $answer.unread) }
    # The name is not there (RFC 1035 4.1.1).
    if ($MayBeNone -and $answer.value.code -eq 3) { return , [string[]]@() }
    if ($answer.value.code -ne 0) {
        throw (ConvertTo-CodedError -Code 'Dns.controllers' -Params @{ domain = $Domain; code = $answer.value.code })
    }
    , [string[]]$answer.value.targets
}

function Get-CloudSyncDomainControllerFact {
    <#
    .SYNOPSIS
    Reads which domain controllers the server's domain has, and which of them its own site, as Windows itself finds them: by their
    service records in DNS.
    .OUTPUTS
    CloudSync.DomainControllerFact
    .EXAMPLE
    (Get-CloudSyncDomainControllerFact).names
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.DomainControllerFact')]
    param()
    $of = @{ computer = Get-Fact -Read { Get-ComputerState }; site = Get-Fact -Read { Get-SiteName }; all = $null; near = $null }
    if ($of.computer.ContainsKey('value') -and $of.computer.value.joined) {
        $of.all = Open-ControllerQuestion -Domain $of.computer.value.domain
        if ($of.site.ContainsKey('value') -and $null -ne $of.site.value) {
            $of.near = Open-ControllerQuestion -Domain $of.computer.value.domain -Site $of.site.value
        }
    }
    $asked = @(foreach ($entry in @($of.all, $of.near)) { if ($null -ne $entry) { $entry } })
    Complete-ProbeEntry -Entry $asked -Of $of -Then {
        param($Of)
        ConvertTo-OutputObject -Type 'DomainControllerFact' -Values ([ordered]@{
            names  = Get-Fact -Read {
                if ($Of.computer.ContainsKey('unread')) { throw (ConvertTo-ReasonError -Reason $Of.computer.unread) }
                if ($null -eq $Of.all) { return , [string[]]@() }
                Get-ControllerName -Entry $Of.all -Domain $Of.computer.value.domain
            }
            site   = $Of.site
            inSite = Get-Fact -Read {
                foreach ($fact in @($Of.computer, $Of.site)) {
                    if ($fact.ContainsKey('unread')) { throw (ConvertTo-ReasonError -Reason $fact.unread) }
                }
                if ($null -eq $Of.near) { return , [string[]]@() }
                Get-ControllerName -Entry $Of.near -Domain $Of.computer.value.domain -MayBeNone
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
