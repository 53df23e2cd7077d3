# Questions to the DNS servers of this machine. A datagram gets lost, a server is down, an answer does not fit: each server is
# asked in its turn, all of them twice, and what was cut is asked for by TCP (RFC 1035 4.2, RFC 7766). Nothing waits here.

function Get-DnsServer {
    # Address and port of each DNS server of this machine, in the order in which Windows asks them; none where no connection names
    # one.
    param()
    foreach ($connection in [Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces()) {
        if ([string]$connection.OperationalStatus -ne 'Up') { continue }
        if ([string]$connection.NetworkInterfaceType -eq 'Loopback') { continue }
        foreach ($address in $connection.GetIPProperties().DnsAddresses) {
            # Site-local addresses are what Windows fills in where nobody configured one.
            if (-not $address.IsIPv6SiteLocal) { New-Object Net.IPEndPoint($address, 53) }
        }
    }
}

function Open-DnsProbe {
    # Begins to ask the DNS servers of this machine.
    param([Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][ValidateSet('A', 'SRV')][string]$Type)
    $servers = @(Get-DnsServer)
    if ($servers.Length -eq 0) { throw (ConvertTo-CodedError -Code 'Dns.noServer') }
    $number = New-Object byte[] 2
    $random = [Security.Cryptography.RandomNumberGenerator]::Create()
    try { $random.GetBytes($number) } finally { $random.Dispose() }
    $id = 256 * $number[0] + $number[1]
    $query = ConvertTo-DnsQuery -Name $Name -Type $Type -Id $id
    $own = @{ id = $id; query = $query; servers = $servers; tries = 0; step = ''; asked = $null; text = $null }
    $probe = ConvertTo-Probe -Own $own
    Enter-DnsTry -Probe $probe -Reason @{ code = 'Dns.silent'; params = @{} }
    $probe
}

function Enter-DnsTry {
    # Asks the server whose turn it is; where all were asked twice, the answer is not known for the reason that is given.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe, [Parameter(Mandatory = $true)][object]$Reason)
    while ($Probe.tries -lt 2 * $Probe.servers.Length) {
        Close-Probe -Probe $Probe
        $server = $Probe.servers[$Probe.tries % $Probe.servers.Length]
        $Probe.tries++
        try {
            $client = New-Object Net.Sockets.UdpClient($server.AddressFamily)
            $null = $Probe.open.Add($client)
            # Connected: answers from elsewhere do not arrive.
            $client.Connect($server)
            $null = $client.Send($Probe.query, $Probe.query.Length)
            Enter-DnsWait -Probe $Probe -Step 'datagram' -Task $client.ReceiveAsync()
            return
        }
        catch { $Reason = Get-ErrorReason -Exception $_.Exception }
    }
    $Probe.facts['answer'] = @{ unread = $Reason }
    Close-Probe -Probe $Probe
}

function Enter-DnsWait {
    # Waits for what was asked, and no longer than a try may take.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Probe,
        [Parameter(Mandatory = $true)][string]$Step,
        [Parameter(Mandatory = $true)][Threading.Tasks.Task]$Task
    )
    $Probe.step = $Step
    $Probe.asked = $Task
    $limit = [Threading.Tasks.Task]::Delay($script:DnsTryMs)
    $either = [Threading.Tasks.Task]::WhenAny([Threading.Tasks.Task[]]@($Task, $limit))
    Enter-ProbePhase -Probe $Probe -Phase 'answer' -Task $either
}

function Complete-DnsTry {
    # Reads what has come of a question; goes on by TCP where it was cut, and with the next try where it is no answer.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe)
    try {
        if (-not $Probe.asked.IsCompleted) { throw (ConvertTo-CodedError -Code 'Dns.silent') }
        if ($Probe.asked.IsFaulted) { throw $Probe.asked.Exception.GetBaseException() }
        $bytes = Read-DnsReply -Probe $Probe
        if ($null -eq $bytes) { return }
        $answer = Read-DnsAnswer -Bytes $bytes -Id $Probe.id
        # The server failed, knows no such question or refuses (RFC 1035 4.1.1): another one may answer.
        if ($answer.code -in @(2, 4, 5) -and $Probe.tries -lt 2 * $Probe.servers.Length) {
            Enter-DnsTry -Probe $Probe -Reason @{ code = 'Dns.silent'; params = @{} }
            return
        }
        $Probe.facts['answer'] = @{ value = $answer }
        Close-Probe -Probe $Probe
    }
    catch { Enter-DnsTry -Probe $Probe -Reason (Get-ErrorReason -Exception $_.Exception) }
}

function Read-DnsReply {
    # The message that has come; $null where more is waited for.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Probe)
    if ($Probe.step -eq 'datagram') {
        $bytes = $Probe.asked.Result.Buffer
        # Not another question's: whoever guesses would send us to the stream.
        $isCut = $bytes.Length -ge 4 -and (Read-DnsNumber -Bytes $bytes -At 0) -eq $Probe.id -and
            ((Read-DnsNumber -Bytes $bytes -At 2) -band 512) -ne 0
        if (-not $isCut) { return , $bytes }
        $server = $Probe.servers[($Probe.tries - 1) % $Probe.servers.Length]
        $client = New-Object Net.Sockets.TcpClient($server.AddressFamily)
        $null = $Probe.open.Add($client)
        Enter-DnsWait -Probe $Probe -Step 'connection' -Task $client.ConnectAsync($server.Address, $server.Port)
        return $null
    }
    if ($Probe.step -eq 'connection') {
        $Probe.stream = $Probe.open[$Probe.open.Count - 1].GetStream()
        # In a stream a message has its length before it.
        $message = New-Object 'Collections.Generic.List[byte]'
        Add-DnsNumber -To $message -Value $Probe.query.Length
        $message.AddRange($Probe.query)
        $Probe.stream.Write($message.ToArray(), 0, $message.Count)
        $Probe.buffer = New-Object byte[] 4096
        $Probe.text = New-Object 'Collections.Generic.List[byte]'
    }
    else {
        $count = $Probe.asked.Result
        if ($count -eq 0) { throw (ConvertTo-CodedError -Code 'Dns.short') }
        for ($at = 0; $at -lt $count; $at++) { $Probe.text.Add($Probe.buffer[$at]) }
        $read = $Probe.text.ToArray()
        if ($read.Length -ge 2) {
            $length = Read-DnsNumber -Bytes $read -At 0
            if ($length -lt 12) { throw (ConvertTo-CodedError -Code 'Dns.short') }
            if ($read.Length -ge 2 + $length) { return , [byte[]]$read[2..(1 + $length)] }
        }
    }
    Enter-DnsWait -Probe $Probe -Step 'stream' -Task $Probe.stream.ReadAsync($Probe.buffer, 0, $Probe.buffer.Length)
    $null
}

# How long one server is waited for: a question is asked of all of them twice within the time that a probe has.
$script:DnsTryMs = 1000
