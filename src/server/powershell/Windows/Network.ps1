# What reaches into the network: names, sockets, TLS.

function Get-CertificateRecorder {
    # A validation callback that notes what it is shown and accepts it, or with Refuse does not: what is wrong with a certificate
    # is for others to judge. A compiled expression, because .NET calls it on threads on which no script block can run.
    param([Parameter(Mandatory = $true)][AllowNull()][object[]]$Seen, [switch]$Refuse)
    $make = [Linq.Expressions.Expression]
    $from = $make::Parameter([object])
    $certificate = $make::Parameter([Security.Cryptography.X509Certificates.X509Certificate])
    $chain = $make::Parameter([Security.Cryptography.X509Certificates.X509Chain])
    $errors = $make::Parameter([Net.Security.SslPolicyErrors])
    $elements = $make::Property($chain, 'ChainElements')
    $count = $make::Property($elements, 'Count')
    $last = $make::Property($elements, 'Item', [Linq.Expressions.Expression[]]@($make::Subtract($count, $make::Constant(1))))
    $root = $make::Property($make::Property($last, 'Certificate'), 'Subject')
    $hasRoot = $make::AndAlso($make::NotEqual($chain, $make::Constant($null, $chain.Type)),
        $make::GreaterThan($count, $make::Constant(0)))
    $note = {
        param($At, $What)
        $make::Assign($make::ArrayAccess($make::Constant($Seen), [Linq.Expressions.Expression[]]@($make::Constant($At))),
            $make::Convert($What, [object]))
    }
    $body = $make::Block([Linq.Expressions.Expression[]]@(
            (& $note 0 ($make::Call($certificate, $certificate.Type.GetMethod('GetRawCertData')))),
            (& $note 1 ($make::Condition($hasRoot, $root, $make::Constant('')))),
            (& $note 2 $errors),
            $make::Constant(-not $Refuse)))
    $make::Lambda([Net.Security.RemoteCertificateValidationCallback], $body,
        [Linq.Expressions.ParameterExpression[]]@($from, $certificate, $chain, $errors)).Compile()
}

function Enter-ProbePhase {
    # Begins a phase: its name, and the task it waits for.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Probe,
        [Parameter(Mandatory = $true)][string]$Phase,
        [Parameter(Mandatory = $true)][Threading.Tasks.Task]$Task
    )
    $Probe.phase = $Phase
    $Probe.task = $Task
}

function Get-TaskClock {
    # A clock that stops when a task ends, whatever else is done meanwhile and whoever looks when: a new one, or one that runs.
    param([Parameter(Mandatory = $true)][Threading.Tasks.Task]$Task, [AllowNull()][Diagnostics.Stopwatch]$Clock = $null)
    if ($null -eq $Clock) { $Clock = [Diagnostics.Stopwatch]::StartNew() }
    $Task.GetAwaiter().OnCompleted([Delegate]::CreateDelegate([Action], $Clock, 'Stop'))
    $Clock
}

function Open-HostProbe {
    # Begins to reach a host: its name, a connection, a proxy's consent where there is one, TLS; or, without a proxy, what a
    # directory says of itself. Target: host, port, tls, proxyHost and proxyPort (empty and 0 for none), and as reads how often
    # a directory is asked. Lookups is shared by the probes of one run, so that each name is asked once.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Target,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Lookups
    )
    $name = [string]$Target.host
    if ($Target.proxyHost -ne '') { $name = [string]$Target.proxyHost }
    if (-not $Lookups.Contains($name)) { $Lookups[$name] = [Net.Dns]::GetHostAddressesAsync($name) }
    $probe = ConvertTo-Probe -Own @{ target = $Target; text = ''; seen = $null; directory = $null; clock = $null }
    Enter-ProbePhase -Probe $probe -Phase 'lookup' -Task $Lookups[$name]
    $probe
}

function Close-Probe {
    # Ends a probe, whatever it is doing, and lets go of its connections.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe)
    $Probe.task = $null
    foreach ($one in $Probe.open) { try { $one.Close() } catch { $null = $_ } }
    $Probe.open.Clear()
}

function Resume-Probe {
    # Notes how the phase whose task has ended went, and how long it took, and begins the next one; without a task the probe has
    # ended.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe, [Parameter(Mandatory = $true)][int]$Ms)
    try {
        if ($Probe.task.IsFaulted) { throw $Probe.task.Exception.GetBaseException() }
        if ($Probe.task.IsCanceled) { throw (ConvertTo-CodedError -Code 'Probe.cancelled') }
        switch ($Probe.phase) {
            'answer' { Complete-DnsTry -Probe $Probe }
            'lookup' { Complete-Lookup -Probe $Probe -Ms $Ms }
            'connect' { Complete-Connection -Probe $Probe -Ms $Ms }
            'tunnel' { Complete-Tunnel -Probe $Probe -Ms $Ms }
            'tls' { Complete-Handshake -Probe $Probe -Ms $Ms }
            default { Complete-RootDse -Probe $Probe -Ms $Ms }
        }
    }
    catch {
        $failure = Get-ProbeOutcome -Exception $_.Exception
        $Probe.facts[$Probe.phase] = @{ value = $failure + @{ ms = $Ms } }
        Close-Probe -Probe $Probe
    }
}

