# To a controller on which somebody is bound. A password is sent once: each time counts for the lock-out of its account.

function Get-DirectoryPort {
    # Of a domain's own part and of the global catalog, in the clear at first and within TLS.
    # https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements
    param([Parameter(Mandatory = $true)][string]$Security, [Parameter(Mandatory = $true)][bool]$Catalog)
    if ($Security -eq 'ldaps') { if ($Catalog) { return 3269 } else { return 636 } }
    if ($Catalog) { return 3268 }
    389
}

function Open-Directory {
    # Binds to a controller of the target: connection, root, which is RootDSE, and bind, which is told; or failure. Named ones
    # first, then those of DNS. The account is an object here and below: where a parameter is a credential, PowerShell asks for
    # one instead of taking none.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Target,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Account
    )
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $limit = [int]$Target['timeoutMs']
    $wanted = $Target['security']
    if ($null -ne $wanted -and -not (Test-SameText -Text $wanted -As $script:DirectorySecurities -CaseSensitive)) {
        throw (ConvertTo-CodedError -Code 'BadRequest.security' -Params @{ security = $wanted })
    }
    # A bind with a name and without a password is one of nobody, and succeeds (RFC 4513 5.1.2).
    if ($null -ne $Account -and $Account.Password.Length -eq 0) {
        $empty = ConvertTo-CodedError -Code 'Directory.empty'
        return @{ failure = ConvertTo-DirectoryFailure -Stage 'bind' -Exception $empty.Exception }
    }
    $opened = $null
    try {
        $hosts = @(Get-WantedHost -Target $Target)
        $isOne = [string]$Target['controller'] -ne ''
        if ($hosts.Length -gt 0) {
            # The other half is for the domain's others.
            $part = if ($isOne) { $limit } else { [int]($limit / 2) }
            $opened = Open-AnyController -Hosts $hosts -Target $Target -Account $Account -TimeoutMs $part
            if ($isOne -or $null -eq $opened.failure -or -not (Test-AnotherWay -Failure $opened.failure)) { return $opened }
        }
        $left = [Math]::Max(1, $limit - [int]$clock.ElapsedMilliseconds)
        $found = @(Find-DirectoryHost -Target $Target -TimeoutMs $left)
        $others = @(foreach ($one in $found) { if ($hosts.Length -eq 0 -or -not (Test-SameText -Text $one -As $hosts)) { $one } })
    }
    catch { return @{ failure = ConvertTo-DirectoryFailure -Stage 'lookup' -Exception $_.Exception } }
    if ($others.Length -eq 0) { return $opened }
    $most = $script:MostTries - $hosts.Length
    if ($others.Length -gt $most) { $others = @($others[0..($most - 1)]) }
    $left = [Math]::Max(1, $limit - [int]$clock.ElapsedMilliseconds)
    Open-AnyController -Hosts $others -Target $Target -Account $Account -TimeoutMs $left
}

function Test-AnotherWay {
    # Whether something else may be tried: no password was sent, and it is not a certificate that is not accepted, which is for a
    # person to look at.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Failure)
    if (-not (Test-SameText -Text $Failure.stage -As 'lookup', 'connect', 'secure')) { return $false }
    $Failure.reason -ne 'certificate'
}

function Open-AnyController {
    # Binds to the first of some controllers that takes a connection: one that is down is not the domain. An answer as
    # Open-Directory has it.
    param(
        [Parameter(Mandatory = $true)][string[]]$Hosts,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Target,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Account,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $how = @{ Security = $Target['security']; Catalog = [bool]$Target['catalog']; Account = $Account }
    $opened = $null
    for ($at = 0; $at -lt $Hosts.Length; $at++) {
        $left = $TimeoutMs - [int]$clock.ElapsedMilliseconds
        if ($left -le 0 -and $null -ne $opened) { break }
        $opened = Open-Controller @how -Name $Hosts[$at] -TimeoutMs ([int][Math]::Max(1, $left / ($Hosts.Length - $at)))
        if ($null -eq $opened.failure -or -not (Test-AnotherWay -Failure $opened.failure)) { break }
    }
    $opened
}

function Open-Controller {
    # Binds to one controller, in the way that is wanted; else signed and sealed, and where that cannot be done here, within TLS.
    # An answer as Open-Directory has it.
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Security,
        [Parameter(Mandatory = $true)][bool]$Catalog,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Account,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $ways = @(if ($null -ne $Security) { [string]$Security } else { $script:DirectorySecurities })
    $opened = $null
    for ($at = 0; $at -lt $ways.Length; $at++) {
        $left = [Math]::Max(1, $TimeoutMs - [int]$clock.ElapsedMilliseconds)
        # What cannot be done here takes no time: of the others each has its part.
        $part = if ($ways[$at] -eq 'negotiate') { 1 } else { $ways.Length - $at }
        $way = @{ host = $Name; port = Get-DirectoryPort -Security $ways[$at] -Catalog $Catalog; security = $ways[$at] }
        $opened = Open-ControllerWay -Way $way -Account $Account -TimeoutMs ([int][Math]::Max(1, $left / $part))
        if ($null -eq $opened.failure -or -not (Test-AnotherWay -Failure $opened.failure)) { break }
        if ($ways[$at] -eq 'negotiate' -and $opened.failure.reason -ne 'notPossible') { break }
    }
    $opened
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
    if ($null -ne $Opened -and $null -ne $Opened['connection']) { $Opened.connection.ldap.Dispose() }
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

# How what is sent is kept from others, the first first; no other way is known. src/setup/operations/directory.ts has the same.
$script:DirectorySecurities = @('negotiate', 'ldaps', 'startTls')
# So many controllers of a domain are tried, one after the other.
$script:MostTries = 3
