# From the name of a domain to a controller on which somebody is bound.

function Find-DirectoryHost {
    # The names of controllers to try, the best first: the one that was named; else those that the domain has in DNS, of this
    # server's own site before the others (MS-ADTS 6.3.2.3, SRV records).
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Target, [Parameter(Mandatory = $true)][int]$TimeoutMs)
    $named = [string]$Target['controller']
    if ($named -ne '') {
        if (Test-HostName -Name $named) { return $named }
        throw (ConvertTo-CodedError -Code 'Directory.noHost' -Params @{ name = $named })
    }
    $domain = [string]$Target['domain']
    if (-not (Test-HostName -Name $domain)) { throw (ConvertTo-CodedError -Code 'Directory.noHost' -Params @{ name = $domain }) }
    $kind = if ($Target['catalog']) { 'gc' } else { 'dc' }
    $questions = @('_ldap._tcp.' + $kind + '._msdcs.' + $domain)
    $site = Get-Fact -Read {
        Get-RegistryText -Path 'SYSTEM\CurrentControlSet\Services\Netlogon\Parameters' -Name 'DynamicSiteName'
    }
    if ($site.ContainsKey('value') -and $null -ne $site.value -and (Test-HostName -Name $site.value)) {
        $questions = @('_ldap._tcp.' + $site.value + '._sites.' + $kind + '._msdcs.' + $domain) + $questions
    }
    $code = 0
    foreach ($question in $questions) {
        $answer = Read-ServiceRecord -Name $question -TimeoutMs $TimeoutMs
        $code = $answer.code
        if ($answer.targets.Length -gt 0) { return $answer.targets }
    }
    throw (ConvertTo-CodedError -Code 'Dns.controllers' -Params @{ domain = $domain; code = $code })
}

function Read-ServiceRecord {
    # What DNS answers to a question for service records, waited for here.
    param([Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][int]$TimeoutMs)
    $entry = ConvertTo-ProbeEntry -HostName $Name -Port 53
    Open-ProbeEntry -Entry $entry -Start { Open-DnsProbe -Name $entry.target.host -Type 'SRV' }
    $wait = @{ entry = @($entry); timeoutMs = $TimeoutMs; reported = @{ ended = -1 } }
    while ((Step-ProbeEntry -Entry $wait.entry -TimeoutMs $TimeoutMs -Reported $wait.reported) -gt 0) {
        Wait-ProbeTask -Wait $wait
    }
    $answer = Get-DnsResult -Entry $entry
    if ($answer.ContainsKey('unread')) { throw (ConvertTo-ReasonError -Reason $answer.unread) }
    $answer.value
}

function Get-DirectoryPort {
    # Of a domain's own part and of the global catalog, in the clear at first and within TLS.
    # https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Target)
    if ($Target['security'] -eq 'ldaps') { if ($Target['catalog']) { return 3269 } else { return 636 } }
    if ($Target['catalog']) { return 3268 }
    389
}

function Open-Directory {
    # Binds to a controller of the target: connection, root, which is RootDSE, and bind, which is told; or failure. The account is
    # an object here and below: where a parameter is a credential, PowerShell asks for one instead of taking none.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Target,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Account
    )
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $limit = [int]$Target['timeoutMs']
    if (-not (Test-SameText -Text $Target['security'] -As $script:DirectorySecurities -CaseSensitive)) {
        throw (ConvertTo-CodedError -Code 'BadRequest.security' -Params @{ security = $Target['security'] })
    }
    # A bind with a name and without a password is one of nobody, and succeeds (RFC 4513 5.1.2).
    if ($null -ne $Account -and $Account.Password.Length -eq 0) {
        $empty = ConvertTo-CodedError -Code 'Directory.empty'
        return @{ failure = ConvertTo-DirectoryFailure -Stage 'bind' -Exception $empty.Exception }
    }
    try { $hosts = @(Find-DirectoryHost -Target $Target -TimeoutMs $limit) }
    catch { return @{ failure = ConvertTo-DirectoryFailure -Stage 'lookup' -Exception $_.Exception } }
    $failure = $null
    # One that is down is not the domain: the next may answer.
    $tries = [Math]::Min(3, $hosts.Length)
    for ($at = 0; $at -lt $tries; $at++) {
        $left = $limit - [int]$clock.ElapsedMilliseconds
        if ($left -le 0 -and $null -ne $failure) { break }
        $way = @{ host = $hosts[$at]; port = Get-DirectoryPort -Target $Target; security = [string]$Target['security'] }
        $opened = Open-ControllerWay -Way $way -Account $Account -TimeoutMs ([int][Math]::Max(1, $left / ($tries - $at)))
        if ($null -eq $opened.failure) { return $opened }
        $failure = $opened.failure
        if (-not (Test-SameText -Text $failure.stage -As 'lookup', 'connect')) { break }
    }
    @{ failure = $failure }
}

function Open-ControllerWay {
    # Binds to one controller. Way: host, port and security. An answer as Open-Directory has it.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Way,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Account,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $doing = @{ stage = 'connect' }
    $opened = $null
    try {
        $how = @{ HostName = $Way.host; Port = $Way.port; Security = $Way.security; Account = $Account; TimeoutMs = $TimeoutMs }
        $opened = Open-DirectoryConnection @how -Doing $doing
        $bindMs = [int]$clock.ElapsedMilliseconds
        $left = [Math]::Max(1000, $TimeoutMs - $bindMs)
        $doing.stage = 'search'
        $root = Read-RootDse -Connection $opened.connection -TimeoutMs $left
        $computer = Get-Fact -Read { (Get-ComputerState).name }
        $called = [string]$root['dnsHostName']
        @{
            failure    = $null
            connection = $opened.connection
            root       = $root
            bind       = @{
                view       = 'server'
                computer   = if ($computer.ContainsKey('value')) { [string]$computer.value } else { [Environment]::MachineName }
                controller = if ($called -ne '') { $called } else { $Way.host }
                security   = $Way.security
                bindMs     = $bindMs
            }
        }
    }
    catch {
        Close-Directory -Opened $opened
        if (Test-SameText -Text $doing.stage -As 'connect', 'secure') {
            return @{ failure = Get-OpeningFailure -Way $Way -Stage $doing.stage -Exception $_.Exception }
        }
        @{ failure = ConvertTo-DirectoryFailure -Stage $doing.stage -Exception $_.Exception }
    }
}

function Close-Directory {
    # Ends a connection, where there is one.
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Opened)
    if ($null -ne $Opened -and $null -ne $Opened['connection']) { $Opened.connection.Dispose() }
}

function Read-RootDse {
    # What a controller says of itself: its name and its naming contexts, each as one text.
    param(
        [Parameter(Mandatory = $true)][object]$Connection,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $names = @($script:NamingContexts.Values) + 'dnsHostName'
    $search = @{ Base = ''; Scope = 'base'; Filter = '(objectClass=*)'; Attributes = $names }
    $answer = Send-DirectorySearch -Connection $Connection @search -TimeoutMs $TimeoutMs
    $root = @{}
    foreach ($entry in $answer.Entries) {
        foreach ($short in $script:NamingContexts.Keys) {
            $root[$short] = [string](@(Read-EntryText -Entry $entry -Name $script:NamingContexts[$short]) -join '')
        }
        $root['dnsHostName'] = [string](@(Read-EntryText -Entry $entry -Name 'dnsHostName') -join '')
    }
    $root
}

# How what is sent is kept from others; no other way is known. src/setup/operations/directory.ts has the same.
$script:DirectorySecurities = @('negotiate', 'ldaps', 'startTls')