function Complete-Lookup {
    # The name is known. IPv4 first: on many servers IPv6 is on and leads nowhere.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe, [Parameter(Mandatory = $true)][int]$Ms)
    $addresses = @($Probe.task.Result)
    if ($addresses.Length -eq 0) { throw (New-Object Net.Sockets.SocketException([int][Net.Sockets.SocketError]::NoData)) }
    $Probe.facts['lookup'] = @{
        value = @{ outcome = 'ok'; ms = $Ms; addresses = [string[]]@(foreach ($one in $addresses) { $one.ToString() }) }
    }
    $chosen = $addresses[0]
    foreach ($one in $addresses) { if ([string]$one.AddressFamily -eq 'InterNetwork') { $chosen = $one; break } }
    $port = $Probe.target.port
    if ($Probe.target.proxyHost -ne '') { $port = $Probe.target.proxyPort }
    $client = New-Object Net.Sockets.TcpClient($chosen.AddressFamily)
    $null = $Probe.open.Add($client)
    $client.NoDelay = $true
    # Named before the task begins: what fails from here on is the connection.
    $Probe.phase = 'connect'
    $Probe.task = $client.ConnectAsync($chosen, [int]$port)
}

function Complete-Connection {
    # The port answers. Through a proxy, it is asked for the way on; HTTP by its full address, everything else by
    # CONNECT, port 443 without TLS included.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe, [Parameter(Mandatory = $true)][int]$Ms)
    $Probe.facts['connect'] = @{ value = @{ outcome = 'ok'; ms = $Ms } }
    $Probe.stream = $Probe.open[0].GetStream()
    if ($Probe.target.reads -gt 0) { Enter-RootDse -Probe $Probe; return }
    if ($Probe.target.proxyHost -eq '') { Enter-Handshake -Probe $Probe; return }
    $name = $Probe.target.host
    $request = 'CONNECT ' + $name + ':' + $Probe.target.port + " HTTP/1.1`r`nHost: " + $name + ':' + $Probe.target.port +
        "`r`n`r`n"
    if (-not $Probe.target.tls -and $Probe.target.port -ne 443) {
        $request = 'HEAD http://' + $name + ':' + $Probe.target.port + "/ HTTP/1.1`r`nHost: " + $name +
            "`r`nConnection: close`r`n`r`n"
    }
    $bytes = [Text.Encoding]::ASCII.GetBytes($request)
    $Probe.buffer = New-Object byte[] 4096
    $Probe.stream.Write($bytes, 0, $bytes.Length)
    Enter-ProbePhase -Probe $Probe -Phase 'tunnel' -Task $Probe.stream.ReadAsync($Probe.buffer, 0, $Probe.buffer.Length)
}

function Complete-Tunnel {
    # Some of the proxy's answer has come: read on until its headers end.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe, [Parameter(Mandatory = $true)][int]$Ms)
    $count = [int]$Probe.task.Result
    $Probe.text += [Text.Encoding]::ASCII.GetString($Probe.buffer, 0, $count)
    $hasEnded = $Probe.text.Contains("`r`n`r`n")
    if ($count -gt 0 -and -not $hasEnded -and $Probe.text.Length -lt 65536) {
        Enter-ProbePhase -Probe $Probe -Phase 'tunnel' -Task $Probe.stream.ReadAsync($Probe.buffer, 0, $Probe.buffer.Length)
        return
    }
    $first = (New-Pattern -Expression '\AHTTP/1\.[01] ([0-9]{3})' -IgnoreCase).Match($Probe.text)
    if (-not $hasEnded -or -not $first.Success) { throw (ConvertTo-CodedError -Code 'Probe.proxy') }
    $status = [int]$first.Groups[1].Value
    $Probe.facts['tunnel'] = @{ value = @{ outcome = 'ok'; ms = $Ms; status = $status } }
    if ($status -eq 200 -and $Probe.target.tls) { Enter-Handshake -Probe $Probe } else { Close-Probe -Probe $Probe }
}

function Enter-Handshake {
    # Begins TLS, or ends a probe that needs none. The old versions are offered as well, so that a host that knows nothing
    # better is named as such; Windows takes the newest that both sides know.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe)
    if (-not $Probe.target.tls) { Close-Probe -Probe $Probe; return }
    $Probe.seen = New-Object object[] 3
    $Probe.phase = 'tls'
    $stream = New-Object Net.Security.SslStream($Probe.stream, $false, (Get-CertificateRecorder -Seen $Probe.seen))
    $null = $Probe.open.Add($stream)
    $none = New-Object Security.Cryptography.X509Certificates.X509CertificateCollection
    $Probe.task = $stream.AuthenticateAsClientAsync([string]$Probe.target.host, $none,
        [Security.Authentication.SslProtocols]'Tls, Tls11, Tls12', $false)
}

function Complete-Handshake {
    # TLS stands: its version, and whose certificate it is.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe, [Parameter(Mandatory = $true)][int]$Ms)
    $certificate = New-Object Security.Cryptography.X509Certificates.X509Certificate2(, [byte[]]$Probe.seen[0])
    $Probe.facts['tls'] = @{
        value = @{
            outcome            = 'ok'
            ms                 = $Ms
            version            = [string]$Probe.open[1].SslProtocol
            subject            = [string]$certificate.Subject
            issuer             = [string]$certificate.Issuer
            issuerOrganization = Get-SubjectOrganization -Subject $certificate.Issuer
            root               = [string]$Probe.seen[1]
            rootOrganization   = Get-SubjectOrganization -Subject ([string]$Probe.seen[1])
            errors             = [string]$Probe.seen[2]
        }
    }
    Close-Probe -Probe $Probe
}
